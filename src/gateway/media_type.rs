//! Media types, as far as API Gateway looks at them.

/// The type without its parameters, such as `application/json` of `application/json; charset=utf-8`: nothing else of a
/// header decides (<https://docs.aws.amazon.com/apigateway/latest/developerguide/integration-passthrough-behaviors.html>).
/// Of a list, such as an `Accept` header has, the first.
pub fn essence(header: &str) -> &str {
    header.split([',', ';']).next().unwrap_or_default().trim()
}

/// Whether a media type is one of those that an API carries as bytes. `*/*` and `image/*` stand for many.
pub fn is_binary(media_type: &str, binary_media_types: &[String]) -> bool {
    binary_media_types.iter().any(|listed| match listed.strip_suffix("/*") {
        Some("*") => true,
        Some(family) => media_type.split_once('/').is_some_and(|(of, _)| of.eq_ignore_ascii_case(family)),
        None => media_type.eq_ignore_ascii_case(listed),
    })
}

#[cfg(test)]
mod tests {
    use super::{essence, is_binary};

    #[test]
    fn parameters_and_later_entries_do_not_count() {
        assert_eq!(essence(" application/json ;charset=utf-8"), "application/json");
        assert_eq!(essence("text/html, application/json"), "text/html");
        assert_eq!(essence(""), "");
    }

    #[test]
    fn a_star_stands_for_every_subtype() {
        let listed = |of: &str| is_binary("image/PNG", &[of.to_owned()]);
        assert!(listed("image/png") && listed("image/*") && listed("*/*"));
        assert!(!listed("image/jpeg") && !listed("application/*"));
    }
}
