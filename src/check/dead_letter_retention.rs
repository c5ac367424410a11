//! A message keeps its age when it moves to the dead-letter queue, so that queue must keep it at least as long. On FIFO
//! queues its age begins again:
//! <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/setting-up-dead-letter-queue-retention.html>

use super::below;
use crate::diagnostic::{Code, Diagnostic};
use crate::intake::{Intake, limits, show};

pub(super) fn check(intake: &Intake, out: &mut Vec<Diagnostic>) {
    for queue in intake.queues.iter().filter(|queue| queue.existing.is_none()) {
        if queue.fifo.is_some() || queue.dead_letter_retention_period >= queue.message_retention_period {
            continue;
        }
        let words = |seconds: u32| show(i64::from(seconds), limits::Unit::Seconds);
        let (own, dead_letter) = (words(queue.message_retention_period), words(queue.dead_letter_retention_period));
        out.push(
            Diagnostic::new(
                Code::DeadLetterRetentionTooShort,
                below(&queue.pointer, &["deadLetterQueue", "messageRetentionPeriod"]),
                format!("the dead-letter queue keeps a message for {dead_letter}, the queue itself for {own}"),
            )
            .label(below(&queue.pointer, &["messageRetentionPeriod"]), "the queue's own period")
            .help("write at least the queue's own period: a message keeps its age when it moves, so one that fails late would be gone at once"),
        );
    }
}
