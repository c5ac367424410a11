//! Which values Java takes for a parameter of some type: as Velocity's `IntrospectionUtils` decides.

use crate::value::Thrown;
use crate::value::{Character, List, MapView};
use crate::{Fuel, Number, Text, Value};

/// For `int`: only an Integer.
pub(super) fn int(value: &Value) -> Option<i32> {
    match value {
        Value::Number(Number::Integer(number)) => Some(*number),
        _ => None,
    }
}

/// For `long`.
pub(super) fn long(value: &Value) -> Option<i64> {
    match value {
        Value::Number(Number::Integer(number)) => Some(i64::from(*number)),
        Value::Number(Number::Long(number)) => Some(*number),
        _ => None,
    }
}

/// For `float`.
pub(super) fn float(value: &Value) -> Option<f32> {
    match value {
        Value::Number(number @ (Number::Integer(_) | Number::Long(_) | Number::Float(_))) => Some(number.float_value()),
        _ => None,
    }
}

/// For `double`.
pub(super) fn double(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number @ (Number::Integer(_) | Number::Long(_) | Number::Float(_) | Number::Double(_))) => {
            Some(number.double_value())
        }
        _ => None,
    }
}

/// For `boolean`.
pub(super) fn boolean(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(bool) => Some(*bool),
        _ => None,
    }
}

/// For `char`.
pub(super) fn character(value: &Value) -> Option<u16> {
    value.downcast::<Character>().map(|character| character.0)
}

/// For `String` and `CharSequence`, but for null.
pub(super) fn text(value: &Value) -> Option<&Text> {
    value.as_text()
}

/// For `Collection`, but for null: the elements as they are now.
pub(super) fn collection(value: &Value, fuel: &mut Fuel) -> Result<Option<Vec<Value>>, Thrown> {
    Ok(match (value, value.downcast::<MapView>()) {
        (Value::List(list), _) if !list.is_array() => Some(elements(list, fuel)?),
        (_, Some(view)) => {
            fuel.grow(view.map.len() * size_of::<Value>())?;
            Some(view.iter().collect())
        }
        _ => None,
    })
}

/// The elements of a list as they are now.
pub(super) fn elements(list: &List, fuel: &mut Fuel) -> Result<Vec<Value>, Thrown> {
    fuel.grow(list.len() * size_of::<Value>())?;
    Ok(list.to_vec())
}

/// A text that was made, and paid for.
pub(super) fn made(text: impl Into<Text>, fuel: &mut Fuel) -> Result<Option<Value>, Thrown> {
    let text = text.into();
    fuel.grow(text.len_bytes())?;
    Ok(Some(Value::Text(text)))
}

/// A length or an index as Java answers it.
pub(super) fn size(size: usize) -> Value {
    Value::from(i32::try_from(size).unwrap_or(i32::MAX))
}

/// What a method of Java that answers nothing is to Velocity.
pub(super) fn void() -> Value {
    Value::Text(Text::default())
}

/// An index that must be below the length.
pub(super) fn index_below(index: i32, length: usize) -> Result<usize, Thrown> {
    usize::try_from(index).ok().filter(|&index| index < length).ok_or_else(|| Thrown::index(index.into(), length))
}
