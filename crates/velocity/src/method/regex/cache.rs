//! Patterns that were used lately.

use super::compile::compile;
use super::parser::parse;
use super::program::Program;
use crate::value::Thrown;
use crate::{Fuel, Text};
use std::cell::RefCell;
use std::rc::Rc;

/// How many are kept.
const KEPT: usize = 32;
/// The longest pattern that is kept.
const LENGTH: usize = 1_000;

thread_local! {
    static CACHE: RefCell<Cache> = const { RefCell::new(Cache { patterns: Vec::new(), now: 0 }) };
}

struct Cache {
    patterns: Vec<Kept>,
    /// How often the cache was asked.
    now: u64,
}

struct Kept {
    text: Text,
    program: Rc<Program>,
    /// When it was asked for last.
    used: u64,
}

impl Cache {
    fn get(&mut self, text: &Text) -> Option<Rc<Program>> {
        self.now += 1;
        // Mostly it is a constant of a template, which is the same text each time.
        let same = self.patterns.iter().position(|kept| kept.text.is_same(text));
        let at = same.or_else(|| self.patterns.iter().position(|kept| kept.text == *text))?;
        let kept = self.patterns.get_mut(at)?;
        kept.used = self.now;
        Some(Rc::clone(&kept.program))
    }

    fn put(&mut self, text: Text, program: Rc<Program>) {
        if self.patterns.len() >= KEPT
            && let Some((oldest, _)) = self.patterns.iter().enumerate().min_by_key(|(_, kept)| kept.used)
        {
            self.patterns.swap_remove(oldest);
        }
        self.patterns.push(Kept { text, program, used: self.now });
    }
}

/// The pattern that a text is.
pub(super) fn pattern(text: &Text, fuel: &mut Fuel) -> Result<Rc<Program>, Thrown> {
    let kept = CACHE.with_borrow_mut(|cache| cache.get(text));
    if let Some(program) = kept {
        return Ok(program);
    }
    // Each character may stand for a class of hundreds of ranges.
    fuel.step(text.len_bytes() as u64 * 16)?;
    let program = parse(text).and_then(compile);
    let program = program.map_err(|message| Thrown::exception("PatternSyntaxException", format!("{message}: {text}")))?;
    let program = Rc::new(program);
    if text.len_bytes() <= LENGTH && program.instructions.len() <= LENGTH {
        CACHE.with_borrow_mut(|cache| cache.put(text.clone(), Rc::clone(&program)));
    }
    Ok(program)
}
