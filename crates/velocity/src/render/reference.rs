//! References: their values, and what they print.

use super::define::DefinedBlock;
use super::output::Output;
use super::{Flow, Renderer};
use crate::syntax::tree::{Expression, Offset, Reference, Step};
use crate::value::Thrown;
use crate::{Fuel, Text, Value, method};

impl Renderer<'_, '_> {
    pub(super) fn print_reference(&mut self, reference: &Reference, output: &mut Output) -> Flow {
        let at = reference.at;
        let value = self.reference(reference)?;
        if let Value::Text(text) = &value
            && reference.is_plain()
        {
            return self.print(at, text, output);
        }
        if reference.escaped {
            self.print(at, &reference.escapes, output)?;
            if value.is_null() {
                self.print(at, &Text::from("\\"), output)?;
            }
            let source = self.source(reference);
            return self.print(at, &source, output);
        }
        // A block prints without what stands before the reference, as in Velocity.
        let text = match value.downcast::<DefinedBlock>() {
            Some(block) if self.print_block(block, output, at)? => return Ok(()),
            None if !value.is_null() => self.text(&value, at)?,
            _ => None,
        };
        if !reference.escapes.is_empty() {
            self.print(at, &reference.escapes, output)?;
            if text.is_none() {
                self.print(at, &reference.escapes, output)?;
            }
        }
        if !reference.prefix.is_empty() {
            self.print(at, &reference.prefix, output)?;
        }
        let text = text.unwrap_or_else(|| self.source(reference));
        self.print(at, &text, output)
    }

    /// What a reference prints when it has no value. In a macro, a parameter prints the source of the argument.
    fn source(&self, reference: &Reference) -> Text {
        let of_argument = reference.root.filter(|_| self.level > 0 && reference.steps.is_empty());
        of_argument
            .and_then(|slot| self.source_of_argument(slot, &reference.null_text))
            .unwrap_or_else(|| reference.null_text.clone())
    }

    pub(super) fn reference(&mut self, reference: &Reference) -> Flow<Value> {
        self.here = reference.at;
        Self::fueled(reference.at, self.fuel.step(1))?;
        let Some(root) = reference.root else { return Ok(Value::Null) };
        let mut value = self.variable(root)?;
        for step in &reference.steps {
            if value.is_null() {
                break;
            }
            value = self.step(&value, step, reference.at)?;
        }
        if value.is_null() {
            return Ok(self.invalid());
        }
        Ok(value)
    }

    /// One step into a value; null when there is no such property, method or element.
    pub(super) fn step(&mut self, value: &Value, step: &Step, at: Offset) -> Flow<Value> {
        Self::fueled(at, self.fuel.step(1))?;
        if let (Value::Text(text), Step::Method(name, arguments)) = (value, step)
            && let Some(pattern) = Pattern::of(name, arguments)
        {
            self.nested(at, |_| Ok(()))?;
            return Self::at(at, pattern.call(text, &mut self.fuel));
        }
        let found = match step {
            Step::Property(name) => method::property(value, name, &mut self.fuel),
            Step::Method(name, arguments) => match arguments.as_slice() {
                [] if &**name == "toString" && value.downcast::<DefinedBlock>().is_some() => {
                    return Ok(self.text(value, at)?.map(Value::Text).unwrap_or_default());
                }
                [] => method::call(value, name, &[], &mut self.fuel),
                // Most calls are like this: without memory for a list of arguments.
                [argument] => {
                    let argument = [self.nested(at, |renderer| renderer.value(argument))?];
                    self.note_holder(value, &argument, at)?;
                    method::call(value, name, &argument, &mut self.fuel)
                }
                arguments => {
                    let arguments = self.nested(at, |renderer| {
                        arguments.iter().map(|argument| renderer.value(argument)).collect::<Flow<Vec<Value>>>()
                    })?;
                    self.note_holder(value, &arguments, at)?;
                    method::call(value, name, &arguments, &mut self.fuel)
                }
            },
            Step::Index(index) => {
                let index = self.value(index)?;
                method::index(value, &index, &mut self.fuel)
            }
        };
        match found {
            Ok(Some(value)) => Ok(value),
            Ok(None) => Ok(Value::Null),
            Err(thrown) => Self::at(at, Err(thrown)),
        }
    }
}

/// A call that templates are full of: of a text, with a pattern that is a constant. It needs no values of its own.
enum Pattern<'t> {
    Matches(&'t Text),
    ReplaceAll(&'t Text, &'t Text),
}

impl<'t> Pattern<'t> {
    fn of(name: &str, arguments: &'t [Expression]) -> Option<Self> {
        match (name, arguments) {
            ("matches", [Expression::Text(regex)]) => Some(Pattern::Matches(regex)),
            ("replaceAll", [Expression::Text(regex), Expression::Text(new)]) => Some(Pattern::ReplaceAll(regex, new)),
            _ => None,
        }
    }

    fn call(self, text: &Text, fuel: &mut Fuel) -> Result<Value, Thrown> {
        fuel.scan(text.len_bytes())?;
        Ok(match self {
            Pattern::Matches(regex) => Value::Bool(method::regex::matches(text, regex, fuel)?),
            Pattern::ReplaceAll(regex, new) => Value::Text(method::regex::replace_all(text, regex, new, fuel)?),
        })
    }
}
