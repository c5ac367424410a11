//! Reading a pattern.

use super::ast::{Assertion, Fold, Kind, Node};
use super::class::Class;
use super::properties;
use crate::Text;

/// How deep groups and classes may nest.
const DEPTH: usize = 200;

/// What a pattern means.
#[derive(Debug)]
pub(super) struct Pattern {
    pub(super) node: Node,
    /// How many groups capture.
    pub(super) groups: usize,
    pub(super) names: Vec<(String, usize)>,
}

/// Why a text is no pattern, in the words of Java.
pub(super) type Failed = &'static str;

#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Flags {
    ignore_case: bool,
    multiline: bool,
    dot_all: bool,
    unix_lines: bool,
    unicode_case: bool,
    pub(super) comments: bool,
    pub(super) unicode_classes: bool,
}

impl Flags {
    pub(super) fn fold(self) -> Fold {
        match (self.ignore_case, self.unicode_case || self.unicode_classes) {
            (false, _) => Fold::None,
            (true, false) => Fold::Ascii,
            (true, true) => Fold::Unicode,
        }
    }

    fn set(&mut self, letter: char, on: bool) -> Option<()> {
        *match letter {
            'i' => &mut self.ignore_case,
            'm' => &mut self.multiline,
            's' => &mut self.dot_all,
            'd' => &mut self.unix_lines,
            'u' => &mut self.unicode_case,
            'x' => &mut self.comments,
            'U' => &mut self.unicode_classes,
            'c' => return Some(()),
            _ => return None,
        } = on;
        Some(())
    }
}

pub(super) struct Parser {
    /// The code points, and which of them were quoted by `\Q` and `\E`.
    points: Vec<(u32, bool)>,
    at: usize,
    pub(super) flags: Flags,
    groups: usize,
    names: Vec<(String, usize)>,
    pub(super) depth: usize,
}

pub(super) fn parse(text: &Text) -> Result<Pattern, Failed> {
    let mut parser = Parser { points: unquote(text), at: 0, flags: Flags::default(), groups: 0, names: Vec::new(), depth: 0 };
    let node = parser.alternatives()?;
    match parser.peek() {
        None => Ok(Pattern { node, groups: parser.groups, names: parser.names }),
        Some(_) => Err("Unmatched closing ')'"),
    }
}

fn unquote(text: &Text) -> Vec<(u32, bool)> {
    let all: Vec<u32> = text.code_points().collect();
    let mut points = Vec::with_capacity(all.len());
    let (mut rest, mut quoted) = (all.as_slice(), false);
    while let [point, tail @ ..] = rest {
        let next = tail.first().copied();
        (rest, quoted) = match (*point, quoted) {
            (0x5C, false) if next == Some(u32::from('Q')) => (tail.get(1..).unwrap_or_default(), true),
            (0x5C, true) if next == Some(u32::from('E')) => (tail.get(1..).unwrap_or_default(), false),
            (0x5C, false) => {
                points.extend([(0x5C, false)].into_iter().chain(next.map(|next| (next, false))));
                (tail.get(1..).unwrap_or_default(), false)
            }
            (point, quoted) => {
                points.push((point, quoted));
                (tail, quoted)
            }
        };
    }
    points
}

impl Parser {
    /// The next code point, when it stands for itself or for something else.
    fn next_point(&self) -> Option<(u32, bool)> {
        self.points.get(self.at).copied()
    }

    /// The next character, unless it is quoted: what may have a meaning. A quoted one is NUL, which has none.
    pub(super) fn peek(&self) -> Option<char> {
        let (point, quoted) = self.next_point()?;
        Some(if quoted { '\0' } else { char::from_u32(point).unwrap_or('\0') })
    }

    pub(super) fn peek_at(&self, offset: usize) -> Option<char> {
        let (point, quoted) = self.points.get(self.at + offset).copied()?;
        Some(if quoted { '\0' } else { char::from_u32(point).unwrap_or('\0') })
    }

    pub(super) fn take(&mut self) -> Option<u32> {
        let (point, _) = self.next_point()?;
        self.at += 1;
        Some(point)
    }

    pub(super) fn eat(&mut self, char: char) -> bool {
        let found = self.peek() == Some(char);
        self.at += usize::from(found);
        found
    }

