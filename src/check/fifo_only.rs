//! A standard queue neither keeps order nor recognises a message that it took before.

use super::below;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::intake::Intake;

pub(super) fn check(intake: &Intake, out: &mut Vec<Diagnostic>) {
    for endpoint in &intake.endpoints {
        let queue = &intake.queues[endpoint.queue];
        if queue.fifo.is_some() {
            continue;
        }
        let written = [("group", endpoint.group.is_some()), ("deduplication", endpoint.deduplication.is_some())];
        for (key, _) in written.into_iter().filter(|(_, written)| *written) {
            out.push(
                Diagnostic::new(
                    Code::FifoOnly,
                    Place::Key(endpoint.pointer.key(key)),
                    format!("`{key}` means something on a FIFO queue alone, and `{}` is a standard queue", queue.name),
                )
                .label(below(&queue.pointer, &["fifo"]), "the queue")
                .help(format!("write `fifo: true` in `{}`, or remove the key", queue.name)),
            );
        }
    }
}
