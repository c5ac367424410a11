//! Patterns that are one class after the other, such as `[ \t]*[{].*[}]`: over a long text in ASCII they run as an automaton.

use super::program::Test;
use crate::value::Thrown;
use crate::{Fuel, Text};
use std::cell::OnceCell;

/// The most positions: the last bit of a [`Set`] stands for the end.
const POSITIONS: usize = 24;
/// The most states of an automaton.
const STATES: usize = 32;
/// Under this many bytes an automaton is not worth its making.
const SHORT: usize = 256;
/// Positions that may come next, a bit for each.
type Set = u32;

/// A place in a pattern, for one code point.
#[derive(Debug, Clone, Copy)]
pub(super) struct Position {
    /// The number of its test.
    pub(super) test: usize,
    /// Whether it may be left out.
    pub(super) optional: bool,
    /// Whether it may take more than one.
    pub(super) many: bool,
}

/// One position after the other.
#[derive(Debug, Default)]
pub(super) struct Sequence {
    tests: Vec<Test>,
    positions: Vec<Position>,
    /// Made for the first long text; `None` when it would have too many states.
    automaton: OnceCell<Option<Automaton>>,
}

#[derive(Debug)]
struct Automaton {
    /// What each state stands for. The first is the one without a way on, the second the start.
    sets: Vec<Set>,
    /// The state behind each byte. That of what is not ASCII is never asked for.
    rows: Vec<[u8; 256]>,
}

impl Sequence {
    /// Adds a test, and answers its number.
    pub(super) fn test(&mut self, test: Test) -> usize {
        self.tests.push(test);
        self.tests.len() - 1
    }

    /// Adds a position; `None` when there is no room.
    pub(super) fn push(&mut self, position: Position) -> Option<()> {
        if self.positions.len() >= POSITIONS {
            return None;
        }
        self.positions.push(position);
        Some(())
    }

    /// Whether the whole text matches; `None` when the matcher must say.
    pub(super) fn matches(&self, text: &Text, fuel: &mut Fuel) -> Result<Option<bool>, Thrown> {
        if text.len_bytes() < SHORT { Ok(None) } else { self.run(text, fuel) }
    }

    pub(super) fn run(&self, text: &Text, fuel: &mut Fuel) -> Result<Option<bool>, Thrown> {
        if !text.is_ascii() {
            return Ok(None);
        }
        let automaton = match self.automaton.get() {
            Some(automaton) => automaton,
            None => {
                let new = self.automaton(fuel)?;
                self.automaton.get_or_init(|| new)
            }
        };
        let Some(automaton) = automaton else { return Ok(None) };
        fuel.scan(text.len_bytes())?;
        Ok(self.ends(automaton, text))
    }

    fn ends(&self, automaton: &Automaton, text: &Text) -> Option<bool> {
        let (mut state, mut rest) = (1, text.as_wtf8());
        loop {
            let row = automaton.rows.get(usize::from(state))?;
            let stays = rest.iter().position(|&byte| row[usize::from(byte)] != state).unwrap_or(rest.len());
            rest = rest.get(stays..)?;
            let Some((&byte, tail)) = rest.split_first() else { break };
            match row[usize::from(byte)] {
                0 => return Some(false),
                next => (state, rest) = (next, tail),
            }
        }
        Some(automaton.sets.get(usize::from(state))? >> self.positions.len() & 1 == 1)
    }

    fn automaton(&self, fuel: &mut Fuel) -> Result<Option<Automaton>, Thrown> {
        let mut sets = vec![0, self.closed(1)];
        let mut rows = Vec::new();
        while let Some(&set) = sets.get(rows.len()) {
            fuel.step(128 + 16 * self.positions.len() as u64)?;
            let mut row = [0; 256];
            for (point, place) in row.iter_mut().take(128).enumerate() {
                let next = self.step(set, |test| test.is(point as u32));
                let state = sets.iter().position(|&known| known == next).unwrap_or_else(|| {
                    sets.push(next);
                    sets.len() - 1
                });
                *place = state as u8;
            }
            rows.push(row);
            if sets.len() > STATES {
                return Ok(None);
            }
        }
        Ok(Some(Automaton { sets, rows }))
    }

    /// Where it goes on behind a code point.
    fn step(&self, set: Set, is: impl Fn(&Test) -> bool) -> Set {
        let mut next = 0;
        for (at, position) in self.positions.iter().enumerate() {
            if set >> at & 1 == 1 && self.tests.get(position.test).is_some_and(&is) {
                next |= Set::from(position.many) << at | 1 << (at + 1);
            }
        }
        self.closed(next)
    }

    /// With the positions behind those that may be left out.
    fn closed(&self, mut set: Set) -> Set {
        for (at, position) in self.positions.iter().enumerate() {
            set |= (set >> at & Set::from(position.optional)) << (at + 1);
        }
        set
    }
}
