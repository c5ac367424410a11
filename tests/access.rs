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

/// A spec with an endpoint for each of these words, and these keys of the API.
fn with_endpoints(words: &[&str], api: Value) -> Value {
    let mut spec = spec(api);
    spec["endpoints"] = json!({});
    for word in words {
        spec["endpoints"][format!("/{}", word.to_lowercase())] =
            json!({ "queue": "payments", "message": { "body": "text" }, "authorization": word });
    }
    spec
}

/// The status of each answer that API Gateway gives of its own, which must be the same on both targets.
fn statuses(spec: &Value) -> Vec<String> {
    let of_template: Vec<String> = template(spec)["Resources"]
        .as_object()
        .unwrap()
        .values()
        .filter(|resource| resource["Type"] == "AWS::ApiGateway::GatewayResponse")
        .map(|response| {
            let properties = &response["Properties"];
            format!("{} {}", properties["ResponseType"].as_str().unwrap(), properties["StatusCode"].as_str().unwrap())
        })
        .collect();
    let configuration = configuration(spec);
    let responses = configuration["resource"]["aws_api_gateway_gateway_response"].as_object().unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let mut of_configuration: Vec<String> = responses
        .values()
        .map(|response| format!("{} {}", text(&response["response_type"]), text(&response["status_code"])))
        .collect();
    of_configuration.sort();
    let mut sorted = of_template;
    sorted.sort();
    assert_eq!(sorted, of_configuration);
    sorted
}

#[test]
fn each_endpoint_asks_for_what_it_says() {
    let spec = with_endpoints(&["none", "iam", "apiKey"], json!({}));
    let (template, configuration) = (template(&spec), configuration(&spec));
    let methods = &configuration["resource"]["aws_api_gateway_method"];
    let expected = [("None", "none", "NONE", false), ("Iam", "iam", "AWS_IAM", false), ("Apikey", "apikey", "NONE", true)];
    for (camel, snake, authorization, key) in expected {
        let method = &template["Resources"][format!("{camel}PostMethod")]["Properties"];
        assert_eq!(method["AuthorizationType"], authorization, "{camel}");
        assert_eq!(method["ApiKeyRequired"].as_bool().unwrap_or(false), key, "{camel}");
        let method = &methods[format!("{snake}_post")];
        assert_eq!(method["authorization"], authorization, "{snake}");
        assert_eq!(method["api_key_required"].as_bool().unwrap_or(false), key, "{snake}");
    }
}

#[test]
fn what_is_refused_for_good_is_answered_403_and_what_came_too_often_503() {
    let open = statuses(&with_endpoints(&["none"], json!({})));
    let added = |words: &[&str], api: Value| -> Vec<String> {
        statuses(&with_endpoints(words, api)).into_iter().filter(|status| !open.contains(status)).collect()
    };
    assert_eq!(added(&["none", "iam"], json!({})), ["EXPIRED_TOKEN 403", "INVALID_SIGNATURE 403"]);
    assert_eq!(added(&["apiKey"], json!({})), ["INVALID_API_KEY 403"]);
    let quota = json!({ "apiKey": { "quota": { "limit": 10, "period": "week" } } });
    assert_eq!(added(&["apiKey"], quota), ["INVALID_API_KEY 403", "QUOTA_EXCEEDED 503"]);
    assert!(open.contains(&"ACCESS_DENIED 403".to_owned()) && open.contains(&"THROTTLED 503".to_owned()));
}

#[test]
fn the_key_has_a_plan_with_the_limits_of_the_spec() {
    let api = json!({ "apiKey": { "throttle": { "rate": 0.5, "burst": 2 }, "quota": { "limit": 1000, "period": "month" } } });
    let spec = with_endpoints(&["apiKey"], api);
    let template = template(&spec);
    let plan = &template["Resources"]["UsagePlan"]["Properties"];
    assert_eq!(plan["Throttle"], json!({ "RateLimit": 0.5, "BurstLimit": 2 }));
    assert_eq!(plan["Quota"], json!({ "Limit": 1000, "Period": "MONTH" }));
    assert_eq!(plan["ApiStages"], json!([{ "ApiId": { "Ref": "RestApi" }, "Stage": { "Ref": "Stage" } }]));
    assert_eq!(template["Resources"]["RestApi"]["Properties"]["ApiKeySourceType"], "HEADER");
    let resources = &configuration(&spec)["resource"];
    let plan = &resources["aws_api_gateway_usage_plan"]["api"];
    assert_eq!(plan["throttle_settings"], json!({ "rate_limit": 0.5, "burst_limit": 2 }));
    assert_eq!(plan["quota_settings"], json!({ "limit": 1000, "period": "MONTH" }));
    assert_eq!(plan["api_stages"]["stage"], "${aws_api_gateway_stage.api.stage_name}");
    assert_eq!(resources["aws_api_gateway_rest_api"]["api"]["api_key_source"], "HEADER");
}

