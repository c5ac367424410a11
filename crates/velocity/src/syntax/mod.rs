//! From the text of a template to its tree.
//!
//! Velocity's parser was generated from a grammar with lexical states, so its language is what that machine happens to do
//! at every `$`, `#` and blank. This one is therefore built in the same parts: tokens that depend on the state of the
//! lexer, a parser that looks a fixed number of tokens ahead, and a tree whose nodes know their tokens.

mod directive;
mod expression;
mod lexer;
mod lookahead;
mod matcher;
mod names;
mod parser;
mod reference;
mod statement;
mod string;
mod token;
pub(crate) mod tree;

pub(crate) use names::Names;
pub(crate) use parser::{Program, parse};

use crate::error::Place;

/// How deep blocks, parentheses, brackets, arguments and strings may nest inside each other.
pub(crate) const NESTING: usize = 100;

/// The line and column of a byte of a template.
pub(crate) fn place(text: &[u8], at: usize) -> Place {
    let mut place = Place::START;
    let mut before = 0;
    for &byte in text.iter().take(at) {
        let starts_character = byte & 0xC0 != 0x80;
        if byte == b'\n' && before == b'\r' {
            // The break was counted with the `\r`.
        } else if byte == b'\n' || byte == b'\r' {
            place = Place { line: place.line.saturating_add(1), column: 1 };
        } else if starts_character {
            place.column = place.column.saturating_add(1);
        }
        before = byte;
    }
    place
}
