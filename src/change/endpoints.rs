//! Endpoints: who may send what, where it goes and what is answered.

use super::Change;
use super::found::{Found, deleted, noted, opened, pairs, risky, weakened, widened};
use super::words::{beyond, duration, expr, list, names, set, throttle, throttled};
use super::{authorization, message, required_header};
use crate::pointer::{Pointer, Step};
use crate::stack::{ApiKind, Method, MethodResponse, Model, Preflight, Stack};
use base64::Engine as _;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// The methods of one endpoint, which differ in nothing but the method.
struct Endpoint<'s> {
    stack: &'s Stack,
    pointer: &'s Pointer,
    first: &'s Method,
    methods: Vec<String>,
}

pub(super) fn compare(old: &Stack, new: &Stack, out: &mut Vec<Change>) {
    let (old, new) = (endpoints(old), endpoints(new));
    for (path, pair) in pairs(&old, &new) {
        match pair {
            (Some(endpoint), None) => {
                let meaning = "senders are refused and their webhooks are not stored, once a deployment is made without it";
                out.push(deleted("endpoint", path, endpoint.pointer.clone(), meaning, true));
            }
            (None, Some(endpoint)) => {
                let meaning = format!("takes {} for the queue {}", endpoint.methods.join(", "), endpoint.queue());
                out.push(opened("endpoint", path, endpoint.pointer.clone(), meaning));
            }
            (Some(before), Some(after)) => {
                let mut found = Found::new("endpoint", path, after.pointer.clone());
                settings(&mut found, before, after);
                found.finish(out);
            }
            (None, None) => {}
        }
    }
}

fn endpoints(stack: &Stack) -> BTreeMap<&str, Endpoint<'_>> {
    let mut endpoints: BTreeMap<&str, Endpoint<'_>> = BTreeMap::new();
    for method in &stack.api.methods {
        let Some(Step::Key(path)) = method.pointer.steps().last() else { continue };
        let endpoint = endpoints.entry(path).or_insert_with(|| Endpoint {
            stack,
            pointer: &method.pointer,
            first: method,
            methods: Vec::new(),
        });
        endpoint.methods.push(method.http_method.to_owned());
    }
    endpoints
}

impl Endpoint<'_> {
    /// The queue by its name in the spec, and by its ARN if it does not belong to the stack.
    fn queue(&self) -> String {
        let position = self.first.integration.queue;
        if let Some(queue) = self.stack.queues.get(position) {
            return queue.declared_as.clone();
        }
        let name = position.checked_sub(self.stack.queues.len()).and_then(|index| self.stack.existing_queues.get(index));
        let arn = self
            .stack
            .roles
            .get(self.first.integration.role)
            .and_then(|role| role.permissions.statements.first())
            .and_then(|statement| statement.resource.as_ref())
            .map(|arn| expr(self.stack, arn));
        format!("{} (existing: {})", name.map_or("", |queue| queue.declared_as.as_str()), arn.unwrap_or_default())
    }

    /// What bodies must match.
    fn model(&self) -> Option<&Model> {
        self.first.request_model.and_then(|model| self.stack.api.models.get(model))
    }

    /// The answer for a stored webhook.
    fn stored(&self) -> Option<&MethodResponse> {
        self.first.responses.iter().find(|response| response.selection_pattern.is_some())
    }
}

fn settings(found: &mut Found<'_>, old: &Endpoint<'_>, new: &Endpoint<'_>) {
    found.value(
        &["queue"],
        old.queue(),
        new.queue(),
        Some(weakened("consumers must follow: new webhooks go to another queue, what is in the old one stays there")),
    );
    methods(found, old, new);
    authorization::compare(found, (old.stack, old.first), (new.stack, new.first));
    content_types(found, old, new);
    request_schema(found, old, new);
    let request = |endpoint: &Endpoint<'_>| endpoint.first.integration.request_template;
    if let (Some(before), Some(after)) =
        (old.stack.request_templates.get(request(old)), new.stack.request_templates.get(request(new)))
    {
        required_header::compare(found, before.required_header.as_ref(), after.required_header.as_ref());
        required_header::compare_names(found, &before.required_headers, &after.required_headers);
        message::compare(found, &before.message, &after.message);
    }
    let (before, after) = (cors(old), cors(new));
    let verdict = match (&before, &after) {
        (_, None) => risky("pages in a browser can send no more"),
        (None, Some(_)) => widened("pages in a browser may send"),
        _ => widened("other pages may send, or with other headers"),
    };
    found.setting(&["cors"], before, after, Some(verdict));
    let (before, after) = (old.first.throttle, new.first.throttle);
    // Without one of its own, that of the API holds.
    let held = |endpoint: &Endpoint<'_>| endpoint.first.throttle.or(endpoint.stack.api.stage.throttle);
    found.setting(&["throttle"], before.map(throttle), after.map(throttle), throttled(new.stack.api.kind, held(old), held(new)));
    if let (Some(before), Some(after)) = (old.stored(), new.stored()) {
        found.plain(
            &["response", "status"],
            before.status,
            after.status,
            Some(weakened("a sender that waits for the old status takes its webhook for lost")),
        );
        found.setting(&["response", "body"], body(&before.template), body(&after.template), None);
        // What `cors` adds has been said.
        let written = |response: &'_ MethodResponse| {
            let mut headers = response.headers.clone();
            headers.remove(Preflight::ALLOW_ORIGIN);
            headers
        };
        for (name, (before, after)) in pairs(&written(before), &written(after)) {
            found.setting(&["response", "headers", name], before.cloned(), after.cloned(), None);
        }
    }
}

