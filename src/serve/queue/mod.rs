//! Queues in memory, with SQS's rules for what is hidden, when, and where it goes in the end.
//!
//! A [`Broker`] holds all queues of a stack. It has no clock: each call is told what time it is, as the time since
//! 1970-01-01 UTC, and whatever was due until then happens first. It has no lock either: calls are short and their results
//! share bodies instead of copying them, so that a `Mutex` around the broker is all that several threads need.
//!
//! A message that was accepted leaves in four ways: it is deleted, its retention period ends, its queue is purged, or the
//! program ends. It is never pushed out by another: where memory would run out, [`Broker::send`] refuses the new one.
//!
//! # As on AWS, and not
//!
//! - A message is received in the order of arrival, as far as it is visible. AWS promises no order on standard queues.
//! - The receive that would exceed `maxReceiveCount` moves the message to the dead-letter queue instead. It keeps its
//!   sent time, so that the dead-letter queue's retention period counts from there, as documented (on FIFO queues it is sent
//!   anew), and its receive count, of which nothing is known.
//! - A replayed message starts anew, as documented: sent now, never received. It keeps its id, so that it can be followed;
//!   AWS gives it a new one.
//! - A receipt handle works until the message is received again, moved or gone. That AWS still takes it after the
//!   visibility timeout is recorded.
//! - There is no limit of messages in flight, and a purge can follow a purge.
//!
//! Of a FIFO queue, too: one receive can bring several messages of a group in their order, and none while one of the group
//! is in flight; a message that repeats one of the last five minutes is accepted and not stored again, even where that one
//! has been deleted. What AWS makes of a replayed message that it would recognise is unknown: here it is kept. There are no
//! sequence numbers, and no limit of calls.

mod broker;
mod deduplication;
mod error;
mod message;
#[expect(clippy::module_inception, reason = "one queue is a part of this module's queues")]
mod queue;
mod redrive;
#[cfg(test)]
mod tests;
mod view;

pub use broker::Broker;
pub use error::BrokerError;
pub use view::{Memory, MessagePage, MessageView, QueueView, ReceivedMessage, State};
