//! A queue that no endpoint fills is probably a forgotten endpoint.

use crate::diagnostic::{Code, Diagnostic, Place};
use crate::intake::Intake;

pub(super) fn check(intake: &Intake, out: &mut Vec<Diagnostic>) {
    // An endpoint that was set aside may be the one that fills it.
    if !intake.complete {
        return;
    }
    let mut used = vec![false; intake.queues.len()];
    for endpoint in &intake.endpoints {
        used[endpoint.queue] = true;
    }
    for (queue, _) in intake.queues.iter().zip(used).filter(|(_, used)| !used) {
        out.push(
            Diagnostic::new(
                Code::UnusedQueue,
                Place::Key(queue.pointer.clone()),
                format!("no endpoint sends to the queue `{}`", queue.name),
            )
            .help(format!("add an endpoint with `queue: {}`, or remove the queue", queue.name)),
        );
    }
}
