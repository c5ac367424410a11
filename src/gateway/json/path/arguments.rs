//! What stands in the brackets of a function.

use super::cursor::Cursor;
use super::token::Argument;
use super::{JsonPath, PathError};
use velocity::Text;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Json,
    Path,
}

/// Which brackets and quotes are open.
struct Open {
    round: usize,
    square: usize,
    curly: usize,
    quotes: usize,
}

impl Open {
    fn nothing_inside(&self) -> bool {
        self.square == 0 && self.curly == 0
    }
}

/// Reads the arguments behind an opening bracket. An argument that starts like neither a path nor an object, a number or a
/// text in double quotes is skipped.
pub(super) fn compile(cursor: &mut Cursor<'_>, nesting: usize) -> Result<Vec<Argument>, PathError> {
    let mut open = Open { round: 1, square: 0, curly: 0, quotes: 0 };
    let mut given = Vec::new();
    let mut kind = None;
    let mut text = Vec::new();
    let mut before = 0;
    let mut done = false;
    while cursor.in_bounds(cursor.at) && !done {
        let byte = cursor.current()?;
        cursor.at += 1;
        if kind.is_none() {
            kind = match byte {
                b' ' | b'\t' | b'\n' | b'\r' => continue,
                b'{' | b'0'..=b'9' | b'"' => Some(Kind::Json),
                b'$' | b'@' => Some(Kind::Path),
                _ => None,
            };
        }
        match byte {
            b'"' if before != b'\\' && open.quotes > 0 => open.quotes -= 1,
            b'"' => open.quotes += 1,
            b'(' => open.round += 1,
            b'{' => open.curly += 1,
            b'[' => open.square += 1,
            b'}' => open.curly = less(open.curly)?,
            b']' => open.square = less(open.square)?,
            b')' | b',' => {
                if byte == b')' {
                    open.round = less(open.round)?;
                    if open.round != 0 {
                        text.push(byte);
                    }
                }
                let last = open.round == 0 && byte == b')';
                if open.quotes == 0 && open.nothing_inside() && (last || open.round == 1) {
                    done = open.round == 0;
                    if let Some(kind) = kind.take() {
                        given.push(argument(kind, &std::mem::take(&mut text), nesting)?);
                    }
                }
            }
            _ => {}
        }
        if kind.is_some() && !(byte == b',' && open.nothing_inside() && open.round == 1) {
            text.push(byte);
        }
        before = byte;
    }
    if open.round != 0 || !open.nothing_inside() {
        return Err(PathError::invalid("the arguments of a function are not closed"));
    }
    Ok(given)
}

fn less(open: usize) -> Result<usize, PathError> {
    open.checked_sub(1).ok_or_else(|| PathError::invalid("a bracket closes that was not opened"))
}

fn argument(kind: Kind, text: &[u8], nesting: usize) -> Result<Argument, PathError> {
    let text = std::str::from_utf8(text).map_err(|_| PathError::invalid("an argument is no text"))?;
    if kind == Kind::Json {
        return Ok(Argument::Json(Text::from(text)));
    }
    if nesting >= super::MAX_NESTING {
        return Err(PathError::invalid("the path nests too deep"));
    }
    JsonPath::from_cursor(Cursor::new(text), nesting + 1).map(Argument::Path)
}
