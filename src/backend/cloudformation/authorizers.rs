//! `AWS::ApiGateway::Authorizer`.

use super::Resource;
use super::expr::{API_ID, Intrinsic, Value, get_att, reference, role_id};
use crate::stack::{Authorization, Stack};
use serde::Serialize;
use serde::ser::SerializeMap;

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct AuthorizerProperties<'a> {
    rest_api_id: Value<'a>,
    name: &'a str,
    r#type: &'static str,
    authorizer_uri: Value<'a>,
    authorizer_credentials: Intrinsic<[String; 2]>,
    identity_source: String,
    authorizer_result_ttl_in_seconds: u32,
}

pub(super) fn resources<M: SerializeMap>(stack: &Stack, map: &mut M) -> Result<(), M::Error> {
    for authorizer in &stack.api.authorizers {
        let properties = AuthorizerProperties {
            rest_api_id: Value(stack, API_ID),
            name: &authorizer.id.snake,
            r#type: "REQUEST",
            authorizer_uri: Value(stack, &authorizer.uri),
            authorizer_credentials: get_att(&role_id(stack, authorizer.role), "Arn"),
            identity_source: authorizer.identity_sources.join(","),
            authorizer_result_ttl_in_seconds: authorizer.cache_ttl,
        };
        map.serialize_entry(&authorizer.id.camel, &Resource::new("AWS::ApiGateway::Authorizer", properties))?;
    }
    Ok(())
}

/// What a method names when a function decides.
pub(super) fn authorizer_id(stack: &Stack, authorization: Authorization) -> Option<Intrinsic<String>> {
    match authorization {
        Authorization::Lambda(position) => Some(reference(&*stack.api.authorizers[position].id.camel)),
        Authorization::None | Authorization::Iam | Authorization::ApiKey => None,
    }
}
