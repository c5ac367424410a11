//! What an API that belongs to somebody else can carry, and what its owner has to do.

use crate::diagnostic::{Code, Diagnostic, Place};
use crate::intake::{Authorization, Endpoint, EnvelopeBody, ExistingApi, Intake, Layout};
use crate::pointer::Pointer;

pub(super) fn check(intake: &Intake, out: &mut Vec<Diagnostic>) {
    let Some(existing) = &intake.api.existing else { return };
    let at = Pointer::default().key("api").key("existing");
    for endpoint in &intake.endpoints {
        carried(endpoint, out);
    }
    parents(existing, intake, &at.key("parents"), out);
    out.push(
        Diagnostic::new(
            Code::OwnerDeploys,
            Place::Key(at),
            "the endpoints are served once the owner of the API makes a deployment, and what API Gateway itself refuses is \
             answered as the owner has set it",
        )
        .help("deploy the API whenever the output `DeploymentTrigger` (Terraform: `deployment_trigger`) changes"),
    );
}

/// A path that is there is at or above an endpoint, and what stands above it is there as well.
fn parents(existing: &ExistingApi, intake: &Intake, at: &Pointer, out: &mut Vec<Diagnostic>) {
    for parent in existing.parents.keys() {
        let place = || Place::Key(at.key(&parent.to_string()));
        if intake.complete && !intake.endpoints.iter().any(|endpoint| endpoint.path.segments().starts_with(parent.segments())) {
            out.push(
                Diagnostic::new(Code::InvalidExistingApi, place(), format!("no endpoint is at or below `{parent}`"))
                    .help("remove the path, or correct it"),
            );
        }
        for length in 1..parent.segments().len() {
            let above = &parent.segments()[..length];
            // An endpoint needs it if no path below it, on the way to the endpoint, is named.
            let needs_it = |endpoint: &&Endpoint| {
                let segments = endpoint.path.segments();
                let named = existing.parents.keys().map(|known| known.segments()).filter(|known| segments.starts_with(known));
                segments.starts_with(above) && named.map(<[_]>::len).max().unwrap_or(0) < length
            };
            if let Some(endpoint) = intake.endpoints.iter().find(needs_it) {
                let above: String = above.iter().map(|segment| format!("/{segment}")).collect();
                let message = format!("`{above}` is there too, as `{parent}` is below it, and `{}` needs it", endpoint.path);
                out.push(
                    Diagnostic::new(Code::InvalidExistingApi, place(), message)
                        .help(format!("name the resource of `{above}` under `parents`")),
                );
            }
        }
    }
}

fn carried(endpoint: &Endpoint, out: &mut Vec<Diagnostic>) {
    if matches!(endpoint.message.layout, Layout::Envelope { body: EnvelopeBody::Base64, .. }) {
        out.push(
            Diagnostic::new(
                Code::BytesOfExistingApi,
                Place::Value(endpoint.pointer.key("message").key("body")),
                "bytes are kept only where the API has the content type among its binary media types, which its owner decides",
            )
            .help("write `body: text`, or let a stack of its own take these webhooks"),
        );
    }
    if endpoint.authorization == Authorization::ApiKey {
        out.push(
            Diagnostic::new(
                Code::OwnersSetting,
                Place::Value(endpoint.pointer.key("authorization")),
                "an API key belongs to a usage plan of the stage, and that belongs to somebody else",
            )
            .help("ask for `iam` or for a Lambda authorizer"),
        );
    }
    if endpoint.throttle.is_some() {
        out.push(
            Diagnostic::new(
                Code::OwnersSetting,
                Place::Key(endpoint.pointer.key("throttle")),
                "a throttle belongs to the stage, and that belongs to somebody else",
            )
            .help("remove the key, and set it where the stage is made"),
        );
    }
}
