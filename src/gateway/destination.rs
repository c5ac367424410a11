//! Where messages go: the queues of a stack, and behind them those that are there already.

use super::sqs::QueueSettings;
use super::{ACCOUNT, REGION};
use crate::stack::Stack;

/// A queue, as far as a sender of messages knows it.
#[derive(Debug, Clone)]
pub struct Destination {
    /// The name of the queue in the spec, also that of a dead-letter queue's source.
    pub declared_as: String,
    /// Its own name, behind the stack's prefix, which one that is there already does not have.
    pub name: String,
    /// What SendMessage must know of it. The settings of a queue that is there already are unknown; these are AWS's defaults.
    pub settings: QueueSettings,
}

impl Destination {
    /// Its name at AWS, with the prefix.
    pub fn full_name(&self) -> &str {
        self.settings.url.rsplit('/').next().unwrap_or_default()
    }
}

/// The queue at a position, which counts those of the stack first.
pub fn destination(stack: &Stack, position: usize) -> Option<Destination> {
    let url = |name: &str| format!("https://sqs.{REGION}.amazonaws.com/{ACCOUNT}/{name}");
    if let Some(queue) = stack.queues.get(position) {
        return Some(Destination {
            declared_as: queue.declared_as.clone(),
            name: queue.name_suffix.clone(),
            settings: QueueSettings::new(queue, url(&format!("{}-{}", stack.name, queue.name_suffix))),
        });
    }
    let existing = stack.existing_queues.get(position.checked_sub(stack.queues.len())?)?;
    let name = existing.name();
    Some(Destination {
        declared_as: existing.declared_as.clone(),
        settings: QueueSettings::existing(existing.fifo, url(&name)),
        name,
    })
}

/// Every queue, in the order of the positions.
pub fn destinations(stack: &Stack) -> impl Iterator<Item = Destination> {
    (0..stack.queues.len() + stack.existing_queues.len()).filter_map(|position| destination(stack, position))
}
