//! Which template and which answer API Gateway picks.

use super::media_type::essence;

/// What becomes of a body that no template is written for.
/// <https://docs.aws.amazon.com/apigateway/latest/developerguide/integration-passthrough-behaviors.html>
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PassthroughBehavior {
    /// It is passed on as it is.
    WhenNoMatch,
    /// It is passed on when there is no template at all, and otherwise refused.
    WhenNoTemplates,
    /// It is refused.
    Never,
}

/// What happens to the body of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Selected<T> {
    /// A template makes a new one.
    Template(T),
    /// It is passed on as it is.
    Passthrough,
    /// 415 Unsupported Media Type.
    Unsupported,
}

/// The type of a request or an answer that names none.
const DEFAULT_TYPE: &str = "application/json";

/// The request template for a `Content-Type`. Whether API Gateway looks at the case of a type is unknown; here it does
/// not, as RFC 9110 has it.
pub fn request_template<'a, T>(
    templates: impl IntoIterator<Item = (&'a str, T)>,
    content_type: Option<&str>,
    behavior: PassthroughBehavior,
) -> Selected<T> {
    let wanted = content_type.map(essence).filter(|name| !name.is_empty()).unwrap_or(DEFAULT_TYPE);
    let mut any = false;
    for (name, template) in templates {
        any = true;
        if name.eq_ignore_ascii_case(wanted) {
            return Selected::Template(template);
        }
    }
    match behavior {
        PassthroughBehavior::WhenNoMatch => Selected::Passthrough,
        PassthroughBehavior::WhenNoTemplates if !any => Selected::Passthrough,
        PassthroughBehavior::WhenNoTemplates | PassthroughBehavior::Never => Selected::Unsupported,
    }
}

/// The response template for an `Accept`: the one of its first type, else the first of all. `None` passes the body on.
pub fn response_template<'a, T>(templates: impl IntoIterator<Item = (&'a str, T)>, accept: Option<&str>) -> Option<T> {
    let wanted = accept.map(essence).filter(|name| !name.is_empty()).unwrap_or(DEFAULT_TYPE);
    let mut first = None;
    for (name, template) in templates {
        if name.eq_ignore_ascii_case(wanted) {
            return Some(template);
        }
        first.get_or_insert(template);
    }
    first
}

/// A rule that leads from what the backend answered to a status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IntegrationResponse<'a> {
    /// The status that the caller sees.
    pub status: u16,
    /// A regular expression for the backend's status (for a Lambda function: its error message). `None` or an empty one
    /// makes this the default.
    pub selection_pattern: Option<&'a str>,
}

/// The position of the answer for what the backend said.
///
/// Of several patterns that match, the one with the lowest status wins, and any of them wins over the default. A pattern
/// covers the whole text: API Gateway's documentation and one report point there. `None` is API_CONFIGURATION_ERROR:
/// nothing matches, or the method has no response with that status.
pub fn integration_response(responses: &[IntegrationResponse<'_>], method_statuses: &[u16], said: &str) -> Option<usize> {
    let position = |wanted: &dyn Fn(Option<&str>) -> bool| {
        let found = responses.iter().enumerate().filter(|(_, response)| wanted(response.selection_pattern));
        found.min_by_key(|(_, response)| response.status).map(|(at, _)| at)
    };
    let of_pattern = |pattern: Option<&str>| pattern.is_some_and(|pattern| !pattern.is_empty() && covers(pattern, said));
    let is_default = |pattern: Option<&str>| pattern.is_none_or(str::is_empty);
    let at = position(&of_pattern).or_else(|| position(&is_default))?;
    method_statuses.contains(&responses.get(at)?.status).then_some(at)
}

fn covers(pattern: &str, text: &str) -> bool {
    // Nearly every pattern is a plain status.
    if pattern.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return pattern == text;
    }
    regex::Regex::new(&format!("^(?:{pattern})$")).is_ok_and(|pattern| pattern.is_match(text))
}
