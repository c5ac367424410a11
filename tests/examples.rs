//! Every example on every target: the output is a reviewed snapshot, and nothing in it refers to what is not there.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use hookweir::target::Target;
use serde_json::Value;
use std::collections::BTreeSet;
use support::{document, examples, output, source, strings};

#[test]
fn every_example_compiles_to_the_reviewed_output() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    for (name, spec) in examples() {
        for target in Target::ALL {
            settings.set_snapshot_suffix(&name);
            settings.bind(|| insta::assert_snapshot!(target.name(), output(&spec, target)));
        }
    }
}

#[test]
fn no_example_has_an_error_or_a_warning() {
    use hookweir::diagnostic::Severity;
    for (name, spec) in examples() {
        let (_, diagnostics) = hookweir::check(source(&spec), None).unwrap();
        let serious: Vec<_> = diagnostics.iter().filter(|diagnostic| diagnostic.severity() != Severity::Note).collect();
        assert!(serious.is_empty(), "{name}: {serious:#?}");
    }
}

#[test]
fn the_starter_spec_compiles_too() {
    let starter = std::fs::read_to_string(support::root().join("src/commands/init.yaml")).unwrap();
    // Its commented part is a spec as well.
    let uncommented: String = starter
        .lines()
        .map(|line| match line.strip_prefix("  # ") {
            Some(rest) if rest.starts_with('/') || rest.starts_with("  ") => format!("  {rest}\n"),
            _ => format!("{line}\n"),
        })
        .collect();
    assert!(uncommented.contains("\n  /webhooks/github:\n"), "{uncommented}");
    for spec in [starter, uncommented] {
        for target in Target::ALL {
            output(&spec, target);
        }
    }
}

#[test]
fn every_cloudformation_reference_leads_to_something() {
    for (name, spec) in examples() {
        let template = document(&spec, Target::CloudFormation);
        let parameters = template.get("Parameters").and_then(Value::as_object);
        let resources =
            template["Resources"].as_object().unwrap().keys().chain(parameters.into_iter().flat_map(|map| map.keys()));
        let resources: BTreeSet<&str> = resources.map(String::as_str).collect();
        let mut references = Vec::new();
        cloudformation_references(&template, &mut references);
        assert!(references.len() > 20, "{name}: the references were not found");
        for reference in references {
            let id = reference.split('.').next().unwrap();
            assert!(id.starts_with("AWS::") || resources.contains(id), "{name}: {reference}");
        }
    }
}

fn cloudformation_references(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                match (key.as_str(), value) {
                    ("Ref", Value::String(id)) => found.push(id.clone()),
                    ("Fn::GetAtt", Value::Array(parts)) => found.push(parts[0].as_str().unwrap().to_owned()),
                    ("DependsOn", Value::Array(ids)) => found.extend(ids.iter().map(|id| id.as_str().unwrap().to_owned())),
                    ("Fn::Sub", Value::String(text)) => found.extend(placeholders(text).map(str::to_owned)),
                    _ => cloudformation_references(value, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| cloudformation_references(item, found)),
        _ => {}
    }
}

/// What stands between `${` and `}`.
fn placeholders(text: &str) -> impl Iterator<Item = &str> {
    text.split("${").skip(1).filter_map(|rest| rest.split('}').next())
}

#[test]
fn every_request_template_that_is_looked_up_is_in_the_mapping() {
    for (name, spec) in examples() {
        let template = document(&spec, Target::CloudFormation);
        let known = &template["Mappings"]["RequestTemplates"];
        let mut looked_up = BTreeSet::new();
        lookups(&template["Resources"], &mut looked_up);
        for id in &looked_up {
            assert!(known[id]["Text"].as_str().unwrap().starts_with("Action="), "{name}: {id}");
        }
        // And none stands there for nothing. An HTTP API has none.
        assert_eq!(
            looked_up,
            known.as_object().into_iter().flat_map(|known| known.keys()).map(String::as_str).collect(),
            "{name}"
        );
    }
}

