//! `aws_apigatewayv2_*`: an HTTP API.

use super::expr::{literal, name_prefix, value};
use super::iam::role_arn;
use super::{Type, logs, tags};
use crate::stack::{Expr, Method, Stack, Throttle};
use serde::Serialize;
use serde::ser::SerializeMap;
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;

#[derive(Serialize)]
struct ApiResource {
    name: &'static str,
    protocol_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    /// Always written: what an update leaves out keeps its value, and a name that stays closed locks senders out.
    disable_execute_api_endpoint: bool,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    tags: BTreeMap<String, String>,
}

#[derive(Serialize)]
struct IntegrationResource {
    api_id: String,
    integration_type: &'static str,
    integration_subtype: &'static str,
    payload_format_version: &'static str,
    credentials_arn: String,
    request_parameters: BTreeMap<&'static str, String>,
    /// Without its permissions a role would let the first webhooks down.
    depends_on: [String; 1],
}

pub(super) fn resources<M: SerializeMap>(stack: &Stack, map: &mut M) -> Result<(), M::Error> {
    let methods = &stack.api.methods;
    let api = ApiResource {
        name: name_prefix(),
        protocol_type: "HTTP",
        description: stack.description.as_deref().map(literal),
        disable_execute_api_endpoint: stack.api.disable_execute_api_endpoint,
        tags: tags(stack),
    };
    map.serialize_entry("aws_apigatewayv2_api", &json!({ "api": api }))?;
    let integrations = Type(|| methods.iter().map(|method| (&method.id.snake, integration(stack, method))));
    map.serialize_entry("aws_apigatewayv2_integration", &integrations)?;
    let routes = Type(|| {
        methods.iter().map(|method| {
            let route = json!({
                "api_id": api_id(stack),
                "route_key": literal(&stack.api.route_key(method)),
                "authorization_type": method.authorization.name(),
                "target": format!("integrations/${{aws_apigatewayv2_integration.{}.id}}", method.id.snake)
            });
            (&method.id.snake, route)
        })
    });
    map.serialize_entry("aws_apigatewayv2_route", &routes)?;
    map.serialize_entry("aws_apigatewayv2_stage", &json!({ "api": stage(stack) }))
}

/// The identifier of the API.
pub(super) fn api_id(stack: &Stack) -> String {
    value(stack, &Expr::ApiId)
}

fn integration(stack: &Stack, method: &Method) -> IntegrationResource {
    let integration = &method.integration;
    let mapped = stack.request_templates[integration.request_template].message.parameter_mapping();
    let mut request_parameters: BTreeMap<_, _> = mapped.into_iter().map(|(name, value)| (name, literal(&value))).collect();
    request_parameters.insert("QueueUrl", value(stack, &integration.uri));
    let role = &stack.roles[integration.role];
    IntegrationResource {
        api_id: api_id(stack),
        integration_type: "AWS_PROXY",
        integration_subtype: "SQS-SendMessage",
        payload_format_version: "1.0",
        credentials_arn: role_arn(role),
        request_parameters,
        depends_on: [format!("aws_iam_role_policy.{}", role.id.snake)],
    }
}

/// The stage serves a change as soon as it is made, so there is no deployment.
fn stage(stack: &Stack) -> Json {
    let stage = &stack.api.stage;
    let mut resource = json!({ "api_id": api_id(stack), "name": literal(&stage.name), "auto_deploy": true });
    if let Some(description) = &stack.description {
        resource["description"] = literal(description).into();
    }
    if let Some(format) = &stage.access_log_format {
        resource["access_log_settings"] = json!({ "destination_arn": logs::access_log_arn(), "format": literal(format) });
    }
    if let Some(throttle) = stage.throttle {
        resource["default_route_settings"] = settings(throttle);
    }
    // The settings of a route need the route; the reference makes Terraform wait for it.
    let own = stack.api.methods.iter().filter_map(|method| {
        let mut settings = settings(method.throttle?);
        settings["route_key"] = format!("${{aws_apigatewayv2_route.{}.route_key}}", method.id.snake).into();
        Some(settings)
    });
    let own: Vec<Json> = own.collect();
    if !own.is_empty() {
        resource["route_settings"] = own.into();
    }
    if !stack.tags.is_empty() {
        resource["tags"] = json!(tags(stack));
    }
    resource
}

fn settings(throttle: Throttle) -> Json {
    json!({ "throttling_rate_limit": throttle.rate, "throttling_burst_limit": throttle.burst })
}
