//! `$input`, `$util` and `$context`, as far as the tests need them.

use super::json::{self, Style};
use serde_json::Value as Json;
use velocity::{Failure, Fuel, Map, Object, Text, Value};

const DROPPED: [&str; 12] = [
    "connection",
    "content-length",
    "content-md5",
    "expect",
    "max-forwards",
    "proxy-authenticate",
    "server",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "www-authenticate",
];

/// `$context` with the maps for overrides that are always there.
pub fn with_overrides(context: &Value, request: &Json) -> Map {
    let context = match context {
        Value::Map(context) => context.clone(),
        _ => Map::new(),
    };
    let inner = |map: &Map, name: &str| match map.get(name) {
        Some(Value::Map(inner)) => inner,
        _ => {
            let inner = Map::silent();
            map.put(name, Value::Map(inner.clone()));
            inner
        }
    };
    let requests = inner(&context, "requestOverride");
    for name in ["path", "header", "querystring"] {
        inner(&requests, name);
    }
    inner(&inner(&context, "responseOverride"), "header");
    if !request["id"].as_str().is_some_and(|id| id.starts_with("context-001")) && context.get("authorizer").is_none() {
        inner(&context, "authorizer");
    }
    context
}

#[derive(Debug)]
pub struct Input {
    body: String,
    parameters: Map,
}

impl Input {
    pub fn new(request: &Json) -> Self {
        let parameters = Map::new();
        for (name, key) in [("path", "path"), ("querystring", "querystring"), ("header", "headers")] {
            let values = json::strings(&request[key]);
            if let (Value::Map(values), "header") = (&values, name) {
                let dropped = |key: &Value| DROPPED.contains(&key.as_text().unwrap().to_string_lossy().to_lowercase().as_str());
                let keys: Vec<Value> = values.iter().map(|(key, _)| key).filter(dropped).collect();
                for key in keys {
                    values.remove(&key);
                }
            }
            parameters.put(name, values);
        }
        let body = request["body"].as_str().unwrap_or_default();
        Input { body: if body.is_empty() { "{}".into() } else { body.into() }, parameters }
    }

    fn at(&self, path: &str) -> Result<Json, Failure> {
        if path.is_empty() {
            return Err(Failure::from("expected a path"));
        }
        let starts_json = self.body.trim_start().starts_with(['{', '[']);
        let mut document: Json = match serde_json::from_str(&self.body) {
            Ok(document) => document,
            Err(error) if starts_json => return Err(Failure::from(format!("Could not process payload{error}"))),
            Err(_) => Json::String(self.body.clone()),
        };
        for step in path.trim_start_matches('$').split(['.', '[', ']']).filter(|step| !step.is_empty()) {
            let step = step.trim_matches('\'');
            let next = match &document {
                Json::Array(items) => step.parse::<usize>().ok().and_then(|index| items.get(index)),
                other => other.get(step),
            };
            document = next.cloned().unwrap_or_default();
        }
        Ok(document)
    }
}

impl Object for Input {
    fn text(&self) -> Text {
        Text::from("{}")
    }

    fn property(&self, name: &str) -> Option<Value> {
        (name == "body").then(|| Value::from(self.body.as_str()))
    }

    fn call(&self, name: &str, arguments: &[Value], fuel: &mut Fuel) -> Result<Option<Value>, Failure> {
        let texts: Vec<_> = arguments.iter().filter_map(Value::as_text).map(Text::to_string_lossy).collect();
        if texts.len() != arguments.len() {
            return Ok(None);
        }
        let texts: Vec<&str> = texts.iter().map(|text| &**text).collect();
        let empty = |json: Json| if json.is_null() { Json::from("") } else { json };
        Ok(match (name, texts.as_slice()) {
            ("getBody", []) => Some(Value::from(self.body.as_str())),
            ("params", []) => Some(Value::Map(self.parameters.clone())),
            ("params", [name]) => {
                let found = ["path", "querystring", "header"].iter().find_map(|of| match self.parameters.get(of) {
                    Some(Value::Map(values)) => values.get(name),
                    _ => None,
                });
                Some(found.unwrap_or_else(|| Value::from("")))
            }
            ("path", [path]) => Some(json::value(&empty(self.at(path)?), Style::Document)),
            ("json", [path]) => {
                let mut out = String::new();
                json::write(&json::value(&empty(self.at(path)?), Style::Document), false, 0, &mut out, fuel)?;
                Some(Value::from(out))
            }
            _ => None,
        })
    }
}

