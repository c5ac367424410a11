//! Queues in nested stacks: together they are the template that one file would hold.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use hookweir::change::{Kind, compare};
use hookweir::target::Target;
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};
use support::specs::spec;
use support::{document, source, stack};

/// The templates of a spec by file name.
fn templates(spec: &str) -> BTreeMap<String, Value> {
    let compilation = hookweir::compile(source(spec), Target::CloudFormation).unwrap();
    assert!(!compilation.artifacts.is_empty(), "{:#?}", compilation.diagnostics);
    let parsed = |content: &str| serde_json::from_str(content).unwrap();
    compilation.artifacts.iter().map(|artifact| (artifact.file_name.to_string(), parsed(&artifact.content))).collect()
}

fn with_nested_stacks(mut spec: Value, count: usize) -> String {
    spec["nestedStacks"] = count.into();
    spec.to_string()
}

/// A spec with this many endpoints, each with a queue of its own.
fn pairs(count: usize, more: &Value) -> Value {
    let queues: Map<String, Value> = (0..count).map(|number| (format!("q{number}"), json!({}))).collect();
    let endpoint = |number| json!({ "queue": format!("q{number}"), "message": { "body": "text" }, "contentTypes": ["application/json"], "authorization": "none" });
    let endpoints: Map<String, Value> = (0..count).map(|number| (format!("/e{number}"), endpoint(number))).collect();
    let mut spec = json!({ "name": "many", "queues": queues, "endpoints": endpoints });
    spec.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    spec
}

/// Puts what `known` has for a reference in its place, also inside of `Fn::Sub`.
fn put_in(value: &mut Value, known: &BTreeMap<String, Value>) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| put_in(item, known)),
        Value::Object(map) => {
            let name = match (map.len(), map.iter().next()) {
                (1, Some((function, Value::String(id)))) if function == "Ref" => Some(id.clone()),
                (1, Some((function, Value::Array(parts)))) if function == "Fn::GetAtt" => {
                    Some(parts.iter().map(|part| part.as_str().unwrap()).collect::<Vec<_>>().join("."))
                }
                _ => None,
            };
            if let Some(other) = name.and_then(|name| known.get(&name)) {
                *value = other.clone();
                return;
            }
            match map.get_mut("Fn::Sub") {
                Some(Value::String(text)) => *text = put_in_text(text, known),
                Some(Value::Array(parts)) => {
                    parts[0] = put_in_text(parts[0].as_str().unwrap(), known).into();
                    put_in(&mut parts[1], known);
                }
                _ => map.values_mut().for_each(|value| put_in(value, known)),
            }
        }
        _ => {}
    }
}

fn put_in_text(text: &str, known: &BTreeMap<String, Value>) -> String {
    let name = |value: &Value| match (&value["Ref"], &value["Fn::GetAtt"]) {
        (Value::String(id), _) => id.clone(),
        (_, Value::Array(parts)) => parts.iter().map(|part| part.as_str().unwrap()).collect::<Vec<_>>().join("."),
        other => panic!("{other:?}"),
    };
    let used = known.iter().filter(|(from, _)| text.contains(&format!("${{{from}}}")));
    used.fold(text.to_owned(), |text, (from, to)| text.replace(&format!("${{{from}}}"), &format!("${{{}}}", name(to))))
}

/// The template that the nested ones and the outer one say together.
fn joined(mut templates: BTreeMap<String, Value>) -> Value {
    let mut outer = templates.remove("template.json").unwrap();
    let mut outputs = BTreeMap::new();
    let mut inner = Vec::new();
    outer["Resources"].as_object_mut().unwrap().retain(|id, resource| {
        if resource["Type"] != "AWS::CloudFormation::Stack" {
            return true;
        }
        let file = resource["Properties"]["TemplateURL"].as_str().unwrap().strip_prefix("./").unwrap();
        let nested = templates.remove(file).unwrap();
        let given = resource["Properties"]["Parameters"].as_object().unwrap();
        let declared = nested["Parameters"].as_object().unwrap();
        assert_eq!(given.keys().collect::<BTreeSet<_>>(), declared.keys().collect());
        for (name, output) in nested["Outputs"].as_object().unwrap() {
            outputs.insert(format!("{id}.Outputs.{name}"), output["Value"].clone());
        }
        inner.push((nested, given.clone()));
        false
    });
    assert_eq!(templates.keys().collect::<Vec<_>>(), [""; 0], "a file that no stack names");
    put_in(&mut outer, &outputs);
    for (mut nested, given) in inner {
        let mut given: BTreeMap<String, Value> = given.into_iter().collect();
        given.values_mut().for_each(|value| put_in(value, &outputs));
        for part in ["Resources", "Outputs"] {
            put_in(&mut nested[part], &given);
            let elements = nested[part].as_object().unwrap().clone();
            // An output without a description is there for the outer stack alone.
            let own = elements.into_iter().filter(|(_, element)| part == "Resources" || element.get("Description").is_some());
            outer[part].as_object_mut().unwrap().extend(own);
        }
    }
    outer
}

