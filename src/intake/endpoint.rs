//! One endpoint.

use super::api::{Throttle, resolve_throttle};
use super::parameter::Parameters;
use super::quantity::{count, quantity};
use super::request_schema::Files;
use super::{
    Authorization, Cors, Deduplication, Message, Method, Path, Queue, RequestSchema, RequiredHeader, Source, authorizer, cors,
    distinct, fifo, limits, message, path, request_schema, required_header, text, texts,
};
use crate::diagnostic::{Code, Diagnostic, Place, did_you_mean, shown};
use crate::intake::{EnvelopeBody, Layout};
use crate::pointer::{At, Pointer};
use crate::spec;
use std::collections::{BTreeMap, BTreeSet};

/// An endpoint with every setting decided.
#[derive(Debug)]
pub struct Endpoint {
    /// Where it listens.
    pub path: Path,
    /// The position of its queue in the intake's list.
    pub queue: usize,
    /// The methods that it takes, sorted.
    pub methods: Vec<Method>,
    /// The media types that it takes.
    pub content_types: Vec<String>,
    /// What it stores.
    pub message: Message,
    /// Whether the spec says how the body is carried, or leaves it to the default.
    pub body_is_chosen: bool,
    /// How long its messages stay hidden, in seconds, where that is not the queue's own delay.
    pub delay: Option<u32>,
    /// What it answers for a stored webhook.
    pub response: Response,
    /// What keeps its messages in order; needed by, and only allowed on, a FIFO queue.
    pub group: Option<Source>,
    /// What tells its messages apart; only on a FIFO queue, where it is always there.
    pub deduplication: Option<Deduplication>,
    /// What a request must bring.
    pub authorization: Authorization,
    /// Whether the spec says so, or leaves it to the default.
    pub authorization_is_chosen: bool,
    /// What a browser is told, if pages may send to it.
    pub cors: Option<Cors>,
    /// How many requests each of its methods takes, where that is not what the API says.
    pub throttle: Option<Throttle>,
    /// The header without which nothing is stored, and which no message holds.
    pub required_header: Option<RequiredHeader>,
    /// The headers that a request must bring with any value.
    pub required_headers: Vec<String>,
    /// What a body must match.
    pub request_schema: Option<RequestSchema>,
    /// Where it stands in the spec.
    pub pointer: Pointer,
}

/// The answer for a stored webhook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// The status, 200 to 299.
    pub status: u32,
    /// A constant body; `None` is the JSON object with the request id.
    pub body: Option<String>,
    /// Constant headers.
    pub headers: BTreeMap<String, String>,
}

/// What the common senders send; an unlisted type is refused, so the list is broad.
const COMMON_TYPES: [&str; 7] = [
    "application/json",
    "application/x-www-form-urlencoded",
    "text/plain",
    "application/xml",
    "text/xml",
    "application/cloudevents+json",
    "application/cloudevents-batch+json",
];
const JSON_TYPE: &str = "application/json";
const BYTES_TYPE: &str = "application/octet-stream";

/// So many queues are compared with a name that none of them has, so that many mistakes in a large spec stay cheap.
const SUGGESTED_FROM: usize = 500;

/// What API Gateway renames or drops: <https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html>
const RENAMED_HEADERS: [&str; 15] = [
    "authorization",
    "connection",
    "content-length",
    "content-md5",
    "date",
    "expect",
    "host",
    "max-forwards",
    "proxy-authenticate",
    "server",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "user-agent",
    "www-authenticate",
];

/// What an endpoint can name.
#[derive(Clone, Copy)]
pub(super) struct Named<'a> {
    /// The queues that are right.
    pub(super) queues: &'a [Queue],
    /// The names of all queues, also of those with a mistake.
    pub(super) queue_names: &'a BTreeSet<String>,
    /// The files beside the spec.
    pub(super) files: &'a Files,
}

