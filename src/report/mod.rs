//! Diagnostics for people and for programs.

mod json;
mod text;

pub use json::{Finding, json};
pub use text::text;
