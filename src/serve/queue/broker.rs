//! All queues of a stack.

use super::message::{self, Hidden, Message};
use super::queue::{Queue, RedrivePolicy, later};
use super::view::{self, Memory, MessagePage, MessageView, QueueView, ReceivedMessage};
use super::{BrokerError, deduplication, redrive};
use crate::gateway::sqs::SendMessage;
use crate::stack::{Expr, Redrive, Stack};
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

/// Seconds, from the receive on.
/// <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-visibility-timeout.html>
const MAXIMUM_VISIBILITY_TIMEOUT: u32 = 43_200;
/// Messages of one receive.
/// <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html>
const MAXIMUM_NUMBER_OF_MESSAGES: usize = 10;
/// Messages of one page of a list, and bytes of their bodies.
const PAGE: usize = 1000;
const PAGE_BYTES: usize = 4 * 1024 * 1024;

/// The queues of a stack, by their names behind the stack's prefix, such as `payments` and `payments-dlq`. Each `now` is
/// the time since 1970-01-01 UTC.
#[derive(Debug)]
pub struct Broker {
    pub(super) queues: Vec<Queue>,
    names: HashMap<Arc<str>, usize>,
    /// Where each message is: its queue and its number.
    pub(super) places: HashMap<Arc<str>, (usize, u64)>,
    /// The last number that was given to a message or a receive.
    last_number: u64,
    used: usize,
    limit: usize,
}

impl Broker {
    /// The queues of a stack, empty, with room for messages of so many bytes in all.
    pub fn new(stack: &Stack, limit: usize) -> Self {
        let mut queues: Vec<Queue> = stack
            .queues
            .iter()
            .map(|queue| {
                Queue::new(&queue.name_suffix, queue.visibility_timeout, queue.delay, queue.message_retention_period)
                    .fifo(queue.fifo)
            })
            .collect();
        // Those that are there already: nobody here knows their settings, so these are AWS's defaults.
        queues.extend(stack.existing_queues.iter().map(|queue| Queue::new(&queue.name(), 30, 0, 345_600).fifo(queue.fifo)));
        for (position, queue) in stack.queues.iter().enumerate() {
            if let Redrive::To { dead_letter_queue: Expr::QueueArn(dead_letter_queue), max_receive_count } = queue.redrive
                && dead_letter_queue != position
                && let Some(dead) = queues.get_mut(dead_letter_queue)
            {
                dead.source = Some(position);
                queues[position].redrive = Some(RedrivePolicy { dead_letter_queue, max_receive_count });
            }
        }
        let names = queues.iter().enumerate().map(|(position, queue)| (queue.name.clone(), position)).collect();
        Broker { queues, names, places: HashMap::new(), last_number: 0, used: 0, limit }
    }

    /// Stores a message that [`crate::gateway::sqs::read`] has let pass, under an id that no other has. Once this returns,
    /// the message may be acknowledged; on an error it must not be. Returns the id of the message, which is another one where a
    /// FIFO queue has recognised it: then that one is not stored again.
    pub fn send(&mut self, queue: &str, id: &str, content: SendMessage, now: Duration) -> Result<Arc<str>, BrokerError> {
        let position = self.position(queue)?;
        let now = milliseconds(now);
        self.advance(position, now);
        if self.places.contains_key(id) {
            return Err(BrokerError::DuplicateMessageId(id.to_owned()));
        }
        let deduplication = self.queues[position].deduplication.as_ref();
        let key = deduplication.map(|deduplication| deduplication.key(&content));
        if let Some(first) = deduplication.zip(key).and_then(|(deduplication, key)| deduplication.first(&key)) {
            return Ok(Arc::clone(first));
        }
        let needed = message::footprint(id, &content) + key.map_or(0, |_| deduplication::FOOTPRINT);
        if needed > self.limit.saturating_sub(self.used) {
            self.advance_all(now);
        }
        let (used, limit) = (self.used, self.limit);
        if needed > limit.saturating_sub(used) {
            return Err(BrokerError::Full { needed, used, limit });
        }
        let delay = content.delay_seconds.unwrap_or(self.queues[position].delay);
        let id: Arc<str> = id.into();
        let message = Message {
            id: Arc::clone(&id),
            content: Arc::new(content),
            sent_at: now,
            first_received_at: None,
            last_received_at: 0,
            receive_count: 0,
            dead_lettered_at: None,
            hidden: (delay > 0).then(|| Hidden::Delayed(later(now, delay))),
            receipt: None,
        };
        self.used += needed;
        self.place(position, message);
        if let (Some(deduplication), Some(key)) = (self.queues[position].deduplication.as_mut(), key) {
            deduplication.remember(key, Arc::clone(&id), now);
        }
        Ok(id)
    }

