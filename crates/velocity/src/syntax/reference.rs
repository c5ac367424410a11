//! References: `$name`, `${name.property}`, `$!name.method(arguments)[index]`.

use super::parser::{Parsed, Parser, text_of};
use super::token::Kind;
use super::tree::{Expression, Reference, Slot, Step};
use crate::Text;

/// A part of the tree and the tokens that it is made of.
#[derive(Debug)]
pub(super) struct Node<T> {
    pub(super) node: T,
    pub(super) first: usize,
    pub(super) last: usize,
}

/// What the first token of a reference says about it.
struct Root {
    /// `None` when it is no reference.
    name: Option<String>,
    escaped: bool,
    escapes: Text,
    prefix: Text,
    null_text: Text,
}

impl Parser<'_> {
    pub(super) fn reference(&mut self) -> Parsed<Node<Reference>> {
        let first = self.next;
        let mut steps = Vec::new();
        match self.peek()? {
            Kind::Identifier => self.path(&mut steps)?,
            Kind::BraceOpen => {
                self.next += 1;
                self.path(&mut steps)?;
                self.take(Kind::BraceClose)?;
            }
            _ => return self.unexpected("a reference"),
        }
        let last = self.next - 1;
        let at = self.offset(first);
        let Root { name, escaped, escapes, prefix, null_text } = self.root(first, last);
        let root = name.map(|name| self.names.slot(&name));
        Ok(Node { node: Reference { at, root, steps, escaped, escapes, prefix, null_text }, first, last })
    }

    fn path(&mut self, steps: &mut Vec<Step>) -> Parsed<()> {
        self.take(Kind::Identifier)?;
        self.indexes(steps)?;
        while self.at_step()? {
            self.take(Kind::Dot)?;
            let method = self.at_method()?;
            let name = self.take(Kind::Identifier)?;
            let name = self.word(name).into_boxed_str();
            steps.push(if method { Step::Method(name, self.arguments()?) } else { Step::Property(name) });
            self.indexes(steps)?;
        }
        Ok(())
    }

    fn indexes(&mut self, steps: &mut Vec<Step>) -> Parsed<()> {
        while self.take_if(Kind::IndexOpen)? {
            self.blank()?;
            let index = self.nested(|parser| match parser.peek()? {
                Kind::String => Ok(parser.string()?.node),
                Kind::Integer => parser.integer(),
                Kind::True | Kind::False => parser.bool(),
                Kind::Identifier | Kind::BraceOpen => Ok(Expression::Reference(Box::new(parser.reference()?.node))),
                _ => parser.unexpected("a string, an integer or a reference in brackets"),
            })?;
            self.blank()?;
            self.take(Kind::IndexClose)?;
            steps.push(Step::Index(index));
        }
        Ok(())
    }

    fn arguments(&mut self) -> Parsed<Vec<Expression>> {
        self.take(Kind::ParenOpen)?;
        let mut arguments = Vec::new();
        if self.at_parameter()? {
            arguments.push(self.parameter()?);
            while self.take_if(Kind::Comma)? {
                arguments.push(self.parameter()?);
            }
        }
        self.take(Kind::CallClose)?;
        Ok(arguments)
    }

    /// Whether the next token starts a parameter.
    pub(super) fn at_parameter(&mut self) -> Parsed<bool> {
        Ok(matches!(
            self.peek()?,
            Kind::ListOpen
                | Kind::MapOpen
                | Kind::Whitespace
                | Kind::String
                | Kind::True
                | Kind::False
                | Kind::Integer
                | Kind::FloatingPoint
                | Kind::Identifier
                | Kind::BraceOpen
        ))
    }

    /// The slot of what stands behind the first character of a token: `name` of `$name`.
    ///
    /// As in Velocity this is `{` for `${name}`, so `#set(${name} = 1)` sets nothing that a template could see.
    pub(super) fn bare_name(&mut self, token: usize) -> Slot {
        let image = self.word(token);
        let mut name = image.chars();
        name.next();
        self.names.slot(name.as_str())
    }

    /// Reads the first token of a reference. Takes the escapes and other text before the `$` off the token, as Velocity
    /// does, so that they are not in the source of what is around it.
    fn root(&mut self, first: usize, last: usize) -> Root {
        let image = self.image(first).to_vec();
        if image.windows(2).any(|window| window == b"\\!") {
            return self.root_with_escaped_bang(&image);
        }
        let backslashes = image.iter().take_while(|&&byte| byte == b'\\').count();
        let escaped = backslashes % 2 == 1;
        let escapes = text_of(&image[..backslashes / 2]);
        self.tokens[first].start += backslashes;
        let image = &image[backslashes..];
        let dollar = image.iter().rposition(|&byte| byte == b'$').unwrap_or(0);
        let prefix = text_of(&image[..dollar]);
        self.tokens[first].start += dollar;
        let image = &image[dollar..];

        let mut null_text = self.literal(first, last);
        let name = if let Some(name) = image.strip_prefix(b"$!") {
            if !escaped {
                null_text = Text::default();
            }
            if name.starts_with(b"{") { Some(self.word(first + 1)) } else { Some(String::from_utf8_lossy(name).into_owned()) }
        } else if image == b"${" {
            Some(self.word(first + 1))
        } else if let Some(name) = image.strip_prefix(b"$") {
            Some(String::from_utf8_lossy(name).into_owned())
        } else {
            null_text = text_of(image);
            None
        };
        Root { name, escaped, escapes, prefix, null_text }
    }

    /// `$\!name`: one backslash goes, and what is left names a variable that there cannot be.
    fn root_with_escaped_bang(&mut self, image: &[u8]) -> Root {
        let dollar = image.iter().position(|&byte| byte == b'$').unwrap_or(0);
        let start = dollar + image[dollar..].iter().take_while(|&&byte| byte != b'\\').count();
        let mut text = image.to_vec();
        if start < text.len() {
            text.remove(start);
        }
        Root {
            name: Some(String::from_utf8_lossy(&text).into_owned()),
            escaped: false,
            escapes: Text::default(),
            prefix: Text::default(),
            null_text: text_of(&text),
        }
    }
}
