//! What serde says about a shape, in the words of a spec's author.

use crate::diagnostic::{Code, Diagnostic, Place, did_you_mean, shown};
use crate::pointer::{Pointer, Step};

/// A reason why an entry could not be read.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Problem {
    UnknownKey { key: String, known: Vec<String> },
    UnknownValue { value: String, known: Vec<String> },
    MissingKey(String),
    WrongType { found: String, expected: String },
    Other(String),
}

impl Problem {
    /// Takes serde's message apart; its forms are fixed by the trait `serde::de::Error`.
    pub(super) fn read(message: &str) -> Problem {
        let quoted = |text: &str| -> Vec<String> { text.split('`').skip(1).step_by(2).map(str::to_owned).collect() };
        let first_and_rest = |text: &str| -> Option<(String, Vec<String>)> {
            let (name, rest) = text.split_once('`')?;
            Some((name.to_owned(), quoted(rest)))
        };
        if let Some((key, known)) = message.strip_prefix("unknown field `").and_then(first_and_rest) {
            return Problem::UnknownKey { key, known };
        }
        if let Some((value, known)) = message.strip_prefix("unknown variant `").and_then(first_and_rest) {
            return Problem::UnknownValue { value, known };
        }
        if let Some(key) = message.strip_prefix("missing field `").and_then(|rest| rest.split('`').next()) {
            return Problem::MissingKey(key.to_owned());
        }
        let typed = message.strip_prefix("invalid type: ").or_else(|| message.strip_prefix("invalid value: "));
        match typed.and_then(|rest| rest.rsplit_once(", expected ")) {
            Some((found, expected)) => Problem::WrongType { found: found_words(found), expected: expected_words(expected) },
            None => Problem::Other(message.to_owned()),
        }
    }

    /// The same as a diagnostic at its place. `written` is what stands there without quotes, in the author's own signs.
    pub(super) fn diagnostic(&self, at: Pointer, written: Option<&str>) -> Diagnostic {
        match self {
            Problem::UnknownKey { key, known } => {
                let help = did_you_mean(key, known.iter().map(String::as_str)).unwrap_or_else(|| match known.as_slice() {
                    [only] => format!("the only key here is `{only}`"),
                    _ => format!("the keys here are {}", list(known)),
                });
                Diagnostic::new(Code::UnknownKey, Place::Key(at), format!("unknown key `{}`", shown(key))).help(help)
            }
            Problem::UnknownValue { value, known } => {
                let help = did_you_mean(value, known.iter().map(String::as_str))
                    .unwrap_or_else(|| format!("write one of {}", list(known)));
                let message = format!("{} cannot be `{}`", name(&at), shown(value));
                Diagnostic::new(Code::UnknownValue, Place::Value(at), message).help(help)
            }
            Problem::MissingKey(key) => {
                let message = match last_key(&at) {
                    Some(name) => format!("`{}` lacks the key `{key}`", shown(name)),
                    None => format!("the spec lacks the key `{key}`"),
                };
                Diagnostic::new(Code::MissingKey, Place::Key(at), message).help(format!("add `{key}: ...`"))
            }
            Problem::WrongType { found, expected } => {
                let name = name(&at);
                let place = Place::Value(at);
                if let Some(number) = written.filter(|number| expected.starts_with("a whole number") && is_beyond_64_bits(number))
                {
                    // serde gives up on what does not fit into 64 bits.
                    let message = format!("{name} is {}, which is far from any limit", shown(number));
                    return Diagnostic::new(Code::OutOfRange, place, message).help("write a number of ordinary size");
                }
                let found = match (found.split_once(" number "), written) {
                    (Some(_), Some(number)) => format!("the number {}", shown(number)),
                    _ => shown(found),
                };
                let message = format!("{name} must be {expected}, not {found}");
                Diagnostic::new(Code::WrongType, place, message).help(way_out(&found, expected, written.is_none()))
            }
            Problem::Other(message) => Diagnostic::new(Code::WrongType, Place::Value(at), message.clone()),
        }
    }
}

