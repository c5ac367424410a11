//! A message must stay hidden for as long as the function may need for it.

use super::below;
use crate::diagnostic::{Code, Diagnostic};
use crate::intake::{Intake, limits, show};

pub(super) fn check(intake: &Intake, out: &mut Vec<Diagnostic>) {
    for queue in &intake.queues {
        let Some(consumer) = &queue.consumer else { continue };
        let Some(function) = consumer.function_timeout else { continue };
        let declared = match &queue.existing {
            Some(existing) => existing.visibility_timeout,
            None => Some(queue.visibility_timeout),
        };
        let Some(visibility) = declared else { continue };
        let window = consumer.maximum_batching_window;
        let wanted = limits::TIMEOUTS_OF_VISIBILITY * function + window;
        let words = |seconds: u32| show(i64::from(seconds), limits::Unit::Seconds);
        let place = below(&queue.pointer, &["visibilityTimeout"]);
        let finding = if visibility < function {
            Diagnostic::new(
                Code::VisibilityTimeoutTooShort,
                place,
                format!("a message is hidden for {}, and the function may take {} for it", words(visibility), words(function)),
            )
        } else if visibility < wanted {
            let with_window = if window == 0 { String::new() } else { format!(" plus the batching window of {}", words(window)) };
            Diagnostic::new(
                Code::VisibilityTimeoutTight,
                place,
                format!(
                    "a message is hidden for {}, which is less than six times the function's {}{with_window}",
                    words(visibility),
                    words(function)
                ),
            )
        } else {
            continue;
        };
        out.push(
            finding
                .label(below(&queue.pointer, &["consumer", "functionTimeout"]), "the function's timeout")
                .help(format!("write `visibilityTimeout: {wanted}s` or more")),
        );
    }
}
