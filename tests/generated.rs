//! Files that are written by the program and kept in the project: the schema, and the pages about keys and diagnostics.
//! `UPDATE=1 cargo test --test generated` writes them; otherwise a difference is a failure.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::disallowed_methods)]

mod support;

use hookweir::diagnostic::Code;
use serde_json::Value;
use std::fmt::Write as _;
use std::fs;

#[test]
fn the_schema_file_is_current() {
    is_current("schema/hookweir.schema.json", &hookweir::spec::json_schema());
}

#[test]
fn the_page_about_diagnostics_is_current() {
    is_current("docs/diagnostics.md", &diagnostics_page());
}

#[test]
fn the_page_about_keys_is_current() {
    is_current("docs/spec.md", &spec_page());
}

fn is_current(file: &str, expected: &str) {
    let path = support::root().join(file);
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, expected).unwrap();
    }
    let there = fs::read_to_string(&path).unwrap_or_default();
    assert!(there == expected, "{file} is not what the program says: UPDATE=1 cargo test --test generated");
}

fn diagnostics_page() -> String {
    let mut page = "# Diagnostics\n\n<!-- Written by `UPDATE=1 cargo test --test generated`. -->\n\n\
        What hookweir says about a spec, by number. `hookweir explain HW101` prints the same.\n\n\
        | code | name | severity |\n|---|---|---|\n"
        .to_owned();
    for code in Code::ALL {
        let anchor = format!("{}-{}", code.id().to_lowercase(), code.name());
        writeln!(page, "| [{}](#{anchor}) | {} | {} |", code.id(), code.name(), code.severity().name()).unwrap();
    }
    for code in Code::ALL {
        // One level deeper than on the terminal.
        let deeper =
            code.explanation().lines().map(|line| if line.starts_with('#') { format!("#{line}\n") } else { format!("{line}\n") });
        page.push('\n');
        page.extend(deeper);
    }
    page
}

/// The sections of the page: a definition of the schema and what stands above it.
const SECTIONS: [(&str, &str); 9] = [
    ("", "Top level"),
    ("Queue", "Queue"),
    ("DeadLetterQueue", "Dead-letter queue"),
    ("Endpoint", "Endpoint"),
    ("Message", "Message"),
    ("AttributeSource", "Attribute source"),
    ("Response", "Response"),
    ("Api", "API"),
    ("Throttle", "Throttle"),
];

fn spec_page() -> String {
    let schema: Value = serde_json::from_str(&hookweir::spec::json_schema()).unwrap();
    let mut page = "# The spec\n\n<!-- Written by `UPDATE=1 cargo test --test generated`. -->\n\n\
        Every key, what it takes and what it means when it is left out. A key that is not here is an error, and so are \
        anchors, aliases, merge keys and tags: what becomes infrastructure must not expand invisibly.\n\n\
        A duration is whole seconds, or a whole number with a unit: `90`, `90s`, `15m`, `12h`, `14d`. A size is bytes, or a \
        whole number with a unit: `262144`, `256KiB`, `1MiB`.\n"
        .to_owned();
    for (definition, title) in SECTIONS {
        let object = if definition.is_empty() { &schema } else { &schema["definitions"][definition] };
        write!(page, "\n## {title}\n\n{}\n\n", object["description"].as_str().unwrap()).unwrap();
        page.push_str("| key | takes | default | meaning |\n|---|---|---|---|\n");
        let required = object["required"].as_array().cloned().unwrap_or_default();
        for (key, property) in object["properties"].as_object().unwrap() {
            let default = match &property["default"] {
                Value::Null if required.iter().any(|name| name == key) => "required".to_owned(),
                Value::Null => "-".to_owned(),
                default => code(default),
            };
            let meaning = described(property, &schema);
            writeln!(page, "| `{key}` | {} | {default} | {meaning} |", takes(property, &schema)).unwrap();
        }
    }
    page
}

fn code(value: &Value) -> String {
    match value {
        Value::String(text) => format!("`{text}`"),
        other => format!("`{other}`"),
    }
}

fn resolved<'a>(property: &'a Value, schema: &'a Value) -> &'a Value {
    match property["$ref"].as_str() {
        Some(reference) => schema.pointer(reference.trim_start_matches('#')).unwrap(),
        None => property,
    }
}

/// The description, and that of each word where only a few words are allowed.
fn described(property: &Value, schema: &Value) -> String {
    let mut text = property["description"].as_str().unwrap().replace('|', "\\|");
    let words = resolved(property, schema);
    if let (Some(names), Some(descriptions)) = (words["enum"].as_array(), words["enumDescriptions"].as_array()) {
        for (name, description) in names.iter().zip(descriptions) {
            write!(text, "<br>{}: {}", code(name), description.as_str().unwrap()).unwrap();
        }
    }
    text
}

/// What may be written behind a key, in a few words.
fn takes(property: &Value, schema: &Value) -> String {
    if let Some(definition) = property["$ref"].as_str().and_then(|reference| reference.rsplit('/').next())
        && let Some((_, title)) = SECTIONS.iter().find(|(name, _)| *name == definition)
    {
        return linked(title);
    }
    let property = resolved(property, schema);
    if let Some(branches) = property["anyOf"].as_array() {
        return match branches.iter().find(|branch| branch["type"] == "integer") {
            Some(number) if number["maximum"] == 1_048_576 => "size".to_owned(),
            Some(_) => "duration".to_owned(),
            None => "`all`, `none`, `{only: [...]}` or `{except: [...]}`".to_owned(),
        };
    }
    if let Some(words) = property["enum"].as_array() {
        return words.iter().map(code).collect::<Vec<_>>().join(", ");
    }
    match property["type"].as_str() {
        Some("array") => format!("list of {}", takes(&property["items"], schema)),
        Some("object") => match takes(&property["additionalProperties"], schema).as_str() {
            "text" => "map of texts".to_owned(),
            section => format!("map: name to {section}"),
        },
        Some("integer") => "whole number".to_owned(),
        Some("number") => "number".to_owned(),
        _ => "text".to_owned(),
    }
}

fn linked(title: &str) -> String {
    format!("[{}](#{})", title.to_lowercase().replace("api", "API"), title.to_lowercase().replace(' ', "-"))
}
