//! Queues.

use super::{Expr, Id, Policy};
use crate::pointer::Pointer;

/// A queue. Times are in seconds, sizes in bytes.
#[derive(Debug)]
pub struct Queue {
    /// Its name in the output.
    pub id: Id,
    /// Where it comes from in the spec.
    pub pointer: Pointer,
    /// The name of the queue in the spec that this is, or whose dead-letter queue this is.
    pub declared_as: String,
    /// Its name at AWS, behind the stack's prefix and a dash.
    pub name_suffix: String,
    /// How long a received message stays hidden.
    pub visibility_timeout: u32,
    /// How long a message is kept.
    pub message_retention_period: u32,
    /// How long a new message stays hidden.
    pub delay: u32,
    /// How long a receive call waits.
    pub receive_message_wait_time: u32,
    /// The largest message.
    pub maximum_message_size: u32,
    /// Encryption at rest.
    pub encryption: Encryption,
    /// Its part in the redrive of failed messages.
    pub redrive: Redrive,
    /// Who may reach it, and how.
    pub policy: Policy,
    /// What happens when it leaves the stack.
    pub on_delete: OnDelete,
    /// What a FIFO queue promises; `None` is a standard queue.
    pub fifo: Option<Fifo>,
    /// The number of the nested stack that holds it with all that belongs to it, where a target knows them.
    pub nested_stack: Option<usize>,
}

/// A queue that does not belong to the stack.
#[derive(Debug)]
pub struct ExistingQueue {
    /// Its name in the spec.
    pub declared_as: String,
    /// What it promises as a FIFO queue, as far as the spec says; `None` is a standard queue.
    pub fifo: Option<Fifo>,
}

impl ExistingQueue {
    /// A name for it where nothing is deployed: that in the spec, with the ending that tells a FIFO queue.
    pub fn name(&self) -> String {
        format!("{}{}", self.declared_as, if self.fifo.is_some() { ".fifo" } else { "" })
    }
}

/// First in, first out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fifo {
    /// Whether a message without a deduplication id gets one from a hash of its body.
    pub content_based_deduplication: bool,
    /// Where a deduplication id counts, and what has a quota of its own.
    pub scope: FifoScope,
}

/// Where a deduplication id counts, and what has a quota of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FifoScope {
    /// The whole queue.
    Queue,
    /// Each message group: high throughput.
    MessageGroup,
}

impl FifoScope {
    /// The value of the attribute `DeduplicationScope`.
    pub fn deduplication_scope(self) -> &'static str {
        match self {
            FifoScope::Queue => "queue",
            FifoScope::MessageGroup => "messageGroup",
        }
    }

    /// The value of the attribute `FifoThroughputLimit`.
    pub fn throughput_limit(self) -> &'static str {
        match self {
            FifoScope::Queue => "perQueue",
            FifoScope::MessageGroup => "perMessageGroupId",
        }
    }
}

/// What a queue does with messages that fail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Redrive {
    /// It moves them to another queue after so many receives.
    To {
        /// The ARN of the dead-letter queue.
        dead_letter_queue: Expr,
        /// How often a message is received first.
        max_receive_count: u32,
    },
    /// It takes them, from this queue alone.
    From {
        /// The ARN of the queue.
        source: Expr,
    },
}

/// Encryption at rest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Encryption {
    /// SSE-SQS.
    SqsManaged,
    /// SSE-KMS.
    Kms {
        /// The ARN of the key, or the alias of the AWS managed one.
        key: Expr,
        /// For how many seconds SQS uses one data key.
        data_key_reuse_period: u32,
    },
}

/// What happens when a queue leaves the stack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnDelete {
    /// It stays.
    Retain,
    /// It goes with its messages.
    Delete,
}
