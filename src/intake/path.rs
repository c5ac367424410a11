//! The path of an endpoint.

use crate::diagnostic::{Code, Diagnostic, quoted, shown};
use crate::pointer::At;
use std::fmt;

/// One part of a path, between two slashes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Segment {
    /// What must be there.
    Literal(String),
    /// A path parameter: any one segment.
    Parameter(String),
}

impl fmt::Display for Segment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Segment::Literal(text) => f.write_str(text),
            Segment::Parameter(name) => write!(f, "{{{name}}}"),
        }
    }
}

/// A path of at least one segment.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Path(Vec<Segment>);

impl Path {
    /// The segments, the first one below the API's root.
    pub fn segments(&self) -> &[Segment] {
        &self.0
    }

    /// The names of the path parameters.
    pub fn parameters(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|segment| match segment {
            Segment::Parameter(name) => Some(name.as_str()),
            Segment::Literal(_) => None,
        })
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|segment| write!(f, "/{segment}"))
    }
}

pub(super) fn resolve(path: &str, at: &At<'_>, out: &mut Vec<Diagnostic>) -> Option<Path> {
    let mut fail = |code: Code, why: &str, help: String| {
        out.push(Diagnostic::at_key(code, at, format!("{} {why}", quoted(path))).help(help));
        None
    };
    // https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
    if matches!(path, "/ping" | "/sping") {
        return fail(
            Code::ReservedPath,
            "is a path that API Gateway keeps for itself",
            format!("put a segment in front, such as `/webhooks{path}`"),
        );
    }
    let Some(rest) = path.strip_prefix('/') else {
        return fail(Code::InvalidPath, "does not start with a slash", format!("write `/{}`", path.trim()));
    };
    if rest.is_empty() {
        return fail(Code::InvalidPath, "has no segment", "write at least one, such as `/webhook`".to_owned());
    }
    if let Some(bare) = path.strip_suffix('/') {
        return fail(Code::InvalidPath, "ends with a slash", format!("write `{bare}`"));
    }
    let mut segments = Vec::new();
    for text in rest.split('/') {
        match segment(text) {
            Ok(segment) if matches!(segment, Segment::Parameter(_)) && segments.contains(&segment) => {
                return fail(
                    Code::InvalidPath,
                    &format!("has the parameter `{segment}` twice"),
                    "give each path parameter its own name".to_owned(),
                );
            }
            Ok(segment) => segments.push(segment),
            Err((why, help)) => return fail(Code::InvalidPath, &why, help.to_owned()),
        }
    }
    Some(Path(segments))
}

fn segment(text: &str) -> Result<Segment, (String, &'static str)> {
    if let Some(name) = text.strip_prefix('{').and_then(|text| text.strip_suffix('}')) {
        if name.ends_with('+') {
            return Err((format!("has the greedy parameter `{text}`"), "name every segment: `{name}` stands for exactly one"));
        }
        let known = (1..=64).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'));
        return if known {
            Ok(Segment::Parameter(name.to_owned()))
        } else {
            Err((format!("has the parameter `{}`", shown(text)), "name a parameter with 1 to 64 letters, digits, - and _"))
        };
    }
    if text.is_empty() {
        return Err(("has an empty segment".to_owned(), "write one slash between two segments"));
    }
    if matches!(text, "." | "..") {
        return Err((format!("has the segment `{text}`, which clients resolve away"), "write the path that is meant"));
    }
    if text.bytes().all(|b| b.is_ascii_alphanumeric() || b"._:-".contains(&b)) {
        return Ok(Segment::Literal(text.to_owned()));
    }
    Err((
        format!("has the segment `{}`", shown(text)),
        "use letters, digits, `.`, `_`, `:` and `-`, or `{name}` for a whole segment",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(path: &str) -> Result<Path, Vec<Diagnostic>> {
        let mut out = Vec::new();
        resolve(path, &At::top(), &mut out).ok_or(out)
    }

    #[test]
    fn a_path_reads_back_as_it_was_written() {
        for path in ["/webhook", "/tenants/{tenant}/events", "/a.b_c:d-e/{x-y_1}", "/ping/x", "/v1/ping"] {
            assert_eq!(read(path).unwrap().to_string(), path);
        }
    }

    #[test]
    fn what_api_gateway_would_refuse_is_refused_here() {
        for path in [
            "",
            "/",
            "webhook",
            "/a/",
            "//a",
            "/a//b",
            "/a b",
            "/ä",
            "/{proxy+}",
            "/{}",
            "/x{y}",
            "/{x",
            "/..",
            "/{x}/{x}",
            "/ping",
            "/a$b",
            "/${x}",
        ] {
            let problems = read(path).unwrap_err();
            assert_eq!(problems.len(), 1, "{path}");
            assert!(problems[0].help.is_some(), "{path}");
        }
    }
}
