//! The text of a spec to its typed form.
//!
//! A spec without mistakes takes one typed parse. Only when that fails is it read again entry by entry: each problem is
//! reported with its place, the node that caused it is set aside, and reading goes on, so that one run shows them all.

use super::problem::Problem;
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
    /// What was taken out of lists.
    pub taken: Taken,
    /// What is wrong with its shape.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads the typed spec. `clean` says that the scan of the document found nothing.
pub fn parse(document: &Document, clean: bool) -> Parsed {
    let mut failure = None;
    if clean {
        match serde_yaml::from_str::<Spec>(document.text()) {
            Ok(spec) => {
                return Parsed {
                    spec,
                    complete: true,
                    set_aside: BTreeSet::new(),
                    taken: Taken::default(),
                    diagnostics: Vec::new(),
                };
            }
            Err(error) => failure = Some(error),
        }
    }
    let mut entries = Entries { diagnostics: Vec::new(), taken: Taken::default() };
    let spec = document.root().map(|root| entries.spec(root)).unwrap_or_default();
    if let Some(error) = failure.filter(|_| entries.diagnostics.is_empty()) {
        // The two YAML readers disagree: the typed one is the one that counts.
        let at = error.location().map_or(0, |location| location.index().min(document.text().len()));
        entries.diagnostics.push(Diagnostic::new(Code::InvalidYaml, Place::Span(at..at), format!("not YAML: {error}")));
    }
    let named = document.root().and_then(|root| root.entry("queues")).map(|queues| queues.value.entries()).unwrap_or_default();
    let set_aside = named.iter().map(|entry| entry.key.clone()).filter(|name| !spec.queues.contains_key(name)).collect();
    Parsed { spec, complete: false, set_aside, taken: entries.taken, diagnostics: entries.diagnostics }
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
        let mut rest = value(root);
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
            if let Some(read) = self.read(value(&entry.value), &at.key(&entry.key), &entry.value) {
                map.insert(entry.key.clone(), read);
            }
        }
        map
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
            if let Problem::MissingKey(key) = &problem {
                // A key that is there was set aside because of what stands in it, and that has been reported.
                if find(node, &place.steps()[at.steps().len()..]).is_none_or(|container| container.entry(key).is_none()) {
                    self.diagnostics.push(problem.diagnostic(place));
                }
            } else {
                self.diagnostics.push(problem.diagnostic(place.clone()));
                if let Some((list, Step::Index(index))) = place.split_last() {
                    self.taken.add(list, *index);
                }
            }
            // A mapping that lacks a key goes as a whole, since it cannot be read without it.
            if !remove(&mut entry, &route) {
                return None;
            }
        }
        None
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

/// The value of a node, without what the scan refused.
fn value(node: &Node) -> Value {
    match &node.kind {
        Kind::Refused => Value::Null,
        Kind::Scalar { text, plain: false } => Value::String(text.clone()),
        Kind::Scalar { text, plain: true } => plain(text),
        Kind::Sequence(items) => {
            items.iter().filter(|item| !matches!(item.kind, Kind::Refused)).map(value).collect::<Vec<_>>().into()
        }
        Kind::Mapping(entries) => {
            let mut map = Mapping::new();
            for entry in entries.iter().filter(|entry| !matches!(entry.value.kind, Kind::Refused)) {
                if !map.contains_key(entry.key.as_str()) {
                    map.insert(entry.key.clone().into(), value(&entry.value));
                }
            }
            Value::Mapping(map)
        }
    }
}

/// A scalar without quotes is what YAML says it is: a number, a boolean, or else a text.
fn plain(text: &str) -> Value {
    match serde_yaml::from_str::<Value>(text) {
        Ok(value @ (Value::Number(_) | Value::Bool(_))) => value,
        _ => match text.parse::<f64>() {
            // A number that is too large for an integer is still no text.
            Ok(number) if text.bytes().all(|byte| byte.is_ascii_digit()) => number.into(),
            _ => Value::String(text.to_owned()),
        },
    }
}
