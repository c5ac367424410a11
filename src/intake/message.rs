//! What a stored message looks like.

use super::{Path, text, texts};
use crate::diagnostic::{Code, Diagnostic, did_you_mean, quoted, shown};
use crate::pointer::At;
use crate::spec::{self, ContextVariable, HeaderRules};

/// The message of an endpoint.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Message {
    /// Where the body stands and how it is carried.
    pub layout: Layout,
    /// The message attributes, sorted by name.
    pub attributes: Vec<Attribute>,
}

/// The four layouts.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Layout {
    /// A JSON object with the request around the body.
    Envelope {
        /// How the body is carried.
        body: EnvelopeBody,
        /// Which headers are in it.
        headers: HeaderFilter,
    },
    /// A JSON object with the body as a JSON value and the headers, nothing else.
    Json {
        /// Which headers are in it.
        headers: HeaderFilter,
    },
    /// The body alone; headers are among the attributes.
    Bare,
}

/// How an envelope carries the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EnvelopeBody {
    /// As text.
    Text,
    /// As base64.
    Base64,
}

/// Which headers an envelope carries. Names are matched without regard to their case.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum HeaderFilter {
    /// Every header.
    All,
    /// No header.
    None,
    /// These alone.
    Only(Vec<String>),
    /// Every header but these.
    Except(Vec<String>),
}

/// A message attribute of type String.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Attribute {
    /// Its name.
    pub name: String,
    /// Where its value comes from.
    pub source: Source,
}

/// Where a value comes from. A value that is missing or empty adds no attribute.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Source {
    /// A request header, in any case.
    Header(String),
    /// A parameter of the query string.
    Query(String),
    /// A path parameter.
    PathParameter(String),
    /// A JSON path into the body.
    Body(String),
    /// A variable of `$context`.
    Context(ContextVariable),
    /// A constant.
    Value(String),
}

/// Secrets would otherwise lie in two queues for two weeks.
const CREDENTIALS: [&str; 4] = ["Authorization", "Cookie", "X-Api-Key", "X-Amz-Security-Token"];

/// The attribute that every bare message carries, since it has no envelope to name its request.
const REQUEST_ID: &str = "requestId";

pub(super) fn resolve(message: spec::Message, path: Option<&Path>, at: &At<'_>, out: &mut Vec<Diagnostic>) -> Option<Message> {
    let before = out.len();
    let base64 = message.body == Some(spec::Body::Base64);
    let mut attributes = Vec::new();
    let attributes_at = at.key("attributes");
    for (name, source) in message.attributes.unwrap_or_default() {
        let here = attributes_at.key(&name);
        out.extend(text::attribute_name(&name, &here));
        if let Some(source) = self::source(source, path, base64, &here, out) {
            attributes.push(Attribute { name, source });
        }
    }
    let headers_at = at.key("headers");
    let layout = match (message.layout.unwrap_or(spec::Layout::Envelope), message.body.unwrap_or(spec::Body::Text)) {
        (spec::Layout::Envelope, spec::Body::Json) => Layout::Json { headers: filter(message.headers, &headers_at, out)? },
        (spec::Layout::Envelope, body) => Layout::Envelope {
            body: if body == spec::Body::Base64 { EnvelopeBody::Base64 } else { EnvelopeBody::Text },
            headers: filter(message.headers, &headers_at, out)?,
        },
        (spec::Layout::Bare, spec::Body::Text) => {
            let headers = bare_headers(message.headers, &headers_at, out)?;
            add_request_id(&mut attributes, &attributes_at, out);
            add_bare_headers(headers, &mut attributes, &headers_at, out);
            Layout::Bare
        }
        (spec::Layout::Bare, _) => {
            out.push(
                Diagnostic::at_value(Code::LayoutConflict, &at.key("body"), "the bare layout carries the body as text")
                    .help("remove `body`, or choose `layout: envelope`"),
            );
            return None;
        }
    };
    (out.len() == before).then_some(Message { layout, attributes })
}

