//! A header that an endpoint requires: what is sent without it, and what must become of that.

use super::requests::{Attempt, Fate};
use crate::gateway::sqs::{Ids, Reading};
use crate::gateway::{Call, Gateway, Request};
use crate::stack::{Body, Message, RequiredHeader, Source};
use serde_json::Value;

/// What a request is answered that lacks the header.
const FORBIDDEN: u16 = 403;
/// What SQS can answer to a message that it does not store.
const REFUSALS: [u16; 6] = [400, 403, 404, 429, 500, 503];

/// Requests that are right but for the header.
pub(super) fn without(required: &RequiredHeader, right: &Request, path: &[(String, String)], traps: &str) -> Vec<Attempt> {
    let RequiredHeader { name, value } = required;
    let other_case: String =
        value.chars().map(|c| if c.is_ascii_lowercase() { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() }).collect();
    let mut shorter = value.clone();
    shorter.pop();
    let named = |value: &str| Some((name.to_ascii_lowercase(), value.to_owned()));
    let mut attempts = vec![
        ("a webhook without the required header", None),
        ("a webhook with an empty required header", named("")),
        ("a webhook with a wrong required header", named(traps)),
        ("a webhook with a required header that is cut off", named(&shorter)),
        ("a webhook with a required header that goes on", named(&format!("{value}0"))),
        ("a webhook with the required value under another name", Some((format!("{name}s"), value.clone()))),
    ];
    if other_case != *value {
        attempts.push(("a webhook with a required header in another case", named(&other_case)));
    }
    let attempt = |(attempt, header): (&'static str, Option<(String, String)>)| {
        let mut request = right.clone();
        request.headers.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
        request.headers.extend(header);
        // Whoever looks in the query first would find it.
        request.query = format!("{}&{name}={}", request.query, super::requests::percent_encoded(value));
        Attempt { name: attempt, request, path: path.to_vec(), fate: Fate::Forbidden }
    };
    attempts.into_iter().map(attempt).collect()
}

/// Requests that are right but for one of the headers that must be there.
pub(super) fn lacking(names: &[String], right: &Request, path: &[(String, String)]) -> Vec<Attempt> {
    let without = |name: &String| {
        let mut request = right.clone();
        request.headers.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
        request
    };
    let missing = names.iter().map(|name| ("a webhook without a header that must be there", without(name)));
    let empty = names.iter().map(|name| {
        let mut request = without(name);
        request.headers.push((name.clone(), String::new()));
        // Whoever looks in the query first would find it.
        request.query = format!("{}&{name}=a", request.query);
        ("a webhook with an empty header that must not be empty", request)
    });
    let attempt = |(name, request)| Attempt { name, request, path: path.to_vec(), fate: Fate::Forbidden };
    missing.chain(empty).map(attempt).collect()
}

/// Such a request is stored nowhere, and its sender is told that it may not.
pub(super) fn forbidden(gateway: &Gateway, request: &Request, call: &Call, reading: &Reading) -> Result<(), String> {
    let Err(error) = &reading.result else { return Err("it is stored".to_owned()) };
    let answer = reading.refuse(error, &ids(request));
    match gateway.respond(request, call, answer.status, answer.body.as_bytes()).status {
        FORBIDDEN => Ok(()),
        other => Err(format!("the sender is told {other}")),
    }
}

/// A sender with the header, whose webhook SQS does not store, sends it again.
pub(super) fn sent_again(gateway: &Gateway, request: &Request, call: &Call, reading: &Reading) -> Result<(), String> {
    for status in REFUSALS {
        let answer = reading.with_status(status, "https://sqs.eu-west-1.amazonaws.com/111122223333/InvalidAction", &ids(request));
        let told = gateway.respond(request, call, answer.status, answer.body.as_bytes()).status;
        if told == FORBIDDEN || told < 400 {
            return Err(format!("SQS refuses it with {status}, and the sender is told {told}"));
        }
    }
    Ok(())
}

/// The header is a secret, and no part of the message.
pub(super) fn kept_out(required: &RequiredHeader, promise: &Message, stored: &str) -> Result<(), String> {
    let is_secret = |name: &str| name.eq_ignore_ascii_case(&required.name);
    let sources =
        promise.attributes.iter().map(|attribute| &attribute.source).chain(&promise.group).chain(&promise.deduplication);
    let carried = sources.into_iter().any(|source| matches!(source, Source::Header(name) if is_secret(name)));
    let message: Value = match promise.body {
        Body::Bare => Value::Null,
        Body::Text | Body::Base64 | Body::Json => serde_json::from_str(stored).unwrap_or_default(),
    };
    let headers = message["headers"].as_object();
    if carried || headers.is_some_and(|headers| headers.keys().any(|name| is_secret(name))) {
        return Err(format!("the message holds the secret {}", required.name));
    }
    Ok(())
}

fn ids(request: &Request) -> Ids {
    Ids { message_id: request.request_id.clone(), request_id: request.request_id.clone(), sequence_number: None }
}
