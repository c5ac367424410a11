//! `$x.name` and `$x[index]`, which Velocity turns into calls of methods.

use super::class::JavaClass;
use super::{Answer, call};
use crate::value::{Character, Entry, JavaIterator, MapView, Thrown};
use crate::{Fuel, Number, Value};
use std::borrow::Cow;

/// `receiver.name`; `Ok(None)` when the class of the receiver has no such property.
///
/// Velocity tries `getName()` first, then the key of a map, then `isName()`; the first letter may be of either case.
pub(crate) fn property(receiver: &Value, name: &str, fuel: &mut Fuel) -> Answer {
    let builtin = match receiver {
        Value::Object(object) if !is_builtin(receiver) => return Ok(object.property(name)),
        _ => uncapitalized(name),
    };
    if builtin == "class" {
        return Ok(JavaClass::of(receiver).map(Value::object));
    }
    match (receiver, &*builtin) {
        (Value::Map(map), _) => Ok(Some(map.get(name).unwrap_or_default())),
        (Value::Text(_), "bytes") => call(receiver, "getBytes", &[], fuel),
        (Value::Text(_), "empty") => call(receiver, "isEmpty", &[], fuel),
        (Value::List(list), "empty") if !list.is_array() => Ok(Some(Value::Bool(list.is_empty()))),
        (Value::Number(Number::Double(_) | Number::Float(_)), "infinite") => call(receiver, "isInfinite", &[], fuel),
        (Value::Number(Number::Double(_) | Number::Float(_)), "naN") => call(receiver, "isNaN", &[], fuel),
        (Value::Object(_), "key") if receiver.downcast::<Entry>().is_some() => call(receiver, "getKey", &[], fuel),
        (Value::Object(_), "value") if receiver.downcast::<Entry>().is_some() => call(receiver, "getValue", &[], fuel),
        (Value::Object(_), "empty") if receiver.downcast::<MapView>().is_some() => call(receiver, "isEmpty", &[], fuel),
        _ => Ok(None),
    }
}

/// With the first letter in lower case: Velocity looks for both.
fn uncapitalized(name: &str) -> Cow<'_, str> {
    if !name.starts_with(|first: char| first.is_ascii_uppercase()) {
        return Cow::Borrowed(name);
    }
    let mut name = name.to_owned();
    if let Some(first) = name.get_mut(..1) {
        first.make_ascii_lowercase();
    }
    Cow::Owned(name)
}

fn is_builtin(value: &Value) -> bool {
    value.downcast::<Character>().is_some()
        || value.downcast::<Entry>().is_some()
        || value.downcast::<MapView>().is_some()
        || value.downcast::<JavaIterator>().is_some()
}

/// `#set(receiver.name = value)`; false when the class of the receiver has no such property.
pub(crate) fn set_property(receiver: &Value, name: &str, value: &Value, fuel: &mut Fuel) -> Result<bool, Thrown> {
    let answer = match receiver {
        Value::Map(_) => call(receiver, "put", &[Value::from(name), value.clone()], fuel)?,
        Value::Object(_) if receiver.downcast::<Entry>().is_some() && uncapitalized(name) == "value" => {
            call(receiver, "setValue", std::slice::from_ref(value), fuel)?
        }
        Value::Object(object) if !is_builtin(receiver) => return Ok(object.set_property(name, value)),
        _ => None,
    };
    Ok(answer.is_some())
}

/// `receiver[index]`: its `get(index)`; `Ok(None)` when there is no such method.
pub(crate) fn index(receiver: &Value, index: &Value, fuel: &mut Fuel) -> Answer {
    let index = from_the_end(receiver, index, fuel)?;
    call(receiver, "get", &[index], fuel)
}

/// `#set(receiver[index] = value)`: its `set(index, value)`, or else its `put`; false when there is neither.
pub(crate) fn set_index(receiver: &Value, index: &Value, value: &Value, fuel: &mut Fuel) -> Result<bool, Thrown> {
    let arguments = [from_the_end(receiver, index, fuel)?, value.clone()];
    let set = call(receiver, "set", &arguments, fuel)?.is_some();
    Ok(set || call(receiver, "put", &arguments, fuel)?.is_some())
}

/// An index less than zero counts from the end, of all that has a size: even of maps.
fn from_the_end(receiver: &Value, index: &Value, fuel: &mut Fuel) -> Result<Value, Thrown> {
    let Value::Number(Number::Integer(negative @ ..0)) = index else { return Ok(index.clone()) };
    match call(receiver, "size", &[], fuel)? {
        Some(Value::Number(Number::Integer(size))) => Ok(Value::from(negative + size)),
        _ => Err(Thrown::exception(
            "VelocityException",
            format!("a 'size()' method is required for the negative index {negative}"),
        )),
    }
}
