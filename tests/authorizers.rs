//! Lambda authorizers: who is asked, by whom, about what, and what a sender sees, on both targets alike.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use hookweir::target::Target;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use support::document;

const FUNCTION: &str = "arn:aws:lambda:eu-west-1:111122223333:function:who";

fn authorizer(function: &Value, sources: &Value, ttl: u32) -> Value {
    json!({ "authorizerFunctionArn": function, "identitySources": sources, "cacheTtl": ttl })
}

/// The usual one.
fn usual() -> Value {
    authorizer(&json!(FUNCTION), &json!([{ "header": "X-Token" }]), 0)
}

/// A spec with an endpoint for each of these, in this order.
fn spec(authorizations: &[Value]) -> Value {
    let mut spec = json!({ "name": "shop", "queues": { "payments": {} }, "endpoints": {} });
    for (number, authorization) in authorizations.iter().enumerate() {
        spec["endpoints"][format!("/e{number}")] =
            json!({ "queue": "payments", "message": { "body": "text" }, "authorization": authorization });
    }
    spec
}

fn template(spec: &Value) -> Value {
    document(&spec.to_string(), Target::CloudFormation)
}

fn configuration(spec: &Value) -> Value {
    document(&spec.to_string(), Target::Terraform)
}

/// Resources of a type in the template, by id.
fn of_type(template: &Value, kind: &str) -> BTreeMap<String, Value> {
    let resources = template["Resources"].as_object().unwrap().iter();
    resources
        .filter(|(_, resource)| resource["Type"] == kind)
        .map(|(id, resource)| (id.clone(), resource["Properties"].clone()))
        .collect()
}

/// Resources of a type in the configuration, by name.
fn resources(configuration: &Value, kind: &str) -> BTreeMap<String, Value> {
    let resources = configuration["resource"][kind].as_object().cloned().unwrap_or_default();
    resources.into_iter().collect()
}

fn codes(spec: &Value) -> Vec<String> {
    let (_, found) = hookweir::check(spec.to_string().as_bytes(), None).unwrap();
    found.iter().map(|diagnostic| diagnostic.code.id().to_owned()).collect()
}

#[test]
fn a_method_asks_the_function_that_its_endpoint_names() {
    let spec = spec(&[usual(), json!("none")]);
    let template = template(&spec);
    let authorizers = of_type(&template, "AWS::ApiGateway::Authorizer");
    let (id, made) = authorizers.first_key_value().unwrap();
    assert_eq!(authorizers.len(), 1);
    assert_eq!((&made["Type"], &made["IdentitySource"]), (&json!("REQUEST"), &json!("method.request.header.X-Token")));
    assert_eq!(made["AuthorizerResultTtlInSeconds"], 0);
    let uri =
        format!("arn:${{AWS::Partition}}:apigateway:${{AWS::Region}}:lambda:path/2015-03-31/functions/{FUNCTION}/invocations");
    assert_eq!(made["AuthorizerUri"], json!({ "Fn::Sub": uri }));
    let methods = of_type(&template, "AWS::ApiGateway::Method");
    let asked = &methods["E0PostMethod"];
    assert_eq!((&asked["AuthorizationType"], &asked["AuthorizerId"]), (&json!("CUSTOM"), &json!({ "Ref": id })));
    assert!(methods["E1PostMethod"].get("AuthorizerId").is_none());

    let configuration = configuration(&spec);
    let authorizers = resources(&configuration, "aws_api_gateway_authorizer");
    let (name, made) = authorizers.first_key_value().unwrap();
    assert_eq!(authorizers.len(), 1);
    assert_eq!((&made["type"], &made["identity_source"]), (&json!("REQUEST"), &json!("method.request.header.X-Token")));
    assert_eq!(made["authorizer_result_ttl_in_seconds"], 0);
    assert!(made["authorizer_uri"].as_str().unwrap().ends_with(&format!("functions/{FUNCTION}/invocations")));
    let methods = resources(&configuration, "aws_api_gateway_method");
    assert_eq!(methods["e0_post"]["authorization"], "CUSTOM");
    assert_eq!(methods["e0_post"]["authorizer_id"], format!("${{aws_api_gateway_authorizer.{name}.id}}"));
    assert!(methods["e1_post"].get("authorizer_id").is_none());
}

