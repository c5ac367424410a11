//! What a FIFO queue sorts and recognises messages by.

use super::{Path, Source, limits, message};
use crate::diagnostic::{Code, Diagnostic, quoted};
use crate::pointer::At;
use crate::spec::{self, AttributeSource, ContextVariable};

/// How SQS recognises a message that it has taken within the last five minutes.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Deduplication {
    /// By a hash of the message.
    Content,
    /// By this value.
    Id(Source),
}

impl Default for Deduplication {
    /// API Gateway's own id of the request. A client can choose the plain one, and with it which of its webhooks are one:
    /// <https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html>
    fn default() -> Self {
        Deduplication::Id(Source::Context(ContextVariable::ExtendedRequestId))
    }
}

pub(super) fn group(
    source: AttributeSource,
    path: Option<&Path>,
    base64: bool,
    at: &At<'_>,
    out: &mut Vec<Diagnostic>,
) -> Option<Source> {
    let source = message::source(source, path, base64, at, out)?;
    if let Source::Value(text) = &source
        && !is_id(text)
    {
        out.push(
            Diagnostic::at_value(Code::InvalidText, &at.key("value"), format!("{} cannot name a group", quoted(text)))
                .help(format!("use 1 to {} printable ASCII characters without a blank", limits::FIFO_ID)),
        );
    }
    Some(source)
}

pub(super) fn deduplication(
    written: spec::Deduplication,
    path: Option<&Path>,
    base64: bool,
    at: &At<'_>,
    out: &mut Vec<Diagnostic>,
) -> Option<Deduplication> {
    let spec::Deduplication::Id(source) = written else { return Some(Deduplication::Content) };
    let source = message::source(source, path, base64, at, out)?;
    let shared = match &source {
        Source::Value(_) => Some("value"),
        Source::Context(ContextVariable::RequestId | ContextVariable::ExtendedRequestId) => None,
        Source::Context(_) => Some("context"),
        Source::Header(_) | Source::Query(_) | Source::PathParameter(_) | Source::Body(_) => None,
    };
    if let Some(key) = shared {
        let message = "different webhooks would have the same deduplication id, and SQS would drop all but the first";
        out.push(
            Diagnostic::at_value(Code::SharedDeduplicationId, &at.key(key), message)
                .help("name what differs for each webhook, such as `{header: X-Delivery}` or `{body: $.id}`, or remove the key"),
        );
    }
    Some(Deduplication::Id(source))
}

/// What SQS takes for an id:
/// <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html>
fn is_id(text: &str) -> bool {
    (1..=limits::FIFO_ID).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic())
}
