//! Which token stands at a place of the template. The longest one wins, and of two equally long ones the one whose kind
//! comes first.

use super::token::Kind;

/// In what part of the language the lexer is; it decides which tokens there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// Between `$` and the end of the reference.
    Reference,
    /// Behind the dot of a reference.
    ReferenceModifier,
    /// In the brackets of a reference.
    ReferenceIndex,
    /// In the parentheses of a directive.
    Directive,
    /// In the parentheses of a method call.
    Call,
    /// In the text that is printed.
    Default,
    Textblock,
    Comment,
    FormalComment,
    LineComment,
    /// Behind the `#`.
    PreDirective,
}

/// The best match so far.
struct Best(Option<(Kind, usize)>);

impl Best {
    fn offer(&mut self, kind: Kind, length: usize) {
        let better = match self.0 {
            None => true,
            Some((old, old_length)) => length > old_length || (length == old_length && kind < old),
        };
        if better && length > 0 {
            self.0 = Some((kind, length));
        }
    }

    fn word(&mut self, rest: &[u8], word: &str, kind: Kind) {
        if rest.starts_with(word.as_bytes()) {
            self.offer(kind, word.len());
        }
    }
}

/// The token at the start of `rest`. `backslashes` is how many backslashes `rest` starts with.
pub(super) fn token_at(state: State, rest: &[u8], backslashes: usize) -> Option<(Kind, usize)> {
    let first = *rest.first()?;
    let mut best = Best(None);
    match first {
        b'$' | b'\\' => dollar(rest, backslashes, &mut best),
        b'#' => hash(rest, state, &mut best),
        _ => {}
    }
    match state {
        State::Default => default(rest, first, backslashes, &mut best),
        State::Reference | State::ReferenceModifier => {
            reference(rest, first, state, &mut best);
        }
        State::ReferenceIndex => {
            best.word(rest, "]", Kind::IndexClose);
            argument(rest, first, &mut best);
        }
        State::Directive => {
            list_or_map(first, &mut best);
            argument(rest, first, &mut best);
            directive(rest, first, &mut best);
        }
        State::Call => {
            list_or_map(first, &mut best);
            best.word(rest, "..", Kind::DoubleDot);
            best.word(rest, ")", Kind::CallClose);
            best.offer(Kind::Set, set_directive(rest));
            argument(rest, first, &mut best);
            name(rest, first, &mut best);
        }
        State::PreDirective => pre_directive(rest, first, &mut best),
        State::Textblock => {
            best.word(rest, "]]#", Kind::Textblock);
            best.offer(Kind::More, character(rest));
        }
        State::Comment => {
            best.word(rest, "*#", Kind::CommentEnd);
            best.offer(Kind::Skipped, character(rest));
        }
        State::FormalComment => {
            best.word(rest, "*#", Kind::FormalCommentEnd);
            best.offer(Kind::Skipped, character(rest));
        }
        State::LineComment => {
            best.offer(Kind::LineCommentEnd, newline(rest));
            best.offer(Kind::Skipped, character(rest));
        }
    }
    best.0
}

/// The length of the first character of WTF-8.
fn character(rest: &[u8]) -> usize {
    let length = match rest.first() {
        None => 0,
        Some(0..0xC0) => 1,
        Some(0xC0..0xE0) => 2,
        Some(0xE0..0xF0) => 3,
        Some(0xF0..) => 4,
    };
    length.min(rest.len())
}

/// How many of the first bytes are of a class.
pub(super) fn run(rest: &[u8], class: impl Fn(u8) -> bool) -> usize {
    rest.iter().take_while(|&&byte| class(byte)).count()
}

/// The length of the line break at the start.
fn newline(rest: &[u8]) -> usize {
    match rest {
        [b'\r', b'\n', ..] => 2,
        [b'\n' | b'\r', ..] => 1,
        _ => 0,
    }
}

/// The length of blanks with a line break behind them; 0 when there is other text on the line.
fn blank_line_end(rest: &[u8]) -> usize {
    let blanks = run(rest, |byte| byte == b' ' || byte == b'\t');
    match newline(&rest[blanks..]) {
        0 => 0,
        length => blanks + length,
    }
}

fn dollar(rest: &[u8], backslashes: usize, best: &mut Best) {
    if rest.get(backslashes) != Some(&b'$') {
        return;
    }
    let dollar = backslashes + 1;
    best.offer(Kind::Dollar, dollar);
    let inner = run(&rest[dollar..], |byte| byte == b'\\');
    if rest.get(dollar + inner) == Some(&b'!') {
        best.offer(Kind::DollarBang, dollar + inner + 1);
    }
}

