//! Values that are given when the stack is deployed.

use super::Id;

/// A parameter of the stack: one text.
#[derive(Debug)]
pub struct Parameter {
    /// Its name in the output.
    pub id: Id,
    /// What it is for.
    pub description: Option<String>,
    /// The value where none is given.
    pub default: Option<String>,
    /// Whether it is kept out of consoles and logs.
    pub sensitive: bool,
}
