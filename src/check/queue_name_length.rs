//! The prefix, the queue's name, `-dlq` and the ending of a FIFO queue share the 80 characters of a queue name.

use crate::diagnostic::{Code, Diagnostic, Place};
use crate::intake::{Intake, limits};

pub(super) fn check(intake: &Intake, out: &mut Vec<Diagnostic>) {
    for queue in &intake.queues {
        let ending = if queue.fifo.is_some() { limits::FIFO_SUFFIX } else { "" };
        let name = format!("{}-{}-dlq{ending}", intake.name, queue.name);
        if name.len() > limits::QUEUE_NAME {
            let room = limits::QUEUE_NAME.saturating_sub(name.len() - queue.name.len());
            out.push(
                Diagnostic::new(
                    Code::QueueNameTooLong,
                    Place::Key(queue.pointer.clone()),
                    format!(
                        "the dead-letter queue `{name}` has {} characters, and SQS takes at most {}",
                        name.len(),
                        limits::QUEUE_NAME
                    ),
                )
                .help(format!("use at most {room} characters here, or shorten `name`")),
            );
        }
    }
}
