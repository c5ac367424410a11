//! Features that meet in one queue: FIFO, keys, consumers, alarms, parameters, and queues that are there already.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use hookweir::diagnostic::Severity;
use hookweir::target::Target;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};
use support::document;

const KEY: &str = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

fn consumer(permissions: (&str, &str)) -> Value {
    json!({ "functionArn": "arn:aws:lambda:eu-west-1:111122223333:function:orders", permissions.0: permissions.1 })
}

fn spec(queue: &Value) -> Value {
    json!({
        "name": "shop",
        "parameters": { "key": {} },
        "queues": { "orders": queue },
        "endpoints": { "/orders": { "queue": "orders", "group": { "header": "X-Order" }, "message": { "body": "text" } } },
        "alarms": { "notify": { "topicArn": "arn:aws:sns:eu-west-1:111122223333:on-call" } },
        "dashboard": true
    })
}

/// Action and resource of each statement of a policy that is named in some way.
fn statements(document: &Value, target: Target, [in_template, in_configuration]: [&str; 2]) -> Vec<(String, String)> {
    let pointer = if target == Target::CloudFormation { in_template } else { in_configuration };
    let found = document.pointer(pointer).unwrap_or_else(|| panic!("no {pointer}"));
    let policy = found.as_str().map_or_else(|| found.clone(), |text| serde_json::from_str(text).unwrap());
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let statements = policy["Statement"].as_array().unwrap();
    statements.iter().map(|statement| (text(&statement["Action"]), text(&statement["Resource"]))).collect()
}

const READER: [&str; 2] =
    ["/Resources/OrdersConsumerPolicy/Properties/PolicyDocument", "/resource/aws_iam_role_policy/orders__consumer/policy"];
const SENDER: [&str; 2] =
    ["/Resources/OrdersRole/Properties/Policies/0/PolicyDocument", "/resource/aws_iam_role_policy/orders/policy"];

