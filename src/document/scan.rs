//! YAML events to a tree of places.

use super::MAX_DEPTH;
use super::node::{Entry, Kind, Mapping, Node};
use crate::diagnostic::{Code, Diagnostic, Place, shown};
use saphyr_parser::{Event, Marker, Parser, ScalarStyle};
use std::collections::HashMap;
use std::ops::Range;

/// Reads the tree and everything in the text that a spec must not hold. Without a tree there is at least one error.
pub(super) fn scan(text: &str) -> (Option<Node>, Vec<Diagnostic>) {
    if let Some(diagnostic) = control_character(text) {
        return (None, vec![diagnostic]);
    }
    let mut scan = Scan { text, bytes: Bytes::new(text), open: Vec::new(), root: None, diagnostics: Vec::new() };
    scan.run();
    let Scan { root, mut diagnostics, .. } = scan;
    let whole = !diagnostics.iter().any(|diagnostic| ends_the_scan(diagnostic.code));
    if diagnostics.iter().any(|diagnostic| diagnostic.code == Code::InvalidYaml) {
        // What looks empty there is where the text stopped making sense.
        diagnostics.retain(|diagnostic| diagnostic.code != Code::EmptyValue);
    }
    if root.is_none() && diagnostics.is_empty() {
        diagnostics.push(empty_spec());
    }
    (root.filter(|_| whole), diagnostics)
}

/// The first character that a spec must not hold as it is: what YAML forbids (YAML 1.2.2, section 5.1), and what ends a
/// line for one reader and not for another, since text behind it could look like a comment and count as a key.
fn control_character(text: &str) -> Option<Diagnostic> {
    let (at, c) = text.char_indices().find(|(at, c)| match c {
        '\t' | '\n' => false,
        '\r' => text.as_bytes().get(at + 1) != Some(&b'\n'),
        '\u{2028}' | '\u{2029}' | '\u{fffe}' | '\u{ffff}' => true,
        c => c.is_control(),
    })?;
    let number = u32::from(c);
    let help = match c {
        '\0' => "save the file as UTF-8 text".to_owned(),
        '\r' => "end lines with a line feed, or with a carriage return and a line feed".to_owned(),
        _ => format!("remove it, or write `\\u{number:04X}` in a text between double quotes"),
    };
    let message = format!("not YAML: the control character U+{number:04X} must not stand in a spec");
    Some(Diagnostic::new(Code::InvalidYaml, Place::Span(at..at + c.len_utf8()), message).help(help))
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
    Mapping { start: usize, entries: Vec<Entry>, seen: HashMap<String, Range<usize>>, key: Option<Key> },
}

/// A key that waits for its value.
struct Key {
    text: String,
    span: Range<usize>,
    /// Whether it is a merge key or an alias; what stands behind it is not read.
    refused: bool,
}

struct Scan<'t> {
    text: &'t str,
    bytes: Bytes,
    open: Vec<Open>,
    root: Option<Node>,
    diagnostics: Vec<Diagnostic>,
}

