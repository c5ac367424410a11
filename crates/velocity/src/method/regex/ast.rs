//! What a regular expression of Java means.

use super::class::Class;

/// A part of a pattern.
#[derive(Debug, Clone)]
pub(super) enum Node {
    Empty,
    /// One code point, and how it is compared.
    Char(u32, Fold),
    Class(Box<Class>),
    /// `\R`: the end of a line, of one code point or of two.
    LineBreak,
    Concat(Vec<Node>),
    Alternate(Vec<Node>),
    Repeat {
        node: Box<Node>,
        min: u32,
        max: Option<u32>,
        kind: Kind,
    },
    /// A group that captures, by its number.
    Group(usize, Box<Node>),
    Look {
        ahead: bool,
        negative: bool,
        node: Box<Node>,
    },
    Atomic(Box<Node>),
    BackReference(usize, Fold),
    Assert(Assertion),
}

/// Whether letters of either case are the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fold {
    None,
    Ascii,
    Unicode,
}

/// In which order the numbers of repetitions are tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Greedy,
    Lazy,
    Possessive,
}

/// What must be so at a place. `unix` is for patterns to which only `\n` ends a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Assertion {
    Start,
    LineStart {
        unix: bool,
    },
    End,
    /// The end, or before a line terminator at the end.
    LastLineEnd {
        unix: bool,
    },
    LineEnd {
        unix: bool,
    },
    Word,
    NotWord,
    /// Where the match before this one ended.
    Continue,
}
