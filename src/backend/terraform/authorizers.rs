//! `aws_api_gateway_authorizer`.

use super::Type;
use super::api_gateway::rest_api_id;
use super::expr::{literal, value};
use super::iam::role_arn;
use crate::stack::{Authorization, Stack};
use serde::ser::SerializeMap;
use serde_json::json;

pub(super) fn resources<M: SerializeMap>(stack: &Stack, map: &mut M) -> Result<(), M::Error> {
    if stack.api.authorizers.is_empty() {
        return Ok(());
    }
    let authorizers = Type(|| {
        stack.api.authorizers.iter().map(|authorizer| {
            let resource = json!({
                "rest_api_id": rest_api_id(stack),
                "name": authorizer.id.snake,
                "type": "REQUEST",
                "authorizer_uri": value(stack, &authorizer.uri),
                "authorizer_credentials": role_arn(&stack.roles[authorizer.role]),
                "identity_source": literal(&authorizer.identity_sources.join(",")),
                "authorizer_result_ttl_in_seconds": authorizer.cache_ttl,
                // API Gateway keeps one that a method still names, so methods turn to the new one first.
                "lifecycle": { "create_before_destroy": true }
            });
            (&authorizer.id.snake, resource)
        })
    });
    map.serialize_entry("aws_api_gateway_authorizer", &authorizers)
}

/// What a method names when a function decides.
pub(super) fn authorizer_id(stack: &Stack, authorization: Authorization) -> Option<String> {
    match authorization {
        Authorization::Lambda(position) => {
            Some(format!("${{aws_api_gateway_authorizer.{}.id}}", stack.api.authorizers[position].id.snake))
        }
        Authorization::None | Authorization::Iam | Authorization::ApiKey => None,
    }
}
