//! Random specs over every key: each compiles for both targets, and whatever a name in the output refers to is there.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use hookweir::diagnostic::Severity;
use hookweir::target::Target;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use support::specs::spec;
use support::{document, root, source, strings};

/// Every key that the schema knows, as the names that lead to it; `*` is any name.
fn keys_of_schema(schema: &Value, node: &Value, path: &str, known: &[&str], found: &mut BTreeSet<String>) {
    if let Some(reference) = node["$ref"].as_str() {
        let name = reference.rsplit('/').next().unwrap();
        if !known.contains(&name) {
            keys_of_schema(schema, &schema["definitions"][name], path, &[known, &[name]].concat(), found);
        }
    }
    for choices in ["anyOf", "oneOf", "allOf"] {
        for choice in node[choices].as_array().into_iter().flatten() {
            keys_of_schema(schema, choice, path, known, found);
        }
    }
    for (key, value) in node["properties"].as_object().into_iter().flatten() {
        let path = format!("{path}.{key}");
        keys_of_schema(schema, value, &path, known, found);
        found.insert(path);
    }
    if node["additionalProperties"].is_object() {
        keys_of_schema(schema, &node["additionalProperties"], &format!("{path}.*"), known, found);
    }
    if node["items"].is_object() {
        keys_of_schema(schema, &node["items"], path, known, found);
    }
}

/// The keys of a spec, in the same form.
fn keys_of_spec(value: &Value, path: &str, known: &BTreeSet<String>, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                let named = format!("{path}.{key}");
                let named = if known.contains(&named) { named } else { format!("{path}.*") };
                keys_of_spec(value, &named, known, found);
                found.insert(named);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| keys_of_spec(item, path, known, found)),
        _ => {}
    }
}

#[test]
fn every_key_of_the_schema_is_drawn() {
    let schema: Value =
        serde_json::from_str(&std::fs::read_to_string(root().join("schema/hookweir.schema.json")).unwrap()).unwrap();
    let mut known = BTreeSet::new();
    keys_of_schema(&schema, &schema, "", &[], &mut known);
    assert!(known.len() > 100, "the schema was not understood: {known:?}");
    let mut drawn = BTreeSet::new();
    let mut runner = TestRunner::deterministic();
    for _ in 0..2000 {
        keys_of_spec(&spec().new_tree(&mut runner).unwrap().current(), "", &known, &mut drawn);
    }
    // A constant makes every webhook a repeat, so it is a mistake wherever it stands.
    drawn.insert(".endpoints.*.deduplication.value".to_owned());
    // These hold for one target alone; tests/existing_api.rs has them.
    drawn.extend([".api.existing.address", ".api.existing.logicalId"].map(str::to_owned));
    let missing: Vec<&String> = known.difference(&drawn).collect();
    assert!(missing.is_empty(), "tests/support/specs.rs draws no {missing:#?}");
}

/// The ids that one resource of a template names.
fn named_in_template(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                match (key.as_str(), value) {
                    ("Ref", Value::String(id)) => drop(found.insert(id.clone())),
                    ("Fn::GetAtt", Value::Array(parts)) => drop(found.insert(parts[0].as_str().unwrap().to_owned())),
                    ("Fn::Sub", Value::String(text)) => in_text(text, found),
                    ("Fn::Sub", Value::Array(parts)) => {
                        let own = parts[1].as_object().unwrap();
                        let mut names = BTreeSet::new();
                        in_text(parts[0].as_str().unwrap(), &mut names);
                        found.extend(names.into_iter().filter(|name| !own.contains_key(name)));
                        named_in_template(&parts[1], found);
                    }
                    ("DependsOn", Value::Array(ids)) => found.extend(ids.iter().map(|id| id.as_str().unwrap().to_owned())),
                    ("DependsOn", Value::String(id)) => drop(found.insert(id.clone())),
                    _ => named_in_template(value, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| named_in_template(item, found)),
        _ => {}
    }
}

/// `${Id}` and `${Id.Attribute}`, but not `${!text}`.
fn in_text(text: &str, found: &mut BTreeSet<String>) {
    for part in text.split("${").skip(1).filter_map(|rest| rest.split_once('}')) {
        if !part.0.starts_with('!') {
            found.insert(part.0.split('.').next().unwrap().to_owned());
        }
    }
}

