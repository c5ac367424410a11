//! What the API's stage writes down about requests.

use super::scalar::{Quantity, Text};
use super::schema;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, Error, IntoDeserializer, MapAccess, Visitor};
use std::fmt;

/// The access log: one line for each request, in JSON.
#[derive(Debug, Default, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
#[schemars(title = "access log")]
pub struct AccessLog {
    /// How long lines are kept: one of the periods that CloudWatch Logs offers, in days: 1, 3, 5, 7, 14, 30, 60, 90, 120,
    /// 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653.
    #[serde(default)]
    #[schemars(schema_with = "schema::duration::<86_400, 315_619_200>", extend("default" = "30d", "examples" = ["90d"]))]
    pub retention: Option<Quantity>,
    /// The KMS key that encrypts the log, by its ARN. Its policy must let CloudWatch Logs use it. Without it, CloudWatch Logs
    /// encrypts with a key of its own.
    #[serde(default)]
    #[schemars(schema_with = "schema::kms_key_arn")]
    pub kms_key_arn: Option<Text>,
}

/// The execution log: what API Gateway did with a request, step by step.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
#[schemars(title = "execution log")]
pub struct ExecutionLogSettings {
    /// What is written down. Data tracing, which would add whole requests with their bodies, stays off.
    pub level: LogLevel,
    /// How long lines are kept: one of the periods that CloudWatch Logs offers, in days, as for `accessLog`.
    #[serde(default)]
    #[schemars(schema_with = "schema::duration::<86_400, 315_619_200>", extend("default" = "30d", "examples" = ["14d"]))]
    pub retention: Option<Quantity>,
    /// The KMS key that encrypts the log, by its ARN. Its policy must let CloudWatch Logs use it. Without it, CloudWatch Logs
    /// encrypts with a key of its own.
    #[serde(default)]
    #[schemars(schema_with = "schema::kms_key_arn")]
    pub kms_key_arn: Option<Text>,
}

/// What the execution log says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(extend("examples" = ["error"]), transform = schema::describe_values)]
pub enum LogLevel {
    /// Nothing; there is no execution log.
    Off,
    /// Requests that fail inside API Gateway.
    Error,
    /// Every request.
    Info,
}

/// The execution log: its level alone, or with settings.
#[derive(Debug, Clone)]
pub enum ExecutionLog {
    /// The level, with the defaults.
    Level(LogLevel),
    /// With settings.
    With(ExecutionLogSettings),
}

impl<'de> Deserialize<'de> for ExecutionLog {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct LogVisitor;
        impl<'de> Visitor<'de> for LogVisitor {
            type Value = ExecutionLog;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("`off`, `error`, `info` or a mapping")
            }

            fn visit_str<E: Error>(self, level: &str) -> Result<ExecutionLog, E> {
                LogLevel::deserialize(level.into_deserializer()).map(ExecutionLog::Level)
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<ExecutionLog, A::Error> {
                ExecutionLogSettings::deserialize(MapAccessDeserializer::new(map)).map(ExecutionLog::With)
            }
        }
        deserializer.deserialize_any(LogVisitor)
    }
}

pub(super) fn execution_log(generator: &mut SchemaGenerator) -> Schema {
    json_schema!({ "anyOf": [generator.subschema_for::<ExecutionLogSettings>(), generator.subschema_for::<LogLevel>()] })
}

/// The role with which API Gateway writes logs: one for each account and Region, for all APIs in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(transform = schema::describe_values)]
pub enum CloudWatchRole {
    /// The account has one already; nothing is changed.
    Existing,
    /// The stack makes one and sets it for the account and the Region, whatever was set before. It stays when the stack goes.
    Create,
}