/// The first key of every `Fn::FindInMap`.
fn lookups<'t>(value: &'t Value, found: &mut BTreeSet<&'t str>) {
    match value {
        Value::Object(map) => {
            found.extend(map.get("Fn::FindInMap").map(|lookup| lookup[1].as_str().unwrap()));
            map.values().for_each(|value| lookups(value, found));
        }
        Value::Array(items) => items.iter().for_each(|item| lookups(item, found)),
        _ => {}
    }
}

#[test]
fn every_terraform_reference_leads_to_something() {
    for (name, spec) in examples() {
        let configuration = document(&spec, Target::Terraform);
        let mut texts = Vec::new();
        strings(&configuration, &mut texts);
        let mut references = 0;
        // `$${` is plain text.
        for expression in texts.iter().flat_map(|text| placeholders_outside_escapes(text)) {
            for path in expression.split(|c: char| !(c.is_ascii_alphanumeric() || "._-".contains(c))) {
                let parts: Vec<&str> = path.split('.').collect();
                let place = match parts.as_slice() {
                    ["var", name, ..] => format!("/variable/{name}"),
                    ["local", name] => format!("/locals/{name}"),
                    ["local", map, entry] => format!("/locals/{map}/{entry}"),
                    ["data", kind, name, ..] => format!("/data/{kind}/{name}"),
                    [kind, name, ..] if kind.starts_with("aws_") => format!("/resource/{kind}/{name}"),
                    _ => continue,
                };
                assert!(configuration.pointer(&place).is_some(), "{name}: {path}");
                references += 1;
            }
        }
        assert!(references > 20, "{name}: the references were not found");
        for address in waits(&configuration) {
            let place = format!("/resource/{}", address.as_str().unwrap().replace('.', "/"));
            assert!(configuration.pointer(&place).is_some(), "{name}: {address}");
        }
    }
}

/// What a deployment waits for, or an integration that deploys itself, or what tells the owner of the API to make one.
fn waits(configuration: &Value) -> Vec<&Value> {
    let resource = &configuration["resource"];
    let own = resource["aws_api_gateway_deployment"].as_object().into_iter().flat_map(|deployments| deployments.values());
    let integrations = resource["aws_apigatewayv2_integration"].as_object().into_iter().flat_map(|all| all.values());
    let waiting = own.chain([&resource["terraform_data"]["deployment_trigger"]]).chain(integrations);
    waiting.filter_map(|one| one["depends_on"].as_array()).flatten().collect()
}

fn placeholders_outside_escapes(text: &str) -> Vec<&str> {
    text.match_indices("${")
        .filter(|(at, _)| !text[..*at].ends_with('$'))
        .filter_map(|(at, _)| text[at + 2..].split('}').next())
        .collect()
}

#[test]
fn a_deployment_waits_for_everything_that_it_serves() {
    for (name, spec) in examples() {
        let template = document(&spec, Target::CloudFormation);
        let resources = template["Resources"].as_object().unwrap();
        let served = resources.iter().filter(|(_, resource)| {
            matches!(resource["Type"].as_str().unwrap(), "AWS::ApiGateway::Method" | "AWS::ApiGateway::GatewayResponse")
        });
        let served: BTreeSet<&str> = served.map(|(id, _)| id.as_str()).collect();
        let deployment = resources.values().find(|resource| resource["Type"] == "AWS::ApiGateway::Deployment");
        // An API that is there already is deployed by its owner, and an HTTP API deploys itself.
        let deploys_itself = spec.contains("kind: http");
        assert_eq!(deployment.is_none(), spec.contains("existing:\n    restApiId") || deploys_itself, "{name}");
        if let Some(deployment) = deployment {
            let waits: BTreeSet<&str> =
                deployment["DependsOn"].as_array().into_iter().flatten().map(|id| id.as_str().unwrap()).collect();
            assert_eq!(waits, served, "{name}");
        }

        let configuration = document(&spec, Target::Terraform);
        let waits = waits(&configuration);
        for kind in ["aws_api_gateway_integration_response", "aws_api_gateway_gateway_response"] {
            for id in configuration["resource"][kind].as_object().into_iter().flat_map(|resources| resources.keys()) {
                assert!(waits.iter().any(|address| **address == format!("{kind}.{id}")), "{name}: {kind}.{id}");
            }
        }
    }
}
