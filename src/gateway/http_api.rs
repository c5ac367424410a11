//! An HTTP API: parameters in place of templates, and SQS's own answer.
//! <https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-aws-services.html>

use super::context::API;
use super::gateway_response::ResponseType;
use super::request::{Request, Response};
use super::variables::url;
use crate::stack::{Message, Source};
use velocity::Text;

/// The call of SendMessage, as the form that SQS takes.
pub(super) fn call(message: &Message, request: &Request, domain_name: &str, stage: &str) -> Vec<u8> {
    let mut parameters = vec![("Action", "SendMessage".to_owned())];
    // An empty body is no value, and SQS takes no message without one.
    if !request.body.is_empty() {
        parameters.push(("MessageBody", String::from_utf8_lossy(&request.body).into_owned()));
    }
    parameters.extend(message.delay.map(|seconds| ("DelaySeconds", seconds.to_string())));
    let id = |source: &Source| value(source, request, domain_name, stage);
    parameters.extend(message.group.as_ref().map(|source| ("MessageGroupId", id(source))));
    parameters.extend(message.deduplication.as_ref().map(|source| ("MessageDeduplicationId", id(source))));
    let encoded = |(name, value): &(&str, String)| format!("{name}={}", url::encode(&Text::from(value.as_str())));
    parameters.iter().map(encoded).collect::<Vec<_>>().join("&").into_bytes()
}

/// The value of an id. Only a constant and some variables of `$context` can be one.
fn value(source: &Source, request: &Request, domain_name: &str, stage: &str) -> String {
    match source {
        Source::Constant(text) => text.clone(),
        Source::Context("requestTimeEpoch") => request.time_epoch.to_string(),
        Source::Context("identity.sourceIp") => request.source_ip.clone(),
        Source::Context("httpMethod") => request.method.clone(),
        Source::Context("stage") => stage.to_owned(),
        Source::Context("domainName") => domain_name.to_owned(),
        Source::Context("apiId") => API.to_owned(),
        Source::Context(_) | Source::Header(_) | Source::Query(_) | Source::Path(_) | Source::Body(_) => {
            request.request_id.clone()
        }
    }
}

/// What SQS answers is what the sender gets. That a status is handed on as it is was not recorded, but for a success.
pub(super) fn respond(status: u16, body: &[u8]) -> Response {
    json(status, body.to_vec())
}

/// An answer that an HTTP API gives of its own, which nothing can change.
pub(super) fn own_answer(response_type: ResponseType) -> Response {
    let (status, message) = match response_type {
        ResponseType::MissingAuthenticationToken | ResponseType::ResourceNotFound => (404, "Not Found"),
        ResponseType::RequestTooLarge => (413, "Request Entity Too Large"),
        ResponseType::Throttled => (429, "Too Many Requests"),
        ResponseType::IntegrationTimeout | ResponseType::IntegrationFailure => (503, "Service Unavailable"),
        refused if refused.status() == 403 => (403, "Forbidden"),
        _ => (500, "Internal Server Error"),
    };
    json(status, format!(r#"{{"message":"{message}"}}"#).into_bytes())
}

fn json(status: u16, body: Vec<u8>) -> Response {
    Response { status, headers: vec![("Content-Type".to_owned(), "application/json".to_owned())], body }
}
