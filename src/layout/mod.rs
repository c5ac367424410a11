//! How a stack is laid out, whatever the target.

pub mod openapi;
