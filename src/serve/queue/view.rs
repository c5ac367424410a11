//! What a developer sees of queues and messages, as JSON in camelCase. Times are in milliseconds since 1970-01-01 UTC,
//! periods in seconds, sizes in bytes.

use super::message::{Hidden, Message};
use super::queue::Queue;
use crate::gateway::sqs::SendMessage;
use serde::Serialize;
use std::sync::Arc;

/// A queue and how many messages it holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct QueueView {
    /// Its name, behind the stack's prefix.
    pub name: Arc<str>,
    /// Messages that can be received.
    pub visible: usize,
    /// Messages that were received, and are neither deleted nor visible again.
    pub in_flight: usize,
    /// Messages whose delay has not ended.
    pub delayed: usize,
    /// Messages that left because their retention period ended.
    pub expired: u64,
    /// When the oldest message was sent.
    pub oldest_sent_at: Option<u64>,
    /// How long a received message stays hidden.
    pub visibility_timeout: u32,
    /// How long a new message stays hidden.
    pub delay: u32,
    /// How long a message is kept.
    pub message_retention_period: u32,
    /// Where messages go that fail.
    pub dead_letter_queue: Option<Arc<str>>,
    /// How often they are received first.
    pub max_receive_count: Option<u32>,
    /// The queue whose dead-letter queue this is.
    pub dead_letter_queue_of: Option<Arc<str>>,
}

/// A message as it lies in its queue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MessageView {
    /// Its id.
    pub id: Arc<str>,
    /// The queue that it is in.
    pub queue: Arc<str>,
    /// Whether it can be received.
    pub state: State,
    /// When it was sent.
    pub sent_at: u64,
    /// When it was first received.
    pub first_received_at: Option<u64>,
    /// How often it was received.
    pub receive_count: u32,
    /// When it can be received; nothing if it can be now.
    pub visible_at: Option<u64>,
    /// When it came to the dead-letter queue.
    pub dead_lettered_at: Option<u64>,
    /// When its retention period ends.
    pub expires_at: u64,
    /// What counts towards the maximum message size.
    pub size: usize,
    /// What was sent: `body`, `attributes`, `groupId`, `deduplicationId`, `delaySeconds`.
    #[serde(flatten)]
    pub message: Arc<SendMessage>,
}

/// Whether a message can be received.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum State {
    /// It can.
    Visible,
    /// It was received.
    InFlight,
    /// It was sent with a delay.
    Delayed,
}

/// A message that was received.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ReceivedMessage {
    /// What deletes it, or changes its visibility.
    pub receipt_handle: String,
    /// The message.
    #[serde(flatten)]
    pub message: MessageView,
}

/// A part of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MessagePage {
    /// Messages from the newest to the oldest.
    pub messages: Vec<MessageView>,
    /// What to ask for the next part with; nothing if this is the last.
    pub next: Option<u64>,
}

/// The memory of all messages together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Memory {
    /// What is taken.
    pub used: usize,
    /// What there is.
    pub limit: usize,
}

pub(super) fn message(queue: &Queue, message: &Message) -> MessageView {
    MessageView {
        id: message.id.clone(),
        queue: queue.name.clone(),
        state: match message.hidden {
            None => State::Visible,
            Some(Hidden::InFlight(_)) => State::InFlight,
            Some(Hidden::Delayed(_)) => State::Delayed,
        },
        sent_at: message.sent_at,
        first_received_at: message.first_received_at,
        receive_count: message.receive_count,
        visible_at: message.hidden.map(Hidden::until),
        dead_lettered_at: message.dead_lettered_at,
        expires_at: queue.expiry(message),
        size: message.content.size(),
        message: Arc::clone(&message.content),
    }
}

pub(super) fn queue(queue: &Queue, queues: &[Queue]) -> QueueView {
    let name_of = |position: usize| queues.get(position).map(|queue| queue.name.clone());
    let (visible, in_flight, delayed) = queue.counts();
    QueueView {
        name: queue.name.clone(),
        visible,
        in_flight,
        delayed,
        expired: queue.expired,
        oldest_sent_at: queue.oldest_sent_at(),
        visibility_timeout: queue.visibility_timeout,
        delay: queue.delay,
        message_retention_period: queue.message_retention_period,
        dead_letter_queue: queue.redrive.and_then(|policy| name_of(policy.dead_letter_queue)),
        max_receive_count: queue.redrive.map(|policy| policy.max_receive_count),
        dead_letter_queue_of: queue.source.and_then(name_of),
    }
}