#[test]
fn api_gateway_may_call_that_function_and_no_other() {
    let spec = spec(&[usual()]);
    let template = template(&spec);
    let roles = of_type(&template, "AWS::IAM::Role");
    let credentials = &of_type(&template, "AWS::ApiGateway::Authorizer").into_values().next().unwrap()["AuthorizerCredentials"];
    let role = &roles[credentials["Fn::GetAtt"][0].as_str().unwrap()];
    let statements = &role["Policies"][0]["PolicyDocument"]["Statement"];
    assert_eq!(
        statements,
        &json!([{ "Sid": "InvokeFunction", "Effect": "Allow", "Action": "lambda:InvokeFunction", "Resource": FUNCTION }])
    );
    assert_eq!(role["AssumeRolePolicyDocument"]["Statement"][0]["Principal"], json!({ "Service": "apigateway.amazonaws.com" }));
    // The queue's own role is as it was.
    assert_eq!(roles["PaymentsRole"]["Policies"][0]["PolicyName"], "SendMessage");

    let configuration = configuration(&spec);
    let credentials = resources(&configuration, "aws_api_gateway_authorizer").into_values().next().unwrap();
    let role = credentials["authorizer_credentials"].as_str().unwrap();
    let name = role.strip_prefix("${aws_iam_role.").unwrap().strip_suffix(".arn}").unwrap();
    let policy: Value =
        serde_json::from_str(resources(&configuration, "aws_iam_role_policy")[name]["policy"].as_str().unwrap()).unwrap();
    assert_eq!(&policy["Statement"], statements);
    let deployment = &configuration["resource"]["aws_api_gateway_deployment"]["api"]["depends_on"];
    assert!(deployment.as_array().unwrap().contains(&json!(format!("aws_iam_role_policy.{name}"))), "{deployment}");
}

#[test]
fn endpoints_with_the_same_settings_share_an_authorizer_and_one_function_has_one_role() {
    let other = authorizer(&json!(FUNCTION), &json!([{ "query": "key" }, { "context": "identity.sourceIp" }]), 0);
    let spec = spec(&[usual(), other, usual()]);
    let template = template(&spec);
    let made = of_type(&template, "AWS::ApiGateway::Authorizer");
    let sources: Vec<&str> = made.values().map(|made| made["IdentitySource"].as_str().unwrap()).collect();
    assert!(sources.len() == 2 && sources.contains(&"method.request.querystring.key,context.identity.sourceIp"), "{sources:?}");
    assert_eq!(of_type(&template, "AWS::IAM::Role").len(), 2);
    let methods = of_type(&template, "AWS::ApiGateway::Method");
    assert_eq!(methods["E0PostMethod"]["AuthorizerId"], methods["E2PostMethod"]["AuthorizerId"]);
    assert_ne!(methods["E0PostMethod"]["AuthorizerId"], methods["E1PostMethod"]["AuthorizerId"]);
    let configuration = configuration(&spec);
    assert_eq!(resources(&configuration, "aws_api_gateway_authorizer").len(), 2);
    assert_eq!(resources(&configuration, "aws_iam_role").len(), 2);
}

#[test]
fn a_neighbour_changes_neither_name_nor_settings_of_an_authorizer() {
    let other = authorizer(&json!(FUNCTION), &json!([{ "query": "key" }]), 60);
    let alone = of_type(&template(&spec(&[usual()])), "AWS::ApiGateway::Authorizer");
    let beside = of_type(&template(&spec(&[other, usual()])), "AWS::ApiGateway::Authorizer");
    for (id, made) in &alone {
        assert_eq!(beside.get(id), Some(made));
    }
}

