//! `java.lang.Character`.

use super::{Answer, arguments, regex};
use crate::Value;
use crate::value::{Character, Thrown};

pub(super) fn call(receiver: Character, name: &str, arguments: &[Value]) -> Answer {
    Ok(Some(match (name, arguments) {
        ("charValue", []) => Value::object(receiver),
        ("compareTo", [other]) => match (other, arguments::character(other)) {
            (_, Some(other)) => Value::from(i32::from(receiver.0) - i32::from(other)),
            (Value::Null, _) => return Err(Thrown::null_pointer()),
            _ => return Err(Thrown::exception("ClassCastException", "it is no Character")),
        },
        ("compare", [a, b]) => match (arguments::character(a), arguments::character(b)) {
            (Some(a), Some(b)) => Value::from(i32::from(a) - i32::from(b)),
            _ => return Ok(None),
        },
        (_, [argument]) => match (arguments::character(argument), arguments::int(argument)) {
            (Some(unit), _) => return Ok(of_unit(name, unit)),
            (_, Some(point)) => return Ok(u32::try_from(point).ok().and_then(|point| of_point(name, point))),
            _ => return Ok(None),
        },
        _ => return Ok(None),
    }))
}

/// The static methods that take a `char`.
fn of_unit(name: &str, unit: u16) -> Option<Value> {
    let character = |point: u32| Some(Value::object(Character(u16::try_from(point).unwrap_or(unit))));
    match name {
        "toString" => Some(Value::Text(crate::Text::from_utf16([unit].into_iter()))),
        "valueOf" => character(u32::from(unit)),
        "hashCode" => Some(Value::from(i32::from(unit))),
        "toUpperCase" => character(regex::upper(u32::from(unit))),
        "toLowerCase" => character(regex::lower(u32::from(unit))),
        _ => of_point(name, u32::from(unit)),
    }
}

/// The static methods that take a code point too.
fn of_point(name: &str, point: u32) -> Option<Value> {
    let char = char::from_u32(point);
    let is = |test: fn(char) -> bool| Some(Value::Bool(char.is_some_and(test)));
    match name {
        "isDigit" => Some(Value::Bool(regex::is_in("Nd", point))),
        "isLetter" => Some(Value::Bool(regex::is_in("L", point))),
        "isLetterOrDigit" => Some(Value::Bool(regex::is_in("LD", point))),
        "isAlphabetic" => is(char::is_alphabetic),
        "isUpperCase" => is(char::is_uppercase),
        "isLowerCase" => is(char::is_lowercase),
        "isWhitespace" => Some(Value::Bool(regex::is_in("javaWhitespace", point))),
        "isSpaceChar" => Some(Value::Bool(regex::is_in("Z", point))),
        "isISOControl" => is(char::is_control),
        "getNumericValue" => Some(Value::from(char.and_then(|char| char.to_digit(36)).map_or(-1, |digit| digit as i32))),
        "toUpperCase" => Some(Value::from(regex::upper(point) as i32)),
        "toLowerCase" => Some(Value::from(regex::lower(point) as i32)),
        _ => None,
    }
}
