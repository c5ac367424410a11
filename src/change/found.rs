//! What is found about one element.

use super::{Change, Detail, Kind, Side};
use crate::pointer::Pointer;
use std::collections::BTreeMap;

/// What a change of a setting means, where it is more than an update.
pub(super) struct Verdict {
    kind: Kind,
    risk: bool,
    meaning: String,
}

/// More can be reached, or by more.
pub(super) fn widened(meaning: impl Into<String>) -> Verdict {
    Verdict { kind: Kind::Widened, risk: true, meaning: meaning.into() }
}

/// Less is kept, taken or protected.
pub(super) fn weakened(meaning: impl Into<String>) -> Verdict {
    Verdict { kind: Kind::Weakened, risk: true, meaning: meaning.into() }
}

/// Another one takes its place.
pub(super) fn replaced(meaning: impl Into<String>) -> Verdict {
    Verdict { kind: Kind::Replaced, risk: true, meaning: meaning.into() }
}

/// An update that somebody should know of.
pub(super) fn risky(meaning: impl Into<String>) -> Verdict {
    Verdict { kind: Kind::Updated, risk: true, meaning: meaning.into() }
}

/// A plain update whose values alone do not say it well.
pub(super) fn noted(meaning: impl Into<String>) -> Verdict {
    Verdict { kind: Kind::Updated, risk: false, meaning: meaning.into() }
}

/// An element that is in both specs, and what changes about it.
pub(super) struct Found<'a> {
    resource: &'static str,
    name: &'a str,
    pointer: Pointer,
    judged: Vec<Change>,
    updated: Vec<(Detail, Pointer)>,
}

impl<'a> Found<'a> {
    pub(super) fn new(resource: &'static str, name: &'a str, pointer: Pointer) -> Self {
        Found { resource, name, pointer, judged: Vec::new(), updated: Vec::new() }
    }

    /// A setting with its values; nothing when they agree. Without a verdict it is an update.
    pub(super) fn setting(&mut self, keys: &[&str], old: Option<String>, new: Option<String>, verdict: Option<Verdict>) {
        if old == new {
            return;
        }
        let pointer = keys.iter().fold(self.pointer.clone(), |pointer, key| pointer.key(key));
        let detail = Detail { setting: keys.join("."), old, new };
        match verdict {
            None => self.updated.push((detail, pointer)),
            Some(verdict) => self.judged.push(Change {
                kind: verdict.kind,
                resource: self.resource,
                name: self.name.to_owned(),
                details: vec![detail],
                meaning: verdict.meaning,
                risk: verdict.risk,
                side: Side::New,
                pointer,
            }),
        }
    }

    /// A setting that is always set.
    pub(super) fn value<T: Into<String>>(&mut self, keys: &[&str], old: T, new: T, verdict: Option<Verdict>) {
        self.setting(keys, Some(old.into()), Some(new.into()), verdict);
    }

    /// A number or a boolean.
    pub(super) fn plain<T: ToString + Copy>(&mut self, keys: &[&str], old: T, new: T, verdict: Option<Verdict>) {
        self.value(keys, old.to_string(), new.to_string(), verdict);
    }

    /// Hands on what was found: each verdict by itself, and all plain updates as one.
    pub(super) fn finish(mut self, out: &mut Vec<Change>) {
        out.append(&mut self.judged);
        let pointer = match self.updated.as_slice() {
            [] => return,
            [(_, only)] => only.clone(),
            _ => self.pointer,
        };
        out.push(Change {
            kind: Kind::Updated,
            resource: self.resource,
            name: self.name.to_owned(),
            details: self.updated.into_iter().map(|(detail, _)| detail).collect(),
            meaning: String::new(),
            risk: false,
            side: Side::New,
            pointer,
        });
    }
}

/// An element that leaves.
pub(super) fn deleted(resource: &'static str, name: &str, pointer: Pointer, meaning: impl Into<String>, risk: bool) -> Change {
    whole(Kind::Deleted, resource, name, pointer, meaning.into(), risk, Side::Old)
}

/// An element that is new.
pub(super) fn created(resource: &'static str, name: &str, pointer: Pointer, meaning: impl Into<String>, risk: bool) -> Change {
    whole(Kind::Created, resource, name, pointer, meaning.into(), risk, Side::New)
}

/// An element that is new and lets somebody reach more.
pub(super) fn opened(resource: &'static str, name: &str, pointer: Pointer, meaning: impl Into<String>) -> Change {
    whole(Kind::Widened, resource, name, pointer, meaning.into(), true, Side::New)
}

fn whole(kind: Kind, resource: &'static str, name: &str, pointer: Pointer, meaning: String, risk: bool, side: Side) -> Change {
    Change { kind, resource, name: name.to_owned(), details: Vec::new(), meaning, risk, side, pointer }
}

/// The elements of both sides by their keys, sorted.
pub(super) fn pairs<'s, K: Ord, T>(
    old: impl IntoIterator<Item = (K, &'s T)>,
    new: impl IntoIterator<Item = (K, &'s T)>,
) -> BTreeMap<K, (Option<&'s T>, Option<&'s T>)> {
    let mut pairs: BTreeMap<K, (Option<&T>, Option<&T>)> = BTreeMap::new();
    for (key, element) in old {
        pairs.entry(key).or_default().0 = Some(element);
    }
    for (key, element) in new {
        pairs.entry(key).or_default().1 = Some(element);
    }
    pairs
}
