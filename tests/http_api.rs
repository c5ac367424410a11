//! An HTTP API: what it calls, what it stores, what it answers, and what moving to it means, on both targets alike.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use hookweir::change::{Kind, compare};
use hookweir::gateway::{Gateway, Request, Simulation, simulate};
use hookweir::target::Target;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use support::{document, output, stack};

fn message() -> Value {
    json!({ "body": "text", "layout": "bare" })
}

/// A spec of this kind with a standard queue, a FIFO queue, one that is there already, and all that a route can have.
fn spec(kind: &str) -> Value {
    json!({
        "name": "shop",
        "parameters": { "theirs": { "default": "arn:aws:sqs:eu-west-1:111122223333:theirs" } },
        "queues": { "a": {}, "f": { "fifo": true }, "x": { "existing": { "parameter": "theirs" } } },
        "endpoints": {
            "/a": { "queue": "a", "message": message(), "methods": ["POST", "PUT"], "throttle": { "rate": 2.5, "burst": 3 } },
            "/f/{shop}": { "queue": "f", "message": message(), "group": { "value": "all-of-them" }, "authorization": "iam" },
            "/x": { "queue": "x", "message": message(), "delay": "1m" }
        },
        "tags": { "team": "payments" },
        "api": { "kind": kind, "throttle": { "rate": 5, "burst": 7 }, "accessLog": true },
        "alarms": { "notify": { "email": ["a@example.com"] } },
        "dashboard": true
    })
}

fn send(spec: &Value, path: &str, body: &[u8], sqs_status: Option<u16>) -> Simulation {
    let stack = stack(&spec.to_string());
    let gateway = Gateway::new(&stack).unwrap();
    let request = Request {
        method: "POST".to_owned(),
        path: path.to_owned(),
        headers: vec![("Content-Type".to_owned(), "application/json".to_owned())],
        body: body.to_vec(),
        request_id: "r".to_owned(),
        ..Request::default()
    };
    simulate(&stack, &gateway, &request, sqs_status)
}

/// What each route calls, by its key: the parameters, but for the queue's URL, which each target writes in its own way.
fn calls_of_template(template: &Value) -> BTreeMap<String, Value> {
    let resources = template["Resources"].as_object().unwrap();
    let routes = resources.values().filter(|resource| resource["Type"] == "AWS::ApiGatewayV2::Route");
    let call = |route: &Value| {
        let properties = &route["Properties"];
        let target = properties["Target"]["Fn::Sub"].as_str().unwrap();
        let integration = &resources[target.trim_start_matches("integrations/${").trim_end_matches('}')]["Properties"];
        assert_eq!(integration["IntegrationSubtype"], "SQS-SendMessage");
        let mut parameters = integration["RequestParameters"].as_object().unwrap().clone();
        assert!(parameters.remove("QueueUrl").is_some());
        let authorization = properties["AuthorizationType"].clone();
        (properties["RouteKey"].as_str().unwrap().to_owned(), json!([parameters, authorization]))
    };
    routes.map(call).collect()
}

fn calls_of_configuration(configuration: &Value) -> BTreeMap<String, Value> {
    let routes = configuration["resource"]["aws_apigatewayv2_route"].as_object().unwrap();
    let call = |route: &Value| {
        let target = route["target"].as_str().unwrap();
        let name = target.trim_start_matches("integrations/${aws_apigatewayv2_integration.").trim_end_matches(".id}");
        let integration = &configuration["resource"]["aws_apigatewayv2_integration"][name];
        assert_eq!(integration["integration_subtype"], "SQS-SendMessage");
        let mut parameters = integration["request_parameters"].as_object().unwrap().clone();
        assert!(parameters.remove("QueueUrl").is_some());
        (route["route_key"].as_str().unwrap().to_owned(), json!([parameters, route["authorization_type"]]))
    };
    routes.values().map(call).collect()
}

