//! YAML events to a tree of places.

use super::MAX_DEPTH;
use super::node::{Entry, Kind, Node};
use crate::diagnostic::{Code, Diagnostic, Place};
use saphyr_parser::{Event, Marker, Parser, ScalarStyle};
use std::collections::HashMap;
use std::ops::Range;

/// Reads the tree and everything in the text that a spec must not hold. Without a tree there is at least one error.
pub(super) fn scan(text: &str) -> (Option<Node>, Vec<Diagnostic>) {
    let mut scan = Scan { bytes: Bytes::new(text), open: Vec::new(), root: None, documents: 0, diagnostics: Vec::new() };
    scan.run(text);
    let Scan { root, mut diagnostics, .. } = scan;
    let whole = !diagnostics.iter().any(|diagnostic| ends_the_scan(diagnostic.code));
    match root {
        Some(root) if whole => (Some(root), diagnostics),
        None if whole => {
            diagnostics.push(empty_spec());
            (None, diagnostics)
        }
        _ => (None, diagnostics),
    }
}

/// Behind these the tree would not be what the author sees.
fn ends_the_scan(code: Code) -> bool {
    matches!(code, Code::InvalidYaml | Code::NestedTooDeep | Code::KeyNotText)
}

fn empty_spec() -> Diagnostic {
    Diagnostic::new(Code::EmptySpec, Place::Span(0..0), "the spec is empty")
        .help("start from `hookweir init`, which prints a commented one")
}

/// A collection that is being read.
enum Open {
    Sequence { start: usize, items: Vec<Node> },
    Mapping { start: usize, entries: Vec<Entry>, seen: HashMap<String, Range<usize>>, key: Option<(String, Range<usize>)> },
}

struct Scan {
    bytes: Bytes,
    open: Vec<Open>,
    root: Option<Node>,
    documents: usize,
    diagnostics: Vec<Diagnostic>,
}

impl Scan {
    fn run(&mut self, text: &str) {
        let mut parser = Parser::new_from_str(text);
        while let Some(next) = parser.next_event() {
            let (event, span) = match next {
                Ok(next) => next,
                Err(error) => {
                    let at = self.bytes.offset(error.marker());
                    let message = format!("not YAML: {}", error.info());
                    self.report(
                        Code::InvalidYaml,
                        at..at,
                        message,
                        "check the indentation, and put texts with `:`, `#` or `{` in quotes",
                    );
                    return;
                }
            };
            let span = self.bytes.offset(&span.start)..self.bytes.offset(&span.end);
            if self.documents > 1 {
                self.report(
                    Code::SecondDocument,
                    span,
                    "a second document begins here",
                    "put it into a file of its own: one spec a file",
                );
                return;
            }
            match event {
                Event::DocumentStart(_) => {
                    self.documents += 1;
                    if self.documents > 1 {
                        // An explicit `---` is the place; the first event behind it may be far away.
                        continue;
                    }
                }
                Event::Alias(_) => {
                    self.report(
                        Code::AnchorOrAlias,
                        span.clone(),
                        "aliases are not allowed: a spec must not expand invisibly",
                        "write the value out where it is used",
                    );
                    if self.expects_key() {
                        self.key(String::new(), span, ScalarStyle::SingleQuoted);
                    } else {
                        self.value(Node { span, kind: Kind::Refused });
                    }
                }
                Event::Scalar(content, style, anchor, tag) => {
                    self.check_properties(&span, anchor, tag.is_some());
                    self.scalar(span, content.into_owned(), style);
                }
                Event::SequenceStart(anchor, tag) => {
                    self.check_properties(&span, anchor, tag.is_some());
                    self.open(Open::Sequence { start: span.start, items: Vec::new() }, &span);
                }
                Event::MappingStart(anchor, tag) => {
                    self.check_properties(&span, anchor, tag.is_some());
                    let mapping = Open::Mapping { start: span.start, entries: Vec::new(), seen: HashMap::new(), key: None };
                    self.open(mapping, &span);
                }
                Event::SequenceEnd | Event::MappingEnd => self.close(span.end),
                Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => {}
            }
            if self.diagnostics.last().is_some_and(|last| ends_the_scan(last.code)) {
                return;
            }
        }
    }

    fn report(&mut self, code: Code, span: Range<usize>, message: impl Into<String>, help: &str) {
        self.diagnostics.push(Diagnostic::new(code, Place::Span(span), message).help(help));
    }

