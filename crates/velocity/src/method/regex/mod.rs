//! Java's regular expressions: `java.util.regex`.
//!
//! Patterns run on a matcher of their own, because Java's differ from those of the crates for regular expressions in
//! nearly every detail: line ends, classes, what is ASCII only, lone surrogates. It goes back as Java's does, but every
//! step of it is paid with fuel. What is simple enough for it does not need the matcher: see `plan`.

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod agreement;
mod assertion;
mod ast;
mod behind;
mod cache;
mod class;
mod class_parser;
mod compile;
mod escape;
mod fold;
mod matcher;
mod parser;
mod plan;
mod program;
mod properties;
mod replacement;
mod sequence;
mod uses;

pub(super) use fold::{lower, unicode as fold_case, upper};
pub(super) use properties::is_in;
pub(crate) use uses::{matches, replace_all};
pub(super) use uses::{replace_first, split};
