//! Runs a parsed template.

mod block;
pub(crate) mod context;
mod cycles;
mod define;
mod expression;
mod foreach;
mod macros;
mod output;
mod reference;

use crate::error::{RenderError, RenderErrorKind};
use crate::syntax::tree::{Offset, Slot};
use crate::syntax::{Names, Program, place};
use crate::value::Thrown;
use crate::{Context, Dialect, Exhausted, Fuel, Limits, Text, Value};
use cycles::Holders;
use foreach::Hidden;
use macros::Frame;
use output::Output;
use std::borrow::Cow;
use std::sync::Arc;

/// The variables that `#foreach` itself sets. Every template has them in its first slots.
const COUNT: Slot = Slot(0);
const HAS_NEXT: Slot = Slot(1);
const SCOPE: Slot = Slot(2);

/// Names that start with those which `#foreach` sets.
pub(crate) fn names() -> Names {
    let mut names = Names::default();
    for name in ["velocityCount", "velocityHasNext", "foreach"] {
        names.slot(name);
    }
    names
}

/// Why statements end early.
#[derive(Debug)]
enum Interrupt {
    /// In a box, because it is rare and everything else that is answered should be small.
    Failed(Box<(Offset, RenderErrorKind)>),
    /// `#stop`
    Stop,
    /// `#break`: out of the nearest loop, or out of the loop with this number.
    Break(Option<usize>),
}

impl Interrupt {
    #[cold]
    fn failed(at: Offset, kind: RenderErrorKind) -> Self {
        Interrupt::Failed(Box::new((at, kind)))
    }
}

type Flow<T = ()> = Result<T, Interrupt>;

/// What happened while one template is rendered.
struct Renderer<'t, 'c> {
    dialect: &'t Dialect,
    limits: &'t Limits,
    /// The variables as the host gave them.
    context: &'c Context,
    names: Cow<'t, Names>,
    /// The values of the variables by slot; null is no value.
    slots: Vec<Value>,
    /// Which of them were set.
    changed: Vec<bool>,
    /// The template, and what `#evaluate` parsed.
    programs: Vec<Arc<Program>>,
    /// The program whose statements run.
    program: usize,
    fuel: Fuel,
    /// The place of the last reference, `#set` or loop: for what fails and has no place of its own.
    here: Offset,
    /// How deep it is in blocks, calls and expressions.
    depth: usize,
    /// The calls of macros that run, the innermost last.
    frames: Vec<Frame>,
    /// How many of the frames are seen: while an argument is evaluated, only those of its caller.
    level: usize,
    /// How many loops have run so far.
    loops: usize,
    /// The variables of the loops whose element is null now.
    hidden: Vec<Hidden>,
    holders: Holders,
}

/// Renders a program.
pub(crate) fn render(
    program: &Arc<Program>,
    source: &[u8],
    names: &Names,
    dialect: &Dialect,
    context: &mut Context,
    limits: &Limits,
) -> Result<Text, RenderError> {
    let slots: Vec<Value> = names.names().iter().map(|name| context.get(name).cloned().unwrap_or_default()).collect();
    let mut renderer = Renderer {
        dialect,
        limits,
        context,
        names: Cow::Borrowed(names),
        changed: vec![false; slots.len()],
        slots,
        programs: vec![Arc::clone(program)],
        program: 0,
        fuel: Fuel::new(limits),
        here: 0,
        depth: 0,
        frames: Vec::new(),
        level: 0,
        loops: 0,
        hidden: Vec::new(),
        holders: Holders::default(),
    };
    let mut output = Output::new(limits.output_bytes, source.len());
    let result = renderer.block(&program.body, &mut output);
    let Renderer { names, slots, changed, holders, here, .. } = renderer;
    for ((name, value), changed) in names.names().iter().zip(slots).zip(changed) {
        if changed {
            context.replace(name, value);
        }
    }
    holders.release(context);
    match result {
        Ok(()) | Err(Interrupt::Stop | Interrupt::Break(None)) => Ok(output.finish()),
        Err(Interrupt::Break(Some(_))) => Err(RenderError::new(
            place(source, 0),
            RenderErrorKind::Template("expected a loop that still runs in `#break`, found one that has ended".into()),
        )),
        Err(Interrupt::Failed(failed)) => {
            let (at, kind) = *failed;
            let at = if at == 0 { here } else { at };
            Err(RenderError::new(place(source, at as usize), kind))
        }
    }
}

impl Renderer<'_, '_> {
    /// Makes an error of what a value threw.
    fn at<T>(at: Offset, result: Result<T, Thrown>) -> Flow<T> {
        result.map_err(|thrown| Interrupt::failed(at, thrown.into()))
    }

    fn fueled<T>(at: Offset, result: Result<T, Exhausted>) -> Flow<T> {
        result.map_err(|limit| Interrupt::failed(at, RenderErrorKind::Exhausted(limit)))
    }

    fn fail<T>(at: Offset, message: impl Into<String>) -> Flow<T> {
        Err(Interrupt::failed(at, RenderErrorKind::Template(message.into())))
    }

    /// Runs a part one level deeper.
    fn nested<T>(&mut self, at: Offset, run: impl FnOnce(&mut Self) -> Flow<T>) -> Flow<T> {
        Self::fueled(at, self.fuel.step(1))?;
        if self.depth >= self.limits.nesting {
            return Self::fueled(at, Err(Exhausted::Nesting));
        }
        self.depth += 1;
        let result = run(self);
        self.depth -= 1;
        result
    }

    /// The value of a variable; null when it has none.
    fn variable(&mut self, slot: Slot) -> Flow<Value> {
        if self.level > 0 {
            return self.variable_in_macro(slot);
        }
        if !self.hidden.is_empty() && self.is_hidden(slot) {
            return Ok(Value::Null);
        }
        Ok(self.slots.get(slot.0 as usize).cloned().unwrap_or_default())
    }

    fn set_variable(&mut self, slot: Slot, value: Value) {
        if self.level > 0 {
            self.set_variable_in_macro(slot, &value);
        }
        if value.is_null() {
            self.hidden.iter_mut().filter(|hidden| hidden.slot == slot).for_each(|hidden| hidden.active = true);
        }
        let index = slot.0 as usize;
        if let (Some(old), Some(changed)) = (self.slots.get_mut(index), self.changed.get_mut(index)) {
            *old = value;
            *changed = true;
        }
    }

    /// Gives slots to the names that were met since the rendering began.
    fn add_slots(&mut self) {
        let new = self.names.names().iter().skip(self.slots.len());
        self.slots.extend(new.map(|name| self.context.get(name).cloned().unwrap_or_default()));
        self.changed.resize(self.slots.len(), false);
    }

    /// What a reference to nothing is.
    fn invalid(&self) -> Value {
        if self.dialect.invalid_reference_is_empty_text { Value::Text(Text::default()) } else { Value::Null }
    }
}
