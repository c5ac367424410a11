//! Who may call the API.

use super::{Throttle, schema};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;

/// What a request must bring.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(transform = schema::describe_values)]
pub enum Authorization {
    /// Nothing.
    None,
    /// A signature of AWS (SigV4) by an identity of the account that may do `execute-api:Invoke`.
    Iam,
    /// The stack's API key in the header `X-API-Key`.
    ApiKey,
}

/// The API key of the endpoints with `authorization: apiKey`, with its usage plan. API Gateway makes the key up.
#[derive(Debug, Default, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
#[schemars(title = "API key")]
pub struct ApiKey {
    /// How many requests the key may send. Without it, the limits of the stage and of the account hold.
    pub throttle: Option<Throttle>,
    /// How many requests the key may send in a period, as near as API Gateway counts them.
    pub quota: Option<Quota>,
}

/// Requests in a period. What goes over it is answered 503, so that the sender tries again.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
#[schemars(title = "quota")]
pub struct Quota {
    /// Requests: 1 to 2,147,483,647.
    #[schemars(range(min = 1, max = 2_147_483_647), extend("examples" = [100_000]))]
    pub limit: i64,
    /// The period.
    pub period: Period,
}

/// The period of a quota.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(extend("examples" = ["day"]), transform = schema::describe_values)]
pub enum Period {
    /// A day.
    Day,
    /// A week.
    Week,
    /// A month.
    Month,
}

pub(super) fn allowed_sources(_: &mut SchemaGenerator) -> Schema {
    json_schema!({
        "type": "array",
        "minItems": 1,
        "uniqueItems": true,
        "items": {
            "type": "string",
            "pattern": r"^([0-9]{1,3}(\.[0-9]{1,3}){3}/[0-9]{1,2}|[0-9A-Fa-f:.]{2,45}/[0-9]{1,3})$",
            "patternErrorMessage": "a CIDR block such as 203.0.113.0/24 or 2001:db8::/32",
            "examples": ["203.0.113.0/24", "198.51.100.7/32", "2001:db8::/32"]
        },
        "examples": [["203.0.113.0/24", "198.51.100.7/32"]]
    })
}

pub(super) fn web_acl_arn(_: &mut SchemaGenerator) -> Schema {
    let mut schema = schema::or_parameter(&json_schema!({
        "type": "string",
        "pattern": r"^arn:[a-z0-9-]+:wafv2:[a-z0-9-]+:[0-9]{12}:regional/webacl/[A-Za-z0-9_-]{1,128}/[A-Za-z0-9-]{1,128}$",
        "patternErrorMessage": "the ARN of a regional web ACL, such as arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/webhooks/1a2b3c4d-5e6f-7a8b-9c0d-1e2f3a4b5c6d"
    }));
    schema.insert(
        "examples".into(),
        serde_json::json!([
            { "parameter": "webAclArn" },
            "arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/webhooks/1a2b3c4d-5e6f-7a8b-9c0d-1e2f3a4b5c6d"
        ]),
    );
    schema
}
