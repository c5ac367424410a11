//! What all parts of the parser share: the tokens, the messages, and the bounds.

use super::lexer::{Lexer, NoToken};
use super::token::{Kind, Token};
use super::tree::{Block, Macro, Offset};
use super::{NESTING, Names, place};
use crate::error::{ParseError, Place};
use crate::{Dialect, Text, TextBuilder};
use std::collections::HashSet;

/// A parsed template.
#[derive(Debug, Default)]
pub(crate) struct Program {
    pub(crate) body: Block,
    /// The blocks of `#define` and of calls of macros: they are rendered where they are printed.
    pub(crate) later: Vec<Block>,
    pub(crate) macros: Vec<Macro>,
}

/// Parses a text and gives slots to the names in it.
///
/// `within` is where the text stands in another one, and how deep, when it is made by a template.
pub(crate) fn parse(
    text: &[u8],
    dialect: &Dialect,
    names: &mut Names,
    within: Option<(Offset, usize)>,
) -> Result<Program, ParseError> {
    let mut program = Program::default();
    if u32::try_from(text.len()).is_err() {
        return Err(ParseError::new(Place::START, "the template is longer than 4 GiB"));
    }
    let mut parser = Parser {
        lexer: Lexer::new(text),
        text,
        tokens: Vec::new(),
        next: 0,
        depth: within.map_or(0, |(_, depth)| depth),
        looks: 0,
        string_at: within.map(|(at, _)| at as usize),
        macro_names: HashSet::new(),
        dialect,
        names,
        program: &mut program,
    };
    let result = parser.template();
    match result {
        Ok(body) => {
            program.body = body;
            Ok(program)
        }
        Err(error) => Err(ParseError::new(place(text, error.at), error.message)),
    }
}

/// Why a text could not be parsed.
#[derive(Debug)]
pub(super) struct Unparsable {
    /// Where, in bytes of the template.
    pub(super) at: usize,
    pub(super) message: String,
}

pub(super) type Parsed<T> = Result<T, Unparsable>;

/// Parses a template, or a string of one.
pub(super) struct Parser<'t> {
    pub(super) lexer: Lexer<'t>,
    pub(super) text: &'t [u8],
    /// All tokens read so far.
    pub(super) tokens: Vec<Token>,
    /// The next token to take.
    pub(super) next: usize,
    pub(super) depth: usize,
    /// How many tokens were looked at ahead of time.
    pub(super) looks: usize,
    /// In a string: where the string stands in the template, and so all that is in it.
    pub(super) string_at: Option<usize>,
    /// The macros that the text defines; it decides what `\#name` prints.
    pub(super) macro_names: HashSet<Box<str>>,
    pub(super) dialect: &'t Dialect,
    pub(super) names: &'t mut Names,
    pub(super) program: &'t mut Program,
}

