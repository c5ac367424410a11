//! The JSON Schema that bodies must match, in what API Gateway is sure to know of draft 4.

use super::{EnvelopeBody, Layout, Message, limits};
use crate::diagnostic::{Code, Diagnostic, quoted, shown};
use crate::pointer::At;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// A schema.
#[derive(Debug, Clone, PartialEq)]
pub struct RequestSchema {
    /// The path that the spec gives.
    pub file: String,
    /// What is in it, with the keys of each object sorted.
    pub schema: Value,
}

/// The files that the spec names, or why one could not be read.
pub(super) type Files = BTreeMap<String, Result<Vec<u8>, String>>;

/// Keywords that AWS's own pages use in models, and that say something about a body. Of others it is known that API Gateway takes no
/// notice of them, or not known that it does:
/// <https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings-models.html>
/// <https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html>
const KEYWORDS: &str = "`type`, `properties`, `required`, `items`, `enum`, `minimum`, `maximum`, `minLength`, `maxLength`, `title` and `description`";
const TYPES: [&str; 6] = ["object", "array", "string", "number", "integer", "boolean"];

pub(super) fn resolve(path: String, files: &Files, at: &At<'_>, out: &mut Vec<Diagnostic>) -> Option<RequestSchema> {
    let mut invalid = |message: String, help: &str| {
        out.push(Diagnostic::at_value(Code::InvalidRequestSchema, at, message).help(help));
        None
    };
    if path.starts_with(['/', '\\']) || path.chars().nth(1) == Some(':') {
        return invalid(
            format!("{} is the same file on one machine alone", quoted(&path)),
            "write a path that begins at the folder of the spec",
        );
    }
    let bytes = match files.get(&path) {
        Some(Ok(bytes)) => bytes,
        Some(Err(why)) => {
            return invalid(format!("{} cannot be read: {why}", quoted(&path)), "the path begins at the folder of the spec");
        }
        None => return invalid(format!("{} was not read", quoted(&path)), "the path begins at the folder of the spec"),
    };
    if bytes.len() > limits::MODEL_BYTES {
        let message = format!("{} has more than {} bytes", quoted(&path), limits::MODEL_BYTES);
        return invalid(message, "API Gateway takes no larger model; let the consumer check the rest");
    }
    // A byte order mark is no part of the text.
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let schema: Value = match serde_json::from_slice(text) {
        Ok(schema) => schema,
        Err(error) => return invalid(format!("{} is not JSON: {error}", quoted(&path)), "write a JSON Schema of draft 4"),
    };
    let mut problems = Vec::new();
    look_at(&schema, "", &mut problems);
    for (place, problem) in &problems {
        let place = if place.is_empty() { "the top".to_owned() } else { format!("`{}`", shown(place)) };
        invalid(
            format!("{}, at {place}: {problem}", quoted(&path)),
            &format!("API Gateway is sure to know {KEYWORDS}; let the consumer check the rest"),
        );
    }
    problems.is_empty().then(|| RequestSchema { file: path, schema: sorted(schema) })
}

/// A schema is for bodies that are JSON, and that are read as text.
pub(super) fn against(message: Option<&Message>, content_types: Option<&[String]>, at: &At<'_>, out: &mut Vec<Diagnostic>) {
    let schema_at = at.key("requestSchema");
    if message.is_some_and(|message| matches!(message.layout, Layout::Envelope { body: EnvelopeBody::Base64, .. })) {
        out.push(
            Diagnostic::at_key(Code::SchemaConflict, &schema_at, "a body that is carried as bytes is not looked into")
                .help("write `body: text` or `body: json`, or remove the schema"),
        );
    }
    let types_at = at.key("contentTypes");
    for (index, content_type) in content_types.unwrap_or_default().iter().enumerate() {
        if !is_json(content_type) {
            out.push(
                Diagnostic::at_value(
                    Code::SchemaConflict,
                    &types_at.index(index),
                    format!("a body of type `{}` is no JSON, so no schema can be held against it", shown(content_type)),
                )
                .help("take JSON types alone, or give the others an endpoint of their own"),
            );
        }
    }
}

fn is_json(content_type: &str) -> bool {
    let content_type = content_type.to_ascii_lowercase();
    content_type == "application/json" || content_type.ends_with("+json")
}

fn look_at(schema: &Value, place: &str, problems: &mut Vec<(String, String)>) {
    let Value::Object(keywords) = schema else {
        return problems.push((place.to_owned(), "a schema is an object".to_owned()));
    };
    for (keyword, value) in keywords {
        let here = format!("{place}/{keyword}");
        match keyword.as_str() {
            "properties" => properties(value, &here, problems),
            "items" => look_at(value, &here, problems),
            _ => problems.extend(wrong(keyword, value).map(|problem| (here, problem))),
        }
    }
}

fn properties(value: &Value, place: &str, problems: &mut Vec<(String, String)>) {
    let Value::Object(properties) = value else {
        return problems.push((place.to_owned(), "it is not an object of schemas".to_owned()));
    };
    for (name, schema) in properties {
        let here = format!("{place}/{name}");
        if name == "Ref" || name == "Condition" || name.starts_with("Fn::") {
            problems.push((here, "CloudFormation takes a property of this name for a function of its own".to_owned()));
        } else {
            look_at(schema, &here, problems);
        }
    }
}

/// What is wrong with a keyword that holds no schema.
fn wrong(keyword: &str, value: &Value) -> Option<String> {
    let (right, expected) = match keyword {
        "$schema" => {
            let known = value.as_str().map(|version| version.trim_end_matches('#'));
            (known == Some("http://json-schema.org/draft-04/schema"), "it is not `http://json-schema.org/draft-04/schema#`")
        }
        "title" | "description" => (value.is_string(), "it is not a text"),
        "type" => (
            value.as_str().is_some_and(|name| TYPES.contains(&name)),
            "it is not one of object, array, string, number, integer and boolean",
        ),
        "required" => (is_list_of(value, Value::is_string), "it is not a list of names, each once"),
        "enum" => (
            is_list_of(value, |item| item.is_string() || item.is_number() || item.is_boolean()),
            "it is not a list of texts, numbers and booleans, each once",
        ),
        "minimum" | "maximum" => (value.is_number(), "it is not a number"),
        "minLength" | "maxLength" => (value.is_u64(), "it is not a count"),
        _ => return Some("it is not known that API Gateway looks at this keyword".to_owned()),
    };
    (!right).then(|| expected.to_owned())
}

fn is_list_of(value: &Value, is: impl Fn(&Value) -> bool) -> bool {
    value.as_array().is_some_and(|items| {
        let once = items.iter().enumerate().all(|(index, item)| !items[..index].contains(item));
        !items.is_empty() && once && items.iter().all(is)
    })
}

/// The same with sorted keys, so that their order in the file changes nothing.
fn sorted(value: Value) -> Value {
    match value {
        Value::Object(map) => {
            let map: BTreeMap<String, Value> = map.into_iter().map(|(key, value)| (key, sorted(value))).collect();
            Value::Object(Map::from_iter(map))
        }
        Value::Array(items) => items.into_iter().map(sorted).collect(),
        other => other,
    }
}
