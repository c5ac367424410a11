//! The API as one OpenAPI document says the same as the resources that it stands for, on both targets.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use hookweir::change::{Kind, compare};
use hookweir::target::Target;
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use support::specs::spec;
use support::{document, output, stack};

/// A spec with this many endpoints that share a queue.
fn endpoints(count: usize, api: &Value) -> String {
    let endpoint =
        json!({ "queue": "q", "message": { "body": "text" }, "contentTypes": ["application/json"], "authorization": "none" });
    let endpoints: Map<String, Value> = (0..count).map(|number| (format!("/hooks/{number}"), endpoint.clone())).collect();
    json!({ "name": "many", "queues": { "q": {} }, "endpoints": endpoints, "api": api }).to_string()
}

/// The same spec in a layout.
fn in_layout(mut spec: Value, layout: &str) -> String {
    spec["api"]["layout"] = layout.into();
    spec.to_string()
}

fn of_type<'t>(template: &'t Value, kind: &str) -> Vec<(&'t String, &'t Value)> {
    template["Resources"].as_object().unwrap().iter().filter(|(_, resource)| resource["Type"] == kind).collect()
}

/// The document that CloudFormation hands over.
fn body(template: &Value) -> &Value {
    &template["Resources"]["OpenApiRestApi"]["Properties"]["Body"]
}

/// The path of each resource of a template, by its logical id.
fn paths(template: &Value) -> BTreeMap<&str, String> {
    fn path(template: &Value, id: &str) -> String {
        let properties = &template["Resources"][id]["Properties"];
        let above = properties["ParentId"]["Ref"].as_str().map_or(String::new(), |parent| path(template, parent));
        format!("{above}/{}", properties["PathPart"].as_str().unwrap())
    }
    of_type(template, "AWS::ApiGateway::Resource").into_iter().map(|(id, _)| (id.as_str(), path(template, id))).collect()
}

/// An integration of a method, in the words of the document.
fn in_openapi(integration: &Value) -> Value {
    let mut words = Map::new();
    for (key, value) in integration.as_object().unwrap() {
        let lower = |value: &Value| Value::from(value.as_str().unwrap().to_ascii_lowercase());
        match key.as_str() {
            "Type" => words.insert("type".into(), lower(value)),
            "IntegrationHttpMethod" => words.insert("httpMethod".into(), value.clone()),
            "PassthroughBehavior" => words.insert("passthroughBehavior".into(), lower(value)),
            "IntegrationResponses" => {
                let responses = value.as_array().unwrap().iter().map(|response| {
                    let mut response = response.as_object().unwrap().clone();
                    let selected =
                        response.remove("SelectionPattern").map_or("default".into(), |by| by.as_str().unwrap().to_owned());
                    let response: Map<_, _> = response.into_iter().map(|(key, value)| (first_small(&key), value)).collect();
                    (selected, response.into())
                });
                words.insert("responses".into(), Value::Object(responses.collect()))
            }
            other => words.insert(first_small(other), value.clone()),
        };
    }
    words.into()
}