pub(super) fn resolve(
    name: &str,
    endpoint: spec::Endpoint,
    Named { queues, queue_names, files }: Named<'_>,
    parameters: &mut Parameters,
    at: &At<'_>,
    out: &mut Vec<Diagnostic>,
) -> Option<Endpoint> {
    let before = out.len();
    required_header::carried(&endpoint, at, out);
    let path = path::resolve(name, at, out);
    let queue = bind(&endpoint.queue, queues, queue_names, &at.key("queue"), out);
    let methods = match endpoint.methods {
        None => Some(vec![Method::Post]),
        Some(methods) => distinct(&methods, &at.key("methods"), |method| method.name(), out),
    };
    let message = endpoint.message.unwrap_or_default();
    let body_is_chosen = message.body.is_some();
    let base64 = message.body == Some(spec::Body::Base64);
    let group = endpoint.group.and_then(|source| fifo::group(source, path.as_ref(), base64, &at.key("group"), out));
    let deduplication = endpoint
        .deduplication
        .and_then(|written| fifo::deduplication(written, path.as_ref(), base64, &at.key("deduplication"), out))
        .or_else(|| queue.and_then(|queue| queues[queue].fifo).map(|_| Deduplication::default()));
    let mut message = message::resolve(message, path.as_ref(), &at.key("message"), out);
    let required_header =
        endpoint.require_header.and_then(|header| required_header::resolve(header, &at.key("requireHeader"), out));
    if let (Some(header), Some(message)) = (&required_header, &mut message) {
        required_header::leave_out(header, message);
    }
    let required_headers = endpoint.required_headers.map_or(Some(Vec::new()), |names| {
        required_header::with_any_value(&names, required_header.as_ref(), &at.key("requiredHeaders"), out)
    });
    let written_types = endpoint.content_types.and_then(|types| texts(&types, &at.key("contentTypes"), text::content_type, out));
    let asks_for_schema = endpoint.request_schema.is_some();
    let request_schema =
        endpoint.request_schema.and_then(|path| request_schema::resolve(path.0, files, &at.key("requestSchema"), out));
    if asks_for_schema {
        request_schema::against(message.as_ref(), written_types.as_deref(), at, out);
    }
    let content_types = match (written_types, asks_for_schema) {
        (Some(types), _) => Some(types),
        (None, true) => Some(vec![JSON_TYPE.to_owned()]),
        (None, false) => message.as_ref().map(|message| default_types(&message.layout)),
    };
    let delay = match endpoint.delay {
        None => Some(None),
        written => quantity(written.as_ref(), 0, limits::DELAY, &at.key("delay"), out).map(Some),
    };
    let response_at = at.key("response");
    let given = endpoint.response.as_ref().and_then(|response| response.headers.clone()).unwrap_or_default();
    let cors = endpoint.cors.and_then(|cors| cors::resolve(cors, &given, &at.key("cors"), &response_at, out));
    let throttle = endpoint.throttle.and_then(|throttle| resolve_throttle(&throttle, &at.key("throttle"), out));
    let response = response(endpoint.response.unwrap_or_default(), &response_at, out);
    let authorization_is_chosen = endpoint.authorization.is_some();
    let authorization = authorizer::resolve(endpoint.authorization, parameters, &at.key("authorization"), out);
    if let Some(header) = &required_header {
        required_header::against_authorization(header, authorization.as_ref(), at, out);
    }
    if out.len() > before {
        return None;
    }
    let mut methods = methods?;
    methods.sort_unstable();
    Some(Endpoint {
        path: path?,
        queue: queue?,
        methods,
        content_types: content_types?,
        message: message?,
        body_is_chosen,
        delay: delay?,
        response: response?,
        group,
        deduplication,
        cors,
        throttle,
        required_header,
        required_headers: required_headers?,
        request_schema,
        authorization: authorization?,
        authorization_is_chosen,
        pointer: at.pointer(),
    })
}

