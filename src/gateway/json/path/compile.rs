//! Reading the text of a path.

use super::cursor::Cursor;
use super::filter::Predicate;
use super::token::Token;
use super::{PathError, arguments};
use velocity::{Text, TextBuilder};

/// The most steps of a path.
const MAX_TOKENS: usize = 256;

pub(super) struct Compiler<'a> {
    pub(super) cursor: Cursor<'a>,
    pub(super) nesting: usize,
    pub(super) tokens: Vec<Token>,
}

impl Compiler<'_> {
    /// Whether the path starts at the document, and its steps.
    pub(super) fn compile(mut self) -> Result<(bool, Vec<Token>), PathError> {
        while self.cursor.in_bounds(self.cursor.at) && matches!(self.cursor.current()?, b' ' | b'\t' | b'\n' | b'\r') {
            self.cursor.at += 1;
        }
        let from_document = match self.cursor.current()? {
            b'$' => true,
            b'@' => false,
            _ => return Err(PathError::invalid("a path must start with '$' or '@'")),
        };
        if !self.cursor.is_tail() {
            self.cursor.at += 1;
            if !matches!(self.cursor.current()?, b'.' | b'[') {
                return Err(self.failed("expected '.' or '['"));
            }
            self.token()?;
            while !self.cursor.is_tail() {
                self.token()?;
            }
        }
        Ok((from_document, self.tokens))
    }

    fn token(&mut self) -> Result<(), PathError> {
        if self.tokens.len() >= MAX_TOKENS {
            return Err(PathError::invalid("the path has too many steps"));
        }
        match self.cursor.current()? {
            b'[' => self.bracket(),
            b'.' => self.dot(),
            b'*' => {
                self.cursor.at += 1;
                self.tokens.push(Token::Wildcard);
                Ok(())
            }
            _ => self.property_or_function(),
        }
    }

    fn failed(&self, expected: &str) -> PathError {
        PathError::invalid(format!("{expected} in the path at byte {}", self.cursor.at))
    }

    fn bracket(&mut self) -> Result<(), PathError> {
        let next = self.cursor.next_significant(self.cursor.at);
        if matches!(next, b'\'' | b'"') {
            return self.quoted_properties(next);
        }
        if matches!(next, b'0'..=b'9' | b'-' | b':')
            && let Some(end) = self.cursor.find(self.cursor.at + 1, b']')
            && let text = self.cursor.part(self.cursor.at + 1, end)?.trim()
            && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'-' | b':' | b',' | b' '))
        {
            self.tokens.push(if text.contains(':') { slice(text)? } else { indexes(text)? });
            self.cursor.at = end + 1;
            return Ok(());
        }
        if next == b'*' {
            let star = self.cursor.find_significant(self.cursor.at, b'*')?;
            let close = star.map(|star| self.cursor.find_significant(star, b']')).transpose()?.flatten();
            self.cursor.at = close.ok_or_else(|| self.failed("expected ']' behind '*'"))? + 1;
            self.tokens.push(Token::Wildcard);
            return Ok(());
        }
        match self.filter_end()? {
            Some(end) => {
                let predicate = Predicate::compile(self.cursor.part(self.cursor.at, end)?, self.nesting + 1)?;
                self.tokens.push(Token::Filter(Box::new(predicate)));
                self.cursor.at = end;
                Ok(())
            }
            None => Err(self.failed("expected ?, ', 0-9 or *")),
        }
    }

    /// Where a filter `[?(..)]` ends that begins here.
    fn filter_end(&self) -> Result<Option<usize>, PathError> {
        let Some(mark) = self.cursor.find_significant(self.cursor.at, b'?')? else { return Ok(None) };
        let Some(open) = self.cursor.find_significant(mark, b'(')? else { return Ok(None) };
        let Some(close) = self.cursor.find_closing(open, b')', true)? else { return Ok(None) };
        if self.cursor.next_significant(close) != b']' {
            return Ok(None);
        }
        Ok(self.cursor.find_significant(close, b']')?.map(|end| end + 1))
    }

    /// `['a', 'b']`
    fn quoted_properties(&mut self, quote: u8) -> Result<(), PathError> {
        let mut names = Vec::new();
        let (mut start, mut end) = (self.cursor.at + 1, 0);
        let (mut inside, mut escaped, mut comma) = (false, false, false);
        let mut at = start;
        while self.cursor.in_bounds(at) {
            let byte = self.cursor.byte_at(at)?;
            if escaped {
                escaped = false;
            } else if byte == b'\\' {
                escaped = true;
            } else if byte == b']' && !inside {
                if comma {
                    return Err(self.failed("a name is missing behind a comma"));
                }
                break;
            } else if byte == quote && inside {
                if !matches!(self.cursor.next_significant(at), b']' | b',') {
                    return Err(self.failed("expected ',' or ']' behind a name"));
                }
                end = at;
                names.push(unescape(self.cursor.part(start, end)?)?);
                inside = false;
            } else if byte == quote {
                start = at + 1;
                inside = true;
                comma = false;
            } else if byte == b',' {
                // One inside of a name counts too: `['a,,b']` is no path.
                if comma {
                    return Err(self.failed("a name is missing between commas"));
                }
                comma = true;
            }
            at += 1;
        }
        let close = self.cursor.find_significant(end, b']')?;
        self.cursor.at = close.map_or(0, |close| close + 1);
        if names.is_empty() || close.is_none() {
            return Err(self.failed("expected ']' behind a name"));
        }
        self.tokens.push(Token::Properties(names));
        Ok(())
    }

    fn dot(&mut self) -> Result<(), PathError> {
        if self.cursor.in_bounds(self.cursor.at + 1) && self.cursor.byte_at(self.cursor.at + 1)? == b'.' {
            self.tokens.push(Token::Scan);
            self.cursor.at += 2;
        } else if self.cursor.is_tail() {
            return Err(self.failed("a path must not end with '.'"));
        } else {
            self.cursor.at += 1;
        }
        if self.cursor.is_at(b'.')? {
            return Err(self.failed("one '.' too many"));
        }
        self.token()
    }

    fn property_or_function(&mut self) -> Result<(), PathError> {
        if self.cursor.is_at(b' ')? {
            return Err(self.failed("a blank"));
        }
        let start = self.cursor.at;
        let mut end = start;
        while self.cursor.in_bounds(end) {
            match self.cursor.byte_at(end)? {
                b' ' => return Err(self.failed("a name with blanks must be written ['my name'],")),
                b'.' | b'[' => break,
                b'(' => return self.function(start, end),
                _ => end += 1,
            }
        }
        self.cursor.at = end;
        self.tokens.push(Token::Properties(vec![Text::from(self.cursor.part(start, end)?)]));
        Ok(())
    }

    /// A function whose bracket opens at `open`.
    fn function(&mut self, start: usize, open: usize) -> Result<(), PathError> {
        let name = self.cursor.part(start, open)?;
        let mut given = Vec::new();
        // JsonPath 2.4 looks one character too far: an argument of one character gets lost.
        if !self.cursor.in_bounds(open + 2) {
            self.cursor.at = open + 1;
        } else if self.cursor.byte_at(open + 2)? == b')' {
            self.cursor.at = open + 2;
        } else {
            self.cursor.at = open + 1;
            given = arguments::compile(&mut self.cursor, self.nesting)?;
        }
        self.tokens.push(Token::Function(name.into(), given));
        Ok(())
    }
}

