//! Endpoints in an API that belongs to somebody else, on both targets alike.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use hookweir::target::Target;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use support::{document, output};

/// Two endpoints below one path, in the API that is named like this.
fn spec(existing: &Value) -> String {
    json!({
        "name": "shop",
        "parameters": { "apiId": {}, "rootId": {}, "hooksId": {} },
        "queues": { "payments": {} },
        "endpoints": {
            "/hooks/payments": { "queue": "payments", "message": { "body": "text" } },
            "/hooks/refunds": { "queue": "payments", "methods": ["POST", "PUT"], "message": { "body": "text" } }
        },
        "api": { "existing": existing }
    })
    .to_string()
}

fn by_ids() -> Value {
    json!({ "restApiId": { "parameter": "apiId" }, "rootResourceId": "x9y8z7w6v5" })
}

fn types(template: &Value) -> BTreeSet<String> {
    template["Resources"].as_object().unwrap().values().map(|one| one["Type"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn nothing_that_belongs_to_the_owner_is_in_the_output() {
    let template = document(&spec(&by_ids()), Target::CloudFormation);
    let gateway: Vec<String> = types(&template).into_iter().filter(|kind| kind.contains("ApiGateway")).collect();
    assert_eq!(gateway, ["AWS::ApiGateway::Method", "AWS::ApiGateway::Resource"]);
    let configuration = document(&spec(&by_ids()), Target::Terraform);
    let gateway: Vec<&String> =
        configuration["resource"].as_object().unwrap().keys().filter(|kind| kind.contains("api_gateway")).collect();
    let parts = ["integration", "integration_response", "method", "method_response", "resource"]
        .map(|part| format!("aws_api_gateway_{part}"));
    assert_eq!(gateway.into_iter().collect::<BTreeSet<_>>(), parts.iter().collect());
}

#[test]
fn every_part_of_the_api_is_named_by_its_identifiers() {
    let template = document(&spec(&by_ids()), Target::CloudFormation);
    let configuration = document(&spec(&by_ids()), Target::Terraform);
    for resource in template["Resources"].as_object().unwrap().values() {
        if resource["Type"].as_str().unwrap().contains("ApiGateway") {
            assert_eq!(resource["Properties"]["RestApiId"], json!({ "Ref": "apiId" }), "{resource}");
        }
    }
    for (kind, resources) in configuration["resource"].as_object().unwrap() {
        if kind.contains("api_gateway") {
            assert!(resources.as_object().unwrap().values().all(|one| one["rest_api_id"] == "${var.api_id}"), "{resources}");
        }
    }
    assert_eq!(template["Resources"]["HooksResource"]["Properties"]["ParentId"], "x9y8z7w6v5");
    assert_eq!(configuration["resource"]["aws_api_gateway_resource"]["hooks"]["parent_id"], "x9y8z7w6v5");
}

#[test]
fn a_path_that_is_there_is_not_made_again() {
    let mut existing = by_ids();
    existing["parents"] = json!({ "/hooks": { "parameter": "hooksId" }, "/hooks/payments": "p1a2y3" });
    let template = document(&spec(&existing), Target::CloudFormation);
    let made = |kind: &str| template["Resources"].as_object().unwrap().values().filter(|one| one["Type"] == kind).count();
    assert_eq!((made("AWS::ApiGateway::Resource"), made("AWS::ApiGateway::Method")), (1, 3));
    assert_eq!(template["Resources"]["HooksRefundsResource"]["Properties"]["ParentId"], json!({ "Ref": "hooksId" }));
    assert_eq!(template["Resources"]["HooksPaymentsPostMethod"]["Properties"]["ResourceId"], "p1a2y3");
    let configuration = document(&spec(&existing), Target::Terraform);
    let resource = &configuration["resource"];
    assert_eq!(resource["aws_api_gateway_resource"].as_object().unwrap().len(), 1);
    assert_eq!(resource["aws_api_gateway_resource"]["hooks_refunds"]["parent_id"], "${var.hooks_id}");
    assert_eq!(resource["aws_api_gateway_method"]["hooks_payments_post"]["resource_id"], "p1a2y3");
}

#[test]
fn a_fragment_names_the_api_of_the_template_that_it_becomes_a_part_of() {
    let existing = json!({ "logicalId": "ApiGatewayRestApi", "parents": { "/hooks": "ApiGatewayResourceHooks" } });
    let template = document(&spec(&existing), Target::CloudFormation);
    assert_eq!(template.get("AWSTemplateFormatVersion"), None);
    assert_eq!(
        template["Resources"]["HooksPaymentsPostMethod"]["Properties"]["RestApiId"],
        json!({ "Ref": "ApiGatewayRestApi" })
    );
    assert_eq!(
        template["Resources"]["HooksPaymentsResource"]["Properties"]["ParentId"],
        json!({ "Ref": "ApiGatewayResourceHooks" })
    );
    let root = document(&spec(&json!({ "logicalId": "ApiGatewayRestApi" })), Target::CloudFormation);
    assert_eq!(
        root["Resources"]["HooksResource"]["Properties"]["ParentId"],
        json!({ "Fn::GetAtt": ["ApiGatewayRestApi", "RootResourceId"] })
    );
}

#[test]
fn an_address_is_that_of_the_same_module() {
    let existing =
        json!({ "address": "aws_api_gateway_rest_api.main", "parents": { "/hooks": "aws_api_gateway_resource.hooks" } });
    let configuration = document(&spec(&existing), Target::Terraform);
    let resource = &configuration["resource"];
    assert_eq!(resource["aws_api_gateway_method"]["hooks_payments_post"]["rest_api_id"], "${aws_api_gateway_rest_api.main.id}");
    assert_eq!(resource["aws_api_gateway_resource"]["hooks_payments"]["parent_id"], "${aws_api_gateway_resource.hooks.id}");
    let root = document(&spec(&json!({ "address": "aws_api_gateway_rest_api.main" })), Target::Terraform);
    assert_eq!(
        root["resource"]["aws_api_gateway_resource"]["hooks"]["parent_id"],
        "${aws_api_gateway_rest_api.main.root_resource_id}"
    );
}

#[test]
fn a_name_of_one_target_is_refused_for_the_other() {
    for (existing, target) in [
        (json!({ "logicalId": "ApiGatewayRestApi" }), Target::Terraform),
        (json!({ "address": "aws_api_gateway_rest_api.main" }), Target::CloudFormation),
    ] {
        let compilation = hookweir::compile(spec(&existing).as_bytes(), target).unwrap();
        assert!(compilation.artifacts.is_empty(), "{existing}");
        assert!(compilation.diagnostics.iter().any(|found| found.code.id() == "HW384"), "{existing}");
    }
}

#[test]
fn the_trigger_changes_with_what_is_served_and_waits_for_it() {
    let trigger = |spec: &str| document(spec, Target::CloudFormation)["Outputs"]["DeploymentTrigger"]["Value"].clone();
    let one = spec(&by_ids());
    let other = one.replace("\"POST\",\"PUT\"", "\"POST\"");
    assert_ne!(one, other);
    assert_ne!(trigger(&one), trigger(&other));
    assert_eq!(trigger(&one), trigger(&one.replace("\"payments\":{}", "\"payments\":{\"visibilityTimeout\":60}")));
    let of = |spec: &str| document(spec, Target::Terraform)["resource"]["terraform_data"]["deployment_trigger"].clone();
    assert_ne!(of(&one)["triggers_replace"], of(&other)["triggers_replace"]);
    let waits = of(&one)["depends_on"].to_string();
    assert!(
        waits.contains("aws_api_gateway_integration_response.hooks_refunds_put_503")
            && waits.contains("aws_iam_role_policy.payments")
    );
}

#[test]
fn no_alarm_and_no_graph_is_about_a_stage_that_is_not_there() {
    let mut spec: Value = serde_json::from_str(&spec(&by_ids())).unwrap();
    spec["alarms"] = json!({ "notify": { "email": ["a@example.com"] } });
    spec["dashboard"] = json!(true);
    for target in Target::ALL {
        let text = output(&spec.to_string(), target);
        assert!(text.contains("payments-dlq-messages") && !text.contains("AWS/ApiGateway"), "{text}");
    }
}
