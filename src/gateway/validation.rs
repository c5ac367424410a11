//! A body held against the schema of its method: what a spec may say in a schema, which is a part of draft 4.
//! <https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html>
//!
//! That a body that does not match, or is no JSON at all, is answered BAD_REQUEST_BODY was recorded on AWS (LocalStack,
//! `test_api_gateway_request_validator`). `tests/request_schema.rs` holds this against a validator that others wrote.

use serde_json::{Map, Value};

/// Whether a body matches, or what is wrong with it.
pub(super) fn validate(schema: &Value, body: &[u8]) -> Result<(), String> {
    let body: Value = serde_json::from_slice(body).map_err(|error| format!("the body is not JSON: {error}"))?;
    matches(schema, &body, "")
}

fn matches(schema: &Value, value: &Value, place: &str) -> Result<(), String> {
    let Value::Object(keywords) = schema else { return Ok(()) };
    let wrong = |what: String| match place {
        "" => Err(format!("the body {what}")),
        place => Err(format!("`{place}` of the body {what}")),
    };
    for (keyword, expected) in keywords {
        let right = match (keyword.as_str(), value) {
            ("type", _) => expected.as_str().is_none_or(|name| is_of_type(name, value)),
            ("enum", _) => expected.as_array().is_none_or(|known| known.iter().any(|known| same(known, value))),
            ("minimum", Value::Number(number)) => compared(number.as_f64(), expected, |number, least| number >= least),
            ("maximum", Value::Number(number)) => compared(number.as_f64(), expected, |number, most| number <= most),
            ("minLength", Value::String(text)) => compared(length(text), expected, |length, least| length >= least),
            ("maxLength", Value::String(text)) => compared(length(text), expected, |length, most| length <= most),
            ("required", Value::Object(map)) => {
                let mut names = expected.as_array().into_iter().flatten().filter_map(Value::as_str);
                match names.find(|name| !map.contains_key(*name)) {
                    Some(name) => return wrong(format!("lacks `{name}`")),
                    None => true,
                }
            }
            ("properties", Value::Object(map)) => {
                properties(expected, map, place)?;
                true
            }
            ("items", Value::Array(items)) => {
                for (index, item) in items.iter().enumerate() {
                    matches(expected, item, &format!("{place}/{index}"))?;
                }
                true
            }
            _ => true,
        };
        if !right {
            return wrong(format!("does not match `{keyword}: {expected}`"));
        }
    }
    Ok(())
}

fn properties(schemas: &Value, map: &Map<String, Value>, place: &str) -> Result<(), String> {
    for (name, schema) in schemas.as_object().into_iter().flatten() {
        if let Some(value) = map.get(name) {
            matches(schema, value, &format!("{place}/{name}"))?;
        }
    }
    Ok(())
}

fn is_of_type(name: &str, value: &Value) -> bool {
    match (name, value) {
        ("object", Value::Object(_)) | ("array", Value::Array(_)) | ("string", Value::String(_)) => true,
        ("number", Value::Number(_)) | ("boolean", Value::Bool(_)) => true,
        // In draft 4, 1.0 is none.
        ("integer", Value::Number(number)) => !number.is_f64(),
        _ => false,
    }
}

/// Numbers are the same that have the same value.
fn same(known: &Value, value: &Value) -> bool {
    match (known, value) {
        (Value::Number(known), Value::Number(value)) => known == value || known.as_f64() == value.as_f64(),
        (known, value) => known == value,
    }
}

#[allow(clippy::cast_precision_loss)]
fn length(text: &str) -> Option<f64> {
    Some(text.chars().count() as f64)
}

fn compared(value: Option<f64>, bound: &Value, is_right: impl Fn(f64, f64) -> bool) -> bool {
    match (value, bound.as_f64()) {
        (Some(value), Some(bound)) => is_right(value, bound),
        _ => true,
    }
}
