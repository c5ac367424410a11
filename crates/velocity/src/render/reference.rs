//! References: their values, and what they print.

use super::define::DefinedBlock;
use super::output::Output;
use super::{Flow, Renderer};
use crate::syntax::tree::{Offset, Reference, Step};
use crate::{Text, Value, method};

impl Renderer<'_, '_> {
    pub(super) fn print_reference(&mut self, reference: &Reference, output: &mut Output) -> Flow {
        let at = reference.at;
        let value = self.reference(reference)?;
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
        Ok(if value.is_null() { self.invalid() } else { value })
    }

    /// One step into a value; null when there is no such property, method or element.
    pub(super) fn step(&mut self, value: &Value, step: &Step, at: Offset) -> Flow<Value> {
        Self::fueled(at, self.fuel.step(1))?;
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
        Ok(Self::at(at, found)?.unwrap_or_default())
    }
}
