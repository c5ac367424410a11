//! SQS hashes the whole message, and an envelope differs each time that a webhook is sent.

use super::below;
use crate::diagnostic::{Code, Diagnostic};
use crate::intake::{Deduplication, Intake, Layout};

pub(super) fn check(intake: &Intake, out: &mut Vec<Diagnostic>) {
    for endpoint in &intake.endpoints {
        let is_fifo = intake.queues[endpoint.queue].fifo.is_some();
        let by_content = endpoint.deduplication == Some(Deduplication::Content);
        if is_fifo && by_content && endpoint.message.layout != Layout::Bare {
            out.push(
                Diagnostic::new(
                    Code::ContentOfEnvelope,
                    below(&endpoint.pointer, &["deduplication"]),
                    "an envelope holds what differs each time a webhook is sent, so no content is ever the same",
                )
                .label(below(&endpoint.pointer, &["message", "layout"]), "an envelope, unless it is `bare`")
                .help("choose `message: {layout: bare}`, or a source such as `{header: X-Delivery}`"),
            );
        }
    }
}
