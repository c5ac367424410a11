//! Limits of an API key that no endpoint asks for limit nothing.

use crate::diagnostic::{Code, Diagnostic, Place};
use crate::intake::{Authorization, Intake};
use crate::pointer::Pointer;

pub(super) fn check(intake: &Intake, out: &mut Vec<Diagnostic>) {
    // What was set aside may be what asks for it.
    if intake.complete
        && intake.api.api_key.is_some()
        && intake.endpoints.iter().all(|endpoint| endpoint.authorization != Authorization::ApiKey)
    {
        out.push(
            Diagnostic::new(
                Code::UnusedApiKey,
                Place::Key(Pointer::default().key("api").key("apiKey")),
                "no endpoint asks for the API key",
            )
            .help("write `authorization: apiKey` at the endpoints that need it, or remove `apiKey`"),
        );
    }
}
