//! Functions that take the messages, and the values that are given when the stack is deployed: both targets mean the same.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::disallowed_methods)]

mod support;

use hookweir::target::Target;
use serde_json::{Map, Value, json};
use std::process::Command;
use support::document;

const FUNCTION: &str = "arn:aws-cn:lambda:cn-north-1:123456789012:function:orders:live";
const MAPPING: [&str; 2] = ["/Resources/QConsumer/Properties", "/resource/aws_lambda_event_source_mapping/q"];

/// A spec with one queue `q`, which has this consumer.
fn spec(consumer: &Value) -> Value {
    let mut consumer_with_role = json!({ "functionArn": FUNCTION, "functionRoleName": "orders" });
    let keys = consumer.as_object().unwrap().clone();
    consumer_with_role.as_object_mut().unwrap().extend(keys);
    json!({
        "name": "prop",
        "queues": { "q": { "visibilityTimeout": "12h", "consumer": consumer_with_role } },
        "endpoints": { "/a": { "queue": "q", "message": { "body": "json" } } }
    })
}

/// Code and severity of what is found.
fn found(spec: &Value) -> Vec<String> {
    let (_, diagnostics) = hookweir::check(spec.to_string().as_bytes(), None).unwrap();
    let seen = diagnostics.into_iter().filter(|found| found.severity() != hookweir::diagnostic::Severity::Note);
    seen.map(|found| found.code.id().to_owned()).collect()
}

fn both(spec: &Value) -> [Value; 2] {
    [Target::CloudFormation, Target::Terraform].map(|target| document(&spec.to_string(), target))
}

#[test]
fn numbers_are_taken_up_to_both_ends_of_their_range_and_stand_in_both_outputs() {
    let numbers = [
        ("batchSize", 1, 10_000, ["BatchSize", "batch_size"]),
        ("maximumBatchingWindow", 1, 300, ["MaximumBatchingWindowInSeconds", "maximum_batching_window_in_seconds"]),
        ("maximumConcurrency", 2, 1000, ["ScalingConfig/MaximumConcurrency", "scaling_config/maximum_concurrency"]),
    ];
    for (key, min, max, places) in numbers {
        for value in [min, max] {
            let mut keys = json!({ "maximumBatchingWindow": 1 });
            keys[key] = value.into();
            let spec = spec(&keys);
            assert_eq!(found(&spec), [""; 0], "{key}: {value}");
            for ((document, mapping), place) in both(&spec).iter().zip(MAPPING).zip(places) {
                assert_eq!(document.pointer(&format!("{mapping}/{place}")), Some(&json!(value)), "{key}");
            }
        }
        for value in [min - 1, max + 1].into_iter().filter(|value| key != "maximumBatchingWindow" || *value != 0) {
            assert_eq!(found(&spec(&json!({ key: value }))), ["HW207"], "{key}: {value}");
        }
    }
    for (pollers, codes) in [
        (json!({ "min": 2, "max": 2 }), vec![]),
        (json!({ "min": 200, "max": 2000 }), vec![]),
        (json!({ "min": 3, "max": 2 }), vec!["HW339"]),
        (json!({ "min": 201, "max": 2001 }), vec!["HW207", "HW207"]),
    ] {
        assert_eq!(found(&spec(&json!({ "provisionedPollers": pollers }))), codes, "{pollers}");
    }
    for (timeout, codes) in [(0, vec!["HW207"]), (1, vec![]), (900, vec![]), (901, vec!["HW207"])] {
        assert_eq!(found(&spec(&json!({ "functionTimeout": timeout }))), codes, "{timeout}");
    }
}

#[test]
fn a_batch_of_more_than_ten_needs_a_window() {
    for (size, window, codes) in [(10, 0, vec![]), (11, 0, vec!["HW338"]), (11, 1, vec![])] {
        assert_eq!(found(&spec(&json!({ "batchSize": size, "maximumBatchingWindow": window }))), codes, "{size} in {window}");
    }
}

#[test]
fn the_visibility_timeout_is_compared_with_the_functions_timeout_and_the_window() {
    for (visibility, function, window, codes) in [
        (29, 30, 0, vec!["HW301"]),
        (30, 30, 0, vec!["HW337"]),
        (179, 30, 0, vec!["HW337"]),
        (180, 30, 0, vec![]),
        (184, 30, 5, vec!["HW337"]),
        (185, 30, 5, vec![]),
    ] {
        let mut spec = spec(&json!({ "functionTimeout": function, "maximumBatchingWindow": window }));
        spec["queues"]["q"]["visibilityTimeout"] = visibility.into();
        assert_eq!(found(&spec), codes, "{visibility} for {function} and {window}");
    }
}

