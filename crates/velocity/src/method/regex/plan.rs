//! What a simple pattern is besides a program: ways to match it without the matcher.

use super::ast::{Assertion, Fold, Kind, Node};
use super::compile::test;
use super::parser::{Pattern, is_single};
use super::sequence::{Position, Sequence};

/// The simple ways of a pattern, where it has any.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// The only text that matches, case and all. It is not empty.
    pub(super) literal: Option<Box<str>>,
    /// The only texts that match as a whole.
    pub(super) words: Option<Vec<Word>>,
    /// One class after the other.
    pub(super) sequence: Option<Sequence>,
}

/// A text that a pattern matches.
#[derive(Debug)]
pub(super) struct Word {
    text: Box<str>,
    ignore_case: bool,
}

impl Word {
    /// Whether it is this text, in WTF-8.
    pub(super) fn is(&self, text: &[u8]) -> bool {
        let word = self.text.as_bytes();
        word == text || self.ignore_case && word.eq_ignore_ascii_case(text)
    }
}

impl Plan {
    pub(super) fn of(pattern: &Pattern) -> Plan {
        let mut parts = Vec::new();
        flatten(&pattern.node, &mut parts);
        let literal = word(&parts).filter(|word| pattern.groups == 0 && !word.ignore_case && !word.text.is_empty());
        let mut words = Vec::new();
        let words = collect(&pattern.node, &mut words).map(|()| words);
        let sequence = if words.is_none() { sequence(anchored(&parts)) } else { None };
        Plan { literal: literal.map(|word| word.text), words, sequence }
    }
}

/// The parts of a pattern, without the groups around them.
fn flatten<'a>(node: &'a Node, parts: &mut Vec<&'a Node>) {
    match node {
        Node::Empty => {}
        Node::Concat(nodes) => nodes.iter().for_each(|node| flatten(node, parts)),
        Node::Group(_, node) => flatten(node, parts),
        node => parts.push(node),
    }
}

/// Without what holds anyway where the parts match a whole text.
fn anchored<'a, 'n>(mut parts: &'a [&'n Node]) -> &'a [&'n Node] {
    while let [Node::Assert(Assertion::Start), rest @ ..] = parts {
        parts = rest;
    }
    while let [rest @ .., Node::Assert(Assertion::End | Assertion::LastLineEnd { .. })] = parts {
        parts = rest;
    }
    parts
}

fn collect(node: &Node, words: &mut Vec<Word>) -> Option<()> {
    let mut parts = Vec::new();
    flatten(node, &mut parts);
    match anchored(&parts) {
        [Node::Alternate(nodes)] => nodes.iter().try_for_each(|node| collect(node, words)),
        parts => {
            words.push(word(parts)?);
            Some(())
        }
    }
}

fn word(parts: &[&Node]) -> Option<Word> {
    let (mut text, mut exact, mut ignore_case) = (String::new(), false, false);
    for part in parts {
        let Node::Char(point, fold) = part else { return None };
        let char = char::from_u32(*point)?;
        match fold {
            Fold::None => exact |= char.is_ascii_alphabetic(),
            Fold::Ascii => ignore_case |= char.is_ascii_alphabetic(),
            Fold::Unicode => return None,
        }
        text.push(char);
    }
    (!(exact && ignore_case)).then(|| Word { text: text.into(), ignore_case })
}

fn sequence(parts: &[&Node]) -> Option<Sequence> {
    let mut found = Sequence::default();
    for &part in parts {
        let (node, min, max) = match part {
            Node::Repeat { kind: Kind::Possessive, .. } => return None,
            Node::Repeat { node, min, max, .. } => (&**node, *min, *max),
            node => (node, 1, Some(1)),
        };
        if !is_single(node) {
            return None;
        }
        let test = found.test(test(node.clone()));
        for _ in 0..min {
            found.push(Position { test, optional: false, many: false })?;
        }
        match max {
            None => found.push(Position { test, optional: true, many: true })?,
            Some(max) => {
                for _ in min..max {
                    found.push(Position { test, optional: true, many: false })?;
                }
            }
        }
    }
    Some(found)
}
