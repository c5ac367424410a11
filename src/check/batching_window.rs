//! More messages than one receive call brings have to be gathered, and those of a FIFO queue cannot be:
//! <https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html>

use super::below;
use crate::diagnostic::{Code, Diagnostic};
use crate::intake::{Consumer, Intake, Queue, limits};

pub(super) fn check(intake: &Intake, out: &mut Vec<Diagnostic>) {
    for queue in &intake.queues {
        let Some(consumer) = &queue.consumer else { continue };
        if queue.fifo.is_some() {
            fifo(queue, consumer, out);
            continue;
        }
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

fn fifo(queue: &Queue, consumer: &Consumer, out: &mut Vec<Diagnostic>) {
    let size = consumer.batch_size;
    let mut found = |key: &str, message: String, help: String| {
        out.push(
            Diagnostic::new(Code::FifoBatch, below(&queue.pointer, &["consumer", key]), message)
                .label(below(&queue.pointer, &["fifo"]), "the FIFO queue")
                .help(help),
        );
    };
    if i64::from(size) > limits::FIFO_BATCH_SIZE {
        let message = format!("Lambda takes at most {} messages of a FIFO queue at once, not {size}", limits::FIFO_BATCH_SIZE);
        found("batchSize", message, format!("write at most {}", limits::FIFO_BATCH_SIZE));
    }
    if consumer.maximum_batching_window > 0 {
        let message = "messages of a FIFO queue are not gathered".to_owned();
        found("maximumBatchingWindow", message, "remove the key".to_owned());
    }
}
