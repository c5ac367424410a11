//! Blocks, and the statements that the grammar itself knows: `#if`, `#set`, comments, escapes and text.

use super::parser::{Parsed, Parser, text_of};
use super::token::Kind;
use super::tree::{Block, Expression, If, Set, Statement};
use crate::TextBuilder;

impl Parser<'_> {
    /// Statements up to a token that starts none.
    pub(super) fn block(&mut self) -> Parsed<Block> {
        self.nested(|parser| {
            let mut block = Block::default();
            while parser.peek()?.starts_statement() {
                parser.statement(&mut block)?;
            }
            join_texts(&mut block);
            Ok(block)
        })
    }

    fn statement(&mut self, block: &mut Block) -> Parsed<()> {
        let first = self.next;
        let statement = match self.peek()? {
            Kind::If => self.if_statement()?,
            _ if self.at_reference()? => {
                let reference = self.reference()?.node;
                match reference.root {
                    Some(_) => Statement::Reference(Box::new(reference)),
                    None => Statement::Text(reference.null_text),
                }
            }
            Kind::LineComment | Kind::CommentEnd | Kind::FormalCommentEnd => self.comment()?,
            Kind::Textblock => self.textblock()?,
            Kind::Set => self.set()?,
            Kind::EscapedDirective => {
                self.next += 1;
                self.unescape_directive(first);
                Statement::Text(text_of(self.image(first)))
            }
            Kind::DoubleEscape => self.escape()?,
            Kind::Word | Kind::BracketedWord => match self.directive()? {
                Some(statement) => statement,
                None => return Ok(()),
            },
            Kind::Identifier => return self.unexpected("text, a reference or a directive"),
            _ => {
                self.next += 1;
                Statement::Text(self.token_literal(first))
            }
        };
        block.0.push(statement);
        Ok(())
    }

    /// Prints what was read as the start of something before the comment, such as a `$`.
    fn comment(&mut self) -> Parsed<Statement> {
        let first = self.next;
        self.next += 1;
        if self.tokens[first].kind == Kind::LineComment {
            self.take_if(Kind::LineCommentEnd)?;
        }
        let image = self.image(first);
        let start_of = |start: &[u8; 2]| image.windows(2).position(|window| window == start);
        let end = start_of(b"##").or_else(|| start_of(b"#*")).unwrap_or(0);
        Ok(Statement::Text(text_of(&image[..end])))
    }

    fn textblock(&mut self) -> Parsed<Statement> {
        let token = self.take(Kind::Textblock)?;
        let image = text_of(self.image(token));
        let end = image.utf16_len().saturating_sub(3);
        match image.substring(3, end) {
            Some(text) if end >= 3 => Ok(Statement::Text(text)),
            _ => self.error(token, "expected no `##` so near before `]]#`"),
        }
    }

    /// Two backslashes stand for one when a directive follows.
    fn escape(&mut self) -> Parsed<Statement> {
        let mut count = 0;
        loop {
            self.take(Kind::DoubleEscape)?;
            count += 1;
            if !self.at_double_escape()? {
                break;
            }
        }
        let control = match self.peek()? {
            Kind::If | Kind::Else | Kind::ElseIf | Kind::EndDirective => true,
            _ => {
                let image = self.word(self.next);
                let mut name = image.chars();
                name.next();
                self.is_directive(name.as_str()) || self.macro_names.contains(name.as_str())
            }
        };
        Ok(Statement::Text(if control { "\\" } else { "\\\\" }.repeat(count).into()))
    }

    fn if_statement(&mut self) -> Parsed<Statement> {
        self.take(Kind::If)?;
        let mut branches = vec![self.branch()?];
        while self.take_if(Kind::ElseIf)? {
            branches.push(self.branch()?);
        }
        let otherwise = if self.take_if(Kind::Else)? { Some(self.block()?) } else { None };
        self.take(Kind::EndDirective)?;
        Ok(Statement::If(Box::new(If { branches, otherwise })))
    }

    fn branch(&mut self) -> Parsed<(Expression, Block)> {
        self.blank()?;
        self.take(Kind::ParenOpen)?;
        let condition = self.expression()?.node;
        self.take(Kind::ParenClose)?;
        Ok((condition, self.block()?))
    }

    fn set(&mut self) -> Parsed<Statement> {
        self.take(Kind::Set)?;
        self.blank()?;
        let left = self.reference()?;
        let target = self.bare_name(left.first);
        self.blank()?;
        self.take(Kind::Assign)?;
        let right = self.expression()?.node;
        self.take(Kind::ParenClose)?;
        self.lexer.in_set = false;
        self.peek()?;
        Ok(Statement::Set(Box::new(Set { left: left.node, right, target })))
    }
}

/// Makes one statement of the texts that stand behind each other.
fn join_texts(block: &mut Block) {
    let mut joined: Vec<Statement> = Vec::with_capacity(block.0.len());
    let mut open: Option<TextBuilder> = None;
    for statement in block.0.drain(..) {
        match statement {
            Statement::Text(text) => open.get_or_insert_default().push_text(&text),
            other => {
                if let Some(text) = open.take().filter(|text| !text.is_empty()) {
                    joined.push(Statement::Text(text.finish()));
                }
                joined.push(other);
            }
        }
    }
    if let Some(text) = open.filter(|text| !text.is_empty()) {
        joined.push(Statement::Text(text.finish()));
    }
    block.0 = joined;
}