impl Scan<'_> {
    fn run(&mut self) {
        let mut parser = Parser::new_from_str(self.text);
        let mut documents = 0;
        while let Some(next) = parser.next_event() {
            let (event, span) = match next {
                Ok(next) => next,
                Err(error) => {
                    let at = self.bytes.offset(error.marker());
                    self.not_yaml(error.info(), at);
                    return;
                }
            };
            let span = self.bytes.offset(&span.start)..self.bytes.offset(&span.end);
            match event {
                Event::DocumentStart(_) => {
                    documents += 1;
                    if documents > 1 {
                        self.report(
                            Code::SecondDocument,
                            span,
                            "a second document begins here",
                            "put it into a file of its own: one spec a file",
                        );
                        return;
                    }
                }
                Event::Alias(_) => {
                    self.alias(span.clone());
                    if self.expects_key() {
                        self.wait_for_value(Key { text: String::new(), span, refused: true });
                    } else {
                        self.value(Node { span, kind: Kind::Refused });
                    }
                }
                Event::Scalar(content, style, anchor, tag) => {
                    self.check_properties(&span, anchor, tag.is_some());
                    if tag.is_some() && !self.expects_key() {
                        // What it stands for is not what the spec says.
                        self.value(Node { span, kind: Kind::Refused });
                    } else {
                        self.scalar(span, content.into_owned(), style);
                    }
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

    /// The parser's reason, in the words of the rule where it is one of ours.
    fn not_yaml(&mut self, reason: &str, at: usize) {
        let rest = &self.text[at..];
        let word = at..at + rest.find(char::is_whitespace).unwrap_or(rest.len());
        // The parser marks a tab itself or what stands behind it.
        let tab = rest.starts_with('\t') || self.text[..at].ends_with('\t');
        let help = match reason {
            "while parsing node, found unknown anchor" => return self.alias(word),
            "the handle wasn't declared" => return self.tag(word),
            "recursion limit exceeded" => return self.too_deep(at..at),
            _ if tab => "write blanks instead of tabs",
            _ if reason.contains("escape code") => "write the character itself instead of an escape",
            _ if reason.contains("quoted scalar") => "look for a quote that was not closed",
            _ if reason.contains("flow") || reason.contains("bracket") => {
                "look for a bracket that was not closed, or put texts with `:`, `#` or `{` in quotes"
            }
            _ => "check the indentation, and put texts with `:`, `#` or `{` in quotes",
        };
        let message = format!("not YAML: {}", reason.replace("`@'", "`@`").replace("``'", "a backtick"));
        self.report(Code::InvalidYaml, at..at, message, help);
    }

    fn alias(&mut self, span: Range<usize>) {
        self.report(
            Code::AnchorOrAlias,
            span,
            "aliases are not allowed: a spec must not expand invisibly",
            "write the value out where it is used; a text that begins with `*` needs quotes",
        );
    }

    fn tag(&mut self, span: Range<usize>) {
        self.report(
            Code::Tag,
            span,
            "tags are not allowed: a spec holds plain text, numbers, lists and mappings",
            "remove the `!tag`; functions such as `!Ref` belong to the output, not to the spec",
        );
    }

    fn too_deep(&mut self, span: Range<usize>) {
        self.report(
            Code::NestedTooDeep,
            span,
            format!("nested more than {MAX_DEPTH} levels deep"),
            "the spec needs six levels; look for a bracket that was not closed",
        );
    }

    /// The anchor or the tag that a value begins with.
    fn property(&self, span: &Range<usize>, sign: char) -> Range<usize> {
        let value = &self.text[span.clone()];
        let word = value.split_whitespace().find(|word| word.starts_with(sign)).unwrap_or(value);
        let start = span.start + value.find(word).unwrap_or_default();
        start..start + word.len()
    }

    fn check_properties(&mut self, span: &Range<usize>, anchor: usize, tagged: bool) {
        if anchor > 0 {
            self.report(
                Code::AnchorOrAlias,
                self.property(span, '&'),
                "anchors are not allowed: a spec must not expand invisibly",
                "remove the `&name`, and write the value out where it is used",
            );
        }
        if tagged {
            self.tag(self.property(span, '!'));
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
            const NO_ITEM: &str = "write a value, or remove the item";
            let (place, message, help) = match self.open.last() {
                Some(Open::Mapping { key: Some(key), .. }) => (
                    key.span.clone(),
                    format!("`{}` has no value", shown(&key.text)),
                    "write a value, `{}` for a mapping with the defaults, or remove the key",
                ),
                // Behind a dash with nothing behind it.
                _ if span.is_empty() && self.text[..span.start].ends_with('-') => {
                    (span.start - 1..span.start, "the list item has no value".to_owned(), NO_ITEM)
                }
                _ => (span.clone(), "the list item has no value".to_owned(), NO_ITEM),
            };
            self.report(Code::EmptyValue, place, message, help);
            self.value(Node { span, kind: Kind::Refused });
            return;
        }
        self.value(Node { span, kind: Kind::Scalar { text: content, plain } });
    }

    fn expects_key(&self) -> bool {
        matches!(self.open.last(), Some(Open::Mapping { key: None, .. }))
    }

    fn key(&mut self, text: String, span: Range<usize>, style: ScalarStyle) {
        let plain = style == ScalarStyle::Plain;
        if plain && matches!(text.as_str(), "" | "~" | "null" | "Null" | "NULL") {
            self.report(Code::KeyNotText, span, "a key must be text, and this one is empty", "write a key in front of the `:`");
            return;
        }
        if plain && text.starts_with('?') {
            // Some readers take what stands behind it for the key.
            self.report(Code::KeyNotText, span, "a key must not begin with `?`", "remove the `?`, or put the key in quotes");
            return;
        }
        let refused = text == "<<" && plain;
        if refused {
            self.report(
                Code::MergeKey,
                span.clone(),
                "merge keys are not allowed: a spec must not expand invisibly",
                "write the keys out where they are used",
            );
        }
        if let Some(Open::Mapping { seen, .. }) = self.open.last_mut() {
            if let Some(first) = seen.get(&text) {
                self.diagnostics.push(
                    Diagnostic::new(
                        Code::DuplicateKey,
                        Place::Span(span.clone()),
                        format!("`{}` is written twice", shown(&text)),
                    )
                    .label(Place::Span(first.clone()), "first written here")
                    .help("keep one of the two"),
                );
            } else {
                seen.insert(text.clone(), span.clone());
            }
        }
        self.wait_for_value(Key { text, span, refused });
    }

    fn wait_for_value(&mut self, next: Key) {
        if let Some(Open::Mapping { key, .. }) = self.open.last_mut() {
            *key = Some(next);
        }
    }

    fn open(&mut self, collection: Open, span: &Range<usize>) {
        if self.expects_key() {
            self.report(Code::KeyNotText, span.clone(), "a key must be text", "write the key as one word or in quotes");
            return;
        }
        if self.open.len() >= MAX_DEPTH {
            self.too_deep(span.clone());
            return;
        }
        self.open.push(collection);
    }

    fn close(&mut self, end: usize) {
        let node = match self.open.pop() {
            Some(Open::Sequence { start, items }) => Node { span: start..end.max(start), kind: Kind::Sequence(items) },
            Some(Open::Mapping { start, entries, .. }) => {
                Node { span: start..end.max(start), kind: Kind::Mapping(Mapping::new(entries)) }
            }
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
                let Some(key) = key.take() else { return };
                if key.refused {
                    node.kind = Kind::Refused;
                }
                entries.push(Entry { key: key.text, key_span: key.span, value: node });
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
