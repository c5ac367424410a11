//! Texts that reach AWS: which characters each of them may hold.

use super::limits;
use crate::diagnostic::{Code, Diagnostic, Place, quoted, shown};
use crate::pointer::At;
use crate::spec::Text;
use std::collections::BTreeMap;

/// Whether every character of a text that is not empty is of a class, and the text is not too long.
pub(super) fn all_of(text: &str, longest: usize, class: impl Fn(char) -> bool) -> bool {
    !text.is_empty() && text.chars().count() <= longest && text.chars().all(class)
}

pub(super) fn is_stack_name(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_lowercase())
        && all_of(name, limits::STACK_NAME, |c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

pub(super) fn is_queue_name(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_alphabetic())
        && all_of(name, limits::QUEUE_NAME, |c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
}

pub(super) fn is_stage_name(name: &str) -> bool {
    all_of(name, limits::STAGE_NAME, |c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
}

pub(super) fn is_query_name(name: &str) -> bool {
    all_of(name, 128, |c| c.is_ascii_alphanumeric() || "._~-".contains(c))
}

/// One that stands unchanged in CloudFormation, where it begins with no capital letter as the resources do, and that has
/// one spelling with underscores.
pub(super) fn is_parameter_name(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_lowercase())
        && all_of(name, limits::PARAMETER_NAME, |c| c.is_ascii_alphanumeric())
}

/// The name of an IAM role.
pub(super) fn role_name(name: &str, at: &At<'_>) -> Option<Diagnostic> {
    let known = all_of(name, limits::ROLE_NAME, |c| c.is_ascii_alphanumeric() || "_+=,.@-".contains(c));
    (!known).then(|| {
        let help = match name.rsplit_once('/') {
            Some((arn, last)) if arn.starts_with("arn:") => format!("write the name alone: `{}`", shown(last)),
            _ => format!("use letters, digits and _+=,.@-, at most {} characters", limits::ROLE_NAME),
        };
        Diagnostic::at_value(Code::InvalidRoleName, at, format!("{} is not the name of a role", quoted(name))).help(help)
    })
}

/// A path such as `$.data.items[0].id`: names and indices only, so that nothing in it can end the text around it.
pub(super) fn is_json_path(path: &str) -> bool {
    let Some(mut rest) = path.strip_prefix('$') else { return false };
    if !rest.starts_with('.') || path.len() > 256 {
        return false;
    }
    while !rest.is_empty() {
        let (length, closed) = match rest.as_bytes()[0] {
            b'.' => (rest[1..].bytes().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-')).count(), 0),
            b'[' => {
                let digits = rest[1..].bytes().take_while(u8::is_ascii_digit).count();
                // An index that no reader of JSON has room for would fail each request.
                if digits > 4 || rest.as_bytes().get(digits + 1) != Some(&b']') {
                    return false;
                }
                (digits, 1)
            }
            _ => return false,
        };
        if length == 0 {
            return false;
        }
        rest = &rest[1 + length + closed..];
    }
    true
}

/// A header name that can be looked for without regard to its case.
pub(super) fn header_name(name: &str, at: &At<'_>) -> Option<Diagnostic> {
    (!all_of(name, limits::HEADER_NAME, |c| c.is_ascii_alphanumeric() || "_.-".contains(c)))
        .then(|| invalid_header(name, Place::Value(at.pointer()), "use letters, digits, -, _ and ."))
}

pub(super) fn invalid_header(name: &str, place: Place, help: &str) -> Diagnostic {
    Diagnostic::new(Code::InvalidHeaderName, place, format!("{} cannot name a header here", quoted(name))).help(help)
}

/// A media type without parameters (RFC 6838, section 4.2).
pub(super) fn content_type(name: &str, at: &At<'_>) -> Option<Diagnostic> {
    let part = |part: &str| all_of(part, 127, |c| c.is_ascii_alphanumeric() || "!#&^_.+-".contains(c));
    if name.split_once('/').is_some_and(|(kind, subtype)| part(kind) && part(subtype)) {
        return None;
    }
    let help = match name.split_once(';') {
        Some((bare, _)) => format!("write `{}`: parameters are ignored when a request is matched", bare.trim()),
        None if name.trim() != name => format!("write `{}`, without blanks around it", name.trim()),
        None if name.contains('*') => "name each media type: wildcards match nothing here".to_owned(),
        None => "write a media type such as application/json".to_owned(),
    };
    Some(Diagnostic::at_value(Code::InvalidContentType, at, format!("{} is not a media type", quoted(name))).help(help))
}

/// A name for a message attribute.
pub(super) fn attribute_name(name: &str, at: &At<'_>) -> Option<Diagnostic> {
    let lower = name.to_ascii_lowercase();
    let reserved = lower.starts_with("aws.") || lower.starts_with("amazon.");
    let dots = name.starts_with('.') || name.ends_with('.') || name.contains("..");
    let known = all_of(name, limits::ATTRIBUTE_NAME, |c| c.is_ascii_alphanumeric() || "_.-".contains(c));
    (!known || dots || reserved).then(|| {
        Diagnostic::at_key(Code::InvalidAttributeName, at, format!("{} cannot name a message attribute", quoted(name)))
            .help("use letters, digits, -, _ and single dots inside; names that start with AWS. or Amazon. are reserved")
    })
}

/// An address for e-mails, in its plain form.
pub(super) fn email(address: &str, at: &At<'_>) -> Option<Diagnostic> {
    let domain = |domain: &str| {
        domain.contains('.') && domain.split('.').all(|label| all_of(label, 63, |c| c.is_ascii_alphanumeric() || c == '-'))
    };
    let local = |local: &str| all_of(local, 64, |c| c.is_ascii_alphanumeric() || "._%+-".contains(c));
    let known = address.len() <= limits::EMAIL && address.split_once('@').is_some_and(|(who, host)| local(who) && domain(host));
    (!known).then(|| {
        Diagnostic::at_value(Code::InvalidEmail, at, format!("{} is not an e-mail address", quoted(address)))
            .help("write a plain address such as on-call@example.com")
    })
}

/// A control character, other than those allowed.
fn forbidden(text: &str, allowed: &str) -> Option<char> {
    text.chars().find(|c| (c.is_control() && !allowed.contains(*c)) || matches!(c, '\u{fffe}' | '\u{ffff}'))
}

fn invalid_text(c: char, at: &At<'_>) -> Diagnostic {
    Diagnostic::at_value(Code::InvalidText, at, format!("the character U+{:04X} cannot be carried here", u32::from(c)))
        .help("remove the control character")
}

fn too_long(what: &str, length: usize, longest: usize, unit: &str, at: &At<'_>) -> Diagnostic {
    Diagnostic::at_value(Code::InvalidText, at, format!("{what} has {length} {unit}, and at most {longest} are allowed"))
        .help(format!("shorten it to {longest} {unit}"))
}

pub(super) fn description(text: Text, at: &At<'_>, out: &mut Vec<Diagnostic>) -> Option<String> {
    if text.trim().is_empty() {
        out.push(
            Diagnostic::at_value(Code::InvalidText, at, "the description is empty")
                .help("say what the stack is for, or remove the key"),
        );
    } else if text.len() > limits::DESCRIPTION {
        out.push(too_long("the description", text.len(), limits::DESCRIPTION, "bytes", at));
    } else if let Some(c) = forbidden(&text, "\n\t") {
        out.push(invalid_text(c, at));
    } else {
        return Some(text.0);
    }
    None
}

/// The description or the default of a parameter.
pub(super) fn parameter_text(
    text: Text,
    what: &str,
    shortest: usize,
    longest: usize,
    at: &At<'_>,
    out: &mut Vec<Diagnostic>,
) -> Option<String> {
    if text.trim().len() < shortest {
        out.push(Diagnostic::at_value(Code::InvalidText, at, format!("{what} is empty")).help("write one, or remove the key"));
    } else if text.len() > longest {
        out.push(too_long(what, text.len(), longest, "bytes", at));
    } else if let Some(c) = forbidden(&text, "\n\t") {
        out.push(invalid_text(c, at));
    } else {
        return Some(text.0);
    }
    None
}

/// A constant body for the answer to a sender.
pub(super) fn response_body(text: Text, at: &At<'_>, out: &mut Vec<Diagnostic>) -> Option<String> {
    if text.len() > limits::RESPONSE_BODY {
        out.push(too_long("the body", text.len(), limits::RESPONSE_BODY, "bytes", at));
    } else if let Some(c) = forbidden(&text, "\n\r\t") {
        out.push(invalid_text(c, at));
    } else {
        return Some(text.0);
    }
    None
}

/// A constant value for a message attribute.
pub(super) fn attribute_value(text: Text, at: &At<'_>, out: &mut Vec<Diagnostic>) -> Option<String> {
    let length = text.chars().count();
    if text.is_empty() {
        out.push(
            Diagnostic::at_value(Code::InvalidText, at, "the value is empty, and SQS takes no empty attribute")
                .help("write a value"),
        );
    } else if length > limits::ATTRIBUTE_VALUE {
        out.push(too_long("the value", length, limits::ATTRIBUTE_VALUE, "characters", at));
    } else if let Some(c) = forbidden(&text, "\n\r\t") {
        out.push(invalid_text(c, at));
    } else {
        return Some(text.0);
    }
    None
}

/// A constant header value. API Gateway writes it between apostrophes and reads `${stageVariables..}` in it.
pub(super) fn header_value(text: &str, at: &At<'_>) -> Option<Diagnostic> {
    let printable = all_of(text, limits::HEADER_VALUE, |c| matches!(c, ' '..='~') && c != '\'');
    (!printable || text.contains("${")).then(|| {
        Diagnostic::at_value(Code::InvalidHeaderValue, at, format!("{} cannot be the value of a response header", quoted(text)))
            .help("use 1 to 1,024 printable ASCII characters without an apostrophe and without ${")
    })
}

/// Tags that SQS, IAM and API Gateway all take.
pub(super) fn tags(tags: BTreeMap<String, Text>, at: &At<'_>, out: &mut Vec<Diagnostic>) -> BTreeMap<String, String> {
    if tags.len() > limits::TAGS {
        out.push(
            Diagnostic::at_key(
                Code::InvalidTag,
                at,
                format!("{} tags, and a resource carries at most {}", tags.len(), limits::TAGS),
            )
            .help("remove some of them"),
        );
    }
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html: the narrowest of the services.
    let allowed = |text: &str| {
        text.chars().all(|c| c.is_alphanumeric() || (c.is_whitespace() && !c.is_control()) || "_.:/=+-@".contains(c))
    };
    let mut folded: BTreeMap<String, &str> = BTreeMap::new();
    for (key, value) in &tags {
        let here = at.key(key);
        if key.is_empty()
            || key.chars().count() > limits::TAG_KEY
            || !allowed(key)
            || key.to_ascii_lowercase().starts_with("aws:")
        {
            out.push(
                Diagnostic::at_key(Code::InvalidTag, &here, format!("{} cannot be the key of a tag", quoted(key)))
                    .help("use 1 to 128 letters, digits, spaces and _ . : / = + - @; keys that start with aws: are reserved"),
            );
        } else if let Some(first) = folded.insert(key.to_lowercase(), key) {
            out.push(
                Diagnostic::at_key(
                    Code::InvalidTag,
                    &here,
                    format!("`{key}` and `{first}` differ only in case, and IAM takes them as one"),
                )
                .label(Place::Key(at.key(first).pointer()), "the other one")
                .help("keep one of the two"),
            );
        }
        if value.chars().count() > limits::TAG_VALUE || !allowed(value) {
            out.push(
                Diagnostic::at_value(Code::InvalidTag, &here, format!("{} cannot be the value of a tag", quoted(value)))
                    .help("use at most 256 letters, digits, spaces and _ . : / = + - @"),
            );
        }
    }
    tags.into_iter().map(|(key, value)| (key, value.0)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_json_path_holds_names_and_indices_only() {
        for right in ["$.type", "$.data.items[0].id", "$.a-b_c[12][3]"] {
            assert!(is_json_path(right), "{right}");
        }
        for wrong in [
            "",
            "$",
            "type",
            "$[0]",
            "$.",
            "$..a",
            "$.a[",
            "$.a[]",
            "$.a[10000]",
            "$.a[x]",
            "$.a['b']",
            "$.a\")#end",
            "$.a.*",
            "$.ä",
        ] {
            assert!(!is_json_path(wrong), "{wrong}");
        }
    }
}
