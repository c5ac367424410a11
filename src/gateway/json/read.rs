//! Reading JSON as json-smart does in its permissive mode.
//!
//! Nearly everything is JSON to it: text without quotes, single quotes, commas too many, anything behind the first value.
//! What it does with each byte was found by comparing with json-smart 2.3 and is kept, however odd: a sender's odd body is
//! exactly what a simulation has to get right.

mod error;
mod number;
mod string;

pub use error::ReadError;

use super::write;
use error::{Reason, position};
use velocity::value::Number;
use velocity::{Fuel, List, Map, Text, Value};

/// How deep arrays and objects may nest. json-smart 2.3 has no limit of its own and ends where Java's stack ends, which on
/// AWS is at an unknown depth.
pub const MAX_DEPTH: usize = 3_000;

/// About what an array, an object or a member takes beside its values.
const OVERHEAD: usize = 64;

/// U+001A stands for the end of the text, even where it is a character of the text.
const END: u8 = 0x1A;

/// Reads a text as JSON. Only text that starts like an object, an array or a quoted string can fail to be JSON; any other is
/// a string.
///
/// # Errors
/// When json-smart would throw, when the text nests deeper than [`MAX_DEPTH`], and when the fuel is used up.
pub fn read(text: &Text, fuel: &mut Fuel) -> Result<Value, ReadError> {
    Reader { bytes: text.as_wtf8(), unicode: text.as_str(), at: 0, fuel }.document()
}

/// Where text without quotes ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stop {
    Document,
    Key,
    Member,
    Item,
}

impl Stop {
    fn at(self, byte: u8) -> bool {
        match byte {
            END => true,
            b':' => self == Stop::Key,
            b',' => matches!(self, Stop::Member | Stop::Item),
            b'}' => self == Stop::Member,
            b']' => self == Stop::Item,
            _ => false,
        }
    }
}

/// An array or object that is not closed yet.
enum Open {
    Array(Vec<Value>),
    Object(Map, Text),
}

/// What begins at a place.
enum Begun {
    Value(Value),
    Array,
    Object,
}

struct Reader<'a, 'f> {
    bytes: &'a [u8],
    /// The same, when it is Unicode.
    unicode: Option<&'a str>,
    /// The byte that is looked at. It may lie behind the end.
    at: usize,
    fuel: &'f mut Fuel,
}

impl Reader<'_, '_> {
    /// The first value and nothing behind it: what follows is not looked at.
    fn document(&mut self) -> Result<Value, ReadError> {
        let mut open: Vec<Open> = Vec::new();
        let mut begun = self.begin(Stop::Document)?;
        loop {
            let mut closed = match begun {
                Begun::Value(value) => Some(value),
                Begun::Array => {
                    self.fuel.grow(OVERHEAD)?;
                    open.push(Open::Array(Vec::new()));
                    None
                }
                Begun::Object => {
                    self.fuel.grow(OVERHEAD)?;
                    open.push(Open::Object(Map::new(), Text::default()));
                    None
                }
            };
            if open.len() > MAX_DEPTH {
                return Err(ReadError::TooDeep);
            }
            self.fuel.step(1)?;
            self.fuel.grow(size_of::<Value>())?;
            begun = loop {
                let next = match open.last_mut() {
                    None => return Ok(closed.unwrap_or_default()),
                    Some(Open::Array(items)) => {
                        match closed.take() {
                            Some(value) => items.push(value),
                            None => self.at += 1,
                        }
                        self.item()?
                    }
                    Some(Open::Object(map, key)) => match closed.take() {
                        Some(value) => {
                            map.put(std::mem::take(key), value);
                            match self.behind_member()? {
                                true => self.member(key)?,
                                false => None,
                            }
                        }
                        None => self.member(key)?,
                    },
                };
                match next {
                    Some(begun) => break begun,
                    None => {
                        closed = open.pop().map(|container| match container {
                            Open::Array(items) => Value::List(List::with_printer(items, write::print_array)),
                            Open::Object(map, _) => Value::Map(map),
                        });
                    }
                }
            };
        }
    }

