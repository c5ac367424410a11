//! Bytes and text: what API Gateway makes of a body on its way in and out.
//! <https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-payload-encodings-workflow.html>

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::borrow::Cow;

/// `contentHandling` of an integration or of its response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContentHandling {
    /// Text: bytes become base64.
    ConvertToText,
    /// Bytes: text is read as base64.
    ConvertToBinary,
}

/// A body after conversion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Payload<'a> {
    /// Text, which a template can read. What was not UTF-8 is U+FFFD.
    Text(Cow<'a, str>),
    /// Bytes, which are passed on as they are; a template cannot read them.
    Bytes(Cow<'a, [u8]>),
}

impl Payload<'_> {
    /// What is sent on.
    pub fn as_bytes(&self) -> &[u8] {
        match self {
            Payload::Text(text) => text.as_bytes(),
            Payload::Bytes(bytes) => bytes,
        }
    }
}

/// A body that should be base64 and is not: API Gateway answers 500.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotBase64;

/// A request's body. `binary` says that its content type is one of the API's binary media types.
pub fn of_request(body: &[u8], binary: bool, handling: Option<ContentHandling>) -> Result<Payload<'_>, NotBase64> {
    match (handling, binary) {
        (None | Some(ContentHandling::ConvertToBinary), true) => Ok(Payload::Bytes(Cow::Borrowed(body))),
        (Some(ContentHandling::ConvertToText), true) => Ok(Payload::Text(Cow::Owned(STANDARD.encode(body)))),
        (None | Some(ContentHandling::ConvertToText), false) => Ok(Payload::Text(String::from_utf8_lossy(body))),
        (Some(ContentHandling::ConvertToBinary), false) => decoded(body),
    }
}

/// A response's body. `binary` says that the backend's content type is a binary media type of the API, and `accepted` that
/// the first type of the caller's `Accept` is one.
pub fn of_response(
    body: &[u8],
    binary: bool,
    accepted: bool,
    handling: Option<ContentHandling>,
) -> Result<Payload<'_>, NotBase64> {
    match (handling, binary, accepted) {
        (None, true, true) | (Some(ContentHandling::ConvertToBinary), true, _) => Ok(Payload::Bytes(Cow::Borrowed(body))),
        (None, true, false) | (Some(ContentHandling::ConvertToText), true, _) => {
            Ok(Payload::Text(Cow::Owned(STANDARD.encode(body))))
        }
        (None, false, false) | (Some(ContentHandling::ConvertToText), false, _) => {
            Ok(Payload::Text(String::from_utf8_lossy(body)))
        }
        (None, false, true) | (Some(ContentHandling::ConvertToBinary), false, _) => decoded(body),
    }
}

fn decoded(body: &[u8]) -> Result<Payload<'static>, NotBase64> {
    STANDARD.decode(body).map(|bytes| Payload::Bytes(Cow::Owned(bytes))).map_err(|_| NotBase64)
}