#[test]
fn a_filter_has_at_most_4096_characters_as_json() {
    let around = json!({ "body": { "a": [""] } }).to_string().len();
    for (length, codes) in [(4096, vec![]), (4097, vec!["HW340"])] {
        let filters = json!([{ "body": { "a": ["ä".repeat(length - around)] } }]);
        assert_eq!(found(&spec(&json!({ "filters": filters }))), codes, "{length}");
    }
    for (count, codes) in [(5, vec![]), (6, vec!["HW343"]), (10, vec!["HW343"]), (11, vec!["HW207"])] {
        let filters = vec![json!({ "body": { "a": [1] } }); count];
        assert_eq!(found(&spec(&json!({ "filters": filters }))), codes, "{count}");
    }
}

#[test]
fn a_pattern_reaches_lambda_as_it_was_written() {
    let body =
        json!({ "body": { "type": ["${AWS::Region}", "%{if true}", "$${x}", "$", "'", "ä", { "prefix": "a\"b" }, 1.5, true] } });
    let [template, configuration] = both(&spec(&json!({ "filters": [{ "body": body }] })));
    let pattern = |document: &Value, place: &str| document.pointer(place).unwrap().as_str().unwrap().to_owned();
    let place = format!("{}/FilterCriteria/Filters/0/Pattern", MAPPING[0]);
    assert_eq!(pattern(&template, &place), json!({ "body": body }).to_string());
    let place = format!("{}/filter_criteria/filter/0/pattern", MAPPING[1]);
    let escaped = json!({ "body": body }).to_string().replace("${", "$${").replace("%{", "%%{");
    assert_eq!(pattern(&configuration, &place), escaped);
}

#[test]
fn failed_messages_are_named_unless_the_spec_says_otherwise() {
    for (keys, named) in [(json!({}), true), (json!({ "reportBatchItemFailures": false }), false)] {
        for (document, (mapping, key)) in
            both(&spec(&keys)).iter().zip(MAPPING.into_iter().zip(["FunctionResponseTypes", "function_response_types"]))
        {
            let types = document.pointer(mapping).unwrap().get(key);
            assert_eq!(types, named.then(|| json!(["ReportBatchItemFailures"])).as_ref());
        }
    }
    for (document, (mapping, key)) in
        both(&spec(&json!({ "enabled": false }))).iter().zip(MAPPING.into_iter().zip(["Enabled", "enabled"]))
    {
        assert_eq!(document.pointer(mapping).unwrap()[key], false);
    }
}

#[test]
fn the_role_may_read_this_queue_alone_before_the_mapping_is_made() {
    let [template, configuration] = both(&spec(&json!({})));
    let policy = &template["Resources"]["QConsumerPolicy"]["Properties"];
    assert_eq!(policy["Roles"], json!(["orders"]));
    assert_eq!(template["Resources"]["QConsumer"]["DependsOn"], json!(["QConsumerPolicy"]));
    let statements = policy["PolicyDocument"]["Statement"].as_array().unwrap().clone();
    assert!(statements.iter().all(|one| one["Resource"] == json!({ "Fn::GetAtt": ["QQueue", "Arn"] })), "{statements:?}");
    let actions = |statements: &[Value]| statements.iter().map(|one| one["Action"].clone()).collect::<Vec<_>>();
    let wanted = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"];
    assert_eq!(actions(&statements), wanted);

    let policy = &configuration["resource"]["aws_iam_role_policy"]["q__consumer"];
    assert_eq!(policy["role"], "orders");
    let mapping = &configuration["resource"]["aws_lambda_event_source_mapping"]["q"];
    assert_eq!(mapping["depends_on"], json!(["aws_iam_role_policy.q__consumer"]));
    let policy: Value = serde_json::from_str(policy["policy"].as_str().unwrap()).unwrap();
    let statements = policy["Statement"].as_array().unwrap();
    assert!(statements.iter().all(|one| one["Resource"] == "${aws_sqs_queue.q.arn}"), "{statements:?}");
    assert_eq!(actions(statements), wanted);
}

