//! What ends a call early.

use super::Failure;
use crate::{Exhausted, RenderErrorKind};
use std::fmt;

/// Why a method of a value did not return.
#[derive(Debug)]
pub(crate) enum Thrown {
    /// What Java would throw: the simple name of the class, and a message.
    /// In a box, because what is thrown hardly ever should not make every answer larger.
    Exception(Box<(&'static str, String)>),
    /// The fuel is used up.
    Exhausted(Exhausted),
    /// The host failed.
    Failure(Failure),
}

impl Thrown {
    pub(crate) fn exception(class: &'static str, message: impl Into<String>) -> Self {
        Thrown::Exception(Box::new((class, message.into())))
    }

    pub(crate) fn null_pointer() -> Self {
        Thrown::exception("NullPointerException", "a null where there must be a value")
    }

    pub(crate) fn too_deep() -> Self {
        Thrown::exception("StackOverflowError", "values nest too deep inside each other")
    }

    pub(crate) fn index(index: i64, length: usize) -> Self {
        Thrown::exception("IndexOutOfBoundsException", format!("index {index} of length {length}"))
    }

    pub(crate) fn concurrent_modification() -> Self {
        Thrown::exception("ConcurrentModificationException", "it changed while it was iterated")
    }

    pub(crate) fn unsupported() -> Self {
        Thrown::exception("UnsupportedOperationException", "it cannot be changed like this")
    }
}

impl fmt::Display for Thrown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Thrown::Exception(thrown) => write!(f, "{}: {}", thrown.0, thrown.1),
            Thrown::Exhausted(limit) => fmt::Display::fmt(limit, f),
            Thrown::Failure(failure) => fmt::Display::fmt(&failure.0, f),
        }
    }
}

impl From<Exhausted> for Thrown {
    fn from(limit: Exhausted) -> Self {
        Thrown::Exhausted(limit)
    }
}

/// A host that gives up because its fuel is used up has not failed by itself.
impl From<Failure> for Thrown {
    fn from(failure: Failure) -> Self {
        match failure.0.downcast::<Exhausted>() {
            Ok(limit) => Thrown::Exhausted(*limit),
            Err(error) => Thrown::Failure(Failure(error)),
        }
    }
}

impl From<Thrown> for RenderErrorKind {
    fn from(thrown: Thrown) -> Self {
        match thrown {
            Thrown::Exhausted(limit) => RenderErrorKind::Exhausted(limit),
            Thrown::Failure(failure) => RenderErrorKind::Host(failure),
            Thrown::Exception(..) => RenderErrorKind::Template(thrown.to_string()),
        }
    }
}

/// What goes through the hands of the host.
impl From<Thrown> for Failure {
    fn from(thrown: Thrown) -> Self {
        match thrown {
            Thrown::Failure(failure) => failure,
            Thrown::Exhausted(limit) => Failure::from(limit),
            Thrown::Exception(..) => Failure::from(thrown.to_string()),
        }
    }
}
