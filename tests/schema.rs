//! The JSON Schema that editors use: current, closed, described, and of one mind with the compiler.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::disallowed_methods)]

mod support;

use hookweir::document::{Document, Kind, Node};
use serde_json::{Map, Value};
use std::collections::BTreeSet;
use std::fs;
use support::{examples, root};

const FILE: &str = "schema/hookweir.schema.json";

/// Mistakes in the shape: the schema sees all of them.
const SHAPE: [&str; 6] = ["HW101", "HW102", "HW103", "HW104", "HW105", "HW106"];

/// Single values that the schema lets pass, because a pattern or a range would be unreadable or is not enough: limits of
/// durations and sizes with a unit, texts by their characters, names that are reserved or that differ in case alone.
const UNSEEN: [&str; 10] = [
    "hw204-ping",
    "hw211-bare-header",
    "hw211-request-id-of-a-bare-message",
    "hw212-body-of-bytes",
    "hw213-description",
    "hw213-empty-description",
    "hw213-group",
    "hw213-response-body",
    "hw216-bare-header-and-attribute",
    "hw350-retention",
];

#[test]
fn the_schema_file_is_current() {
    let schema = hookweir::spec::json_schema();
    if std::env::var_os("UPDATE").is_some() {
        fs::write(root().join(FILE), &schema).unwrap();
    }
    let file = fs::read_to_string(root().join(FILE)).unwrap();
    assert!(file == schema, "{FILE} is not current; `UPDATE=1 cargo test --test schema` writes it");
}

#[test]
fn every_example_is_valid() {
    let schema = validator();
    let starter = fs::read_to_string(root().join("src/commands/init.yaml")).unwrap();
    for (name, text) in examples().into_iter().chain([("init".to_owned(), starter)]) {
        let errors: Vec<String> = schema.iter_errors(&value(&text).unwrap()).map(|error| error.to_string()).collect();
        assert_eq!(errors, [""; 0], "{name}");
    }
}

#[test]
fn what_has_the_wrong_shape_is_invalid() {
    let schema = validator();
    let mut unseen = BTreeSet::new();
    let mut seen = 0;
    for entry in fs::read_dir(root().join("tests/invalid")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let text = fs::read_to_string(&path).unwrap();
        let expects = |code: &str| text.contains(&format!("# expect: {code}"));
        let (shape, single) = (SHAPE.into_iter().any(expects), expects("HW2"));
        let Some(value) = value(&text).filter(|_| shape || single) else { continue };
        if !schema.is_valid(&value) {
            seen += 1;
        } else if shape {
            panic!("the schema takes {name}");
        } else {
            unseen.insert(name);
        }
    }
    assert_eq!(unseen, UNSEEN.map(str::to_owned).into());
    assert!(seen > 40, "only {seen} fixtures have a wrong shape");
}

#[test]
fn every_explanation_agrees_with_the_schema() {
    let schema = validator();
    for code in hookweir::diagnostic::Code::ALL {
        let (_, right) = code.explanation().rsplit_once("```yaml\n").unwrap();
        let right = value(right.trim_end_matches("```\n")).unwrap();
        assert!(schema.is_valid(&right), "the right example of {code}");
    }
}

#[test]
fn every_object_is_closed() {
    for_each_schema(&|route, schema| {
        if schema.get("type").is_some_and(|name| name == "object") {
            let rest = schema.get("additionalProperties");
            assert!(rest.is_some_and(|rest| *rest == Value::Bool(false) || rest.is_object()), "{route} takes any key");
            if rest.is_some_and(Value::is_object) {
                assert!(schema.contains_key("propertyNames"), "{route} takes any name");
            }
        }
    });
}

#[test]
fn every_property_is_described_and_shows_what_to_write() {
    let document = document();
    for_each_schema(&|route, schema| {
        for (name, property) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
            let route = format!("{route}.{name}");
            assert!(property["description"].as_str().is_some_and(|text| text.ends_with('.')), "{route} is not described");
            let behind = resolve(&document, property);
            let shows = |key: &str| property.get(key).or_else(|| behind.get(key)).is_some();
            // A mapping with keys of its own shows them.
            let is_leaf = behind.get("properties").is_none();
            assert!(!is_leaf || shows("default") || shows("examples"), "{route} shows no value");
        }
    });
}

