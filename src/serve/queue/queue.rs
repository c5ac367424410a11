//! One queue: its messages, and what is due when.

use super::deduplication::Deduplication;
use super::message::{Hidden, Message};
use crate::gateway::sqs::SendMessage;
use crate::stack::Fifo;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// A queue. Messages go by numbers that rise in the order of arrival; times are in milliseconds since 1970-01-01 UTC,
/// periods in seconds.
#[derive(Debug)]
pub(super) struct Queue {
    pub(super) name: Arc<str>,
    pub(super) visibility_timeout: u32,
    pub(super) delay: u32,
    pub(super) message_retention_period: u32,
    pub(super) redrive: Option<RedrivePolicy>,
    /// The queue whose dead-letter queue this is.
    pub(super) source: Option<usize>,
    /// How many messages left because their retention period ended.
    pub(super) expired: u64,
    messages: BTreeMap<u64, Message>,
    visible: BTreeSet<u64>,
    /// When each hidden message can be received.
    hidden: BTreeSet<(u64, u64)>,
    /// When the retention period of each message ends.
    expiring: BTreeSet<(u64, u64)>,
    in_flight: usize,
    /// What a FIFO queue recognises.
    pub(super) deduplication: Option<Deduplication>,
    /// The groups of a FIFO queue of which messages are in flight, and how many.
    busy: HashMap<String, usize>,
}

/// Where messages go that fail.
#[derive(Debug, Clone, Copy)]
pub(super) struct RedrivePolicy {
    pub(super) dead_letter_queue: usize,
    pub(super) max_receive_count: u32,
}

impl Queue {
    pub(super) fn new(name: &str, visibility_timeout: u32, delay: u32, message_retention_period: u32) -> Self {
        Queue {
            name: name.into(),
            visibility_timeout,
            delay,
            message_retention_period,
            redrive: None,
            source: None,
            expired: 0,
            messages: BTreeMap::new(),
            visible: BTreeSet::new(),
            hidden: BTreeSet::new(),
            expiring: BTreeSet::new(),
            in_flight: 0,
            deduplication: None,
            busy: HashMap::new(),
        }
    }

    /// The same as a FIFO queue.
    pub(super) fn fifo(self, fifo: Option<Fifo>) -> Self {
        Queue { deduplication: fifo.map(|fifo| Deduplication::new(fifo.scope)), ..self }
    }

    pub(super) fn is_fifo(&self) -> bool {
        self.deduplication.is_some()
    }

    pub(super) fn insert(&mut self, number: u64, message: Message) {
        self.expiring.insert((self.expiry(&message), number));
        self.index(number, message.hidden, &message.content);
        self.messages.insert(number, message);
    }

    pub(super) fn remove(&mut self, number: u64) -> Option<Message> {
        let message = self.messages.remove(&number)?;
        self.unindex(number, message.hidden, &message.content);
        self.expiring.remove(&(self.expiry(&message), number));
        Some(message)
    }

    pub(super) fn get(&self, number: u64) -> Option<&Message> {
        self.messages.get(&number)
    }

    /// Hides a message or shows it, and changes it otherwise.
    pub(super) fn update(&mut self, number: u64, hidden: Option<Hidden>, change: impl FnOnce(&mut Message)) -> Option<&Message> {
        let message = self.messages.get(&number)?;
        let (before, content) = (message.hidden, Arc::clone(&message.content));
        self.unindex(number, before, &content);
        self.index(number, hidden, &content);
        let message = self.messages.get_mut(&number)?;
        message.hidden = hidden;
        change(message);
        Some(message)
    }

    /// Lets happen what was due until now, and returns the messages whose retention period has ended.
    pub(super) fn advance(&mut self, now: u64) -> Vec<Message> {
        let mut expired = Vec::new();
        while let Some(&(_, number)) = self.expiring.first().filter(|(at, _)| *at <= now) {
            expired.extend(self.remove(number));
        }
        self.expired += u64::try_from(expired.len()).unwrap_or(u64::MAX);
        while let Some(&(_, number)) = self.hidden.first().filter(|(until, _)| *until <= now) {
            self.update(number, None, |_| ());
        }
        expired
    }

    /// The first message that can be received, in the order of arrival. Of a FIFO queue none can while another one of its group
    /// is in flight: <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/using-messagegroupid-property.html>
    pub(super) fn first_visible(&self) -> Option<(u64, &Message)> {
        let mut visible = self.visible.iter().filter_map(|number| Some((*number, self.messages.get(number)?)));
        visible.find(|(_, message)| self.busy.is_empty() || !self.busy.contains_key(group(&message.content)))
    }

    /// Takes a message out of the visible ones while a receive is under way; [`Queue::update`] ends that.
    pub(super) fn set_aside(&mut self, number: u64) {
        self.visible.remove(&number);
    }

    pub(super) fn visible_numbers(&self) -> Vec<u64> {
        self.visible.iter().copied().collect()
    }

    pub(super) fn numbers(&self) -> Vec<u64> {
        self.messages.keys().copied().collect()
    }

    /// Messages from the newest to the oldest, from below a number on.
    pub(super) fn newest_first(&self, before: u64) -> impl Iterator<Item = (u64, &Message)> {
        self.messages.range(..before).rev().map(|(number, message)| (*number, message))
    }

    pub(super) fn counts(&self) -> (usize, usize, usize) {
        (self.visible.len(), self.in_flight, self.hidden.len().saturating_sub(self.in_flight))
    }

    /// When the oldest message was sent.
    pub(super) fn oldest_sent_at(&self) -> Option<u64> {
        self.expiring.first().and_then(|(_, number)| self.messages.get(number)).map(|message| message.sent_at)
    }

    pub(super) fn expiry(&self, message: &Message) -> u64 {
        later(message.sent_at, self.message_retention_period)
    }

    fn index(&mut self, number: u64, hidden: Option<Hidden>, content: &SendMessage) {
        match hidden {
            None => {
                self.visible.insert(number);
            }
            Some(hidden) => {
                self.hidden.insert((hidden.until(), number));
                if matches!(hidden, Hidden::InFlight(_)) {
                    self.in_flight += 1;
                    if self.is_fifo() {
                        *self.busy.entry(group(content).to_owned()).or_default() += 1;
                    }
                }
            }
        }
    }

    fn unindex(&mut self, number: u64, hidden: Option<Hidden>, content: &SendMessage) {
        match hidden {
            None => {
                self.visible.remove(&number);
            }
            Some(hidden) => {
                self.hidden.remove(&(hidden.until(), number));
                if matches!(hidden, Hidden::InFlight(_)) {
                    self.in_flight -= 1;
                    if let Some(count) = self.busy.get_mut(group(content)) {
                        *count -= 1;
                        if *count == 0 {
                            self.busy.remove(group(content));
                        }
                    }
                }
            }
        }
    }
}

/// The group of a message; on a FIFO queue each has one.
fn group(content: &SendMessage) -> &str {
    content.group_id.as_deref().unwrap_or_default()
}

/// A time some seconds later.
pub(super) fn later(time: u64, seconds: u32) -> u64 {
    time.saturating_add(u64::from(seconds) * 1000)
}
