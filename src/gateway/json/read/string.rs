//! Texts with and without quotes.

use super::error::Reason;
use super::{END, ReadError, Reader};
use velocity::{Text, TextBuilder};

impl Reader<'_, '_> {
    /// The text in quotes that begins here.
    pub(super) fn quoted(&mut self) -> Result<Text, ReadError> {
        let quote = self.byte();
        let start = self.at + 1;
        let rest = self.bytes.get(start..).unwrap_or_default();
        let Some(length) = rest.iter().position(|&byte| byte == quote) else {
            return Err(self.end_of_file(super::position(self.bytes, self.bytes.len()), "null"));
        };
        let content = rest.get(..length).unwrap_or_default();
        if content.contains(&b'\\') {
            return self.escaped(quote);
        }
        // Control characters stay.
        self.at = start + length + 1;
        self.text(start, start + length)
    }

    /// The same where there are escapes. Control characters and DEL that are not escaped get lost.
    fn escaped(&mut self, quote: u8) -> Result<Text, ReadError> {
        let mut built = TextBuilder::new();
        let mut charged = 0;
        loop {
            self.at += 1;
            match self.byte() {
                END => return Err(self.end_of_file(self.position() - 1, "null")),
                byte if byte == quote => {
                    self.at += 1;
                    self.fuel.grow(built.len() - charged)?;
                    return Ok(built.finish());
                }
                b'\\' => self.escape(&mut built)?,
                0..=0x1F | 0x7F => {}
                _ => {
                    let start = self.at;
                    while !matches!(self.peek(), 0..=0x1F | 0x7F | b'\\' | b'"' | b'\'') {
                        self.at += 1;
                    }
                    self.append(&mut built, start, self.at + 1);
                    self.fuel.grow(built.len() - charged)?;
                    charged = built.len();
                }
            }
        }
    }

    /// An unknown escape is dropped with the character behind the backslash.
    fn escape(&mut self, built: &mut TextBuilder) -> Result<(), ReadError> {
        self.at += 1;
        match self.byte() {
            b't' => built.push_char('\t'),
            b'n' => built.push_char('\n'),
            b'r' => built.push_char('\r'),
            b'f' => built.push_char('\u{C}'),
            b'b' => built.push_char('\u{8}'),
            byte @ (b'\\' | b'/' | b'\'' | b'"') => built.push_char(char::from(byte)),
            b'u' => built.push_unit(self.hexadecimal(4)?),
            b'x' => built.push_unit(self.hexadecimal(2)?),
            0xF0.. => {
                // Java drops the first half of a pair and keeps the second.
                let low = match self.bytes.get(self.at..self.at + 4) {
                    Some(&[_, _, third, fourth]) => 0xDC00 | u16::from(third & 0x0F) << 6 | u16::from(fourth & 0x3F),
                    _ => return Ok(()),
                };
                built.push_unit(low);
                self.at += 3;
            }
            0xC0.. => {
                while self.peek() & 0xC0 == 0x80 {
                    self.at += 1;
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn hexadecimal(&mut self, digits: usize) -> Result<u16, ReadError> {
        let mut value = 0;
        for _ in 0..digits {
            self.at += 1;
            let digit = match self.byte() {
                byte @ b'0'..=b'9' => byte - b'0',
                byte @ b'A'..=b'F' => byte - b'A' + 10,
                byte @ b'a'..=b'f' => byte - b'a' + 10,
                END => return Err(self.end_of_file(self.position(), "EOF")),
                _ => return Err(self.syntax(Reason::UnicodeEscape(self.character()), self.position())),
            };
            value = value << 4 | u16::from(digit);
        }
        Ok(value)
    }

    /// The byte behind the one that is looked at.
    fn peek(&self) -> u8 {
        self.bytes.get(self.at + 1).copied().unwrap_or(END)
    }

    /// The part of the text from here to `self.at` without the white space at its ends; one character is always left.
    pub(super) fn trimmed(&self, mut start: usize) -> (usize, usize) {
        let mut end = self.at;
        while let Some(length) = self.blank_at(start).filter(|length| start + length < end) {
            start += length;
        }
        while let Some(length) = self.blank_before(end).filter(|length| start + length < end) {
            end -= length;
        }
        (start, end)
    }

    fn blank_at(&self, at: usize) -> Option<usize> {
        let rest = self.bytes.get(at..)?;
        blank_length(rest)
    }

    fn blank_before(&self, end: usize) -> Option<usize> {
        [1, 3].into_iter().find(|&length| {
            let part = end.checked_sub(length).and_then(|start| self.bytes.get(start..end));
            part.and_then(blank_length) == Some(length)
        })
    }

    pub(super) fn text(&mut self, start: usize, end: usize) -> Result<Text, ReadError> {
        self.fuel.grow(end.saturating_sub(start))?;
        if let Some(part) = self.unicode.and_then(|unicode| unicode.get(start..end)) {
            return Ok(Text::from(part));
        }
        let mut built = TextBuilder::with_capacity(end.saturating_sub(start));
        self.append(&mut built, start, end);
        Ok(built.finish())
    }

    fn append(&self, built: &mut TextBuilder, start: usize, end: usize) {
        if let Some(part) = self.unicode.and_then(|unicode| unicode.get(start..end)) {
            return built.push_str(part);
        }
        let mut rest = self.bytes.get(start..end).unwrap_or_default();
        while let Some(chunk) = rest.utf8_chunks().next() {
            built.push_str(chunk.valid());
            rest = rest.get(chunk.valid().len()..).unwrap_or_default();
            // What is not UTF-8 in WTF-8 is a surrogate of three bytes.
            if let Some((&[first, second, third], behind)) = rest.split_first_chunk() {
                if !chunk.invalid().is_empty() {
                    let point = u32::from(first & 0x0F) << 12 | u32::from(second & 0x3F) << 6 | u32::from(third & 0x3F);
                    built.push_code_point(point);
                    rest = behind;
                }
            } else if !chunk.invalid().is_empty() {
                return;
            }
        }
    }
}

/// How long the white space is that these bytes start with, when they do: `Character.isWhitespace`.
fn blank_length(bytes: &[u8]) -> Option<usize> {
    match bytes {
        [9..=13 | 28..=32, ..] => Some(1),
        // U+1680, U+2000 to U+200A without U+2007, U+2028, U+2029, U+205F, U+3000
        [0xE1, 0x9A, 0x80, ..] | [0xE2, 0x81, 0x9F, ..] | [0xE3, 0x80, 0x80, ..] => Some(3),
        [0xE2, 0x80, 0x80..=0x86 | 0x88..=0x8A | 0xA8 | 0xA9, ..] => Some(3),
        _ => None,
    }
}