fn filter(headers: Option<spec::Headers>, at: &At<'_>, out: &mut Vec<Diagnostic>) -> Option<HeaderFilter> {
    match headers {
        None => Some(HeaderFilter::Except(CREDENTIALS.map(str::to_owned).to_vec())),
        Some(spec::Headers::All) => Some(HeaderFilter::All),
        Some(spec::Headers::None) => Some(HeaderFilter::None),
        Some(spec::Headers::Rules(rules)) => rule(&rules, at, out),
    }
}

fn rule(rules: &HeaderRules, at: &At<'_>, out: &mut Vec<Diagnostic>) -> Option<HeaderFilter> {
    match (&rules.only, &rules.except) {
        (Some(only), None) => header_names(only, &at.key("only"), out).map(HeaderFilter::Only),
        (None, Some(except)) => header_names(except, &at.key("except"), out).map(HeaderFilter::Except),
        (both, _) => {
            let message =
                if both.is_some() { "`only` and `except` exclude each other" } else { "there is neither `only` nor `except`" };
            out.push(Diagnostic::at_key(Code::NotExactlyOne, at, message).help("write one of `only: [...]` and `except: [...]`"));
            None
        }
    }
}

fn header_names(names: &[spec::Text], at: &At<'_>, out: &mut Vec<Diagnostic>) -> Option<Vec<String>> {
    texts(names, at, text::header_name, out)
}

/// The headers that a bare message carries as attributes.
fn bare_headers(headers: Option<spec::Headers>, at: &At<'_>, out: &mut Vec<Diagnostic>) -> Option<Vec<String>> {
    match headers {
        None | Some(spec::Headers::None) => Some(Vec::new()),
        Some(spec::Headers::Rules(HeaderRules { only: Some(only), except: None })) => header_names(&only, &at.key("only"), out),
        Some(_) => {
            out.push(
                Diagnostic::at_value(
                    Code::LayoutConflict,
                    at,
                    "a bare message carries headers as attributes, and only those that are named",
                )
                .help("write `headers: {only: [...]}`, or choose `layout: envelope`"),
            );
            None
        }
    }
}

fn add_request_id(attributes: &mut Vec<Attribute>, at: &At<'_>, out: &mut Vec<Diagnostic>) {
    let request_id = Source::Context(ContextVariable::RequestId);
    match attributes.iter().find(|attribute| attribute.name == REQUEST_ID) {
        None => attributes.push(Attribute { name: REQUEST_ID.to_owned(), source: request_id }),
        Some(attribute) if attribute.source == request_id => {}
        Some(_) => out.push(
            Diagnostic::at_key(
                Code::InvalidAttributeName,
                &at.key(REQUEST_ID),
                format!("`{REQUEST_ID}` names the identifier of the request in every bare message"),
            )
            .help("give the attribute another name"),
        ),
    }
}

fn add_bare_headers(headers: Vec<String>, attributes: &mut Vec<Attribute>, at: &At<'_>, out: &mut Vec<Diagnostic>) {
    for (index, name) in headers.into_iter().enumerate() {
        if attributes.iter().any(|attribute| attribute.name == name) {
            out.push(
                Diagnostic::at_value(
                    Code::RepeatedItem,
                    &at.key("only").index(index),
                    format!("`{name}` is an attribute of its own already"),
                )
                .help("name the header once: in `headers` or in `attributes`"),
            );
            continue;
        }
        out.extend(text::attribute_name(&name, &at.key("only").index(index)));
        attributes.push(Attribute { source: Source::Header(name.clone()), name });
    }
    attributes.sort_by(|a, b| a.name.cmp(&b.name));
}

