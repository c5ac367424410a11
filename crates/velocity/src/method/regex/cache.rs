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
    /// The one that was used last is the last.
    static CACHE: RefCell<Vec<(Text, Rc<Program>)>> = const { RefCell::new(Vec::new()) };
}

/// The pattern that a text is.
pub(super) fn pattern(text: &Text, fuel: &mut Fuel) -> Result<Rc<Program>, Thrown> {
    let kept = CACHE.with_borrow_mut(|cache| {
        let at = cache.iter().position(|(other, _)| other == text)?;
        let found = cache.remove(at);
        let program = Rc::clone(&found.1);
        cache.push(found);
        Some(program)
    });
    if let Some(program) = kept {
        return Ok(program);
    }
    // Each character may stand for a class of hundreds of ranges.
    fuel.step(text.len_bytes() as u64 * 16)?;
    let program = parse(text).and_then(compile);
    let program = program.map_err(|message| Thrown::exception("PatternSyntaxException", format!("{message}: {text}")))?;
    let program = Rc::new(program);
    if text.len_bytes() <= LENGTH && program.instructions.len() <= LENGTH {
        CACHE.with_borrow_mut(|cache| {
            if cache.len() >= KEPT {
                cache.remove(0);
            }
            cache.push((text.clone(), Rc::clone(&program)));
        });
    }
    Ok(program)
}
