//! Arrays, which Velocity gives the methods of a list of fixed length.

use super::arguments::{collection, index_below, int};
use super::collection::position;
use super::{Answer, list};
use crate::value::{List, Thrown};
use crate::{Fuel, Value};

pub(super) fn call(array: &List, name: &str, arguments: &[Value], fuel: &mut Fuel) -> Answer {
    match (name, arguments) {
        ("set", [index, value]) => match int(index) {
            Some(index) => {
                let at = index_below(index, array.len())?;
                // The elements keep their type.
                if !matches!(value, Value::Text(_) | Value::Null) && array.get(at).is_some_and(|old| old.as_text().is_some()) {
                    return Err(Thrown::exception("IllegalArgumentException", "array element type mismatch"));
                }
                Ok(array.set(at, value.clone()))
            }
            None => Ok(None),
        },
        ("add", [_]) | ("add", [Value::Number(_), _]) => Err(Thrown::unsupported()),
        ("clear", []) if !array.is_empty() => Err(Thrown::unsupported()),
        ("addAll", [others]) => match collection(others, fuel)? {
            Some(others) if others.is_empty() => Ok(Some(Value::Bool(false))),
            Some(_) => Err(Thrown::unsupported()),
            None => Ok(None),
        },
        ("remove", [value]) if int(value).is_none() => match position(array.to_vec().iter(), value, fuel)? {
            Some(_) => Err(Thrown::unsupported()),
            None => Ok(Some(Value::Bool(false))),
        },
        ("remove", [index]) if int(index).is_some() => Err(Thrown::unsupported()),
        (
            "size" | "isEmpty" | "get" | "indexOf" | "lastIndexOf" | "contains" | "containsAll" | "subList" | "toArray"
            | "iterator",
            _,
        ) => list::call(array, name, arguments, fuel),
        _ => Ok(None),
    }
}
