//! Diagnostics for people and for programs.

mod json;
mod snippet;
mod text;

pub use json::{Finding, json};
pub use snippet::snippet;
pub use text::text;
