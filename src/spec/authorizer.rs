//! A function that decides who may call an endpoint.

use super::access::Authorization;
use super::endpoint::ContextVariable;
use super::parameter::Value;
use super::scalar::{Quantity, Text};
use super::schema;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, Error, IntoDeserializer, MapAccess, Visitor};
use std::fmt;

/// A Lambda authorizer of type REQUEST: API Gateway asks a function whether a request may come in. The function sees headers,
/// query, path and addresses, and not the body, so it cannot check a signature over the body.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
#[schemars(title = "Lambda authorizer")]
pub struct Authorizer {
    /// The function, by its ARN or that of one of its versions or aliases. It is in the account of the stack. The stack makes
    /// a role with which API Gateway may call this function alone.
    #[schemars(schema_with = "schema::function_arn")]
    pub authorizer_function_arn: Value,
    /// What a request must bring to be put before the function, and what an answer of the function is kept under. One that
    /// lacks any of them is refused with 401.
    #[schemars(length(min = 1, max = 10), extend("examples" = [[{ "header": "X-Gitlab-Token" }]]))]
    pub identity_sources: Vec<IdentitySource>,
    /// How long API Gateway keeps what the function said: 0 seconds to 1 hour. Meanwhile it holds for every request with the same
    /// identity sources, to any endpoint with these settings. With 0 the function is asked each time.
    #[serde(default)]
    #[schemars(schema_with = "schema::duration::<0, 3600>", extend("default" = "0s", "examples" = ["5m"]))]
    pub cache_ttl: Option<Quantity>,
}

/// A part of a request that says who sends it: exactly one of these.
#[derive(Debug, Default, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
#[schemars(title = "identity source", extend("minProperties" = 1, "maxProperties" = 1))]
pub struct IdentitySource {
    /// A request header.
    #[serde(default)]
    #[schemars(schema_with = "schema::header_name", extend("examples" = ["X-Gitlab-Token"]))]
    pub header: Option<Text>,
    /// A parameter of the query string, in this case.
    #[schemars(extend("pattern" = "^[A-Za-z0-9._~-]{1,128}$", "examples" = ["token"]))]
    #[schemars(extend("patternErrorMessage" = "letters, digits, ., _, ~ and -, at most 128 characters"))]
    pub query: Option<Text>,
    /// Something that API Gateway knows about the request.
    #[schemars(extend("examples" = ["identity.sourceIp"]))]
    pub context: Option<ContextVariable>,
}

/// What a request must bring: a word, or the consent of a function.
#[derive(Debug, Clone)]
pub enum Access {
    /// What the word says.
    Word(Authorization),
    /// The consent of a function.
    Authorizer(Box<Authorizer>),
}

impl<'de> Deserialize<'de> for Access {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct AccessVisitor;
        impl<'de> Visitor<'de> for AccessVisitor {
            type Value = Access;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("`none`, `iam`, `apiKey` or a mapping with `authorizerFunctionArn`")
            }

            fn visit_str<E: Error>(self, word: &str) -> Result<Access, E> {
                Authorization::deserialize(word.into_deserializer()).map(Access::Word)
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Access, A::Error> {
                Authorizer::deserialize(MapAccessDeserializer::new(map))
                    .map(|authorizer| Access::Authorizer(Box::new(authorizer)))
            }
        }
        deserializer.deserialize_any(AccessVisitor)
    }
}

pub(super) fn access(generator: &mut SchemaGenerator) -> Schema {
    json_schema!({ "anyOf": [generator.subschema_for::<Authorizer>(), generator.subschema_for::<Authorization>()] })
}