fn first_small(key: &str) -> String {
    key[..1].to_ascii_lowercase() + &key[1..]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_document_says_of_each_method_what_its_resource_says(spec in spec()) {
        if spec["api"].get("existing").is_some() || spec["api"]["kind"] == "http" {
            return Ok(());
        }
        let resources = document(&in_layout(spec.clone(), "resources"), Target::CloudFormation);
        let template = document(&in_layout(spec, "openapi"), Target::CloudFormation);
        let body = body(&template);
        let paths = paths(&resources);
        let methods = of_type(&resources, "AWS::ApiGateway::Method");
        let written: usize = body["paths"].as_object().unwrap().values().map(|methods| methods.as_object().unwrap().len()).sum();
        prop_assert_eq!(written, methods.len());
        for (_, method) in methods {
            let method = &method["Properties"];
            let path = &paths[method["ResourceId"]["Ref"].as_str().unwrap()];
            let operation = &body["paths"][path][method["HttpMethod"].as_str().unwrap().to_ascii_lowercase()];
            prop_assert_eq!(&operation["x-amazon-apigateway-integration"], &in_openapi(&method["Integration"]));
            // Who may call.
            let scheme = operation["security"][0].as_object().and_then(|scheme| scheme.keys().next());
            let scheme = scheme.map(|name| &body["components"]["securitySchemes"][name]);
            let expected = match (method["AuthorizationType"].as_str(), method["ApiKeyRequired"].as_bool()) {
                (Some("AWS_IAM"), _) => Some("awsSigv4"),
                (Some("CUSTOM"), _) => Some("custom"),
                _ => None,
            };
            prop_assert_eq!(scheme.and_then(|scheme| scheme["x-amazon-apigateway-authtype"].as_str()), expected);
            let asks_for_key = scheme.is_some_and(|scheme| scheme["name"] == "x-api-key");
            prop_assert_eq!(asks_for_key, method["ApiKeyRequired"] == true);
            if let Some(id) = method["AuthorizerId"]["Ref"].as_str() {
                let authorizer = &resources["Resources"][id]["Properties"];
                let function = &scheme.unwrap()["x-amazon-apigateway-authorizer"];
                for key in ["AuthorizerUri", "AuthorizerCredentials", "IdentitySource", "AuthorizerResultTtlInSeconds"] {
                    prop_assert_eq!(&function[first_small(key)], &authorizer[key]);
                }
            }
            // Each answer is declared with its headers.
            for response in method["MethodResponses"].as_array().unwrap() {
                let declared = &operation["responses"][response["StatusCode"].as_str().unwrap()];
                let names = |headers: &Value| headers.as_object().into_iter().flatten().map(|(name, _)| name.clone()).collect::<Vec<_>>();
                let headers: Vec<String> =
                    names(&declared["headers"]).iter().map(|name| format!("method.response.header.{name}")).collect();
                prop_assert_eq!(headers, names(&response["ResponseParameters"]));
            }
        }
        // What an import would take away.
        let api = &resources["Resources"]["RestApi"]["Properties"];
        prop_assert_eq!(&body["x-amazon-apigateway-binary-media-types"], &api["BinaryMediaTypes"]);
        prop_assert_eq!(&body["x-amazon-apigateway-api-key-source"], &api["ApiKeySourceType"]);
        prop_assert_eq!(&body["x-amazon-apigateway-policy"], &api["Policy"]);
        let own = &body["servers"][0]["x-amazon-apigateway-endpoint-configuration"];
        prop_assert_eq!(&own["vpcEndpointIds"], &api["EndpointConfiguration"]["VpcEndpointIds"]);
        prop_assert_eq!(&own["disableExecuteApiEndpoint"], &api["DisableExecuteApiEndpoint"]);
        for (_, response) in of_type(&resources, "AWS::ApiGateway::GatewayResponse") {
            let response = &response["Properties"];
            let written = &body["x-amazon-apigateway-gateway-responses"][response["ResponseType"].as_str().unwrap()];
            for key in ["StatusCode", "ResponseTemplates", "ResponseParameters"] {
                prop_assert_eq!(&written[first_small(key)], &response[key]);
            }
        }
    }

    #[test]
    fn both_targets_hand_over_the_same_document(spec in spec()) {
        if spec["api"].get("existing").is_some() || spec["api"]["kind"] == "http" {
            return Ok(());
        }
        let spec = in_layout(spec, "openapi");
        let template = document(&spec, Target::CloudFormation);
        let configuration = document(&spec, Target::Terraform);
        prop_assert_eq!(&configuration["resource"]["aws_api_gateway_rest_api"]["openapi"]["body"], "${jsonencode(local.openapi)}");
        // References are spelt in each target's own way; all else is the same.
        fn same(cloudformation: &Value, terraform: &Value) -> bool {
            match (cloudformation, terraform) {
                (Value::Object(map), Value::String(text)) => map.len() == 1 && text.contains("${"),
                (Value::Object(a), Value::Object(b)) => {
                    a.len() == b.len() && a.iter().zip(b).all(|((ka, a), (kb, b))| *ka == kb.replace("$${", "${") && same(a, b))
                }
                (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
                (Value::String(a), Value::String(b)) => *a == b.replace("$${", "${").replace("%%{", "%{"),
                (a, b) => a == b,
            }
        }
        prop_assert!(same(body(&template), &configuration["locals"]["openapi"]), "{}\n{}", body(&template), configuration["locals"]["openapi"]);
    }
}

#[test]
fn a_thousand_endpoints_are_one_resource() {
    let spec = endpoints(1000, &json!({ "layout": "openapi" }));
    let text = output(&spec, Target::CloudFormation);
    assert!(text.len() <= 1_000_000, "{}", text.len());
    let template: Value = serde_json::from_str(&text).unwrap();
    // The queue and its dead-letter queue with their policies, a role, the API, its deployment and its stage.
    assert_eq!(template["Resources"].as_object().unwrap().len(), 8);
    assert_eq!(body(&template)["paths"].as_object().unwrap().len(), 1000);
    let configuration = document(&spec, Target::Terraform);
    assert_eq!(configuration["locals"]["openapi"]["paths"].as_object().unwrap().len(), 1000);
    let resources: usize =
        configuration["resource"].as_object().unwrap().values().map(|of_type| of_type.as_object().unwrap().len()).sum();
    // Queues have no policy resources of their own there.
    assert_eq!(resources, 7);
}

#[test]
fn what_is_too_long_for_an_import_is_refused_for_both_targets() {
    let spec = endpoints(430, &json!({ "layout": "openapi" })).replace(r#""contentTypes":["application/json"],"#, "");
    for target in Target::ALL {
        let compilation = hookweir::compile(spec.as_bytes(), target).unwrap();
        assert!(compilation.artifacts.is_empty());
        let message = compilation.diagnostics.iter().find(|found| found.message.contains("OpenAPI")).unwrap().message.clone();
        assert!(message.ends_with("API Gateway imports at most 6000000"), "{message}");
    }
}

#[test]
fn the_help_for_too_many_resources_names_the_layout() {
    let refused = hookweir::compile(endpoints(250, &json!({})).as_bytes(), Target::CloudFormation).unwrap();
    let help = refused.diagnostics[0].help.clone().unwrap();
    assert!(help.contains("`api: {layout: openapi}`"), "{help}");
    let written = hookweir::compile(endpoints(250, &json!({ "layout": "openapi" })).as_bytes(), Target::CloudFormation).unwrap();
    assert!(!written.artifacts.is_empty());
}

#[test]
fn a_switch_of_the_layout_makes_another_api() {
    let old = endpoints(2, &json!({}));
    let new = endpoints(2, &json!({ "layout": "openapi" }));
    let change = compare(&stack(&old), &stack(&new)).into_iter().find(|change| change.resource == "api").unwrap();
    assert_eq!((change.kind, change.risk), (Kind::Replaced, true));
    let ids = |spec: &str| {
        let template = document(spec, Target::CloudFormation);
        let configuration = document(spec, Target::Terraform);
        let kinds = ["rest_api", "deployment", "stage"].map(|kind| format!("aws_api_gateway_{kind}"));
        let addresses = kinds.map(|kind| configuration["resource"][&kind].as_object().unwrap().keys().next().unwrap().clone());
        (of_type(&template, "AWS::ApiGateway::RestApi")[0].0.clone(), addresses)
    };
    assert_eq!(ids(&old), ("RestApi".into(), ["api"; 3].map(str::to_owned)));
    assert_eq!(ids(&new), ("OpenApiRestApi".into(), ["openapi"; 3].map(str::to_owned)));
}

#[test]
fn behind_a_domain_a_switch_of_the_layout_keeps_the_url() {
    let domain = json!({ "name": "hooks.example.com", "certificateArn": "arn:aws:acm:eu-west-1:111122223333:certificate/1a2b" });
    let old = endpoints(2, &json!({ "domain": domain }));
    let open = |layout: &str| endpoints(2, &json!({ "domain": domain, "disableExecuteApiEndpoint": false, "layout": layout }));
    let kind = |old: &str, new: &str| {
        let changes = compare(&stack(old), &stack(new));
        changes.into_iter().find(|change| change.details.iter().any(|detail| detail.setting == "layout")).unwrap().kind
    };
    assert_eq!(kind(&old, &endpoints(2, &json!({ "domain": domain, "layout": "openapi" }))), Kind::Updated);
    // The API's own name changes, and it is open.
    assert_eq!(kind(&open("resources"), &open("openapi")), Kind::Replaced);
}
