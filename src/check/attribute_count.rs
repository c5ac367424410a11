//! A message carries at most ten attributes.

use super::below;
use crate::diagnostic::{Code, Diagnostic};
use crate::intake::{Intake, Layout, attribute_count, limits};

pub(super) fn check(intake: &Intake, out: &mut Vec<Diagnostic>) {
    for endpoint in &intake.endpoints {
        let (count, added) = attribute_count(&endpoint.message);
        if count <= limits::MESSAGE_ATTRIBUTES {
            continue;
        }
        let mut message = format!(
            "a message of `{}` can have {count} attributes, and SQS takes at most {}",
            endpoint.path,
            limits::MESSAGE_ATTRIBUTES
        );
        if added > 0 {
            message.push_str("; one of them is `requestId`, which every bare message has");
        }
        let help = match endpoint.message.layout {
            Layout::Bare => "name fewer headers and attributes, or choose `layout: envelope`, which carries every header",
            Layout::Envelope { .. } | Layout::Json { .. } => "keep those that consumers filter by; the envelope carries the rest",
        };
        out.push(
            Diagnostic::new(Code::TooManyAttributes, below(&endpoint.pointer, &["message", "attributes"]), message).help(help),
        );
    }
}
