//! Lambda deletes a message that matches none of the filters. That is good to know, and fatal where no message of an
//! endpoint can match: <https://docs.aws.amazon.com/lambda/latest/dg/with-sqs-filtering.html>

use super::below;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::intake::{Filter, Intake, Layout, Queue, limits};
use serde_json::Value as Json;

pub(super) fn check(intake: &Intake, out: &mut Vec<Diagnostic>) {
    for (position, queue) in intake.queues.iter().enumerate() {
        let filters = queue.consumer.as_ref().map(|consumer| consumer.filters.as_slice()).unwrap_or_default();
        if filters.is_empty() {
            continue;
        }
        let place = below(&queue.pointer, &["consumer", "filters"]);
        out.push(
            Diagnostic::new(
                Code::FiltersDelete,
                place.clone(),
                format!("a message of `{}` that matches no filter is deleted, and the function never sees it", queue.name),
            )
            .help("remove `filters`, and decide in the function, if each webhook counts"),
        );
        if filters.len() > limits::FILTERS {
            let message =
                format!("{} filters, and a mapping has {} unless AWS raises that quota", filters.len(), limits::FILTERS);
            out.push(
                Diagnostic::new(Code::FilterQuota, place, message)
                    .help("ask for a higher quota, or put several values into one pattern, such as `[\"a\", \"b\"]`"),
            );
        }
        unmatched(intake, position, queue, filters, out);
    }
}

/// Endpoints none of whose messages can match.
fn unmatched(intake: &Intake, position: usize, queue: &Queue, filters: &[Filter], out: &mut Vec<Diagnostic>) {
    for endpoint in intake.endpoints.iter().filter(|endpoint| endpoint.queue == position) {
        let layout = &endpoint.message.layout;
        if filters.iter().any(|filter| can_match(&filter.body, layout)) {
            continue;
        }
        let why = match layout {
            Layout::Envelope { .. } => "the message is a JSON object in which `body` is a text",
            Layout::Json { .. } => "the message is a JSON object",
            Layout::Bare => continue,
        };
        out.push(
            Diagnostic::new(
                Code::FiltersMatchNothing,
                below(&queue.pointer, &["consumer", "filters"]),
                format!("no message of `{}` matches, so all of them are deleted: {why}", endpoint.path),
            )
            .label(Place::Key(endpoint.pointer.clone()), "what it stores is never seen")
            .help("match other keys of the message, or choose `body: json` for the endpoint to look into the body"),
        );
    }
}

/// Whether a pattern fits the form of a message. A list fits a text that is no JSON, a mapping fits an object.
fn can_match(pattern: &Json, layout: &Layout) -> bool {
    match layout {
        Layout::Bare => true,
        Layout::Json { .. } => pattern.is_object(),
        Layout::Envelope { .. } => pattern.as_object().is_some_and(|keys| keys.get("body").is_none_or(Json::is_array)),
    }
}
