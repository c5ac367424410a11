//! The methods and properties of Java's classes that a template can reach.

mod arguments;
mod array;
mod boolean;
mod character;
mod class;
mod collection;
mod decimal;
mod entry;
mod format;
mod integer;
mod list;
mod map;
mod number;
mod object;
mod parse_number;
mod property;
pub(crate) mod regex;
mod search;
mod string;
mod string_case;
mod view;

pub(crate) use property::{index, property, set_index, set_property};

use crate::value::{Character, Entry, JavaIterator, MapView, Thrown};
use crate::{Fuel, Value};
use std::any::{Any, TypeId};

/// What a method answers; `Ok(None)` when there is no such method for the arguments.
type Answer = Result<Option<Value>, Thrown>;

/// `receiver.name(arguments)`; `Ok(None)` when the class of the receiver has no such method for these arguments. A method
/// of Java that answers nothing answers an empty text, as Velocity has it.
pub(crate) fn call(receiver: &Value, name: &str, arguments: &[Value], fuel: &mut Fuel) -> Answer {
    let answer = match receiver {
        Value::Null => return Ok(None),
        Value::Text(text) => string::call(text, name, arguments, fuel)?,
        Value::Bool(bool) => boolean::call(*bool, name, arguments)?,
        Value::Number(number) => number::call(number, name, arguments, fuel)?,
        Value::List(list) if list.is_array() => array::call(list, name, arguments, fuel)?,
        Value::List(list) => list::call(list, name, arguments, fuel)?,
        Value::Map(map) => map::call(map, name, arguments, fuel)?,
        Value::Object(object) => {
            if !is_builtin(receiver) {
                object.call(name, arguments, fuel)?
            } else if let Some(character) = receiver.downcast::<Character>() {
                character::call(*character, name, arguments)?
            } else if let Some(view) = receiver.downcast::<MapView>() {
                view::call(view, name, arguments, fuel)?
            } else if let Some(entry) = receiver.downcast::<Entry>() {
                entry::call(entry, name, arguments)?
            } else if let Some(iterator) = receiver.downcast::<JavaIterator>() {
                view::call_iterator(iterator, name, arguments)?
            } else if let Some(class) = receiver.downcast::<class::JavaClass>() {
                class::call(class, name, arguments)
            } else {
                None
            }
        }
    };
    if answer.is_some() {
        return Ok(answer);
    }
    let answer = object::call(receiver, name, arguments, fuel)?;
    if answer.is_none() && !arguments.is_empty() {
        object::refuse_arguments(receiver, name)?;
    }
    Ok(answer)
}

/// Whether the methods of an object are here, and not its own.
fn is_builtin(value: &Value) -> bool {
    let Value::Object(object) = value else { return true };
    let id = (object.as_ref() as &dyn Any).type_id();
    [
        TypeId::of::<MapView>(),
        TypeId::of::<Entry>(),
        TypeId::of::<JavaIterator>(),
        TypeId::of::<Character>(),
        TypeId::of::<class::JavaClass>(),
    ]
    .contains(&id)
}
