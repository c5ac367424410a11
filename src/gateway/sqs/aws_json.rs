//! A message out of the AWS JSON protocol.
//! <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-making-api-requests-json.html>

use super::attributes::{self, Draft};
use super::{Attribute, ErrorCode, SendMessage, SqsError, parameters};
use serde::Deserialize;
use std::collections::BTreeMap;

/// The members of the call. A member given twice cannot be read.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    pub(super) queue_url: Option<String>,
    message_body: Option<String>,
    delay_seconds: Option<i64>,
    #[serde(default)]
    message_attributes: BTreeMap<String, Value>,
    #[serde(default)]
    message_system_attributes: BTreeMap<String, Value>,
    message_group_id: Option<String>,
    message_deduplication_id: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Value {
    data_type: Option<String>,
    string_value: Option<String>,
    binary_value: Option<String>,
}

/// The call, if its body is the JSON of one.
pub(super) fn parse(body: &[u8]) -> Result<Input, SqsError> {
    // Ours: code and text.
    serde_json::from_slice(body)
        .map_err(|error| SqsError::new(ErrorCode::InvalidQueryParameter, format!("The request cannot be read: {error}.")))
}

/// The message, before it is held against a queue.
pub(super) fn message(input: Input) -> Result<SendMessage, SqsError> {
    Ok(SendMessage {
        body: input.message_body.ok_or_else(|| SqsError::missing("MessageBody"))?,
        attributes: map(&input.message_attributes)?,
        system_attributes: map(&input.message_system_attributes)?,
        group_id: input.message_group_id,
        deduplication_id: input.message_deduplication_id,
        delay_seconds: input.delay_seconds.map(delay).transpose()?,
    })
}

fn delay(seconds: i64) -> Result<u32, SqsError> {
    u32::try_from(seconds).map_err(|_| parameters::delay_out_of_range(seconds))
}

fn map(values: &BTreeMap<String, Value>) -> Result<BTreeMap<String, Attribute>, SqsError> {
    attributes::finish(values.iter().map(|(name, value)| Draft {
        name: Some(name),
        data_type: value.data_type.as_deref(),
        string_value: value.string_value.as_deref(),
        binary_value: value.binary_value.as_deref(),
    }))
}
