//! Cuts the text of a template into tokens. What a token is depends on what came before it, and on the parser: it asks for
//! one token at a time and may change the state in between.

use super::matcher::{State, run, token_at};
use super::token::{Kind, Token, printed_of_terminated};

/// A state to come back to, with the parentheses that were open in it.
#[derive(Debug, Clone, Copy)]
struct Saved {
    state: State,
    opened: usize,
    closed: usize,
}

/// Why there is no next token.
#[derive(Debug)]
pub(super) struct NoToken {
    /// Where, in bytes.
    pub(super) at: usize,
    pub(super) message: String,
}

/// Reads tokens from the text of a template.
pub(super) struct Lexer<'t> {
    text: &'t [u8],
    at: usize,
    state: State,
    saved: Vec<Saved>,
    /// How many `(` were read in this state.
    opened: usize,
    /// How many `)` were read.
    closed: usize,
    in_comment: bool,
    /// Whether a `#set(` is open; the parser ends it.
    pub(super) in_set: bool,
    /// Where the run of backslashes ends that was looked at last.
    backslashes_end: usize,
}

impl<'t> Lexer<'t> {
    pub(super) fn new(text: &'t [u8]) -> Self {
        Lexer {
            text,
            at: 0,
            state: State::Default,
            saved: Vec::new(),
            opened: 0,
            closed: 0,
            in_comment: false,
            in_set: false,
            backslashes_end: 0,
        }
    }

