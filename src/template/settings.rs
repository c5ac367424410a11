//! What the request template is rendered with.

use super::{Request, Segment, alternatives, base64, pattern};
use crate::intake::{self, Deduplication, EnvelopeBody, HeaderFilter, Layout, Path, Source};
use serde::Serialize;

#[derive(Debug, Serialize)]
pub(super) struct Settings {
    envelope: bool,
    json: bool,
    bare: bool,
    base64: bool,
    no_headers: bool,
    skip_headers: Option<String>,
    keep_headers: Option<String>,
    path: Vec<Segment>,
    attributes: Vec<Value>,
    /// The parameters of a FIFO queue.
    identifiers: Vec<Value>,
    /// Zero is a delay too: it overrides the queue's own.
    delay: Option<String>,
    /// Whether a request must bring any header.
    guarded: bool,
    required: Option<Required>,
    /// A pattern for each header that must be there with any value.
    present: Vec<String>,
}

/// The header that a request must bring: a pattern, and its value as base64.
#[derive(Debug, Serialize)]
struct Required {
    name: String,
    value: String,
}

/// A value and the name under which it is sent.
#[derive(Debug, Default, Serialize)]
struct Value {
    name: String,
    constant: Option<String>,
    header: Option<String>,
    parameter: Option<Parameter>,
    context: Option<&'static str>,
    body: Option<String>,
    class: &'static str,
}

#[derive(Debug, Serialize)]
struct Parameter {
    of: &'static str,
    name: String,
}

/// Printable ASCII: what SQS, and every tool that reads attributes, takes. Headers and the query are at most 10 KB.
const PRINTABLE: &str = "[ -~]+";
/// The same from a body, which may be large: short, and nothing that is the print of an object or a list.
const PRINTABLE_SCALAR: &str = "[ -Z^-z|~][ -z|~]{0,255}";
/// What SQS takes for a group or a deduplication id.
const ID: &str = "[!-~]{1,128}";
/// The same from a body, and nothing that is the print of an object or a list.
const ID_SCALAR: &str = "[!-Z^-z|~][!-z|~]{0,127}";

impl Settings {
    pub(super) fn new(request: Request<'_>) -> Self {
        let Request { message, delay, path, group, deduplication, required, present } = request;
        let headers = match &message.layout {
            Layout::Envelope { headers, .. } | Layout::Json { headers } => Some(headers),
            Layout::Bare => None,
        };
        Settings {
            envelope: matches!(message.layout, Layout::Envelope { .. }),
            json: matches!(message.layout, Layout::Json { .. }),
            bare: message.layout == Layout::Bare,
            base64: matches!(message.layout, Layout::Envelope { body: EnvelopeBody::Base64, .. }),
            no_headers: headers == Some(&HeaderFilter::None),
            skip_headers: headers.and_then(|headers| match headers {
                HeaderFilter::Except(names) => Some(alternatives(names)),
                HeaderFilter::All | HeaderFilter::None | HeaderFilter::Only(_) => None,
            }),
            keep_headers: headers.and_then(|headers| match headers {
                HeaderFilter::Only(names) => Some(alternatives(names)),
                HeaderFilter::All | HeaderFilter::None | HeaderFilter::Except(_) => None,
            }),
            path: path.map(segments).unwrap_or_default(),
            attributes: message
                .attributes
                .iter()
                .map(|attribute| value(&attribute.name, &attribute.source, PRINTABLE, PRINTABLE_SCALAR))
                .collect(),
            identifiers: identifiers(group, deduplication),
            delay: delay.map(|seconds| seconds.to_string()),
            guarded: required.is_some() || !present.is_empty(),
            present: present.iter().map(|name| pattern(name)).collect(),
            required: required.map(|header| Required { name: pattern(&header.name), value: base64(&header.value) }),
        }
    }
}

/// A path as fixed texts with a parameter behind all but, perhaps, the last of them.
fn segments(path: &Path) -> Vec<Segment> {
    let mut segments = Vec::new();
    let mut fixed = String::new();
    for segment in path.segments() {
        fixed.push('/');
        match segment {
            intake::Segment::Literal(text) => fixed.push_str(text),
            intake::Segment::Parameter(name) => {
                segments.push(Segment { fixed: std::mem::take(&mut fixed), parameter: Some(name.clone()) });
            }
        }
    }
    if !fixed.is_empty() {
        segments.push(Segment { fixed, parameter: None });
    }
    segments
}

fn identifiers(group: Option<&Source>, deduplication: Option<&Deduplication>) -> Vec<Value> {
    let id = match deduplication {
        Some(Deduplication::Id(source)) => Some(source),
        Some(Deduplication::Content) | None => None,
    };
    [("MessageGroupId", group), ("MessageDeduplicationId", id)]
        .into_iter()
        .filter_map(|(name, source)| source.map(|source| value(name, source, ID, ID_SCALAR)))
        .collect()
}

/// A value that is sent where it is of a class of characters, or of a narrower one if it comes from a body.
fn value(name: &str, source: &Source, class: &'static str, class_in_body: &'static str) -> Value {
    let named = Value { name: name.to_owned(), class, ..Value::default() };
    match source {
        Source::Value(text) => Value { constant: Some(text.clone()), ..named },
        Source::Header(name) => Value { header: Some(pattern(name)), ..named },
        Source::Query(name) => Value { parameter: Some(Parameter { of: "querystring", name: name.clone() }), ..named },
        Source::PathParameter(name) => Value { parameter: Some(Parameter { of: "path", name: name.clone() }), ..named },
        Source::Context(variable) => Value { context: Some(variable.name()), ..named },
        Source::Body(path) => Value { body: Some(path.clone()), class: class_in_body, ..named },
    }
}
