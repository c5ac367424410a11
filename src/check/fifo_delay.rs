//! SQS takes no delay for a single message of a FIFO queue.
//! <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html>

use super::below;
use crate::diagnostic::{Code, Diagnostic};
use crate::intake::Intake;

pub(super) fn check(intake: &Intake, out: &mut Vec<Diagnostic>) {
    for endpoint in &intake.endpoints {
        let queue = &intake.queues[endpoint.queue];
        if queue.fifo.is_some() && endpoint.delay.is_some() {
            out.push(
                Diagnostic::new(
                    Code::DelayOnFifo,
                    below(&endpoint.pointer, &["delay"]),
                    format!("messages of the FIFO queue `{}` have no delay of their own", queue.name),
                )
                .label(below(&queue.pointer, &["fifo"]), "the FIFO queue")
                .help(format!("write `delay` in the queue `{}`, for all of its messages, or remove the key", queue.name)),
            );
        }
    }
}
