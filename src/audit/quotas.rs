//! What a service takes at most, whatever the target.

use crate::diagnostic::{Code, Diagnostic, Place};
use crate::layout::openapi;
use crate::pointer::Pointer;
use crate::stack::{ApiKind, ApiLayout, Expr, Policy, Stack};

/// Resources of a REST API, and routes and integrations of an HTTP API, all of which support raises on request:
/// <https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html>
/// <https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html>
const API_RESOURCES: usize = 300;

/// Authorizers of a REST API, which support raises on request:
/// <https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html>
const AUTHORIZERS: usize = 10;

/// Roles of an account, which AWS raises on request up to 5,000:
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html>
const ROLES: usize = 1000;

/// Widgets of a dashboard:
/// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html>
const DASHBOARD_WIDGETS: usize = 500;

/// Bytes of an OpenAPI document that is imported (6 MB): <https://docs.aws.amazon.com/apigateway/latest/api/API_PutRestApi.html>
const OPENAPI_BYTES: usize = 6_000_000;

/// Characters of a resource policy: <https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html>
const RESOURCE_POLICY: usize = 8192;

/// As long as the ARN of an API is in any Region, which API Gateway writes into its policy.
const LONGEST_API_ARN: &str = "arn:aws-iso-b:execute-api:ap-southeast-1:111122223333:a1b2c3d4e5/*";

/// Looks at the whole stack.
pub(super) fn check(stack: &Stack) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    // The root is a resource too. An HTTP API has a route and an integration for each method instead.
    let (resources, kind, quota) = match stack.api.kind {
        ApiKind::Rest => (stack.api.resources.len() + 1, "resources", "Resources per API"),
        ApiKind::Http => (stack.api.methods.len(), "routes", "Routes per API and Integrations per API"),
    };
    if resources > API_RESOURCES {
        diagnostics.push(
            Diagnostic::new(
                Code::QuotaToRaise,
                Place::Key(Pointer::default().key("endpoints")),
                format!("the API has {resources} {kind}, and API Gateway takes {API_RESOURCES} unless AWS raises that quota"),
            )
            .help(format!("ask for a higher quota ({quota}), or split the spec into several, one an API")),
        );
    }
    let roles = stack.roles.len();
    if roles > ROLES {
        diagnostics.push(
            Diagnostic::new(
                Code::QuotaToRaise,
                Place::Key(Pointer::default().key("queues")),
                format!("the stack makes {roles} roles, and IAM takes {ROLES} in an account unless AWS raises that quota"),
            )
            .help("let endpoints share queues, because each queue has a role of its own, or ask for a higher quota (Roles per account)"),
        );
    }
    let authorizers = stack.api.authorizers.len();
    if authorizers > AUTHORIZERS {
        diagnostics.push(
            Diagnostic::new(
                Code::QuotaToRaise,
                Place::Key(Pointer::default().key("endpoints")),
                format!("the API has {authorizers} authorizers, and API Gateway takes {AUTHORIZERS} unless AWS raises that quota"),
            )
            .help("give endpoints the same `authorization`, so that they share one, or ask for a higher quota (Authorizers per API)"),
        );
    }
    if let Some(length) = openapi_length(stack).filter(|length| *length > OPENAPI_BYTES) {
        diagnostics.push(
            Diagnostic::new(
                Code::QuotaExceeded,
                Place::Key(Pointer::default().key("endpoints")),
                format!("the API's OpenAPI document has up to {length} bytes, and API Gateway imports at most {OPENAPI_BYTES}"),
            )
            .help("write fewer `contentTypes`, because each repeats the template, or split the spec into several, one an API"),
        );
    }
    if let Some(length) = stack.api.policy.as_ref().map(policy_length).filter(|length| *length > RESOURCE_POLICY) {
        diagnostics.push(
            Diagnostic::new(
                Code::QuotaExceeded,
                Place::Key(Pointer::default().key("api").key("allowedSources")),
                format!("the API's policy has {length} characters, and API Gateway takes at most {RESOURCE_POLICY}"),
            )
            .help("join neighbouring networks into larger ones, or split the spec into several, one an API"),
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

/// Bytes of the OpenAPI document once every reference in it is resolved, where the API is laid out as one.
fn openapi_length(stack: &Stack) -> Option<usize> {
    if stack.api.layout != ApiLayout::OpenApi {
        return None;
    }
    let templates: Vec<usize> = stack.request_templates.iter().map(|template| length_in_json(&template.text)).collect();
    Some(openapi::document(stack).length(&|expr| longest(expr, &templates)))
}

/// Bytes of a text inside of a JSON text, where Terraform writes `<`, `>` and `&` in six.
fn length_in_json(text: &str) -> usize {
    let escaped = text.bytes().filter(|byte| matches!(byte, b'<' | b'>' | b'&')).count();
    serde_json::Value::from(text).to_string().len() + 5 * escaped
}

/// How long the text can be that an expression stands for, in characters.
fn longest(expr: &Expr, templates: &[usize]) -> usize {
    const NAME: usize = 128;
    const ARN: usize = 256;
    match expr {
        Expr::Text(text) => text.len(),
        Expr::RequestTemplate(template) => templates.get(*template).copied().unwrap_or_default(),
        Expr::Partition | Expr::Region | Expr::Account | Expr::UrlSuffix => "ap-southeast-1".len(),
        Expr::QueueName(_) | Expr::QueueOfParameter(_) | Expr::FunctionOfParameter(_) | Expr::Prefix => NAME,
        Expr::Concat(parts) => parts.iter().map(|part| longest(part, templates)).sum(),
        _ => ARN,
    }
}

/// Characters of a policy as API Gateway keeps it, without blanks.
fn policy_length(policy: &Policy) -> usize {
    let statements = policy.statements.iter().map(|statement| {
        let mut json = serde_json::json!({
            "Sid": statement.sid,
            "Effect": statement.effect.name(),
            "Principal": "*",
            "Action": statement.action,
            "Resource": LONGEST_API_ARN
        });
        if let Some(condition) = &statement.condition {
            let text = |value: &Expr| match value {
                Expr::Text(text) => text.to_string(),
                _ => String::new(),
            };
            let values: Vec<String> = condition.values.iter().map(text).collect();
            json["Condition"] = serde_json::json!({ condition.operator: { condition.key: values } });
        }
        json
    });
    serde_json::json!({ "Version": "2012-10-17", "Statement": statements.collect::<Vec<_>>() }).to_string().len()
}