    /// The next item of an array; `None` when the array ends here.
    fn item(&mut self) -> Result<Option<Begun>, ReadError> {
        loop {
            match self.byte() {
                b' ' | b'\r' | b'\n' | b'\t' | b',' => self.at += 1,
                b']' => {
                    self.at += 1;
                    return Ok(None);
                }
                _ => return self.begin(Stop::Item).map(Some),
            }
        }
    }

    /// The next member of an object, behind `{` or a comma; `None` when the object ends here.
    fn member(&mut self, key: &mut Text) -> Result<Option<Begun>, ReadError> {
        loop {
            self.at += 1;
            match self.byte() {
                b' ' | b'\r' | b'\n' | b'\t' | b',' => {}
                b'}' => {
                    self.at += 1;
                    return Ok(None);
                }
                b':' | b']' | b'[' | b'{' => return Err(self.unexpected_character(self.position())),
                _ => break,
            }
        }
        self.fuel.grow(OVERHEAD)?;
        *key = match self.byte() {
            b'"' | b'\'' => self.quoted()?,
            _ => self.bare_text(Stop::Key)?,
        };
        self.skip_controls();
        match self.byte() {
            b':' => {}
            END => return Err(self.end_of_file(self.position() - 1, "null")),
            _ => return Err(self.unexpected_character(self.position() - 1)),
        }
        self.at += 1;
        if self.at >= self.bytes.len() {
            return Err(self.end_of_file(self.position() - 1, "EOF"));
        }
        self.begin(Stop::Member).map(Some)
    }

    /// What follows a member: true for a comma, false for the end of the object.
    fn behind_member(&mut self) -> Result<bool, ReadError> {
        self.skip_controls();
        match self.byte() {
            b',' => Ok(true),
            b'}' => {
                self.at += 1;
                Ok(false)
            }
            END => Err(self.end_of_file(self.position() - 1, "null")),
            _ => Err(self.syntax(Reason::Token(self.character()), self.position() - 1)),
        }
    }

    /// The value that begins here.
    fn begin(&mut self, stop: Stop) -> Result<Begun, ReadError> {
        self.skip_blanks();
        Ok(match self.byte() {
            b':' | b'}' | b']' => return Err(self.unexpected_character(self.position())),
            b'{' => Begun::Object,
            b'[' => Begun::Array,
            b'"' | b'\'' => Begun::Value(Value::Text(self.quoted()?)),
            b'0'..=b'9' | b'-' => Begun::Value(self.number(stop)?),
            END if stop == Stop::Item => return Err(self.end_of_file(self.position() - 1, "EOF")),
            _ => Begun::Value(self.bare(stop)?),
        })
    }

    /// Text without quotes, which may be a word with a meaning.
    fn bare(&mut self, stop: Stop) -> Result<Value, ReadError> {
        let first = self.byte();
        let text = self.bare_text(stop)?;
        // With white space of Unicode before it, a word has no meaning.
        Ok(match (first, text.as_str()) {
            (b'n', Some("null")) => Value::Null,
            (b't', Some("true")) => Value::Bool(true),
            (b'f', Some("false")) => Value::Bool(false),
            (b'N', Some("NaN")) => Value::from(Number::Float(f32::NAN)),
            _ => Value::Text(text),
        })
    }

    fn bare_text(&mut self, stop: Stop) -> Result<Text, ReadError> {
        let start = self.at;
        self.skip_to(stop);
        let (start, end) = self.trimmed(start);
        self.text(start, end)
    }

    fn byte(&self) -> u8 {
        self.bytes.get(self.at).copied().unwrap_or(END)
    }

    fn skip_blanks(&mut self) {
        while matches!(self.byte(), b' ' | b'\r' | b'\n' | b'\t') {
            self.at += 1;
        }
    }

    fn skip_controls(&mut self) {
        while self.byte() <= b' ' && self.byte() != END {
            self.at += 1;
        }
    }

    fn skip_to(&mut self, stop: Stop) {
        while !stop.at(self.byte()) {
            self.at += 1;
        }
    }

    /// The place in UTF-16 units, as Java counts.
    fn position(&self) -> i64 {
        position(self.bytes, self.at)
    }
}
