//! The prefix, the queue's name, `-dlq` and the ending of a FIFO queue share the 80 characters of a queue name. Of a queue
//! that is there already only the role's policy has a name, and keeps to the same 80.

use crate::diagnostic::{Code, Diagnostic, Place};
use crate::intake::{Intake, limits};

pub(super) fn check(intake: &Intake, out: &mut Vec<Diagnostic>) {
    for queue in &intake.queues {
        let ending = if queue.fifo.is_some() { limits::FIFO_SUFFIX } else { "" };
        let name = match queue.existing {
            None => format!("{}-{}-dlq{ending}", intake.name, queue.name),
            Some(_) => format!("{}-{}", intake.name, queue.name),
        };
        let (length, most) = (name.len(), limits::QUEUE_NAME);
        if length > most {
            let room = most.saturating_sub(length - queue.name.len());
            let message = match queue.existing {
                None => format!("the dead-letter queue `{name}` has {length} characters, and SQS takes at most {most}"),
                Some(_) => {
                    format!("`{name}`, with which names at AWS begin, has {length} characters, and at most {most} leave room")
                }
            };
            out.push(
                Diagnostic::new(Code::QueueNameTooLong, Place::Key(queue.pointer.clone()), message)
                    .help(format!("use at most {room} characters here, or shorten `name`")),
            );
        }
    }
}
