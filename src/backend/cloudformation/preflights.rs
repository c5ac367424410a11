//! `AWS::ApiGateway::Method` for OPTIONS, with an integration of type MOCK.

use super::Resource;
use super::api_gateway::{ResourceId, resource};
use super::expr::{API_ID, Value};
use crate::stack::{Preflight, Stack};
use serde::Serialize;
use serde::ser::SerializeMap;
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct PreflightProperties<'a> {
    rest_api_id: Value<'a>,
    resource_id: ResourceId<'a>,
    http_method: &'static str,
    authorization_type: &'static str,
    integration: Json,
    method_responses: Json,
}

pub(super) fn resources<M: SerializeMap>(stack: &Stack, map: &mut M) -> Result<(), M::Error> {
    for preflight in &stack.api.preflights {
        let status = Preflight::STATUS.to_string();
        let named = |name: &str| format!("method.response.header.{name}");
        let values: BTreeMap<String, String> =
            preflight.headers().into_iter().map(|(name, value)| (named(name), format!("'{value}'"))).collect();
        let declared: BTreeMap<String, bool> = preflight.headers().into_keys().map(|name| (named(name), true)).collect();
        let mut response = json!({ "StatusCode": status, "ResponseParameters": values });
        if preflight.convert_to_text {
            response["ContentHandling"] = "CONVERT_TO_TEXT".into();
        }
        let properties = PreflightProperties {
            rest_api_id: Value(stack, API_ID),
            resource_id: resource(stack, preflight.resource),
            http_method: Preflight::HTTP_METHOD,
            authorization_type: "NONE",
            integration: json!({
                "Type": "MOCK",
                "PassthroughBehavior": "NEVER",
                "RequestTemplates": { "application/json": format!("{{\"statusCode\": {status}}}") },
                "IntegrationResponses": [response]
            }),
            method_responses: json!([{ "StatusCode": status, "ResponseParameters": declared }]),
        };
        map.serialize_entry(&id(preflight), &Resource::new("AWS::ApiGateway::Method", properties))?;
    }
    Ok(())
}

/// The logical id.
pub(super) fn id(preflight: &Preflight) -> String {
    format!("{}Method", preflight.id.camel)
}
