//! What hookweir has to say about a spec: one code, one place, one message, and what to do about it.

mod code;

pub use code::{Code, Severity};

use crate::pointer::{At, Pointer};
use crate::target::Target;
use std::ops::Range;

/// Where a diagnostic points.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// The key that leads to a value.
    Key(Pointer),
    /// The value itself.
    Value(Pointer),
    /// Bytes of the text, where no pointer leads (yet).
    Span(Range<usize>),
}

/// A second place that helps to understand the first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Where it points.
    pub place: Place,
    /// What is to be seen there.
    pub message: String,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// What kind of finding it is.
    pub code: Code,
    /// Where it is.
    pub place: Place,
    /// What is wrong, in the words and numbers of the spec.
    pub message: String,
    /// Other places that matter.
    pub labels: Vec<Label>,
    /// What to do about it.
    pub help: Option<String>,
    /// The only target that it concerns; `None` for both.
    pub only: Option<Target>,
}

impl Diagnostic {
    /// A finding at a place.
    pub fn new(code: Code, place: Place, message: impl Into<String>) -> Self {
        Diagnostic { code, place, message: message.into(), labels: Vec::new(), help: None, only: None }
    }

    /// A finding at the key that leads to `at`.
    pub fn at_key(code: Code, at: &At<'_>, message: impl Into<String>) -> Self {
        Self::new(code, Place::Key(at.pointer()), message)
    }

    /// A finding at the value of `at`.
    pub fn at_value(code: Code, at: &At<'_>, message: impl Into<String>) -> Self {
        Self::new(code, Place::Value(at.pointer()), message)
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds a second place.
    #[must_use]
    pub fn label(mut self, place: Place, message: impl Into<String>) -> Self {
        self.labels.push(Label { place, message: message.into() });
        self
    }

    /// Says that it concerns one target alone.
    #[must_use]
    pub fn only(mut self, target: Target) -> Self {
        self.only = Some(target);
        self
    }

    /// How serious it is when both targets matter.
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }
}

/// Whether any of the findings stops the output.
pub fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|diagnostic| diagnostic.severity() == Severity::Error)
}

/// A text of the author's as a message shows it: what cannot be seen is escaped, and the end of a long one is left out.
pub fn shown(text: &str) -> String {
    const LONGEST: usize = 80;
    let mut shown = String::with_capacity(text.len().min(2 * LONGEST));
    for (count, c) in text.chars().enumerate() {
        match c {
            _ if count == LONGEST => {
                shown.push_str("...");
                break;
            }
            '"' | '\'' | '\\' => shown.push(c),
            c => shown.extend(c.escape_debug()),
        }
    }
    shown
}

/// A text of the author's between backticks, or the words for one that is empty.
pub fn quoted(text: &str) -> String {
    if text.is_empty() { "an empty text".to_owned() } else { format!("`{}`", shown(text)) }
}

/// A help line that names the known word closest to what was written, if one is close.
pub fn did_you_mean<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    const CLOSE_ENOUGH: f64 = 0.8;
    let folded = written.to_lowercase();
    known
        .into_iter()
        // Words of very different length are never close; this keeps a large list cheap.
        .filter(|word| word.len().abs_diff(written.len()) <= 3)
        .map(|word| (strsim::jaro_winkler(&folded, &word.to_lowercase()), word))
        .filter(|(score, _)| *score >= CLOSE_ENOUGH)
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, word)| format!("did you mean `{word}`?"))
}

#[cfg(test)]
mod tests {
    use super::{did_you_mean, shown};

    #[test]
    fn a_text_is_shown_as_it_was_written_unless_it_is_long_or_cannot_be_seen() {
        assert_eq!(shown("it's \"ä\" \\ 😀"), "it's \"ä\" \\ 😀");
        assert_eq!(shown("a\nb\u{1b}\u{202e}"), "a\\nb\\u{1b}\\u{202e}");
        assert_eq!(shown(&"x".repeat(81)), "x".repeat(80) + "...");
    }

    #[test]
    fn a_misspelt_word_is_answered_with_the_nearest_known_one() {
        let known = ["visibilityTimeout", "maxReceiveCount", "delay"];
        assert_eq!(did_you_mean("visibilityTimeot", known).as_deref(), Some("did you mean `visibilityTimeout`?"));
        assert_eq!(did_you_mean("VisibilityTimeout", known).as_deref(), Some("did you mean `visibilityTimeout`?"));
        assert_eq!(did_you_mean("colour", known), None);
    }
}
