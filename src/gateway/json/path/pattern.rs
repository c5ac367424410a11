//! Regular expressions in filters: `@.a =~ /b.*/i`.

use super::PathError;
use std::rc::Rc;
use velocity::{Context, Dialect, Exhausted, Fuel, Limits, RenderError, RenderErrorKind, Template, Text, Value};

/// A regular expression of Java, which must match the whole text.
///
/// The engine for Java's expressions is the one behind `String.matches` in templates, so it is asked through a template.
#[derive(Debug, Clone)]
pub(super) struct Pattern {
    expression: Text,
    template: Rc<Template>,
}

impl Pattern {
    /// Reads `/expression/` or `/expression/i`.
    pub(super) fn compile(text: &str) -> Result<Pattern, PathError> {
        let start = text.find('/').map_or(0, |at| at + 1);
        let end = text.rfind('/').filter(|&end| end >= start).ok_or_else(|| PathError::invalid("a '/' is missing"))?;
        let expression = text.get(start..end).unwrap_or_default();
        let flag = if text.ends_with("/i") { "(?i)" } else { "" };
        let template = Template::parse("$text.matches($expression)", &Dialect::VELOCITY_1_7);
        let template = Rc::new(template.map_err(|error| PathError::thrown(error.to_string()))?);
        let pattern = Pattern { expression: Text::from([flag, expression].concat()), template };
        // What is no expression is no path either. One that takes long for nothing will show it later.
        match pattern.ask(&Text::default(), 10_000) {
            Err(RenderErrorKind::Template(message)) => Err(PathError::invalid(message)),
            _ => Ok(pattern),
        }
    }

    pub(super) fn matches(&self, text: &Text, fuel: &mut Fuel) -> Result<bool, PathError> {
        let mut steps = 1_000 + (self.expression.len_bytes() as u64) * 16 + (text.len_bytes() as u64) * 4;
        // What a match needs cannot be known: it is tried with more and more, which is paid for.
        loop {
            fuel.step(steps / 16)?;
            match self.ask(text, steps) {
                Ok(answer) => return Ok(answer),
                Err(RenderErrorKind::Exhausted(Exhausted::Steps)) => {
                    fuel.step(steps - steps / 16)?;
                    steps = steps.saturating_mul(4);
                }
                Err(RenderErrorKind::Exhausted(limit)) => return Err(PathError::Exhausted(limit)),
                Err(RenderErrorKind::Template(message)) => return Err(PathError::invalid(message)),
                Err(_) => return Err(PathError::thrown("the expression cannot be used")),
            }
        }
    }

    fn ask(&self, text: &Text, steps: u64) -> Result<bool, RenderErrorKind> {
        let mut limits = Limits::DEFAULT;
        limits.steps = steps;
        let mut context = Context::new();
        context.set("text", Value::Text(text.clone()));
        context.set("expression", Value::Text(self.expression.clone()));
        let answer = self.template.render(&mut context, &limits);
        answer.map(|answer| answer == "true").map_err(RenderError::into_kind)
    }
}