pub(super) fn source(
    source: spec::AttributeSource,
    path: Option<&Path>,
    base64: bool,
    at: &At<'_>,
    out: &mut Vec<Diagnostic>,
) -> Option<Source> {
    let mut given = Vec::new();
    let mut sources = Vec::new();
    let spec::AttributeSource { header, query, path_parameter, body, context, value } = source;
    let mut invalid = |key: &str, text: &str, why: &str, help: String| {
        let message = format!("{} {why}", quoted(text));
        out.push(Diagnostic::at_value(Code::InvalidAttributeSource, &at.key(key), message).help(help));
    };
    if let Some(name) = query {
        given.push("query");
        if !text::is_query_name(&name) {
            invalid("query", &name, "cannot name a query parameter here", "use letters, digits and . _ ~ -".to_owned());
        }
        sources.push(Source::Query(name.0));
    }
    if let Some(json_path) = body {
        given.push("body");
        if base64 {
            let help = "take the value from a header, or carry the body as text";
            invalid("body", &json_path, "cannot look into a body that is carried as base64", help.to_owned());
        } else if !text::is_json_path(&json_path) {
            invalid(
                "body",
                &json_path,
                "is not a path of names and indices",
                "write a path such as `$.type` or `$.data.items[0].id`".to_owned(),
            );
        }
        sources.push(Source::Body(json_path.0));
    }
    if let Some(name) = path_parameter {
        given.push("pathParameter");
        if let Some(path) = path
            && !path.parameters().any(|known| *known == *name)
        {
            let help = did_you_mean(&name, path.parameters()).unwrap_or_else(|| {
                let known: Vec<_> = path.parameters().map(|known| format!("`{known}`")).collect();
                if known.is_empty() {
                    "make a segment of the path a parameter, such as `/{tenant}`, or choose another source".to_owned()
                } else {
                    format!("write one that is there: {}", known.join(", "))
                }
            });
            out.push(
                Diagnostic::at_value(
                    Code::UnknownPathParameter,
                    &at.key("pathParameter"),
                    format!("`{}` is no parameter of the path `{path}`", shown(&name)),
                )
                .help(help),
            );
        }
        sources.push(Source::PathParameter(name.0));
    }
    if let Some(name) = header {
        given.push("header");
        out.extend(text::header_name(&name, &at.key("header")));
        sources.push(Source::Header(name.0));
    }
    if let Some(variable) = context {
        given.push("context");
        sources.push(Source::Context(variable));
    }
    if let Some(constant) = value {
        given.push("value");
        sources.extend(text::attribute_value(constant, &at.key("value"), out).map(Source::Value));
    }
    if given.len() != 1 {
        let message = match given.as_slice() {
            [] => format!("`{}` has no source", shown(at.last_key())),
            several => {
                format!("{} exclude each other", several.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(" and "))
            }
        };
        out.push(
            Diagnostic::at_key(Code::NotExactlyOne, at, message)
                .help("write one of `header`, `query`, `pathParameter`, `body`, `context` and `value`"),
        );
    }
    sources.pop()
}

/// How many attributes a message can have, and how many of them hookweir adds.
pub(crate) fn attribute_count(message: &Message) -> (usize, usize) {
    let added = message.attributes.iter().any(|attribute| {
        message.layout == Layout::Bare
            && attribute.name == REQUEST_ID
            && attribute.source == Source::Context(ContextVariable::RequestId)
    });
    (message.attributes.len(), usize::from(added))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bare(only: &[&str]) -> spec::Message {
        let only = only.iter().map(|name| spec::Text((*name).to_owned())).collect();
        spec::Message {
            layout: Some(spec::Layout::Bare),
            headers: Some(spec::Headers::Rules(HeaderRules { only: Some(only), except: None })),
            ..spec::Message::default()
        }
    }

    #[test]
    fn a_bare_message_carries_its_headers_and_the_request_id_as_attributes() {
        let mut out = Vec::new();
        let message = resolve(bare(&["X-Event", "A"]), None, &At::top(), &mut out).unwrap();
        let names: Vec<_> = message.attributes.iter().map(|attribute| attribute.name.as_str()).collect();
        assert_eq!(names, ["A", "X-Event", REQUEST_ID]);
        assert_eq!(attribute_count(&message), (3, 1));
    }

    #[test]
    fn an_envelope_leaves_credentials_out_unless_told_otherwise() {
        let mut out = Vec::new();
        let message = resolve(spec::Message::default(), None, &At::top(), &mut out).unwrap();
        let Layout::Envelope { headers: HeaderFilter::Except(names), .. } = message.layout else { panic!("{message:?}") };
        assert!(names.iter().any(|name| name == "Authorization"));
    }
}