impl Parser<'_> {
    pub(super) fn template(&mut self) -> Parsed<Block> {
        let block = self.block()?;
        self.take(Kind::End)?;
        Ok(block)
    }

    /// Where an error at a byte of this text is in the template.
    fn at(&self, at: usize) -> usize {
        self.string_at.unwrap_or(at)
    }

    pub(super) fn error<T>(&self, token: usize, message: impl Into<String>) -> Parsed<T> {
        let at = self.tokens.get(token).or(self.tokens.last()).map_or(0, |token| token.start);
        Err(Unparsable { at: self.at(at), message: message.into() })
    }

    pub(super) fn offset(&self, token: usize) -> Offset {
        let at = self.tokens.get(token).map_or(0, |token| token.start);
        Offset::try_from(self.at(at)).unwrap_or(Offset::MAX)
    }

    /// Reads tokens until there is one at `index`.
    pub(super) fn fill(&mut self, index: usize) -> Parsed<Kind> {
        while self.tokens.len() <= index {
            match self.lexer.next() {
                Ok(token) => self.tokens.push(token),
                Err(NoToken { at, message }) => return Err(Unparsable { at: self.at(at), message }),
            }
        }
        Ok(self.tokens[index].kind)
    }

    /// The kind of the next token.
    pub(super) fn peek(&mut self) -> Parsed<Kind> {
        self.fill(self.next)
    }

    /// Takes the next token, which must be of this kind.
    pub(super) fn take(&mut self, kind: Kind) -> Parsed<usize> {
        if self.peek()? == kind {
            self.next += 1;
            return Ok(self.next - 1);
        }
        let expected = if kind == Kind::End { "text, a reference or a directive" } else { kind.description() };
        self.unexpected(expected)
    }

    /// Takes the next token if it is of this kind.
    pub(super) fn take_if(&mut self, kind: Kind) -> Parsed<bool> {
        let is = self.peek()? == kind;
        self.next += usize::from(is);
        Ok(is)
    }

    pub(super) fn blank(&mut self) -> Parsed<()> {
        self.take_if(Kind::Whitespace).map(drop)
    }

    pub(super) fn unexpected<T>(&mut self, expected: &str) -> Parsed<T> {
        let kind = self.peek()?;
        let found = match kind {
            Kind::Identifier | Kind::Word | Kind::BracketedWord | Kind::Integer | Kind::FloatingPoint | Kind::Text => {
                format!("`{}`", String::from_utf8_lossy(self.image(self.next)).trim())
            }
            _ => kind.description().to_owned(),
        };
        self.error(self.next, format!("expected {expected}, found {found}"))
    }

    pub(super) fn image(&self, token: usize) -> &[u8] {
        self.tokens.get(token).map_or(&[], |token| &self.text[token.start..token.end])
    }

    /// The image of a token of names, which are ASCII.
    pub(super) fn word(&self, token: usize) -> String {
        String::from_utf8_lossy(self.image(token)).into_owned()
    }

    /// The image of a token, with the `$` and `#` before it that turned out to be text.
    pub(super) fn token_literal(&self, token: usize) -> Text {
        let mut text = TextBuilder::default();
        self.push_literal(token, &mut text);
        text.finish()
    }

    fn push_literal(&self, token: usize, text: &mut TextBuilder) {
        let Some(found) = self.tokens.get(token) else { return };
        if found.kind == Kind::CommentEnd {
            return;
        }
        if let Some(before) = &found.before {
            push_wtf8(before, text);
        }
        push_wtf8(self.image(token), text);
    }

    /// The source of the tokens from `first` to `last`.
    pub(super) fn literal(&self, first: usize, last: usize) -> Text {
        let mut text = TextBuilder::default();
        for token in first..=last.max(first) {
            self.push_literal(token, &mut text);
        }
        text.finish()
    }

    /// Runs a part of the parser one level deeper.
    pub(super) fn nested<T>(&mut self, parse: impl FnOnce(&mut Self) -> Parsed<T>) -> Parsed<T> {
        if self.depth >= NESTING {
            return self.error(self.next, format!("expected at most {NESTING} levels inside each other, found more"));
        }
        self.depth += 1;
        let result = parse(self);
        self.depth -= 1;
        result
    }
}

/// Adds bytes that are WTF-8.
pub(super) fn push_wtf8(mut bytes: &[u8], text: &mut TextBuilder) {
    loop {
        let error = match std::str::from_utf8(bytes) {
            Ok(unicode) => return text.push_str(unicode),
            Err(error) => error,
        };
        let (unicode, rest) = bytes.split_at(error.valid_up_to());
        text.push_str(std::str::from_utf8(unicode).unwrap_or_default());
        // What is not UTF-8 is a surrogate.
        let [a, b, c, rest @ ..] = rest else { return };
        text.push_code_point(u32::from(a & 0x0F) << 12 | u32::from(b & 0x3F) << 6 | u32::from(c & 0x3F));
        bytes = rest;
    }
}

/// The text of bytes that are WTF-8.
pub(super) fn text_of(bytes: &[u8]) -> Text {
    let mut text = TextBuilder::default();
    push_wtf8(bytes, &mut text);
    text.finish()
}
