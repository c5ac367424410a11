//! FIFO queues: both of a pair, on both targets, with the same promises.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use hookweir::target::Target;
use serde_json::{Value, json};
use support::document;

fn spec(queue: &Value, endpoint: &Value) -> String {
    let mut endpoint = endpoint.clone();
    endpoint["queue"] = "orders".into();
    json!({ "name": "shop", "queues": { "orders": queue }, "endpoints": { "/a": endpoint } }).to_string()
}

/// The settings of the queue and of its dead-letter queue, under CloudFormation's names.
fn settings(spec: &str, target: Target) -> [Value; 2] {
    const NAMES: [(&str, &str); 5] = [
        ("QueueName", "name"),
        ("FifoQueue", "fifo_queue"),
        ("ContentBasedDeduplication", "content_based_deduplication"),
        ("DeduplicationScope", "deduplication_scope"),
        ("FifoThroughputLimit", "fifo_throughput_limit"),
    ];
    let document = document(spec, target);
    let queue = |camel: &str, snake: &str| match target {
        Target::CloudFormation => {
            let mut properties = document["Resources"][format!("{camel}Queue")]["Properties"].clone();
            properties["QueueName"] =
                properties["QueueName"]["Fn::Sub"].as_str().unwrap().replace("${AWS::StackName}", "NAME").into();
            NAMES.iter().map(|(name, _)| ((*name).to_owned(), properties[name].clone())).collect()
        }
        Target::Terraform => {
            let mut arguments = document["resource"]["aws_sqs_queue"][snake].clone();
            arguments["name"] = arguments["name"].as_str().unwrap().replace("${var.name_prefix}", "NAME").into();
            NAMES.iter().map(|(name, argument)| ((*name).to_owned(), arguments[argument].clone())).collect()
        }
    };
    [queue("Orders", "orders"), queue("OrdersDlq", "orders_dlq")]
}

fn fifo(name: &str, content: bool, scope: &str, limit: &str) -> Value {
    json!({
        "QueueName": name,
        "FifoQueue": true,
        "ContentBasedDeduplication": content,
        "DeduplicationScope": scope,
        "FifoThroughputLimit": limit,
    })
}

#[test]
fn a_fifo_queue_and_its_dead_letter_queue_promise_the_same_on_both_targets() {
    let id = json!({ "group": { "header": "X-A" } });
    let content = json!({ "group": { "header": "X-A" }, "deduplication": "content", "message": { "layout": "bare" } });
    let cases = [
        (json!({ "fifo": true }), &id, false, "queue", "perQueue"),
        (json!({ "fifo": { "throughput": "standard" } }), &id, false, "queue", "perQueue"),
        (json!({ "fifo": { "throughput": "high" } }), &id, false, "messageGroup", "perMessageGroupId"),
        (json!({ "fifo": true }), &content, true, "queue", "perQueue"),
    ];
    for (queue, endpoint, by_content, scope, limit) in cases {
        // Nobody sends to a dead-letter queue without an id.
        let expected = [fifo("NAME-orders.fifo", by_content, scope, limit), fifo("NAME-orders-dlq.fifo", false, scope, limit)];
        for target in Target::ALL {
            assert_eq!(settings(&spec(&queue, endpoint), target), expected, "{queue} {target}");
        }
    }
}

#[test]
fn a_standard_queue_has_no_setting_of_a_fifo_queue() {
    let message = json!({ "message": { "body": "text" } });
    for queue in [json!({}), json!({ "fifo": false })] {
        for target in Target::ALL {
            for (settings, name) in settings(&spec(&queue, &message), target).iter().zip(["NAME-orders", "NAME-orders-dlq"]) {
                assert_eq!(settings["QueueName"], name);
                assert!(settings.as_object().unwrap().iter().all(|(key, value)| key == "QueueName" || value.is_null()));
            }
        }
    }
}

#[test]
fn the_ids_of_resources_do_not_tell_a_fifo_queue() {
    let endpoint = json!({ "message": { "body": "text" } });
    let fifo = spec(&json!({ "fifo": true }), &json!({ "group": { "value": "all" } }));
    let keys = |spec: &str| -> Vec<String> {
        let document = document(spec, Target::CloudFormation);
        let ids = document["Resources"].as_object().unwrap().keys().filter(|id| !id.starts_with("Deployment"));
        ids.cloned().collect()
    };
    assert_eq!(keys(&fifo), keys(&spec(&json!({}), &endpoint)));
}

#[test]
fn the_dead_letter_queue_of_a_fifo_queue_may_keep_messages_for_a_shorter_time() {
    // There a message's age begins again when it moves.
    let queue = |fifo: bool| json!({ "fifo": fifo, "messageRetentionPeriod": "4d", "deadLetterQueue": { "messageRetentionPeriod": "1d" } });
    let codes = |spec: &str| -> Vec<&str> {
        hookweir::check(spec.as_bytes(), None).unwrap().1.iter().map(|found| found.code.id()).collect()
    };
    let message = json!({ "message": { "body": "text" }, "authorization": "none" });
    assert_eq!(codes(&spec(&queue(false), &message)), ["HW304"]);
    assert_eq!(
        codes(&spec(
            &queue(true),
            &json!({ "message": { "body": "text" }, "authorization": "none", "group": { "value": "all" } })
        )),
        [""; 0]
    );
}

#[test]
fn the_prefix_on_terraform_leaves_room_for_the_ending() {
    let name = "o".repeat(36);
    let spec = json!({
        "name": "shop",
        "queues": { name.as_str(): { "fifo": true } },
        "endpoints": { "/a": { "queue": name, "group": { "value": "all" } } }
    });
    let document = document(&spec.to_string(), Target::Terraform);
    let condition = document["variable"]["name_prefix"]["validation"]["condition"].as_str().unwrap();
    // A prefix of 34 characters, the dash, 36 of the name and nine of `-dlq.fifo` make 80.
    assert!(condition.contains("[a-z][a-z0-9-]{0,33}$"), "{condition}");
}
