//! What a request must bring to an endpoint.

use super::message::Source;
use super::parameter::{Parameters, Value};
use super::quantity::quantity;
use super::{arn, distinct, limits, text};
use crate::diagnostic::{Code, Diagnostic, Place, quoted};
use crate::pointer::At;
use crate::spec;

/// What a request must bring.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Authorization {
    /// Nothing.
    None,
    /// A signature of an identity that may call the endpoint.
    Iam,
    /// The stack's API key.
    ApiKey,
    /// The consent of a function.
    Lambda(Box<Authorizer>),
}

/// A function that decides who may call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authorizer {
    /// The function's ARN.
    pub function_arn: Value,
    /// What a request must bring to be put before it: headers, query parameters and variables of the context.
    pub identity_sources: Vec<Source>,
    /// How long its answer is kept, in seconds; 0 is not at all.
    pub cache_ttl: u32,
}

pub(super) fn resolve(
    access: Option<spec::Access>,
    parameters: &mut Parameters,
    at: &At<'_>,
    out: &mut Vec<Diagnostic>,
) -> Option<Authorization> {
    let authorizer = match access {
        None | Some(spec::Access::Word(spec::Authorization::None)) => return Some(Authorization::None),
        Some(spec::Access::Word(spec::Authorization::Iam)) => return Some(Authorization::Iam),
        Some(spec::Access::Word(spec::Authorization::ApiKey)) => return Some(Authorization::ApiKey),
        Some(spec::Access::Authorizer(authorizer)) => *authorizer,
    };
    let function_at = at.key("authorizerFunctionArn");
    let function_arn = parameters.value(authorizer.authorizer_function_arn, &function_at, arn::function, out);
    let identity_sources = identity_sources(authorizer.identity_sources, &at.key("identitySources"), out);
    let ttl = quantity(authorizer.cache_ttl.as_ref(), 0, limits::AUTHORIZER_CACHE_TTL, &at.key("cacheTtl"), out);
    Some(Authorization::Lambda(Box::new(Authorizer {
        function_arn: function_arn?,
        identity_sources: identity_sources?,
        cache_ttl: ttl?,
    })))
}

fn identity_sources(sources: Vec<spec::IdentitySource>, at: &At<'_>, out: &mut Vec<Diagnostic>) -> Option<Vec<Source>> {
    if sources.len() > limits::IDENTITY_SOURCES {
        let message = format!("{} identity sources, and at most {} are allowed", sources.len(), limits::IDENTITY_SOURCES);
        out.push(Diagnostic::at_key(Code::OutOfRange, at, message).help("name what says who sends, and leave the rest out"));
        return None;
    }
    let before = out.len();
    let sources: Vec<Option<Source>> =
        sources.into_iter().enumerate().map(|(index, source)| identity_source(source, &at.index(index), out)).collect();
    if out.len() > before {
        return None;
    }
    let sources: Vec<Source> = sources.into_iter().flatten().collect();
    let written: Vec<String> = sources.iter().map(words).collect();
    distinct(&written, at, |source| source, out)?;
    Some(sources)
}

fn identity_source(source: spec::IdentitySource, at: &At<'_>, out: &mut Vec<Diagnostic>) -> Option<Source> {
    let spec::IdentitySource { header, query, context } = source;
    let mut given = Vec::new();
    if let Some(name) = header {
        out.extend(text::header_name(&name, &at.key("header")));
        given.push(("header", Source::Header(name.0)));
    }
    if let Some(name) = query {
        if !text::is_query_name(&name) {
            let message = format!("{} cannot name a query parameter here", quoted(&name));
            out.push(
                Diagnostic::at_value(Code::InvalidAttributeSource, &at.key("query"), message)
                    .help("use letters, digits and . _ ~ -"),
            );
        }
        given.push(("query", Source::Query(name.0)));
    }
    if let Some(variable) = context {
        given.push(("context", Source::Context(variable)));
    }
    if given.len() != 1 {
        let message = match given.as_slice() {
            [] => "an identity source that names nothing".to_owned(),
            several => {
                let keys: Vec<String> = several.iter().map(|(key, _)| format!("`{key}`")).collect();
                format!("{} exclude each other", keys.join(" and "))
            }
        };
        out.push(
            Diagnostic::new(Code::NotExactlyOne, Place::Value(at.pointer()), message)
                .help("write one of `header`, `query` and `context`, and another item for another source"),
        );
        return None;
    }
    given.pop().map(|(_, source)| source)
}

/// An identity source as the spec has it.
fn words(source: &Source) -> String {
    match source {
        Source::Header(name) => format!("header: {name}"),
        Source::Query(name) => format!("query: {name}"),
        Source::Context(variable) => format!("context: {}", variable.name()),
        Source::PathParameter(name) | Source::Body(name) | Source::Value(name) => name.clone(),
    }
}
