//! The values that a template works on.

mod equality;
mod hash;
mod iteration;
mod key;
mod list;
mod map;
mod object;
mod print;
mod release;
mod table;
mod thrown;
mod view;

pub(crate) use iteration::{Iteration, JavaIterator};
pub use list::{Items, List, Printer};
pub use map::{Entries, Map};
pub(crate) use object::Character;
pub use object::{Failure, Object};
pub(crate) use thrown::Thrown;
pub(crate) use view::{Entry, MapView, Part};

pub use crate::number::{BigDecimal, Number};
use crate::{Fuel, Text};
use std::rc::Rc;

/// How deep values may nest inside each other where all of them are visited. Java's stack ends at some such depth.
const DEPTH: usize = 3_000;

/// A value of a template.
#[derive(Debug, Clone, Default)]
pub enum Value {
    /// Java's null.
    #[default]
    Null,
    /// A truth value.
    Bool(bool),
    /// A number of one of Java's types.
    Number(Number),
    /// A text.
    Text(Text),
    /// A list, shared by all who hold it.
    List(List),
    /// A map, shared by all who hold it.
    Map(Map),
    /// Something of the host.
    Object(Rc<dyn Object>),
}

impl Value {
    /// The text, when it is one.
    pub fn as_text(&self) -> Option<&Text> {
        match self {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Whether it is Java's null.
    pub fn is_null(&self) -> bool {
        matches!(self, Value::Null)
    }

    /// What the value prints: Java's `toString()`, and `null` for null.
    ///
    /// # Errors
    /// When the fuel is used up, or when values nest too deep, such as a list that holds itself.
    pub fn to_text(&self, fuel: &mut Fuel) -> Result<Text, Failure> {
        Ok(self.text(fuel)?)
    }

    pub(crate) fn object(object: impl Object) -> Value {
        Value::Object(Rc::new(object))
    }

    /// The object, when it is one of this type.
    pub(crate) fn downcast<T: Object>(&self) -> Option<&T> {
        match self {
            Value::Object(object) => (object.as_ref() as &dyn std::any::Any).downcast_ref(),
            _ => None,
        }
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Value::Bool(value)
    }
}

impl From<i32> for Value {
    fn from(value: i32) -> Self {
        Value::Number(Number::Integer(value))
    }
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Value::Number(Number::Long(value))
    }
}

impl From<f64> for Value {
    fn from(value: f64) -> Self {
        Value::Number(Number::Double(value))
    }
}

impl From<Number> for Value {
    fn from(value: Number) -> Self {
        Value::Number(value)
    }
}

impl From<Text> for Value {
    fn from(value: Text) -> Self {
        Value::Text(value)
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Value::Text(value.into())
    }
}

impl From<String> for Value {
    fn from(value: String) -> Self {
        Value::Text(value.into())
    }
}

impl From<List> for Value {
    fn from(value: List) -> Self {
        Value::List(value)
    }
}

impl From<Map> for Value {
    fn from(value: Map) -> Self {
        Value::Map(value)
    }
}
