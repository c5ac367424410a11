//! Whether a queue takes a message.

use super::{ErrorCode, SendMessage, SqsError, attributes, parameters};
use crate::stack;

/// Seconds of delay. <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html>
const MAXIMUM_DELAY: u32 = 900;
/// Characters of a group and of a deduplication id.
/// <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html>
const MAXIMUM_ID: usize = 128;
/// Reported from AWS.
pub(super) const INVALID_CHARACTERS: &str = "Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to \
                                             #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF";

/// What SendMessage must know of a queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueueSettings {
    /// Such as `https://sqs.eu-central-1.amazonaws.com/123456789012/shop-webhooks-payments`.
    pub url: String,
    /// The largest message, in bytes, 1,024 to 1,048,576.
    pub maximum_message_size: u32,
    /// Whether it is a FIFO queue.
    pub fifo: bool,
    /// Whether a FIFO queue makes a deduplication id out of the body.
    pub content_based_deduplication: bool,
    /// How long a message without a delay of its own stays hidden, in seconds, 0 to 900.
    pub delay_seconds: u32,
}

impl QueueSettings {
    /// A queue of a stack, at its URL.
    pub fn new(queue: &stack::Queue, url: String) -> Self {
        QueueSettings {
            url,
            maximum_message_size: queue.maximum_message_size,
            fifo: queue.fifo.is_some(),
            content_based_deduplication: queue.fifo.is_some_and(|fifo| fifo.content_based_deduplication),
            delay_seconds: queue.delay,
        }
    }

    /// A queue that somebody else made, with AWS's defaults for what the spec does not say.
    pub fn existing(fifo: Option<stack::Fifo>, url: String) -> Self {
        QueueSettings {
            url,
            maximum_message_size: 1_048_576,
            fifo: fifo.is_some(),
            content_based_deduplication: fifo.is_some_and(|fifo| fifo.content_based_deduplication),
            delay_seconds: 0,
        }
    }
}

/// Holds a message against a queue. In which order AWS looks is not known where a message breaks several rules.
pub(super) fn check(message: &SendMessage, queue: &QueueSettings) -> Result<(), SqsError> {
    if message.body.is_empty() {
        return Err(SqsError::missing("MessageBody"));
    }
    if !is_text(&message.body) {
        return Err(SqsError::new(ErrorCode::InvalidMessageContents, INVALID_CHARACTERS));
    }
    attributes::check(message)?;
    let maximum = queue.maximum_message_size;
    if usize::try_from(maximum).is_ok_and(|maximum| message.size() > maximum) {
        return Err(too_large(maximum));
    }
    delay(message, queue)?;
    ids(message, queue)
}

pub(super) fn too_large(maximum: u32) -> SqsError {
    SqsError::invalid(format!("One or more parameters are invalid. Reason: Message must be shorter than {maximum} bytes."))
}

fn delay(message: &SendMessage, queue: &QueueSettings) -> Result<(), SqsError> {
    match message.delay_seconds {
        // That a FIFO queue takes a delay of 0 is reported.
        None | Some(0) => Ok(()),
        Some(seconds) if queue.fifo => Err(SqsError::invalid(format!(
            "Value {seconds} for parameter DelaySeconds is invalid. Reason: The request include parameter that is not valid for \
             this queue type."
        ))),
        Some(seconds) if seconds > MAXIMUM_DELAY => Err(parameters::delay_out_of_range(seconds)),
        Some(_) => Ok(()),
    }
}

fn ids(message: &SendMessage, queue: &QueueSettings) -> Result<(), SqsError> {
    let ids = [("MessageGroupId", &message.group_id), ("MessageDeduplicationId", &message.deduplication_id)];
    for (parameter, id) in ids {
        if let Some(id) = id.as_deref().filter(|id| !is_id(id)) {
            return Err(SqsError::invalid(format!(
                "Value {id} for parameter {parameter} is invalid. Reason: {parameter} can only include alphanumeric and \
                 punctuation characters. 1 to 128 in length."
            )));
        }
    }
    match (queue.fifo, &message.group_id, &message.deduplication_id) {
        (true, None, _) => Err(SqsError::missing("MessageGroupId")),
        (true, Some(_), None) if !queue.content_based_deduplication => Err(SqsError::invalid(
            "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly",
        )),
        // Reported from an emulator.
        (false, _, Some(id)) => Err(SqsError::invalid(format!(
            "Value {id} for parameter MessageDeduplicationId is invalid. Reason: The request includes a parameter that is not \
             valid for this queue type."
        ))),
        _ => Ok(()),
    }
}

/// The characters that SQS carries: #x9, #xA, #xD, #x20 to #xD7FF, #xE000 to #xFFFD, #x10000 to #x10FFFF.
/// <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html>
pub(super) fn is_text(text: &str) -> bool {
    // No `char` is a surrogate, and none is above #x10FFFF.
    text.chars().all(|c| matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{FFFD}' | '\u{10000}'..))
}

fn is_id(id: &str) -> bool {
    (1..=MAXIMUM_ID).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_graphic())
}
