//! What the host adds to the values.

use super::Value;
use crate::{Exhausted, Fuel, Text};
use std::any::Any;
use std::fmt;

/// Something of the host that a template may ask.
pub trait Object: Any + fmt::Debug {
    /// What it prints.
    fn text(&self) -> Text;

    /// `$object.name`; `None` when there is no such property.
    fn property(&self, name: &str) -> Option<Value>;

    /// `#set($object.name = value)`; false when there is no such property.
    fn set_property(&self, _name: &str, _value: &Value) -> bool {
        false
    }

    /// `$object.name(arguments)`; `Ok(None)` when there is no such method for these arguments. Work that grows with the
    /// arguments should be charged to the fuel before it is done.
    ///
    /// # Errors
    /// What ends the rendering: that the call failed, or that the fuel is used up.
    fn call(&self, name: &str, arguments: &[Value], fuel: &mut Fuel) -> Result<Option<Value>, Failure>;

    /// What `#foreach` runs over; `None` when it is no collection.
    fn items(&self) -> Option<Vec<Value>> {
        None
    }
}

/// Why a call of the host failed: it ends the rendering.
#[derive(Debug)]
pub struct Failure(pub Box<dyn std::error::Error + Send + Sync>);

impl From<Exhausted> for Failure {
    fn from(limit: Exhausted) -> Self {
        Failure(Box::new(limit))
    }
}

impl From<&str> for Failure {
    fn from(message: &str) -> Self {
        Failure(message.into())
    }
}

impl From<String> for Failure {
    fn from(message: String) -> Self {
        Failure(message.into())
    }
}

/// A `java.lang.Character`: what `charAt` answers. It has no place of its own among the values because a template hardly
/// meets one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Character(pub(crate) u16);

impl Object for Character {
    fn text(&self) -> Text {
        Text::from_utf16(std::iter::once(self.0))
    }

    fn property(&self, _name: &str) -> Option<Value> {
        None
    }

    fn call(&self, _name: &str, _arguments: &[Value], _fuel: &mut Fuel) -> Result<Option<Value>, Failure> {
        Ok(None)
    }
}