    /// Receives up to 10 messages, which are hidden for the queue's visibility timeout or for so many seconds (0 to
    /// 43,200). A message that was received `maxReceiveCount` times goes to the dead-letter queue instead.
    pub fn receive(
        &mut self,
        queue: &str,
        max_number_of_messages: usize,
        visibility_timeout: Option<u32>,
        now: Duration,
    ) -> Result<Vec<ReceivedMessage>, BrokerError> {
        let position = self.position(queue)?;
        if !(1..=MAXIMUM_NUMBER_OF_MESSAGES).contains(&max_number_of_messages) {
            return Err(BrokerError::MaxNumberOfMessages(max_number_of_messages));
        }
        let timeout = visibility_timeout.unwrap_or(self.queues[position].visibility_timeout);
        if timeout > MAXIMUM_VISIBILITY_TIMEOUT {
            return Err(BrokerError::VisibilityTimeout(timeout));
        }
        let now = milliseconds(now);
        self.advance(position, now);
        let policy = self.queues[position].redrive;
        let mut taken = Vec::with_capacity(max_number_of_messages);
        while taken.len() < max_number_of_messages {
            let Some((number, message)) = self.queues[position].first_visible() else { break };
            match policy {
                Some(policy) if message.receive_count >= policy.max_receive_count => {
                    redrive::to_dead_letter_queue(self, position, number, policy.dead_letter_queue, now);
                }
                _ => {
                    // With a timeout of 0 it would be the first one again.
                    self.queues[position].set_aside(number);
                    taken.push(number);
                }
            }
        }
        Ok(taken.into_iter().filter_map(|number| self.hand_out(position, number, timeout, now)).collect())
    }

    fn hand_out(&mut self, position: usize, number: u64, timeout: u32, now: u64) -> Option<ReceivedMessage> {
        let receipt = self.next_number();
        let hidden = (timeout > 0).then(|| Hidden::InFlight(later(now, timeout)));
        let queue = &mut self.queues[position];
        queue.update(number, hidden, |message| {
            message.receive_count = message.receive_count.saturating_add(1);
            message.first_received_at.get_or_insert(now);
            message.last_received_at = now;
            message.receipt = Some(receipt);
        })?;
        let message = view::message(queue, queue.get(number)?);
        Some(ReceivedMessage { receipt_handle: format!("{}.{receipt}", message.id), message })
    }

    /// Deletes the message that was received with this handle.
    pub fn delete(&mut self, receipt_handle: &str, now: Duration) -> Result<(), BrokerError> {
        let (position, number) = self.received(receipt_handle, milliseconds(now))?;
        self.drop_message(position, number);
        Ok(())
    }

    /// Hides the message that was received with this handle for so many seconds from now (0 shows it). It is hidden for at
    /// most 43,200 seconds from its receive on.
    pub fn change_visibility(&mut self, receipt_handle: &str, seconds: u32, now: Duration) -> Result<(), BrokerError> {
        let now = milliseconds(now);
        let (position, number) = self.received(receipt_handle, now)?;
        let queue = &mut self.queues[position];
        let received_at = queue.get(number).map_or(now, |message| message.last_received_at);
        if later(now, seconds) > later(received_at, MAXIMUM_VISIBILITY_TIMEOUT) {
            return Err(BrokerError::VisibilityTimeout(seconds));
        }
        let hidden = (seconds > 0).then(|| Hidden::InFlight(later(now, seconds)));
        queue.update(number, hidden, |_| ());
        Ok(())
    }

    /// Deletes all messages of a queue, and says how many.
    pub fn purge(&mut self, queue: &str, now: Duration) -> Result<usize, BrokerError> {
        let position = self.position(queue)?;
        self.advance(position, milliseconds(now));
        let numbers = self.queues[position].numbers();
        for number in &numbers {
            self.drop_message(position, *number);
        }
        Ok(numbers.len())
    }