fn integer(text: &str) -> Result<i64, PathError> {
    let number = text.parse::<i32>();
    number.map(i64::from).map_err(|_| PathError::invalid(format!("{text:?} is no index")))
}

fn slice(text: &str) -> Result<Token, PathError> {
    if text.bytes().any(|byte| matches!(byte, b' ' | b',')) {
        return Err(PathError::invalid(format!("[{text}] is no slice")));
    }
    let mut parts = text.split(':').map(|part| if part.is_empty() { Ok(None) } else { integer(part).map(Some) });
    let (from, to) = (parts.next().transpose()?.flatten(), parts.next().transpose()?.flatten());
    if from.is_none() && to.is_none() {
        return Err(PathError::invalid(format!("[{text}] is no slice")));
    }
    Ok(Token::Slice(from, to))
}

fn indexes(text: &str) -> Result<Token, PathError> {
    text.split(',').map(|part| integer(part.trim())).collect::<Result<_, _>>().map(Token::Indexes)
}

/// A name or a text without its escapes.
pub(super) fn unescape(text: &str) -> Result<Text, PathError> {
    let mut built = TextBuilder::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(char) = chars.next() {
        if char != '\\' {
            built.push_char(char);
            continue;
        }
        match chars.next() {
            Some('r') => built.push_char('\r'),
            Some('f') => built.push_char('\u{C}'),
            Some('t') => built.push_char('\t'),
            Some('n') => built.push_char('\n'),
            Some('b') => built.push_char('\u{8}'),
            Some('u') => {
                let digits: String = chars.by_ref().take(4).collect();
                // Fewer digits at the end get lost.
                if digits.chars().count() == 4 {
                    // Java takes a sign for a digit, and what is left of the number.
                    let unit = i32::from_str_radix(&digits, 16).map(|unit| unit as u16);
                    built.push_unit(unit.map_err(|_| PathError::thrown(format!("{digits:?} is no Unicode escape")))?);
                }
            }
            Some(other) => built.push_char(other),
            None => built.push_char('\\'),
        }
    }
    Ok(built.finish())
}
