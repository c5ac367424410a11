//! The text of a spec to its typed form.
//!
//! A spec without mistakes takes one typed parse. Only when that fails is it read again entry by entry: each problem is
//! reported with its place, the node that caused it is set aside, and reading goes on, so that one run shows them all.

use super::problem::{Problem, is_beyond_64_bits};
use super::taken::Taken;
use super::{Endpoint, Queue, Spec};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::document::{Document, Kind, Node};
use crate::pointer::{Pointer, Step};
use serde::de::DeserializeOwned;
use serde_path_to_error::Segment;
use serde_yaml::{Mapping, Value};
use std::collections::{BTreeMap, BTreeSet};

/// So many problems are looked for in one entry before the rest is left for the next run.
const MAX_PROBLEMS_AN_ENTRY: usize = 50;

/// What could be read.
#[derive(Debug)]
pub struct Parsed {
    /// The spec without the entries that were set aside.
    pub spec: Spec,
    /// Whether nothing was set aside.
    pub complete: bool,
    /// The names of queues that are in the text and could not be read.
    pub set_aside: BTreeSet<String>,
    /// Whether there are mappings `queues` and `endpoints` in the text with nothing in them.
    pub empty: Empty,
    /// What was taken out of lists.
    pub taken: Taken,
    /// What is wrong with its shape.
    pub diagnostics: Vec<Diagnostic>,
    /// The files that the spec names, by the path that it gives, or why one cannot be read.
    pub files: BTreeMap<String, Result<Vec<u8>, String>>,
}

impl Parsed {
    /// Reads the files that the spec names, each once.
    pub fn read_files(&mut self, read: impl Fn(&str) -> Result<Vec<u8>, String>) {
        for path in self.spec.endpoints.values().filter_map(|endpoint| endpoint.request_schema.as_deref()) {
            self.files.entry(path.to_owned()).or_insert_with_key(|path| read(path));
        }
    }
}

/// The maps that hold nothing, though at least one entry is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Empty {
    /// `queues: {}`.
    pub queues: bool,
    /// `endpoints: {}`.
    pub endpoints: bool,
}

/// Reads the typed spec. `clean` says that the scan of the document found nothing.
pub fn parse(document: &Document, clean: bool) -> Parsed {
    let mut failure = None;
    if clean {
        match serde_yaml::from_str::<Spec>(document.text()) {
            Ok(spec) => {
                return Parsed {
                    empty: Empty { queues: spec.queues.is_empty(), endpoints: spec.endpoints.is_empty() },
                    spec,
                    complete: true,
                    set_aside: BTreeSet::new(),
                    taken: Taken::default(),
                    diagnostics: Vec::new(),
                    files: BTreeMap::new(),
                };
            }
            Err(error) => failure = Some(error),
        }
    }
    let mut entries = Entries { diagnostics: Vec::new(), taken: Taken::default() };
    let spec = document.root().map(|root| entries.spec(root)).unwrap_or_default();
    if let Some(error) = failure.filter(|_| entries.diagnostics.is_empty()) {
        // The two YAML readers disagree: the typed one is the one that counts.
        // It counts characters.
        let at = error.location().and_then(|location| document.text().char_indices().nth(location.index()));
        let at = at.map_or(document.text().len(), |(at, _)| at);
        let message = error.to_string();
        let message = message.split(" at line ").next().unwrap_or(&message);
        entries.diagnostics.push(
            Diagnostic::new(Code::InvalidYaml, Place::Span(at..at), format!("not YAML: {message}"))
                .help("check the indentation, and put texts with `:`, `#` or `{` in quotes"),
        );
    }
    let written = |name: &str| document.root().and_then(|root| root.entry(name)).map(|entry| &entry.value);
    let is_empty = |name: &str| written(name).is_some_and(|map| matches!(map.kind, Kind::Mapping(_)) && map.entries().is_empty());
    let empty = Empty { queues: is_empty("queues"), endpoints: is_empty("endpoints") };
    let named = written("queues").map(Node::entries).unwrap_or_default().iter().filter(|entry| !entry.is_expansion());
    let set_aside = named.map(|entry| entry.key.clone()).filter(|name| !spec.queues.contains_key(name)).collect();
    Parsed {
        spec,
        complete: false,
        set_aside,
        empty,
        taken: entries.taken,
        diagnostics: entries.diagnostics,
        files: BTreeMap::new(),
    }
}

struct Entries {
    diagnostics: Vec<Diagnostic>,
    taken: Taken,
}

impl Entries {
    fn spec(&mut self, root: &Node) -> Spec {
        let top = Pointer::default();
        if !matches!(root.kind, Kind::Mapping(_)) {
            let message = "a spec is a mapping with the keys `name`, `queues` and `endpoints`";
            self.diagnostics.push(
                Diagnostic::new(Code::WrongType, Place::Value(top), message)
                    .help("start from `hookweir init`, which prints a commented one"),
            );
            return Spec::default();
        }
        let mut rest = self.value(root, &top);
        // The two large maps are read entry by entry; what is left of the spec is read without them.
        for name in ["queues", "endpoints"] {
            if let Value::Mapping(map) = &mut rest
                && let Some(large @ Value::Mapping(_)) = map.get_mut(name)
            {
                *large = Value::Mapping(Mapping::new());
            }
        }
        let mut spec: Spec = self.read(rest, &top, root).unwrap_or_default();
        spec.queues = self.map::<Queue>(root, "queues");
        spec.endpoints = self.map::<Endpoint>(root, "endpoints");
        spec
    }