fn hash(rest: &[u8], state: State, best: &mut Best) {
    best.offer(Kind::Hash, 1);
    best.word(rest, "#[[", Kind::TextblockStart);
    best.word(rest, "#*", Kind::CommentStart);
    if matches!(state, State::Default | State::PreDirective | State::Reference | State::Directive) {
        best.word(rest, "##", Kind::LineComment);
    }
    if rest.starts_with(b"#**") && rest.len() > 3 && rest[3] != b'#' {
        best.offer(Kind::FormalCommentStart, 3 + character(&rest[3..]));
    }
}

/// `$[` and `$.`, which are no references.
fn empty_index(rest: &[u8], best: &mut Best) {
    for image in ["$[", "$![", "$\\![", "$."] {
        best.word(rest, image, Kind::EmptyIndex);
    }
}

/// The length of `#set(` with the blanks before it.
fn set_directive(rest: &[u8]) -> usize {
    let blank = |byte| byte == b' ' || byte == b'\t';
    let mut length = run(rest, blank);
    let word = if rest[length..].starts_with(b"#set") {
        4
    } else if rest[length..].starts_with(b"#{set}") {
        6
    } else {
        return 0;
    };
    length += word;
    length += run(&rest[length..], |byte| byte == b' ');
    if rest.get(length) == Some(&b'(') { length + 1 } else { 0 }
}

fn default(rest: &[u8], first: u8, backslashes: usize, best: &mut Best) {
    match first {
        b'\\' => {
            best.offer(Kind::Escape, 1);
            best.word(rest, "\\\\", Kind::DoubleEscape);
            if rest.get(backslashes) == Some(&b'#') && backslashes % 2 == 1 {
                let hash = backslashes + 1;
                let word = word(&rest[hash..]).max(bracketed_word(&rest[hash..]));
                if word > 0 {
                    best.offer(Kind::EscapedDirective, hash + word);
                }
            }
        }
        b'$' => empty_index(rest, best),
        _ => best.offer(Kind::Text, run(rest, |byte| !matches!(byte, b'$' | b'#' | b'\\'))),
    }
    if matches!(first, b' ' | b'\t' | b'#') {
        best.offer(Kind::Set, set_directive(rest));
    }
}

fn reference(rest: &[u8], first: u8, state: State, best: &mut Best) {
    best.word(rest, "[", Kind::IndexOpen);
    if state == State::Reference {
        empty_index(rest, best);
    } else {
        best.word(rest, "(", Kind::ParenOpen);
    }
    if matches!(first, b' ' | b'\t' | b'#') {
        best.offer(Kind::Set, set_directive(rest));
    }
    best.word(rest, "true", Kind::True);
    best.word(rest, "false", Kind::False);
    name(rest, first, best);
    best.word(rest, "{", Kind::BraceOpen);
    best.word(rest, "}", Kind::BraceClose);
    best.offer(Kind::ReferenceEnd, character(rest));
}

