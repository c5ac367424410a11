//! What the owner of an API needs to deploy it: `terraform_data`.

use super::deployment;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::pointer::Pointer;
use crate::stack::{ExistingApi, Stack};
use crate::target::Target;
use serde::ser::SerializeMap;
use serde_json::json;

/// Its identifier changes whenever a deployment has to be made, and is known once all that is served is there.
pub(super) fn resources<M: SerializeMap>(stack: &Stack, hash: &str, map: &mut M) -> Result<(), M::Error> {
    let trigger = json!({ "triggers_replace": deployment::triggers(stack, hash), "depends_on": deployment::depends_on(stack) });
    map.serialize_entry("terraform_data", &json!({ "deployment_trigger": trigger }))
}

/// An API that only another target can name.
pub(super) fn check(stack: &Stack) -> Option<Diagnostic> {
    let Some(ExistingApi::LogicalId(id)) = &stack.api.existing else { return None };
    let place = Place::Value(Pointer::default().key("api").key("existing").key("logicalId"));
    let found = Diagnostic::new(Code::PartOfOneTarget, place, format!("no Terraform configuration holds `{id}`"))
        .help("name the API by `restApiId` and `rootResourceId` for both targets")
        .only(Target::Terraform);
    Some(found)
}
