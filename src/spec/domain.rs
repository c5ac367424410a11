//! The name under which senders reach the API.

use super::parameter::Value;
use super::scalar::Text;
use super::schema;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;

/// A custom domain of API Gateway for this API, with a certificate that is there already. Its name in DNS is yours to make: the
/// outputs tell what it points to.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
#[schemars(title = "domain")]
pub struct Domain {
    /// The name in small letters, such as `hooks.example.com`.
    #[schemars(schema_with = "name")]
    pub name: Value,
    /// The ARN of the certificate for this name in AWS Certificate Manager: in the Region of the stack, or in `us-east-1` for
    /// `endpointType: edge`.
    #[schemars(schema_with = "certificate_arn")]
    pub certificate_arn: Value,
    /// One segment in front of every path: letters, digits, `-`, `_` and `.`, at most 128. Without it the paths of the endpoints
    /// begin right behind the name, and no other API can share it.
    #[schemars(extend("pattern" = "^[A-Za-z0-9._-]{1,128}$", "examples" = ["webhooks"]))]
    #[schemars(extend("patternErrorMessage" = "letters, digits, -, _ and ., at most 128 characters"))]
    pub base_path: Option<Text>,
    /// The oldest version of TLS that is taken.
    #[schemars(extend("default" = "TLS_1_2"))]
    pub security_policy: Option<SecurityPolicy>,
    /// Certificates that senders must show.
    pub mutual_tls: Option<MutualTls>,
}

/// The oldest version of TLS that is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[schemars(transform = schema::describe_values)]
pub enum SecurityPolicy {
    /// TLS 1.2 and 1.3.
    #[serde(rename = "TLS_1_2")]
    Tls12,
    /// TLS 1.0 and later, for senders that know no better.
    #[serde(rename = "TLS_1_0")]
    Tls10,
}

/// Certificates that senders must show. A sender without a certificate that the truststore trusts gets no connection.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
#[schemars(title = "mutual TLS")]
pub struct MutualTls {
    /// The file in S3 with the certificates of the authorities that are trusted, such as `s3://bucket/truststore.pem`.
    #[schemars(schema_with = "truststore_uri")]
    pub truststore_uri: Value,
    /// The version of that file, in a bucket with versions. Without it, API Gateway takes the file as it is when the domain is made
    /// or changed.
    #[schemars(length(min = 1, max = 1024), extend("examples" = ["3sL4kqtJlcpXroDTDmJ.rmSpXd3dIbrHY"]))]
    pub truststore_version: Option<Text>,
    /// The ARN of a public certificate of AWS Certificate Manager for the same name, which proves that the name is yours. It is
    /// needed when `certificateArn` names an imported certificate or one of a private authority.
    #[serde(default)]
    #[schemars(schema_with = "certificate_arn")]
    pub ownership_verification_certificate_arn: Option<Value>,
}

fn name(_: &mut SchemaGenerator) -> Schema {
    with_examples(
        &json_schema!({
            "type": "string",
            "pattern": r"^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$",
            "maxLength": 253,
            "patternErrorMessage": "a name in small letters, such as hooks.example.com"
        }),
        "domainName",
        "hooks.example.com",
    )
}

fn certificate_arn(_: &mut SchemaGenerator) -> Schema {
    let example = "arn:aws:acm:eu-west-1:111122223333:certificate/1a2b3c4d-5e6f-7a8b-9c0d-1e2f3a4b5c6d";
    with_examples(
        &json_schema!({
            "type": "string",
            "pattern": "^arn:[a-z0-9-]+:acm:[a-z0-9-]+:[0-9]{12}:certificate/[A-Za-z0-9-]{1,64}$",
            "patternErrorMessage": format!("the ARN of a certificate, such as {example}")
        }),
        "certificateArn",
        example,
    )
}

fn truststore_uri(_: &mut SchemaGenerator) -> Schema {
    with_examples(
        &json_schema!({
            "type": "string",
            "pattern": "^s3://[a-z0-9.-]{3,63}/.{1,1024}$",
            "patternErrorMessage": "the address of a file in S3, such as s3://bucket/truststore.pem"
        }),
        "truststoreUri",
        "s3://shop-truststore/senders.pem",
    )
}

fn with_examples(text: &Schema, parameter: &str, example: &str) -> Schema {
    let mut schema = schema::or_parameter(text);
    schema.insert("examples".into(), serde_json::json!([{ "parameter": parameter }, example]));
    schema
}
