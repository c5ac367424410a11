//! The page. Nothing runs in it but its own script, and nothing reaches it but the JSON API.

use super::reply::{Reply, guarded};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hyper::StatusCode;
use hyper::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderName, HeaderValue, REFERRER_POLICY};
use sha2::{Digest as _, Sha256};
use std::sync::LazyLock;

const PAGE: &str = include_str!("page.html");

/// Allows the page's own script and style, by their hashes.
static POLICY: LazyLock<Option<HeaderValue>> = LazyLock::new(|| {
    let (script, style) = (hash_of("script")?, hash_of("style")?);
    HeaderValue::try_from(format!(
        "default-src 'none'; script-src 'sha256-{script}'; style-src 'sha256-{style}'; connect-src 'self'; img-src data:; \
         base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ))
    .ok()
});

/// The page, or nothing at all if it could not be protected.
pub(super) fn answer() -> Reply {
    let Some(policy) = &*POLICY else { return guarded(StatusCode::INTERNAL_SERVER_ERROR, "text/plain", "") };
    let mut reply = guarded(StatusCode::OK, "text/html; charset=utf-8", PAGE);
    let headers = reply.headers_mut();
    headers.insert(CONTENT_SECURITY_POLICY, policy.clone());
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin"));
    reply
}

/// The hash of what stands in an element of the page, as a browser computes it.
fn hash_of(element: &str) -> Option<String> {
    let (_, rest) = PAGE.split_once(&format!("<{element}>"))?;
    let (content, _) = rest.split_once(&format!("</{element}>"))?;
    Some(STANDARD.encode(Sha256::digest(content)))
}

#[cfg(test)]
mod tests {
    use super::{PAGE, answer};

    #[test]
    fn the_page_holds_to_its_own_policy() {
        let policy = answer().headers()["content-security-policy"].to_str().unwrap().to_owned();
        assert_eq!(policy.matches("sha256-").count(), 2, "{policy}");
        for (element, times) in [("<script", 1), ("<style", 1), ("</script", 1), ("</style", 1)] {
            assert_eq!(PAGE.matches(element).count(), times, "{element}");
        }
        // The policy stops these, and what comes from a sender must never be read as HTML.
        for forbidden in
            [" style=", " onclick=", " onload=", "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("]
        {
            assert!(!PAGE.contains(forbidden), "{forbidden}");
        }
        assert!(!PAGE.contains("http://") && !PAGE.contains("https://"), "the page takes nothing from elsewhere");
    }
}
