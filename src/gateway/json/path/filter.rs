//! Reading a filter: `[?(@.a == 'b' && @.c)]`.

use super::compile::unescape;
use super::cursor::Cursor;
use super::node::Node;
use super::operator::Operator;
use super::pattern::Pattern;
use super::{JsonPath, MAX_NESTING, PathError};
use velocity::Text;
use velocity::value::BigDecimal;

/// What a value must meet.
#[derive(Debug)]
pub(super) enum Predicate {
    Any(Vec<Predicate>),
    All(Vec<Predicate>),
    Not(Box<Predicate>),
    Relation(Operand, Operator, Operand),
    /// Whether there is something at the end of the path, and whether there should be.
    Exists(JsonPath, bool),
}

/// One side of a comparison.
#[derive(Debug)]
pub(super) enum Operand {
    Path(JsonPath),
    Node(Node),
}

impl Predicate {
    /// Reads a filter with its brackets.
    pub(super) fn compile(text: &str, nesting: usize) -> Result<Predicate, PathError> {
        let mut cursor = Cursor::new(text);
        cursor.trim();
        for (opening, closing) in [(b'[', Some(b']')), (b'?', None)] {
            if !cursor.is_at(opening)? || closing.is_some_and(|closing| !cursor.ends_with(closing)) {
                return Err(PathError::invalid("a filter is written [?(..)]"));
            }
            cursor.at += 1;
            cursor.end -= usize::from(closing.is_some());
            cursor.trim();
        }
        let mut reader = Reader { cursor, nesting };
        let predicate = reader.any()?;
        reader.cursor.skip_blanks();
        if reader.cursor.in_bounds(reader.cursor.at) {
            return Err(reader.failed("the end of the filter"));
        }
        Ok(predicate)
    }
}

struct Reader<'a> {
    cursor: Cursor<'a>,
    nesting: usize,
}

