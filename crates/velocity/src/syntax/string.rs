//! Strings. In double quotes they are templates of their own.

use super::lexer::Lexer;
use super::parser::{Parsed, Parser, Unparsable, text_of};
use super::reference::Node;
use super::token::Kind;
use super::tree::{Expression, Interpolated};
use crate::{Text, TextBuilder};
use std::collections::HashSet;

impl Parser<'_> {
    pub(super) fn string(&mut self) -> Parsed<Node<Expression>> {
        let token = self.take(Kind::String)?;
        let image = self.image(token);
        let Some((&quote, rest)) = image.split_first() else {
            return self.error(token, "expected a string");
        };
        let content = &rest[..rest.len().saturating_sub(1)];
        let has_code = content.iter().any(|byte| matches!(byte, b'$' | b'#'));
        let text = if quote == b'"' {
            match unescape(content) {
                Some(text) => text_of(&undouble(text.as_wtf8(), quote)),
                None => return self.error(token, "expected four hexadecimal digits behind `\\u` in a string"),
            }
        } else {
            text_of(&undouble(content, quote))
        };
        let node = if quote == b'"' && has_code { self.interpolated(token, &text)? } else { Expression::Text(text) };
        Ok(Node { node, first: token, last: token })
    }

    /// Parses the content of a string as a template. A blank is added for the parser, so that a `$` may stand at the end,
    /// and dropped from what is printed; not when there is a `##` that would swallow it.
    fn interpolated(&mut self, token: usize, text: &Text) -> Parsed<Expression> {
        let mut source = text.as_wtf8().to_vec();
        let drop_last = !source.windows(2).any(|window| window == b"##");
        if drop_last {
            source.push(b' ');
        }
        let string_at = self.string_at.unwrap_or(self.tokens[token].start);
        let mut parser = Parser {
            lexer: Lexer::new(&source),
            text: &source,
            tokens: Vec::new(),
            next: 0,
            depth: self.depth,
            looks: self.looks,
            string_at: Some(string_at),
            macro_names: HashSet::new(),
            dialect: self.dialect,
            names: &mut *self.names,
            program: &mut *self.program,
        };
        let block = parser.template().map_err(|error| Unparsable {
            message: if error.message.contains(" in the string") || error.message.contains("levels") {
                error.message
            } else {
                format!("{} in the string", error.message.replace("the end of the template", "its end"))
            },
            ..error
        })?;
        Ok(Expression::Interpolated(Box::new(Interpolated { block, drop_last })))
    }
}

/// Replaces `\uXXXX` by the character; `None` when there are no four digits.
fn unescape(content: &[u8]) -> Option<Text> {
    let mut text = TextBuilder::default();
    let mut rest = content;
    while let Some(at) = rest.windows(2).position(|window| window == b"\\u") {
        super::parser::push_wtf8(&rest[..at], &mut text);
        let digits = rest.get(at + 2..at + 6)?;
        // Java's `parseInt` takes a sign too, and keeps the last sixteen bits.
        let (sign, digits) = match digits {
            [b'-', digits @ ..] => (-1, digits),
            [b'+', digits @ ..] => (1, digits),
            digits => (1, digits),
        };
        if !digits.iter().all(u8::is_ascii_hexdigit) {
            return None;
        }
        let number = i32::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?;
        text.push_unit(((sign * number) & 0xFFFF) as u16);
        rest = &rest[at + 6..];
    }
    super::parser::push_wtf8(rest, &mut text);
    Some(text.finish())
}

/// Makes one of two quotes behind each other.
fn undouble(content: &[u8], quote: u8) -> Vec<u8> {
    let mut text = Vec::with_capacity(content.len());
    let mut at = 0;
    while let Some(&byte) = content.get(at) {
        text.push(byte);
        at += if byte == quote && content.get(at + 1) == Some(&quote) { 2 } else { 1 };
    }
    text
}
