//! SQS in memory.

use super::clock;
use super::ids::Ids;
use super::queue::Broker;
use crate::gateway::destinations;
use crate::gateway::sqs::{self, Destination, QueueSettings, SqsAnswer, SqsError, SqsRequest};
use crate::stack::Stack;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The queues of a stack, in the memory of this process.
#[derive(Debug)]
pub(super) struct Memory {
    broker: Mutex<Broker>,
    queues: Vec<(String, QueueSettings)>,
}

/// What came of a call.
#[derive(Debug)]
pub(super) struct Outcome {
    pub(super) answer: SqsAnswer,
    /// The id of the message, or why there is none.
    pub(super) stored: Result<String, SqsError>,
}

impl Memory {
    pub(super) fn new(stack: &Stack, limit: usize) -> Self {
        let queues = destinations(stack).map(|destination| (destination.name, destination.settings));
        Memory { broker: Mutex::new(Broker::new(stack, limit)), queues: queues.collect() }
    }

    /// The broker; for as short a time as possible.
    pub(super) fn broker(&self) -> MutexGuard<'_, Broker> {
        // Whatever a call that failed was at, the others go on.
        self.broker.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many messages there are.
    pub(super) fn messages(&self) -> usize {
        self.broker().queues(clock::now()).iter().map(|queue| queue.visible + queue.in_flight + queue.delayed).sum()
    }

    /// Takes a call of SendMessage. The message is stored before there is an answer that says so.
    pub(super) fn call(&self, queue: usize, form: &[u8], ids: &Ids) -> Outcome {
        let destination = self.queues.get(queue);
        let request = SqsRequest {
            content_type: Some("application/x-www-form-urlencoded"),
            accept: Some("application/json"),
            body: form,
            ..SqsRequest::default()
        };
        let mut reading = sqs::read(&request, |_| match destination {
            Some((_, settings)) => Destination::Queue(settings.clone()),
            None => Destination::NonExistent,
        });
        let ids = sqs::Ids { message_id: ids.uuid(), request_id: ids.uuid(), sequence_number: None };
        let answer = reading.answer(&ids);
        // Moved, not copied: it may have a million bytes.
        match (std::mem::replace(&mut reading.result, Err(SqsError::non_existent_queue())), destination) {
            (Ok(message), Some((name, _))) => {
                let sent = self.broker().send(name, &ids.message_id, message, clock::now());
                match sent {
                    Ok(id) => Outcome { answer, stored: Ok(id.to_string()) },
                    Err(refused) => {
                        let error = SqsError::over_limit(refused.to_string());
                        Outcome { answer: reading.refuse(&error, &ids), stored: Err(error) }
                    }
                }
            }
            (Ok(_), None) => {
                let error = SqsError::non_existent_queue();
                Outcome { answer: reading.refuse(&error, &ids), stored: Err(error) }
            }
            (Err(error), _) => Outcome { answer, stored: Err(error) },
        }
    }
}
