//! What a service takes at most, whatever the target.

use crate::diagnostic::{Code, Diagnostic, Place};
use crate::pointer::Pointer;
use crate::stack::Stack;

/// Resources of a REST API, which support raises on request:
/// <https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html>
const API_RESOURCES: usize = 300;

/// Widgets of a dashboard:
/// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html>
const DASHBOARD_WIDGETS: usize = 500;

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
    if let Some(dashboard) = stack.monitoring.dashboard.as_ref().filter(|dashboard| dashboard.widgets > DASHBOARD_WIDGETS) {
        diagnostics.push(
            Diagnostic::new(
                Code::QuotaExceeded,
                Place::Key(Pointer::default().key("dashboard")),
                format!("the dashboard has {} widgets, and CloudWatch takes at most {DASHBOARD_WIDGETS}", dashboard.widgets),
            )
            .help("remove `dashboard`, or split the spec into several with fewer queues"),
        );
    }
    diagnostics
}