    /// Passes blanks and comments, under the flag for it.
    pub(super) fn skip(&mut self) {
        while self.flags.comments {
            match self.peek() {
                Some(' ' | '\t' | '\n' | '\x0B' | '\x0C' | '\r') => self.at += 1,
                Some('#') => while self.peek().is_some() && !matches!(self.take(), Some(0x0A | 0x0D | 0x85 | 0x2028 | 0x2029)) {},
                _ => return,
            }
        }
    }

    fn alternatives(&mut self) -> Result<Node, Failed> {
        self.depth += 1;
        if self.depth > DEPTH {
            return Err("it nests too deep");
        }
        let mut branches = vec![self.sequence()?];
        while self.eat('|') {
            branches.push(self.sequence()?);
        }
        self.depth -= 1;
        Ok(match branches.pop() {
            Some(only) if branches.is_empty() => only,
            last => Node::Alternate(branches.into_iter().chain(last).collect()),
        })
    }

    fn sequence(&mut self) -> Result<Node, Failed> {
        let mut nodes = Vec::new();
        loop {
            self.skip();
            match self.peek() {
                None | Some('|' | ')') => break,
                // Flags are nothing that could be repeated.
                Some('(') if self.flags_alone()? => {}
                Some(_) => {
                    let atom = self.atom()?;
                    nodes.push(self.repeated(atom)?);
                }
            }
        }
        Ok(match nodes.pop() {
            None => Node::Empty,
            Some(only) if nodes.is_empty() => only,
            Some(last) => Node::Concat(nodes.into_iter().chain([last]).collect()),
        })
    }

    fn atom(&mut self) -> Result<Node, Failed> {
        let unix = self.flags.unix_lines;
        let char = self.peek();
        // A brace repeats nothing.
        if char == Some('{') {
            return Ok(Node::Empty);
        }
        let Some(point) = self.take() else { return Ok(Node::Empty) };
        Ok(match char {
            Some('(') => return self.group(),
            Some('[') => Node::Class(Box::new(self.class()?)),
            Some('\\') => return self.escape(),
            Some('^') if self.flags.multiline => Node::Assert(Assertion::LineStart { unix }),
            Some('^') => Node::Assert(Assertion::Start),
            Some('$') if self.flags.multiline => Node::Assert(Assertion::LineEnd { unix }),
            Some('$') => Node::Assert(Assertion::LastLineEnd { unix }),
            Some('.') => {
                let class = match (self.flags.dot_all, unix) {
                    (true, _) => Class::default().negate(),
                    (false, true) => Class::single(0x0A).negate(),
                    (false, false) => properties::line_terminators().negate(),
                };
                Node::Class(Box::new(class))
            }
            Some('*' | '+' | '?') => return Err("Dangling meta character"),
            _ => Node::Char(point, self.flags.fold()),
        })
    }

    fn repeated(&mut self, node: Node) -> Result<Node, Failed> {
        self.skip();
        let (min, max) = match self.peek() {
            Some('?') => (0, Some(1)),
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some('{') => {
                if !self.peek_at(1).is_some_and(|char| char.is_ascii_digit()) {
                    return Err("Illegal repetition");
                }
                self.at += 1;
                let min = self.count()?;
                let max = match (self.eat(','), self.peek()) {
                    (false, _) => Some(min),
                    (true, Some('}')) => None,
                    (true, _) => Some(self.count()?),
                };
                if self.peek() != Some('}') {
                    return Err("Unclosed counted closure");
                }
                if max.is_some_and(|max| max < min) {
                    return Err("Illegal repetition range");
                }
                (min, max)
            }
            _ => return Ok(node),
        };
        self.at += 1;
        let kind = match self.peek() {
            Some('?') => Kind::Lazy,
            Some('+') => Kind::Possessive,
            _ => Kind::Greedy,
        };
        self.at += usize::from(kind != Kind::Greedy);
        Ok(Node::Repeat { node: Box::new(node), min, max, kind })
    }

    fn count(&mut self) -> Result<u32, Failed> {
        let mut count = 0_u32;
        while let Some(digit) = self.peek().and_then(|char| char.to_digit(10)) {
            self.at += 1;
            count = count.checked_mul(10).and_then(|count| count.checked_add(digit)).ok_or("Illegal repetition range")?;
        }
        // Java counts with an int.
        if count > i32::MAX as u32 { Err("Illegal repetition range") } else { Ok(count) }
    }

