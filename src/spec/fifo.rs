//! First in, first out: what a queue promises, and by what an endpoint sorts and recognises its messages.

use super::endpoint::AttributeSource;
use super::schema;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, Error, MapAccess, Visitor};
use std::fmt;

/// Whether a queue keeps order: a boolean, or a mapping that says how fast.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fifo {
    /// A standard queue.
    Off,
    /// A FIFO queue.
    On(Throughput),
}

/// The calls that a FIFO queue takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(transform = schema::describe_values)]
pub enum Throughput {
    /// 300 sends a second for the whole queue. A deduplication id counts in all of it.
    Standard,
    /// 300 sends a second for each group. A deduplication id counts in its group alone.
    High,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FifoSettings {
    throughput: Throughput,
}

impl<'de> Deserialize<'de> for Fifo {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct FifoVisitor;
        impl<'de> Visitor<'de> for FifoVisitor {
            type Value = Fifo;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("`true`, `false` or `{throughput: high}`")
            }

            fn visit_bool<E: Error>(self, on: bool) -> Result<Fifo, E> {
                Ok(if on { Fifo::On(Throughput::Standard) } else { Fifo::Off })
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Fifo, A::Error> {
                FifoSettings::deserialize(MapAccessDeserializer::new(map)).map(|settings| Fifo::On(settings.throughput))
            }
        }
        deserializer.deserialize_any(FifoVisitor)
    }
}

/// How SQS recognises a message that it has taken already.
#[derive(Debug, Clone)]
pub enum Deduplication {
    /// By a hash of the message.
    Content,
    /// By a value.
    Id(AttributeSource),
}

const CONTENT: &str = "content";

impl<'de> Deserialize<'de> for Deduplication {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct DeduplicationVisitor;
        impl<'de> Visitor<'de> for DeduplicationVisitor {
            type Value = Deduplication;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("`content` or a source such as `{header: X-Delivery}`")
            }

            fn visit_str<E: Error>(self, word: &str) -> Result<Deduplication, E> {
                if word == CONTENT {
                    return Ok(Deduplication::Content);
                }
                Err(E::unknown_variant(word, &[CONTENT, "{header: ...}", "{query: ...}", "{pathParameter: ...}", "{body: ...}"]))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Deduplication, A::Error> {
                AttributeSource::deserialize(MapAccessDeserializer::new(map)).map(Deduplication::Id)
            }
        }
        deserializer.deserialize_any(DeduplicationVisitor)
    }
}

pub(super) fn fifo(generator: &mut SchemaGenerator) -> Schema {
    let mut throughput = Throughput::json_schema(generator);
    throughput.insert("description".into(), "How many calls the queue takes.".into());
    throughput.insert("examples".into(), vec!["high"].into());
    json_schema!({
        "anyOf": [
            {
                "type": "object",
                "title": "throughput",
                "properties": { "throughput": throughput },
                "required": ["throughput"],
                "additionalProperties": false
            },
            { "type": "boolean" }
        ]
    })
}

pub(super) fn deduplication(generator: &mut SchemaGenerator) -> Schema {
    let meaning = ["By a SHA-256 hash of the message, without its attributes; only in the bare layout."];
    json_schema!({
        "anyOf": [
            generator.subschema_for::<AttributeSource>(),
            { "type": "string", "enum": [CONTENT], "enumDescriptions": meaning, "markdownEnumDescriptions": meaning }
        ]
    })
}
