//! `#foreach`, its scope `$foreach`, and `#break`.

use super::output::Output;
use super::{COUNT, Flow, HAS_NEXT, Interrupt, Renderer, SCOPE};
use crate::syntax::tree::{Expression, Foreach, Offset, Slot};
use crate::value::{Iteration, Object};
use crate::{Failure, Fuel, Map, Number, Text, Value, method};
use std::cell::Cell;
use std::rc::Rc;

/// What `$foreach` is inside of a loop: where the loop is, and a map for what the template wants to keep.
#[derive(Debug, Clone)]
pub(super) struct Scope(Rc<ScopeBody>);

#[derive(Debug)]
struct ScopeBody {
    /// The number of the loop among all that have run.
    number: usize,
    /// From 0; -1 before the first round.
    index: Cell<i32>,
    has_next: Cell<bool>,
    parent: Option<Scope>,
    /// What `$foreach` was before, when that was not a scope.
    replaced: Value,
    kept: Map,
}

/// While the element of a loop is null, its variable stays null for the body, even if it is set there.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hidden {
    pub(super) slot: Slot,
    /// A loop with the same variable inside of the body ends it.
    pub(super) active: bool,
}

impl Renderer<'_, '_> {
    pub(super) fn foreach(&mut self, foreach: &Foreach, output: &mut Output) -> Flow {
        let at = foreach.at;
        self.here = at;
        if !foreach.complete {
            return Self::fail(at, "expected `$element in collection` in `#foreach`");
        }
        let Some(collection) = &foreach.collection else { return Ok(()) };
        let value = self.value(collection)?;
        let Some(mut iteration) = Iteration::over(&value) else { return Ok(()) };
        let replaced = [self.variable(foreach.element)?, self.variable(COUNT)?, self.variable(HAS_NEXT)?];
        let outer = self.variable(SCOPE)?;
        self.loops += 1;
        let scope = Scope::new(self.loops, &outer);
        self.set_variable(SCOPE, Value::object(scope.clone()));

        let mut hidden = Hidden { slot: foreach.element, active: true };
        let mut result = Ok(());
        let mut round = 0;
        while result.is_ok() && iteration.has_next() && self.dialect.foreach_limit.is_none_or(|limit| (round as usize) < limit) {
            round += 1;
            result = self.round(foreach, &mut iteration, &scope, round, &mut hidden, output);
        }
        let result = match result {
            Err(Interrupt::Break(None)) => Ok(()),
            Err(Interrupt::Break(Some(number))) if number == scope.0.number => Ok(()),
            other => other,
        };
        let [element, count, has_next] = replaced;
        let was_null = element.is_null();
        self.set_variable(foreach.element, element);
        if was_null {
            self.show(foreach.element);
        }
        self.set_variable(COUNT, count);
        self.set_variable(HAS_NEXT, has_next);
        self.leave_scope()?;
        result
    }

    fn round(
        &mut self,
        foreach: &Foreach,
        elements: &mut Iteration,
        scope: &Scope,
        round: i32,
        hidden: &mut Hidden,
        output: &mut Output,
    ) -> Flow {
        let at = foreach.at;
        Self::fueled(at, self.fuel.step(1))?;
        self.set_variable(COUNT, Value::Number(Number::Integer(round)));
        let element = Self::at(at, elements.next())?.unwrap_or_default();
        let has_next = elements.has_next();
        self.set_variable(HAS_NEXT, Value::Bool(has_next));
        let is_null = element.is_null();
        self.set_variable(foreach.element, element);
        scope.0.index.set(round - 1);
        scope.0.has_next.set(has_next);
        if !is_null {
            return self.block(&foreach.body, output);
        }
        self.hidden.push(*hidden);
        let result = self.block(&foreach.body, output);
        *hidden = self.hidden.pop().unwrap_or(*hidden);
        result
    }

    /// Whether the variable is the null element of a loop.
    pub(super) fn is_hidden(&self, slot: Slot) -> bool {
        self.hidden.iter().any(|hidden| hidden.slot == slot && hidden.active)
    }

    fn show(&mut self, slot: Slot) {
        for hidden in self.hidden.iter_mut().filter(|hidden| hidden.slot == slot) {
            hidden.active = false;
        }
    }

    /// Puts `$foreach` back, unless the template has set it to something else.
    fn leave_scope(&mut self) -> Flow {
        let current = self.variable(SCOPE)?;
        if let Some(scope) = current.downcast::<Scope>() {
            let before = match &scope.0.parent {
                Some(parent) => Value::object(parent.clone()),
                None => scope.0.replaced.clone(),
            };
            self.set_variable(SCOPE, before);
        }
        Ok(())
    }

