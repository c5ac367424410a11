//! `java.lang.String`.

use super::arguments::{character, collection, int, made, size, text};
use super::{Answer, format, regex, search, string_case};
use crate::value::{Character, List, Thrown};
use crate::{Fuel, Text, TextBuilder, Value};

pub(super) fn call(receiver: &Text, name: &str, arguments: &[Value], fuel: &mut Fuel) -> Answer {
    if arguments.iter().any(Value::is_null) && !matches!(name, "equals" | "equalsIgnoreCase" | "valueOf" | "format" | "join") {
        // Where Java has a method for a text, it calls it with null too, and the method fails.
        let texts: Vec<Value> = arguments.iter().map(|value| if value.is_null() { "".into() } else { value.clone() }).collect();
        return match call(receiver, name, &texts, fuel) {
            Ok(None) => Ok(None),
            Ok(Some(_)) | Err(Thrown::Exception(..)) => Err(Thrown::null_pointer()),
            Err(thrown) => Err(thrown),
        };
    }
    // In ASCII an index of Java is one of bytes: there is nothing to search.
    let at_once = matches!(name, "length" | "isEmpty" | "charAt" | "substring" | "subSequence" | "toString");
    if !(at_once && receiver.is_ascii()) {
        fuel.scan(receiver.len_bytes())?;
    }
    match arguments {
        [] => without_argument(receiver, name, fuel),
        [argument] => with_one(receiver, name, argument, fuel),
        [first, second] => with_two(receiver, name, first, second, fuel),
        _ => with_more(receiver, name, arguments, fuel),
    }
}

fn without_argument(receiver: &Text, name: &str, fuel: &mut Fuel) -> Answer {
    Ok(Some(match name {
        "length" => size(receiver.utf16_len()),
        "isEmpty" => Value::Bool(receiver.is_empty()),
        "trim" => return made(trim(receiver), fuel),
        "toLowerCase" => return made(string_case::lower(receiver), fuel),
        "toUpperCase" => return made(string_case::upper(receiver), fuel),
        "toString" | "intern" => Value::Text(receiver.clone()),
        "toCharArray" => {
            fuel.grow(receiver.len_bytes() * 32)?;
            array(receiver.units().map(|unit| Value::object(Character(unit))))
        }
        "getBytes" => {
            fuel.grow(receiver.len_bytes() * size_of::<Value>())?;
            // Java writes a question mark for what UTF-8 cannot hold.
            let bytes = receiver.code_points().map(|point| char::from_u32(point).unwrap_or('?')).collect::<String>();
            array(bytes.bytes().map(|byte| Value::from(i32::from(byte as i8))))
        }
        _ => return Ok(None),
    }))
}

fn array(items: impl Iterator<Item = Value>) -> Value {
    Value::List(List::array(items.collect()))
}

fn with_one(receiver: &Text, name: &str, argument: &Value, fuel: &mut Fuel) -> Answer {
    if let Some(other) = text(argument)
        && let Some(answer) = with_text(receiver, name, other, fuel)?
    {
        return Ok(Some(answer));
    }
    if let Some(index) = int(argument)
        && let Some(answer) = with_index(receiver, name, index, fuel)?
    {
        return Ok(Some(answer));
    }
    Ok(Some(match name {
        "equals" => Value::Bool(matches!(argument, Value::Text(other) if other == receiver)),
        "equalsIgnoreCase" if argument.is_null() => Value::Bool(false),
        "compareTo" => return Err(Thrown::exception("ClassCastException", "it is no String")),
        "valueOf" if argument.is_null() => return Err(Thrown::null_pointer()),
        "valueOf" => return made(argument.text(fuel)?, fuel),
        _ => return Ok(None),
    }))
}

fn with_text(receiver: &Text, name: &str, other: &Text, fuel: &mut Fuel) -> Answer {
    Ok(Some(match name {
        "contains" => Value::Bool(search::first(receiver, other, 0, fuel)?.is_some()),
        "indexOf" => found(search::first(receiver, other, 0, fuel)?),
        "lastIndexOf" => found(search::last(receiver, other, i32::MAX, fuel)?),
        "startsWith" => Value::Bool(search::is_at(receiver, other, 0, fuel)?),
        "endsWith" => Value::Bool(match receiver.utf16_len().checked_sub(other.utf16_len()) {
            Some(at) => search::is_at(receiver, other, at, fuel)?,
            None => false,
        }),
        "equals" | "contentEquals" => Value::Bool(receiver == other),
        "equalsIgnoreCase" => Value::Bool(string_case::equal(receiver, other)),
        "compareTo" => Value::from(compare(receiver.units(), other.units())),
        "compareToIgnoreCase" => Value::from(string_case::compare(receiver, other)),
        "concat" => {
            fuel.grow(receiver.len_bytes() + other.len_bytes())?;
            Value::Text(receiver.concat(other))
        }
        "matches" => Value::Bool(regex::matches(receiver, other, fuel)?),
        "split" => regex::split(receiver, other, 0, fuel)?,
        "valueOf" => Value::Text(other.clone()),
        "format" => return made(format::format(other, &[], fuel)?, fuel),
        "join" => Value::Text(Text::default()),
        "getBytes" => match other.to_string_lossy().to_ascii_uppercase().as_str() {
            "UTF-8" | "UTF8" => return without_argument(receiver, name, fuel),
            name => return Err(Thrown::exception("UnsupportedEncodingException", name)),
        },
        _ => return Ok(None),
    }))
}

