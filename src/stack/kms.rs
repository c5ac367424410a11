//! Keys.

use super::{Id, OnDelete, Policy};

/// A customer managed key, symmetric, that rotates every year.
#[derive(Debug)]
pub struct Key {
    /// Its name in the output.
    pub id: Id,
    /// The name of the queue in the spec that it belongs to.
    pub declared_as: String,
    /// What it is for, in words.
    pub description: String,
    /// The name of its alias at AWS, behind `alias/`, the stack's prefix and a dash.
    pub alias_suffix: String,
    /// Who may use and manage it.
    pub policy: Policy,
    /// Days between the wish to delete it and its end, in which the wish can be taken back.
    pub deletion_window_days: u32,
    /// What happens when it leaves the stack.
    pub on_delete: OnDelete,
}