    /// `#break`
    pub(super) fn leave(&mut self, at: Offset, scope: Option<&Expression>) -> Flow {
        let Some(scope) = scope else { return Err(Interrupt::Break(None)) };
        let value = self.value(scope)?;
        match value.downcast::<Scope>() {
            Some(scope) => Err(Interrupt::Break(Some(scope.0.number))),
            None => Self::fail(at, "expected the scope of a loop in `#break`, such as `$foreach`"),
        }
    }
}

impl Scope {
    fn new(number: usize, outer: &Value) -> Self {
        let parent = outer.downcast::<Scope>().cloned();
        let replaced = if parent.is_some() { Value::Null } else { outer.clone() };
        let (index, has_next) = (Cell::new(-1), Cell::new(false));
        Scope(Rc::new(ScopeBody { number, index, has_next, parent, replaced, kept: Map::new() }))
    }

    /// The map of what the template kept in it: that is what it prints.
    pub(super) fn as_map(&self) -> Value {
        Value::Map(self.0.kept.clone())
    }

    /// What its methods `getName()`, `isName()` and `name()` answer.
    fn get(&self, name: &str) -> Option<Value> {
        let body = &self.0;
        let index = body.index.get();
        Some(match name {
            "index" => Value::from(index),
            "count" => Value::from(index + 1),
            "hasNext" => Value::Bool(body.has_next.get()),
            "first" => Value::Bool(index < 1),
            "last" => Value::Bool(!body.has_next.get()),
            "parent" => body.parent.clone().map(Value::object).unwrap_or_default(),
            "topmost" => {
                let mut topmost = self;
                while let Some(parent) = &topmost.0.parent {
                    topmost = parent;
                }
                Value::object(topmost.clone())
            }
            "replaced" => {
                let mut scope = self;
                while let Some(parent) = scope.0.parent.as_ref().filter(|_| scope.0.replaced.is_null()) {
                    scope = parent;
                }
                scope.0.replaced.clone()
            }
            _ => return None,
        })
    }

    /// What tells this scope from all others that are alive.
    pub(super) fn address(&self) -> usize {
        Rc::as_ptr(&self.0).addr()
    }

    /// All the values that it holds.
    pub(super) fn held(&self) -> Vec<Value> {
        let body = &self.0;
        let parent = body.parent.clone().map(Value::object);
        [Value::Map(body.kept.clone()), body.replaced.clone()].into_iter().chain(parent).collect()
    }

    /// What the template kept in this scope or one around it.
    fn kept(&self, name: &str) -> Option<Value> {
        let mut scope = self;
        loop {
            match (scope.0.kept.get(name), &scope.0.parent) {
                (Some(value), _) => return Some(value),
                (None, Some(parent)) => scope = parent,
                (None, None) => return None,
            }
        }
    }
}

impl Object for Scope {
    fn text(&self) -> Text {
        // Where a reference prints it, the rendering prints the map of what is kept in it.
        Text::from("{}")
    }

    fn property(&self, name: &str) -> Option<Value> {
        let found = match name.chars().next() {
            Some(first) if first.is_ascii_uppercase() => self.get(&uncapitalized(name)),
            _ => self.get(name),
        };
        found.or_else(|| self.kept(name))
    }

    fn set_property(&self, name: &str, value: &Value) -> bool {
        self.0.kept.put(name, value.clone());
        true
    }

    fn call(&self, name: &str, arguments: &[Value], fuel: &mut Fuel) -> Result<Option<Value>, Failure> {
        if arguments.is_empty() {
            let getter = match name {
                "hasNext" => Some("hasNext"),
                "isFirst" => Some("first"),
                "isLast" => Some("last"),
                _ => name.strip_prefix("get").filter(|rest| rest.starts_with(|first: char| first.is_ascii_uppercase())),
            };
            let found = getter.and_then(|getter| self.get(&uncapitalized(getter)));
            if found.is_some() {
                return Ok(found);
            }
        }
        if let ("get", [Value::Text(name)]) = (name, arguments) {
            return Ok(Some(self.kept(&name.to_string_lossy()).unwrap_or_default()));
        }
        Ok(method::call(&Value::Map(self.0.kept.clone()), name, arguments, fuel)?)
    }
}

/// `name` for `Name`.
fn uncapitalized(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map(|first| first.to_ascii_lowercase()).into_iter().chain(letters).collect()
}