#[test]
fn both_targets_make_the_same_routes_with_the_same_calls() {
    let spec = spec("http").to_string();
    let calls = calls_of_template(&document(&spec, Target::CloudFormation));
    let expected = json!({
        "POST /a": [{ "MessageBody": "$request.body" }, "NONE"],
        "PUT /a": [{ "MessageBody": "$request.body" }, "NONE"],
        "POST /f/{shop}": [{
            "MessageBody": "$request.body",
            "MessageGroupId": "all-of-them",
            "MessageDeduplicationId": "$context.extendedRequestId"
        }, "AWS_IAM"],
        "POST /x": [{ "MessageBody": "$request.body", "DelaySeconds": "60" }, "NONE"]
    });
    assert_eq!(json!(calls), expected);
    assert_eq!(calls, calls_of_configuration(&document(&spec, Target::Terraform)));
}

#[test]
fn a_queue_is_named_by_its_url_whoever_owns_it() {
    let spec = spec("http").to_string();
    let template = document(&spec, Target::CloudFormation);
    let url = |id: &str| template["Resources"][id]["Properties"]["RequestParameters"]["QueueUrl"].clone();
    assert_eq!(url("APostIntegration"), json!({ "Ref": "AQueue" }));
    let part = |index| json!({ "Fn::Select": [index, { "Fn::Split": [":", { "Ref": "theirs" }] }] });
    let text = "https://sqs.${AWS::Region}.${AWS::URLSuffix}/${theirsAccount}/${theirsQueue}";
    assert_eq!(url("XPostIntegration"), json!({ "Fn::Sub": [text, { "theirsAccount": part(4), "theirsQueue": part(5) }] }));
    let configuration = document(&spec, Target::Terraform);
    let url =
        |name: &str| configuration["resource"]["aws_apigatewayv2_integration"][name]["request_parameters"]["QueueUrl"].clone();
    assert_eq!(url("a_post"), "${aws_sqs_queue.a.url}");
    let domain = "https://sqs.${data.aws_region.current.region}.${data.aws_partition.current.dns_suffix}";
    assert_eq!(url("x_post"), format!("{domain}/${{split(\":\", var.theirs)[4]}}/${{split(\":\", var.theirs)[5]}}"));
}

#[test]
fn nothing_is_called_before_its_role_may_send_and_no_setting_names_a_route_that_is_not_there() {
    let spec = spec("http").to_string();
    let template = document(&spec, Target::CloudFormation);
    assert_eq!(template["Resources"]["HttpStage"]["DependsOn"], json!(["APostRoute", "APutRoute"]));
    let settings = &template["Resources"]["HttpStage"]["Properties"]["RouteSettings"];
    assert_eq!(settings["PUT /a"], json!({ "ThrottlingRateLimit": 2.5, "ThrottlingBurstLimit": 3 }));
    let resources = &document(&spec, Target::Terraform)["resource"];
    assert_eq!(resources["aws_apigatewayv2_integration"]["a_post"]["depends_on"], json!(["aws_iam_role_policy.a"]));
    let route = &resources["aws_apigatewayv2_stage"]["api"]["route_settings"][1]["route_key"];
    assert_eq!(*route, "${aws_apigatewayv2_route.a_put.route_key}");
}

#[test]
fn a_queue_that_a_parameter_gives_is_the_one_of_today_without_another_deployment() {
    let codes = |kind: &str| {
        let found = hookweir::check(spec(kind).to_string().as_bytes(), None).unwrap().1;
        found.iter().map(|diagnostic| diagnostic.code.id()).collect::<Vec<_>>()
    };
    assert!(codes("rest").contains(&"HW346") && codes("rest").contains(&"HW351"));
    assert_eq!(codes("http"), ["HW376", "HW387"]);
    // What a body of bytes becomes is a question of its own there, too.
    let mut unsaid = spec("http");
    unsaid["endpoints"]["/a"]["message"].as_object_mut().unwrap().remove("body");
    let found = hookweir::check(unsaid.to_string().as_bytes(), None).unwrap().1;
    assert!(found.iter().all(|diagnostic| diagnostic.code.id() != "HW315"), "{found:#?}");
}

