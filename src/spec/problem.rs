//! What serde says about a shape, in the words of a spec's author.

use crate::diagnostic::{Code, Diagnostic, Place, did_you_mean};
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

    /// The same as a diagnostic at its place.
    pub(super) fn diagnostic(&self, at: Pointer) -> Diagnostic {
        match self {
            Problem::UnknownKey { key, known } => {
                let help = did_you_mean(key, known.iter().map(String::as_str))
                    .unwrap_or_else(|| format!("the keys here are {}", list(known)));
                Diagnostic::new(Code::UnknownKey, Place::Key(at), format!("unknown key `{key}`")).help(help)
            }
            Problem::UnknownValue { value, known } => {
                let help = did_you_mean(value, known.iter().map(String::as_str))
                    .unwrap_or_else(|| format!("write one of {}", list(known)));
                Diagnostic::new(Code::UnknownValue, Place::Value(at), format!("`{value}` is not one of {}", list(known)))
                    .help(help)
            }
            Problem::MissingKey(key) => {
                let message = match last_key(&at) {
                    Some(name) => format!("`{name}` lacks the key `{key}`"),
                    None => format!("the spec lacks the key `{key}`"),
                };
                Diagnostic::new(Code::MissingKey, Place::Key(at), message).help(format!("add `{key}: ...`"))
            }
            Problem::WrongType { found, expected } => {
                let name = match (last_key(&at), at.steps().last()) {
                    (Some(list), Some(Step::Index(_))) => format!("an item of `{list}`"),
                    (Some(key), _) => format!("`{key}`"),
                    (None, _) => "the spec".to_owned(),
                };
                let place = Place::Value(at);
                let help = if expected == "a text" && !found.starts_with("a ") {
                    "put it in quotes".to_owned()
                } else {
                    format!("write {expected}")
                };
                Diagnostic::new(Code::WrongType, place, format!("{name} must be {expected}, not {found}")).help(help)
            }
            Problem::Other(message) => Diagnostic::new(Code::WrongType, Place::Value(at), message.clone()),
        }
    }
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
