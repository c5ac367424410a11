//! Bodies that must match a JSON Schema: what is refused, what is stored, and what both targets are told.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::disallowed_methods)]

mod support;

use hookweir::change::compare;
use hookweir::gateway::{Gateway, Request, Simulation, simulate};
use hookweir::stack::Stack;
use hookweir::target::Target;
use hookweir::{Source, compile, understand};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::{Map, Value, json};
use std::process::Command;
use support::root;

fn spec(api: &Value, endpoint: &Value) -> Value {
    let mut all = json!({ "queue": "orders", "message": { "body": "text" }, "requestSchema": "order.schema.json" });
    all.as_object_mut().unwrap().extend(endpoint.as_object().unwrap().clone());
    json!({ "name": "shop", "queues": { "orders": {} }, "endpoints": { "/orders": all }, "api": api })
}

fn order() -> Value {
    serde_json::from_str(&std::fs::read_to_string(root().join("examples/order.schema.json")).unwrap()).unwrap()
}

/// The stack of a spec whose schema is this.
fn stack(spec: &Value, schema: &Value) -> Stack {
    let text = schema.to_string();
    let (_, found, stack) =
        understand(Source { bytes: spec.to_string().as_bytes(), read: &|_| Ok(text.clone().into_bytes()) }).unwrap();
    stack.unwrap_or_else(|| panic!("{schema}\n{found:#?}"))
}

fn document(spec: &Value, schema: &Value, target: Target) -> Value {
    let text = schema.to_string();
    let source = spec.to_string();
    let compiled = compile(Source { bytes: source.as_bytes(), read: &|_| Ok(text.clone().into_bytes()) }, target).unwrap();
    assert!(!compiled.artifacts.is_empty(), "{:#?}", compiled.diagnostics);
    serde_json::from_str(&compiled.artifacts[0].content).unwrap()
}

fn send(stack: &Stack, content_type: &str, body: &str) -> Simulation {
    let request = Request {
        method: "POST".to_owned(),
        path: "/orders".to_owned(),
        headers: vec![("Content-Type".to_owned(), content_type.to_owned())],
        body: body.as_bytes().to_vec(),
        request_id: "r".to_owned(),
        ..Request::default()
    };
    simulate(stack, &Gateway::new(stack).unwrap(), &request, None)
}

const RIGHT: &str =
    r#"{"id": "ord_1", "currency": "EUR", "lines": [{"sku": "a", "quantity": 2, "discount": -0.25}], "more": null}"#;

#[test]
fn what_matches_is_stored_as_it_came_and_what_does_not_is_answered_400() {
    let stack = stack(&spec(&json!({}), &json!({})), &order());
    let told = send(&stack, "application/json", RIGHT);
    assert_eq!(told.response.status, 200);
    let message: Value = serde_json::from_str(&told.message.unwrap().sent.body).unwrap();
    assert_eq!(message["body"], RIGHT);
    for wrong in [
        "",
        "{",
        "null",
        "[]",
        "&MessageBody=forged&Action=SendMessage",
        r#"{"id": "ord_1"}"#,
        r#"{"id": "", "lines": []}"#,
        r#"{"id": "ord_1", "lines": [], "currency": "GBP"}"#,
        r#"{"id": "ord_1", "lines": [{"sku": "a", "quantity": 1.5}]}"#,
        r#"{"id": "ord_1", "lines": [{"sku": "a", "quantity": 10001}]}"#,
        r#"{"id": "ord_1", "lines": [{"sku": "a", "quantity": 1, "discount": -1}]}"#,
    ] {
        let told = send(&stack, "application/json", wrong);
        assert_eq!((told.response.status, told.call.is_none(), told.message.is_none()), (400, true, true), "{wrong}");
        let answer: Value = serde_json::from_slice(&told.response.body).unwrap();
        assert_eq!(answer, json!({ "message": "Invalid request body", "requestId": "r" }));
        assert!(told.notes.iter().any(|note| note.starts_with("API Gateway refuses the request (BAD_REQUEST_BODY): ")));
    }
}

#[test]
fn only_json_is_taken_and_another_type_is_answered_503_as_ever() {
    let stack = stack(&spec(&json!({}), &json!({})), &order());
    assert_eq!(send(&stack, "text/plain", RIGHT).response.status, 503);
    assert_eq!(send(&stack, "application/json; charset=utf-8", RIGHT).response.status, 200);
}