#[test]
fn no_velocity_and_no_resource_of_a_rest_api_is_left_in_the_output() {
    for target in Target::ALL {
        let written = output(&spec("http").to_string(), target);
        for word in ["$input", "#set", "request_templates", "RequestTemplates", "AWS::ApiGateway::", "aws_api_gateway_"] {
            assert!(!written.contains(word), "{word} is in the output for {target:?}");
        }
    }
}

#[test]
fn what_is_stored_is_the_body_and_nothing_else() {
    let spec = spec("http");
    for body in [
        "{\"a\": \"b\"}",
        "&MessageBody=forged&Action=DeleteQueue&DelaySeconds=900",
        "a+b %41 $context.stage $request.body ${stageVariables.a} #set($a = 1)",
        "\u{e9}\u{20ac}\u{1f600}\t\r\n\"\\",
    ] {
        let told = send(&spec, "/a", body.as_bytes(), None);
        let sent = told.message.unwrap().sent;
        assert_eq!((told.response.status, sent.body.as_str()), (200, body));
        assert!(sent.attributes.is_empty());
    }
    let on_fifo = send(&spec, "/f/1", b"{}", None).message.unwrap().sent;
    assert_eq!((on_fifo.group_id.as_deref(), on_fifo.deduplication_id.as_deref()), (Some("all-of-them"), Some("r")));
}

#[test]
fn the_sender_is_told_what_sqs_says_and_2xx_for_nothing_else() {
    let spec = spec("http");
    for status in [400, 403, 404, 429, 500, 503] {
        let told = send(&spec, "/a", b"{}", Some(status));
        assert_eq!((told.response.status, told.message.is_none()), (status, true));
    }
    for body in [&b""[..], b"\"\x01\"", &vec![b'a'; 1_048_577]] {
        let told = send(&spec, "/a", body, None);
        assert_eq!((told.response.status, told.message.is_none()), (400, true), "{} bytes", body.len());
    }
    for (path, size, status) in [("/b", 1, 404), ("/", 1, 404), ("/a/", 1, 404), ("/a", 10 * 1024 * 1024 + 1, 413)] {
        let told = send(&spec, path, &vec![b'a'; size], None);
        assert_eq!((told.response.status, told.call.is_none()), (status, true), "{path}");
    }
}

#[test]
fn alarms_and_dashboard_look_at_the_metrics_of_an_http_api() {
    let template = document(&spec("http").to_string(), Target::CloudFormation);
    let alarm = &template["Resources"]["Api5XXErrorAlarm"]["Properties"];
    assert_eq!(alarm["MetricName"], "5xx");
    assert_eq!(alarm["Dimensions"][0], json!({ "Name": "ApiId", "Value": { "Ref": "HttpApi" } }));
    let body = template["Resources"]["Dashboard"]["Properties"]["DashboardBody"]["Fn::Sub"].as_str().unwrap();
    let body: Value = serde_json::from_str(body).unwrap();
    let metric = body["widgets"][1]["properties"]["metrics"][1].as_array().unwrap();
    assert_eq!(metric[..5], ["AWS/ApiGateway", "4xx", "ApiId", "${HttpApi}", "Stage"].map(Value::from));
}

#[test]
fn another_kind_shares_no_name_with_a_resource_of_another_type() {
    let [rest, http] = ["rest", "http"].map(|kind| document(&spec(kind).to_string(), Target::CloudFormation));
    let mut shared = 0;
    for (id, resource) in http["Resources"].as_object().unwrap() {
        if let Some(other) = rest["Resources"].get(id) {
            shared += 1;
            assert_eq!(resource["Type"], other["Type"], "CloudFormation cannot change the type of {id}");
        }
    }
    assert!(shared > 10, "queues, roles and alarms stay");
}

