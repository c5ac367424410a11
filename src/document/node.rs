//! The tree that the scan builds.

use std::ops::Range;

/// A value of the spec with the bytes that it spans.
#[derive(Debug)]
pub struct Node {
    /// Where it stands.
    pub span: Range<usize>,
    /// What it is.
    pub kind: Kind,
}

/// The kinds of values.
#[derive(Debug)]
pub enum Kind {
    /// What a spec must not hold (an alias, nothing at all); the scan has reported it.
    Refused,
    /// A text, number or boolean, as it reads after YAML's own escapes.
    Scalar {
        /// The content.
        text: String,
        /// Whether it stands without quotes, so that `5` is a number.
        plain: bool,
    },
    /// A list.
    Sequence(Vec<Node>),
    /// Keys with values, in the order of the text.
    Mapping(Vec<Entry>),
}

/// One key of a mapping.
#[derive(Debug)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// Where the key stands.
    pub key_span: Range<usize>,
    /// The value behind it.
    pub value: Node,
}

impl Node {
    /// Whether it is a text, number or boolean.
    pub fn is_scalar(&self) -> bool {
        matches!(self.kind, Kind::Scalar { .. })
    }

    /// The keys of a mapping; none for anything else.
    pub fn entries(&self) -> &[Entry] {
        match &self.kind {
            Kind::Mapping(entries) => entries,
            _ => &[],
        }
    }

    /// The items of a sequence; none for anything else.
    pub fn items(&self) -> &[Node] {
        match &self.kind {
            Kind::Sequence(items) => items,
            _ => &[],
        }
    }

    /// The first entry with this key.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries().iter().find(|entry| entry.key == key)
    }
}
