//! Who may use the page and the JSON API: programs on the network that the server listens on, and of all web pages its own.
//!
//! Every page that a developer has open can send requests to this machine. Browsers tell where a request comes from, and
//! programs such as curl tell nothing, so whatever names another origin is refused. A page can also let its own name point
//! to this machine (DNS rebinding). Then it is of the same origin, but its name is in the header Host. Addresses and
//! `localhost` cannot be taken over like that.

use hyper::HeaderMap;
use hyper::header::{HOST, HeaderName, ORIGIN};
use hyper::http::uri::Authority;
use std::net::{IpAddr, Ipv6Addr};

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Why a request is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refused {
    /// It asks for a name that anybody could have made up.
    Host,
    /// It comes from a web page of another origin.
    Origin,
}

impl Refused {
    pub(super) fn text(self) -> &'static str {
        match self {
            Refused::Host => "this is served under an address or localhost only, such as http://127.0.0.1:8787/_hookweir/",
            Refused::Origin => "web pages of other origins may not use this",
        }
    }
}

/// Whether a request may go on. `navigation` is one for the page itself, which has no content to protect, and which a link
/// from anywhere may lead to.
pub(super) fn check(headers: &HeaderMap, navigation: bool) -> Result<(), Refused> {
    // Twice is never right.
    let one = |name: &HeaderName| {
        let mut values = headers.get_all(name).iter();
        match (values.next(), values.next()) {
            (None, _) => Ok(None),
            (Some(value), None) => value.to_str().map(Some).map_err(|_| ()),
            (Some(_), Some(_)) => Err(()),
        }
    };
    let host = one(&HOST).ok().flatten().filter(|host| is_local(host)).ok_or(Refused::Host)?;
    if navigation {
        return Ok(());
    }
    let same_origin = match one(&ORIGIN) {
        Ok(None) => true,
        Ok(Some(origin)) => origin.strip_prefix("http://").is_some_and(|origin| origin.eq_ignore_ascii_case(host)),
        Err(()) => false,
    };
    let same_site = matches!(one(&SEC_FETCH_SITE), Ok(None | Some("same-origin" | "none")));
    if same_origin && same_site { Ok(()) } else { Err(Refused::Origin) }
}

/// Whether a host is an address or `localhost`.
fn is_local(host: &str) -> bool {
    let Ok(authority) = host.parse::<Authority>() else { return false };
    if host.contains('@') {
        return false;
    }
    let name = authority.host().to_ascii_lowercase();
    match name.strip_prefix('[').and_then(|name| name.strip_suffix(']')) {
        Some(address) => address.parse::<Ipv6Addr>().is_ok(),
        None => name == "localhost" || name.ends_with(".localhost") || name.parse::<IpAddr>().is_ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Refused, check};
    use hyper::HeaderMap;
    use hyper::header::{HeaderName, HeaderValue};

    fn checked(headers: &[(&'static str, &'static str)]) -> Result<(), Refused> {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(HeaderName::from_static(name), HeaderValue::from_static(value));
        }
        check(&map, false)
    }

    #[test]
    fn programs_and_the_page_itself_may_go_on() {
        for host in ["127.0.0.1:8787", "localhost:8787", "LOCALHOST", "[::1]:8787", "192.168.0.7:8787", "hooks.localhost:1"] {
            assert_eq!(checked(&[("host", host)]), Ok(()), "{host}");
        }
        let own = [("host", "localhost:8787"), ("origin", "http://localhost:8787"), ("sec-fetch-site", "same-origin")];
        assert_eq!(checked(&own), Ok(()));
        assert_eq!(checked(&[("host", "localhost:8787"), ("sec-fetch-site", "none")]), Ok(()));
    }

    #[test]
    fn names_that_somebody_else_could_own_are_refused() {
        for host in [
            "evil.example:8787",
            "localhost.evil.example",
            "127.0.0.1.evil.example",
            "a@127.0.0.1",
            "",
            "1.2.3.4.5",
            "notlocalhost",
        ] {
            assert_eq!(checked(&[("host", host)]), Err(Refused::Host), "{host}");
        }
        assert_eq!(checked(&[]), Err(Refused::Host));
        assert_eq!(checked(&[("host", "localhost"), ("host", "evil.example")]), Err(Refused::Host));
    }

    #[test]
    fn other_origins_are_refused() {
        for origin in ["http://evil.example", "null", "http://localhost:3000", "https://localhost:8787", "http://localhost:87871"]
        {
            assert_eq!(checked(&[("host", "localhost:8787"), ("origin", origin)]), Err(Refused::Origin), "{origin}");
        }
        for site in ["cross-site", "same-site", "anything"] {
            assert_eq!(checked(&[("host", "localhost:8787"), ("sec-fetch-site", site)]), Err(Refused::Origin), "{site}");
        }
    }
}
