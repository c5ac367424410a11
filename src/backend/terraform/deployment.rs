//! `aws_api_gateway_deployment`.

use super::api_gateway::{Templates, endpoint_configuration, rest_api_id, served};
use super::expr::{Local, name_prefix, value};
use super::iam::policy_json;
use crate::backend::content_hash;
use crate::layout::openapi;
use crate::stack::{ApiLayout, Document, Expr, Stack};
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;

/// A hash over everything that the deployment serves, as it is written in the configuration.
pub(super) fn hash(stack: &Stack) -> serde_json::Result<String> {
    struct Served<'a>(&'a Stack);
    impl Serialize for Served<'_> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            if self.0.api.layout == ApiLayout::OpenApi {
                return Local(self.0, &Document::map(openapi::served(self.0))).serialize(serializer);
            }
            let mut map = serializer.serialize_map(None)?;
            served(self.0, &mut map)?;
            map.end()
        }
    }
    let api = &stack.api;
    let paths: Vec<_> = api.resources.iter().map(|resource| (resource.parent, &resource.path_part)).collect();
    let policy = api.policy.as_ref().map(|policy| policy_json(stack, policy));
    content_hash(&(
        Served(stack),
        Templates(stack),
        paths,
        &api.binary_media_types,
        endpoint_configuration(&api.endpoint_type),
        policy,
        // A closed name stays open until the next deployment:
        // <https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-disable-default-endpoint.html>
        api.disable_execute_api_endpoint,
    ))
}

/// A deployment is a picture of the API: it waits for all of it, and is made anew when what it serves changes.
pub(super) fn resource(stack: &Stack, hash: &str) -> Json {
    json!({
        "rest_api_id": rest_api_id(stack),
        "triggers": triggers(stack, hash),
        "lifecycle": { "create_before_destroy": true },
        "depends_on": depends_on(stack)
    })
}

/// What a deployment waits for.
pub(super) fn depends_on(stack: &Stack) -> Vec<String> {
    let api = &stack.api;
    let mut addresses = Vec::new();
    if api.layout == ApiLayout::Resources {
        let responses = api.methods.iter().flat_map(|method| &method.responses).map(|response| &response.id);
        let integrations = responses.chain(api.preflights.iter().map(|preflight| &preflight.id));
        addresses.extend(integrations.map(|id| format!("aws_api_gateway_integration_response.{}", id.snake)));
        let own = api.gateway_responses.iter().map(|response| &response.id.snake);
        addresses.extend(own.map(|name| format!("aws_api_gateway_gateway_response.{name}")));
    }
    // Without its permissions a role would let the first webhooks down.
    addresses.extend(stack.roles.iter().map(|role| format!("aws_iam_role_policy.{}", role.id.snake)));
    if api.policy.is_some() {
        addresses.push("aws_api_gateway_rest_api_policy.api".to_owned());
    }
    addresses
}

/// What makes a deployment anew. The prefix reaches the integrations through the names of the queues.
pub(super) fn triggers(stack: &Stack, hash: &str) -> Json {
    let api = &stack.api;
    let mut triggers = json!({ "served": hash, "name_prefix": name_prefix() });
    let uris = api.methods.iter().map(|method| &method.integration.uri).chain(api.authorizers.iter().map(|known| &known.uri));
    let parameters: BTreeSet<usize> = uris.flat_map(Expr::parameters).collect();
    if !parameters.is_empty() {
        let values: Vec<String> = parameters.into_iter().map(|position| value(stack, &Expr::Parameter(position))).collect();
        triggers["parameters"] = values.join(" ").into();
    }
    triggers
}
