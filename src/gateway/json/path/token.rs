//! The steps of a path.

use super::JsonPath;
use super::filter::Predicate;
use velocity::Text;

/// One step of a path.
#[derive(Debug)]
pub(super) enum Token {
    /// `.a`, `['a']`, `['a','b']`
    Properties(Vec<Text>),
    /// `*`
    Wildcard,
    /// `..`: the next token at every depth.
    Scan,
    /// `[0]`, `[-1]`, `[0,1]`
    Indexes(Vec<i64>),
    /// `[1:]`, `[:2]`, `[1:2]`
    Slice(Option<i64>, Option<i64>),
    /// `[?(..)]`
    Filter(Box<Predicate>),
    /// `.length()`
    Function(Box<str>, Vec<Argument>),
}

/// What is given to a function.
#[derive(Debug)]
pub(super) enum Argument {
    /// Read from the document when the function is called.
    Path(JsonPath),
    /// JSON, as it was written.
    Json(Text),
}

/// Whether the token leads to one value at most.
pub(super) fn is_definite(tokens: &[Token], at: usize) -> bool {
    let leaf = at + 1 == tokens.len();
    match tokens.get(at) {
        // Several at the end make one object.
        Some(Token::Properties(names)) => names.len() == 1 || leaf,
        Some(Token::Indexes(indexes)) => indexes.len() == 1,
        Some(Token::Function(..)) | None => true,
        Some(Token::Wildcard | Token::Scan | Token::Slice(..) | Token::Filter(_)) => false,
    }
}

/// Whether all tokens before this one lead to one value at most.
pub(super) fn is_upstream_definite(tokens: &[Token], at: usize) -> bool {
    (0..at).all(|before| is_definite(tokens, before))
}