/// The addresses that one resource of a configuration names.
fn named_in_configuration(value: &Value, types: &BTreeSet<&String>, found: &mut BTreeSet<String>) {
    let mut texts = Vec::new();
    strings(value, &mut texts);
    for text in texts {
        for r#type in types {
            let start = format!("{type}.");
            for (at, _) in text.match_indices(&start) {
                let in_front = text[..at].chars().next_back();
                if in_front.is_none_or(|sign| !sign.is_alphanumeric() && sign != '_' && sign != '.') {
                    let name: String = text[at + start.len()..]
                        .chars()
                        .take_while(|sign| sign.is_alphanumeric() || "_-".contains(*sign))
                        .collect();
                    found.insert(format!("{type}.{name}"));
                }
            }
        }
    }
}

/// Each name leads to something that is there, and no way leads back.
fn assert_sound(names: &BTreeMap<String, BTreeSet<String>>, given: &BTreeSet<String>, spec: &str) {
    for (id, named) in names {
        for name in named {
            assert!(names.contains_key(name) || given.contains(name) || name.starts_with("AWS::"), "{id} names {name}\n{spec}");
        }
    }
    let mut done = BTreeSet::new();
    while done.len() < names.len() {
        let ready: Vec<&String> = names
            .iter()
            .filter(|(id, named)| {
                !done.contains(*id) && named.iter().all(|name| done.contains(name) || !names.contains_key(name))
            })
            .map(|(id, _)| id)
            .collect();
        assert!(
            !ready.is_empty(),
            "a circle among {:?}\n{spec}",
            names.keys().filter(|id| !done.contains(*id)).collect::<Vec<_>>()
        );
        done.extend(ready);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_combination_compiles_and_refers_to_what_is_there(spec in spec()) {
        let text = spec.to_string();
        let (_, found) = hookweir::check(source(&text), None).unwrap();
        let wrong: Vec<_> = found.iter().filter(|diagnostic| diagnostic.severity() == Severity::Error).collect();
        prop_assert!(wrong.is_empty(), "{text}\n{wrong:#?}");

        let template = document(&text, Target::CloudFormation);
        let resources = template["Resources"].as_object().unwrap();
        let parameters = template["Parameters"].as_object().into_iter().flatten().map(|(name, _)| name.clone()).collect();
        let mut names = BTreeMap::new();
        for (id, resource) in resources {
            named_in_template(resource, names.entry(id.clone()).or_default());
        }
        assert_sound(&names, &parameters, &text);
        let mut outputs = BTreeSet::new();
        named_in_template(&template["Outputs"], &mut outputs);
        prop_assert!(
            outputs.iter().all(|name| resources.contains_key(name) || parameters.contains(name) || name.starts_with("AWS::")),
            "{outputs:?}\n{text}"
        );

        let configuration = document(&text, Target::Terraform);
        let types: BTreeSet<&String> = configuration["resource"].as_object().unwrap().keys().collect();
        let mut names = BTreeMap::new();
        for r#type in &types {
            for (name, resource) in configuration["resource"][r#type.as_str()].as_object().unwrap() {
                named_in_configuration(resource, &types, names.entry(format!("{type}.{name}")).or_default());
            }
        }
        assert_sound(&names, &BTreeSet::new(), &text);
    }
}

/// Leaves specs for other judges: `HOOKWEIR_SPECS=folder cargo test --test every_key -- --ignored`.
#[test]
#[ignore = "writes files; e2e/run calls it"]
#[allow(clippy::disallowed_methods, reason = "a test may be told where to write")]
fn write_specs() {
    let folder = std::path::PathBuf::from(std::env::var("HOOKWEIR_SPECS").expect("HOOKWEIR_SPECS names a folder"));
    let mut runner = TestRunner::deterministic();
    // What hookweir itself warns of is nothing to show to others.
    let without_warning = std::iter::repeat_with(|| spec().new_tree(&mut runner).unwrap().current().to_string()).filter(|spec| {
        let (_, found) = hookweir::check(source(spec), None).unwrap();
        found.iter().all(|diagnostic| diagnostic.severity() == Severity::Note)
    });
    for (number, spec) in without_warning.take(40).enumerate() {
        std::fs::write(folder.join(format!("combination-{number}.yaml")), spec).unwrap();
    }
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 40, "the folder was not empty");
    std::fs::copy(root().join("examples/order.schema.json"), folder.join("order.schema.json")).unwrap();
}
