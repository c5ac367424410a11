//! What stands behind a backslash.

use super::ast::{Assertion, Fold, Kind, Node};
use super::class::Class;
use super::parser::{Failed, Parser};
use super::properties;

const UNSUPPORTED: Failed = "Illegal/unsupported escape sequence";

impl Parser {
    /// Behind the backslash, outside of a class.
    pub(super) fn escape(&mut self) -> Result<Node, Failed> {
        let assertion = match self.peek() {
            Some('A') => Assertion::Start,
            Some('G') => Assertion::Continue,
            Some('Z') => Assertion::LastLineEnd { unix: false },
            Some('z') => Assertion::End,
            Some('b') => Assertion::Word,
            Some('B') => Assertion::NotWord,
            Some('k') => return self.named_reference(),
            Some('1'..='9') => return Ok(self.numbered_reference()),
            Some('R') => {
                self.take();
                return Ok(Node::LineBreak);
            }
            Some('X') => {
                self.take();
                return grapheme();
            }
            _ => {
                return match self.class_escape()? {
                    Some(class) => Ok(Node::Class(Box::new(class))),
                    None => Ok(Node::Char(self.single_escape()?, self.flags.fold())),
                };
            }
        };
        self.take();
        Ok(Node::Assert(assertion))
    }

    fn named_reference(&mut self) -> Result<Node, Failed> {
        self.take();
        if !self.eat('<') {
            return Err("\\k is not followed by '<' for named capturing group");
        }
        let name = self.name()?;
        let group = self.group_named(&name).ok_or("named capturing group does not exist")?;
        Ok(Node::BackReference(group, self.flags.fold()))
    }

    /// As many digits as make the number of a group that was opened before; at least one.
    fn numbered_reference(&mut self) -> Node {
        let mut group = 0;
        while let Some(digit) = self.peek().and_then(|char| char.to_digit(10)) {
            let longer = group * 10 + digit as usize;
            if group > 0 && longer > self.groups_so_far() {
                break;
            }
            group = longer;
            self.take();
        }
        Node::BackReference(group, self.flags.fold())
    }

    /// A class behind the backslash, in a class or outside; `None` when there is none.
    pub(super) fn class_escape(&mut self) -> Result<Option<Class>, Failed> {
        let Some(letter) = self.peek() else { return Err("Unexpected internal error") };
        let named = |name: &str| {
            let unicode = if self.flags.unicode_classes { properties::posix_in_unicode(name) } else { None };
            unicode.or_else(|| properties::posix(name)).unwrap_or_default()
        };
        let class = match letter.to_ascii_lowercase() {
            'd' => named("Digit"),
            'w' => named("Word"),
            's' => named("Space"),
            'h' => properties::horizontal_space(),
            'v' => properties::vertical_space(),
            'p' => return self.property().map(Some),
            _ => return Ok(None),
        };
        self.take();
        Ok(Some(if letter.is_ascii_uppercase() { class.negate() } else { class }))
    }

    /// `\p{Name}`, `\pL` and their opposites.
    fn property(&mut self) -> Result<Class, Failed> {
        const UNKNOWN: Failed = "Unknown character property name";
        let negative = self.take() == Some(u32::from('P'));
        let name = if self.eat('{') {
            let mut name = String::new();
            while !self.eat('}') {
                name.push(self.peek().ok_or("Unclosed character family")?);
                self.take();
            }
            if name.is_empty() {
                return Err("Empty character family");
            }
            name
        } else {
            self.take().and_then(char::from_u32).map(String::from).ok_or(UNKNOWN)?
        };
        let class = properties::property(&name, self.flags.unicode_classes, self.flags.fold() != Fold::None).ok_or(UNKNOWN)?;
        Ok(if negative { class.negate() } else { class })
    }

    /// A code point behind the backslash, in a class or outside.
    pub(super) fn single_escape(&mut self) -> Result<u32, Failed> {
        let letter = self.peek();
        let point = self.take().ok_or("Unexpected internal error")?;
        Ok(match letter {
            Some('0') => return self.octal(),
            Some('x') => return self.hexadecimal(),
            Some('u') => return self.unicode(),
            Some('c') => self.take().ok_or("Illegal control escape sequence")? ^ 0x40,
            Some('a') => 0x07,
            Some('e') => 0x1B,
            Some('f') => 0x0C,
            Some('n') => 0x0A,
            Some('r') => 0x0D,
            Some('t') => 0x09,
            Some('A'..='Z' | 'a'..='z' | '1'..='9') => return Err(UNSUPPORTED),
            _ => point,
        })
    }

    fn digit(&mut self, radix: u32) -> Option<u32> {
        let digit = self.peek()?.to_digit(radix)?;
        self.take();
        Some(digit)
    }

    /// Up to three digits that make no more than a byte.
    fn octal(&mut self) -> Result<u32, Failed> {
        let first = self.digit(8).ok_or("Illegal octal escape sequence")?;
        let Some(second) = self.digit(8) else { return Ok(first) };
        let two = first * 8 + second;
        match if first <= 3 { self.digit(8) } else { None } {
            Some(third) => Ok(two * 8 + third),
            None => Ok(two),
        }
    }

    fn hexadecimal(&mut self) -> Result<u32, Failed> {
        const ILLEGAL: Failed = "Illegal hexadecimal escape sequence";
        if !self.eat('{') {
            return Ok(self.digit(16).ok_or(ILLEGAL)? * 16 + self.digit(16).ok_or(ILLEGAL)?);
        }
        let mut point = self.digit(16).ok_or(ILLEGAL)?;
        while let Some(digit) = self.digit(16) {
            point = point * 16 + digit;
            if point > 0x10_FFFF {
                return Err("Hexadecimal codepoint is too big");
            }
        }
        if self.eat('}') { Ok(point) } else { Err("Unclosed hexadecimal escape sequence") }
    }

    /// Two of them may make a pair.
    fn unicode(&mut self) -> Result<u32, Failed> {
        let unit = self.unit()?;
        let pair = (0xD800..0xDC00).contains(&unit) && self.peek() == Some('\\') && self.peek_at(1) == Some('u');
        if !pair {
            return Ok(unit);
        }
        let digits: Option<u32> = (2..6).try_fold(0, |unit, at| Some(unit * 16 + self.peek_at(at)?.to_digit(16)?));
        match digits {
            Some(low @ 0xDC00..0xE000) => {
                for _ in 0..6 {
                    self.take();
                }
                Ok(0x1_0000 + ((unit & 0x3FF) << 10) + (low & 0x3FF))
            }
            _ => Ok(unit),
        }
    }

    fn unit(&mut self) -> Result<u32, Failed> {
        (0..4).try_fold(0, |unit, _| Ok(unit * 16 + self.digit(16).ok_or("Illegal Unicode escape sequence")?))
    }
}

/// `\X`, nearly: what stands on its own and the marks behind it.
fn grapheme() -> Result<Node, Failed> {
    let marks = properties::property("M", false, false).ok_or(UNSUPPORTED)?.union(&Class::single(0x200D));
    let base = Node::Alternate(vec![Node::LineBreak, Node::Class(Box::new(Class::default().negate()))]);
    let marks = Node::Repeat { node: Box::new(Node::Class(Box::new(marks))), min: 0, max: None, kind: Kind::Possessive };
    Ok(Node::Concat(vec![base, marks]))
}
