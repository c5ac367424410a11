//! What holds for every spec: the same bytes whatever the order, names that do not move, text that stays text, and no
//! panic whatever the input.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use hookweir::target::Target;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use proptest::strategy::ValueTree as _;
use serde_json::{Map, Value, json};
use std::process::Command;
use support::{document, examples, output, strings};

/// A spec as lists of entries, so that their order can be changed. JSON is YAML, which makes writing it down easy.
#[derive(Debug, Clone)]
struct Spec {
    description: String,
    queues: Vec<(String, Value)>,
    endpoints: Vec<(String, Value)>,
}

impl Spec {
    fn text(&self) -> String {
        let map = |entries: &[(String, Value)]| entries.iter().cloned().collect::<Map<String, Value>>();
        json!({
            "name": "prop",
            "description": self.description,
            "queues": map(&self.queues),
            "endpoints": map(&self.endpoints),
            "alarms": { "notify": { "topicArn": "arn:aws:sns:eu-west-1:111122223333:on-call" } },
        })
        .to_string()
    }

    fn reversed(&self) -> Spec {
        let mut spec = self.clone();
        spec.queues.reverse();
        spec.endpoints.reverse();
        spec
    }
}

const QUEUES: [&str; 9] = ["a", "a-b", "aB", "a_b", "ab", "a-1", "a1", "A", "orders-eu"];
const PATHS: [&str; 12] =
    ["/a", "/a/b", "/a-b", "/aB", "/ab", "/{x}", "/a/{x}", "/a/{x}/b", "/1", "/a/1", "/a1", "/webhooks/stripe.v2:live"];

const KEY: &str = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

fn queue() -> impl Strategy<Value = Value> {
    let encryption = vec![json!("sqs"), json!("aws"), json!({ "kmsKey": "create" }), json!({ "kmsKeyArn": KEY })];
    (0..=43_200, 1..=1000, select(vec!["retain", "delete"]), select(encryption)).prop_map(
        |(visibility, receives, on_delete, encryption)| {
            json!({ "visibilityTimeout": visibility, "maxReceiveCount": receives, "onDelete": on_delete, "encryption": encryption })
        },
    )
}

fn endpoint(queues: Vec<String>) -> impl Strategy<Value = Value> {
    let message = select(vec![
        json!({}),
        json!({ "headers": "none" }),
        json!({ "headers": { "only": ["X-A"] } }),
        json!({ "body": "json" }),
        json!({ "layout": "bare", "headers": { "only": ["X-A", "x.b"] } }),
        json!({ "attributes": { "a": { "header": "X-A" }, "b": { "value": "${x} #if $y" }, "c": { "body": "$.a[0].b" } } }),
    ]);
    let methods = subsequence(vec!["POST", "PUT", "PATCH"], 1..=3).prop_shuffle();
    (select(queues), message, methods, 200..=299, any::<bool>()).prop_map(|(queue, message, methods, status, body)| {
        let mut response = json!({ "status": status });
        if body && !matches!(status, 204 | 205) {
            response["body"] = "costs $0, ${x} #if(true)".into();
        }
        json!({ "queue": queue, "message": message, "methods": methods, "response": response })
    })
}

fn spec() -> impl Strategy<Value = Spec> {
    (subsequence(QUEUES.to_vec(), 1..=QUEUES.len()), subsequence(PATHS.to_vec(), 1..=PATHS.len()), hostile()).prop_flat_map(
        |(names, paths, description)| {
            let names: Vec<String> = names.into_iter().map(str::to_owned).collect();
            let queues = names.iter().map(|name| (Just(name.clone()), queue())).collect::<Vec<_>>();
            let endpoints = paths.iter().map(|path| (Just((*path).to_owned()), endpoint(names.clone()))).collect::<Vec<_>>();
            (Just(description), queues, endpoints).prop_map(|(description, queues, endpoints)| Spec {
                description,
                queues,
                endpoints,
            })
        },
    )
}