/// What stands at a place, in words.
fn name(at: &Pointer) -> String {
    match (last_key(at), at.steps().last()) {
        (Some(list), Some(Step::Index(_))) => format!("an item of `{}`", shown(list)),
        (Some(key), _) => format!("`{}`", shown(key)),
        (None, _) => "the spec".to_owned(),
    }
}

/// What to write instead of something of the wrong type.
fn way_out(found: &str, expected: &str, quoted: bool) -> String {
    let text = found.strip_prefix("the text \"").and_then(|rest| rest.strip_suffix('"'));
    match (expected, text) {
        ("a text", None) if !found.starts_with("a ") => "put it in quotes".to_owned(),
        ("a whole number" | "a number", Some(text)) if quoted && is_whole_number(text) => "remove the quotes".to_owned(),
        ("a whole number", _) => "write digits alone, without a fraction, a zero in front or quotes".to_owned(),
        ("a whole number or a text with a unit", _) => {
            "write a whole number, or one with its unit such as 90s or 256KiB".to_owned()
        }
        ("a list", Some(text)) => format!("write `[{text}]`"),
        ("a list", None) => "write the items between brackets, or each behind a dash on its own line".to_owned(),
        ("a boolean", _) => "write `true` or `false`".to_owned(),
        ("a mapping", _) => "write keys with their values, such as `key: value`".to_owned(),
        _ => format!("write {expected}"),
    }
}

/// Digits, with or without a sign.
fn is_whole_number(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a text without quotes is a whole number that no key can mean; with a zero in front it is a text.
pub(super) fn is_beyond_64_bits(text: &str) -> bool {
    is_whole_number(text) && !text.trim_start_matches(['-', '+']).starts_with('0') && text.parse::<i64>().is_err()
}

fn last_key(at: &Pointer) -> Option<&str> {
    at.steps().iter().rev().find_map(|step| match step {
        Step::Key(key) => Some(key.as_str()),
        Step::Index(_) => None,
    })
}

fn list(words: &[String]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

fn expected_words(expected: &str) -> String {
    match expected {
        "i64" | "u64" => "a whole number",
        "f64" => "a number",
        "a sequence" => "a list",
        "a map" => "a mapping",
        "a boolean" => "true or false",
        "a Value::Tagged enum" => "a word",
        _ if expected.starts_with("struct ") => "a mapping",
        _ => expected,
    }
    .to_owned()
}

fn found_words(found: &str) -> String {
    match found {
        "sequence" => return "a list".to_owned(),
        "map" => return "a mapping".to_owned(),
        "unit value" => return "an empty value".to_owned(),
        _ => {}
    }
    for (prefix, word) in [("integer ", "the number"), ("floating point ", "the number"), ("boolean ", "the boolean")] {
        if let Some(value) = found.strip_prefix(prefix) {
            return format!("{word} {}", value.trim_matches('`'));
        }
    }
    match found.strip_prefix("string ") {
        Some(text) => format!("the text {text}"),
        None => found.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::Problem;

    #[test]
    fn the_messages_of_serde_are_taken_apart() {
        assert_eq!(
            Problem::read("unknown field `dely`, expected one of `delay`, `queue`"),
            Problem::UnknownKey { key: "dely".into(), known: vec!["delay".into(), "queue".into()] }
        );
        assert_eq!(Problem::read("missing field `queue`"), Problem::MissingKey("queue".into()));
        assert_eq!(
            Problem::read("invalid type: floating point `3.5`, expected i64"),
            Problem::WrongType { found: "the number 3.5".into(), expected: "a whole number".into() }
        );
        assert_eq!(
            Problem::read("invalid type: string \"a, expected b\", expected a sequence"),
            Problem::WrongType { found: "the text \"a, expected b\"".into(), expected: "a list".into() }
        );
    }
}