#[test]
fn external_permissions_are_an_output_and_no_resource() {
    let mut spec = spec(&json!({ "permissions": "external" }));
    spec["queues"]["q"]["consumer"].as_object_mut().unwrap().remove("functionRoleName");
    let [template, configuration] = both(&spec);
    assert!(
        template["Resources"].get("QConsumerPolicy").is_none() && template["Resources"]["QConsumer"].get("DependsOn").is_none()
    );
    assert!(configuration["resource"]["aws_iam_role_policy"].get("q__consumer").is_none());
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let of_template = text(&template["Outputs"]["QConsumerPolicy"]["Value"]["Fn::Sub"]);
    let of_configuration = text(&configuration["output"]["consumer_policies"]["value"]["q"]);
    assert_eq!(of_template.replace("${QQueue.Arn}", "ARN"), of_configuration.replace("${aws_sqs_queue.q.arn}", "ARN"));
    assert!(serde_json::from_str::<Value>(&of_template).is_ok(), "{of_template}");
}

#[test]
fn a_queue_that_is_called_after_a_consumer_keeps_its_own_policy() {
    let mut spec = spec(&json!({}));
    spec["queues"]["q-consumer"] = json!({});
    spec["endpoints"]["/b"] = json!({ "queue": "q-consumer", "message": { "body": "json" } });
    let [template, configuration] = both(&spec);
    assert_eq!(configuration["resource"]["aws_iam_role_policy"].as_object().unwrap().len(), 3);
    for id in ["QConsumer", "QConsumerPolicy", "QConsumerQueue", "QConsumerQueuePolicy", "QConsumerRole"] {
        assert!(template["Resources"].get(id).is_some(), "{id}");
    }
}

/// A spec whose one parameter is used, with these settings.
fn with_parameter(name: &str, settings: &Value) -> Value {
    let mut spec = spec(&json!({ "functionRoleName": { "parameter": name } }));
    spec["parameters"] = json!({ name: settings });
    spec
}

#[test]
fn a_parameter_is_one_value_under_one_name_on_each_target() {
    let [template, configuration] = both(&with_parameter("ordersFunctionRole2", &json!({ "description": "The role" })));
    assert_eq!(template["Parameters"], json!({ "ordersFunctionRole2": { "Type": "String", "Description": "The role" } }));
    assert_eq!(template["Resources"]["QConsumerPolicy"]["Properties"]["Roles"], json!([{ "Ref": "ordersFunctionRole2" }]));
    assert_eq!(configuration["variable"]["orders_function_role2"], json!({ "type": "string", "description": "The role" }));
    assert_eq!(configuration["resource"]["aws_iam_role_policy"]["q__consumer"]["role"], "${var.orders_function_role2}");
}

#[test]
fn a_sensitive_parameter_is_kept_out_of_sight_on_both_targets() {
    let [template, configuration] = both(&with_parameter("role", &json!({ "sensitive": true })));
    assert_eq!(template["Parameters"]["role"]["NoEcho"], true);
    assert_eq!(configuration["variable"]["role"]["sensitive"], true);
}

#[test]
fn without_parameters_nothing_is_asked_for() {
    let [template, configuration] = both(&spec(&json!({})));
    assert!(template.get("Parameters").is_none());
    assert_eq!(configuration["variable"].as_object().unwrap().len(), 1);
}

#[test]
fn descriptions_of_parameters_are_texts_on_both_targets() {
    for text in
        ["${AWS::Region}", "${var.name_prefix}", "%{if true}", "$${x}", "a$", "{\"Ref\": \"x\"}", "Fn::Sub", "ä 😀\n\ttwo"]
    {
        let [template, configuration] = both(&with_parameter("role", &json!({ "description": text })));
        assert_eq!(template["Parameters"]["role"]["Description"], text);
        // A literal position: Terraform reads no template there.
        assert_eq!(configuration["variable"]["role"]["description"], text);
    }
}