#[test]
fn a_switch_to_an_http_api_is_replaced_and_weakened_and_says_why() {
    let [rest, http] = ["rest", "http"].map(|kind| stack(&spec(kind).to_string()));
    let changes = compare(&rest, &http);
    let of = |kind| changes.iter().filter(|change| change.kind == kind).map(|change| change.message()).collect::<Vec<_>>();
    assert_eq!(
        of(Kind::Replaced),
        ["api: kind rest -> http: another API takes its place, every URL changes, and senders that are not told are refused"]
    );
    let weakened = of(Kind::Weakened);
    assert!(weakened.iter().any(|message| message.starts_with("api: kind rest -> http: the sender gets SQS's own answer")));
    let lost = "endpoint /a: message.attributes.requestId {context: requestId} -> not set";
    assert!(weakened.iter().any(|message| message.starts_with(lost)), "{weakened:#?}");
    assert_eq!(of(Kind::Deleted), Vec::<String>::new());
    assert!(compare(&http, &http).is_empty());
}

#[test]
fn many_routes_are_told_of_both_quotas_and_of_a_way_on_that_helps() {
    let with = |count: usize, more: &Value| {
        let endpoint = json!({ "queue": "a", "message": message(), "authorization": "none" });
        let endpoints: serde_json::Map<String, Value> =
            (0..count).map(|number| (format!("/{number}"), endpoint.clone())).collect();
        let mut spec = json!({ "name": "shop", "queues": { "a": {} }, "endpoints": endpoints, "api": { "kind": "http" } });
        spec.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let found = hookweir::check(spec.to_string().as_bytes(), Some(Target::CloudFormation)).unwrap().1;
        let told = found.into_iter().filter(|diagnostic| diagnostic.code.id() != "HW387");
        told.map(|found| format!("{} {} {}", found.code.id(), found.message, found.help.unwrap())).collect::<Vec<_>>()
    };
    assert_eq!(with(245, &json!({})), Vec::<String>::new());
    for more in [json!({}), json!({ "nestedStacks": 2 })] {
        let told = with(301, &more);
        assert!(told.iter().any(|told| told.starts_with("HW402 the API has 301 routes")), "{told:#?}");
        let quota = told.iter().find(|told| told.starts_with("HW401")).unwrap();
        assert!(quota.contains("split the spec") && !quota.contains("openapi") && !quota.contains("nestedStacks:"), "{quota}");
    }
}

#[test]
fn the_owner_of_an_api_decides_its_kind() {
    let spec = json!({
        "name": "shop",
        "queues": { "a": {} },
        "endpoints": { "/a": { "queue": "a", "message": message() } },
        "api": { "kind": "http", "existing": { "restApiId": "a1b2c3d4e5", "rootResourceId": "x9y8z7w6v5" } }
    });
    let (_, found) = hookweir::check(spec.to_string().as_bytes(), None).unwrap();
    let codes: Vec<&str> = found.iter().map(|diagnostic| diagnostic.code.id()).collect();
    assert_eq!(codes, ["HW381"]);
}

#[test]
fn a_domain_leads_to_an_http_api_through_a_mapping_of_its_kind() {
    let mut spec = spec("http");
    spec["api"]["domain"] = json!({ "name": "hooks.example.com", "certificateArn":
        "arn:aws:acm:eu-west-1:111122223333:certificate/1a2b3c4d-5e6f", "basePath": "v1" });
    let template = document(&spec.to_string(), Target::CloudFormation);
    let expected = json!({ "DomainName": { "Ref": "DomainName" }, "ApiMappingKey": "v1", "ApiId": { "Ref": "HttpApi" },
        "Stage": { "Ref": "HttpStage" } });
    assert_eq!(template["Resources"]["ApiMapping"]["Properties"], expected);
    assert_eq!(template["Resources"]["HttpApi"]["Properties"]["DisableExecuteApiEndpoint"], true);
    let configuration = document(&spec.to_string(), Target::Terraform);
    let expected = json!({ "domain_name": "${aws_api_gateway_domain_name.api.domain_name}", "api_mapping_key": "v1",
        "api_id": "${aws_apigatewayv2_api.api.id}", "stage": "${aws_apigatewayv2_stage.api.name}" });
    assert_eq!(configuration["resource"]["aws_apigatewayv2_api_mapping"]["api"], expected);
}