#[derive(Debug)]
pub struct Util;

impl Object for Util {
    fn text(&self) -> Text {
        Text::from("util")
    }

    fn property(&self, _name: &str) -> Option<Value> {
        None
    }

    fn call(&self, name: &str, arguments: &[Value], _fuel: &mut Fuel) -> Result<Option<Value>, Failure> {
        let text = match arguments {
            [Value::Text(text)] => text,
            [Value::Null] if name != "none" => return Err(Failure::from("expected a text, found null")),
            _ => return Ok(None),
        };
        let text = text.to_string_lossy();
        Ok(Some(match name {
            "urlEncode" => Value::from(url_encode(&text)),
            "urlDecode" => Value::from(url_decode(&text)),
            "base64Encode" => Value::from(base64_encode(text.as_bytes())),
            "base64Decode" => {
                let bytes = base64_decode(&text).ok_or_else(|| Failure::from("not base64"))?;
                Value::from(String::from_utf8_lossy(&bytes).as_ref())
            }
            "escapeJavaScript" => Value::from(escape_java_script(&text)),
            "parseJson" => match serde_json::from_str(&text) {
                Ok(document) => json::value(&document, Style::Document),
                Err(error) => return Err(Failure::from(error.to_string())),
            },
            _ => return Ok(None),
        }))
    }
}

fn url_encode(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'-' | b'*' | b'_' => out.push(byte.into()),
            b' ' => out.push('+'),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

fn url_decode(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        rest = tail;
        match (first, tail) {
            (b'%', [a, b, after @ ..]) => {
                let digits = String::from_utf8_lossy(&[*a, *b]).into_owned();
                bytes.push(u8::from_str_radix(&digits, 16).unwrap_or(b'?'));
                rest = after;
            }
            (b'+', _) => bytes.push(b' '),
            _ => bytes.push(*first),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

fn base64_encode(bytes: &[u8]) -> String {
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let bits = chunk.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for place in 0..4 {
            let digit = BASE64[(bits >> (18 - 6 * place) & 63) as usize];
            out.push(if place <= chunk.len() { digit.into() } else { '=' });
        }
    }
    out
}

fn base64_decode(text: &str) -> Option<Vec<u8>> {
    let digits = text.trim_end_matches('=').bytes();
    let digits: Option<Vec<usize>> = digits.map(|byte| BASE64.iter().position(|digit| *digit == byte)).collect();
    let mut bytes = Vec::new();
    for chunk in digits?.chunks(4) {
        let bits = chunk.iter().fold(0_usize, |bits, digit| bits << 6 | digit) << (6 * (4 - chunk.len()));
        bytes.extend((1..chunk.len()).map(|place| (bits >> (24 - 8 * place) & 255) as u8));
    }
    Some(bytes)
}

pub fn escape_java_script(text: &str) -> String {
    let mut out = String::new();
    for unit in text.encode_utf16() {
        match unit {
            8 => out.push_str("\\b"),
            9 => out.push_str("\\t"),
            10 => out.push_str("\\n"),
            12 => out.push_str("\\f"),
            13 => out.push_str("\\r"),
            34 | 39 | 47 | 92 => {
                out.push('\\');
                out.push(unit as u8 as char);
            }
            32..=127 => out.push(unit as u8 as char),
            0..=31 => out.push_str(&format!("\\u{unit:04X}")),
            _ => out.push_str(&format!("\\u{unit:04X}")),
        }
    }
    out
}
