//! One request from end to end: the call, the message, the answer.

use super::gateway_response::ResponseType;
use super::request::{Request, Response};
use super::sqs::{self, Destination, ErrorCode, Ids, SendMessage, SqsError, SqsRequest};
use super::variables::DROPPED_HEADERS;
use super::{Call, Gateway, destination};
use crate::stack::{ApiKind, Authorization, EndpointType, RequiredHeader, Stack};
use serde::{Serialize, Serializer};

/// What became of a request. As JSON it is what `hookweir simulate --format json` prints: keys are added, never renamed.
#[derive(Debug, Serialize)]
pub struct Simulation {
    /// What the sender is told.
    #[serde(serialize_with = "response")]
    pub response: Response,
    /// The call of SQS; `None` when API Gateway makes none.
    pub call: Option<CallParameters>,
    /// The message; `None` when nothing is stored.
    pub message: Option<Message>,
    /// What is good to know about it.
    pub notes: Vec<String>,
}

/// The parameters of a SendMessage call.
#[derive(Debug, Serialize)]
pub struct CallParameters {
    /// Name and value, in the order in which they are sent.
    pub parameters: Vec<(String, String)>,
}

/// A message as a consumer receives it.
#[derive(Debug, Serialize)]
pub struct Message {
    /// The queue's name in the spec.
    pub queue: String,
    /// What is in it.
    #[serde(flatten)]
    pub sent: SendMessage,
}

/// SQS's ids of a simulated call.
const MESSAGE_ID: &str = "00000000-0000-0000-0000-000000000000";

/// Runs a request through the API of a stack. With a status, SQS answers with it instead of looking at the message.
pub fn simulate(stack: &Stack, gateway: &Gateway, request: &Request, sqs_status: Option<u16>) -> Simulation {
    let mut notes = notes_on(stack, request);
    let call = match gateway.receive(request) {
        Ok(call) => call,
        Err(refusal) => {
            let detail = refusal.detail.as_deref().map(|detail| format!(": {detail}")).unwrap_or_default();
            notes.push(format!("API Gateway refuses the request ({}){detail}", refusal.reason()));
            return Simulation { response: refusal.response, call: None, message: None, notes };
        }
    };
    match stack.api.methods.get(call.method).map_or(Authorization::None, |method| method.authorization) {
        Authorization::None => {}
        Authorization::Iam => notes.push("the endpoint asks for a signature of AWS, which is not tried here".to_owned()),
        Authorization::ApiKey => notes.push("the endpoint asks for the API key, which is not tried here".to_owned()),
        Authorization::Lambda(_) => notes.push("the endpoint asks a Lambda authorizer, which is not tried here".to_owned()),
    }
    let Some(destination) = destination(stack, call.queue) else {
        let response = gateway.own_answer(ResponseType::IntegrationFailure, &request.request_id);
        return Simulation { response, call: None, message: None, notes };
    };
    let read = SqsRequest {
        content_type: Some("application/x-www-form-urlencoded"),
        accept: Some("application/json"),
        body: &call.form,
        ..SqsRequest::default()
    };
    let reading = sqs::read(&read, |_| Destination::Queue(destination.settings.clone()));
    let ids = Ids { request_id: MESSAGE_ID.to_owned(), message_id: MESSAGE_ID.to_owned(), sequence_number: None };
    let answer = match sqs_status {
        Some(status) => reading.with_status(status, &destination.settings.url, &ids),
        None => reading.answer(&ids),
    };
    let response = gateway.respond(request, &call, answer.status, answer.body.as_bytes());
    if let (None, Err(error)) = (sqs_status, &reading.result) {
        notes.extend(lacks_header(stack, &call, request, error));
        notes.push(format!("SQS refuses the message ({}): {}", error.code.name(), error.message));
    }
    let stored = answer.status == 200;
    let message = reading.result.ok().filter(|_| stored).map(|sent| Message { queue: destination.declared_as, sent });
    Simulation { response, call: Some(CallParameters { parameters: reading.parameters }), message, notes }
}

/// Why a call names an action that SQS does not have.
fn lacks_header(stack: &Stack, call: &Call, request: &Request, error: &SqsError) -> Option<String> {
    let method = stack.api.methods.get(call.method)?;
    let template = stack.request_templates.get(method.integration.request_template)?;
    if error.code != ErrorCode::InvalidAction {
        return None;
    }
    let is_missing = |name: &&String| request.header(name).is_none_or(str::is_empty);
    if let Some(name) = template.required_headers.iter().find(is_missing) {
        return Some(format!("the header {name} is missing or empty, which `requiredHeaders` asks for"));
    }
    let RequiredHeader { name, .. } = template.required_header.as_ref()?;
    Some(format!("the header {name} is missing or has another value than `requireHeader` says"))
}

fn notes_on(stack: &Stack, request: &Request) -> Vec<String> {
    let mut notes = Vec::new();
    if stack.api.kind == ApiKind::Http {
        if request.body.is_empty() {
            notes.push("the body is empty, and SQS takes no empty message".to_owned());
        }
        if std::str::from_utf8(&request.body).is_err() {
            notes.push("the body is not UTF-8, and what an HTTP API hands on for such bytes is not documented".to_owned());
        }
        notes.push("the sender gets SQS's own answer, whose wording is not promised".to_owned());
        return notes;
    }
    if request.header("content-type").is_none() {
        notes.push("no Content-Type was sent, so API Gateway takes the body for application/json".to_owned());
    }
    if request.body.is_empty() {
        notes.push("the body is empty; API Gateway hands `{}` to the template".to_owned());
    }
    if std::str::from_utf8(&request.body).is_err() {
        notes.push("the body is not UTF-8; wherever it is read as text, such bytes are U+FFFD".to_owned());
    }
    let dropped: Vec<&str> = request.headers.iter().map(|(name, _)| name.as_str()).filter(|name| is_dropped(name)).collect();
    if !dropped.is_empty() {
        notes.push(format!("API Gateway takes away {} before any template sees it", dropped.join(", ")));
    }
    if matches!(stack.api.endpoint_type, EndpointType::Private { .. }) {
        notes.push("the API is private; its policy is not tried here".to_owned());
    } else if stack.api.policy.is_some() {
        notes.push("the API's policy, which lets in `allowedSources` alone, is not tried here".to_owned());
    }
    if stack.api.stage.web_acl_arn.is_some() {
        notes.push("what the web ACL would block is not tried here".to_owned());
    }
    notes
}

fn is_dropped(name: &str) -> bool {
    DROPPED_HEADERS.iter().any(|dropped| dropped.eq_ignore_ascii_case(name))
}

fn response<S: Serializer>(response: &Response, serializer: S) -> Result<S::Ok, S::Error> {
    #[derive(Serialize)]
    struct View<'a> {
        status: u16,
        headers: std::collections::BTreeMap<&'a str, &'a str>,
        body: std::borrow::Cow<'a, str>,
    }
    let headers = response.headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    View { status: response.status, headers, body: String::from_utf8_lossy(&response.body) }.serialize(serializer)
}