    /// The text that is not read yet.
    pub(super) fn rest(&self) -> &'t [u8] {
        &self.text[self.at..]
    }

    pub(super) fn enter_directive(&mut self) {
        self.state = State::Directive;
    }

    fn push(&mut self, next: State) {
        self.saved.push(Saved { state: self.state, opened: self.opened, closed: self.closed });
        self.opened = 0;
        self.state = next;
    }

    /// Goes back to the state before; `false` when there is none.
    pub(super) fn pop(&mut self) -> bool {
        match self.saved.pop() {
            Some(saved) => {
                self.state = saved.state;
                self.opened = saved.opened;
                self.closed = saved.closed;
                true
            }
            None => {
                self.opened = 0;
                self.state = State::Default;
                false
            }
        }
    }

    /// How many backslashes stand here. Remembers the end of the run, so that a long run is not counted again and again.
    fn backslashes(&mut self) -> usize {
        if self.backslashes_end <= self.at {
            self.backslashes_end = self.at + run(self.rest(), |byte| byte == b'\\');
        }
        self.backslashes_end - self.at
    }

    /// The next token; at the end of the text, [`Kind::End`] again and again.
    pub(super) fn next(&mut self) -> Result<Token, NoToken> {
        let mut before: Vec<u8> = Vec::new();
        let mut start = self.at;
        loop {
            if self.at == start && start == self.text.len() {
                return Ok(token(Kind::End, start, start, before));
            }
            let backslashes = self.backslashes();
            let Some((kind, length)) = token_at(self.state, self.rest(), backslashes) else {
                return Err(self.no_token(start));
            };
            let end = self.at + length;
            match kind {
                Kind::Dollar
                | Kind::DollarBang
                | Kind::TextblockStart
                | Kind::FormalCommentStart
                | Kind::CommentStart
                | Kind::Hash
                | Kind::More => self.continue_with(kind, end),
                Kind::Skipped => {
                    self.at = end;
                    start = end;
                }
                Kind::ReferenceEnd | Kind::DirectiveEnd => {
                    printed_of_terminated(&self.text[start..end], &mut before);
                    self.pop();
                    start = self.at;
                }
                _ => {
                    let (image, at) = self.accept(kind, start, end);
                    self.at = at;
                    return Ok(token(kind, image.0, image.1, before));
                }
            }
        }
    }

    fn no_token(&self, start: usize) -> NoToken {
        let message = match self.rest().first() {
            None => match self.state {
                State::Textblock => "expected `]]#` before the end of the template".into(),
                _ => {
                    let image = String::from_utf8_lossy(&self.text[start..]);
                    format!("expected more behind `{}`, found the end of the template", image.trim())
                }
            },
            Some(b'"') => "expected `\"` at the end of the string, found the end of the template".into(),
            Some(b'\'') => "expected `'` at the end of the string, found the end of the template".into(),
            Some(_) => {
                let found = String::from_utf8_lossy(self.rest()).chars().next().unwrap_or_default();
                let place = if self.state == State::ReferenceIndex { "brackets" } else { "parentheses" };
                format!("expected no `{found}` in {place}")
            }
        };
        NoToken { at: self.at, message }
    }

    /// The start of something; its token goes on.
    fn continue_with(&mut self, kind: Kind, end: usize) {
        self.at = end;
        if self.in_comment {
            return;
        }
        match kind {
            Kind::Dollar | Kind::DollarBang => {
                if self.state == State::Reference {
                    self.pop();
                }
                self.push(State::Reference);
            }
            Kind::Hash => {
                if matches!(self.state, State::Reference | State::ReferenceModifier) {
                    self.pop();
                }
                self.push(State::PreDirective);
            }
            Kind::TextblockStart => self.start_comment(State::Textblock),
            Kind::CommentStart => self.start_comment(State::Comment),
            Kind::FormalCommentStart => {
                // The character behind `#**` was only looked at.
                self.at = end - 1;
                while self.at > 0 && self.text[self.at] & 0xC0 == 0x80 {
                    self.at -= 1;
                }
                self.start_comment(State::FormalComment);
            }
            _ => {}
        }
    }

    fn start_comment(&mut self, state: State) {
        self.in_comment = true;
        self.push(state);
    }

    /// A whole token: changes the state, and answers the image and where to read on.
    fn accept(&mut self, kind: Kind, start: usize, end: usize) -> ((usize, usize), usize) {
        match kind {
            Kind::IndexOpen => self.push(State::ReferenceIndex),
            Kind::IndexClose | Kind::BraceClose | Kind::EndDirective | Kind::Else => {
                self.pop();
            }
            Kind::ParenOpen => {
                self.opened += 1;
                if self.state == State::ReferenceModifier {
                    self.state = State::Call;
                }
            }
            Kind::ParenClose => self.close_paren(),
            Kind::CallClose => self.state = State::Reference,
            Kind::Set => {
                self.push(State::Directive);
                self.in_set = true;
                self.opened += 1;
            }
            Kind::LineComment => {
                if self.state == State::Reference {
                    self.pop();
                }
                self.start_comment(State::LineComment);
            }
            Kind::LineCommentEnd | Kind::FormalCommentEnd | Kind::CommentEnd | Kind::Textblock => {
                self.in_comment = false;
                self.pop();
            }
            Kind::String if self.state == State::Directive => self.end_without_parens(),
            Kind::If | Kind::ElseIf => self.state = State::Directive,
            Kind::Integer => {
                let image = if self.text[start..end].ends_with(b"..") { end - 2 } else { end };
                if !matches!(self.state, State::Call | State::ReferenceIndex) {
                    self.end_without_parens();
                }
                return ((start, image), image);
            }
            Kind::FloatingPoint if self.state != State::Call => self.end_without_parens(),
            Kind::Dot => {
                self.state = State::ReferenceModifier;
                return ((end - 2, end - 1), end - 1);
            }
            _ => {}
        }
        ((start, end), end)
    }

    /// A string or a number ends a directive that has no parentheses.
    fn end_without_parens(&mut self) {
        if self.opened == 0 && !self.in_set {
            self.pop();
        }
    }

    /// Leaves all the states in which no parenthesis is open, and closes one in the first that has one.
    fn close_paren(&mut self) {
        loop {
            if self.opened > 0 {
                if self.opened == self.closed + 1 {
                    self.pop();
                } else {
                    self.closed += 1;
                }
                return;
            }
            if !self.pop() {
                return;
            }
        }
    }
}

fn token(kind: Kind, start: usize, end: usize, before: Vec<u8>) -> Token {
    Token { kind, start, end, before: if before.is_empty() { None } else { Some(before.into()) } }
}