/// What bodies must match, by its file and what is in it.
fn request_schema(found: &mut Found<'_>, old: &Endpoint<'_>, new: &Endpoint<'_>) {
    let (before, after) = (old.model(), new.model());
    if before.map(|model| &model.schema) == after.map(|model| &model.schema) {
        return;
    }
    let words = |model: &Model| {
        let hash: String = Sha256::digest(model.schema.to_string()).iter().take(4).map(|byte| format!("{byte:02x}")).collect();
        format!("{} ({hash})", model.file)
    };
    let verdict = match after {
        Some(_) => weakened("webhooks that do not match it are answered 400 and not stored"),
        None => widened("webhooks are taken whatever is in them"),
    };
    found.setting(&["requestSchema"], before.map(words), after.map(words), Some(verdict));
}

/// The media types that are taken; an HTTP API takes every one.
fn content_types(found: &mut Found<'_>, old: &Endpoint<'_>, new: &Endpoint<'_>) {
    let types = |endpoint: &Endpoint<'_>| match endpoint.stack.api.kind {
        ApiKind::Rest => Some(endpoint.first.integration.content_types.clone()),
        ApiKind::Http => None,
    };
    let (before, after) = (types(old), types(new));
    let verdict = match (&before, &after) {
        (_, None) => noted("webhooks of every type are taken"),
        (None, Some(_)) => weakened("webhooks of other types are answered 503 and not stored"),
        (Some(before), Some(after)) => match (beyond(after, before), beyond(before, after)) {
            (taken, refused) if refused.is_empty() => noted(format!("takes {} too", names(&taken))),
            (_, refused) => weakened(format!("webhooks of type {} are answered 503 and not stored", names(&refused))),
        },
    };
    found.setting(&["contentTypes"], before.map(set), after.map(set), Some(verdict));
}

/// What a browser is told, as the spec writes it.
fn cors(endpoint: &Endpoint<'_>) -> Option<String> {
    let preflight = endpoint.stack.api.preflights.iter().find(|preflight| preflight.resource == endpoint.first.resource)?;
    let (origin, headers, max_age) = (&preflight.allow_origin, list(&preflight.allow_headers), duration(preflight.max_age));
    Some(format!("{{allowOrigin: {origin}, allowHeaders: {headers}, maxAge: {max_age}}}"))
}

fn methods(found: &mut Found<'_>, old: &Endpoint<'_>, new: &Endpoint<'_>) {
    let (more, fewer) = (beyond(&new.methods, &old.methods), beyond(&old.methods, &new.methods));
    let refused = || format!("webhooks sent with {} are refused and not stored", names(&fewer));
    let verdict = match (more.is_empty(), fewer.is_empty()) {
        (true, _) => weakened(refused()),
        (false, true) => widened(format!("takes {} too", names(&more))),
        (false, false) => widened(format!("takes {}; {}", names(&more), refused())),
    };
    found.value(&["methods"], set(&old.methods), set(&new.methods), Some(verdict));
}

/// The body that the spec has, from the text that stands for it; `None` is the default.
fn body(template: &str) -> Option<String> {
    let constant = template.strip_prefix("$util.base64Decode(\"").and_then(|rest| rest.strip_suffix("\")"));
    let decoded = constant
        .and_then(|base64| base64::engine::general_purpose::STANDARD.decode(base64).ok())
        .and_then(|bytes| String::from_utf8(bytes).ok());
    match template {
        "#set($body = \"\")" => Some(String::new()),
        // A constant with a sign of Velocity's is encoded, so this is none.
        _ if decoded.is_none() && template.contains(['$', '#']) => None,
        _ => Some(decoded.unwrap_or_else(|| template.to_owned())),
    }
}
