//! The text of a spec and where everything stands in it.
//!
//! `scan` reads the YAML once as events and keeps, for every key and value, the bytes that it spans. It also refuses
//! what a spec must not hold although YAML has it: a spec that becomes infrastructure must not expand invisibly, so
//! anchors, aliases, merge keys and tags are errors, as are duplicate keys, empty values and a second document.

mod lines;
mod node;
mod scan;

pub use lines::{LineIndex, Position};
pub use node::{Entry, Kind, Mapping, Node};

use crate::diagnostic::{Code, Diagnostic, Place};
use crate::pointer::{Pointer, Step};
use std::ops::Range;

/// The largest spec that is read, in bytes (16 MiB): ten times what 10,000 endpoints need.
pub const MAX_BYTES: usize = 16 * 1024 * 1024;

/// The deepest nesting that is read; the spec language needs six levels.
pub const MAX_DEPTH: usize = 32;

/// A spec's text with the places of its parts.
#[derive(Debug)]
pub struct Document {
    text: String,
    root: Option<Node>,
}

impl Document {
    /// Reads a spec from bytes. The diagnostics tell what is wrong with it as a YAML text.
    pub fn read(bytes: &[u8]) -> (Document, Vec<Diagnostic>) {
        if bytes.len() > MAX_BYTES {
            let message = format!("the spec has {} bytes, and at most {MAX_BYTES} are read", bytes.len());
            let diagnostic =
                Diagnostic::new(Code::SpecTooLarge, Place::Span(0..0), message).help("split it into several specs, one a stack");
            return (Document { text: String::new(), root: None }, vec![diagnostic]);
        }
        match std::str::from_utf8(bytes) {
            // A byte order mark is no part of the text.
            Ok(text) => Self::scan(text.strip_prefix('\u{feff}').unwrap_or(text).to_owned()),
            Err(error) => {
                let at = error.valid_up_to();
                let text = String::from_utf8_lossy(bytes).into_owned();
                let shown = at..at + char::REPLACEMENT_CHARACTER.len_utf8();
                let diagnostic = Diagnostic::new(
                    Code::NotUtf8,
                    Place::Span(shown),
                    format!("byte 0x{:02X} at offset {at} is not UTF-8", bytes[at]),
                )
                .help("save the file as UTF-8");
                (Document { text, root: None }, vec![diagnostic])
            }
        }
    }

    fn scan(text: String) -> (Document, Vec<Diagnostic>) {
        let (root, diagnostics) = scan::scan(&text);
        (Document { text, root }, diagnostics)
    }

    /// The text without its byte order mark.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The tree of places; nothing when the text is not YAML.
    pub fn root(&self) -> Option<&Node> {
        self.root.as_ref()
    }

    /// The bytes that a place spans. A place that is not in the text yields the nearest one around it.
    pub fn span(&self, place: &Place) -> Range<usize> {
        match place {
            Place::Span(span) => span.clone(),
            Place::Key(pointer) => self.find(pointer).0,
            Place::Value(pointer) => {
                let (key, value) = self.find(pointer);
                match value {
                    // A block of several lines is shown by the key that leads to it.
                    Some(node) if node.is_scalar() || !self.text[node.span.clone()].contains('\n') => node.span.clone(),
                    _ => key,
                }
            }
        }
    }

    /// The span of the key (or list item) that a pointer ends at, and the node behind it.
    fn find(&self, pointer: &Pointer) -> (Range<usize>, Option<&Node>) {
        let mut key = 0..0;
        let Some(mut node) = self.root.as_ref() else { return (key, None) };
        if pointer.steps().is_empty() {
            key = node.entries().first().map_or(node.span.start..node.span.start, |first| first.key_span.clone());
        }
        for step in pointer.steps() {
            let next = match step {
                Step::Key(name) => node.entry(name).map(|entry| (entry.key_span.clone(), &entry.value)),
                Step::Index(index) => node.items().get(*index).map(|item| (item.span.clone(), item)),
            };
            let Some((span, value)) = next else { return (key, None) };
            (key, node) = (span, value);
        }
        (key, Some(node))
    }
}
