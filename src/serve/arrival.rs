//! A request as API Gateway sees it.

use super::clock;
use super::ids::Ids;
use crate::gateway::{Gateway, Request};
use std::net::IpAddr;
use std::time::Duration;

/// A request's line and headers, where it came from and when.
#[derive(Debug)]
pub(super) struct Arrival<'a> {
    pub(super) method: &'a str,
    pub(super) path: &'a str,
    pub(super) query: &'a str,
    pub(super) headers: Vec<(String, String)>,
    pub(super) sender: IpAddr,
    pub(super) time: Duration,
    pub(super) request_id: String,
}

impl Arrival<'_> {
    /// The request without its body, with the headers that API Gateway adds.
    pub(super) fn into_request(self, gateway: &Gateway, ids: &Ids) -> Request {
        let mut headers = self.headers;
        let source_ip = self.sender.to_canonical().to_string();
        add_headers(&mut headers, &source_ip, || ids.trace(self.time.as_secs()));
        Request {
            method: self.method.to_owned(),
            path: behind_the_stage(gateway, self.path).to_owned(),
            query: self.query.to_owned(),
            headers,
            body: Vec::new(),
            source_ip,
            request_id: self.request_id,
            time_epoch: clock::milliseconds(self.time),
        }
    }
}

/// On AWS the stage is in front of every path. Here it may be left out, so a path is first tried as it is.
fn behind_the_stage<'a>(gateway: &Gateway, path: &'a str) -> &'a str {
    let behind = path.strip_prefix('/').and_then(|path| path.strip_prefix(gateway.stage())).filter(|path| path.starts_with('/'));
    match behind {
        Some(behind) if gateway.methods_of(path).is_empty() => behind,
        _ => path,
    }
}

/// What API Gateway tells of the connection. There it is always one with TLS, so the message says so here too.
fn add_headers(headers: &mut Vec<(String, String)>, source_ip: &str, trace: impl FnOnce() -> String) {
    let is = |name: &'static str| move |header: &(String, String)| header.0.eq_ignore_ascii_case(name);
    match headers.iter_mut().rfind(|header| is("X-Forwarded-For")(header)) {
        Some((_, addresses)) => {
            addresses.push_str(", ");
            addresses.push_str(source_ip);
        }
        None => headers.push(("X-Forwarded-For".to_owned(), source_ip.to_owned())),
    }
    for (name, value) in [("X-Forwarded-Port", "443"), ("X-Forwarded-Proto", "https")] {
        headers.retain(|header| !is(name)(header));
        headers.push((name.to_owned(), value.to_owned()));
    }
    if !headers.iter().any(is("X-Amzn-Trace-Id")) {
        headers.push(("X-Amzn-Trace-Id".to_owned(), trace()));
    }
}

#[cfg(test)]
mod tests {
    use super::add_headers;

    #[test]
    fn a_sender_behind_a_proxy_keeps_its_address() {
        let mut headers = vec![
            ("x-forwarded-for".to_owned(), "203.0.113.7".to_owned()),
            ("x-forwarded-proto".to_owned(), "http".to_owned()),
            ("Host".to_owned(), "localhost:8787".to_owned()),
        ];
        add_headers(&mut headers, "127.0.0.1", || "Root=1-0-0".to_owned());
        let expected = [
            ("x-forwarded-for", "203.0.113.7, 127.0.0.1"),
            ("Host", "localhost:8787"),
            ("X-Forwarded-Port", "443"),
            ("X-Forwarded-Proto", "https"),
            ("X-Amzn-Trace-Id", "Root=1-0-0"),
        ];
        assert_eq!(headers, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
    }
}
