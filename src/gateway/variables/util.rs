//! `$util`.

use super::{bytes, javascript, url};
use crate::gateway::json;
use velocity::{Failure, Fuel, Object, Text, Value};

/// `$util`. What AWS does with null and with texts that cannot be decoded is unknown; here, as in the Java functions of
/// these names, they end the rendering.
#[derive(Debug)]
pub(super) struct Util;

impl Object for Util {
    fn text(&self) -> Text {
        Text::from("{}")
    }

    fn property(&self, _name: &str) -> Option<Value> {
        None
    }

    fn call(&self, name: &str, arguments: &[Value], fuel: &mut Fuel) -> Result<Option<Value>, Failure> {
        let text = match (name, arguments) {
            ("escapeJavaScript", [Value::Null]) => return Ok(Some(Value::Null)),
            ("parseJson" | "urlEncode" | "urlDecode" | "base64Encode" | "base64Decode", [Value::Null]) => {
                return Err(Failure(format!("$util.{name} of null").into()));
            }
            (_, [Value::Text(text)]) => text,
            _ => return Ok(None),
        };
        fuel.scan(text.len_bytes())?;
        let result = match name {
            "escapeJavaScript" => javascript::escape(text),
            "urlEncode" => url::encode(text),
            "urlDecode" => url::decode(text).ok_or_else(|| undecodable(name))?,
            "base64Encode" => Text::from(bytes::base64_encode(&url::utf8(text))),
            "base64Decode" => {
                let decoded = bytes::base64_decode(text.as_wtf8()).ok_or_else(|| undecodable(name))?;
                Text::from(&*bytes::text(&decoded))
            }
            "parseJson" => return json::read(text, fuel).map(Some).map_err(failure),
            _ => return Ok(None),
        };
        fuel.grow(result.len_bytes())?;
        Ok(Some(Value::Text(result)))
    }
}

fn undecodable(name: &str) -> Failure {
    Failure(format!("$util.{name} of a text that was not encoded like this").into())
}

fn failure(error: json::ReadError) -> Failure {
    match error {
        json::ReadError::Exhausted(limit) => Failure::from(limit),
        error => Failure(Box::new(error)),
    }
}
