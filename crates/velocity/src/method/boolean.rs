//! `java.lang.Boolean`.

use super::{Answer, arguments};
use crate::Value;
use crate::value::Thrown;

pub(super) fn call(receiver: bool, name: &str, arguments: &[Value]) -> Answer {
    let boolean = |at: usize| arguments.get(at).and_then(arguments::boolean);
    let text = |value: &Value| match value {
        Value::Text(text) => Some(text.as_str().is_some_and(|text| text.eq_ignore_ascii_case("true"))),
        Value::Null => Some(false),
        _ => None,
    };
    Ok(Some(match (name, arguments) {
        ("booleanValue", []) => Value::Bool(receiver),
        // A property of the system: here there are none.
        ("getBoolean", [Value::Text(_) | Value::Null]) => Value::Bool(false),
        ("parseBoolean", [value]) => return Ok(text(value).map(Value::Bool)),
        ("valueOf", [value]) => return Ok(boolean(0).or_else(|| text(value)).map(Value::Bool)),
        ("compareTo", [other]) => match other {
            Value::Bool(other) => Value::from(receiver.cmp(other) as i32),
            Value::Null => return Err(Thrown::null_pointer()),
            _ => return Err(Thrown::exception("ClassCastException", "it is no Boolean")),
        },
        ("toString" | "hashCode", [_]) => {
            return Ok(boolean(0).map(|bool| match name {
                "toString" => Value::from(if bool { "true" } else { "false" }),
                _ => Value::from(if bool { 1231 } else { 1237 }),
            }));
        }
        ("compare" | "logicalAnd" | "logicalOr" | "logicalXor", [_, _]) => {
            let (Some(a), Some(b)) = (boolean(0), boolean(1)) else { return Ok(None) };
            match name {
                "compare" => Value::from(a.cmp(&b) as i32),
                "logicalAnd" => Value::Bool(a && b),
                "logicalOr" => Value::Bool(a || b),
                _ => Value::Bool(a != b),
            }
        }
        _ => return Ok(None),
    }))
}