fn bind(name: &str, queues: &[Queue], names: &BTreeSet<String>, at: &At<'_>, out: &mut Vec<Diagnostic>) -> Option<usize> {
    // The queues come from a sorted map, in which a queue with a mistake is missing.
    if let Ok(position) = queues.binary_search_by(|queue| queue.name.as_str().cmp(name)) {
        return Some(position);
    }
    // Without any queue, `queues` itself is what is wrong, and that has been reported.
    if !names.contains(name) && !names.is_empty() {
        let known = || names.iter().map(String::as_str);
        let compared = known().take(SUGGESTED_FROM);
        let help = did_you_mean(name, compared).unwrap_or_else(|| {
            if names.len() <= 5 {
                format!("the queues are {}", known().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", "))
            } else {
                "declare it under `queues`, or name one that is there".to_owned()
            }
        });
        out.push(Diagnostic::at_value(Code::UnknownQueue, at, format!("there is no queue `{}`", shown(name))).help(help));
    }
    None
}

fn default_types(layout: &Layout) -> Vec<String> {
    match layout {
        Layout::Json { .. } => vec![JSON_TYPE.to_owned()],
        Layout::Envelope { body: EnvelopeBody::Base64, .. } => {
            COMMON_TYPES.iter().chain([&BYTES_TYPE]).map(|name| (*name).to_owned()).collect()
        }
        Layout::Envelope { .. } | Layout::Bare => COMMON_TYPES.map(str::to_owned).to_vec(),
    }
}

fn response(response: spec::Response, at: &At<'_>, out: &mut Vec<Diagnostic>) -> Option<Response> {
    let before = out.len();
    let status = count(response.status, 200, limits::SUCCESS_STATUS, &at.key("status"), out);
    let body = match response.body {
        None => None,
        Some(body) => text::response_body(body, &at.key("body"), out),
    };
    // RFC 9110, sections 15.3.5 and 15.3.6.
    if let (Some(status @ (204 | 205)), Some(text)) = (status, &body)
        && !text.is_empty()
    {
        out.push(
            Diagnostic::at_value(Code::BodyNotAllowed, &at.key("body"), format!("an answer with status {status} has no body"))
                .label(Place::Value(at.key("status").pointer()), "the status")
                .help("remove `body`, or answer 200"),
        );
    }
    let headers_at = at.key("headers");
    let headers = response.headers.unwrap_or_default();
    response_headers(&headers, &headers_at, out);
    (out.len() == before).then_some(())?;
    let headers = headers.into_iter().map(|(name, value)| (name, value.0)).collect();
    Some(Response { status: status?, body, headers })
}

fn response_headers(headers: &BTreeMap<String, spec::Text>, at: &At<'_>, out: &mut Vec<Diagnostic>) {
    if headers.len() > limits::RESPONSE_HEADERS {
        out.push(
            Diagnostic::at_key(
                Code::OutOfRange,
                at,
                format!("the answer has {} headers, and at most {} are allowed", headers.len(), limits::RESPONSE_HEADERS),
            )
            .help("remove some of them"),
        );
    }
    let mut folded: BTreeMap<String, &str> = BTreeMap::new();
    for (name, value) in headers {
        let here = at.key(name);
        let lower = name.to_ascii_lowercase();
        if RENAMED_HEADERS.contains(&lower.as_str()) {
            out.push(text::invalid_header(
                name,
                Place::Key(here.pointer()),
                "remove it: API Gateway sets, renames or drops this header itself",
            ));
        } else if name.contains('.') || text::header_name(name, &here).is_some() {
            out.push(text::invalid_header(name, Place::Key(here.pointer()), "use letters, digits, - and _"));
        } else if let Some(first) = folded.insert(lower, name) {
            out.push(
                Diagnostic::at_key(Code::RepeatedItem, &here, format!("`{name}` and `{first}` are the same header"))
                    .label(Place::Key(at.key(first).pointer()), "the other one")
                    .help("keep one of the two"),
            );
        }
        out.extend(text::header_value(value, &here));
    }
}
