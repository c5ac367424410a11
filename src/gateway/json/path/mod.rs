//! Jayway's JsonPath, which `$input.json(path)` and `$input.path(path)` ask.
//!
//! The dialect differs from RFC 9535 in so much (paths without `$`, functions, `['a','b']` as one object, what is found in
//! which order, what counts as an error) that no library for that one serves. It is that of JsonPath 2.4, found by comparing.

mod arguments;
mod compile;
mod cursor;
mod error;
mod evaluate;
mod filter;
mod function;
mod node;
mod operator;
mod pattern;
mod scan;
mod token;

pub use error::PathError;

use cursor::Cursor;
use evaluate::Evaluation;
use token::Token;
use velocity::{Fuel, Value};

/// The longest path, in bytes. It keeps work in bounds that grows with the square of the length.
pub const MAX_LENGTH: usize = 8_192;

/// How deep brackets, filters and arguments may nest inside each other in a path.
const MAX_NESTING: usize = 32;

/// A path that was read and can be asked often.
#[derive(Debug)]
pub struct JsonPath {
    /// Whether it starts at the document (`$`) and not at the value that is looked at (`@`).
    from_document: bool,
    tokens: Vec<Token>,
    /// Whether it leads to one value. Any other path gives a list.
    definite: bool,
}

impl JsonPath {
    /// Reads a path. What does not start with `$` or `@` is read as if `$.` stood before it.
    ///
    /// # Errors
    /// When it is no path, or longer than [`MAX_LENGTH`].
    pub fn compile(path: &str) -> Result<JsonPath, PathError> {
        if path.is_empty() {
            return Err(PathError::invalid("the path is empty"));
        }
        let path = path.trim_matches(|char| char <= ' ');
        if path.len() > MAX_LENGTH {
            return Err(PathError::invalid("the path is too long"));
        }
        JsonPath::compile_inner(path, 0)
    }

    fn compile_inner(path: &str, nesting: usize) -> Result<JsonPath, PathError> {
        if nesting > MAX_NESTING {
            return Err(PathError::invalid("the path nests too deep"));
        }
        let rooted = if path.starts_with(['$', '@']) { path.to_owned() } else { format!("$.{path}") };
        let mut cursor = Cursor::new(&rooted);
        cursor.trim();
        if cursor.ends_with(b'.') {
            return Err(PathError::invalid("a path must not end with '.'"));
        }
        JsonPath::from_cursor(cursor, nesting)
    }

    fn from_cursor(cursor: Cursor<'_>, nesting: usize) -> Result<JsonPath, PathError> {
        let (from_document, tokens) = compile::Compiler { cursor, nesting, tokens: Vec::new() }.compile()?;
        let definite = (0..tokens.len()).all(|at| token::is_definite(&tokens, at));
        Ok(JsonPath { from_document, tokens, definite })
    }

    /// What the path leads to in a document; `None` when there is nothing.
    ///
    /// # Errors
    /// When the path asks for what cannot be, such as a filter on a text or the sum of nothing, and when the fuel is used up.
    pub fn find(&self, document: &Value, fuel: &mut Fuel) -> Result<Option<Value>, PathError> {
        let mut evaluation = Evaluation::new(document, fuel);
        match evaluation.value(self, document, false) {
            Ok(value) => Ok(Some(value)),
            Err(PathError::NotFound) => Ok(None),
            Err(error) => Err(error),
        }
    }
}
