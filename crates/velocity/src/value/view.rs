//! The live views of a map: `keySet()`, `values()`, `entrySet()` and its entries.

use super::{Failure, Map, Object, Value};
use crate::{Fuel, Text};
use std::cell::RefCell;

/// Which part of the entries a view shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    Keys,
    Values,
    Entries,
}

/// A view of a map. It changes with the map.
#[derive(Debug, Clone)]
pub(crate) struct MapView {
    pub(crate) map: Map,
    pub(crate) part: Part,
}

impl MapView {
    /// What the view shows of an entry.
    pub(crate) fn element(&self, key: Value, value: Value) -> Value {
        match self.part {
            Part::Keys => key,
            Part::Values => value,
            Part::Entries => Value::object(Entry { map: self.map.clone(), key, last: RefCell::new(value) }),
        }
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = Value> + '_ {
        self.map.iter().map(|(key, value)| self.element(key, value))
    }
}

/// An entry of a map.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) map: Map,
    pub(crate) key: Value,
    /// What it was when it was seen last.
    last: RefCell<Value>,
}

impl Entry {
    /// The value now; what it was, if the key is gone.
    pub(crate) fn value(&self) -> Value {
        match self.map.get_value(&self.key) {
            Some(value) => {
                self.last.replace(value.clone());
                value
            }
            None => self.last.borrow().clone(),
        }
    }
}

// What follows is never asked: the methods of these classes are with those of the other classes of Java.

impl Object for MapView {
    fn text(&self) -> Text {
        Text::default()
    }

    fn property(&self, _name: &str) -> Option<Value> {
        None
    }

    fn call(&self, _name: &str, _arguments: &[Value], _fuel: &mut Fuel) -> Result<Option<Value>, Failure> {
        Ok(None)
    }
}

impl Object for Entry {
    fn text(&self) -> Text {
        Text::default()
    }

    fn property(&self, _name: &str) -> Option<Value> {
        None
    }

    fn call(&self, _name: &str, _arguments: &[Value], _fuel: &mut Fuel) -> Result<Option<Value>, Failure> {
        Ok(None)
    }
}
