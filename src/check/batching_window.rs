//! More messages than one receive call brings have to be gathered. A FIFO queue gathers none: what holds for it belongs here.

use super::below;
use crate::diagnostic::{Code, Diagnostic};
use crate::intake::{Intake, limits};

pub(super) fn check(intake: &Intake, out: &mut Vec<Diagnostic>) {
    for queue in &intake.queues {
        let Some(consumer) = &queue.consumer else { continue };
        let size = consumer.batch_size;
        if i64::from(size) <= limits::DEFAULT_BATCH_SIZE || consumer.maximum_batching_window > 0 {
            continue;
        }
        out.push(
            Diagnostic::new(
                Code::BatchNeedsWindow,
                below(&queue.pointer, &["consumer", "batchSize"]),
                format!("a batch of up to {size} messages needs time to be gathered, and `maximumBatchingWindow` is 0 seconds"),
            )
            .help(format!("write `maximumBatchingWindow: 1s` or more, or at most {} messages", limits::DEFAULT_BATCH_SIZE)),
        );
    }
}