#[test]
fn every_example_and_default_in_the_schema_is_valid_itself() {
    let document = document();
    for_each_schema(&|route, schema| {
        let mut alone = schema.clone();
        alone.insert("definitions".to_owned(), document["definitions"].clone());
        // Draft-07 looks at nothing beside `$ref`.
        let alone = jsonschema::draft7::new(&Value::Object(alone)).unwrap();
        let examples = schema.get("examples").and_then(Value::as_array).into_iter().flatten();
        for value in examples.chain(schema.get("default")) {
            // The example of a map names queues as a spec would.
            assert!(alone.is_valid(value), "{route}: {value}");
        }
    });
}

#[test]
fn every_choice_of_words_describes_each_word() {
    for_each_schema(&|route, schema| {
        if let Some(words) = schema.get("enum").and_then(Value::as_array) {
            for key in ["enumDescriptions", "markdownEnumDescriptions"] {
                let texts = schema.get(key).and_then(Value::as_array).unwrap_or_else(|| panic!("{route} lacks {key}"));
                assert_eq!(texts.len(), words.len(), "{route}");
                assert!(texts.iter().all(|text| text.as_str().is_some_and(|text| !text.is_empty())), "{route}");
            }
        }
    });
}

#[test]
fn every_pattern_says_in_words_what_it_asks_for() {
    for_each_schema(&|route, schema| {
        if schema.contains_key("pattern") {
            assert!(schema.contains_key("patternErrorMessage"), "{route}");
        }
    });
}

#[test]
fn every_mapping_has_a_title_and_nothing_can_be_null() {
    for_each_schema(&|route, schema| {
        if schema.contains_key("properties") {
            assert!(schema.get("title").is_some_and(Value::is_string), "{route} has no title");
        }
        let types = schema.get("type");
        assert!(types.is_none_or(|name| name.is_string() && name != "null"), "{route}: {types:?}");
        assert!(schema.get("enum").and_then(Value::as_array).is_none_or(|words| !words.contains(&Value::Null)), "{route}");
    });
}

fn document() -> Value {
    serde_json::from_str(&hookweir::spec::json_schema()).unwrap()
}

fn validator() -> jsonschema::Validator {
    jsonschema::draft7::new(&document()).unwrap()
}

/// What a property refers to, or the property itself.
fn resolve<'a>(document: &'a Value, property: &'a Value) -> &'a Value {
    let target = property.get("$ref").and_then(Value::as_str).map(|target| target.trim_start_matches('#'));
    target.map_or(property, |target| document.pointer(target).unwrap())
}

/// Calls a check with every schema in the document.
fn for_each_schema(check: &dyn Fn(&str, &Map<String, Value>)) {
    fn visit(route: &str, schema: &Value, check: &dyn Fn(&str, &Map<String, Value>)) {
        let Some(schema) = schema.as_object() else { return };
        check(route, schema);
        for key in ["properties", "definitions"] {
            for (name, inner) in schema.get(key).and_then(Value::as_object).into_iter().flatten() {
                visit(&format!("{route}.{name}"), inner, check);
            }
        }
        for key in ["additionalProperties", "propertyNames", "items"] {
            if let Some(inner) = schema.get(key) {
                visit(&format!("{route}.{key}"), inner, check);
            }
        }
        for inner in schema.get("anyOf").and_then(Value::as_array).into_iter().flatten() {
            visit(&format!("{route}.anyOf"), inner, check);
        }
    }
    visit("spec", &document(), check);
}

/// The value of a YAML text as an editor sees it; nothing for what no editor could read.
fn value(text: &str) -> Option<Value> {
    fn of(node: &Node) -> Value {
        match &node.kind {
            Kind::Refused => Value::Null,
            Kind::Scalar { text, plain: false } => text.as_str().into(),
            Kind::Scalar { text, plain: true } => match serde_yaml::from_str(text) {
                Ok(value @ (Value::Number(_) | Value::Bool(_))) => value,
                _ => text.as_str().into(),
            },
            Kind::Sequence(items) => items.iter().map(of).collect(),
            Kind::Mapping(_) => node.entries().iter().map(|entry| (entry.key.clone(), of(&entry.value))).collect(),
        }
    }
    Document::read(text.as_bytes()).0.root().map(of)
}