    /// Every queue, in the order of the stack.
    pub fn queues(&mut self, now: Duration) -> Vec<QueueView> {
        self.advance_all(milliseconds(now));
        self.queues.iter().map(|queue| view::queue(queue, &self.queues)).collect()
    }

    /// Messages of a queue from the newest to the oldest, without receiving them: at most so many, at most 1,000 and about
    /// 4 MiB of bodies, and at least one if there is one. `before` is the `next` of the page in front.
    pub fn list(&mut self, queue: &str, before: Option<u64>, limit: usize, now: Duration) -> Result<MessagePage, BrokerError> {
        let position = self.position(queue)?;
        self.advance(position, milliseconds(now));
        let queue = &self.queues[position];
        let (mut page, mut bytes) = (MessagePage { messages: Vec::new(), next: None }, 0);
        let mut last = None;
        for (number, message) in queue.newest_first(before.unwrap_or(u64::MAX)) {
            bytes += message.content.size();
            if page.messages.len() >= limit.clamp(1, PAGE) || (bytes > PAGE_BYTES && !page.messages.is_empty()) {
                page.next = last;
                break;
            }
            page.messages.push(view::message(queue, message));
            last = Some(number);
        }
        Ok(page)
    }

    /// A message, without receiving it.
    pub fn message(&mut self, id: &str, now: Duration) -> Result<MessageView, BrokerError> {
        self.advance_all(milliseconds(now));
        let (position, number) = self.find(id)?;
        let queue = &self.queues[position];
        queue.get(number).map(|message| view::message(queue, message)).ok_or_else(|| unknown_message(id))
    }

    /// How much room there is.
    pub fn memory(&self) -> Memory {
        Memory { used: self.used, limit: self.limit }
    }

    pub(super) fn position(&self, name: &str) -> Result<usize, BrokerError> {
        self.names.get(name).copied().ok_or_else(|| BrokerError::UnknownQueue(name.to_owned()))
    }

    pub(super) fn find(&self, id: &str) -> Result<(usize, u64), BrokerError> {
        self.places.get(id).copied().ok_or_else(|| unknown_message(id))
    }

    /// Puts a message into a queue, behind all others.
    pub(super) fn place(&mut self, position: usize, message: Message) {
        let number = self.next_number();
        self.places.insert(message.id.clone(), (position, number));
        self.queues[position].insert(number, message);
    }

    pub(super) fn advance(&mut self, position: usize, now: u64) {
        for message in self.queues[position].advance(now) {
            self.forget(&message);
        }
        let ids = self.queues[position].deduplication.as_mut().map_or(0, |deduplication| deduplication.advance(now));
        self.used = self.used.saturating_sub(ids * deduplication::FOOTPRINT);
    }

    fn advance_all(&mut self, now: u64) {
        (0..self.queues.len()).for_each(|position| self.advance(position, now));
    }

    fn drop_message(&mut self, position: usize, number: u64) {
        if let Some(message) = self.queues[position].remove(number) {
            self.forget(&message);
        }
    }

    fn forget(&mut self, message: &Message) {
        self.used = self.used.saturating_sub(message.footprint());
        self.places.remove(&message.id);
    }

    /// The message of a receipt handle, if nobody has received it since.
    fn received(&mut self, receipt_handle: &str, now: u64) -> Result<(usize, u64), BrokerError> {
        let (id, receipt) = receipt_handle.rsplit_once('.').ok_or(BrokerError::InvalidReceiptHandle)?;
        let (position, _) = self.find(id).map_err(|_| BrokerError::InvalidReceiptHandle)?;
        self.advance(position, now);
        let place = self.find(id).map_err(|_| BrokerError::InvalidReceiptHandle)?;
        let message = self.queues[place.0].get(place.1);
        let valid = message.and_then(|message| message.receipt).is_some_and(|valid| valid.to_string() == receipt);
        if valid { Ok(place) } else { Err(BrokerError::InvalidReceiptHandle) }
    }

    fn next_number(&mut self) -> u64 {
        self.last_number += 1;
        self.last_number
    }
}

fn unknown_message(id: &str) -> BrokerError {
    BrokerError::UnknownMessage(id.to_owned())
}

pub(super) fn milliseconds(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