/// What waits for what, across stacks, is a matter of the outer one.
fn without_waiting(mut template: Value) -> Value {
    for resource in template["Resources"].as_object_mut().unwrap().values_mut() {
        resource.as_object_mut().unwrap().remove("DependsOn");
    }
    template
}

fn nested_of(templates: &BTreeMap<String, Value>, id: &str) -> Option<String> {
    let holds = |template: &Value| template["Resources"].get(id).is_some();
    templates.iter().find(|(_, template)| holds(template)).map(|(name, _)| name.clone())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn put_together_again_they_are_the_whole_template(mut spec in spec(), count in 1..4_usize) {
        spec.as_object_mut().unwrap().remove("nestedStacks");
        let whole = document(&spec.to_string(), Target::CloudFormation);
        let nested = templates(&with_nested_stacks(spec, count));
        prop_assert_eq!(without_waiting(joined(nested.clone())), without_waiting(whole));
        // Within a template, all that is waited for is there.
        for (name, template) in &nested {
            let resources = template["Resources"].as_object().unwrap();
            for (id, resource) in resources {
                for waited in resource["DependsOn"].as_array().into_iter().flatten() {
                    prop_assert!(resources.contains_key(waited.as_str().unwrap()), "{name}: {id} waits for {waited}");
                }
            }
        }
        // No queue is left in the outer one, and nothing that belongs to one.
        let outer = nested["template.json"]["Resources"].as_object().unwrap();
        let kinds: BTreeSet<&str> = outer.values().map(|resource| resource["Type"].as_str().unwrap()).collect();
        prop_assert!(kinds.iter().all(|kind| !kind.starts_with("AWS::SQS") && !kind.starts_with("AWS::KMS")), "{kinds:?}");
    }
}

#[test]
fn a_thousand_endpoints_with_a_queue_each_fit() {
    let spec = with_nested_stacks(pairs(1000, &json!({ "api": { "layout": "openapi" } })), 32);
    let compilation = hookweir::compile(spec.as_bytes(), Target::CloudFormation).unwrap();
    let errors: Vec<_> = compilation.diagnostics.iter().filter(|found| found.code.id() == "HW401").collect();
    assert!(errors.is_empty(), "{errors:#?}");
    assert_eq!(compilation.artifacts.len(), 33);
    assert_eq!(compilation.artifacts[0].file_name, "template.json");
    for artifact in &compilation.artifacts {
        let template: Value = serde_json::from_str(&artifact.content).unwrap();
        let count = |section: &str| template[section].as_object().map_or(0, Map::len);
        let within = count("Resources") <= 500 && count("Outputs") <= 200 && count("Parameters") <= 200;
        assert!(within && artifact.content.len() <= 1_000_000, "{}", artifact.file_name);
    }
}

#[test]
fn a_nested_stack_that_holds_too_much_is_named() {
    let refused = hookweir::compile(with_nested_stacks(pairs(120, &json!({})), 1).as_bytes(), Target::CloudFormation).unwrap();
    let messages: Vec<&str> = refused.diagnostics.iter().map(|found| found.message.as_str()).collect();
    assert!(refused.artifacts.is_empty());
    assert!(
        messages.contains(&"`queues-1.template.json` has 600 resources, and CloudFormation takes at most 500"),
        "{messages:?}"
    );
}

