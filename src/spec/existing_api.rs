//! An API that is there already.

use super::parameter::Value;
use super::scalar::Text;
use super::schema;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use std::collections::BTreeMap;

/// A REST API that is there already and belongs to somebody else, who also owns its deployment and its stage. Endpoints are added
/// to it, and nothing else about it changes. It is named in exactly one way: `restApiId` with `rootResourceId`, `logicalId` or
/// `address`.
#[derive(Debug, Default, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
#[schemars(title = "existing API", extend("oneOf" = [
    { "required": ["restApiId", "rootResourceId"] },
    { "required": ["logicalId"], "not": { "anyOf": [{ "required": ["restApiId"] }, { "required": ["rootResourceId"] }] } },
    { "required": ["address"], "not": { "anyOf": [{ "required": ["restApiId"] }, { "required": ["rootResourceId"] }] } }
]))]
pub struct ExistingApi {
    /// Its identifier, on both targets.
    #[serde(default)]
    #[schemars(schema_with = "rest_api_id")]
    pub rest_api_id: Option<Value>,
    /// The identifier of its resource `/`, beside `restApiId`.
    #[serde(default)]
    #[schemars(schema_with = "resource_id")]
    pub root_resource_id: Option<Value>,
    /// Its logical id in the CloudFormation template that the output becomes a part of, such as `ApiGatewayRestApi` of a
    /// service of the Serverless Framework.
    #[schemars(extend("pattern" = "^[A-Za-z0-9]{1,255}$", "examples" = ["ApiGatewayRestApi"]))]
    #[schemars(extend("patternErrorMessage" = "a logical id of letters and digits, such as ApiGatewayRestApi"))]
    pub logical_id: Option<Text>,
    /// Its address in the Terraform module that the output becomes a part of.
    #[schemars(extend("pattern" = "^aws_api_gateway_rest_api\\.[A-Za-z_][A-Za-z0-9_-]*$"))]
    #[schemars(extend("examples" = ["aws_api_gateway_rest_api.main"]))]
    #[schemars(extend("patternErrorMessage" = "an address such as aws_api_gateway_rest_api.main"))]
    pub address: Option<Text>,
    /// Paths that the API has already, so that they are not made again, each with its resource: an identifier beside
    /// `restApiId`, a logical id beside `logicalId`, an address beside `address`.
    #[serde(default)]
    #[schemars(schema_with = "parents")]
    pub parents: Option<BTreeMap<String, Value>>,
}

fn identifier(parameter: &str, example: &str) -> Schema {
    let mut schema = schema::or_parameter(&json_schema!({
        "type": "string",
        "pattern": "^[a-z0-9]{6,32}$",
        "patternErrorMessage": format!("an identifier of API Gateway, such as {example}")
    }));
    schema.insert("examples".into(), serde_json::json!([{ "parameter": parameter }, example]));
    schema
}

fn rest_api_id(_: &mut SchemaGenerator) -> Schema {
    identifier("restApiId", "a1b2c3d4e5")
}

fn resource_id(_: &mut SchemaGenerator) -> Schema {
    identifier("rootResourceId", "x9y8z7w6v5")
}

fn parents(_: &mut SchemaGenerator) -> Schema {
    let mut resource = schema::or_parameter(&json_schema!({ "type": "string", "minLength": 1, "maxLength": 255 }));
    resource.insert("examples".into(), serde_json::json!(["x9y8z7w6v5"]));
    json_schema!({
        "type": "object",
        "minProperties": 1,
        "propertyNames": schema::path(),
        "additionalProperties": resource,
        "examples": [{ "/webhooks": "x9y8z7w6v5" }]
    })
}
