//! What can go wrong with a template, and where.

use crate::fuel::Exhausted;
use crate::value::Failure;
use std::fmt;

/// A place in the text of a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    /// From 1.
    pub(crate) line: u32,
    /// From 1, in characters.
    pub(crate) column: u32,
}

impl Place {
    pub(crate) const START: Place = Place { line: 1, column: 1 };
}

/// Why a text is no template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParseError {
    message: String,
    place: Place,
}

impl ParseError {
    pub(crate) fn new(place: Place, message: impl Into<String>) -> Self {
        ParseError { message: message.into(), place }
    }

    /// What was expected and what was found, as a fragment in lower case.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The line, from 1.
    pub fn line(&self) -> u32 {
        self.place.line
    }

    /// The column, from 1, in characters.
    pub fn column(&self) -> u32 {
        self.place.column
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (line {}, column {})", self.message, self.place.line, self.place.column)
    }
}

impl std::error::Error for ParseError {}

/// What ended a rendering.
#[derive(Debug)]
#[non_exhaustive]
pub enum RenderErrorKind {
    /// A call of the host failed.
    Host(Failure),
    /// The rendering reached one of its [`Limits`](crate::Limits).
    Exhausted(Exhausted),
    /// The template itself asks for what cannot be; the message says what, as a fragment in lower case.
    Template(String),
}

/// Why a rendering ended early, and where in the template.
#[derive(Debug)]
pub struct RenderError {
    kind: RenderErrorKind,
    place: Place,
}

impl RenderError {
    pub(crate) fn new(place: Place, kind: RenderErrorKind) -> Self {
        RenderError { kind, place }
    }

    /// What ended the rendering.
    pub fn kind(&self) -> &RenderErrorKind {
        &self.kind
    }

    /// What ended the rendering, to keep.
    pub fn into_kind(self) -> RenderErrorKind {
        self.kind
    }

    /// The line, from 1.
    pub fn line(&self) -> u32 {
        self.place.line
    }

    /// The column, from 1, in characters.
    pub fn column(&self) -> u32 {
        self.place.column
    }
}

impl fmt::Display for RenderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            RenderErrorKind::Host(failure) => fmt::Display::fmt(&failure.0, f)?,
            RenderErrorKind::Exhausted(limit) => fmt::Display::fmt(limit, f)?,
            RenderErrorKind::Template(message) => f.write_str(message)?,
        }
        write!(f, " (line {}, column {})", self.place.line, self.place.column)
    }
}

impl std::error::Error for RenderError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.kind {
            RenderErrorKind::Host(failure) => Some(&*failure.0),
            RenderErrorKind::Exhausted(limit) => Some(limit),
            RenderErrorKind::Template(_) => None,
        }
    }
}
