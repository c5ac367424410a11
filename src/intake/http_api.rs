//! What an HTTP API has no counterpart for, at the key that asks for it.

use crate::diagnostic::{Code, Diagnostic};
use crate::pointer::At;
use crate::spec::{
    Access, ApiKind, ApiLayout, AttributeSource, Authorization, ContextVariable, Deduplication, Endpoint, EndpointType,
    ExecutionLog, Headers, Layout, LogLevel, Message, SecurityPolicy, Spec,
};

/// Variables of an HTTP API's `$context` that are always there and always an id that SQS takes:
/// <https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html>
const IDS: [ContextVariable; 8] = [
    ContextVariable::RequestId,
    ContextVariable::ExtendedRequestId,
    ContextVariable::RequestTimeEpoch,
    ContextVariable::SourceIp,
    ContextVariable::HttpMethod,
    ContextVariable::Stage,
    ContextVariable::ApiId,
    ContextVariable::DomainName,
];

/// Looks at the spec as it is written, because nothing of this depends on a default but the message's layout.
pub(super) fn refuse_what_it_cannot_do(spec: &Spec, out: &mut Vec<Diagnostic>) {
    let Some(api) = spec.api.as_ref().filter(|api| api.kind == Some(ApiKind::Http)) else { return };
    let top = At::top();
    let at = top.key("api");
    let log_is_off = match &api.execution_log {
        None | Some(ExecutionLog::Level(LogLevel::Off)) => true,
        Some(ExecutionLog::Level(_)) => false,
        Some(ExecutionLog::With(settings)) => settings.level == LogLevel::Off,
    };
    let written = [
        ("endpointType", !matches!(api.endpoint_type, None | Some(EndpointType::Regional)), "is always a regional one"),
        ("vpcEndpointIds", api.vpc_endpoint_ids.is_some(), "is not reached through a VPC endpoint"),
        ("executionLog", !log_is_off, "has no execution log, only `accessLog`"),
        ("tracing", api.tracing == Some(true), "is not traced"),
        ("cloudWatchRole", api.cloud_watch_role.is_some(), "writes its access log without that role"),
        ("allowedSources", api.allowed_sources.is_some(), "has no resource policy"),
        ("apiKey", api.api_key.is_some(), "has no API keys"),
        ("webAclArn", api.web_acl_arn.is_some(), "is not protected by AWS WAF"),
        ("layout", api.layout == Some(ApiLayout::OpenApi), "is not written as a document here"),
    ];
    for (key, _, why) in written.into_iter().filter(|(_, written, _)| *written) {
        refuse(&at.key(key), why, out);
    }
    if api.domain.as_ref().is_some_and(|domain| domain.security_policy == Some(SecurityPolicy::Tls10)) {
        refuse(&at.key("domain").key("securityPolicy"), "takes no TLS older than 1.2", out);
    }
    let endpoints_at = top.key("endpoints");
    for (path, endpoint) in &spec.endpoints {
        self::endpoint(endpoint, &endpoints_at.key(path), out);
    }
}

fn endpoint(endpoint: &Endpoint, at: &At<'_>, out: &mut Vec<Diagnostic>) {
    message(endpoint.message.as_ref(), at, out);
    let written = [
        ("contentTypes", endpoint.content_types.is_some(), "takes every content type"),
        ("response", endpoint.response.is_some(), "hands on the answer of SQS"),
        ("cors", endpoint.cors.is_some(), "has CORS for all its paths at once, which is not written here"),
        ("requireHeader", endpoint.require_header.is_some(), "compares no header"),
        ("requestSchema", endpoint.request_schema.is_some(), "looks at no body"),
        ("requiredHeaders", endpoint.required_headers.is_some(), "looks at no header"),
    ];
    for (key, _, why) in written.into_iter().filter(|(_, written, _)| *written) {
        refuse(&at.key(key), why, out);
    }
    match &endpoint.authorization {
        Some(Access::Word(Authorization::ApiKey)) => refuse(&at.key("authorization"), "has no API keys", out),
        Some(Access::Authorizer(_)) => {
            refuse(&at.key("authorization"), "asks a function in another way, which is not written here", out);
        }
        Some(Access::Word(Authorization::None | Authorization::Iam)) | None => {}
    }
    if let Some(source) = &endpoint.group {
        id(source, &at.key("group"), out);
    }
    if let Some(Deduplication::Id(source)) = &endpoint.deduplication {
        id(source, &at.key("deduplication"), out);
    }
}

fn message(message: Option<&Message>, at: &At<'_>, out: &mut Vec<Diagnostic>) {
    let mut needs_bare = |at: &At<'_>| {
        let help = "write `message: {body: text, layout: bare}`, or `kind: rest` under `api`";
        out.push(Diagnostic::at_key(Code::NotInHttpApi, at, "an HTTP API stores the body alone, without an envelope").help(help));
    };
    let Some(message) = message else { return needs_bare(at) };
    let at = at.key("message");
    match message.layout {
        Some(Layout::Bare) => {}
        Some(Layout::Envelope) => return needs_bare(&at.key("layout")),
        None => return needs_bare(&at),
    }
    if !matches!(message.headers, None | Some(Headers::None)) {
        refuse(&at.key("headers"), "hands no header on to the queue", out);
    }
    if message.attributes.is_some() {
        refuse(&at.key("attributes"), "gives a message no attributes here", out);
    }
}

/// A request without the value would be refused, and so would one whose value is no id.
fn id(source: &AttributeSource, at: &At<'_>, out: &mut Vec<Diagnostic>) {
    const REFUSED: &str = "would refuse a webhook without that value";
    let AttributeSource { header, query, path_parameter, body, context, value } = source;
    let written =
        [("header", header.is_some()), ("query", query.is_some()), ("body", body.is_some())].into_iter().filter(|(_, is)| *is);
    for (key, _) in written {
        refuse(&at.key(key), REFUSED, out);
    }
    if path_parameter.is_some() {
        refuse(&at.key("pathParameter"), "would refuse a webhook whose value is not an id", out);
    }
    if context.is_some_and(|variable| !IDS.contains(&variable)) {
        refuse(&at.key("context"), REFUSED, out);
    }
    if value.as_deref().is_some_and(|text| text.contains('$')) {
        refuse(&at.key("value"), "reads `$` as the beginning of a variable", out);
    }
}

fn refuse(at: &At<'_>, why: &str, out: &mut Vec<Diagnostic>) {
    out.push(
        Diagnostic::at_key(Code::NotInHttpApi, at, format!("an HTTP API {why}"))
            .help("remove the key, or write `kind: rest` under `api`"),
    );
}
