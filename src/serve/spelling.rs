//! Header names as they were written.
//!
//! API Gateway hands names to a template as the sender wrote them, and a consumer that looks for `X-Event` must not find
//! `x-event` only on this machine. hyper reads a request rightly, but hands on its names in lower case alone. So the bytes
//! that it reads are noted on the way, and once it has a request, the names are read out of them a second time, with
//! hyper's own parser. They count only if they say what hyper read, so nothing but the case of a name can come from here.

use super::limits::HEAD_BYTES;
use hyper::http::request::Parts;

/// As many headers as hyper takes.
const HEADERS: usize = 100;

/// The last bytes that a connection has read, except those of bodies whose length is known.
#[derive(Debug, Default)]
pub(super) struct Spelling {
    bytes: Vec<u8>,
    /// How many bytes of a body are still to come.
    body: u64,
}

impl Spelling {
    /// Notes bytes that were read.
    pub(super) fn note(&mut self, read: &[u8]) {
        let of_body = usize::try_from(self.body).unwrap_or(usize::MAX).min(read.len());
        self.body -= of_body as u64;
        self.bytes.extend_from_slice(&read[of_body..]);
        // hyper holds no more of what it has not handed on yet.
        if self.bytes.len() > 4 * HEAD_BYTES {
            self.bytes.drain(..self.bytes.len() - 2 * HEAD_BYTES);
        }
    }

    /// The headers of the request that hyper has just read, in their order, with the length of its body if it is known.
    pub(super) fn take(&mut self, parts: &Parts, body: Option<u64>) -> Option<Vec<(String, String)>> {
        let (start, end, headers) = match self.read(0, parts) {
            Some((end, headers)) => (0, end, headers),
            None => {
                // Behind the chunks of the body in front.
                let line = format!("{} {}", parts.method, parts.uri.path());
                let starts = self.bytes.windows(line.len()).enumerate().filter(|(_, bytes)| *bytes == line.as_bytes());
                let (start, (end, headers)) =
                    starts.map(|(start, _)| start).find_map(|start| Some((start, self.read(start, parts)?)))?;
                (start, end, headers)
            }
        };
        let body = body.unwrap_or(0);
        let there = usize::try_from(body).unwrap_or(usize::MAX).min(self.bytes.len() - start - end);
        self.bytes.drain(..start + end + there);
        self.body = body - there as u64;
        Some(headers)
    }

    /// The headers of the request that begins here, and its length, if it is the one that hyper has read.
    fn read(&self, start: usize, parts: &Parts) -> Option<(usize, Vec<(String, String)>)> {
        let mut headers = [httparse::EMPTY_HEADER; HEADERS];
        let mut request = httparse::Request::new(&mut headers);
        let end = match request.parse(self.bytes.get(start..)?) {
            Ok(httparse::Status::Complete(end)) => end,
            _ => return None,
        };
        let mut read = 0;
        let mut spelled = Vec::with_capacity(request.headers.len() + 4);
        for header in request.headers.iter() {
            read += usize::from(parts.headers.get_all(header.name).iter().any(|value| value.as_bytes() == header.value));
            spelled.push((header.name.to_owned(), text(header.value)));
        }
        // hyper may leave a header out, never the other way round.
        (request.method == Some(parts.method.as_str()) && read >= parts.headers.len()).then_some((end, spelled))
    }
}

/// The headers as hyper has them, with names in lower case.
pub(super) fn in_lower_case(parts: &Parts) -> Vec<(String, String)> {
    parts.headers.iter().map(|(name, value)| (name.as_str().to_owned(), text(value.as_bytes()))).collect()
}

/// A header's value: UTF-8 if it is that, else ISO 8859-1, in which every byte is a sign.
fn text(value: &[u8]) -> String {
    match std::str::from_utf8(value) {
        Ok(text) => text.to_owned(),
        Err(_) => value.iter().copied().map(char::from).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Spelling, in_lower_case, text};
    use hyper::Request;
    use hyper::http::request::Parts;

    fn parts(headers: &[(&str, &str)]) -> Parts {
        let mut request = Request::post("/webhook?a=1");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.body(()).unwrap().into_parts().0
    }

    fn pairs(headers: &[(&str, &str)]) -> Option<Vec<(String, String)>> {
        Some(headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    #[test]
    fn names_and_their_order_are_those_of_the_sender() {
        let mut spelling = Spelling::default();
        spelling.note(b"POST /webhook?a=1 HTTP/1.1\r\nX-Event: paid\r\nhOST: here\r\nX-EVENT: again\r\nContent-Le");
        spelling.note(b"ngth: 4\r\n\r\nbo");
        let parts = parts(&[("host", "here"), ("x-event", "paid"), ("x-event", "again"), ("content-length", "4")]);
        let expected = [("X-Event", "paid"), ("hOST", "here"), ("X-EVENT", "again"), ("Content-Length", "4")];
        assert_eq!(spelling.take(&parts, Some(4)), pairs(&expected));
        // The rest of the body, and the next request.
        spelling.note(b"dyPOST /webhook?a=1 HTTP/1.1\r\nX-event: 2\r\n\r\n");
        assert_eq!(spelling.take(&self::parts(&[("x-event", "2")]), Some(0)), pairs(&[("X-event", "2")]));
        assert!(spelling.bytes.is_empty());
    }

    #[test]
    fn a_request_behind_chunks_is_found() {
        let mut spelling = Spelling::default();
        spelling.note(b"POST /webhook?a=1 HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n");
        assert!(spelling.take(&parts(&[("transfer-encoding", "chunked")]), None).is_some());
        spelling.note(b"4\r\nbody\r\n0\r\n\r\nPOST /webhook?a=1 HTTP/1.1\r\nX-Event: 2\r\n\r\n");
        assert_eq!(spelling.take(&parts(&[("x-event", "2")]), Some(0)), pairs(&[("X-Event", "2")]));
    }

    #[test]
    fn what_hyper_has_not_read_counts_for_nothing() {
        let mut spelling = Spelling::default();
        spelling.note(b"POST /webhook?a=1 HTTP/1.1\r\nX-Event: forged\r\n\r\n");
        let parts = parts(&[("x-event", "paid")]);
        assert_eq!(spelling.take(&parts, Some(0)), None);
        assert_eq!(in_lower_case(&parts), pairs(&[("x-event", "paid")]).unwrap());
    }

    #[test]
    fn bytes_that_are_not_utf_8_are_iso_8859_1() {
        assert_eq!(text("gr\u{fc}n".as_bytes()), "gr\u{fc}n");
        assert_eq!(text(b"gr\xfcn"), "gr\u{fc}n");
    }
}
