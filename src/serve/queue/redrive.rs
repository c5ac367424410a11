//! The way to a dead-letter queue and back.

use super::broker::milliseconds;
use super::{Broker, BrokerError};
use std::time::Duration;

/// Moves a message that failed too often. Its age goes with it, so that the time that it is kept does not start anew; only on
/// FIFO queues it does.
/// <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html>
pub(super) fn to_dead_letter_queue(broker: &mut Broker, from: usize, number: u64, to: usize, now: u64) {
    if let Some(mut message) = broker.queues[from].remove(number) {
        message.dead_lettered_at = Some(now);
        if broker.queues[to].is_fifo() {
            message.sent_at = now;
        }
        message.hidden = None;
        message.receipt = None;
        broker.place(to, message);
    }
}

impl Broker {
    /// Moves the messages of a dead-letter queue back to its source, each as if it were sent now, and says how many. What
    /// a consumer holds of them stays.
    pub fn replay(&mut self, dead_letter_queue: &str, now: Duration) -> Result<usize, BrokerError> {
        let position = self.position(dead_letter_queue)?;
        let source = self.source(position)?;
        let now = milliseconds(now);
        self.advance(position, now);
        let numbers = self.queues[position].visible_numbers();
        for number in &numbers {
            self.back_to_source(position, *number, source, now);
        }
        Ok(numbers.len())
    }

    /// Moves one message of a dead-letter queue back to its source, as if it were sent now.
    pub fn replay_message(&mut self, id: &str, now: Duration) -> Result<(), BrokerError> {
        let (position, _) = self.find(id)?;
        let source = self.source(position)?;
        let now = milliseconds(now);
        self.advance(position, now);
        let (_, number) = self.find(id)?;
        if self.queues[position].get(number).is_some_and(|message| message.hidden.is_some()) {
            return Err(BrokerError::InFlight(id.to_owned()));
        }
        self.back_to_source(position, number, source, now);
        Ok(())
    }

    fn source(&self, position: usize) -> Result<usize, BrokerError> {
        let queue = &self.queues[position];
        queue.source.ok_or_else(|| BrokerError::NotADeadLetterQueue(queue.name.to_string()))
    }

    fn back_to_source(&mut self, from: usize, number: u64, to: usize, now: u64) {
        if let Some(mut message) = self.queues[from].remove(number) {
            message.sent_at = now;
            message.first_received_at = None;
            message.receive_count = 0;
            message.dead_lettered_at = None;
            message.receipt = None;
            self.place(to, message);
        }
    }
}
