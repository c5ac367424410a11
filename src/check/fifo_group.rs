//! SQS takes no message for a FIFO queue without a group, and nobody but the author knows which messages belong together.

use super::below;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::intake::Intake;

pub(super) fn check(intake: &Intake, out: &mut Vec<Diagnostic>) {
    for endpoint in &intake.endpoints {
        let queue = &intake.queues[endpoint.queue];
        if queue.fifo.is_some() && endpoint.group.is_none() {
            out.push(
                Diagnostic::new(
                    Code::GroupNeeded,
                    Place::Key(endpoint.pointer.clone()),
                    format!(
                        "`{}` sends to the FIFO queue `{}` and does not say which messages keep their order",
                        endpoint.path, queue.name
                    ),
                )
                .label(below(&queue.pointer, &["fifo"]), "the FIFO queue")
                .help(
                    "add `group: {body: $.order.id}`, or another source of what belongs together; `{value: all}` keeps \
                     everything in one order, and `{context: extendedRequestId}` keeps none",
                ),
            );
        }
    }
}
