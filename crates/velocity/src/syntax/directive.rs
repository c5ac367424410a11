//! The directives that the grammar does not know by name: `#foreach`, `#define`, `#macro` ... and calls of macros.

use super::parser::{Parsed, Parser};
use super::token::Kind;
use super::tree::{Argument, Block, Call, Define, Expression, Foreach, Macro, Read, Slot, Statement};
use crate::Text;
use std::sync::Arc;

/// A directive as it is written.
struct Written {
    token: usize,
    /// In the order in which they stand.
    arguments: Vec<WrittenArgument>,
    /// With parentheses.
    called: bool,
    body: Option<Block>,
    last: usize,
}

/// One argument.
struct WrittenArgument {
    value: Expression,
    first: usize,
    last: usize,
    word: bool,
    reference: Option<Slot>,
}

impl Parser<'_> {
    pub(super) fn is_directive(&self, name: &str) -> bool {
        match name {
            "foreach" | "include" | "parse" | "macro" | "literal" | "break" | "define" | "stop" => true,
            "evaluate" => self.dialect.evaluate,
            _ => false,
        }
    }

    /// Takes off half of the backslashes before a directive that is known.
    pub(super) fn unescape_directive(&mut self, token: usize) {
        let image = self.word(token);
        let last = image.rfind('\\').unwrap_or(0);
        let name = image.get(last + 2..).unwrap_or_default();
        let name = name.strip_prefix('{').map_or(name, |name| name.strip_suffix('}').unwrap_or(name));
        let known = matches!(name, "if" | "end" | "set" | "else" | "elseif");
        if known || self.is_directive(name) || self.macro_names.contains(name) {
            self.tokens[token].start += last + 1 - last / 2;
        }
    }

    /// A directive; `None` for the definition of a macro.
    pub(super) fn directive(&mut self) -> Parsed<Option<Statement>> {
        let token = self.next;
        self.next += 1;
        let image = self.word(token);
        let name = if self.tokens[token].kind == Kind::BracketedWord {
            image.get(2..image.len() - 1).unwrap_or_default().to_owned()
        } else {
            image.get(1..).unwrap_or_default().to_owned()
        };
        let known = self.is_directive(&name);
        let has_body = matches!(name.as_str(), "foreach" | "define" | "literal" | "macro") || (!known && name.starts_with('@'));
        self.lexer.enter_directive();
        if !self.at_paren() {
            if name == "macro" {
                return self.error(token, "expected `(` and the name of the macro behind `#macro`");
            }
            self.lexer.pop();
            let written = Written { token, arguments: Vec::new(), called: false, body: None, last: token };
            return self.finish(&name, known, written).map(Some);
        }
        let mut written = Written { token, arguments: self.written_arguments(&name, known)?, called: true, body: None, last: 0 };
        if has_body {
            written.body = Some(self.block()?);
            if self.peek()? != Kind::EndDirective {
                return self.unexpected(&format!("`#end` of `#{name}`"));
            }
            self.next += 1;
        }
        written.last = self.next - 1;
        if name == "macro" {
            return self.finish_macro(written).map(|()| None);
        }
        self.finish(&name, known, written).map(Some)
    }

    /// Whether a `(` follows, perhaps behind white space. No token is read yet: which one it is depends on the answer.
    fn at_paren(&self) -> bool {
        let rest = self.lexer.rest();
        rest.iter().find(|byte| !matches!(byte, b' ' | b'\t' | b'\n' | b'\r')) == Some(&b'(')
    }

    fn written_arguments(&mut self, name: &str, known: bool) -> Parsed<Vec<WrittenArgument>> {
        self.blank()?;
        self.take(Kind::ParenOpen)?;
        let mut arguments = Vec::new();
        while self.at_argument()? {
            self.blank()?;
            if self.take_if(Kind::Comma)? {
                self.blank()?;
            }
            let argument = self.argument()?;
            let place = arguments.len();
            if argument.word && known && name != "macro" && (name != "foreach" || place != 1) {
                let word = self.word(argument.first);
                return self.error(argument.first, format!("expected a value in `#{name}`, found the word `{word}`"));
            }
            if argument.word && name == "macro" && place != 0 {
                let word = self.word(argument.first);
                return self.error(argument.first, format!("expected `$` before the parameter `{word}` of the macro"));
            }
            if !argument.word && name == "macro" && place == 0 {
                return self.error(argument.first, "expected the name of the macro, without `$` and quotes");
            }
            arguments.push(argument);
        }
        self.blank()?;
        self.take(Kind::ParenClose)?;
        Ok(arguments)
    }

    fn argument(&mut self) -> Parsed<WrittenArgument> {
        let first = self.next;
        let (value, word, reference) = match self.peek()? {
            Kind::Word => {
                self.next += 1;
                (Expression::Nothing, true, None)
            }
            Kind::Identifier | Kind::BraceOpen => {
                let reference = self.nested(Self::reference)?.node;
                let root = reference.root;
                (Expression::Reference(Box::new(reference)), false, root)
            }
            _ => match self.nested(Self::operand)? {
                Some(value) => (value, false, None),
                None => return self.unexpected("a value"),
            },
        };
        Ok(WrittenArgument { value, first, last: self.next - 1, word, reference })
    }

    fn finish(&mut self, name: &str, known: bool, written: Written) -> Parsed<Statement> {
        if !known {
            return self.finish_call(name, written);
        }
        let (token, at) = (written.token, self.offset(written.token));
        match name {
            "foreach" => self.finish_foreach(written),
            "define" => self.finish_define(written),
            "literal" => match written.body {
                None => self.error(token, "expected `()` behind `#literal`"),
                Some(_) if !written.arguments.is_empty() => {
                    let Some(argument) = written.arguments.first() else { return Ok(Statement::Text(Text::default())) };
                    Ok(Statement::Text(self.literal(argument.first, argument.last)))
                }
                Some(_) => self.body_literal(&written).map(Statement::Text),
            },
            "stop" | "break" => {
                let mut arguments = written.arguments.into_iter();
                let argument = arguments.next().map(|argument| argument.value);
                if let Some(second) = arguments.next() {
                    return self.error(second.first, format!("expected at most one value in `#{name}`"));
                }
                Ok(if name == "stop" { Statement::Stop(argument) } else { Statement::Break(at, argument) })
            }
            "evaluate" => {
                let mut arguments = written.arguments.into_iter();
                match (arguments.next().map(|argument| argument.value), arguments.next()) {
                    (Some(value @ (Expression::Text(_) | Expression::Interpolated(_) | Expression::Reference(_))), None) => {
                        Ok(Statement::Evaluate(at, value))
                    }
                    _ => self.error(token, "expected one string or reference in `#evaluate`"),
                }
            }
            _ => {
                let arguments = written.arguments.into_iter().map(|argument| argument.value).collect();
                Ok(Statement::Read(Box::new(Read { at, needs_name: name == "parse", arguments })))
            }
        }
    }

    /// What stands between the `()` and the `#end` of `#literal`. As in Velocity, it cannot be nothing.
    fn body_literal(&self, written: &Written) -> Parsed<Text> {
        let open = (written.token..written.last).find(|&token| self.tokens[token].kind == Kind::ParenClose);
        match open {
            Some(open) if open + 1 < written.last => Ok(self.literal(open + 1, written.last - 1)),
            _ => self.error(written.last, "expected text in `#literal`, found `#end`"),
        }
    }

    fn finish_foreach(&mut self, written: Written) -> Parsed<Statement> {
        let at = self.offset(written.token);
        let Some(body) = written.body else {
            return self.error(written.token, "expected `(` behind `#foreach`");
        };
        let mut arguments = written.arguments.into_iter();
        let (count, first) = (arguments.len(), arguments.next());
        let element = match first {
            Some(WrittenArgument { reference: Some(slot), .. }) => slot,
            Some(WrittenArgument { first, .. }) => self.bare_name(first),
            None => self.names.slot(""),
        };
        arguments.next();
        let collection = arguments.next().map(|argument| argument.value);
        // Velocity renders the fourth child, whatever that is.
        let body = match arguments.next().map(|argument| argument.value) {
            None => body,
            Some(Expression::Reference(reference)) => Block(vec![Statement::Reference(reference)]),
            Some(_) => Block::default(),
        };
        Ok(Statement::Foreach(Box::new(Foreach { at, element, complete: count >= 2, collection, body })))
    }

    fn finish_define(&mut self, written: Written) -> Parsed<Statement> {
        let at = self.offset(written.token);
        let (Some(body), [argument]) = (written.body, written.arguments.as_slice()) else {
            return self.error(written.token, "expected one name in `#define`");
        };
        let name = self.bare_name(argument.first);
        self.program.later.push(body);
        Ok(Statement::Define(Box::new(Define { at, name, block: self.program.later.len() - 1 })))
    }

    fn finish_macro(&mut self, written: Written) -> Parsed<()> {
        let (Some(body), [name, parameters @ ..]) = (written.body, written.arguments.as_slice()) else {
            return self.error(written.token, "expected the name of the macro in `#macro`");
        };
        let name = self.word(name.first).into_boxed_str();
        self.macro_names.insert(name.clone());
        if self.dialect.inline_macros {
            let parameters = parameters.iter().map(|parameter| {
                let image = self.word(parameter.first);
                self.names.slot(image.strip_prefix('$').unwrap_or(&image))
            });
            let parameters = parameters.collect();
            self.program.macros.push(Macro { name, parameters, body });
        }
        Ok(())
    }

    fn finish_call(&mut self, name: &str, written: Written) -> Parsed<Statement> {
        if name.starts_with('@') && !written.called {
            return Ok(Statement::Text(format!("#{name}").into()));
        }
        let name = if written.body.is_some() { name.strip_prefix('@').unwrap_or(name) } else { name };
        let literal = self.images(written.token, written.last);
        if !self.dialect.inline_macros {
            return Ok(Statement::Text(literal));
        }
        let arguments = written.arguments.into_iter().map(|argument| Argument {
            literal: self.literal(argument.first, argument.last),
            value: argument.value,
            word: argument.word,
        });
        let arguments = arguments.collect();
        let body = written.body.map(|body| {
            self.program.later.push(body);
            self.program.later.len() - 1
        });
        let at = self.offset(written.token);
        Ok(Statement::Call(Arc::new(Call { at, name: name.into(), arguments, body, literal })))
    }

    /// The images of tokens, without the text that turned out to stand before them.
    fn images(&self, first: usize, last: usize) -> Text {
        let mut text = Vec::new();
        for token in first..=last {
            text.extend_from_slice(self.image(token));
        }
        super::parser::text_of(&text)
    }
}