fn found(index: Option<usize>) -> Value {
    index.map_or(Value::from(-1), size)
}

/// The difference of the first units that differ, or of the lengths.
fn compare(left: impl Iterator<Item = u16>, mut right: impl Iterator<Item = u16>) -> i32 {
    let mut rest = 0;
    for unit in left {
        match right.next() {
            Some(other) if other == unit => {}
            Some(other) => return i32::from(unit) - i32::from(other),
            None => rest += 1,
        }
    }
    rest - i32::try_from(right.count()).unwrap_or(i32::MAX)
}

fn with_index(receiver: &Text, name: &str, index: i32, fuel: &mut Fuel) -> Answer {
    let length = receiver.utf16_len();
    let out_of_range = || Thrown::exception("StringIndexOutOfBoundsException", format!("index {index}, length {length}"));
    let at = usize::try_from(index).ok();
    Ok(Some(match name {
        "charAt" => {
            let unit = at.and_then(|at| receiver.unit_at(at)).ok_or_else(out_of_range)?;
            Value::object(Character(unit))
        }
        "substring" => {
            let rest = at.and_then(|at| receiver.substring(at, length)).ok_or_else(out_of_range)?;
            return made(rest, fuel);
        }
        "indexOf" => found(search::first_unit(receiver, index, 0)),
        "lastIndexOf" => found(search::last_unit(receiver, index, i32::MAX)),
        "codePointAt" => point(receiver, at.filter(|&at| at < length).ok_or_else(out_of_range)?, true),
        "codePointBefore" => {
            let before = at.filter(|&at| at <= length).and_then(|at| at.checked_sub(1)).ok_or_else(out_of_range)?;
            point(receiver, before, false)
        }
        _ => return Ok(None),
    }))
}

/// The code point that starts at the unit, or that ends there.
fn point(receiver: &Text, at: usize, starts: bool) -> Value {
    let mut index = 0;
    for point in receiver.code_points() {
        let units = if point > 0xFFFF { 2 } else { 1 };
        if index == at && starts || index + units == at + 1 && !starts {
            return Value::from(point as i32);
        }
        if index > at {
            break;
        }
        index += units;
    }
    receiver.unit_at(at).map_or(Value::from(0), |unit| Value::from(i32::from(unit)))
}

fn with_two(receiver: &Text, name: &str, first: &Value, second: &Value, fuel: &mut Fuel) -> Answer {
    match (name, text(first), text(second), int(first), int(second)) {
        ("replace", Some(old), Some(new), ..) => Ok(Some(Value::Text(search::replace(receiver, old, new, fuel)?))),
        ("replaceAll", Some(regex), Some(new), ..) => Ok(Some(Value::Text(regex::replace_all(receiver, regex, new, fuel)?))),
        ("replaceFirst", Some(regex), Some(new), ..) => Ok(Some(Value::Text(regex::replace_first(receiver, regex, new, fuel)?))),
        ("split", Some(regex), _, _, Some(limit)) => Ok(Some(regex::split(receiver, regex, limit, fuel)?)),
        ("startsWith", Some(other), _, _, Some(at)) => {
            let is = match usize::try_from(at) {
                Ok(at) => search::is_at(receiver, other, at, fuel)?,
                Err(_) => false,
            };
            Ok(Some(Value::Bool(is)))
        }
        ("indexOf", Some(other), _, _, Some(from)) => {
            Ok(Some(found(search::first(receiver, other, usize::try_from(from).unwrap_or(0), fuel)?)))
        }
        ("lastIndexOf", Some(other), _, _, Some(from)) => Ok(Some(found(search::last(receiver, other, from, fuel)?))),
        ("indexOf", _, _, Some(point), Some(from)) => {
            Ok(Some(found(search::first_unit(receiver, point, usize::try_from(from).unwrap_or(0)))))
        }
        ("lastIndexOf", _, _, Some(point), Some(from)) => Ok(Some(found(search::last_unit(receiver, point, from)))),
        ("substring" | "subSequence", _, _, Some(begin), Some(end)) => {
            let part = usize::try_from(begin).ok().zip(usize::try_from(end).ok());
            let part = part.and_then(|(begin, end)| receiver.substring(begin, end));
            let length = receiver.utf16_len();
            let out_of_range =
                || Thrown::exception("StringIndexOutOfBoundsException", format!("begin {begin}, end {end}, length {length}"));
            made(part.ok_or_else(out_of_range)?, fuel)
        }
        ("codePointCount", _, _, Some(begin), Some(end)) => {
            let part = usize::try_from(begin).ok().zip(usize::try_from(end).ok());
            let part = part.and_then(|(begin, end)| receiver.substring(begin, end));
            let part = part.ok_or_else(|| Thrown::exception("IndexOutOfBoundsException", format!("begin {begin}, end {end}")))?;
            Ok(Some(size(part.code_points().count())))
        }
        ("replace", ..) => match (character(first), character(second)) {
            (Some(old), Some(new)) => {
                let units = receiver.units().map(|unit| if unit == old { new } else { unit });
                made(Text::from_utf16(units), fuel)
            }
            _ => Ok(None),
        },
        _ => with_more(receiver, name, &[first.clone(), second.clone()], fuel),
    }
}

