//! Header names that API Gateway keeps for itself.
//! <https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html>

use std::borrow::Cow;

/// What an integration calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Backend {
    /// An action of an AWS service.
    Aws,
    /// An HTTP endpoint.
    Http,
}

/// A request header that an integration maps and API Gateway refuses to send: every request ends in 500.
pub fn is_refused_in_request(name: &str, backend: Backend) -> bool {
    let refused: &[&str] = match backend {
        Backend::Aws => {
            &["authorization", "connection", "content-length", "expect", "proxy-authenticate", "te", "transfer-encoding"]
        }
        Backend::Http => &["content-length", "transfer-encoding"],
    };
    contains(refused, name)
}

/// Under which name a response header leaves; `None` is not at all.
pub fn response_name(name: &str) -> Option<Cow<'_, str>> {
    if name.eq_ignore_ascii_case("transfer-encoding") {
        return None;
    }
    Some(if contains(&REMAPPED, name) { Cow::Owned(format!("x-amzn-Remapped-{name}")) } else { Cow::Borrowed(name) })
}

const REMAPPED: [&str; 14] = [
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
    "upgrade",
    "user-agent",
    "www-authenticate",
];

fn contains(names: &[&str], name: &str) -> bool {
    names.iter().any(|listed| listed.eq_ignore_ascii_case(name))
}