#[test]
fn the_help_names_what_makes_the_template_smaller() {
    let help = |spec: &Value, what: &str| {
        let found = hookweir::compile(spec.to_string().as_bytes(), Target::CloudFormation).unwrap().diagnostics;
        found.into_iter().find(|one| one.message.contains(what)).unwrap().help.unwrap()
    };
    assert!(help(&pairs(120, &json!({})), "resources, and").contains("`nestedStacks: 8`"));
    assert!(help(&pairs(101, &json!({})), "outputs, and").contains("`nestedStacks: 8`"));
    assert!(help(&pairs(75, &json!({})), "resources, and").contains("`api: {layout: openapi}`"));
    // A fragment takes neither.
    let fragment = help(&pairs(120, &json!({ "api": { "existing": { "logicalId": "Api" } } })), "resources, and");
    assert!(fragment.starts_with("split the spec"), "{fragment}");
}

#[test]
fn another_queue_moves_none() {
    let places = |count: usize| {
        let templates = templates(&with_nested_stacks(pairs(count, &json!({})), 7));
        (0..20).map(|number| nested_of(&templates, &format!("Q{number}Queue")).unwrap()).collect::<Vec<_>>()
    };
    let places_of_twenty = places(20);
    assert_eq!(places_of_twenty, places(21));
    assert!(places_of_twenty.iter().collect::<BTreeSet<_>>().len() > 3, "{places_of_twenty:?}");
}

#[test]
fn what_belongs_to_a_queue_is_in_its_stack() {
    let spec = json!({
        "name": "shop",
        "nestedStacks": 3,
        "parameters": { "fn": {} },
        "queues": { "claims": {
            "encryption": { "kmsKey": "create" },
            "consumer": { "functionArn": { "parameter": "fn" }, "functionRoleName": "worker" }
        } },
        "endpoints": { "/claims": { "queue": "claims", "message": { "body": "text" } } },
        "alarms": { "notify": { "email": ["a@example.com"] } }
    });
    let templates = templates(&spec.to_string());
    let (name, nested) = templates.iter().find(|(name, _)| name.starts_with("queues-")).unwrap();
    let ids: Vec<&str> = nested["Resources"].as_object().unwrap().keys().map(String::as_str).collect();
    for id in
        ["ClaimsQueue", "ClaimsQueuePolicy", "ClaimsDlqQueue", "ClaimsKey", "ClaimsKeyAlias", "ClaimsRole", "ClaimsConsumer"]
    {
        assert!(ids.contains(&id), "{name}: {id} of {ids:?}");
    }
    // That on the errors of the function is not about the queue.
    assert_eq!(ids.iter().filter(|id| id.ends_with("Alarm")).count(), 3, "{ids:?}");
    // The topic that its alarms publish on is handed in, and the name that all names begin with.
    let outer = &templates["template.json"]["Resources"];
    let stack = outer.as_object().unwrap().values().find(|one| one["Type"] == "AWS::CloudFormation::Stack").unwrap();
    let given = &stack["Properties"]["Parameters"];
    assert_eq!(given["AlarmTopic"], json!({ "Ref": "AlarmTopic" }));
    assert_eq!(given["StackName"], json!({ "Ref": "AWS::StackName" }));
    assert_eq!(given["fn"], json!({ "Ref": "fn" }));
    assert_eq!(nested["Resources"]["ClaimsQueue"]["Properties"]["QueueName"], json!({ "Fn::Sub": "${StackName}-claims" }));
}

#[test]
fn terraform_stays_the_same() {
    let spec = pairs(3, &json!({}));
    assert_eq!(document(&with_nested_stacks(spec.clone(), 2), Target::Terraform), document(&spec.to_string(), Target::Terraform));
}

#[test]
fn a_queue_that_moves_to_another_stack_is_said_to_be_replaced() {
    let [old, new] = [pairs(1, &json!({})).to_string(), with_nested_stacks(pairs(1, &json!({})), 2)];
    let changes = compare(&stack(&old), &stack(&new));
    let [change] = changes.as_slice() else { panic!("{changes:#?}") };
    assert_eq!((change.kind, change.resource, change.name.as_str(), change.risk), (Kind::Replaced, "queue", "q0", true));
}
