//! Calls of macros. The arguments are not evaluated before the call but whenever the parameter is read, by the caller's
//! variables.

use super::define::DefinedBlock;
use super::output::Output;
use super::{Flow, Interrupt, Renderer};
use crate::syntax::tree::{Call, Slot};
use crate::{Text, Value};
use std::collections::HashMap;
use std::sync::Arc;

/// How many calls of macros may be inside each other (`velocimacro.max.depth`).
const DEPTH: usize = 20;

/// The variable that holds the body of a call `#@name()body#end`.
const BODY: &str = "bodyContent";

/// A call of a macro that runs.
#[derive(Debug)]
pub(super) struct Frame {
    parameters: Vec<Slot>,
    call: Arc<Call>,
    /// The variables that were set in the macro.
    set: HashMap<Slot, Value>,
}

impl Frame {
    fn own(&self, slot: Slot) -> Option<&Value> {
        self.set.get(&slot).filter(|value| !value.is_null())
    }

    /// The argument of the last parameter with this name.
    fn argument(&self, slot: Slot) -> Option<usize> {
        let mut given = self.parameters.iter().take(self.call.arguments.len());
        given.rposition(|parameter| *parameter == slot)
    }
}

impl Renderer<'_, '_> {
    pub(super) fn call(&mut self, call: &Arc<Call>, output: &mut Output) -> Flow {
        let known = self.programs.iter().map(|program| program.macros.len() + 1).sum::<usize>();
        Self::fueled(call.at, self.fuel.step(known as u64 / 16))?;
        let found = self.programs.iter().find_map(|program| {
            let place = program.macros.iter().position(|of| of.name == call.name)?;
            Some((Arc::clone(program), place))
        });
        let Some((program, place)) = found else {
            return self.print(call.at, &call.literal, output);
        };
        let Some(called) = program.macros.get(place) else { return Ok(()) };
        if let Some(argument) = call.arguments.iter().find(|argument| argument.word) {
            let word = argument.literal.to_string_lossy();
            return Self::fail(call.at, format!("expected a value in `#{}`, found the word `{word}`", call.name));
        }
        if self.frames.len() >= DEPTH {
            return Self::fail(call.at, format!("expected at most {DEPTH} macros inside each other, found more"));
        }
        let body_name = call.body.map(|body| (self.names.to_mut().slot(BODY), DefinedBlock::new(self.program, body)));
        self.add_slots();
        // A call from an argument sees the frames of the argument's caller only.
        let hidden = self.frames.split_off(self.level);
        self.frames.push(Frame { parameters: called.parameters.clone(), call: Arc::clone(call), set: HashMap::new() });
        self.level = self.frames.len();
        if let (Some((slot, block)), Some(frame)) = (body_name, self.frames.last_mut()) {
            frame.set.insert(slot, Value::object(block));
        }
        let result = self.nested(call.at, |renderer| renderer.block(&called.body, output));
        self.frames.pop();
        self.level = self.frames.len();
        self.frames.extend(hidden);
        match result {
            Err(Interrupt::Break(None)) => Ok(()),
            other => other,
        }
    }

    /// What the innermost macro set, its argument, or the variable of its caller.
    pub(super) fn variable_in_macro(&mut self, slot: Slot) -> Flow<Value> {
        let level = self.level;
        let Some(frame) = level.checked_sub(1).and_then(|top| self.frames.get(top)) else { return Ok(Value::Null) };
        if let Some(value) = frame.own(slot) {
            return Ok(value.clone());
        }
        Self::fueled(frame.call.at, self.fuel.step(frame.parameters.len() as u64 / 16))?;
        let argument = frame.argument(slot).map(|place| (Arc::clone(&frame.call), place));
        self.level = level - 1;
        let value = match argument {
            Some((call, place)) => match call.arguments.get(place) {
                Some(argument) => self.nested(call.at, |renderer| renderer.value(&argument.value)),
                None => Ok(Value::Null),
            },
            None => self.variable(slot),
        };
        self.level = level;
        value
    }

    /// A variable that is set in a macro is set for its callers too.
    pub(super) fn set_variable_in_macro(&mut self, slot: Slot, value: &Value) {
        for frame in self.frames.iter_mut().take(self.level) {
            frame.set.insert(slot, value.clone());
        }
    }

    /// The source of the argument for a parameter that is written as `$name`.
    pub(super) fn source_of_argument(&self, slot: Slot, written: &Text) -> Option<Text> {
        let name = self.names.names().get(slot.0 as usize)?;
        written.as_str()?.strip_prefix('$').filter(|written| *written == &**name)?;
        let frame = self.frames.get(self.level.checked_sub(1)?)?;
        frame.call.arguments.get(frame.argument(slot)?).map(|argument| argument.literal.clone())
    }
}
