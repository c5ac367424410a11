//! Running a pattern over a text.

use super::ast::{Assertion, Fold, Kind};
use super::fold;
use super::program::{Instruction, Program, Test};
use crate::Fuel;
use crate::value::Thrown;

/// The most ways that may be left to try at a time. Java's stack ends long before.
const WAYS: usize = 1_000_000;
/// How many instructions make a step of fuel.
const TICKS: u32 = 8;

/// What is to be done, the last first, when the matcher cannot go on.
#[derive(Debug, Clone, Copy)]
enum Back {
    /// Go on there instead.
    Try { instruction: usize, at: usize },
    /// Go on behind a repetition that takes less.
    Less { instruction: usize, least: usize, at: usize },
    /// Go on behind a repetition that takes one more, of at most so many.
    More { instruction: usize, at: usize, left: u32 },
    /// Put back what a group held.
    Group { slot: usize, old: Option<usize> },
    /// Put back a counter.
    Counter { counter: usize, old: Counter },
}

/// How often the body of a loop ran, and where it started last.
#[derive(Debug, Clone, Copy, Default)]
struct Counter {
    count: u32,
    start: usize,
}

/// The places of groups: two for each, the first of which is the whole.
pub(super) type Groups = Vec<Option<usize>>;

/// Finds a pattern in a text.
pub(super) struct Matcher<'a> {
    program: &'a Program,
    text: &'a [u32],
    /// Where the last match ended.
    last: usize,
    /// Whether a match must reach the end.
    whole: bool,
    groups: Groups,
    counters: Vec<Counter>,
    back: Vec<Back>,
    ticks: u32,
}

impl<'a> Matcher<'a> {
    pub(super) fn new(program: &'a Program, text: &'a [u32]) -> Self {
        let groups = vec![None; 2 * (program.groups + 1)];
        let counters = vec![Counter::default(); program.counters];
        Matcher { program, text, last: 0, whole: false, groups, counters, back: Vec::new(), ticks: TICKS }
    }

    /// Whether the whole text matches.
    pub(super) fn matches(&mut self, fuel: &mut Fuel) -> Result<bool, Thrown> {
        self.whole = true;
        Ok(self.try_at(0, fuel)?.is_some())
    }

    /// The first match from a place on.
    pub(super) fn find(&mut self, from: usize, fuel: &mut Fuel) -> Result<Option<(usize, usize)>, Thrown> {
        let first = self.program.first();
        let mut at = from;
        while at <= self.text.len() {
            if let Some(first) = first {
                let rest = self.text.get(at..).unwrap_or_default();
                let skipped = rest.iter().position(|&point| point == first);
                fuel.scan(4 * skipped.unwrap_or(rest.len()))?;
                match skipped {
                    Some(skipped) => at += skipped,
                    None => return Ok(None),
                }
            }
            if let Some(end) = self.try_at(at, fuel)? {
                self.last = end;
                return Ok(Some((at, end)));
            }
            at += 1;
        }
        Ok(None)
    }

