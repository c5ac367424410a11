//! A pattern as instructions for the matcher.

use super::ast::{Assertion, Fold, Kind};
use super::class::Class;
use super::fold;
use super::plan::Plan;

/// What one code point must be.
#[derive(Debug)]
pub(super) enum Test {
    Char(u32),
    /// Folded already.
    CharFold(u32, Fold),
    Class(Class),
}

impl Test {
    /// Whether the code point is one that it wants.
    pub(super) fn is(&self, point: u32) -> bool {
        match self {
            Test::Char(char) => point == *char,
            Test::CharFold(char, fold) => fold::folded(point, *fold) == *char,
            Test::Class(class) => class.contains(point),
        }
    }
}

/// One step of the matcher. Numbers of instructions are absolute.
#[derive(Debug)]
pub(super) enum Instruction {
    One(Test),
    /// As many as possible, or as few, of what takes one code point.
    Repeat {
        test: Test,
        min: u32,
        max: u32,
        kind: Kind,
    },
    Jump(usize),
    /// Tries the first, then the second.
    Split(usize, usize),
    /// The place is the start or the end of a group.
    Save(usize),
    Assert(Assertion),
    BackReference(usize, Fold),
    /// A loop starts: nothing is counted yet.
    LoopStart(usize),
    /// Whether the loop goes on with its body, which stands behind the [`Instruction::LoopBody`] behind this, or leaves it.
    LoopCheck {
        counter: usize,
        min: u32,
        max: u32,
        lazy: bool,
        exit: usize,
    },
    LoopBody(usize),
    /// The body is done: again, or out of the loop when the body took nothing.
    LoopEnd {
        counter: usize,
        check: usize,
        exit: usize,
    },
    /// What stands behind it, up to its [`Instruction::Done`], matches in one way only.
    Atomic {
        end: usize,
    },
    /// The same, but what it takes does not count.
    Ahead {
        negative: bool,
        end: usize,
    },
    /// What ends here, and takes as many code points. The most may have overflowed.
    Behind {
        negative: bool,
        min: u32,
        max: i32,
        end: usize,
    },
    /// The end of a part that runs on its own.
    Done,
    Match,
}

/// A pattern that can be run.
#[derive(Debug)]
pub(super) struct Program {
    pub(super) instructions: Vec<Instruction>,
    /// How many groups capture, besides the whole.
    pub(super) groups: usize,
    pub(super) counters: usize,
    pub(super) names: Vec<(String, usize)>,
    pub(super) plan: Plan,
}

impl Program {
    /// With what code point each match starts, if it is always the same.
    pub(super) fn first(&self) -> Option<u32> {
        match self.instructions.iter().find(|instruction| !matches!(instruction, Instruction::Save(_)))? {
            Instruction::One(Test::Char(point)) => Some(*point),
            Instruction::Repeat { test: Test::Char(point), min: 1.., .. } => Some(*point),
            _ => None,
        }
    }
}