/// The real Terraform is asked what it makes of variables; without it there is nothing to ask.
#[test]
fn terraform_takes_every_name_and_reads_every_description_as_text() {
    let folder = tempfile::TempDir::new().unwrap();
    let terraform = |arguments: &[&str]| {
        Command::new("terraform").args(arguments).current_dir(folder.path()).env_remove("TF_CLI_CONFIG_FILE").output()
    };
    if terraform(&["version"]).is_err() {
        eprintln!("skipped: terraform is not installed");
        return;
    }
    let (mut variables, mut outputs) = (Map::new(), Map::new());
    let texts = ["${x}", "%{if true}", "$${x}", "%%{x}", "a$", "\"", "\\", "\n"];
    let names = ["each", "self", "var", "module", "path", "terraform", "aB", "a1b2", "functionARN", "null", "true", "for"];
    for name in names {
        for text in texts {
            let mut settings = json!({ "description": format!("x{text}") });
            settings["default"] = "orders".into();
            let configuration = document(&with_parameter(name, &settings).to_string(), Target::Terraform);
            let mut own = configuration["variable"].as_object().unwrap().clone();
            own.remove("name_prefix");
            let (variable, declaration) = own.into_iter().next().unwrap();
            outputs.insert(variable.clone(), json!({ "value": format!("${{var.{variable}}}") }));
            variables.insert(variable, declaration);
        }
    }
    assert_eq!(variables.len(), names.len());
    let probe = json!({ "variable": variables, "output": outputs }).to_string();
    std::fs::write(folder.path().join("main.tf.json"), probe).unwrap();
    for arguments in [&["init", "-no-color"][..], &["apply", "-auto-approve", "-no-color"]] {
        let ran = terraform(arguments).unwrap();
        assert!(ran.status.success(), "{}{}", String::from_utf8_lossy(&ran.stdout), String::from_utf8_lossy(&ran.stderr));
    }
    let read: Value = serde_json::from_slice(&terraform(&["output", "-json"]).unwrap().stdout).unwrap();
    assert!(read.as_object().unwrap().values().all(|output| output["value"] == "orders"), "{read}");
}

#[test]
fn a_name_that_terraform_reserves_is_refused() {
    for name in
        ["source", "version", "provider", "providers", "count", "forEach", "lifecycle", "dependsOn", "locals", "namePrefix"]
    {
        assert_eq!(found(&with_parameter(name, &json!({}))), ["HW330"], "{name}");
    }
    for (length, codes) in [(255, vec![]), (256, vec!["HW330"])] {
        assert_eq!(found(&with_parameter(&"a".repeat(length), &json!({}))), codes, "{length}");
    }
}

#[test]
fn more_parameters_than_a_template_takes_are_refused() {
    for (count, codes) in [(200, vec![]), (201, vec!["HW401"])] {
        let mut spec = with_parameter("role", &json!({}));
        for number in 1..count {
            let name = format!("role{number}");
            spec["parameters"][&name] = json!({});
            spec["queues"][&name] = json!({ "consumer": { "functionArn": FUNCTION, "functionRoleName": { "parameter": name } } });
        }
        // Queues without endpoints are only a warning; their number has its own quota.
        let (_, diagnostics) = hookweir::check(spec.to_string().as_bytes(), Some(Target::CloudFormation)).unwrap();
        let about_parameters: Vec<&str> =
            diagnostics.iter().filter(|found| found.message.contains(" parameters, and")).map(|found| found.code.id()).collect();
        assert_eq!(about_parameters, codes, "{count}");
    }
}

#[test]
fn the_quotas_of_a_template_count_consumers_too() {
    let many = |count: usize, endpoints: usize, keys: &Value| {
        let mut consumer = keys.clone();
        consumer["functionArn"] = FUNCTION.into();
        let numbered = |count: usize, value: &dyn Fn(usize) -> (String, Value)| (0..count).map(value).collect::<Map<_, _>>();
        json!({
            "name": "many",
            "queues": numbered(count, &|number| (format!("q{number}"), json!({ "consumer": consumer }))),
            "endpoints": numbered(endpoints, &|number| {
                (format!("/e{number}"), json!({ "queue": format!("q{number}"), "message": { "body": "text" }, "authorization": "none" }))
            }),
        })
    };
    let refused = |spec: &Value| {
        let diagnostics = hookweir::compile(spec.to_string().as_bytes(), Target::CloudFormation).unwrap().diagnostics;
        diagnostics.into_iter().map(|found| found.message).collect::<Vec<_>>()
    };
    let attached = json!({ "functionRoleName": "orders" });
    let count = |spec: &Value, part: &str| document(&spec.to_string(), Target::CloudFormation)[part].as_object().unwrap().len();
    assert_eq!(count(&many(54, 54, &attached), "Resources"), 495);
    let more = "the template has 504 resources, and CloudFormation takes at most 500";
    assert_eq!(refused(&many(55, 55, &attached)), [more]);

    let external = json!({ "permissions": "external" });
    assert_eq!(count(&many(66, 1, &external), "Outputs"), 199);
    let more = "the template has 202 outputs, and CloudFormation takes at most 200";
    assert!(refused(&many(67, 1, &external)).iter().any(|message| message == more));
}