#[test]
fn the_value_of_the_key_is_nowhere_in_the_output() {
    let spec = with_endpoints(&["apiKey"], json!({}));
    let (template, configuration) = (template(&spec), configuration(&spec));
    assert_eq!(template["Outputs"]["ApiKeyId"]["Value"], json!({ "Ref": "ApiKey" }));
    assert!(template["Resources"]["ApiKey"]["Properties"].get("Value").is_none());
    assert_eq!(configuration["output"]["api_key_id"]["value"], "${aws_api_gateway_api_key.api.id}");
    assert!(configuration["resource"]["aws_api_gateway_api_key"]["api"].get("value").is_none());
    assert!(!configuration.to_string().contains("aws_api_gateway_api_key.api.value"));
}

#[test]
fn no_key_is_made_that_no_endpoint_asks_for() {
    let spec = with_endpoints(&["none", "iam"], json!({ "apiKey": {} }));
    assert!(codes(&spec).iter().any(|code| code.starts_with("HW372")));
    assert!(template(&spec)["Resources"].get("ApiKey").is_none());
    assert!(configuration(&spec)["resource"].get("aws_api_gateway_api_key").is_none());
}

#[test]
fn a_policy_never_gives_to_everyone_what_iam_decides() {
    let sources = json!({ "allowedSources": ["203.0.113.0/24"] });
    let statements = &policy(&with_endpoints(&["iam"], sources.clone()))["Statement"];
    assert_eq!(statements.as_array().unwrap().len(), 1);
    assert_eq!(statements[0]["Effect"], "Deny");
    for other in ["none", "apiKey"] {
        let found = codes(&with_endpoints(&["iam", other], sources.clone()));
        assert!(found.len() == 1 && found[0].starts_with("HW373 `/iam`"), "{found:?}");
    }
}

#[test]
fn what_an_endpoint_asks_for_is_part_of_the_deployment() {
    let of = |word: &str| deployment(&with_endpoints(&[word], json!({})));
    let mut open = with_endpoints(&["none"], json!({}));
    let names = [of("iam"), of("apiKey"), deployment(&open)];
    assert!(names[0] != names[1] && names[1] != names[2]);
    // What is not written means `none`.
    open["endpoints"]["/none"].as_object_mut().unwrap().remove("authorization");
    assert_eq!(deployment(&open), names[2]);
}

#[test]
fn a_web_acl_is_put_in_front_of_the_stage() {
    let arn = "arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/webhooks/1a2b3c4d-5e6f-7a8b-9c0d-1e2f3a4b5c6d";
    let written = spec(json!({ "webAclArn": arn }));
    let mut given = spec(json!({ "webAclArn": { "parameter": "webAcl" } }));
    given["parameters"] = json!({ "webAcl": {} });
    let of_template = [json!(arn), json!({ "Ref": "webAcl" })];
    let of_configuration = [arn, "${var.web_acl}"];
    for ((spec, in_template), in_configuration) in [written, given].iter().zip(of_template).zip(of_configuration) {
        let properties = &template(spec)["Resources"]["WebAclAssociation"]["Properties"];
        assert_eq!(properties["WebACLArn"], in_template);
        let stage = "arn:${AWS::Partition}:apigateway:${AWS::Region}::/restapis/${RestApi}/stages/${Stage}";
        assert_eq!(properties["ResourceArn"], json!({ "Fn::Sub": stage }));
        let association = &configuration(spec)["resource"]["aws_wafv2_web_acl_association"]["api"];
        assert_eq!(association["web_acl_arn"], in_configuration);
        assert_eq!(association["resource_arn"], "${aws_api_gateway_stage.api.arn}");
    }
}

#[test]
fn a_simulation_says_what_it_does_not_try() {
    let notes = |spec: &Value| {
        use hookweir::gateway::{Gateway, Request, simulate};
        let (_, _, stack) = hookweir::understand(spec.to_string().as_bytes()).unwrap();
        let stack = stack.unwrap();
        let path = spec["endpoints"].as_object().unwrap().keys().next().unwrap().clone();
        let headers = vec![("content-type".to_owned(), "text/plain".to_owned())];
        let request = Request { method: "POST".to_owned(), path, headers, body: b"a".to_vec(), ..Request::default() };
        simulate(&stack, &Gateway::new(&stack).unwrap(), &request, None).notes
    };
    assert_eq!(notes(&spec(json!({}))), [""; 0]);
    for (spec, word) in [
        (spec(json!({ "allowedSources": ["203.0.113.0/24"] })), "allowedSources"),
        (with_endpoints(&["iam"], json!({})), "signature"),
        (with_endpoints(&["apiKey"], json!({})), "API key"),
    ] {
        let notes = notes(&spec);
        assert!(notes.len() == 1 && notes[0].contains(word) && notes[0].contains("not tried"), "{notes:?}");
    }
}
