//! What is wrong with a text that is not JSON, in json-smart's words.

use super::{END, Reader};
use std::fmt;
use velocity::Exhausted;

/// Why a text cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReadError {
    /// It is not JSON. The message is the one that json-smart gives and that API Gateway writes to its log.
    Syntax(String),
    /// It holds a number that json-smart takes for one and Java refuses, such as `-.` or `1e+`.
    Number(String),
    /// It nests deeper than [`MAX_DEPTH`](super::MAX_DEPTH).
    TooDeep,
    /// The fuel is used up.
    Exhausted(Exhausted),
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ReadError::Syntax(message) => f.write_str(message),
            ReadError::Number(token) => write!(f, "no number: {token}"),
            ReadError::TooDeep => f.write_str("the JSON nests too deep"),
            ReadError::Exhausted(limit) => fmt::Display::fmt(limit, f),
        }
    }
}

impl std::error::Error for ReadError {}

impl From<Exhausted> for ReadError {
    fn from(limit: Exhausted) -> Self {
        ReadError::Exhausted(limit)
    }
}

/// What is in the way.
#[derive(Debug, Clone, Copy)]
pub(super) enum Reason {
    Character(char),
    Token(char),
    UnicodeEscape(char),
    End(&'static str),
}

impl Reader<'_, '_> {
    pub(super) fn syntax(&self, reason: Reason, position: i64) -> ReadError {
        ReadError::Syntax(match reason {
            Reason::Character(found) => format!("Unexpected character ({found}) at position {position}."),
            Reason::Token(found) => format!("Unexpected token {found} at position {position}."),
            Reason::UnicodeEscape(found) => format!("Unexpected unicode escape sequence {found} at position {position}."),
            Reason::End(found) => format!("Unexpected End Of File position {position}: {found}"),
        })
    }

    pub(super) fn unexpected_character(&self, position: i64) -> ReadError {
        self.syntax(Reason::Character(self.character()), position)
    }

    pub(super) fn end_of_file(&self, position: i64, found: &'static str) -> ReadError {
        self.syntax(Reason::End(found), position)
    }

    /// The UTF-16 unit that is looked at; half of a pair is the `?` that Java prints for it.
    pub(super) fn character(&self) -> char {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let end = rest.len().min(4);
        let next = rest.get(..end).and_then(|start| start.utf8_chunks().next()).and_then(|chunk| chunk.valid().chars().next());
        match next {
            Some(char) if char.len_utf16() == 1 => char,
            _ if rest.is_empty() => char::from(END),
            _ => '?',
        }
    }
}

/// The place of a byte in UTF-16 units. Behind the end, each step counts as one.
pub(super) fn position(bytes: &[u8], at: usize) -> i64 {
    let before = bytes.get(..at).unwrap_or(bytes);
    let units: usize = before.iter().map(|&byte| usize::from(byte & 0xC0 != 0x80) + usize::from(byte >= 0xF0)).sum();
    i64::try_from(units + (at - before.len())).unwrap_or(i64::MAX)
}