/// Text that means something to CloudFormation, Terraform, Velocity, YAML or JSON.
fn hostile() -> impl Strategy<Value = String> {
    let pieces = select(vec![
        "${AWS::Region}",
        "${!x}",
        "${var.name_prefix}",
        "%{if true}",
        "%{",
        "${",
        "$${",
        "$$",
        "$",
        "%",
        "%%{",
        "}",
        "$context.stage",
        "#if(true)",
        "#set($x = 1)",
        "##",
        "#",
        "'",
        "\"",
        "\\",
        "\\u0024",
        "<<EOT",
        "{{x}}",
        "&Action=",
        "\n",
        "\t",
        "ä",
        "€",
        "😀",
        "a",
        " ",
        "Ref",
        "Fn::Sub",
        "!Ref x",
        ": ",
        "- ",
        "*a",
        "&a",
    ]);
    proptest::collection::vec(pieces, 1..12).prop_map(|pieces| format!("x{}", pieces.concat()))
}

/// The same document with the deployment's identity taken out, which is meant to follow every change.
fn without_deployment(mut document: Value) -> Value {
    if let Some(resources) = document.get_mut("Resources").and_then(Value::as_object_mut) {
        resources.retain(|id, _| !id.starts_with("Deployment"));
        resources["Stage"]["Properties"]["DeploymentId"] = Value::Null;
    }
    if let Some(resources) = document.get_mut("resource").and_then(Value::as_object_mut) {
        resources.remove("aws_api_gateway_deployment");
    }
    document
}

/// Whether everything in `old` is in `new`, unchanged.
fn is_kept(old: &Value, new: &Value) -> bool {
    match (old, new) {
        (Value::Object(old), Value::Object(new)) => {
            old.iter().all(|(key, value)| new.get(key).is_some_and(|other| is_kept(value, other)))
        }
        (old, new) => old == new,
    }
}

