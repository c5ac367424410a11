//! What became of a request, held against what its template promises.

use super::requests::{Attempt, Fate, plain_names};
use super::required;
use crate::gateway::sqs::{self, AttributeValue, Destination, SendMessage, SqsRequest};
use crate::gateway::variables::DROPPED_HEADERS;
use crate::gateway::{Gateway, destination};
use crate::stack::{Body, Message, RequestTemplate, Source, Stack};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

/// Fine, or what is wrong, in words.
pub(super) fn judge(stack: &Stack, gateway: &Gateway, template: &RequestTemplate, attempt: &Attempt) -> Result<(), String> {
    let Attempt { request, fate, .. } = attempt;
    let promise = &template.message;
    let refused = |why: String| if *fate == Fate::Stored { Err(why) } else { Ok(()) };
    let call = match gateway.receive(request) {
        Ok(call) => call,
        Err(refusal) => return refused(format!("API Gateway refuses it as {}", refusal.reason())),
    };
    let Some(destination) = destination(stack, call.queue) else { return Err("it goes to no queue".to_owned()) };
    let read = SqsRequest {
        content_type: Some("application/x-www-form-urlencoded"),
        accept: Some("application/json"),
        body: &call.form,
        ..SqsRequest::default()
    };
    let reading = sqs::read(&read, |_| Destination::Queue(destination.settings));
    if *fate == Fate::Forbidden {
        return required::forbidden(gateway, request, &call, &reading);
    }
    if (template.required_header.is_some() || !template.required_headers.is_empty()) && reading.result.is_ok() {
        required::sent_again(gateway, request, &call, &reading)?;
    }
    let stored = match reading.result {
        Ok(stored) => stored,
        Err(error) => {
            let response = gateway.respond(request, &call, error.status, b"{}");
            return match response.status {
                200..=299 => Err(format!("SQS refuses it ({}) and the sender is told {}", error.message, response.status)),
                _ => refused(format!("SQS refuses it: {}", error.message)),
            };
        }
    };
    let response = gateway.respond(request, &call, 200, b"{}");
    if !(200..=299).contains(&response.status) {
        return refused(format!("it is stored, and the sender is told {}", response.status));
    }
    parameters(&reading.parameters, promise)?;
    if stored.delay_seconds != promise.delay {
        return Err(format!("its delay is {:?}", stored.delay_seconds));
    }
    attributes(&stored, promise, attempt)?;
    identifier("group", stored.group_id.as_ref(), promise.group.as_ref(), attempt)?;
    identifier("deduplication id", stored.deduplication_id.as_ref(), promise.deduplication.as_ref(), attempt)?;
    if let Some(header) = &template.required_header {
        required::kept_out(header, promise, &stored.body)?;
    }
    body(&stored.body, promise.body, attempt)
}

/// No parameter but those that the template writes itself.
fn parameters(parameters: &[(String, String)], promise: &Message) -> Result<(), String> {
    let count = |wanted: &str| parameters.iter().filter(|(name, _)| name == wanted).count();
    let known = |name: &str| {
        matches!(name, "Action" | "MessageBody")
            || name.starts_with("MessageAttribute.")
            || (name == "DelaySeconds" && promise.delay.is_some())
            || (name == "MessageGroupId" && promise.group.is_some())
            || (name == "MessageDeduplicationId" && promise.deduplication.is_some())
    };
    match parameters.iter().find(|(name, _)| !known(name)) {
        Some((name, _)) => Err(format!("the call has the parameter {name}")),
        None if count("MessageBody") != 1 || count("Action") != 1 => Err("the call has a parameter twice".to_owned()),
        None => Ok(()),
    }
}

fn attributes(stored: &SendMessage, promise: &Message, attempt: &Attempt) -> Result<(), String> {
    for (name, attribute) in &stored.attributes {
        let Some(promised) = promise.attributes.iter().find(|promised| promised.name == *name) else {
            return Err(format!("the message has the attribute {name}"));
        };
        let AttributeValue::Text(value) = &attribute.value else { return Err(format!("the attribute {name} is no text")) };
        let expected = match &promised.source {
            Source::Constant(text) => Some(text.clone()),
            Source::Header(name) => attempt.request.header(name).map(str::to_owned),
            Source::Query(name) => value_of(&attempt.request.query_parameters(), name),
            Source::Path(name) => value_of(&attempt.path, name),
            // The value is computed; that it is a text of its own is all that can be said here.
            Source::Body(_) | Source::Context(_) => continue,
        };
        if expected.as_ref() != Some(value) {
            return Err(format!("the attribute {name} is {value:?} instead of {expected:?}"));
        }
    }
    Ok(())
}