/// A name, or the dot before one.
fn name(rest: &[u8], first: u8, best: &mut Best) {
    if first.is_ascii_alphabetic() || first == b'_' {
        best.offer(Kind::Identifier, run(rest, |byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_'));
    }
    if first == b'.' && rest.get(1).is_some_and(u8::is_ascii_alphabetic) {
        best.offer(Kind::Dot, 2);
    }
}

fn list_or_map(first: u8, best: &mut Best) {
    let kind = match first {
        b'[' => Kind::ListOpen,
        b']' => Kind::ListClose,
        b',' => Kind::Comma,
        b':' => Kind::Colon,
        b'{' => Kind::MapOpen,
        b'}' => Kind::MapClose,
        _ => return,
    };
    best.offer(kind, 1);
}

/// What may stand in brackets and parentheses.
fn argument(rest: &[u8], first: u8, best: &mut Best) {
    match first {
        b' ' | b'\t' | b'\n' | b'\r' => {
            best.offer(Kind::Whitespace, run(rest, |byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r')));
        }
        b'"' | b'\'' => best.offer(Kind::String, string(rest, first)),
        b'-' | b'.' | b'0'..=b'9' => number(rest, best),
        b't' => best.word(rest, "true", Kind::True),
        b'f' => best.word(rest, "false", Kind::False),
        _ => {}
    }
}

/// The length of a string; 0 when it has no end. A doubled quote does not end it, and a backslash means nothing. Of two
/// strings the longer wins, so a doubled quote ends it after all when there is no other one behind it.
fn string(rest: &[u8], quote: u8) -> usize {
    let (mut at, mut length) = (1, 0);
    while let Some(end) = rest[at..].iter().position(|&byte| byte == quote) {
        length = at + end + 1;
        if rest.get(length) != Some(&quote) {
            break;
        }
        at = length + 1;
    }
    length
}

/// An integer, which may have `..` behind it so that `1..3` is no number with a point, or a number with a point.
fn number(rest: &[u8], best: &mut Best) {
    let sign = usize::from(rest[0] == b'-');
    let digits = run(&rest[sign..], |byte| byte.is_ascii_digit());
    let whole = sign + digits;
    if digits > 0 {
        best.offer(Kind::Integer, if rest[whole..].starts_with(b"..") { whole + 2 } else { whole });
        let exponent = exponent(&rest[whole..]);
        if exponent > 0 {
            best.offer(Kind::FloatingPoint, whole + exponent);
        }
    }
    if rest.get(whole) == Some(&b'.') {
        let fraction = run(&rest[whole + 1..], |byte| byte.is_ascii_digit());
        if digits + fraction > 0 {
            let length = whole + 1 + fraction;
            best.offer(Kind::FloatingPoint, length + exponent(&rest[length..]));
        }
    }
}

fn exponent(rest: &[u8]) -> usize {
    if !matches!(rest.first(), Some(b'e' | b'E')) {
        return 0;
    }
    let sign = usize::from(matches!(rest.get(1), Some(b'+' | b'-')));
    match run(&rest[1 + sign..], |byte| byte.is_ascii_digit()) {
        0 => 0,
        digits => 1 + sign + digits,
    }
}

fn directive(rest: &[u8], first: u8, best: &mut Best) {
    match first {
        b'(' => best.offer(Kind::ParenOpen, 1),
        b')' => best.offer(Kind::ParenClose, 1 + blank_line_end(&rest[1..])),
        b'.' => best.word(rest, "..", Kind::DoubleDot),
        _ => {}
    }
    const OPERATORS: [(&str, Kind); 25] = [
        ("-", Kind::Minus),
        ("+", Kind::Plus),
        ("*", Kind::Multiply),
        ("/", Kind::Divide),
        ("%", Kind::Modulus),
        ("&&", Kind::And),
        ("and", Kind::And),
        ("||", Kind::Or),
        ("or", Kind::Or),
        ("<", Kind::Less),
        ("lt", Kind::Less),
        ("<=", Kind::LessOrEqual),
        ("le", Kind::LessOrEqual),
        (">", Kind::Greater),
        ("gt", Kind::Greater),
        (">=", Kind::GreaterOrEqual),
        ("ge", Kind::GreaterOrEqual),
        ("==", Kind::Equal),
        ("eq", Kind::Equal),
        ("!=", Kind::NotEqual),
        ("ne", Kind::NotEqual),
        ("!", Kind::Not),
        ("not", Kind::Not),
        ("=", Kind::Assign),
        ("..", Kind::DoubleDot),
    ];
    for (image, kind) in OPERATORS {
        best.word(rest, image, kind);
    }
    best.offer(Kind::Word, word(rest));
    best.offer(Kind::BracketedWord, bracketed_word(rest));
}

/// The length of a word: the name of a directive.
fn word(rest: &[u8]) -> usize {
    match rest.first() {
        Some(byte) if byte.is_ascii_alphabetic() || matches!(byte, b'_' | b'@') => run(rest, in_word),
        _ => 0,
    }
}

/// The length of a word in braces.
fn bracketed_word(rest: &[u8]) -> usize {
    match rest {
        [b'{', first, ..] if first.is_ascii_alphabetic() || *first == b'_' => {
            let length = 1 + run(&rest[1..], in_word);
            if rest.get(length) == Some(&b'}') { length + 1 } else { 0 }
        }
        _ => 0,
    }
}

fn in_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'@')
}

fn pre_directive(rest: &[u8], first: u8, best: &mut Best) {
    if matches!(first, b'-' | b'.' | b'0'..=b'9') {
        number(rest, best);
    }
    for (plain, braced, kind) in [("if", "{if}", Kind::If), ("elseif", "{elseif}", Kind::ElseIf)] {
        best.word(rest, plain, kind);
        best.word(rest, braced, kind);
    }
    for (plain, braced, kind) in [("end", "{end}", Kind::EndDirective), ("else", "{else}", Kind::Else)] {
        for image in [plain, braced] {
            if rest.starts_with(image.as_bytes()) {
                best.offer(kind, image.len() + blank_line_end(&rest[image.len()..]));
            }
        }
    }
    best.offer(Kind::Word, word(rest));
    best.offer(Kind::BracketedWord, bracketed_word(rest));
    best.offer(Kind::DirectiveEnd, character(rest));
}