    fn map<T: DeserializeOwned>(&mut self, root: &Node, name: &str) -> BTreeMap<String, T> {
        let at = Pointer::default().key(name);
        let mut map = BTreeMap::new();
        for entry in root.entry(name).map(|entry| entry.value.entries()).unwrap_or_default() {
            if map.contains_key(&entry.key) || matches!(entry.value.kind, Kind::Refused) {
                continue;
            }
            let here = at.key(&entry.key);
            let whole = self.value(&entry.value, &here);
            if let Some(read) = self.read(whole, &here, &entry.value) {
                map.insert(entry.key.clone(), read);
            }
        }
        map
    }

    /// The value of a node, without what the scan refused.
    fn value(&mut self, node: &Node, at: &Pointer) -> Value {
        match &node.kind {
            Kind::Refused => Value::Null,
            Kind::Scalar { text, plain: false } => Value::String(text.clone()),
            Kind::Scalar { text, plain: true } => plain(text),
            Kind::Sequence(items) => {
                let mut list = Vec::with_capacity(items.len());
                for (index, item) in items.iter().enumerate() {
                    let step = Step::Index(index);
                    if matches!(item.kind, Kind::Refused) {
                        self.taken.add(at.clone(), &step);
                    } else {
                        list.push(self.value(item, &at.then(step)));
                    }
                }
                list.into()
            }
            Kind::Mapping(_) => {
                let mut map = Mapping::new();
                for entry in node.entries() {
                    if matches!(entry.value.kind, Kind::Refused) {
                        self.taken.add(at.clone(), &Step::Key(entry.key.clone()));
                    } else if !map.contains_key(entry.key.as_str()) {
                        let value = self.value(&entry.value, &at.key(&entry.key));
                        map.insert(entry.key.clone().into(), value);
                    }
                }
                Value::Mapping(map)
            }
        }
    }

    /// Reads one entry. Whatever is wrong in it is reported and taken out, until the rest can be read.
    fn read<T: DeserializeOwned>(&mut self, mut entry: Value, at: &Pointer, node: &Node) -> Option<T> {
        for _ in 0..MAX_PROBLEMS_AN_ENTRY {
            let error = match serde_path_to_error::deserialize::<_, T>(&entry) {
                Ok(read) => return Some(read),
                Err(error) => error,
            };
            let route = route(error.path());
            let problem = Problem::read(&error.inner().to_string());
            let place = self.taken.in_text(&route.iter().fold(at.clone(), |place, step| place.then(step.clone())));
            let written = find(node, &place.steps()[at.steps().len()..]);
            if let Problem::MissingKey(key) = &problem {
                // A key that is there was set aside because of what stands in it, and that has been reported; one that
                // a merge key brings in is there too.
                let there = |container: &Node| container.entries().iter().any(|entry| entry.key == *key || entry.is_expansion());
                if !written.is_some_and(there) {
                    self.diagnostics.push(problem.diagnostic(place.clone(), None));
                }
                if place.steps().is_empty()
                    && let (Value::Mapping(map), Some(value)) = (&mut entry, placeholder(key))
                {
                    map.insert(key.clone().into(), value);
                    continue;
                }
            } else {
                self.diagnostics.push(problem.diagnostic(place.clone(), written.and_then(Node::plain)));
            }
            if let Some((container, step)) = place.split_last() {
                self.taken.add(container, step);
            }
            // A mapping that lacks a key goes as a whole, since it cannot be read without it.
            if !remove(&mut entry, &route) {
                return None;
            }
        }
        None
    }
}

/// What stands for a required key at the top that is not there, so that the rest of the top is still read.
fn placeholder(key: &str) -> Option<Value> {
    match key {
        "name" => Some(Value::String(String::new())),
        "queues" | "endpoints" => Some(Value::Mapping(Mapping::new())),
        _ => None,
    }
}

fn route(path: &serde_path_to_error::Path) -> Vec<Step> {
    path.iter()
        .filter_map(|segment| match segment {
            Segment::Seq { index } => Some(Step::Index(*index)),
            Segment::Map { key } => Some(Step::Key(key.clone())),
            Segment::Enum { .. } | Segment::Unknown => None,
        })
        .collect()
}

fn find<'n>(node: &'n Node, route: &[Step]) -> Option<&'n Node> {
    route.iter().try_fold(node, |node, step| match step {
        Step::Key(key) => node.entry(key).map(|entry| &entry.value),
        Step::Index(index) => node.items().get(*index),
    })
}

fn remove(value: &mut Value, route: &[Step]) -> bool {
    let Some((last, parents)) = route.split_last() else { return false };
    let parent = parents.iter().try_fold(value, |value, step| match step {
        Step::Key(key) => value.get_mut(key.as_str()),
        Step::Index(index) => value.get_mut(*index),
    });
    match (parent, last) {
        (Some(Value::Mapping(map)), Step::Key(key)) => map.remove(key.as_str()).is_some(),
        (Some(Value::Sequence(items)), Step::Index(index)) if *index < items.len() => {
            items.remove(*index);
            true
        }
        _ => false,
    }
}

/// A scalar without quotes is what YAML says it is: a number, a boolean, or else a text.
fn plain(text: &str) -> Value {
    match serde_yaml::from_str::<Value>(text) {
        Ok(value @ (Value::Number(_) | Value::Bool(_))) => value,
        _ => match text.parse::<f64>() {
            // A number that is too large for an integer is still no text.
            Ok(number) if is_beyond_64_bits(text) => number.into(),
            _ => Value::String(text.to_owned()),
        },
    }
}
