//! The deployment: a picture of all that the API serves. It is made anew exactly when that changes.

use super::words::expr;
use super::{Change, Kind, Side};
use crate::pointer::Pointer;
use crate::stack::{ApiKind, ApiLayout, Authorization, Expr, Method, Origin, Policy, Stack};
use std::collections::BTreeSet;

const ANEW: &str = "made anew, and the stage moves over to it";
const OWNER: &str = "the owner of the API has to make it anew";
const REMOVED: &str = "made anew, and the stage moves over to it; what has left the API is served until the one after";

pub(super) fn compare(old: &Stack, new: &Stack, out: &mut Vec<Change>) {
    // An HTTP API deploys itself, and one of another kind is another API.
    if new.api.kind == ApiKind::Http || old.api.kind != new.api.kind || served(old) == served(new) {
        return;
    }
    let still = |method: &Method| new.api.methods.iter().any(|other| other.id == method.id);
    let meaning = if new.api.existing.is_some() {
        OWNER
    } else if new.api.layout == ApiLayout::OpenApi || old.api.methods.iter().all(still) {
        ANEW
    } else {
        REMOVED
    };
    out.push(Change {
        kind: Kind::Updated,
        resource: "deployment",
        name: String::new(),
        details: Vec::new(),
        meaning: meaning.to_owned(),
        risk: false,
        side: Side::New,
        pointer: Pointer::default().key("endpoints"),
    });
}

/// All that is served, as texts that do not depend on positions.
fn served(stack: &Stack) -> BTreeSet<String> {
    let api = &stack.api;
    let mut served: BTreeSet<String> = api.methods.iter().map(|served| method(stack, served)).collect();
    served.extend(api.resources.iter().map(|resource| {
        let parent = resource.parent.and_then(|parent| api.resources.get(parent)).map(|parent| &parent.id.snake);
        let origin = match &resource.origin {
            Origin::Existing(id) => expr(stack, id),
            other => format!("{other:?}"),
        };
        format!("{} {parent:?} {} {origin}", resource.id.snake, resource.path_part)
    }));
    let path = |resource| api.segments(resource).join("/");
    served.extend(
        api.preflights
            .iter()
            .map(|preflight| format!("{} {:?} {}", path(preflight.resource), preflight.headers(), preflight.convert_to_text)),
    );
    served.extend(api.gateway_responses.iter().map(|response| format!("{response:?}")));
    served.insert(format!(
        "{:?} {:?} {:?} {:?} {}",
        api.kind, api.layout, api.binary_media_types, api.endpoint_type, api.disable_execute_api_endpoint
    ));
    // Its own names are in what is served.
    served.extend(api.existing.as_ref().map(|_| expr(stack, &Expr::ApiId)));
    served.extend(api.policy.as_ref().map(|rules| policy(stack, rules)));
    served
}

fn method(stack: &Stack, method: &Method) -> String {
    let integration = &method.integration;
    let template = stack.request_templates.get(integration.request_template).map(|template| &template.text);
    let role = stack.roles.get(integration.role).map(|role| &role.id);
    let types: BTreeSet<&String> = integration.content_types.iter().collect();
    let uri = expr(stack, &integration.uri);
    let authorizer = match method.authorization {
        Authorization::Lambda(position) => api_authorizer(stack, position),
        other => format!("{other:?}"),
    };
    let schema = method.request_model.and_then(|model| stack.api.models.get(model)).map(|model| model.schema.to_string());
    format!(
        "{:?} {} {uri} {role:?} {types:?} {} {template:?} {:?} {authorizer} {schema:?}",
        method.id, method.http_method, integration.convert_to_text, method.responses
    )
}

fn api_authorizer(stack: &Stack, position: usize) -> String {
    let Some(authorizer) = stack.api.authorizers.get(position) else { return String::new() };
    let function = expr(stack, &authorizer.function);
    format!("{:?} {function} {:?} {}", authorizer.id, authorizer.identity_sources, authorizer.cache_ttl)
}

fn policy(stack: &Stack, policy: &Policy) -> String {
    let statements = policy.statements.iter().map(|statement| {
        let resource = statement.resource.as_ref().map(|resource| expr(stack, resource));
        format!("{:?} {resource:?} {:?}", statement.action, statement.condition)
    });
    statements.collect()
}
