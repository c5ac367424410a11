//! `java.util.LinkedHashMap`.

use super::arguments::{size, void};
use super::{Answer, collection};
use crate::value::{Map, MapView, Part, Thrown};
use crate::{Fuel, Value};

/// About what an entry takes.
const ENTRY: usize = 96;

pub(super) fn call(map: &Map, name: &str, arguments: &[Value], fuel: &mut Fuel) -> Answer {
    match arguments {
        [] => without_argument(map, name, fuel),
        [key] => with_one(map, name, key, fuel),
        [key, value] => with_two(map, name, key, value, fuel),
        [key, old, new] if name == "replace" => {
            let same = match map.get_value(key) {
                Some(current) => current.equals(old, fuel)?,
                None => false,
            };
            if same {
                map.put(key.clone(), new.clone());
            }
            Ok(Some(Value::Bool(same)))
        }
        _ => Ok(None),
    }
}

fn without_argument(map: &Map, name: &str, fuel: &mut Fuel) -> Answer {
    let view = |part| Value::object(MapView { map: map.clone(), part });
    Ok(Some(match name {
        "size" => size(map.len()),
        "isEmpty" => Value::Bool(map.is_empty()),
        "keySet" => view(Part::Keys),
        "values" => view(Part::Values),
        "entrySet" => view(Part::Entries),
        "clear" => {
            map.clear();
            void()
        }
        "clone" => {
            fuel.grow(map.len() * ENTRY)?;
            Value::Map(map.iter().collect())
        }
        _ => return Ok(None),
    }))
}

fn with_one(map: &Map, name: &str, argument: &Value, fuel: &mut Fuel) -> Answer {
    Ok(Some(match name {
        "get" => map.get_value(argument).unwrap_or_default(),
        "containsKey" => Value::Bool(map.contains_key(argument)),
        "containsValue" => {
            let values: Vec<Value> = map.iter().map(|(_, value)| value).collect();
            Value::Bool(collection::position(values.iter(), argument, fuel)?.is_some())
        }
        "remove" => map.remove(argument).unwrap_or_default(),
        "putAll" => match argument {
            Value::Map(other) => {
                fuel.grow(other.len() * ENTRY)?;
                if !other.is_same(map) {
                    other.iter().for_each(|(key, value)| drop(map.put(key, value)));
                }
                void()
            }
            Value::Null => return Err(Thrown::null_pointer()),
            _ => return Ok(None),
        },
        _ => return Ok(None),
    }))
}

fn with_two(map: &Map, name: &str, key: &Value, value: &Value, fuel: &mut Fuel) -> Answer {
    let current = map.get_value(key);
    Ok(Some(match name {
        "put" => {
            if current.is_none() {
                fuel.grow(ENTRY)?;
            }
            map.put(key.clone(), value.clone()).unwrap_or_default()
        }
        // A key with null is as good as none.
        "putIfAbsent" => match current {
            Some(current) if !current.is_null() => current,
            _ => {
                fuel.grow(ENTRY)?;
                map.put(key.clone(), value.clone()).unwrap_or_default()
            }
        },
        "getOrDefault" => current.unwrap_or_else(|| value.clone()),
        "replace" => match current {
            Some(current) => {
                map.put(key.clone(), value.clone());
                current
            }
            None => Value::Null,
        },
        "remove" => {
            let same = match current {
                Some(current) => current.equals(value, fuel)?,
                None => false,
            };
            if same {
                map.remove(key);
            }
            Value::Bool(same)
        }
        _ => return Ok(None),
    }))
}
