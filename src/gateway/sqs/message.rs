//! A message on its way to a queue.

use super::QueueSettings;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};
use std::collections::BTreeMap;

/// The parameters of a SendMessage that make the message.
/// <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html>
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SendMessage {
    /// The body, at least one character.
    pub body: String,
    /// The message attributes by name, at most 10.
    pub attributes: BTreeMap<String, Attribute>,
    /// The message system attributes; SQS knows `AWSTraceHeader` alone.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub system_attributes: BTreeMap<String, Attribute>,
    /// The message group: needed on FIFO queues, fair queues on standard ones.
    pub group_id: Option<String>,
    /// What tells a FIFO queue that it has this message already.
    pub deduplication_id: Option<String>,
    /// How long the message stays hidden, in seconds, 0 to 900; the queue's own delay when it is not given.
    pub delay_seconds: Option<u32>,
}

impl SendMessage {
    /// What counts towards the queue's maximum message size, in bytes: the body, and name, type and value of every message
    /// attribute. System attributes do not count.
    pub fn size(&self) -> usize {
        let attributes = self.attributes.iter().map(|(name, attribute)| name.len() + attribute.size());
        self.body.len() + attributes.sum::<usize>()
    }

    /// How long the message stays hidden in a queue, in seconds: as it says itself, else as the queue says.
    pub fn delay(&self, queue: &QueueSettings) -> u32 {
        self.delay_seconds.unwrap_or(queue.delay_seconds)
    }
}

/// A message attribute. As JSON it is `{"type", "value"}`, with bytes in base64.
/// <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html>
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribute {
    /// `String`, `Number` or `Binary`, with an optional label such as `Number.float` behind a dot.
    pub data_type: String,
    /// The value, never empty.
    pub value: AttributeValue,
}

impl Attribute {
    fn size(&self) -> usize {
        self.data_type.len() + self.value.as_bytes().len()
    }
}

/// The value of a message attribute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AttributeValue {
    /// Of `String` and `Number`.
    Text(String),
    /// Of `Binary`.
    Bytes(Vec<u8>),
}

impl AttributeValue {
    /// The bytes that travel: UTF-8 of a text.
    pub fn as_bytes(&self) -> &[u8] {
        match self {
            AttributeValue::Text(text) => text.as_bytes(),
            AttributeValue::Bytes(bytes) => bytes,
        }
    }
}

impl Serialize for Attribute {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Attribute", 2)?;
        object.serialize_field("type", &self.data_type)?;
        match &self.value {
            AttributeValue::Text(text) => object.serialize_field("value", text)?,
            AttributeValue::Bytes(bytes) => object.serialize_field("value", &STANDARD.encode(bytes))?,
        }
        object.end()
    }
}
