//! The resources of an OPTIONS method with an integration of type MOCK.

use super::api_gateway::{resource_id, rest_api_id};
use super::expr::literal;
use crate::stack::{Preflight, Stack};
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;

/// `aws_api_gateway_method`.
pub(super) fn method(stack: &Stack, preflight: &Preflight) -> Json {
    json!({
        "rest_api_id": rest_api_id(stack),
        "resource_id": resource_id(stack, preflight.resource),
        "http_method": Preflight::HTTP_METHOD,
        "authorization": "NONE"
    })
}

/// `aws_api_gateway_integration`.
pub(super) fn integration(stack: &Stack, preflight: &Preflight) -> Json {
    let mut integration = reference(stack, preflight);
    integration["type"] = "MOCK".into();
    integration["passthrough_behavior"] = "NEVER".into();
    integration["request_templates"] = json!({ "application/json": format!("{{\"statusCode\": {}}}", Preflight::STATUS) });
    integration
}

/// `aws_api_gateway_method_response`.
pub(super) fn method_response(stack: &Stack, preflight: &Preflight) -> Json {
    let declared: BTreeMap<String, bool> = preflight.headers().into_keys().map(|name| (header(name), true)).collect();
    let mut response = reference(stack, preflight);
    response["status_code"] = Preflight::STATUS.to_string().into();
    response["response_parameters"] = json!(declared);
    response
}

/// `aws_api_gateway_integration_response`.
pub(super) fn integration_response(stack: &Stack, preflight: &Preflight) -> Json {
    let values: BTreeMap<String, String> =
        preflight.headers().into_iter().map(|(name, value)| (header(name), format!("'{}'", literal(&value)))).collect();
    let id = &preflight.id.snake;
    let mut response = reference(stack, preflight);
    response["status_code"] = format!("${{aws_api_gateway_method_response.{id}.status_code}}").into();
    response["response_parameters"] = json!(values);
    response["depends_on"] = json!([format!("aws_api_gateway_integration.{id}")]);
    if preflight.convert_to_text {
        response["content_handling"] = "CONVERT_TO_TEXT".into();
    }
    response
}

fn reference(stack: &Stack, preflight: &Preflight) -> Json {
    json!({
        "rest_api_id": rest_api_id(stack),
        "resource_id": resource_id(stack, preflight.resource),
        "http_method": format!("${{aws_api_gateway_method.{}.http_method}}", preflight.id.snake)
    })
}

fn header(name: &str) -> String {
    format!("method.response.header.{name}")
}
