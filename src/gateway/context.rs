//! `$context`, as far as a request decides it.
//! <https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html>

use super::request::Request;
use crate::stack::{Expr, Stack};
use velocity::{Map, Value};

/// Stand-ins for what only a deployed API knows.
pub const ACCOUNT: &str = "123456789012";
/// The Region of the stand-ins.
pub const REGION: &str = "us-east-1";
pub(super) const API: &str = "a1b2c3d4e5";
const RESOURCE: &str = "r1e2s3";

/// The name that senders call; a domain that a parameter without a default gives has a stand-in.
pub(super) fn domain_name(stack: &Stack) -> String {
    match stack.api.domain_name.as_ref().map(|domain| &domain.name) {
        None => format!("{API}.execute-api.{REGION}.amazonaws.com"),
        Some(Expr::Parameter(position)) => {
            let default = stack.parameters.get(*position).and_then(|parameter| parameter.default.clone());
            default.unwrap_or_else(|| "hooks.example.com".to_owned())
        }
        Some(Expr::Text(name)) => name.to_string(),
        Some(_) => String::new(),
    }
}

pub(super) fn of(request: &Request, domain_name: &str, stage: &str, http_method: &str, resource_path: &str) -> Map {
    // A map inside of `$context` prints nothing.
    let identity = Map::silent();
    identity.put("sourceIp", request.source_ip.as_str().into());
    identity.put("userAgent", request.header("user-agent").unwrap_or_default().into());
    let time = i64::try_from(request.time_epoch).unwrap_or(i64::MAX);
    let values: [(&str, Value); 13] = [
        ("accountId", ACCOUNT.into()),
        ("apiId", API.into()),
        ("domainName", domain_name.into()),
        ("domainPrefix", domain_name.split('.').next().unwrap_or_default().into()),
        ("extendedRequestId", request.request_id.as_str().into()),
        ("httpMethod", http_method.into()),
        ("identity", identity.into()),
        ("path", format!("/{stage}{}", request.path).into()),
        ("protocol", "HTTP/1.1".into()),
        ("requestId", request.request_id.as_str().into()),
        ("requestTimeEpoch", time.into()),
        ("resourceId", RESOURCE.into()),
        ("resourcePath", resource_path.into()),
    ];
    let context: Map = values.into_iter().collect();
    context.put("stage", stage.into());
    context
}