#[test]
fn every_setting_of_an_authorizer_is_part_of_the_deployment() {
    let names = |authorization: Value| {
        let spec = spec(&[authorization]);
        let template = template(&spec);
        let id = of_type(&template, "AWS::ApiGateway::Deployment").into_keys().next().unwrap();
        (id, configuration(&spec)["resource"]["aws_api_gateway_deployment"]["api"]["triggers"]["served"].to_string())
    };
    let variants = [
        usual(),
        authorizer(&json!(format!("{FUNCTION}:live")), &json!([{ "header": "X-Token" }]), 0),
        authorizer(&json!(FUNCTION), &json!([{ "header": "X-Key" }]), 0),
        authorizer(&json!(FUNCTION), &json!([{ "header": "X-Token" }]), 3600),
    ];
    let (ids, triggers): (Vec<String>, Vec<String>) = variants.into_iter().map(names).unzip();
    for names in [ids, triggers] {
        let distinct: std::collections::BTreeSet<&String> = names.iter().collect();
        assert_eq!(distinct.len(), names.len());
    }
}

#[test]
fn a_function_that_a_parameter_gives_reaches_role_uri_and_triggers() {
    let mut spec = spec(&[authorizer(&json!({ "parameter": "callersArn" }), &json!([{ "header": "X-Token" }]), 0)]);
    spec["parameters"] = json!({ "callersArn": {} });
    assert_eq!(codes(&spec), ["HW375"]);
    let template = template(&spec);
    let made = of_type(&template, "AWS::ApiGateway::Authorizer").into_values().next().unwrap();
    assert!(made["AuthorizerUri"]["Fn::Sub"].as_str().unwrap().ends_with("/functions/${callersArn}/invocations"));
    let role = of_type(&template, "AWS::IAM::Role").into_iter().find(|(id, _)| id.starts_with("Authorizer")).unwrap().1;
    assert_eq!(role["Policies"][0]["PolicyDocument"]["Statement"][0]["Resource"], json!({ "Ref": "callersArn" }));
    let configuration = configuration(&spec);
    let triggers = &configuration["resource"]["aws_api_gateway_deployment"]["api"]["triggers"];
    assert_eq!(triggers["parameters"], "${var.callers_arn}");
    let made = resources(&configuration, "aws_api_gateway_authorizer").into_values().next().unwrap();
    assert!(made["authorizer_uri"].as_str().unwrap().ends_with("/functions/${var.callers_arn}/invocations"));
}

#[test]
fn a_function_that_fails_refuses_nobody_for_good() {
    let statuses = |spec: &Value| -> BTreeMap<String, String> {
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let template = template(spec);
        let responses = of_type(&template, "AWS::ApiGateway::GatewayResponse").into_values();
        let of_template: BTreeMap<String, String> =
            responses.map(|response| (text(&response["ResponseType"]), text(&response["StatusCode"]))).collect();
        let responses = resources(&configuration(spec), "aws_api_gateway_gateway_response").into_values();
        let of_configuration: BTreeMap<String, String> =
            responses.map(|response| (text(&response["response_type"]), text(&response["status_code"]))).collect();
        assert_eq!(of_template, of_configuration);
        of_template
    };
    let asked = statuses(&spec(&[usual()]));
    for (what, status) in [
        ("AUTHORIZER_FAILURE", "503"),
        ("AUTHORIZER_CONFIGURATION_ERROR", "503"),
        ("UNAUTHORIZED", "401"),
        ("ACCESS_DENIED", "403"),
    ] {
        assert_eq!(asked.get(what).map(String::as_str), Some(status), "{what}");
    }
    assert!(!statuses(&spec(&[json!("none")])).contains_key("AUTHORIZER_FAILURE"));
}