fn deployment(document: &Value) -> String {
    match document.get("Resources") {
        Some(resources) => resources.as_object().unwrap().keys().find(|id| id.starts_with("Deployment")).unwrap().clone(),
        None => document["resource"]["aws_api_gateway_deployment"]["api"]["triggers"]["served"].as_str().unwrap().to_owned(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_queues_and_endpoints_changes_nothing(spec in spec()) {
        for target in Target::ALL {
            let text = output(&spec.text(), target);
            prop_assert_eq!(&text, &output(&spec.text(), target));
            prop_assert_eq!(&text, &output(&spec.reversed().text(), target));
        }
    }

    #[test]
    fn a_new_endpoint_renames_nothing_and_replaces_only_the_deployment(spec in spec(), other in queue()) {
        let mut grown = spec.clone();
        grown.queues.push(("new-queue".into(), other));
        grown.endpoints.push(("/a/{x}/new".into(), json!({ "queue": "new-queue" })));
        for target in Target::ALL {
            let (old, new) = (document(&spec.text(), target), document(&grown.text(), target));
            prop_assert_ne!(deployment(&old), deployment(&new));
            prop_assert!(is_kept(&without_deployment(old), &without_deployment(new)));
        }
    }

    #[test]
    fn what_the_api_does_not_serve_does_not_replace_its_deployment(spec in spec(), description in hostile()) {
        let mut changed = spec.clone();
        changed.description = description;
        for (_, queue) in &mut changed.queues {
            queue["visibilityTimeout"] = 17.into();
        }
        for target in Target::ALL {
            prop_assert_eq!(deployment(&document(&spec.text(), target)), deployment(&document(&changed.text(), target)));
        }
    }

    #[test]
    fn text_is_carried_as_text(spec in spec(), text in hostile()) {
        let with = |description: &str| Spec { description: description.to_owned(), ..spec.clone() }.text();
        for target in Target::ALL {
            let (plain, hostile) = (document(&with("placeholder"), target), document(&with(&text), target));
            prop_assert_eq!(replaced(plain, "placeholder", &escaped(&text, target)), hostile);
        }
    }

    #[test]
    fn no_text_makes_it_panic(text in "\\PC{0,200}", bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        hookweir::check(text.as_bytes(), None).unwrap();
        hookweir::check(&bytes, None).unwrap();
    }

    #[test]
    fn no_damage_to_a_spec_makes_it_panic(
        example in select(examples().into_iter().map(|(_, text)| text).collect::<Vec<_>>()),
        cuts in proptest::collection::vec((any::<prop::sample::Index>(), 0_usize..30, select(vec![
            "", "\n", " ", "  ", ":", "- ", "{", "}", "[", "]", "\"", "'", "#", "&a ", "*a", "!x ", "<<: ", "null", "~", "\t", "ä", "\u{feff}", "---\n", "5", "0x1f", ".inf",
        ])), 1..4),
    ) {
        let mut text: Vec<char> = example.chars().collect();
        for (at, length, insert) in cuts {
            let start = at.index(text.len());
            let end = (start + length).min(text.len());
            text.splice(start..end, insert.chars());
        }
        let text: String = text.into_iter().collect();
        let (document, diagnostics) = hookweir::check(text.as_bytes(), None).unwrap();
        // Whatever was found can be shown, and its place is in the text.
        let report = hookweir::report::text("spec", &document, &diagnostics, |diagnostic| diagnostic.severity(), false);
        prop_assert_eq!(report.is_empty(), diagnostics.is_empty());
        for diagnostic in &diagnostics {
            let span = document.span(&diagnostic.place);
            prop_assert!(document.text().get(span).is_some());
        }
    }
}

/// Plain text as the target writes it where text is read for references.
fn escaped(text: &str, target: Target) -> String {
    match target {
        Target::CloudFormation => text.to_owned(),
        Target::Terraform => text.replace("${", "$${").replace("%{", "%%{"),
    }
}

fn replaced(value: Value, from: &str, to: &str) -> Value {
    match value {
        Value::String(text) if text == from => Value::String(to.to_owned()),
        Value::Array(items) => items.into_iter().map(|item| replaced(item, from, to)).collect(),
        Value::Object(map) => map.into_iter().map(|(key, item)| (key, replaced(item, from, to))).collect(),
        other => other,
    }
}

/// The real Terraform is asked what it makes of each text; without it there is nothing to ask.
#[test]
fn terraform_reads_every_text_back_as_it_was_written() {
    let folder = tempfile::TempDir::new().unwrap();
    let terraform = |arguments: &[&str]| {
        Command::new("terraform")
            .args(arguments)
            .current_dir(folder.path())
            .env("TF_IN_AUTOMATION", "1")
            .env_remove("TF_CLI_CONFIG_FILE")
            .output()
    };
    if terraform(&["version"]).is_err() {
        eprintln!("skipped: terraform is not installed");
        return;
    }
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut texts: Vec<String> =
        ["${x}", "$${x}", "$$${x}", "%{x}", "%%{x}", "$", "a$", "a%", "${", "%{", "$$", "\"${\"}"].map(str::to_owned).to_vec();
    texts.extend((0..200).map(|_| hostile().new_tree(&mut runner).unwrap().current()));
    let mut outputs = Map::new();
    for (position, text) in texts.iter().enumerate() {
        let spec = json!({
            "name": "prop", "description": text, "queues": { "q": {} }, "endpoints": { "/a": { "queue": "q" } }
        });
        let configuration = document(&spec.to_string(), Target::Terraform);
        let written = &configuration["resource"]["aws_api_gateway_rest_api"]["api"]["description"];
        outputs.insert(format!("text{position}"), json!({ "value": written }));
    }
    let probe = json!({ "output": outputs }).to_string();
    std::fs::write(folder.path().join("main.tf.json"), probe).unwrap();
    for arguments in [&["init", "-no-color"][..], &["apply", "-auto-approve", "-no-color"]] {
        let ran = terraform(arguments).unwrap();
        assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    }
    let read: Value = serde_json::from_slice(&terraform(&["output", "-json"]).unwrap().stdout).unwrap();
    for (position, text) in texts.iter().enumerate() {
        assert_eq!(read[format!("text{position}")]["value"].as_str(), Some(text.as_str()));
    }
}

/// Inside the texts that API Gateway evaluates, what an author wrote is inert.
#[test]
fn an_authors_constants_are_inert_in_every_template() {
    let spec = json!({
        "name": "prop",
        "queues": { "q": {} },
        "endpoints": { "/a": {
            "queue": "q",
            "message": { "attributes": { "a": { "value": "MARK $context.stage #if(true) &Action=X" } } },
            "response": { "body": "MARK $context.stage #if(true)" }
        } }
    });
    for target in Target::ALL {
        let document = document(&spec.to_string(), target);
        let mut texts = Vec::new();
        strings(&document, &mut texts);
        assert!(
            texts.iter().any(|text| text.contains("StringValue=MARK%20%24context.stage%20%23if%28true%29%20%26Action%3DX")),
            "{target}"
        );
        assert!(texts.iter().all(|text| !text.contains("MARK $") && !text.contains("#if(true)")), "{target}");
    }
}
