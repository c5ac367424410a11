//! Text cannot carry every body, which is good to know before one is lost. A spec that chooses text knows it.

use crate::diagnostic::{Code, Diagnostic, Place};
use crate::intake::{ApiKind, Endpoint, Intake};

pub(super) fn check(intake: &Intake, out: &mut Vec<Diagnostic>) {
    // An HTTP API has no other way to carry a body, and says what it promises by itself.
    if intake.api.kind == ApiKind::Http {
        return;
    }
    let by_default: Vec<&Endpoint> = intake.endpoints.iter().filter(|endpoint| !endpoint.body_is_chosen).collect();
    let Some(first) = by_default.first() else { return };
    let who = match by_default.len() - 1 {
        0 => format!("`{}` stores", first.path),
        1 => format!("`{}` and one more endpoint store", first.path),
        others => format!("`{}` and {others} more endpoints store", first.path),
    };
    let message = format!(
        "{who} the body as text, which is the default: an empty body becomes `{{}}`, and bytes that are not UTF-8 become U+FFFD"
    );
    out.push(
        Diagnostic::new(Code::BodyIsText, Place::Key(first.pointer.clone()), message)
            .help("write `message: {body: text}` if the senders send text, or `message: {body: base64}` to keep every byte"),
    );
}
