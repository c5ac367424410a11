//! Java's `hashCode()`.

use super::{Character, Entry, MapView, Part, Thrown, Value};
use crate::{Fuel, Text};

/// How deep values may nest where their hash is asked for, which hardly a template does.
const DEPTH: usize = 200;

impl Value {
    /// Java's `hashCode()`; 0 for null. That of an object of the host means nothing.
    pub(crate) fn hash_code(&self, fuel: &mut Fuel) -> Result<i32, Thrown> {
        hash(self, 0, fuel)
    }
}

fn hash(value: &Value, depth: usize, fuel: &mut Fuel) -> Result<i32, Thrown> {
    fuel.step(1)?;
    if depth > DEPTH {
        return Err(Thrown::too_deep());
    }
    Ok(match value {
        Value::Null => 0,
        Value::Bool(bool) => {
            if *bool {
                1231
            } else {
                1237
            }
        }
        Value::Number(number) => number.hash_code(),
        Value::Text(text) => {
            fuel.scan(text.len_bytes())?;
            text_hash(text)
        }
        Value::List(list) if list.is_array() => 1,
        Value::List(list) => {
            let mut sum = 1_i32;
            for item in list {
                sum = sum.wrapping_mul(31).wrapping_add(hash(&item, depth + 1, fuel)?);
            }
            sum
        }
        Value::Map(map) => {
            let mut sum = 0_i32;
            for (key, value) in map {
                sum = sum.wrapping_add(hash(&key, depth + 1, fuel)? ^ hash(&value, depth + 1, fuel)?);
            }
            sum
        }
        Value::Object(_) => return object_hash(value, depth, fuel),
    })
}

fn object_hash(value: &Value, depth: usize, fuel: &mut Fuel) -> Result<i32, Thrown> {
    if let Some(character) = value.downcast::<Character>() {
        return Ok(i32::from(character.0));
    }
    if let Some(entry) = value.downcast::<Entry>() {
        return Ok(hash(&entry.key, depth + 1, fuel)? ^ hash(&entry.value(), depth + 1, fuel)?);
    }
    match value.downcast::<MapView>() {
        Some(view) if view.part != Part::Values => {
            let mut sum = 0_i32;
            for element in view.iter() {
                sum = sum.wrapping_add(hash(&element, depth + 1, fuel)?);
            }
            Ok(sum)
        }
        _ => Ok(1),
    }
}

fn text_hash(text: &Text) -> i32 {
    text.units().fold(0_i32, |hash, unit| hash.wrapping_mul(31).wrapping_add(i32::from(unit)))
}
