//! Functions that take messages.

use super::{Expr, Id, Policy};
use crate::pointer::Pointer;

/// An event source mapping: Lambda receives the messages of a queue and calls a function with them.
#[derive(Debug)]
pub struct EventSourceMapping {
    /// Its name in the output.
    pub id: Id,
    /// Where the queue stands in the spec.
    pub pointer: Pointer,
    /// The name of the queue in the spec.
    pub declared_as: String,
    /// The ARN of the queue.
    pub queue_arn: Expr,
    /// The ARN of the function.
    pub function: Expr,
    /// Messages of one call.
    pub batch_size: u32,
    /// How long messages are gathered, in seconds.
    pub maximum_batching_window: u32,
    /// What bounds the calls.
    pub scaling: Option<Scaling>,
    /// Patterns as JSON texts, one of which a message matches; without any, all of them go to the function.
    pub filters: Vec<String>,
    /// Whether the function names the messages of a batch that failed.
    pub report_batch_item_failures: bool,
    /// Whether the function is called.
    pub enabled: bool,
    /// What lets the function's role read the queue.
    pub permissions: Permissions,
}

/// What lets a function's role read a queue.
#[derive(Debug, PartialEq, Eq)]
pub enum Permissions {
    /// The policy of the stack at this position. Lambda refuses a mapping that is made before it.
    Attached(usize),
    /// This document, which somebody else attaches.
    External(Policy),
}

/// What bounds the calls of a function.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scaling {
    /// So many calls at once.
    MaximumConcurrency(u32),
    /// Pollers for this queue alone.
    ProvisionedPollers {
        /// Always there.
        min: u32,
        /// Never exceeded.
        max: u32,
    },
}