    /// What a group holds.
    pub(super) fn group(&self, number: usize) -> Option<&'a [u32]> {
        let (start, end) = self.span(number)?;
        self.text.get(start..end)
    }

    fn span(&self, number: usize) -> Option<(usize, usize)> {
        let slot = number.checked_mul(2)?;
        Some(((*self.groups.get(slot)?)?, (*self.groups.get(slot + 1)?)?))
    }

    fn try_at(&mut self, at: usize, fuel: &mut Fuel) -> Result<Option<usize>, Thrown> {
        self.groups.fill(None);
        self.back.clear();
        let end = self.run(0, at, fuel)?;
        if let (Some(end), [start, stop, ..]) = (end, self.groups.as_mut_slice()) {
            (*start, *stop) = (Some(at), Some(end));
        }
        Ok(end)
    }

    /// Runs from an instruction on. Answers where the match ends, and leaves on the stack what undoes it.
    fn run(&mut self, start: usize, from: usize, fuel: &mut Fuel) -> Result<Option<usize>, Thrown> {
        self.resume(start, from, self.back.len(), fuel)
    }

    /// Goes on with a run whose part of the stack starts at `bottom`.
    fn resume(&mut self, start: usize, from: usize, bottom: usize, fuel: &mut Fuel) -> Result<Option<usize>, Thrown> {
        let program = self.program;
        let (mut next, mut at) = (start, from);
        loop {
            self.tick(fuel)?;
            let instruction = program.instructions.get(next).unwrap_or(&Instruction::Match);
            let goes_on = match instruction {
                Instruction::Match if self.whole && at < self.text.len() => None,
                Instruction::Match | Instruction::Done => return Ok(Some(at)),
                Instruction::One(test) => self.one(test, at).then_some((next + 1, at + 1)),
                Instruction::Repeat { test, min, max, kind } => {
                    self.repeat(test, (*min, *max), *kind, at, next, fuel)?.map(|at| (next + 1, at))
                }
                Instruction::Jump(to) => Some((*to, at)),
                Instruction::Split(first, second) => {
                    self.back.push(Back::Try { instruction: *second, at });
                    Some((*first, at))
                }
                Instruction::Save(slot) => {
                    if let Some(place) = self.groups.get_mut(*slot) {
                        self.back.push(Back::Group { slot: *slot, old: place.replace(at) });
                    }
                    Some((next + 1, at))
                }
                Instruction::Assert(assertion) => self.holds(*assertion, at).then_some((next + 1, at)),
                Instruction::BackReference(group, fold) => self.same_as_group(*group, *fold, at, fuel)?.map(|at| (next + 1, at)),
                Instruction::LoopStart(counter) => {
                    self.set_counter(*counter, Counter::default());
                    Some((next + 1, at))
                }
                Instruction::LoopCheck { counter, min, max, lazy, exit } => {
                    let count = self.counter(*counter).count;
                    let body = next + 1;
                    Some(match (count < *min, count >= *max, lazy) {
                        (true, ..) => (body, at),
                        (_, true, _) => (*exit, at),
                        (_, _, false) => {
                            self.back.push(Back::Try { instruction: *exit, at });
                            (body, at)
                        }
                        (_, _, true) => {
                            self.back.push(Back::Try { instruction: body, at });
                            (*exit, at)
                        }
                    })
                }
                Instruction::LoopBody(counter) => {
                    let count = self.counter(*counter).count.saturating_add(1);
                    self.set_counter(*counter, Counter { count, start: at });
                    Some((next + 1, at))
                }
                Instruction::LoopEnd { counter, check, exit } => {
                    Some((if self.counter(*counter).start == at { *exit } else { *check }, at))
                }
                Instruction::Atomic { end } => self.alone(next + 1, at, false, fuel)?.map(|at| (*end, at)),
                Instruction::Ahead { negative, end } => {
                    let found = self.alone(next + 1, at, *negative, fuel)?.is_some();
                    (found != *negative).then_some((*end, at))
                }
                Instruction::Behind { negative, min, max, end } => {
                    let found = self.behind(next + 1, (*min, *max), at, *negative, fuel)?;
                    (found != *negative).then_some((*end, at))
                }
            };
            if self.back.len() > WAYS {
                return Err(Thrown::too_deep());
            }
            match goes_on.or_else(|| self.go_back(bottom)) {
                Some(there) => (next, at) = there,
                None => return Ok(None),
            }
        }
    }

    fn tick(&mut self, fuel: &mut Fuel) -> Result<(), Thrown> {
        self.ticks -= 1;
        if self.ticks == 0 {
            self.ticks = TICKS;
            fuel.step(1)?;
        }
        Ok(())
    }

    fn one(&self, test: &Test, at: usize) -> bool {
        self.text.get(at).is_some_and(|&point| test.is(point))
    }

    fn repeat(
        &mut self,
        test: &Test,
        (min, max): (u32, u32),
        kind: Kind,
        from: usize,
        instruction: usize,
        fuel: &mut Fuel,
    ) -> Result<Option<usize>, Thrown> {
        let wanted = if kind == Kind::Lazy { min } else { max };
        let mut at = from;
        while at - from < wanted as usize && self.one(test, at) {
            at += 1;
        }
        fuel.scan(8 * (at - from))?;
        let least = from.saturating_add(min as usize);
        if at < least {
            return Ok(None);
        }
        match kind {
            Kind::Greedy if at > least => self.back.push(Back::Less { instruction, least, at: at - 1 }),
            Kind::Lazy if max > min => self.back.push(Back::More { instruction, at, left: max - min }),
            _ => {}
        }
        Ok(Some(at))
    }

    /// Undoes up to the last way that was not tried.
    fn go_back(&mut self, bottom: usize) -> Option<(usize, usize)> {
        while self.back.len() > bottom {
            match self.back.pop()? {
                Back::Try { instruction, at } => return Some((instruction, at)),
                Back::Less { instruction, least, at } => {
                    if at > least {
                        self.back.push(Back::Less { instruction, least, at: at - 1 });
                    }
                    return Some((instruction + 1, at));
                }
                Back::More { instruction, at, left } => {
                    let Some(Instruction::Repeat { test, .. }) = self.program.instructions.get(instruction) else { continue };
                    if self.one(test, at) {
                        if left > 1 {
                            self.back.push(Back::More { instruction, at: at + 1, left: left - 1 });
                        }
                        return Some((instruction + 1, at + 1));
                    }
                }
                Back::Group { slot, old } => {
                    if let Some(place) = self.groups.get_mut(slot) {
                        *place = old;
                    }
                }
                Back::Counter { counter, old } => {
                    if let Some(place) = self.counters.get_mut(counter) {
                        *place = old;
                    }
                }
            }
        }
        None
    }

    fn counter(&self, counter: usize) -> Counter {
        self.counters.get(counter).copied().unwrap_or_default()
    }

    fn set_counter(&mut self, counter: usize, new: Counter) {
        if let Some(place) = self.counters.get_mut(counter) {
            let old = std::mem::replace(place, new);
            self.back.push(Back::Counter { counter, old });
        }
    }

    /// Runs a part on its own. Of the ways that it took none is tried again; what its groups hold stays, unless asked not.
    fn alone(&mut self, start: usize, at: usize, forget: bool, fuel: &mut Fuel) -> Result<Option<usize>, Thrown> {
        let bottom = self.back.len();
        let end = self.run(start, at, fuel)?;
        self.settle(bottom, forget);
        Ok(end)
    }

    /// Drops the ways that are left to try, and undoes what was done, or keeps what would undo it.
    fn settle(&mut self, bottom: usize, forget: bool) {
        if forget {
            while self.go_back(bottom).is_some() {}
            return;
        }
        let mut kept = bottom;
        for at in bottom..self.back.len() {
            if matches!(self.back.get(at), Some(Back::Group { .. } | Back::Counter { .. })) {
                self.back.swap(kept, at);
                kept += 1;
            }
        }
        self.back.truncate(kept);
    }

    /// Whether the part matches from somewhere before up to here.
    fn behind(&mut self, start: usize, (min, max): (u32, i32), at: usize, forget: bool, fuel: &mut Fuel) -> Result<bool, Thrown> {
        let bottom = self.back.len();
        // With Java's int, what overflows once reaches to the start, and what overflows twice reaches nowhere.
        let first = usize::try_from((at as i32).wrapping_sub(max)).unwrap_or(0);
        let from = (first..=at).rev().skip(min as usize);
        for from in from {
            let mut end = self.run(start, from, fuel)?;
            // Where it ends elsewhere, it may have other ways to match.
            while end.is_some_and(|end| end != at) {
                self.tick(fuel)?;
                end = match self.go_back(bottom) {
                    Some((next, at)) => self.resume(next, at, bottom, fuel)?,
                    None => None,
                };
            }
            if end.is_some() {
                self.settle(bottom, forget);
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Where the text goes on behind what a group holds; `None` when it is something else, or the group holds nothing.
    fn same_as_group(&mut self, group: usize, fold: Fold, at: usize, fuel: &mut Fuel) -> Result<Option<usize>, Thrown> {
        let Some((start, end)) = self.span(group) else { return Ok(None) };
        let stop = at + end.saturating_sub(start);
        fuel.scan(8 * (stop - at))?;
        let (Some(held), Some(here)) = (self.text.get(start..end), self.text.get(at..stop)) else { return Ok(None) };
        let same = held.iter().zip(here).all(|(&a, &b)| fold::folded(a, fold) == fold::folded(b, fold));
        Ok(same.then_some(stop))
    }

    fn holds(&self, assertion: Assertion, at: usize) -> bool {
        assertion.holds(self.text, at, self.last)
    }
}
