//! Encryption at rest: a word, or a key.

use super::parameter::Value;
use super::{arn, schema};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, Error, MapAccess, Visitor};
use serde_json::json;
use std::fmt;

/// With whose key messages are encrypted at rest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Encryption {
    /// With keys that SQS owns (SSE-SQS).
    Sqs,
    /// With the AWS managed key `alias/aws/sqs` of the account.
    Aws,
    /// With a customer managed key.
    Key(KmsKey),
}

/// A customer managed key: one that is made, or one that is there.
#[derive(Debug, Default, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct KmsKey {
    /// A key for the queue and its dead-letter queue is made with them, and kept as long as they are.
    #[serde(default)]
    #[schemars(schema_with = "KeyOrigin::json_schema", extend("examples" = ["create"]))]
    pub kms_key: Option<KeyOrigin>,
    /// A key that is there, in the queue's Region: its ARN, not that of an alias. Its key policy must let IAM policies of this
    /// account give access to it.
    #[serde(default)]
    #[schemars(schema_with = "arn::kms_key")]
    pub kms_key_arn: Option<Value>,
}

/// Where a key comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(transform = schema::describe_values)]
pub enum KeyOrigin {
    /// It is made with the queue.
    Create,
}

impl<'de> Deserialize<'de> for Encryption {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct EncryptionVisitor;
        impl<'de> Visitor<'de> for EncryptionVisitor {
            type Value = Encryption;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("`sqs`, `aws`, `{kmsKey: create}` or `{kmsKeyArn: ...}`")
            }

            fn visit_str<E: Error>(self, word: &str) -> Result<Encryption, E> {
                match word {
                    "sqs" => Ok(Encryption::Sqs),
                    "aws" => Ok(Encryption::Aws),
                    _ => Err(E::unknown_variant(word, &["sqs", "aws", "{kmsKey: create}", "{kmsKeyArn: ...}"])),
                }
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Encryption, A::Error> {
                KmsKey::deserialize(MapAccessDeserializer::new(map)).map(Encryption::Key)
            }
        }
        deserializer.deserialize_any(EncryptionVisitor)
    }
}

pub(super) fn encryption(generator: &mut SchemaGenerator) -> Schema {
    let keys = KmsKey::json_schema(generator);
    let key = |name: &str| {
        json!({
            "type": "object",
            "title": name,
            "properties": { name: keys.as_value()["properties"][name] },
            "required": [name],
            "additionalProperties": false
        })
    };
    let meanings = [
        "With keys that SQS owns (SSE-SQS); costs nothing.",
        "With the AWS managed key `alias/aws/sqs` of the account; KMS requests cost.",
    ];
    json_schema!({
        "anyOf": [
            key("kmsKey"),
            key("kmsKeyArn"),
            { "type": "string", "enum": ["sqs", "aws"], "enumDescriptions": meanings, "markdownEnumDescriptions": meanings }
        ]
    })
}
