//! The views of a map, `java.util.Set` and `java.util.Collection`, and `java.util.Iterator`.

use super::arguments::{self, size, void};
use super::{Answer, collection};
use crate::value::{JavaIterator, MapView, Part, Thrown};
use crate::{Fuel, Value};

pub(super) fn call(view: &MapView, name: &str, arguments: &[Value], fuel: &mut Fuel) -> Answer {
    Ok(Some(match (name, arguments) {
        ("size", []) => size(view.map.len()),
        ("isEmpty", []) => Value::Bool(view.map.is_empty()),
        ("contains", [key]) if view.part == Part::Keys => Value::Bool(view.map.contains_key(key)),
        ("clear", []) => {
            view.map.clear();
            void()
        }
        ("add", [_]) => return Err(Thrown::unsupported()),
        ("addAll", [_]) => return Err(Thrown::unsupported()),
        ("remove", [value]) => Value::Bool(remove(view, value, fuel)?),
        ("removeAll" | "retainAll", [others]) => {
            let Some(others) = arguments::collection(others, fuel)? else { return Ok(None) };
            fuel.grow(view.map.len() * 2 * size_of::<Value>())?;
            // Where the map is while keys go out of it is not where it was.
            let entries: Vec<(Value, Value)> = view.map.iter().collect();
            let mut changes = false;
            for (key, value) in entries {
                let element = view.element(key.clone(), value);
                if collection::position(others.iter(), &element, fuel)?.is_some() == (name == "removeAll") {
                    view.map.remove(&key);
                    changes = true;
                }
            }
            Value::Bool(changes)
        }
        _ => {
            fuel.step(view.map.len() as u64)?;
            let elements: Vec<Value> = view.iter().collect();
            return collection::call(&Value::object(view.clone()), &elements, name, arguments, fuel);
        }
    }))
}

/// Takes out the first entry that the view shows as the value.
fn remove(view: &MapView, value: &Value, fuel: &mut Fuel) -> Result<bool, Thrown> {
    if view.part == Part::Keys {
        let known = view.map.contains_key(value);
        view.map.remove(value);
        return Ok(known);
    }
    let elements: Vec<(Value, Value)> = view.map.iter().collect();
    for (key, element) in elements {
        fuel.step(1)?;
        if value.equals(&view.element(key.clone(), element), fuel)? {
            view.map.remove(&key);
            return Ok(true);
        }
    }
    Ok(false)
}

pub(super) fn call_iterator(iterator: &JavaIterator, name: &str, arguments: &[Value]) -> Answer {
    match (name, arguments) {
        ("hasNext", []) => Ok(Some(Value::Bool(iterator.0.borrow().has_next()))),
        ("next", []) => {
            let next = iterator.0.borrow_mut().next()?;
            next.map(Some).ok_or_else(|| Thrown::exception("NoSuchElementException", "there is no next element"))
        }
        _ => Ok(None),
    }
}
