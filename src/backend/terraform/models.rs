//! `aws_api_gateway_model` and `aws_api_gateway_request_validator`.

use super::Type;
use super::api_gateway::{one, rest_api_id};
use super::expr::literal;
use crate::stack::{Method, Stack};
use serde::ser::SerializeMap;
use serde_json::json;
use std::collections::BTreeMap;

pub(super) fn resources<M: SerializeMap>(stack: &Stack, map: &mut M) -> Result<(), M::Error> {
    if stack.api.models.is_empty() {
        return Ok(());
    }
    // What leaves the configuration goes after the methods that used it have changed.
    let lifecycle = json!({ "create_before_destroy": true });
    let models = Type(|| {
        stack.api.models.iter().map(|model| {
            let resource = json!({
                "rest_api_id": rest_api_id(stack),
                "name": model.name(),
                "content_type": "application/json",
                "schema": literal(&model.schema.to_string()),
                "lifecycle": lifecycle
            });
            (&model.id.snake, resource)
        })
    });
    map.serialize_entry("aws_api_gateway_model", &models)?;
    let validator = json!({
        "rest_api_id": rest_api_id(stack),
        "name": "request-body",
        "validate_request_body": true,
        "validate_request_parameters": false,
        "lifecycle": lifecycle
    });
    one(map, "aws_api_gateway_request_validator", &validator)
}

/// The model of each content type that a method takes.
pub(super) fn of_method(stack: &Stack, method: &Method) -> BTreeMap<String, String> {
    let Some(model) = method.request_model else { return BTreeMap::new() };
    let name = format!("${{aws_api_gateway_model.{}.name}}", stack.api.models[model].id.snake);
    method.integration.content_types.iter().map(|content_type| (literal(content_type), name.clone())).collect()
}

/// What validates the bodies of a method.
pub(super) fn validator(method: &Method) -> Option<&'static str> {
    method.request_model.map(|_| "${aws_api_gateway_request_validator.api.id}")
}
