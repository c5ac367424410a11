//! The tokens of a template.

/// What a token is. When two tokens of the same length match, the earlier kind in this list wins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    End,
    IndexOpen,
    IndexClose,
    ListOpen,
    ListClose,
    Comma,
    DoubleDot,
    Colon,
    MapOpen,
    MapClose,
    ParenOpen,
    /// The `)` of a directive, with the rest of its line when that is blank.
    ParenClose,
    /// The `)` of a method call.
    CallClose,
    EscapedDirective,
    /// `#set(` with the blanks before it.
    Set,
    /// The start of a reference; it never stands alone.
    Dollar,
    DollarBang,
    TextblockStart,
    FormalCommentStart,
    CommentStart,
    Hash,
    LineComment,
    DoubleEscape,
    Escape,
    Text,
    LineCommentEnd,
    FormalCommentEnd,
    CommentEnd,
    Textblock,
    /// A character of a comment.
    Skipped,
    /// A character of a textblock.
    More,
    Whitespace,
    String,
    True,
    False,
    Minus,
    Plus,
    Multiply,
    Divide,
    Modulus,
    And,
    Or,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Equal,
    NotEqual,
    Not,
    Assign,
    EndDirective,
    If,
    ElseIf,
    Else,
    Integer,
    FloatingPoint,
    Word,
    BracketedWord,
    Identifier,
    Dot,
    BraceOpen,
    BraceClose,
    /// The character that ends a reference and is not part of it.
    ReferenceEnd,
    /// The character that ends a `#` which is no directive.
    DirectiveEnd,
    EmptyIndex,
}

impl Kind {
    /// Whether a statement starts with it. What starts none is text only where the grammar says so.
    pub(super) fn starts_statement(self) -> bool {
        matches!(
            self,
            Kind::ParenOpen
                | Kind::ParenClose
                | Kind::EscapedDirective
                | Kind::Set
                | Kind::LineComment
                | Kind::DoubleEscape
                | Kind::Escape
                | Kind::Text
                | Kind::FormalCommentEnd
                | Kind::CommentEnd
                | Kind::Textblock
                | Kind::String
                | Kind::If
                | Kind::Integer
                | Kind::FloatingPoint
                | Kind::Word
                | Kind::BracketedWord
                | Kind::Identifier
                | Kind::Dot
                | Kind::BraceOpen
                | Kind::BraceClose
                | Kind::EmptyIndex
        )
    }

    /// What the reader of a message calls it.
    pub(super) fn description(self) -> &'static str {
        match self {
            Kind::End => "the end of the template",
            Kind::IndexOpen | Kind::ListOpen => "`[`",
            Kind::IndexClose | Kind::ListClose => "`]`",
            Kind::Comma => "`,`",
            Kind::DoubleDot => "`..`",
            Kind::Colon => "`:`",
            Kind::MapOpen | Kind::BraceOpen => "`{`",
            Kind::MapClose | Kind::BraceClose => "`}`",
            Kind::ParenOpen => "`(`",
            Kind::ParenClose | Kind::CallClose => "`)`",
            Kind::EscapedDirective => "an escaped directive",
            Kind::Set => "`#set(`",
            Kind::LineComment | Kind::LineCommentEnd | Kind::FormalCommentEnd | Kind::CommentEnd => "a comment",
            Kind::Textblock => "a `#[[` text `]]#`",
            Kind::DoubleEscape | Kind::Escape => "`\\`",
            Kind::Whitespace => "white space",
            Kind::String => "a string",
            Kind::True => "`true`",
            Kind::False => "`false`",
            Kind::Minus => "`-`",
            Kind::Plus => "`+`",
            Kind::Multiply => "`*`",
            Kind::Divide => "`/`",
            Kind::Modulus => "`%`",
            Kind::And => "`&&`",
            Kind::Or => "`||`",
            Kind::Less => "`<`",
            Kind::LessOrEqual => "`<=`",
            Kind::Greater => "`>`",
            Kind::GreaterOrEqual => "`>=`",
            Kind::Equal => "`==`",
            Kind::NotEqual => "`!=`",
            Kind::Not => "`!`",
            Kind::Assign => "`=`",
            Kind::EndDirective => "`#end`",
            Kind::If => "`#if`",
            Kind::ElseIf => "`#elseif`",
            Kind::Else => "`#else`",
            Kind::Integer => "an integer",
            Kind::FloatingPoint => "a number",
            Kind::Word | Kind::BracketedWord => "a word",
            Kind::Identifier => "a name",
            Kind::Dot => "`.`",
            _ => "text",
        }
    }
}

/// A token: a kind and the bytes of the template that it is made of.
#[derive(Debug, Clone)]
pub(super) struct Token {
    pub(super) kind: Kind,
    /// Where its image starts, in bytes.
    pub(super) start: usize,
    /// Where its image ends, in bytes.
    pub(super) end: usize,
    /// What prints before it: `$` and `#` that turned out to be text.
    pub(super) before: Option<Box<[u8]>>,
}

/// What prints of the image of a `$` or `#` that turned out to be text: these characters, and backslashes before a `$`.
/// The character behind such backslashes and their `$` is lost, as in Velocity.
pub(super) fn printed_of_terminated(image: &[u8], printed: &mut Vec<u8>) {
    let mut at = 0;
    while let Some(&byte) = image.get(at) {
        if byte == b'#' || byte == b'$' {
            printed.push(byte);
        }
        if byte == b'\\' {
            let run = image[at..].iter().take_while(|&&byte| byte == b'\\').count();
            let end = at + run;
            if image.get(end) == Some(&b'$') {
                printed.extend_from_slice(&image[at..=end]);
                at = end + 1;
            }
        }
        at += 1;
    }
}
