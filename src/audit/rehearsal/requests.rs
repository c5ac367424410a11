//! The hostile requests: few, and each holds many traps, since every compile sends them.

use super::required;
use crate::gateway::Request;
use crate::stack::{Message, Method, RequestTemplate, Source};
use serde_json::{Map, Value};
use std::fmt::Write as _;

/// A request that a template is tried with.
pub(super) struct Attempt {
    /// What it is, in words.
    pub(super) name: &'static str,
    pub(super) request: Request,
    /// The path parameters, decoded.
    pub(super) path: Vec<(String, String)>,
    pub(super) fate: Fate,
}

/// What must become of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// It is stored, as it came.
    Stored,
    /// It may be refused, and if it is stored then as it came.
    StoredOrRefused,
    /// It lacks what it must bring.
    Forbidden,
}

/// What means something to a form, to Velocity, to JSON or to SQS.
const TRAPS: &str = "&MessageBody=forged&Action=DeleteQueue&DelaySeconds=900&MessageGroupId=g&MessageAttribute.1.Name=n&QueueUrl=q;a=b \
    1+1 %41%26%zz% $context.stage $!{x} ${x} #if(true)y#end #set($input = 1) #[[ z ]]# ## #* *# \\u0041 \\' \\\" \\\\ ' \" / <!-- \
    \u{e9}\u{20ac}\u{2028}\u{ff5e}\u{1f600}\t\r\n\u{a0} {{a}} ]]> \\";
/// The same without what a header or a segment of a path cannot hold.
const TRAPS_OF_ONE_LINE: &str = "&DelaySeconds=900&Action=x %41+b $context.stage #if(true)y#end ## \\' ' \" \\ {{a}}";

/// The same without what a group or a deduplication id cannot hold, so that it goes through as one.
const TRAPS_IN_ID: &str = "&MessageGroupId=g&MessageDeduplicationId=d&DelaySeconds=9;a=%41+b$context.stage#if(true)y#end##'\"[[";

