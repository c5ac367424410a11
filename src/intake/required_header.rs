//! The header that a request must bring, and that no message holds.

use super::text::{self, all_of};
use super::{Authorization, HeaderFilter, Layout, Message, limits, texts};
use crate::diagnostic::{Code, Diagnostic, Place, quoted};
use crate::pointer::{At, Pointer};
use crate::spec;

/// A header that a request must bring.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RequiredHeader {
    /// Its name, in any case.
    pub name: String,
    /// Its whole value: printable ASCII, without a blank at either end.
    pub value: String,
}

/// What API Gateway takes away from a request before a template sees it, in a regional API, as recorded; its documentation
/// names more headers, which it renames or drops in answers:
/// <https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html>
const NEVER_SEEN: [&str; 12] = [
    "connection",
    "content-length",
    "content-md5",
    "expect",
    "max-forwards",
    "proxy-authenticate",
    "server",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "www-authenticate",
];

pub(super) fn resolve(header: spec::RequiredHeader, at: &At<'_>, out: &mut Vec<Diagnostic>) -> Option<RequiredHeader> {
    let before = out.len();
    let spec::RequiredHeader { name, equals } = header;
    let name_at = at.key("name");
    out.extend(
        taken_away(&name, &name_at).map(|found| found.help("let the sender use another header, such as `X-Webhook-Token`")),
    );
    if ["content-type", "content-encoding"].iter().any(|of_body| name.eq_ignore_ascii_case(of_body)) {
        out.push(
            Diagnostic::at_value(
                Code::InvalidRequiredHeader,
                &name_at,
                format!("the header {} says what the body is, and so it is no secret", quoted(&name)),
            )
            .help("write `contentTypes` to say which media types are taken, and require another header"),
        );
    }
    out.extend(text::header_name(&name, &name_at));
    // The value is not repeated: reports stand in logs.
    let wrong = if !all_of(&equals, limits::REQUIRED_HEADER_VALUE, |c| matches!(c, ' '..='~')) {
        Some("`equals` is not a text of 1 to 256 printable ASCII characters")
    } else if equals.trim() != &*equals {
        Some("`equals` begins or ends with a blank, which HTTP takes away from a header")
    } else {
        None
    };
    if let Some(wrong) = wrong {
        out.push(
            Diagnostic::at_value(Code::InvalidRequiredHeader, &at.key("equals"), wrong)
                .help("write a long random text of letters and digits, and give it to the sender"),
        );
    }
    (out.len() == before).then_some(RequiredHeader { name: name.0, value: equals.0 })
}

fn taken_away(name: &str, at: &At<'_>) -> Option<Diagnostic> {
    let never_seen = NEVER_SEEN.iter().any(|dropped| name.eq_ignore_ascii_case(dropped));
    let message = || format!("API Gateway takes the header {} away before a template can see it", quoted(name));
    never_seen.then(|| Diagnostic::at_value(Code::InvalidRequiredHeader, at, message()))
}

/// The headers that a request must bring with any value.
pub(super) fn with_any_value(
    names: &[spec::Text],
    secret: Option<&RequiredHeader>,
    at: &At<'_>,
    out: &mut Vec<Diagnostic>,
) -> Option<Vec<String>> {
    let before = out.len();
    if names.len() > limits::REQUIRED_HEADERS {
        let message = format!("{} headers are required, and at most {} can be", names.len(), limits::REQUIRED_HEADERS);
        out.push(
            Diagnostic::at_key(Code::OutOfRange, at, message).help("name those that tell these webhooks from anything else"),
        );
    }
    for (index, name) in names.iter().enumerate() {
        let here = at.index(index);
        out.extend(taken_away(name, &here).map(|found| found.help("remove it, or name another header")));
        if secret.is_some_and(|secret| name.eq_ignore_ascii_case(&secret.name)) {
            let message = format!("`requireHeader` asks for {} already, and for its value", quoted(name));
            out.push(Diagnostic::at_value(Code::InvalidRequiredHeader, &here, message).help("remove it here"));
        }
    }
    let names = texts(names, at, text::header_name, out)?;
    (out.len() == before).then_some(names)
}

