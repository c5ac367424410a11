//! The parameters of a request.

use super::MethodRequest;
use velocity::{Map, Value};

/// The headers that API Gateway removes before any template sees the request, whatever their case. Recorded on AWS
/// (regional API) by LocalStack, `test_apigateway_integrations.py`, `test_apigateway_header_remapping_aws`.
pub const DROPPED_HEADERS: [&str; 12] = [
    "Connection",
    "Content-Length",
    "Content-MD5",
    "Expect",
    "Max-Forwards",
    "Proxy-Authenticate",
    "Server",
    "TE",
    "Trailer",
    "Transfer-Encoding",
    "Upgrade",
    "WWW-Authenticate",
];

/// Where `$input.params(name)` looks, in this order (documented).
pub(super) const PLACES: [&str; 3] = ["path", "querystring", "header"];

/// `$input.params()`
pub(super) fn parameters(request: &MethodRequest<'_>) -> Map {
    let dropped = |name: &str| DROPPED_HEADERS.iter().any(|dropped| dropped.eq_ignore_ascii_case(name));
    let headers = request.headers.iter().filter(|(name, _)| !dropped(name));
    let [path, query_string, header] = PLACES;
    [
        (path, Value::Map(texts(request.path))),
        (query_string, Value::Map(texts(request.query_string))),
        (header, Value::Map(texts(headers))),
    ]
    .into_iter()
    .collect()
}

/// A map of texts.
pub(super) fn texts<'a>(entries: impl IntoIterator<Item = &'a (String, String)>) -> Map {
    entries.into_iter().map(|(name, value)| (name.as_str(), Value::from(value.as_str()))).collect()
}