#[test]
fn each_type_of_a_method_has_the_model_and_nothing_else_is_validated() {
    let spec = spec(
        &json!({}),
        &json!({ "contentTypes": ["application/json", "application/vnd.order+json"], "methods": ["POST", "PUT"] }),
    );
    let template = document(&spec, &order(), Target::CloudFormation);
    let method = &template["Resources"]["OrdersPutMethod"]["Properties"];
    let model = json!({ "Ref": "OrdersModel" });
    assert_eq!(method["RequestModels"], json!({ "application/json": model, "application/vnd.order+json": model }));
    assert_eq!(method["RequestValidatorId"], json!({ "Ref": "RequestBodyValidator" }));
    assert_eq!(template["Resources"]["OrdersModel"]["Properties"]["Schema"], order());
    let validator = &template["Resources"]["RequestBodyValidator"]["Properties"];
    assert_eq!((&validator["ValidateRequestBody"], &validator["ValidateRequestParameters"]), (&json!(true), &json!(false)));

    let resources = &document(&spec, &order(), Target::Terraform)["resource"];
    let method = &resources["aws_api_gateway_method"]["orders_put"];
    let model = "${aws_api_gateway_model.orders.name}";
    assert_eq!(method["request_models"], json!({ "application/json": model, "application/vnd.order+json": model }));
    assert_eq!(method["request_validator_id"], "${aws_api_gateway_request_validator.api.id}");
    let written = resources["aws_api_gateway_model"]["orders"]["schema"].as_str().unwrap();
    assert_eq!(serde_json::from_str::<Value>(written).unwrap(), order());
}

#[test]
fn the_openapi_document_says_the_same_without_the_version_of_the_schema() {
    let template = document(&spec(&json!({ "layout": "openapi" }), &json!({})), &order(), Target::CloudFormation);
    let body = &template["Resources"]["OpenApiRestApi"]["Properties"]["Body"];
    let operation = &body["paths"]["/orders"]["post"];
    let reference = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"].as_str().unwrap();
    let mut expected = order();
    expected.as_object_mut().unwrap().remove("$schema");
    assert_eq!(body.pointer(reference.trim_start_matches('#')), Some(&expected));
    let validator = operation["x-amazon-apigateway-request-validator"].as_str().unwrap();
    assert_eq!(body["x-amazon-apigateway-request-validators"][validator]["validateRequestBody"], true);
}