#[test]
fn a_consumer_of_a_queue_with_a_key_may_decrypt_with_that_key_and_no_more() {
    let keys = [
        (json!("sqs"), None),
        (json!("aws"), None),
        (json!({ "kmsKeyArn": KEY }), Some([KEY, KEY])),
        (json!({ "kmsKeyArn": { "parameter": "key" } }), Some([r#"{"Ref":"key"}"#, "${var.key}"])),
        (json!({ "kmsKey": "create" }), Some([r#"{"Fn::GetAtt":["OrdersKey","Arn"]}"#, "${aws_kms_key.orders.arn}"])),
    ];
    for (encryption, key) in keys {
        let mut spec = spec(&json!({
            "fifo": true,
            "encryption": encryption,
            "consumer": consumer(("functionRoleName", "orders-function"))
        }));
        if !spec.to_string().contains("parameter\"") {
            spec.as_object_mut().unwrap().remove("parameters");
        }
        for (position, target) in Target::ALL.into_iter().enumerate() {
            let found = statements(&document(&spec.to_string(), target), target, READER);
            let actions: Vec<&str> = found.iter().map(|(action, _)| action.as_str()).collect();
            let of_queue = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"];
            assert_eq!(actions[..3], of_queue, "{encryption}");
            match key {
                None => assert_eq!(actions.len(), 3, "{encryption}"),
                Some(key) => assert_eq!(found[3..], [("kms:Decrypt".to_owned(), key[position].to_owned())]),
            }
        }
    }
}

#[test]
fn a_policy_that_somebody_else_attaches_names_the_key_too() {
    let queue = json!({ "encryption": { "kmsKey": "create" }, "consumer": consumer(("permissions", "external")) });
    let mut spec = spec(&queue);
    spec.as_object_mut().unwrap().remove("parameters");
    spec["endpoints"]["/orders"].as_object_mut().unwrap().remove("group");
    for target in Target::ALL {
        let document = document(&spec.to_string(), target).to_string();
        let key = if target == Target::CloudFormation { "${OrdersKey.Arn}" } else { "${aws_kms_key.orders.arn}" };
        assert!(document.contains("kms:Decrypt") && document.contains(key), "{document}");
    }
}

#[test]
fn what_is_true_of_a_queue_that_is_there_already_reaches_what_sends_and_reads() {
    let queue = json!({
        "existing": "arn:aws:sqs:eu-west-1:111122223333:theirs.fifo",
        "fifo": true,
        "encryption": { "kmsKeyArn": { "parameter": "key" } },
        "consumer": consumer(("functionRoleName", "orders-function"))
    });
    for target in Target::ALL {
        let document = document(&spec(&queue).to_string(), target);
        let key = if target == Target::CloudFormation { r#"{"Ref":"key"}"# } else { "${var.key}" };
        let with_key = |action: &str| (action.to_owned(), key.to_owned());
        let sender = statements(&document, target, SENDER);
        assert_eq!(sender[0], ("sqs:SendMessage".to_owned(), "arn:aws:sqs:eu-west-1:111122223333:theirs.fifo".to_owned()));
        assert_eq!(sender[1..], [with_key("kms:GenerateDataKey"), with_key("kms:Decrypt")]);
        assert_eq!(statements(&document, target, READER)[3..], [with_key("kms:Decrypt")]);
        let text = document.to_string();
        assert!(text.contains(":sqs:path/111122223333/theirs.fifo") && text.contains("&MessageGroupId="), "{text}");
        for made in ["AWS::SQS::Queue\"", "AWS::KMS::", "aws_sqs_queue\"", "aws_kms_"] {
            assert!(!text.contains(made), "{made}");
        }
    }
}

#[test]
fn alarms_and_the_dashboard_watch_a_fifo_queue_by_its_whole_name() {
    let mut spec = spec(&json!({ "fifo": true }));
    spec.as_object_mut().unwrap().remove("parameters");
    let template = document(&spec.to_string(), Target::CloudFormation);
    let resources = &template["Resources"];
    for queue in ["OrdersQueue", "OrdersDlqQueue"] {
        let name = resources[queue]["Properties"]["QueueName"]["Fn::Sub"].as_str().unwrap();
        assert!(name.ends_with(".fifo"), "{name}");
        let dimension = json!([{ "Name": "QueueName", "Value": { "Fn::GetAtt": [queue, "QueueName"] } }]);
        let watched = resources.as_object().unwrap().values().filter(|alarm| alarm["Properties"]["Dimensions"] == dimension);
        assert!(watched.count() > 0, "{queue}");
        assert!(template.to_string().contains(&format!("${{{queue}.QueueName}}")), "{queue}");
    }
    let configuration = document(&spec.to_string(), Target::Terraform);
    for (queue, alarm) in [("orders", "orders_oldest_message"), ("orders_dlq", "orders_dlq_messages")] {
        let name = configuration["resource"]["aws_sqs_queue"][queue]["name"].as_str().unwrap();
        assert!(name.ends_with(".fifo"), "{name}");
        let dimensions = &configuration["resource"]["aws_cloudwatch_metric_alarm"][alarm]["dimensions"];
        assert_eq!(dimensions["QueueName"], format!("${{aws_sqs_queue.{queue}.name}}"));
    }
}

/// A queue, whether it is a FIFO queue, and whether it is encrypted with what a parameter gives.
fn queue() -> impl Strategy<Value = (Value, bool)> {
    let fifo = select(vec![json!(false), json!(true), json!({ "throughput": "high" })]);
    let encryption = select(vec![
        json!("sqs"),
        json!("aws"),
        json!({ "kmsKey": "create" }),
        json!({ "kmsKeyArn": KEY }),
        json!({ "kmsKeyArn": { "parameter": "key" } }),
    ]);
    let consumer = select(vec![None, Some(("functionRoleName", "f")), Some(("permissions", "external"))]);
    (fifo, encryption, consumer, 1..=10, any::<bool>()).prop_map(|(fifo, encryption, who, batch, existing)| {
        let is_fifo = fifo != json!(false);
        let mut queue = json!({});
        if existing {
            queue["existing"] =
                if is_fifo { "arn:aws:sqs:eu-west-1:111122223333:q.fifo" } else { "arn:aws:sqs:eu-west-1:111122223333:q" }.into();
            queue["fifo"] = is_fifo.into();
        } else {
            queue["fifo"] = fifo;
        }
        if !existing || encryption.get("kmsKeyArn").is_some() {
            queue["encryption"] = encryption;
        }
        if let Some(who) = who {
            queue["consumer"] = consumer_of(who, batch);
        }
        (queue, is_fifo)
    })
}

fn consumer_of(who: (&str, &str), batch: i32) -> Value {
    let mut consumer = consumer(who);
    consumer["batchSize"] = batch.into();
    consumer
}

fn source() -> impl Strategy<Value = Value> {
    select(vec![
        json!({ "header": "X-Order" }),
        json!({ "query": "order" }),
        json!({ "pathParameter": "tenant" }),
        json!({ "body": "$.order.id" }),
        json!({ "body": "$.orders[0].id" }),
        json!({ "context": "extendedRequestId" }),
    ])
}

fn any_spec() -> impl Strategy<Value = Value> {
    let message = select(vec![
        json!({ "body": "text" }),
        json!({ "body": "json" }),
        json!({ "layout": "bare" }),
        json!({ "body": "text", "attributes": { "a": { "header": "X-Order" } } }),
    ]);
    let deduplication = prop_oneof![Just(None), Just(Some(json!("content"))), source().prop_map(Some)];
    (queue(), message, source(), deduplication, any::<bool>()).prop_map(
        |((queue, fifo), message, group, deduplication, alarms)| {
            let by_content = deduplication == Some(json!("content"));
            let mut endpoint = json!({ "queue": "orders", "message": message });
            if fifo {
                endpoint["group"] = group;
                if let Some(deduplication) = deduplication.filter(|_| !by_content || endpoint["message"]["layout"] == "bare") {
                    endpoint["deduplication"] = deduplication;
                }
            }
            let mut spec = spec(&queue);
            spec["endpoints"] = json!({ "/{tenant}/orders": endpoint });
            if !alarms {
                spec.as_object_mut().unwrap().remove("alarms");
            }
            if !queue.to_string().contains("parameter") {
                spec.as_object_mut().unwrap().remove("parameters");
            }
            spec
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    /// Compiling rehearses every template, so a spec that compiles keeps its promise about groups and ids.
    #[test]
    fn every_valid_combination_compiles_for_both_targets_without_a_warning(spec in any_spec()) {
        let text = spec.to_string();
        for target in Target::ALL {
            let compiled = hookweir::compile(text.as_bytes(), target).map_err(|error| TestCaseError::fail(error.to_string()))?;
            let found: Vec<_> = compiled.diagnostics.iter().filter(|found| found.severity() != Severity::Note).collect();
            prop_assert!(found.is_empty() && !compiled.artifacts.is_empty(), "{text}: {found:?}");
        }
    }
}