/// What a FIFO queue sorts and recognises messages by: what was sent where SQS takes that, else the id of the request.
fn identifier(what: &str, stored: Option<&String>, promised: Option<&Source>, attempt: &Attempt) -> Result<(), String> {
    let request = &attempt.request;
    let sent = match promised {
        None => {
            return stored.map_or(Ok(()), |id| Err(format!("the message has the {what} {id:?}")));
        }
        Some(Source::Constant(text)) => Some(text.clone()),
        Some(Source::Header(name)) if is_dropped(name) => None,
        Some(Source::Header(name)) => request.header(name).map(str::to_owned),
        Some(Source::Query(name)) => value_of(&request.query_parameters(), name),
        Some(Source::Path(name)) => value_of(&attempt.path, name),
        Some(Source::Body(path)) => match in_body(&request.body, path) {
            Some(Value::String(text)) => {
                Some(text).filter(|text| !text.starts_with(['[', '\\', ']']) && !text.contains(['{', '}']))
            }
            None | Some(Value::Null) => None,
            // How other values print is not held against anything here; SQS has taken the text for an id.
            Some(_) => return present(what, stored),
        },
        Some(Source::Context("requestId" | "extendedRequestId")) => Some(request.request_id.clone()),
        Some(Source::Context(_)) => return present(what, stored),
    };
    let expected = sent.filter(|id| is_id(id)).unwrap_or_else(|| request.request_id.clone());
    match stored {
        Some(id) if *id == expected => Ok(()),
        Some(id) => Err(format!("the {what} is {id:?} instead of {expected:?}")),
        None => present(what, stored),
    }
}

fn present(what: &str, stored: Option<&String>) -> Result<(), String> {
    stored.map(|_| ()).ok_or_else(|| format!("the message has no {what}"))
}

/// What SQS takes for a group or a deduplication id:
/// <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html>
fn is_id(text: &str) -> bool {
    (1..=128).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic())
}

fn is_dropped(name: &str) -> bool {
    DROPPED_HEADERS.iter().any(|dropped| dropped.eq_ignore_ascii_case(name))
}

/// The value behind a path of plain names. Behind a path of another kind, something is there.
fn in_body(body: &[u8], path: &str) -> Option<Value> {
    let body: Value = serde_json::from_slice(body).ok().filter(Value::is_object)?;
    let Some(names) = plain_names(path) else { return Some(Value::Bool(true)) };
    let mut value = &body;
    for name in names {
        if value.is_array() {
            return Some(Value::Bool(true));
        }
        value = value.get(name)?;
    }
    Some(value.clone())
}

fn value_of(values: &[(String, String)], name: &str) -> Option<String> {
    values.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone())
}

fn body(stored: &str, promised: Body, attempt: &Attempt) -> Result<(), String> {
    let sent = handed_over(&attempt.request.body);
    if promised == Body::Bare {
        return same("the message", stored, &sent);
    }
    let message: Value = serde_json::from_str(stored).map_err(|error| format!("the message is no JSON: {error}"))?;
    let text = |key: &str| message[key].as_str().ok_or_else(|| format!("`{key}` of the message is no text"));
    match promised {
        Body::Text => {
            same("`body`", text("body")?, &sent)?;
            envelope(&message, false, attempt)?;
        }
        Body::Base64 => {
            let bytes = STANDARD.decode(text("body")?).map_err(|error| format!("`body` is no base64: {error}"))?;
            if bytes != attempt.request.body {
                return Err("`body` holds other bytes than were sent".to_owned());
            }
            envelope(&message, true, attempt)?;
        }
        Body::Json => {
            let expected = serde_json::from_str(&sent).unwrap_or_else(|_| Value::from(sent.trim()));
            if message["body"] != expected {
                return Err(format!("`body` is {} instead of {expected}", message["body"]));
            }
        }
        Body::Bare => {}
    }
    values("headers", &message["headers"], &attempt.request.headers)
}

/// What surrounds a body in the default layouts.
fn envelope(message: &Value, base64: bool, attempt: &Attempt) -> Result<(), String> {
    let request = &attempt.request;
    let context = &message["requestContext"];
    let pairs = [
        ("isBase64Encoded", &message["isBase64Encoded"], Value::from(base64)),
        ("httpMethod", &message["httpMethod"], Value::from(request.method.as_str())),
        ("requestId", &context["requestId"], Value::from(request.request_id.as_str())),
        ("requestTimeEpoch", &context["requestTimeEpoch"], Value::from(request.time_epoch)),
        ("sourceIp", &context["identity"]["sourceIp"], Value::from(request.source_ip.as_str())),
    ];
    if let Some((name, found, expected)) = pairs.into_iter().find(|(_, found, expected)| *found != expected) {
        return Err(format!("`{name}` is {found} instead of {expected}"));
    }
    values("queryStringParameters", &message["queryStringParameters"], &request.query_parameters())?;
    values("pathParameters", &message["pathParameters"], &attempt.path)
}

/// A map of texts holds nothing but what was sent.
fn values(what: &str, found: &Value, sent: &[(String, String)]) -> Result<(), String> {
    let Some(found) = found.as_object() else { return Err(format!("`{what}` is no object")) };
    let unknown = |(name, value): &(&String, &Value)| !sent.iter().any(|(key, text)| key == *name && *value == text);
    match found.iter().find(unknown) {
        Some((name, value)) => Err(format!("`{what}` has {name:?}: {value}")),
        None => Ok(()),
    }
}

fn same(what: &str, found: &str, expected: &str) -> Result<(), String> {
    if found == expected { Ok(()) } else { Err(format!("{what} is {found:?} instead of {expected:?}")) }
}

/// What API Gateway hands to a template that reads the body as text.
fn handed_over(body: &[u8]) -> String {
    if body.is_empty() { "{}".to_owned() } else { String::from_utf8_lossy(body).into_owned() }
}
