//! A template, parsed once and rendered often.

use crate::syntax::{self, Names, Program};
use crate::{Context, Dialect, Limits, ParseError, RenderError, Text, render};
use std::sync::Arc;

/// A parsed template. It does not change, and threads may share it.
#[derive(Debug)]
pub struct Template {
    source: Box<str>,
    program: Arc<Program>,
    names: Names,
    dialect: Dialect,
}

impl Template {
    /// Parses the text of a template.
    ///
    /// # Errors
    /// When Velocity could not parse it, or when blocks, parentheses, brackets, arguments and strings nest more than 100
    /// levels deep.
    pub fn parse(text: &str, dialect: &Dialect) -> Result<Template, ParseError> {
        let mut names = render::names();
        let program = syntax::parse(text.as_bytes(), dialect, &mut names, None)?;
        Ok(Template { source: text.into(), program: Arc::new(program), names, dialect: dialect.clone() })
    }

    /// The text that it was parsed from.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The dialect that it was parsed for.
    pub fn dialect(&self) -> &Dialect {
        &self.dialect
    }

    /// Renders the template: reads its variables from the context, and leaves there what it set, also when it fails.
    ///
    /// # Errors
    /// When a call of the host fails, a limit is reached, or the template asks for what cannot be.
    pub fn render(&self, context: &mut Context, limits: &Limits) -> Result<Text, RenderError> {
        render::render(&self.program, self.source.as_bytes(), &self.names, &self.dialect, context, limits)
    }
}
