//! `AWS::ApiGatewayV2::*`: an HTTP API.

use super::expr::{Value, api_id, get_att, reference, role_id, sub};
use super::{Resource, logs};
use crate::stack::{Method, Stack, Throttle};
use serde::Serialize;
use serde::ser::SerializeMap;
use serde_json::{Map, Value as Json, json};
use std::collections::BTreeMap;

/// The logical id of the stage. That of a REST API is a resource of another type, so it has another.
pub(super) const STAGE: &str = "HttpStage";

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct ApiProperties<'a> {
    name: Json,
    protocol_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    /// Always written: what an update leaves out keeps its value, and a name that stays closed locks senders out.
    disable_execute_api_endpoint: bool,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    tags: &'a BTreeMap<String, String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct IntegrationProperties<'a> {
    api_id: Json,
    integration_type: &'static str,
    integration_subtype: &'static str,
    payload_format_version: &'static str,
    credentials_arn: Json,
    request_parameters: BTreeMap<&'static str, Parameter<'a>>,
}

/// A parameter of SendMessage.
#[derive(Serialize)]
#[serde(untagged)]
enum Parameter<'a> {
    QueueUrl(Value<'a>),
    Mapped(String),
}

pub(super) fn resources<M: SerializeMap>(stack: &Stack, map: &mut M) -> Result<(), M::Error> {
    let api = &stack.api;
    let properties = ApiProperties {
        name: json!(reference("AWS::StackName")),
        protocol_type: "HTTP",
        description: stack.description.as_deref(),
        disable_execute_api_endpoint: api.disable_execute_api_endpoint,
        tags: &stack.tags,
    };
    map.serialize_entry(api_id(stack), &Resource::new("AWS::ApiGatewayV2::Api", properties))?;
    for method in &api.methods {
        let integration = Resource::new("AWS::ApiGatewayV2::Integration", integration(stack, method));
        map.serialize_entry(&integration_id(method), &integration)?;
        let properties = json!({
            "ApiId": reference(api_id(stack)),
            "RouteKey": api.route_key(method),
            "AuthorizationType": method.authorization.name(),
            "Target": sub(format!("integrations/${{{}}}", integration_id(method)))
        });
        map.serialize_entry(&route_id(method), &Resource::new("AWS::ApiGatewayV2::Route", properties))?;
    }
    // The settings of a route need the route.
    let depends_on = api.methods.iter().filter(|method| method.throttle.is_some()).map(route_id).collect();
    let resource = Resource::new("AWS::ApiGatewayV2::Stage", stage(stack));
    map.serialize_entry(STAGE, &Resource { depends_on, ..resource })
}

/// How many resources there are for each method.
pub(super) const OF_METHOD: usize = 2;

fn integration<'a>(stack: &'a Stack, method: &'a Method) -> IntegrationProperties<'a> {
    let integration = &method.integration;
    let mapped = stack.request_templates[integration.request_template].message.parameter_mapping();
    let mut request_parameters: BTreeMap<_, _> =
        mapped.into_iter().map(|(name, value)| (name, Parameter::Mapped(value))).collect();
    request_parameters.insert("QueueUrl", Parameter::QueueUrl(Value(stack, &integration.uri)));
    IntegrationProperties {
        api_id: json!(reference(api_id(stack))),
        integration_type: "AWS_PROXY",
        integration_subtype: "SQS-SendMessage",
        payload_format_version: "1.0",
        credentials_arn: json!(get_att(&role_id(stack, integration.role), "Arn")),
        request_parameters,
    }
}

fn integration_id(method: &Method) -> String {
    format!("{}Integration", method.id.camel)
}

fn route_id(method: &Method) -> String {
    format!("{}Route", method.id.camel)
}

/// The stage serves a change as soon as it is made, so there is no deployment.
fn stage(stack: &Stack) -> Json {
    let stage = &stack.api.stage;
    let mut properties = json!({ "ApiId": reference(api_id(stack)), "StageName": stage.name, "AutoDeploy": true });
    if let Some(description) = &stack.description {
        properties["Description"] = description.as_str().into();
    }
    if let Some(format) = &stage.access_log_format {
        properties["AccessLogSettings"] = json!({ "DestinationArn": logs::access_log_arn(), "Format": format });
    }
    if let Some(throttle) = stage.throttle {
        properties["DefaultRouteSettings"] = settings(throttle);
    }
    let own = stack.api.methods.iter().filter_map(|method| Some((stack.api.route_key(method), settings(method.throttle?))));
    let own: Map<String, Json> = own.collect();
    if !own.is_empty() {
        properties["RouteSettings"] = own.into();
    }
    if !stack.tags.is_empty() {
        properties["Tags"] = json!(stack.tags);
    }
    properties
}

fn settings(throttle: Throttle) -> Json {
    json!({ "ThrottlingRateLimit": throttle.rate, "ThrottlingBurstLimit": throttle.burst })
}
