//! `$context`, as far as a request decides it.
//! <https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html>

use super::request::Request;
use serde_json::{Value, json};

/// Stand-ins for what only a deployed API knows.
pub const ACCOUNT: &str = "123456789012";
/// The Region of the stand-ins.
pub const REGION: &str = "us-east-1";
const API: &str = "a1b2c3d4e5";
const RESOURCE: &str = "r1e2s3";

pub(super) fn of(request: &Request, stage: &str, http_method: &str, resource_path: &str) -> Value {
    json!({
        "accountId": ACCOUNT,
        "apiId": API,
        "domainName": format!("{API}.execute-api.{REGION}.amazonaws.com"),
        "domainPrefix": API,
        "extendedRequestId": request.request_id,
        "httpMethod": http_method,
        "identity": {
            "sourceIp": request.source_ip,
            "userAgent": request.header("user-agent"),
        },
        "path": format!("/{stage}{}", request.path),
        "protocol": "HTTP/1.1",
        "requestId": request.request_id,
        "requestTimeEpoch": request.time_epoch,
        "resourceId": RESOURCE,
        "resourcePath": resource_path,
        "stage": stage,
    })
}
