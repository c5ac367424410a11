//! An API that only another target can name.

use crate::diagnostic::{Code, Diagnostic, Place};
use crate::pointer::Pointer;
use crate::stack::{ExistingApi, Stack};
use crate::target::Target;

pub(super) fn check(stack: &Stack) -> Option<Diagnostic> {
    let Some(ExistingApi::Address(address)) = &stack.api.existing else { return None };
    let place = Place::Value(Pointer::default().key("api").key("existing").key("address"));
    let found = Diagnostic::new(Code::PartOfOneTarget, place, format!("no CloudFormation template holds `{address}`"))
        .help("name the API by `restApiId` and `rootResourceId` for both targets")
        .only(Target::CloudFormation);
    Some(found)
}
