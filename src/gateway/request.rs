//! What goes in and what comes out.

use std::borrow::Cow;

/// An HTTP request as it arrives at API Gateway.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// Such as `POST`.
    pub method: String,
    /// The path behind the stage, percent-encoded as it was sent, such as `/webhook`.
    pub path: String,
    /// What follows the `?`, percent-encoded as it was sent.
    pub query: String,
    /// The headers in the order in which they came.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
    /// The address of the sender.
    pub source_ip: String,
    /// API Gateway's own id for the request.
    pub request_id: String,
    /// When it came, in milliseconds since 1970.
    pub time_epoch: u64,
}

impl Request {
    /// The value of a header, in whatever case its name is written. Of several, the last.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().rev().find(|(key, _)| key.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    /// The query, decoded. Of several parameters with one name the last one counts; which one AWS takes is unknown.
    pub fn query_parameters(&self) -> Vec<(String, String)> {
        let mut parameters: Vec<(String, String)> = Vec::new();
        for pair in self.query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let (name, value) = (decode(&name.replace('+', " ")), decode(&value.replace('+', " ")));
            parameters.retain(|(known, _)| *known != name);
            parameters.push((name, value));
        }
        parameters
    }
}

/// An HTTP response as it leaves API Gateway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

/// Undoes percent-encoding. What is no escape stays as it is, and bytes that are not UTF-8 become U+FFFD.
pub(super) fn decode(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let digit = |at: usize| text.as_bytes().get(at).and_then(|byte| char::from(*byte).to_digit(16));
    let mut bytes = Vec::with_capacity(text.len());
    let mut at = 0;
    while let Some(byte) = text.as_bytes().get(at) {
        match (byte, digit(at + 1), digit(at + 2)) {
            (b'%', Some(high), Some(low)) => {
                bytes.extend(u8::try_from(high * 16 + low));
                at += 3;
            }
            _ => {
                bytes.push(*byte);
                at += 1;
            }
        }
    }
    match String::from_utf8_lossy(&bytes) {
        Cow::Borrowed(text) => text.to_owned(),
        Cow::Owned(text) => text,
    }
}

#[cfg(test)]
mod tests {
    use super::{Request, decode};

    #[test]
    fn what_is_no_escape_stays() {
        assert_eq!(decode("a%20b%2"), "a b%2");
        assert_eq!(decode("100%"), "100%");
        assert_eq!(decode("%C3%A4%ff"), "\u{e4}\u{fffd}");
    }

    #[test]
    fn the_last_of_several_parameters_counts() {
        let request = Request { query: "a=1&b=%26+x&&a=2&flag".to_owned(), ..Request::default() };
        let expected = [("b", "& x"), ("a", "2"), ("flag", "")];
        assert_eq!(request.query_parameters(), expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
    }
}