    fn check_properties(&mut self, span: &Range<usize>, anchor: usize, tagged: bool) {
        if anchor > 0 {
            self.report(
                Code::AnchorOrAlias,
                span.clone(),
                "anchors are not allowed: a spec must not expand invisibly",
                "remove the `&name`, and write the value out where it is used",
            );
        }
        if tagged {
            self.report(
                Code::Tag,
                span.clone(),
                "tags are not allowed: a spec holds plain text, numbers, lists and mappings",
                "remove the `!tag`; functions such as `!Ref` belong to the output, not to the spec",
            );
        }
    }

    fn scalar(&mut self, span: Range<usize>, content: String, style: ScalarStyle) {
        if self.expects_key() {
            self.key(content, span, style);
            return;
        }
        let plain = style == ScalarStyle::Plain;
        if plain && matches!(content.as_str(), "" | "~" | "null" | "Null" | "NULL") {
            if self.open.is_empty() && self.root.is_none() && content.is_empty() {
                return; // an empty document, reported at the end
            }
            let (place, message) = match self.open.last() {
                Some(Open::Mapping { key: Some((key, key_span)), .. }) => (key_span.clone(), format!("`{key}` has no value")),
                _ => (span.clone(), "an empty value".to_owned()),
            };
            self.report(
                Code::EmptyValue,
                place,
                message,
                "write a value, `{}` for a mapping with the defaults, or remove the key",
            );
            self.value(Node { span, kind: Kind::Refused });
            return;
        }
        self.value(Node { span, kind: Kind::Scalar { text: content, plain } });
    }

    fn expects_key(&self) -> bool {
        matches!(self.open.last(), Some(Open::Mapping { key: None, .. }))
    }

    fn key(&mut self, content: String, span: Range<usize>, style: ScalarStyle) {
        if content == "<<" && style == ScalarStyle::Plain {
            self.report(
                Code::MergeKey,
                span.clone(),
                "merge keys are not allowed: a spec must not expand invisibly",
                "write the keys out where they are used",
            );
        }
        if let Some(Open::Mapping { seen, key, .. }) = self.open.last_mut() {
            if let Some(first) = seen.get(&content) {
                self.diagnostics.push(
                    Diagnostic::new(Code::DuplicateKey, Place::Span(span.clone()), format!("`{content}` is written twice"))
                        .label(Place::Span(first.clone()), "first written here")
                        .help("keep one of the two"),
                );
            } else {
                seen.insert(content.clone(), span.clone());
            }
            *key = Some((content, span));
        }
    }

    fn open(&mut self, collection: Open, span: &Range<usize>) {
        if self.expects_key() {
            self.report(Code::KeyNotText, span.clone(), "a key must be text", "write the key as one word or in quotes");
            return;
        }
        if self.open.len() >= MAX_DEPTH {
            self.report(
                Code::NestedTooDeep,
                span.clone(),
                format!("nested more than {MAX_DEPTH} levels deep"),
                "the spec needs six levels; look for a bracket that was not closed",
            );
            return;
        }
        self.open.push(collection);
    }

    fn close(&mut self, end: usize) {
        let node = match self.open.pop() {
            Some(Open::Sequence { start, items }) => Node { span: start..end.max(start), kind: Kind::Sequence(items) },
            Some(Open::Mapping { start, entries, .. }) => Node { span: start..end.max(start), kind: Kind::Mapping(entries) },
            None => return,
        };
        self.value(node);
    }

    fn value(&mut self, mut node: Node) {
        match self.open.last_mut() {
            None => {
                self.root.get_or_insert(node);
            }
            Some(Open::Sequence { items, .. }) => items.push(node),
            Some(Open::Mapping { entries, key, .. }) => {
                let (key, key_span) = key.take().unwrap_or_else(|| (String::new(), node.span.clone()));
                if key == "<<" {
                    node.kind = Kind::Refused;
                }
                entries.push(Entry { key, key_span, value: node });
            }
        }
    }
}

/// The parser counts characters; everything else here counts bytes.
struct Bytes {
    /// The byte offset of every character, unless the text is ASCII and both counts agree.
    offsets: Option<Vec<usize>>,
    len: usize,
}

impl Bytes {
    fn new(text: &str) -> Self {
        let offsets = (!text.is_ascii()).then(|| text.char_indices().map(|(at, _)| at).collect());
        Bytes { offsets, len: text.len() }
    }

    fn offset(&self, marker: &Marker) -> usize {
        match &self.offsets {
            None => marker.index().min(self.len),
            Some(offsets) => offsets.get(marker.index()).copied().unwrap_or(self.len),
        }
    }
}
