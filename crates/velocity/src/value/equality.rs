//! Which values are equal.

use super::{Character, DEPTH, Entry, List, Map, MapView, Part, Thrown, Value};
use crate::Fuel;
use std::cmp::Ordering;
use std::rc::Rc;

/// Two lists or maps of equal length whose elements are being compared.
enum Pair {
    Lists(List, List, usize),
    Maps(Map, Map, usize),
}

impl Value {
    /// Java's `equals`. It is true for null and null.
    pub(crate) fn equals(&self, other: &Value, fuel: &mut Fuel) -> Result<bool, Thrown> {
        let mut open = Vec::new();
        if !compare(self, other, &mut open) {
            return Ok(false);
        }
        while let Some(pair) = open.pop() {
            fuel.step(1)?;
            if open.len() > DEPTH {
                return Err(Thrown::too_deep());
            }
            let (left, right) = match pair {
                Pair::Lists(left, right, index) => match (left.get(index), right.get(index)) {
                    (Some(a), Some(b)) => {
                        open.push(Pair::Lists(left, right, index + 1));
                        (a, b)
                    }
                    _ => continue,
                },
                Pair::Maps(left, right, slot) => match left.entry_from(slot) {
                    Some((at, key, value)) => {
                        let Some(other) = right.get_value(&key) else { return Ok(false) };
                        open.push(Pair::Maps(left, right, at + 1));
                        (value, other)
                    }
                    None => continue,
                },
            };
            if let (Value::Text(a), Value::Text(b)) = (&left, &right) {
                fuel.scan(a.len_bytes().min(b.len_bytes()))?;
            }
            if !compare(&left, &right, &mut open) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The `==` of templates: numbers by value, whatever their types; the same class by `equals`; and anything else by
    /// what it prints.
    pub(crate) fn equals_in_template(&self, other: &Value, fuel: &mut Fuel) -> Result<bool, Thrown> {
        match (self, other) {
            (Value::Number(a), Value::Number(b)) => Ok(a.compare(b)? == Ordering::Equal),
            (Value::Null, _) | (_, Value::Null) => Ok(self.is_null() && other.is_null()),
            _ if self.is_of_class_of(other) => self.equals(other, fuel),
            _ => Ok(self.text(fuel)? == other.text(fuel)?),
        }
    }

    /// Whether Java would find the class of one above that of the other.
    fn is_of_class_of(&self, other: &Value) -> bool {
        match (self, other) {
            (Value::List(a), Value::List(b)) => a.is_array() == b.is_array(),
            (Value::Object(_), Value::Object(_)) => match (self.downcast::<MapView>(), other.downcast::<MapView>()) {
                (Some(a), Some(b)) => a.part == b.part,
                (a, b) => a.is_none() && b.is_none(),
            },
            _ => std::mem::discriminant(self) == std::mem::discriminant(other),
        }
    }
}

/// Whether two values are equal, if the pairs that it opens are.
fn compare(left: &Value, right: &Value, open: &mut Vec<Pair>) -> bool {
    match (left, right) {
        (Value::Null, Value::Null) => true,
        (Value::Bool(a), Value::Bool(b)) => a == b,
        (Value::Number(a), Value::Number(b)) => a.java_equals(b),
        (Value::Text(a), Value::Text(b)) => a == b,
        (Value::List(a), Value::List(b)) => {
            if a.is_same(b) {
                return true;
            }
            let equal = !a.is_array() && !b.is_array() && a.len() == b.len();
            if equal {
                open.push(Pair::Lists(a.clone(), b.clone(), 0));
            }
            equal
        }
        (Value::Map(a), Value::Map(b)) => compare_maps(a, b, open),
        (Value::Object(a), Value::Object(b)) => Rc::ptr_eq(a, b) || compare_objects(left, right, open),
        _ => false,
    }
}

fn compare_maps(left: &Map, right: &Map, open: &mut Vec<Pair>) -> bool {
    if left.is_same(right) {
        return true;
    }
    let equal = left.len() == right.len();
    if equal {
        open.push(Pair::Maps(left.clone(), right.clone(), 0));
    }
    equal
}

fn compare_objects(left: &Value, right: &Value, open: &mut Vec<Pair>) -> bool {
    if let (Some(a), Some(b)) = (left.downcast::<Character>(), right.downcast::<Character>()) {
        return a == b;
    }
    if let (Some(a), Some(b)) = (left.downcast::<Entry>(), right.downcast::<Entry>()) {
        open.push(Pair::Lists(List::from(vec![a.value()]), List::from(vec![b.value()]), 0));
        return compare(&a.key, &b.key, open);
    }
    match (left.downcast::<MapView>(), right.downcast::<MapView>()) {
        (Some(a), Some(b)) if a.part == b.part => match a.part {
            Part::Keys => a.map.len() == b.map.len() && a.map.iter().all(|(key, _)| b.map.contains_key(&key)),
            Part::Entries => compare_maps(&a.map, &b.map, open),
            Part::Values => a.map.is_same(&b.map),
        },
        _ => false,
    }
}
