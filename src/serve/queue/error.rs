//! What a broker refuses.

use std::fmt;

/// Why a call was refused; nothing has changed then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BrokerError {
    /// There is no queue of this name.
    UnknownQueue(String),
    /// There is no message with this id, or no more.
    UnknownMessage(String),
    /// A message with this id is there already.
    DuplicateMessageId(String),
    /// The receipt handle is not one, or the message was received again, moved or deleted since.
    InvalidReceiptHandle,
    /// The message does not fit into the broker's memory. It must not be acknowledged.
    Full {
        /// What it needs, in bytes.
        needed: usize,
        /// What is taken, in bytes.
        used: usize,
        /// What there is, in bytes.
        limit: usize,
    },
    /// The queue is no other's dead-letter queue, so that nothing in it can be replayed.
    NotADeadLetterQueue(String),
    /// The message is in flight: a consumer holds it.
    InFlight(String),
    /// A visibility timeout, in seconds, that is not 0 to 43,200, or ends more than that after the receive.
    VisibilityTimeout(u32),
    /// A number of messages to receive that is not 1 to 10.
    MaxNumberOfMessages(usize),
}

impl fmt::Display for BrokerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BrokerError::UnknownQueue(name) => write!(f, "there is no queue `{name}`"),
            BrokerError::UnknownMessage(id) => write!(f, "there is no message `{id}`"),
            BrokerError::DuplicateMessageId(id) => write!(f, "there is a message `{id}` already"),
            BrokerError::InvalidReceiptHandle => write!(f, "the receipt handle is not valid, or not valid any more"),
            BrokerError::Full { needed, used, limit } => {
                write!(f, "the message needs {needed} bytes, and {used} of {limit} are taken")
            }
            BrokerError::NotADeadLetterQueue(name) => write!(f, "`{name}` is not a dead-letter queue"),
            BrokerError::InFlight(id) => write!(f, "the message `{id}` is in flight"),
            BrokerError::VisibilityTimeout(seconds) => {
                write!(f, "a visibility timeout of {seconds} seconds is beyond the limit of 43200 seconds from the receive")
            }
            BrokerError::MaxNumberOfMessages(number) => write!(f, "1 to 10 messages can be received at once, not {number}"),
        }
    }
}

impl std::error::Error for BrokerError {}
