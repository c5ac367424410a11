//! Who may call the endpoints, on both targets alike.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use hookweir::target::Target;
use serde_json::{Value, json};
use support::document;

/// A spec with one queue and one endpoint, and these keys of the API.
fn spec(api: Value) -> Value {
    let mut spec = json!({
        "name": "shop",
        "queues": { "payments": {} },
        "endpoints": { "/webhook": { "queue": "payments", "message": { "body": "text" } } }
    });
    spec["api"] = api;
    spec
}

fn template(spec: &Value) -> Value {
    document(&spec.to_string(), Target::CloudFormation)
}

fn configuration(spec: &Value) -> Value {
    document(&spec.to_string(), Target::Terraform)
}

/// The API's policy, which must mean the same on both targets.
fn policy(spec: &Value) -> Value {
    let of_template = template(spec)["Resources"]["RestApi"]["Properties"]["Policy"].clone();
    let configuration = configuration(spec);
    let text = configuration["resource"]["aws_api_gateway_rest_api_policy"]["api"]["policy"].as_str();
    let of_configuration = text.map_or(Value::Null, |text| {
        serde_json::from_str(&text.replace("${aws_api_gateway_rest_api.api.execution_arn}/*", "execute-api:/*")).unwrap()
    });
    assert_eq!(of_template, of_configuration);
    of_template
}

fn codes(spec: &Value) -> Vec<String> {
    let (_, found) = hookweir::check(spec.to_string().as_bytes(), None).unwrap();
    found.iter().map(|diagnostic| format!("{} {}", diagnostic.code, diagnostic.message)).collect()
}

/// The name of the deployment, which is another one when what is served is.
fn deployment(spec: &Value) -> (String, String) {
    let template = template(spec);
    let resources = template["Resources"].as_object().unwrap();
    let name = resources.keys().find(|id| id.starts_with("Deployment")).unwrap().clone();
    let trigger = &configuration(spec)["resource"]["aws_api_gateway_deployment"]["api"]["triggers"]["served"];
    (name, trigger.to_string())
}

#[test]
fn without_a_rule_there_is_no_policy() {
    assert_eq!(policy(&spec(json!({}))), Value::Null);
}

#[test]
fn sources_that_are_not_listed_are_denied() {
    let statement = |sid: &str, effect: &str| {
        json!({
            "Sid": sid, "Effect": effect, "Principal": "*", "Action": "execute-api:Invoke", "Resource": "execute-api:/*"
        })
    };
    let mut denied = statement("OtherSources", "Deny");
    denied["Condition"] = json!({ "NotIpAddress": { "aws:SourceIp": ["203.0.113.0/24", "2001:db8::/32"] } });
    for endpoint_type in ["regional", "edge"] {
        let spec = spec(json!({ "allowedSources": ["203.0.113.0/24", "2001:db8::/32"], "endpointType": endpoint_type }));
        let statements = [statement("Everyone", "Allow"), denied.clone()];
        assert_eq!(policy(&spec), json!({ "Version": "2012-10-17", "Statement": statements }));
    }
}

#[test]
fn a_private_api_looks_at_addresses_inside_the_vpc() {
    let spec = spec(json!({
        "endpointType": "private", "vpcEndpointIds": ["vpce-0a1b2c3d4e5f60718"], "allowedSources": ["10.0.0.0/16"]
    }));
    let policy = policy(&spec);
    assert_eq!(policy["Statement"][0]["Condition"], json!({ "StringEquals": { "aws:SourceVpce": ["vpce-0a1b2c3d4e5f60718"] } }));
    assert_eq!(policy["Statement"][1]["Condition"], json!({ "NotIpAddress": { "aws:VpcSourceIp": ["10.0.0.0/16"] } }));
    assert_eq!(policy["Statement"][1]["Effect"], "Deny");
}

#[test]
fn another_list_of_sources_is_another_deployment() {
    let of = |sources: Value| deployment(&spec(json!({ "allowedSources": sources })));
    let (one, same, other) = (of(json!(["10.0.0.0/8"])), of(json!(["10.0.0.0/8"])), of(json!(["10.0.0.0/9"])));
    assert_eq!(one, same);
    assert!(one.0 != other.0 && one.1 != other.1);
}

#[test]
fn a_policy_that_api_gateway_would_refuse_is_refused() {
    let of = |count: usize| {
        let sources: Vec<String> = (0..count).map(|number| format!("203.0.{}.{}/32", number / 250, number % 250)).collect();
        codes(&spec(json!({ "allowedSources": sources })))
    };
    assert_eq!(of(300), [""; 0]);
    let found = of(500);
    assert!(found.len() == 1 && found[0].starts_with("HW401") && found[0].contains("8192"), "{found:?}");
}
