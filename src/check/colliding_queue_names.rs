//! A queue must not have the name that another queue's dead-letter queue gets.

use crate::diagnostic::{Code, Diagnostic, Place};
use crate::intake::Intake;

pub(super) fn check(intake: &Intake, out: &mut Vec<Diagnostic>) {
    for queue in intake.queues.iter().filter(|queue| queue.existing.is_none()) {
        let Some(source) = queue.name.strip_suffix("-dlq") else { continue };
        // The queues are sorted by name.
        if let Ok(other) = intake.queues.binary_search_by(|other| other.name.as_str().cmp(source)) {
            let other = &intake.queues[other];
            if other.existing.is_some() {
                continue;
            }
            out.push(
                Diagnostic::new(
                    Code::CollidingQueueNames,
                    Place::Key(queue.pointer.clone()),
                    format!("the dead-letter queue of `{source}` is called `{}` too", queue.name),
                )
                .label(Place::Key(other.pointer.clone()), "its dead-letter queue comes with it")
                .help("give the queue another name; a dead-letter queue need not be declared"),
            );
        }
    }
}
