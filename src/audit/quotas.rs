//! What a service takes at most, whatever the target.

use crate::diagnostic::{Code, Diagnostic, Place};
use crate::pointer::Pointer;
use crate::stack::Stack;

/// Resources of a REST API, which support raises on request:
/// <https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html>
const API_RESOURCES: usize = 300;

/// Looks at the whole stack.
pub(super) fn check(stack: &Stack) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    // The root is a resource too.
    let resources = stack.api.resources.len() + 1;
    if resources > API_RESOURCES {
        diagnostics.push(
            Diagnostic::new(
                Code::QuotaToRaise,
                Place::Key(Pointer::default().key("endpoints")),
                format!("the API has {resources} resources, and API Gateway takes {API_RESOURCES} unless AWS raises that quota"),
            )
            .help("ask for a higher quota (Resources per API), or split the spec into several, one an API"),
        );
    }
    diagnostics
}