fn with_more(receiver: &Text, name: &str, arguments: &[Value], fuel: &mut Fuel) -> Answer {
    match (name, arguments) {
        ("format", [Value::Text(format), rest @ ..]) => made(format::format(format, rest, fuel)?, fuel),
        ("format", [Value::Null, ..]) | ("join", [Value::Null, ..]) => Err(Thrown::null_pointer()),
        ("join", [Value::Text(separator), rest @ ..]) => join(separator, rest, fuel),
        ("regionMatches", [Value::Bool(ignore_case), rest @ ..]) => Ok(region_matches(receiver, rest, *ignore_case)),
        ("regionMatches", rest) => Ok(region_matches(receiver, rest, false)),
        _ => Ok(None),
    }
}

fn region_matches(receiver: &Text, arguments: &[Value], ignore_case: bool) -> Option<Value> {
    let [at, other, other_at, length] = arguments else { return None };
    let (other, at, other_at, length) = (text(other)?, int(at)?, int(other_at)?, int(length)?);
    let part = |text: &Text, at: i32| {
        let end = usize::try_from(i64::from(at) + i64::from(length.max(0))).ok()?;
        text.substring(usize::try_from(at).ok()?, end)
    };
    let same = match (part(receiver, at), part(other, other_at)) {
        (Some(a), Some(b)) => {
            if ignore_case {
                string_case::equal(&a, &b)
            } else {
                a == b
            }
        }
        _ => false,
    };
    Some(Value::Bool(same))
}

/// `String.join`: of texts one by one, or of all in a collection.
fn join(separator: &Text, rest: &[Value], fuel: &mut Fuel) -> Answer {
    let parts = match rest {
        [only] if text(only).is_none() => match collection(only, fuel)? {
            Some(parts) => parts,
            None => match only {
                Value::List(array) => array.to_vec(),
                _ => return Ok(None),
            },
        },
        parts if parts.iter().all(|part| part.is_null() || text(part).is_some()) => parts.to_vec(),
        _ => return Ok(None),
    };
    let mut out = TextBuilder::new();
    for (number, part) in parts.iter().enumerate() {
        let part = match part {
            Value::Text(part) => part.clone(),
            Value::Null => Text::from("null"),
            _ => return Err(Thrown::exception("ClassCastException", "it is no CharSequence")),
        };
        fuel.grow(separator.len_bytes() + part.len_bytes())?;
        if number > 0 {
            out.push_text(separator);
        }
        out.push_text(&part);
    }
    Ok(Some(Value::Text(out.finish())))
}

/// Without what Java takes for blanks: all up to the space.
fn trim(text: &Text) -> Text {
    let blank = |&byte: &u8| byte <= b' ';
    let bytes = text.as_wtf8();
    let start = bytes.iter().take_while(|byte| blank(byte)).count();
    let end = bytes.len() - bytes.iter().rev().take_while(|byte| blank(byte)).count();
    if start == 0 && end == bytes.len() {
        return text.clone();
    }
    match text.as_str() {
        Some(text) => Text::from(text.get(start..end).unwrap_or_default()),
        None => {
            let units = text.utf16_len();
            text.substring(start.min(units), units - (bytes.len() - end).min(units)).unwrap_or_default()
        }
    }
}
