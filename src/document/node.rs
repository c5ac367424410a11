//! The tree that the scan builds.

use std::ops::Range;
use std::sync::OnceLock;

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
    /// Keys with values.
    Mapping(Mapping),
}

/// The entries of a mapping, in the order of the text.
#[derive(Debug, Default)]
pub struct Mapping {
    entries: Vec<Entry>,
    /// The positions of the entries, sorted by key; a thousand findings in a large mapping look for a thousand keys.
    order: OnceLock<Vec<usize>>,
}

impl Mapping {
    /// A mapping with these entries.
    pub fn new(entries: Vec<Entry>) -> Self {
        Mapping { entries, order: OnceLock::new() }
    }

    /// The first entry with this key.
    fn find(&self, key: &str) -> Option<&Entry> {
        let order = self.order.get_or_init(|| {
            let mut order: Vec<usize> = (0..self.entries.len()).collect();
            // Stable, so that of two entries with one key the first stays first.
            order.sort_by(|a, b| self.entries[*a].key.cmp(&self.entries[*b].key));
            order
        });
        let position = order.partition_point(|entry| self.entries[*entry].key.as_str() < key);
        order.get(position).map(|entry| &self.entries[*entry]).filter(|entry| entry.key == key)
    }
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

impl Entry {
    /// Whether it is a merge key, or an alias in the place of a key: what it brings in is not known here.
    pub fn is_expansion(&self) -> bool {
        matches!(self.key.as_str(), "" | "<<") && matches!(self.value.kind, Kind::Refused)
    }
}

impl Node {
    /// A value without quotes, as it was written.
    pub fn plain(&self) -> Option<&str> {
        match &self.kind {
            Kind::Scalar { text, plain: true } => Some(text),
            _ => None,
        }
    }

    /// Whether it is a text, number or boolean.
    pub fn is_scalar(&self) -> bool {
        matches!(self.kind, Kind::Scalar { .. })
    }

    /// The keys of a mapping; none for anything else.
    pub fn entries(&self) -> &[Entry] {
        match &self.kind {
            Kind::Mapping(mapping) => &mapping.entries,
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
        match &self.kind {
            Kind::Mapping(mapping) => mapping.find(key),
            _ => None,
        }
    }
}
