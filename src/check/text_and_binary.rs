//! Binary media types belong to the API, so one media type is either text or bytes in all of its endpoints.

use crate::diagnostic::{Code, Diagnostic, Place};
use crate::intake::{ApiKind, Endpoint, EnvelopeBody, Intake, Layout};
use std::collections::HashMap;

pub(super) fn check(intake: &Intake, out: &mut Vec<Diagnostic>) {
    // An HTTP API carries every body in one way, and that has been said.
    if intake.api.kind == ApiKind::Http {
        return;
    }
    let is_base64 = |endpoint: &&Endpoint| matches!(endpoint.message.layout, Layout::Envelope { body: EnvelopeBody::Base64, .. });
    let mut binary: HashMap<String, &Endpoint> = HashMap::new();
    for endpoint in intake.endpoints.iter().filter(is_base64) {
        for name in &endpoint.content_types {
            binary.entry(name.to_ascii_lowercase()).or_insert(endpoint);
        }
    }
    if binary.is_empty() {
        return;
    }
    for endpoint in intake.endpoints.iter().filter(|endpoint| !is_base64(endpoint)) {
        let shared: Vec<_> = endpoint
            .content_types
            .iter()
            .filter_map(|name| binary.get(&name.to_ascii_lowercase()).map(|other| (name, *other)))
            .collect();
        let Some((_, other)) = shared.first() else { continue };
        let names = shared.iter().map(|(name, _)| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        out.push(
            Diagnostic::new(
                Code::TextAndBinary,
                Place::Key(endpoint.pointer.clone()),
                format!("`{}` takes {names} as text, and `{}` takes the same as bytes", endpoint.path, other.path),
            )
            .label(Place::Key(other.pointer.clone()), "bytes here, by `body: base64`")
            .help("write `contentTypes` so that no type is in both, or carry both bodies in the same way: the types are set for the whole API"),
        );
    }
}
