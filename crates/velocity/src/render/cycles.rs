//! Lists and maps that hold themselves. Nobody drops them, so they are emptied when the rendering is over; unless they can be
//! reached from a variable, because then they are the host's.

use super::foreach::Scope;
use super::{Flow, Renderer};
use crate::syntax::tree::Offset;
use crate::value::{Entry, Iteration, JavaIterator, MapView};
use crate::{Context, Value};
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

/// What was put into something while the template ran: every cycle goes through one of these.
#[derive(Default)]
pub(super) struct Holders {
    values: Vec<Value>,
    known: HashSet<usize>,
}

impl Renderer<'_, '_> {
    /// Remembers that some values may have been put into another one.
    pub(super) fn note_holder(&mut self, holder: &Value, values: &[Value], at: Offset) -> Flow {
        if values.iter().all(|value| address(value).is_none()) {
            return Ok(());
        }
        let Some(address) = address(holder) else { return Ok(()) };
        if !self.holders.known.contains(&address) {
            Self::fueled(at, self.fuel.grow(4 * size_of::<Value>()))?;
            self.holders.known.insert(address);
            self.holders.values.push(holder.clone());
        }
        Ok(())
    }
}

impl Holders {
    /// Empties what holds itself.
    pub(super) fn release(self, context: &Context) {
        if self.values.is_empty() {
            return;
        }
        let mut found = Walk::default();
        for value in self.values {
            found.from(value);
        }
        if found.in_cycles.is_empty() {
            return;
        }
        let mut kept = Walk::default();
        for value in context.values() {
            kept.from(value.clone());
        }
        for value in found.in_cycles {
            if address(&value).is_some_and(|address| !kept.seen.contains_key(&address)) {
                empty(&value);
            }
        }
    }
}

/// A walk through values, depth first.
#[derive(Default)]
struct Walk {
    /// What was met, and whether the walk is still inside of it.
    seen: HashMap<usize, bool>,
    /// What was met again inside of itself. No cycle is left when these are empty.
    in_cycles: Vec<Value>,
}

impl Walk {
    fn from(&mut self, value: Value) {
        let mut path: Vec<(usize, Vec<Value>)> = Vec::new();
        let mut next = Some(value);
        loop {
            if let Some(value) = next.take().or_else(|| path.last_mut().and_then(|(_, children)| children.pop())) {
                let Some(address) = address(&value) else { continue };
                match self.seen.get(&address) {
                    Some(true) => self.in_cycles.push(value),
                    Some(false) => {}
                    None => {
                        self.seen.insert(address, true);
                        path.push((address, children(&value)));
                    }
                }
            } else if let Some((address, _)) = path.pop() {
                self.seen.insert(address, false);
            } else {
                return;
            }
        }
    }
}

/// What tells a value that can hold others from all others.
fn address(value: &Value) -> Option<usize> {
    match value {
        Value::List(list) => Some(list.address()),
        Value::Map(map) => Some(map.address()),
        Value::Object(object) => Some(value.downcast::<Scope>().map_or_else(|| Rc::as_ptr(object).addr(), Scope::address)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) => None,
    }
}

/// What a value holds. What objects of the host hold is theirs.
fn children(value: &Value) -> Vec<Value> {
    match value {
        Value::List(list) => list.iter().filter(|item| address(item).is_some()).collect(),
        Value::Map(map) => map.iter().flat_map(|(key, value)| [key, value]).filter(|part| address(part).is_some()).collect(),
        _ => {
            if let Some(view) = value.downcast::<MapView>() {
                vec![Value::Map(view.map.clone())]
            } else if let Some(entry) = value.downcast::<Entry>() {
                vec![Value::Map(entry.map.clone())]
            } else if let Some(scope) = value.downcast::<Scope>() {
                scope.held()
            } else if let Some(JavaIterator(iteration)) = value.downcast() {
                match &*iteration.borrow() {
                    Iteration::List { list, .. } => vec![Value::List(list.clone())],
                    Iteration::View { view, .. } => vec![Value::Map(view.map.clone())],
                    Iteration::Items(_) | Iteration::Shared(_) => Vec::new(),
                }
            } else {
                Vec::new()
            }
        }
    }
}

fn empty(value: &Value) {
    match value {
        Value::List(list) => list.clear(),
        Value::Map(map) => map.clear(),
        _ => children(value).iter().for_each(|child| match child {
            Value::List(list) => list.clear(),
            Value::Map(map) => map.clear(),
            _ => {}
        }),
    }
}
