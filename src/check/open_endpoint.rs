//! Everyone on the internet may call an endpoint without an access rule. That is right for most webhooks, and good to know before
//! a consumer acts on what it finds. A spec that writes `authorization: none` knows it.

use crate::diagnostic::{Code, Diagnostic, Place};
use crate::intake::{ApiKind, Authorization, Endpoint, EndpointType, Intake};

pub(super) fn check(intake: &Intake, out: &mut Vec<Diagnostic>) {
    let api = &intake.api;
    let private = matches!(api.endpoint_type, EndpointType::Private { .. });
    let asks_for_certificates = api.domain.as_ref().is_some_and(|domain| domain.mutual_tls.is_some());
    // Who may call somebody else's API is not known here.
    if private || asks_for_certificates || !api.allowed_sources.is_empty() || api.web_acl_arn.is_some() || api.existing.is_some()
    {
        return;
    }
    let open = |endpoint: &&Endpoint| {
        endpoint.authorization == Authorization::None && !endpoint.authorization_is_chosen && endpoint.required_header.is_none()
    };
    let open: Vec<&Endpoint> = intake.endpoints.iter().filter(open).collect();
    let Some(first) = open.first() else { return };
    let who = match open.len() - 1 {
        0 => format!("`{}` takes", first.path),
        1 => format!("`{}` and one more endpoint take", first.path),
        others => format!("`{}` and {others} more endpoints take", first.path),
    };
    let help = match api.kind {
        ApiKind::Rest => {
            "check the sender's signature in the consumer, and write `authorization: none` to say that this is meant"
        }
        ApiKind::Http => {
            "believe no message before its sender confirms it, for it holds no signature that is in a header; and write \
             `authorization: none` to say that this is meant"
        }
    };
    out.push(
        Diagnostic::new(
            Code::OpenEndpoint,
            Place::Key(first.pointer.clone()),
            format!("{who} requests from everyone who knows the URL, so anyone can put messages into the queue"),
        )
        .help(help),
    );
}
