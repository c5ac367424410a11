//! Senders that run in a browser.

use super::quantity::quantity;
use super::text::{self, all_of};
use super::{limits, texts};
use crate::diagnostic::{Code, Diagnostic, quoted};
use crate::pointer::At;
use crate::spec;
use std::collections::BTreeMap;

/// What a browser is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cors {
    /// The origin of the pages, or `*`.
    pub allow_origin: String,
    /// Headers that they may send.
    pub allow_headers: Vec<String>,
    /// How long a browser remembers it, in seconds.
    pub max_age: u32,
}

const DEFAULT_HEADERS: [&str; 1] = ["Content-Type"];
const DEFAULT_MAX_AGE: i64 = 600;
const PREFIX: &str = "access-control-";

pub(super) fn resolve(
    cors: spec::Cors,
    response_headers: &BTreeMap<String, spec::Text>,
    at: &At<'_>,
    response_at: &At<'_>,
    out: &mut Vec<Diagnostic>,
) -> Option<Cors> {
    let before = out.len();
    let origin = cors.allow_origin.0;
    if !is_origin(&origin) {
        out.push(
            Diagnostic::at_value(Code::CorsConflict, &at.key("allowOrigin"), format!("{} is not an origin", quoted(&origin)))
                .help("write a scheme and a host, such as https://shop.example.com, without a path, or `*`"),
        );
    }
    let headers_at = at.key("allowHeaders");
    let allow_headers = match cors.allow_headers {
        None => Some(DEFAULT_HEADERS.map(str::to_owned).to_vec()),
        Some(names) => texts(&names, &headers_at, text::header_name, out),
    };
    let max_age = quantity(cors.max_age.as_ref(), DEFAULT_MAX_AGE, limits::CORS_MAX_AGE, &at.key("maxAge"), out);
    for name in response_headers.keys().filter(|name| name.to_ascii_lowercase().starts_with(PREFIX)) {
        out.push(
            Diagnostic::at_key(
                Code::CorsConflict,
                &response_at.key("headers").key(name),
                format!("`cors` writes the header {} itself", quoted(name)),
            )
            .help("remove it here"),
        );
    }
    if out.len() > before {
        return None;
    }
    Some(Cors { allow_origin: origin, allow_headers: allow_headers?, max_age: max_age? })
}

/// As a browser writes it: <https://html.spec.whatwg.org/multipage/browsers.html#ascii-serialisation-of-an-origin>
fn is_origin(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")) else { return text == "*" };
    let (host, port) = rest.split_once(':').map_or((rest, None), |(host, port)| (host, Some(port)));
    all_of(host, 253, |c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '.' || c == '-')
        && port.is_none_or(|port| all_of(port, 5, |c| c.is_ascii_digit()))
}
