//! `java.util.ArrayList`.

use super::arguments::{elements, index_below, int, size, void};
use super::{Answer, arguments, collection};
use crate::value::{List, Thrown};
use crate::{Fuel, Value};

/// What a reference to a value takes.
const ITEM: usize = size_of::<Value>();

pub(super) fn call(list: &List, name: &str, arguments: &[Value], fuel: &mut Fuel) -> Answer {
    let answer = match arguments {
        [] => without_argument(list, name, fuel)?,
        [argument] => with_one(list, name, argument, fuel)?,
        [index, argument] => match int(index) {
            Some(index) => with_index(list, name, index, argument, fuel)?,
            None => None,
        },
        _ => None,
    };
    match answer {
        Some(answer) => Ok(Some(answer)),
        None if matches!(name, "contains" | "containsAll" | "toArray" | "iterator" | "listIterator") => {
            fuel.step(list.len() as u64)?;
            let items = list.to_vec();
            collection::call(&Value::List(list.clone()), &items, name, arguments, fuel)
        }
        None => Ok(None),
    }
}

fn without_argument(list: &List, name: &str, fuel: &mut Fuel) -> Answer {
    Ok(Some(match name {
        "size" => size(list.len()),
        "isEmpty" => Value::Bool(list.is_empty()),
        "clear" => {
            list.clear();
            void()
        }
        "clone" => Value::List(copy_of(list, elements(list, fuel)?)),
        "trimToSize" => void(),
        _ => return Ok(None),
    }))
}

/// A list that prints as another does.
fn copy_of(list: &List, items: Vec<Value>) -> List {
    match list.printer() {
        Some(printer) => List::with_printer(items, printer),
        None => List::from(items),
    }
}

fn with_one(list: &List, name: &str, argument: &Value, fuel: &mut Fuel) -> Answer {
    Ok(Some(match name {
        "add" => {
            fuel.grow(ITEM)?;
            list.push(argument.clone());
            Value::Bool(true)
        }
        "get" => {
            let Some(index) = int(argument) else { return Ok(None) };
            let item = usize::try_from(index).ok().and_then(|index| list.get(index));
            item.ok_or_else(|| Thrown::index(index.into(), list.len()))?
        }
        "remove" => {
            let at = match int(argument) {
                Some(index) => Some(index_below(index, list.len())?),
                None => collection::position(list.to_vec().iter(), argument, fuel)?,
            };
            fuel.step(list.len() as u64)?;
            let removed = at.and_then(|at| list.remove(at));
            match int(argument) {
                Some(_) => removed.unwrap_or_default(),
                None => Value::Bool(removed.is_some()),
            }
        }
        "indexOf" => at(collection::position(list.to_vec().iter(), argument, fuel)?),
        "lastIndexOf" => {
            let items = list.to_vec();
            let back = collection::position(items.iter().rev(), argument, fuel)?;
            at(back.map(|back| items.len() - 1 - back))
        }
        "addAll" | "removeAll" | "retainAll" => {
            let Some(others) = arguments::collection(argument, fuel)? else { return Ok(None) };
            Value::Bool(if name == "addAll" { add_all(list, others) } else { keep(list, &others, name == "retainAll", fuel)? })
        }
        _ => return Ok(None),
    }))
}

fn at(index: Option<usize>) -> Value {
    index.map_or(Value::from(-1), size)
}

fn add_all(list: &List, others: Vec<Value>) -> bool {
    let changes = !others.is_empty();
    list.insert(list.len(), others);
    changes
}

/// Keeps only what is among others, or what is not.
fn keep(list: &List, others: &[Value], among: bool, fuel: &mut Fuel) -> Result<bool, Thrown> {
    let items = elements(list, fuel)?;
    let mut kept = Vec::with_capacity(items.len());
    for item in &items {
        if collection::position(others.iter(), item, fuel)?.is_some() == among {
            kept.push(item.clone());
        }
    }
    let changes = kept.len() != items.len();
    if changes {
        list.replace(kept);
    }
    Ok(changes)
}

fn with_index(list: &List, name: &str, index: i32, argument: &Value, fuel: &mut Fuel) -> Answer {
    let place = || usize::try_from(index).map_err(|_| Thrown::index(index.into(), list.len()));
    Ok(Some(match name {
        "set" => {
            let old = list.set(place()?, argument.clone());
            old.ok_or_else(|| Thrown::index(index.into(), list.len()))?
        }
        "add" => {
            fuel.grow(ITEM)?;
            fuel.scan(list.len() * ITEM)?;
            if !list.insert(place()?, vec![argument.clone()]) {
                return Err(Thrown::index(index.into(), list.len()));
            }
            void()
        }
        "addAll" => {
            let Some(others) = arguments::collection(argument, fuel)? else { return Ok(None) };
            let changes = !others.is_empty();
            fuel.scan(list.len() * ITEM)?;
            if !list.insert(place()?, others) {
                return Err(Thrown::index(index.into(), list.len()));
            }
            Value::Bool(changes)
        }
        "subList" => {
            let Some(end) = int(argument) else { return Ok(None) };
            // A copy: in Java, a change of it is a change of the list.
            match usize::try_from(end) {
                Ok(stop) if index >= 0 && index <= end && stop <= list.len() => {
                    let items = elements(list, fuel)?;
                    Value::List(List::from(items.get(place()?..stop).unwrap_or_default().to_vec()))
                }
                _ if index > end => {
                    return Err(Thrown::exception("IllegalArgumentException", format!("fromIndex({index}) > toIndex({end})")));
                }
                _ => return Err(Thrown::exception("IndexOutOfBoundsException", format!("fromIndex {index}, toIndex {end}"))),
            }
        }
        _ => return Ok(None),
    }))
}