pub(super) fn of(method: &Method, path: &[&str], template: &RequestTemplate) -> Vec<Attempt> {
    let RequestTemplate { message, required_header, required_headers, .. } = template;
    let json = |text: &str| Value::from(text).to_string();
    let bodies: [(&'static str, Vec<u8>, bool); 9] = [
        ("a plain webhook", br#"{"type": "order.paid", "id": "evt_1", "list": [1, true, null]}"#.to_vec(), true),
        ("a body full of signs", format!("{{\"{TRAPS_IN_JSON}\":{}}}", json(TRAPS)).into_bytes(), true),
        ("a body with ids full of signs", ids_in_body(message), true),
        ("a body that is no JSON", TRAPS.as_bytes().to_vec(), false),
        ("a body that is cut off", b"{\"type\":\"order.paid\",\"data\":".to_vec(), false),
        ("an empty body", Vec::new(), false),
        ("the body null", b"null".to_vec(), false),
        ("a body with control characters", b"\"\0\x01\x1b\xef\xbf\xbe\xef\xbf\xbf\"".to_vec(), false),
        ("a body that is not UTF-8", b"\"\xff\xfe\xc3\x28\"".to_vec(), false),
    ];
    // An envelope around a body of another kind holds the same headers, query and path.
    let value = |index: usize| match index {
        0 => "plain",
        odd if odd % 2 == 1 => TRAPS_OF_ONE_LINE,
        _ => TRAPS_IN_ID,
    };
    let attempt = |(index, (name, body, must_be_stored))| {
        let (mut request, path) = request(method, path, message, body, value(index));
        for name in required_headers {
            if request.header(name).is_none_or(str::is_empty) {
                request.headers.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
                request.headers.push((name.to_ascii_lowercase(), value(index).to_owned()));
            }
        }
        if let Some(required) = required_header {
            request.headers.retain(|(known, _)| !known.eq_ignore_ascii_case(&required.name));
            request.headers.push((required.name.to_ascii_uppercase(), required.value.clone()));
        }
        Attempt { name, request, path, fate: if must_be_stored { Fate::Stored } else { Fate::StoredOrRefused } }
    };
    let mut attempts: Vec<Attempt> = bodies.into_iter().enumerate().map(attempt).collect();
    if let (Some(required), Some(right)) = (required_header, attempts.first()) {
        let without = required::without(required, &right.request, &right.path, TRAPS_OF_ONE_LINE);
        attempts.extend(without);
    }
    if let Some(right) = attempts.first() {
        let lacking = required::lacking(required_headers, &right.request, &right.path);
        attempts.extend(lacking);
    }
    attempts
}

/// A key of a JSON object can hold traps too.
const TRAPS_IN_JSON: &str = "&Action=x%26$context.stage'";

fn request(method: &Method, path: &[&str], message: &Message, body: Vec<u8>, value: &str) -> (Request, Vec<(String, String)>) {
    let mut parameters = Vec::new();
    let mut sent_path = String::new();
    for segment in path {
        sent_path.push('/');
        match segment.strip_prefix('{').and_then(|segment| segment.strip_suffix('}')) {
            Some(name) => {
                parameters.push((name.to_owned(), value.to_owned()));
                sent_path.push_str(&percent_encoded(value));
            }
            None => sent_path.push_str(segment),
        }
    }
    let mut query = format!("{}={}", percent_encoded("q&'\"$x"), percent_encoded(value));
    let content_type = method.integration.content_types.first().cloned().unwrap_or_default();
    let mut headers = vec![
        ("content-TYPE".to_owned(), content_type),
        ("Authorization".to_owned(), "secret".to_owned()),
        ("X-It's".to_owned(), value.to_owned()),
        ("X-Empty".to_owned(), String::new()),
    ];
    for source in message.attributes.iter().map(|attribute| &attribute.source).chain(&message.group).chain(&message.deduplication)
    {
        match source {
            Source::Header(name) if !name.eq_ignore_ascii_case("content-type") => {
                headers.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
                headers.push((name.to_ascii_uppercase(), value.to_owned()));
                // Whoever looks in the path or the query first would find this one.
                let _ = write!(query, "&{name}=forged");
            }
            Source::Query(name) => {
                let _ = write!(query, "&{}={}", percent_encoded(name), percent_encoded(value));
            }
            Source::Header(_) | Source::Path(_) | Source::Body(_) | Source::Context(_) | Source::Constant(_) => {}
        }
    }
    let request = Request {
        method: method.http_method.to_owned(),
        path: sent_path,
        query,
        headers,
        body,
        source_ip: "203.0.113.7".to_owned(),
        request_id: "c6af9ac6-7b61-11e6-9a41-93e8deadbeef".to_owned(),
        time_epoch: 1_760_000_000_000,
    };
    (request, parameters)
}

/// A body with traps wherever an id is taken from.
fn ids_in_body(message: &Message) -> Vec<u8> {
    let mut body = Value::Object(Map::new());
    for source in message.group.iter().chain(&message.deduplication) {
        let Source::Body(path) = source else { continue };
        let Some(names) = plain_names(path) else { continue };
        let mut place = &mut body;
        for name in names {
            // One path may lead through the value of the other.
            if !place.is_object() {
                *place = Value::Object(Map::new());
            }
            place = &mut place[name];
        }
        *place = TRAPS_IN_ID.into();
    }
    body.to_string().into_bytes()
}

/// The names of a path such as `$.data.id`, which leads through objects alone.
pub(super) fn plain_names(path: &str) -> Option<Vec<&str>> {
    path.strip_prefix("$.").filter(|names| !names.contains('[')).map(|names| names.split('.').collect())
}

pub(super) fn percent_encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len() * 3);
    for byte in text.bytes() {
        // Writing to a string cannot fail.
        let _ = write!(encoded, "%{byte:02X}");
    }
    encoded
}
