//! The keys of a map.

use super::{Character, Value};
use crate::Number;
use std::hash::{Hash, Hasher};
use std::rc::Rc;

/// A key, equal to another as Java's keys are. Lists, maps and objects of the host are equal to themselves only: in Java,
/// a key that changes is lost too.
#[derive(Debug, Clone)]
pub(super) struct Key(pub(super) Value);

impl Key {
    /// Whether it is the key that the value would be.
    pub(super) fn is(&self, other: &Value) -> bool {
        match (&self.0, other) {
            (Value::Text(a), Value::Text(b)) => a == b,
            (Value::Null, Value::Null) => true,
            (Value::Bool(a), Value::Bool(b)) => a == b,
            (Value::Number(a), Value::Number(b)) => a.java_equals(b),
            (Value::List(a), Value::List(b)) => a.is_same(b),
            (Value::Map(a), Value::Map(b)) => a.is_same(b),
            (Value::Object(a), Value::Object(b)) => {
                let characters = (self.0.downcast::<Character>(), other.downcast::<Character>());
                Rc::ptr_eq(a, b) || matches!(characters, (Some(a), Some(b)) if a == b)
            }
            _ => false,
        }
    }
}

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        self.is(&other.0)
    }
}

impl Eq for Key {}

impl Hash for Key {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match &self.0 {
            Value::Text(text) => text.as_wtf8().hash(state),
            Value::Bool(bool) => bool.hash(state),
            Value::Number(number) => hash_number(number, state),
            Value::List(list) => list.address().hash(state),
            Value::Map(map) => map.address().hash(state),
            Value::Object(object) => match self.0.downcast::<Character>() {
                Some(character) => character.0.hash(state),
                None => Rc::as_ptr(object).cast::<()>().hash(state),
            },
            Value::Null => {}
        }
    }
}

/// Java's own hash would let a template choose numbers that all have the same.
fn hash_number<H: Hasher>(number: &Number, state: &mut H) {
    match number {
        Number::Integer(number) => number.hash(state),
        Number::Long(number) => number.hash(state),
        Number::BigInteger(number) => number.hash(state),
        Number::Double(number) if !number.is_nan() => number.to_bits().hash(state),
        Number::BigDecimal(number) => number.unscaled().hash(state),
        Number::Float(_) | Number::Double(_) => number.hash_code().hash(state),
    }
}