#[test]
fn a_property_may_be_called_like_a_keyword_or_like_a_template() {
    let schema = json!({ "properties": { "$schema": { "type": "string" }, "${x}": { "enum": ["${AWS::Region}", "%{if}"] },
        "properties": { "required": ["a"] } } });
    let right = r#"{"$schema": "a", "${x}": "%{if}", "properties": {"a": 1}}"#;
    let wrong = [r#"{"$schema": 1}"#, r#"{"${x}": "x"}"#, r#"{"properties": {}}"#];
    for api in [json!({}), json!({ "layout": "openapi" })] {
        let spec = spec(&api, &json!({}));
        let stack = stack(&spec, &schema);
        assert_eq!(send(&stack, "application/json", right).response.status, 200);
        for body in wrong {
            assert_eq!(send(&stack, "application/json", body).response.status, 400, "{body}");
        }
        let template = document(&spec, &schema, Target::CloudFormation).to_string();
        assert!(template.contains(r#""enum":["${AWS::Region}","%{if}"]"#), "{template}");
        let configuration = document(&spec, &schema, Target::Terraform).to_string();
        assert!(configuration.contains("$${AWS::Region}") && configuration.contains("%%{if}"), "{configuration}");
    }
}

#[test]
fn the_order_of_keys_in_the_file_changes_nothing_and_another_bound_makes_a_deployment() {
    let spec = spec(&json!({}), &json!({}));
    let (one, other): (Value, Value) = (
        serde_json::from_str(r#"{"type": "object", "required": ["a", "b"]}"#).unwrap(),
        serde_json::from_str(r#"{"required": ["a", "b"], "type": "object"}"#).unwrap(),
    );
    let narrower = json!({ "type": "object", "required": ["a", "b", "c"] });
    for target in Target::ALL {
        let text = |schema: &Value| document(&spec, schema, target).to_string();
        assert_eq!(text(&one), text(&other));
    }
    assert!(compare(&stack(&spec, &one), &stack(&spec, &other)).is_empty());
    let told = |old: &Stack, new: &Stack| compare(old, new).iter().map(|change| change.message()).collect::<Vec<_>>();
    let changed = told(&stack(&spec, &one), &stack(&spec, &narrower));
    assert!(changed[0].starts_with("endpoint /orders: requestSchema order.schema.json ("), "{changed:?}");
    assert!(changed[0].ends_with("webhooks that do not match it are answered 400 and not stored"), "{changed:?}");
    assert!(changed[1].starts_with("deployment: made anew"), "{changed:?}");
}

#[test]
fn without_a_schema_the_answer_to_a_body_stays_503() {
    let mut open = spec(&json!({}), &json!({}));
    open["endpoints"]["/orders"].as_object_mut().unwrap().remove("requestSchema");
    for target in Target::ALL {
        assert!(document(&spec(&json!({}), &json!({})), &order(), target).to_string().contains("BAD_REQUEST_BODY"));
        assert!(!document(&open, &order(), target).to_string().contains("BAD_REQUEST_BODY"));
    }
}

#[test]
fn the_path_begins_at_the_folder_of_the_spec_wherever_the_command_runs() {
    let run = |folder: &str, arguments: &[&str]| {
        let ran = Command::new(env!("CARGO_BIN_EXE_hookweir")).args(arguments).current_dir(root().join(folder)).output().unwrap();
        (ran.status.code(), String::from_utf8(ran.stdout).unwrap(), String::from_utf8(ran.stderr).unwrap())
    };
    let from_root = run("", &["build", "examples/request-schema.yaml"]);
    assert_eq!(from_root.0, Some(0), "{}", from_root.2);
    assert_eq!(from_root.1, run("examples", &["build", "request-schema.yaml"]).1);
    assert_eq!(run("src", &["diff", "../examples/request-schema.yaml", "../examples/request-schema.yaml"]).1, "no change\n");

    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("request-schema.yaml");
    std::fs::copy(root().join("examples/request-schema.yaml"), &copy).unwrap();
    let alone = run("", &["build", copy.to_str().unwrap(), "--out", folder.path().to_str().unwrap()]);
    assert_eq!(alone.0, Some(1));
    assert!(alone.2.contains("error[HW388]: `order.schema.json` cannot be read: there is no such file"), "{}", alone.2);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "something was written");
}

#[test]
fn a_byte_order_mark_in_front_of_a_schema_is_no_part_of_it() {
    let source = spec(&json!({}), &json!({})).to_string();
    let read = |_: &str| Ok(b"\xef\xbb\xbf{\"type\": \"object\"}".to_vec());
    assert!(understand(Source { bytes: source.as_bytes(), read: &read }).unwrap().2.is_some());
}

#[test]
fn a_schema_that_is_too_large_is_refused() {
    let text = format!(r#"{{"description": "{}"}}"#, "a".repeat(400_000));
    let source = spec(&json!({}), &json!({})).to_string();
    let (_, found, _) = understand(Source { bytes: source.as_bytes(), read: &|_| Ok(text.clone().into_bytes()) }).unwrap();
    assert_eq!(found[0].message, "`order.schema.json` has more than 400000 bytes");
}

/// Any schema that a spec can have.
fn schemas() -> impl Strategy<Value = Value> {
    let scalar = prop_oneof![
        Just(json!({})),
        select(vec!["object", "array", "string", "number", "integer", "boolean"]).prop_map(|name| json!({ "type": name })),
        (-2..3_i64, 0..4_i64).prop_map(|(from, more)| json!({ "minimum": from, "maximum": from + more })),
        (-2.5..2.5_f64).prop_map(|least| json!({ "type": "number", "minimum": least })),
        (0..3_u64, 0..3_u64).prop_map(|(least, more)| json!({ "minLength": least, "maxLength": least + more })),
        subsequence(vec![json!("a"), json!("é€"), json!(1), json!(1.5), json!(true), json!(0)], 1..4)
            .prop_map(|known| json!({ "enum": known })),
    ];
    scalar.prop_recursive(3, 24, 3, |inner| {
        let names = subsequence(vec!["a", "b", "c"], 1..=3);
        prop_oneof![
            inner.clone().prop_map(|items| json!({ "type": "array", "items": items })),
            inner.clone().prop_map(|items| json!({ "items": items })),
            (names.clone(), prop::collection::vec(inner, 3), any::<bool>()).prop_map(|(required, properties, typed)| {
                let properties: Map<String, Value> = ["a", "b", "c"].map(str::to_owned).into_iter().zip(properties).collect();
                let mut schema = json!({ "required": required, "properties": properties });
                if typed {
                    schema["type"] = "object".into();
                }
                schema
            }),
        ]
    })
}

fn values() -> impl Strategy<Value = Value> {
    let scalar = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-3..4_i64).prop_map(Value::from),
        (-3.0..3.0_f64).prop_map(Value::from),
        select(vec!["", "a", "é€", "abc", "😀😀😀"]).prop_map(Value::from),
    ];
    scalar.prop_recursive(3, 16, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            prop::collection::btree_map(select(vec!["a", "b", "c", "d"]).prop_map(str::to_owned), inner, 0..4)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_body_is_refused_exactly_when_a_validator_of_others_refuses_it(schema in schemas(), bodies in prop::collection::vec(values(), 12)) {
        let stack = stack(&spec(&json!({}), &json!({})), &schema);
        let judge = jsonschema::draft4::new(&schema).unwrap();
        for body in bodies {
            let told = send(&stack, "application/json", &body.to_string());
            prop_assert_eq!(told.response.status == 200, judge.is_valid(&body), "{} {}\n{:?}", schema, body, told.notes);
        }
    }
}
