//! What a FIFO queue recognises: the messages of the last five minutes.
//! <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/using-messagededuplicationid-property.html>

use super::queue::later;
use crate::gateway::sqs::SendMessage;
use crate::stack::FifoScope;
use sha2::{Digest, Sha256};
use std::collections::{HashMap, VecDeque};
use std::fmt::Write as _;
use std::sync::Arc;

/// Seconds for which a message is recognised, whatever becomes of it.
const INTERVAL: u32 = 300;
/// Bytes that an entry takes, generously.
pub(super) const FOOTPRINT: usize = 256;

/// A hash of what must be alike.
pub(super) type Key = [u8; 32];

/// The deduplication ids that a queue has seen. Times are in milliseconds since 1970-01-01 UTC.
#[derive(Debug)]
pub(super) struct Deduplication {
    scope: FifoScope,
    /// The id of the message that came first.
    known: HashMap<Key, Arc<str>>,
    /// When each one is forgotten.
    ending: VecDeque<(u64, Key)>,
}

impl Deduplication {
    pub(super) fn new(scope: FifoScope) -> Self {
        Deduplication { scope, known: HashMap::new(), ending: VecDeque::new() }
    }

    /// The group counts where a queue has high throughput. Without an id, a hash of the body is one.
    pub(super) fn key(&self, content: &SendMessage) -> Key {
        let mut hash = Sha256::new();
        if self.scope == FifoScope::MessageGroup {
            // No id holds a blank, so nothing else is spelt so.
            hash.update(content.group_id.as_deref().unwrap_or_default());
            hash.update(" ");
        }
        match &content.deduplication_id {
            Some(id) => hash.update(id),
            None => hash.update(hexadecimal(&Sha256::digest(&content.body))),
        }
        hash.finalize().into()
    }

    pub(super) fn first(&self, key: &Key) -> Option<&Arc<str>> {
        self.known.get(key)
    }

    pub(super) fn remember(&mut self, key: Key, id: Arc<str>, now: u64) {
        self.known.insert(key, id);
        self.ending.push_back((later(now, INTERVAL), key));
    }

    /// Forgets what is due, and says how many.
    pub(super) fn advance(&mut self, now: u64) -> usize {
        let mut forgotten = 0;
        while let Some((_, key)) = self.ending.front().filter(|(until, _)| *until <= now) {
            self.known.remove(key);
            self.ending.pop_front();
            forgotten += 1;
        }
        forgotten
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
