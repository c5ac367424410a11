//! A schema refuses webhooks for what is in them, which is lost with them.

use crate::diagnostic::{Code, Diagnostic, Place};
use crate::intake::Intake;

pub(super) fn check(intake: &Intake, out: &mut Vec<Diagnostic>) {
    for endpoint in intake.endpoints.iter().filter(|endpoint| endpoint.request_schema.is_some()) {
        out.push(
            Diagnostic::new(
                Code::RefusedForContent,
                Place::Key(endpoint.pointer.key("requestSchema")),
                "a webhook that does not match is answered 400 and not stored, and most senders do not send it again",
            )
            .help("keep the schema to what can never be a webhook, and let the consumer judge the rest, which it can do again later"),
        );
    }
}