impl Reader<'_> {
    fn failed(&self, expected: &str) -> PathError {
        PathError::invalid(format!("expected {expected} in the filter at byte {}", self.cursor.at))
    }

    fn any(&mut self) -> Result<Predicate, PathError> {
        let operands = self.joined("||", Reader::all)?;
        Ok(single(operands).unwrap_or_else(Predicate::Any))
    }

    fn all(&mut self) -> Result<Predicate, PathError> {
        let operands = self.joined("&&", Reader::operand)?;
        Ok(single(operands).unwrap_or_else(Predicate::All))
    }

    fn joined(&mut self, sign: &str, read: fn(&mut Self) -> Result<Predicate, PathError>) -> Result<Vec<Predicate>, PathError> {
        let mut operands = vec![read(self)?];
        loop {
            self.cursor.skip_blanks();
            let end = self.cursor.at + sign.len();
            if !self.cursor.in_bounds(end - 1) || self.cursor.part(self.cursor.at, end).ok() != Some(sign) {
                return Ok(operands);
            }
            self.cursor.at = end;
            operands.push(read(self)?);
        }
    }

    fn operand(&mut self) -> Result<Predicate, PathError> {
        self.nesting += 1;
        if self.nesting > MAX_NESTING {
            return Err(PathError::invalid("the filter nests too deep"));
        }
        let predicate = self.nested();
        self.nesting -= 1;
        predicate
    }

    fn nested(&mut self) -> Result<Predicate, PathError> {
        let start = self.cursor.skip_blanks().at;
        if self.cursor.is_at(b'!')? {
            self.cursor.at += 1;
            if !matches!(self.cursor.skip_blanks().current()?, b'$' | b'@') {
                return Ok(Predicate::Not(Box::new(self.operand()?)));
            }
            self.cursor.at = start;
        }
        if self.cursor.is_at(b'(')? {
            self.cursor.at += 1;
            let predicate = self.any()?;
            if !self.cursor.skip_blanks().is_at(b')')? {
                return Err(self.failed("')'"));
            }
            self.cursor.at += 1;
            return Ok(predicate);
        }
        self.relation()
    }

    fn relation(&mut self) -> Result<Predicate, PathError> {
        let (left, wanted) = self.value()?;
        let behind = self.cursor.at;
        match self.operator_and_right() {
            Ok((operator, right)) => Ok(Predicate::Relation(left, operator, right)),
            // A path alone asks whether there is something.
            Err(error) => match left {
                Operand::Path(path) => {
                    self.cursor.at = behind;
                    Ok(Predicate::Exists(path, wanted))
                }
                Operand::Node(_) => Err(error),
            },
        }
    }

    fn operator_and_right(&mut self) -> Result<(Operator, Operand), PathError> {
        let start = self.cursor.skip_blanks().at;
        let sign = is_sign(self.cursor.current()?);
        while self.cursor.in_bounds(self.cursor.at) {
            let byte = self.cursor.current()?;
            if if sign { !is_sign(byte) } else { byte == b' ' } {
                break;
            }
            self.cursor.at += 1;
        }
        let operator = Operator::parse(self.cursor.part(start, self.cursor.at)?)?;
        Ok((operator, self.value()?.0))
    }

    /// A side of a comparison, and whether a path should lead somewhere.
    fn value(&mut self) -> Result<(Operand, bool), PathError> {
        match self.cursor.skip_blanks().current()? {
            b'$' | b'@' => self.path(),
            b'!' => {
                self.cursor.at += 1;
                match self.cursor.skip_blanks().current()? {
                    b'$' | b'@' => self.path(),
                    _ => Err(self.failed("a path behind '!'")),
                }
            }
            byte => Ok((Operand::Node(self.literal(byte)?), true)),
        }
    }

    fn path(&mut self) -> Result<(Operand, bool), PathError> {
        let before = self.cursor.significant_before(self.cursor.at).map(|at| self.cursor.byte_at(at)).transpose()?;
        let start = self.cursor.at;
        self.cursor.at += 1;
        while self.cursor.in_bounds(self.cursor.at) {
            if self.cursor.is_at(b'[')? {
                let close = self.cursor.find_closing(self.cursor.at, b']', false)?;
                self.cursor.at = close.ok_or_else(|| self.failed("']'"))? + 1;
            }
            let byte = self.cursor.current()?;
            let ends = is_sign(byte) || byte == b' ' || byte == b')' && !self.closes_function(start)?;
            if !self.cursor.in_bounds(self.cursor.at) || ends {
                break;
            }
            self.cursor.at += 1;
        }
        let path = JsonPath::compile_inner(self.cursor.part(start, self.cursor.at)?, self.nesting + 1)?;
        Ok((Operand::Path(path), before != Some(b'!')))
    }

    /// Whether the bracket here ends `.name()`.
    fn closes_function(&self, start: usize) -> Result<bool, PathError> {
        let Some(before) = self.cursor.significant_before(self.cursor.at) else { return Ok(false) };
        if self.cursor.byte_at(before)? != b'(' || before <= start {
            return Ok(false);
        }
        Ok(self.cursor.part(start + 1, before)?.contains('.'))
    }

    fn literal(&mut self, first: u8) -> Result<Node, PathError> {
        match first {
            b'\'' | b'"' => {
                let text = self.until(|cursor| cursor.find_unescaped(cursor.at + 1, first))?;
                Ok(Node::Text(unescape(text.get(1..text.len() - 1).unwrap_or_default())?))
            }
            b't' => self.word("true").map(|()| Node::Bool(true)),
            b'f' => self.word("false").map(|()| Node::Bool(false)),
            b'n' => self.word("null").map(|()| Node::Null),
            b'{' => self.json(b'}'),
            b'[' => self.json(b']'),
            b'/' => {
                let text = self.until(|cursor| {
                    let close = cursor.find_unescaped(cursor.at + 1, b'/')?;
                    let flag = cursor.in_bounds(close + 1) && cursor.byte_at(close + 1).is_ok_and(|flag| flag == b'i');
                    Some(close + usize::from(flag))
                })?;
                Pattern::compile(text).map(Node::Pattern)
            }
            _ => self.number(),
        }
    }

    /// The text from here to a place, with the byte there.
    fn until(&mut self, find: impl Fn(&Cursor<'_>) -> Option<usize>) -> Result<&str, PathError> {
        let start = self.cursor.at;
        let close = find(&self.cursor).ok_or_else(|| self.failed("the end of a quoted text"))?;
        self.cursor.at = close + 1;
        self.cursor.part(start, close + 1)
    }

    fn word(&mut self, word: &str) -> Result<(), PathError> {
        let end = self.cursor.at + word.len();
        if !self.cursor.in_bounds(end - 1) || self.cursor.part(self.cursor.at, end).ok() != Some(word) {
            return Err(self.failed(word));
        }
        self.cursor.at = end;
        Ok(())
    }

    fn json(&mut self, closing: u8) -> Result<Node, PathError> {
        let start = self.cursor.at;
        let close = self.cursor.find_closing(start, closing, false)?.ok_or_else(|| self.failed("the end of the JSON"))?;
        self.cursor.at = close + 1;
        Ok(Node::JsonText(Text::from(self.cursor.part(start, close + 1)?)))
    }

    fn number(&mut self) -> Result<Node, PathError> {
        let start = self.cursor.at;
        while self.cursor.in_bounds(self.cursor.at) && matches!(self.cursor.current()?, b'0'..=b'9' | b'-' | b'.') {
            self.cursor.at += 1;
        }
        let number = BigDecimal::parse(self.cursor.part(start, self.cursor.at)?);
        number.map(Node::Number).ok_or_else(|| self.failed("a value"))
    }
}

/// The only one of several, or all.
fn single(mut operands: Vec<Predicate>) -> Result<Predicate, Vec<Predicate>> {
    match operands.pop() {
        Some(only) if operands.is_empty() => Ok(only),
        last => {
            operands.extend(last);
            Err(operands)
        }
    }
}

fn is_sign(byte: u8) -> bool {
    matches!(byte, b'<' | b'>' | b'=' | b'~' | b'!')
}
