//! `AWS::ApiGateway::Model` and `AWS::ApiGateway::RequestValidator`.

use super::Resource;
use super::expr::{API_ID, Intrinsic, Value, reference};
use crate::stack::{Method, Stack};
use serde::ser::SerializeMap;
use serde_json::json;
use std::collections::BTreeMap;

const VALIDATOR: &str = "RequestBodyValidator";

pub(super) fn resources<M: SerializeMap>(stack: &Stack, map: &mut M) -> Result<(), M::Error> {
    for model in &stack.api.models {
        // CloudFormation makes up a name, so that a model can be replaced.
        let properties = json!({ "RestApiId": Value(stack, API_ID), "ContentType": "application/json", "Schema": model.schema });
        map.serialize_entry(&model.name(), &Resource::new("AWS::ApiGateway::Model", properties))?;
    }
    if stack.api.models.is_empty() {
        return Ok(());
    }
    let properties = json!({
        "RestApiId": Value(stack, API_ID),
        "Name": "request-body",
        "ValidateRequestBody": true,
        "ValidateRequestParameters": false
    });
    map.serialize_entry(VALIDATOR, &Resource::new("AWS::ApiGateway::RequestValidator", properties))
}

/// How many resources those are.
pub(super) fn count(stack: &Stack) -> usize {
    let models = stack.api.models.len();
    models + usize::from(models > 0)
}

/// The model of each content type that a method takes.
pub(super) fn of_method<'a>(stack: &Stack, method: &'a Method) -> BTreeMap<&'a str, Intrinsic<String>> {
    let types = method.integration.content_types.iter().map(String::as_str);
    method.request_model.map_or_else(BTreeMap::new, |model| {
        types.map(|content_type| (content_type, reference(stack.api.models[model].name()))).collect()
    })
}

/// What validates the bodies of a method.
pub(super) fn validator(method: &Method) -> Option<Intrinsic<String>> {
    method.request_model.map(|_| reference(VALIDATOR))
}
