//! A message in a queue.

use crate::gateway::sqs::SendMessage;
use std::sync::Arc;

/// Bytes that a message takes beside its texts, generously: the entries of the indices, and the headers of allocations.
const OVERHEAD: usize = 512;
/// Bytes that a map of attributes takes once it holds one.
const OVERHEAD_OF_ATTRIBUTES: usize = 1024;

/// A message in a queue. Times are in milliseconds since 1970-01-01 UTC.
#[derive(Debug)]
pub(super) struct Message {
    pub(super) id: Arc<str>,
    pub(super) content: Arc<SendMessage>,
    pub(super) sent_at: u64,
    pub(super) first_received_at: Option<u64>,
    pub(super) last_received_at: u64,
    pub(super) receive_count: u32,
    /// When it came to the dead-letter queue.
    pub(super) dead_lettered_at: Option<u64>,
    pub(super) hidden: Option<Hidden>,
    /// The number in the receipt handle of the last receive.
    pub(super) receipt: Option<u64>,
}

/// Why a message cannot be received, and until when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hidden {
    /// It was sent with a delay.
    Delayed(u64),
    /// It was received.
    InFlight(u64),
}

impl Hidden {
    pub(super) fn until(self) -> u64 {
        match self {
            Hidden::Delayed(until) | Hidden::InFlight(until) => until,
        }
    }
}

impl Message {
    /// The memory that it takes, in bytes.
    pub(super) fn footprint(&self) -> usize {
        footprint(&self.id, &self.content)
    }
}

pub(super) fn footprint(id: &str, content: &SendMessage) -> usize {
    let texts = content.size() + id.len() * 2;
    let ids = [&content.group_id, &content.deduplication_id].into_iter().flatten().map(String::len).sum::<usize>();
    let system = &content.system_attributes;
    let system_bytes = system.iter().map(|(name, attribute)| name.len() + attribute.value.as_bytes().len()).sum::<usize>();
    let maps = usize::from(!content.attributes.is_empty()) + usize::from(!system.is_empty());
    texts + ids + system_bytes + maps * OVERHEAD_OF_ATTRIBUTES + OVERHEAD
}
