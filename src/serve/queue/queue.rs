//! One queue: its messages, and what is due when.

use super::message::{Hidden, Message};
use std::collections::{BTreeMap, BTreeSet};
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
        }
    }

    pub(super) fn insert(&mut self, number: u64, message: Message) {
        self.expiring.insert((self.expiry(&message), number));
        self.index(number, message.hidden);
        self.messages.insert(number, message);
    }

    pub(super) fn remove(&mut self, number: u64) -> Option<Message> {
        let message = self.messages.remove(&number)?;
        self.unindex(number, message.hidden);
        self.expiring.remove(&(self.expiry(&message), number));
        Some(message)
    }

    pub(super) fn get(&self, number: u64) -> Option<&Message> {
        self.messages.get(&number)
    }

    /// Hides a message or shows it, and changes it otherwise.
    pub(super) fn update(&mut self, number: u64, hidden: Option<Hidden>, change: impl FnOnce(&mut Message)) -> Option<&Message> {
        let before = self.messages.get(&number)?.hidden;
        self.unindex(number, before);
        self.index(number, hidden);
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

    /// The message that has been visible for longest, in the order of arrival.
    pub(super) fn first_visible(&self) -> Option<(u64, &Message)> {
        self.visible.first().and_then(|number| Some((*number, self.messages.get(number)?)))
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

    fn index(&mut self, number: u64, hidden: Option<Hidden>) {
        match hidden {
            None => {
                self.visible.insert(number);
            }
            Some(hidden) => {
                self.hidden.insert((hidden.until(), number));
                self.in_flight += usize::from(matches!(hidden, Hidden::InFlight(_)));
            }
        }
    }

    fn unindex(&mut self, number: u64, hidden: Option<Hidden>) {
        match hidden {
            None => {
                self.visible.remove(&number);
            }
            Some(hidden) => {
                self.hidden.remove(&(hidden.until(), number));
                self.in_flight -= usize::from(matches!(hidden, Hidden::InFlight(_)));
            }
        }
    }
}

/// A time some seconds later.
pub(super) fn later(time: u64, seconds: u32) -> u64 {
    time.saturating_add(u64::from(seconds) * 1000)
}