    /// Behind the opening parenthesis.
    fn group(&mut self) -> Result<Node, Failed> {
        let flags = self.flags;
        if !self.eat('?') {
            return self.capturing(None, flags);
        }
        let kind = self.peek();
        let offset = match (kind, self.peek_at(1)) {
            (Some('<'), Some('=' | '!')) => 2,
            (Some(':' | '=' | '!' | '>' | '<'), _) => 1,
            _ => return self.group_with_flags(flags),
        };
        let negative = self.peek_at(offset - 1) == Some('!');
        self.at += offset;
        Ok(match (kind, offset) {
            (Some('<'), 1) => {
                let name = self.name()?;
                if self.names.iter().any(|(other, _)| *other == name) {
                    return Err("Named capturing group is already defined");
                }
                return self.capturing(Some(name), flags);
            }
            (Some('<'), _) => Node::Look { ahead: false, negative, node: Box::new(self.rest_of_group(flags)?) },
            (Some('>'), _) => Node::Atomic(Box::new(self.rest_of_group(flags)?)),
            (Some(':'), _) => return self.rest_of_group(flags),
            _ => Node::Look { ahead: true, negative, node: Box::new(self.rest_of_group(flags)?) },
        })
    }

    fn capturing(&mut self, name: Option<String>, flags: Flags) -> Result<Node, Failed> {
        self.groups += 1;
        let number = self.groups;
        self.names.extend(name.map(|name| (name, number)));
        Ok(Node::Group(number, Box::new(self.rest_of_group(flags)?)))
    }

    /// Up to the closing parenthesis. Then the flags are again as they were.
    fn rest_of_group(&mut self, flags: Flags) -> Result<Node, Failed> {
        let node = self.alternatives()?;
        self.flags = flags;
        if self.eat(')') { Ok(node) } else { Err("Unclosed group") }
    }

    /// `(?i)` for the rest of the group around it.
    fn flags_alone(&mut self) -> Result<bool, Failed> {
        let letters =
            (2..).map_while(|offset| self.peek_at(offset)).take_while(|char| char.is_ascii_alphabetic() || *char == '-');
        let end = 2 + letters.count();
        if self.peek_at(1) != Some('?') || self.peek_at(end) != Some(')') {
            return Ok(false);
        }
        self.at += 2;
        self.read_flags()?;
        self.at += 1;
        Ok(true)
    }

    /// `(?i:...)`
    fn group_with_flags(&mut self, before: Flags) -> Result<Node, Failed> {
        self.read_flags()?;
        if self.eat(':') { self.rest_of_group(before) } else { Err("Unknown inline modifier") }
    }

    fn read_flags(&mut self) -> Result<(), Failed> {
        let mut on = true;
        while let Some(letter) = self.peek().filter(|letter| !matches!(letter, ')' | ':')) {
            match letter {
                '-' if on => on = false,
                letter => self.flags.set(letter, on).ok_or("Unknown inline modifier")?,
            }
            self.at += 1;
        }
        Ok(())
    }

    /// The name of a group, and the `>` behind it.
    pub(super) fn name(&mut self) -> Result<String, Failed> {
        let mut name = String::new();
        while let Some(char) = self.peek().filter(char::is_ascii_alphanumeric) {
            name.push(char);
            self.at += 1;
        }
        if !name.starts_with(|char: char| char.is_ascii_alphabetic()) {
            return Err("capturing group name does not start with a Latin letter");
        }
        if self.eat('>') { Ok(name) } else { Err("named capturing group is missing trailing '>'") }
    }

    /// The number of the group with this name.
    pub(super) fn group_named(&self, name: &str) -> Option<usize> {
        self.names.iter().find(|(other, _)| other == name).map(|&(_, number)| number)
    }

    /// How many groups were opened up to here.
    pub(super) fn groups_so_far(&self) -> usize {
        self.groups
    }
}

/// Whether a node takes exactly one code point, so that it can be repeated at no cost.
pub(super) fn is_single(node: &Node) -> bool {
    matches!(node, Node::Char(..) | Node::Class(_))
}
