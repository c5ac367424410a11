//! `$context`.

use crate::gateway::json::write::print_array;
use serde_json::Value as Json;
use velocity::value::Number;
use velocity::{List, Map, Value};

/// What the templates of a request want changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Overrides {
    /// `$context.requestOverride`
    pub request: RequestOverride,
    /// `$context.responseOverride`
    pub response: ResponseOverride,
}

/// What replaces parts of the request to the back end. Numbers and truth values are given as they print.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RequestOverride {
    /// The path parameters.
    pub path: Vec<(String, String)>,
    /// The headers.
    pub header: Vec<(String, String)>,
    /// The parameters of the query string.
    pub query_string: Vec<(String, String)>,
}

/// What replaces parts of the response to the sender.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ResponseOverride {
    /// The status, when the template set a number. What AWS makes of a text is unknown.
    pub status: Option<i32>,
    /// The headers.
    pub header: Vec<(String, String)>,
}

/// The maps that are always there, each with those in it. Recorded: templates can set `requestOverride.header.X` and find
/// the keys `path`, `header` and `querystring`, `responseOverride` has `header`, and `authorizer` is empty without one.
const ALWAYS: [(&str, &[&str]); 3] =
    [("requestOverride", &["path", "header", "querystring"]), ("responseOverride", &["header"]), ("authorizer", &[])];

/// `$context` with the values of an object. Maps inside of it and null print nothing (recorded).
pub fn context_from_json(json: &Json) -> Map {
    let context = Map::new();
    for (name, value) in json.as_object().into_iter().flatten() {
        context.put(name.as_str(), member(value));
    }
    context
}

/// Adds what is always there.
pub(super) fn complete(context: Map) -> Map {
    for (name, inner) in ALWAYS {
        let map = silent(&context, name);
        for name in inner {
            silent(&map, name);
        }
    }
    context
}

/// The map of a name, made when there is none. A value of another type stays where it is.
fn silent(map: &Map, name: &str) -> Map {
    match map.get(name) {
        Some(Value::Map(inner)) => inner,
        Some(_) => Map::silent(),
        None => {
            let inner = Map::silent();
            map.put(name, Value::Map(inner.clone()));
            inner
        }
    }
}

fn member(json: &Json) -> Value {
    match json {
        Json::Null => Value::from(""),
        Json::Object(members) => {
            let map = Map::silent();
            for (name, value) in members {
                map.put(name.as_str(), member(value));
            }
            Value::Map(map)
        }
        _ => plain(json),
    }
}

/// A value as JSON means it. serde_json bounds how deep they nest.
fn plain(json: &Json) -> Value {
    match json {
        Json::Null => Value::Null,
        Json::Bool(value) => Value::Bool(*value),
        Json::String(text) => Value::from(text.as_str()),
        Json::Number(number) => {
            let digits = number.to_string();
            Number::parse_integer(&digits).or_else(|| Number::parse_floating_point(&digits)).map_or(Value::Null, Value::Number)
        }
        Json::Array(items) => Value::List(List::with_printer(items.iter().map(plain).collect(), print_array)),
        Json::Object(members) => Value::Map(members.iter().map(|(name, value)| (name.as_str(), plain(value))).collect()),
    }
}

pub(super) fn overrides(context: &Map) -> Overrides {
    let map = |map: &Map, name: &str| match map.get(name) {
        Some(Value::Map(inner)) => inner,
        _ => Map::new(),
    };
    let (request, response) = (map(context, "requestOverride"), map(context, "responseOverride"));
    Overrides {
        request: RequestOverride {
            path: entries(&map(&request, "path")),
            header: entries(&map(&request, "header")),
            query_string: entries(&map(&request, "querystring")),
        },
        response: ResponseOverride {
            status: match response.get("status") {
                Some(Value::Number(status)) => Some(status.int_value()),
                _ => None,
            },
            header: entries(&map(&response, "header")),
        },
    }
}

/// What prints as one text; lists, maps and null are left out.
fn entries(map: &Map) -> Vec<(String, String)> {
    let print = |value: Value| match value {
        Value::Text(text) => Some(text.to_string_lossy().into_owned()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(value) => Some(value.to_string()),
        Value::Object(object) => Some(object.text().to_string_lossy().into_owned()),
        Value::Null | Value::List(_) | Value::Map(_) => None,
    };
    map.iter().filter_map(|(name, value)| Some((print(name)?, print(value)?))).collect()
}
