//! What can go wrong with a path.

use std::fmt;
use velocity::{Exhausted, Failure};

/// Why a path gave nothing.
#[derive(Debug)]
#[non_exhaustive]
pub enum PathError {
    /// It is no path, or it cannot be applied to such a value. Inside a filter, this counts as "does not match".
    Invalid(String),
    /// There is nothing at its end.
    NotFound,
    /// What else Java would throw, also out of a filter.
    Thrown(String),
    /// The fuel is used up.
    Exhausted(Exhausted),
}

impl PathError {
    pub(super) fn invalid(message: impl Into<String>) -> Self {
        PathError::Invalid(message.into())
    }

    pub(super) fn thrown(message: impl Into<String>) -> Self {
        PathError::Thrown(message.into())
    }

    /// Whether a filter takes it for "does not match".
    pub(super) fn is_no_match(&self) -> bool {
        matches!(self, PathError::Invalid(_) | PathError::NotFound)
    }
}

impl fmt::Display for PathError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PathError::Invalid(message) | PathError::Thrown(message) => f.write_str(message),
            PathError::NotFound => f.write_str("there is nothing at the end of the path"),
            PathError::Exhausted(limit) => fmt::Display::fmt(limit, f),
        }
    }
}

impl std::error::Error for PathError {}

impl From<Exhausted> for PathError {
    fn from(limit: Exhausted) -> Self {
        PathError::Exhausted(limit)
    }
}

impl From<Failure> for PathError {
    fn from(failure: Failure) -> Self {
        match failure.0.downcast::<Exhausted>() {
            Ok(limit) => PathError::Exhausted(*limit),
            Err(error) => PathError::Thrown(error.to_string()),
        }
    }
}