/// What is in a header that `authorization` asks for is not the author's to say.
pub(super) fn against_authorization(
    header: &RequiredHeader,
    authorization: Option<&Authorization>,
    at: &At<'_>,
    out: &mut Vec<Diagnostic>,
) {
    let (name, holds) = match authorization {
        Some(Authorization::Iam) => ("Authorization", "a signature, which is another one in each request"),
        Some(Authorization::ApiKey) => ("X-API-Key", "the API key, which API Gateway makes up"),
        Some(Authorization::None | Authorization::Lambda(_)) | None => return,
    };
    if header.name.eq_ignore_ascii_case(name) {
        out.push(
            Diagnostic::at_value(
                Code::InvalidRequiredHeader,
                &at.key("requireHeader").key("name"),
                format!("with this `authorization` the header {} holds {holds}", quoted(&header.name)),
            )
            .label(Place::Value(at.key("authorization").pointer()), "it is asked for here")
            .help("let the sender use another header, such as `X-Webhook-Token`, or remove one of the two"),
        );
    }
}

/// Every place in an endpoint that would carry the header into the message.
pub(super) fn carried(endpoint: &spec::Endpoint, at: &At<'_>, out: &mut Vec<Diagnostic>) {
    let Some(required) = &endpoint.require_header else { return };
    let is_secret = |name: &spec::Text| name.eq_ignore_ascii_case(&required.name);
    let takes_it = |source: &spec::AttributeSource| source.header.as_ref().is_some_and(is_secret);
    // No label shows the line of the header: its value may stand there, and reports stand in logs.
    let mut refuse = |place: Pointer| {
        out.push(
            Diagnostic::new(
                Code::SecretInMessage,
                Place::Value(place),
                format!("`requireHeader` makes the header {} a secret, which would lie in the queue", quoted(&required.name)),
            )
            .help("take the value from another place, or remove it: every message has been compared with the secret"),
        );
    };
    if let Some(message) = &endpoint.message {
        let message_at = at.key("message");
        let attributes_at = message_at.key("attributes");
        for (name, _) in message.attributes.iter().flatten().filter(|(_, source)| takes_it(source)) {
            refuse(attributes_at.key(name).key("header").pointer());
        }
        if let Some(spec::Headers::Rules(rules)) = &message.headers {
            let headers_at = message_at.key("headers");
            let only_at = headers_at.key("only");
            let named = rules.only.iter().flatten().enumerate().filter(|(_, name)| is_secret(name));
            named.for_each(|(index, _)| refuse(only_at.index(index).pointer()));
        }
    }
    if endpoint.group.as_ref().is_some_and(takes_it) {
        refuse(at.key("group").key("header").pointer());
    }
    if let Some(spec::Deduplication::Id(source)) = &endpoint.deduplication
        && takes_it(source)
    {
        refuse(at.key("deduplication").key("header").pointer());
    }
}

/// Leaves the header out of an envelope, whatever the spec says of headers.
pub(super) fn leave_out(header: &RequiredHeader, message: &mut Message) {
    let (Layout::Envelope { headers, .. } | Layout::Json { headers }) = &mut message.layout else { return };
    let excepted = match headers {
        HeaderFilter::All => Vec::new(),
        HeaderFilter::Except(names) if !names.iter().any(|name| name.eq_ignore_ascii_case(&header.name)) => std::mem::take(names),
        // It is left out already; that it is not among those that are named has been checked.
        HeaderFilter::Except(_) | HeaderFilter::Only(_) | HeaderFilter::None => return,
    };
    *headers = HeaderFilter::Except(excepted.into_iter().chain([header.name.clone()]).collect());
}
