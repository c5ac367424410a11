//! JSON as values, and values as JSON.

use serde_json::Value as Json;
use velocity::{Failure, Fuel, List, Map, Number, Text, Value};

/// How maps and lists of JSON print.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Maps as in Java, lists as JSON.
    Document,
    /// Nested maps not at all.
    Context,
}

/// The value of some JSON.
pub fn value(json: &Json, style: Style) -> Value {
    nested(json, style, true)
}

fn nested(json: &Json, style: Style, top: bool) -> Value {
    match json {
        Json::Null if style == Style::Context && !top => Value::from(""),
        Json::Null => Value::Null,
        Json::Bool(bool) => Value::Bool(*bool),
        Json::Number(number) => number_value(&number.to_string()),
        Json::String(text) => Value::from(text.as_str()),
        Json::Array(items) => {
            let items = items.iter().map(|item| nested(item, style, false)).collect();
            Value::List(List::with_printer(items, print_list))
        }
        Json::Object(entries) => {
            let map = if style == Style::Context && !top { Map::silent() } else { Map::new() };
            for (key, item) in entries {
                map.put(key.as_str(), nested(item, style, false));
            }
            Value::Map(map)
        }
    }
}

fn number_value(digits: &str) -> Value {
    match Number::parse_integer(digits).or_else(|| Number::parse_floating_point(digits)) {
        Some(number) => Value::Number(number),
        None => Value::Null,
    }
}

/// A map of texts.
pub fn strings(json: &Json) -> Value {
    let map = Map::new();
    for (key, item) in json.as_object().into_iter().flatten() {
        let text = match item {
            Json::String(text) => text.clone(),
            other => other.to_string(),
        };
        map.put(key.as_str(), Value::from(text));
    }
    Value::Map(map)
}

fn print_list(list: &List, fuel: &mut Fuel) -> Result<Text, Failure> {
    let mut out = String::new();
    write(&Value::List(list.clone()), true, 0, &mut out, fuel)?;
    Ok(Text::from(out))
}

/// Writes a value as JSON.
pub fn write(value: &Value, slashes: bool, depth: usize, out: &mut String, fuel: &mut Fuel) -> Result<(), Failure> {
    if depth > 100 {
        return Err(Failure::from("values nest too deep inside each other"));
    }
    fuel.step(1)?;
    match value {
        Value::Null => out.push_str("null"),
        Value::Text(text) => quote(&text.to_string_lossy(), slashes, out),
        Value::List(list) => {
            out.push('[');
            for (place, item) in list.iter().enumerate() {
                if place > 0 {
                    out.push(',');
                }
                write(&item, slashes, depth + 1, out, fuel)?;
            }
            out.push(']');
        }
        Value::Map(map) => {
            out.push('{');
            for (place, (key, item)) in map.iter().enumerate() {
                if place > 0 {
                    out.push(',');
                }
                quote(&key.to_text(fuel)?.to_string_lossy(), slashes, out);
                out.push(':');
                write(&item, slashes, depth + 1, out, fuel)?;
            }
            out.push('}');
        }
        Value::Bool(_) | Value::Number(_) => out.push_str(&value.to_text(fuel)?.to_string_lossy()),
        Value::Object(_) => quote(&value.to_text(fuel)?.to_string_lossy(), slashes, out),
    }
    Ok(())
}

fn quote(text: &str, slashes: bool, out: &mut String) {
    out.push('"');
    for char in text.chars() {
        match char {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{8}' => out.push_str("\\b"),
            '\u{C}' => out.push_str("\\f"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '/' if slashes => out.push_str("\\/"),
            '\0'..='\u{1F}' | '\u{7F}'..='\u{9F}' | '\u{2000}'..='\u{20FF}' => {
                out.push_str(&format!("\\u{:04X}", u32::from(char)));
            }
            _ => out.push(char),
        }
    }
    out.push('"');
}
