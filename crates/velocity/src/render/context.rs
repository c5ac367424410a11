//! The variables of a rendering.

use crate::Value;
use std::collections::HashMap;

/// The variables by name: what the host gives to a template, and what the template leaves behind.
#[derive(Debug, Clone, Default)]
pub struct Context {
    variables: HashMap<Box<str>, Value>,
}

impl Context {
    /// Without a variable.
    pub fn new() -> Self {
        Self::default()
    }

    /// Gives `$name` a value, in place of the one that it had.
    pub fn set(&mut self, name: &str, value: Value) {
        match self.variables.get_mut(name) {
            Some(old) => *old = value,
            None => {
                self.variables.insert(name.into(), value);
            }
        }
    }

    /// The value of `$name`.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.variables.get(name)
    }

    /// Forgets `$name` and answers its value.
    pub fn remove(&mut self, name: &str) -> Option<Value> {
        self.variables.remove(name)
    }

    /// Gives `$name` a value, or none for null.
    pub(crate) fn replace(&mut self, name: &str, value: Value) {
        if value.is_null() {
            self.variables.remove(name);
        } else {
            self.set(name, value);
        }
    }

    pub(crate) fn values(&self) -> impl Iterator<Item = &Value> {
        self.variables.values()
    }
}