#[test]
fn an_answer_that_is_kept_for_several_endpoints_is_told() {
    let kept = authorizer(&json!(FUNCTION), &json!([{ "header": "X-Token" }]), 1);
    assert_eq!(codes(&spec(std::slice::from_ref(&kept))), [""; 0]);
    assert_eq!(codes(&spec(&[kept.clone(), kept])), ["HW374"]);
    assert_eq!(codes(&spec(&[usual(), usual()])), [""; 0]);
}

#[test]
fn more_authorizers_than_an_api_has_by_default_are_told() {
    let of = |count: u32| {
        let authorizations: Vec<Value> =
            (0..count).map(|number| authorizer(&json!(FUNCTION), &json!([{ "query": format!("k{number}") }]), 0)).collect();
        codes(&spec(&authorizations))
    };
    assert_eq!(of(10), [""; 0]);
    assert_eq!(of(11), ["HW402"]);
}

#[test]
fn the_function_decides_behind_the_networks_that_are_let_in() {
    let mut spec = spec(&[usual(), json!("none")]);
    spec["api"] = json!({ "allowedSources": ["203.0.113.0/24"] });
    assert_eq!(codes(&spec), [""; 0]);
    let policy = &template(&spec)["Resources"]["RestApi"]["Properties"]["Policy"];
    assert_eq!(policy["Statement"][1]["Effect"], "Deny");
    // Beside an endpoint that asks for IAM, whoever passes the policy would be let in there.
    spec["endpoints"]["/e1"]["authorization"] = json!("iam");
    assert_eq!(codes(&spec), ["HW373"]);
}

#[test]
fn a_simulation_says_that_nobody_was_asked() {
    use hookweir::gateway::{Gateway, Request, simulate};
    let stack = support::stack(&spec(&[usual()]).to_string());
    let headers = vec![("content-type".to_owned(), "text/plain".to_owned())];
    let request =
        Request { method: "POST".to_owned(), path: "/e0".to_owned(), headers, body: b"a".to_vec(), ..Request::default() };
    let notes = simulate(&stack, &Gateway::new(&stack).unwrap(), &request, None).notes;
    assert!(notes.len() == 1 && notes[0].contains("Lambda authorizer") && notes[0].contains("not tried"), "{notes:?}");
}

/// What happens to the first endpoint: kind and meaning of each change but the deployment's.
fn changes(old: Value, new: Value) -> Vec<String> {
    let [old, new] = [old, new].map(|authorization| support::stack(&spec(&[authorization]).to_string()));
    let changes = hookweir::change::compare(&old, &new);
    let of_endpoint = changes.iter().filter(|change| change.resource == "endpoint");
    of_endpoint.map(|change| format!("{} {} {}", change.kind.name(), change.risk, change.details[0].setting)).collect()
}

#[test]
fn whom_a_change_of_the_rule_lets_in_or_keeps_out_is_said() {
    assert_eq!(changes(json!("none"), usual()), ["weakened true authorization"]);
    assert_eq!(changes(usual(), json!("none")), ["widened true authorization"]);
    assert_eq!(changes(json!("iam"), json!("apiKey")), ["widened true authorization"]);
    let kept = authorizer(&json!(FUNCTION), &json!([{ "header": "X-Token" }]), 60);
    assert_eq!(changes(usual(), kept.clone()), ["updated true authorization.cacheTtl"]);
    assert_eq!(changes(kept, usual()), ["updated false authorization.cacheTtl"]);
    let other = authorizer(&json!(format!("{FUNCTION}:live")), &json!([{ "header": "X-Token" }]), 0);
    assert_eq!(changes(usual(), other), ["widened true authorization.authorizerFunctionArn"]);
    let more = authorizer(&json!(FUNCTION), &json!([{ "header": "X-Token" }, { "query": "key" }]), 0);
    assert_eq!(changes(usual(), more.clone()), ["weakened true authorization.identitySources"]);
    assert_eq!(changes(more, usual()), ["updated true authorization.identitySources"]);
    assert_eq!(changes(usual(), usual()), [""; 0]);
}
