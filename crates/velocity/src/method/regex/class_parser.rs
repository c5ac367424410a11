//! Reading a class in brackets.

use super::class::Class;
use super::parser::{Failed, Parser};

impl Parser {
    /// Behind the opening bracket.
    pub(super) fn class(&mut self) -> Result<Class, Failed> {
        let negative = self.eat('^');
        let class = self.class_items(true)?;
        Ok(if negative { class.negate() } else { class })
    }

    /// Up to the closing bracket, which it takes if asked to.
    fn class_items(&mut self, close: bool) -> Result<Class, Failed> {
        self.depth += 1;
        // Deeper than groups may nest, with these.
        if self.depth > 250 {
            return Err("it nests too deep");
        }
        let mut class: Option<Class> = None;
        loop {
            self.skip();
            match self.peek() {
                None => return Err("Unclosed character class"),
                Some(']') if class.is_some() => break,
                Some('[') => {
                    self.take();
                    class = Some(joined(class, self.class()?));
                }
                Some('&') if self.peek_at(1) == Some('&') => {
                    self.take();
                    self.take();
                    let right = self.class_operand()?;
                    class = match (class, right) {
                        (Some(left), Some(right)) => Some(left.intersect(&right)),
                        (None, None) => return Err("Bad class syntax"),
                        (left, right) => left.or(right),
                    };
                }
                Some(_) => class = Some(joined(class, self.class_range()?)),
            }
        }
        if close {
            self.take();
        }
        self.depth -= 1;
        Ok(class.unwrap_or_default())
    }

    /// What `&&` intersects with: classes in brackets, or all up to the end.
    fn class_operand(&mut self) -> Result<Option<Class>, Failed> {
        let mut right = None;
        loop {
            self.skip();
            match self.peek() {
                None => return Err("Unclosed character class"),
                Some(']' | '&') => return Ok(right),
                Some('[') => {
                    self.take();
                    right = Some(joined(right, self.class()?));
                }
                Some(_) => right = Some(joined(right, self.class_items(false)?)),
            }
        }
    }

    /// A character, a range, or a class by its name.
    fn class_range(&mut self) -> Result<Class, Failed> {
        let first = if self.eat('\\') {
            if let Some(class) = self.class_escape()? {
                return Ok(class);
            }
            self.single_escape()?
        } else {
            self.take().ok_or("Unclosed character class")?
        };
        self.skip();
        let range = self.peek() == Some('-') && !matches!(self.peek_at(1), Some(']' | '[') | None);
        if !range {
            return Ok(Class::single(first).fold(self.flags.fold()));
        }
        self.take();
        self.skip();
        let last = if self.eat('\\') {
            if self.class_escape()?.is_some() {
                return Err("Illegal character range");
            }
            self.single_escape()?
        } else {
            self.take().ok_or("Unclosed character class")?
        };
        if last < first {
            return Err("Illegal character range");
        }
        Ok(Class::new(vec![(first, last)]).fold(self.flags.fold()))
    }
}

fn joined(left: Option<Class>, right: Class) -> Class {
    match left {
        Some(left) => left.union(&right),
        None => right,
    }
}
