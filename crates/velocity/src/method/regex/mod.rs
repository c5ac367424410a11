//! Java's regular expressions: `java.util.regex`.
//!
//! Patterns run on a matcher of their own, because Java's differ from those of the crates for regular expressions in
//! nearly every detail: line ends, classes, what is ASCII only, lone surrogates. It goes back as Java's does, but every
//! step of it is paid with fuel.

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
mod program;
mod properties;
mod replacement;
mod uses;

pub(super) use fold::{lower, unicode as fold_case, upper};
pub(super) use properties::is_in;
pub(super) use uses::{matches, replace_all, replace_first, split};
