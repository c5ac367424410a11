//! Whatever a change of a spec changes in the output of a target is said, and nothing else.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use hookweir::change::compare;
use hookweir::target::Target;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};
use support::{document, output, stack};

/// A spec in which everything that a spec can say is drawn.
fn spec() -> impl Strategy<Value = Value> {
    let queue = select(vec![
        json!({}),
        json!({ "visibilityTimeout": 60, "maxReceiveCount": 5 }),
        json!({ "messageRetentionPeriod": "2d", "deadLetterQueue": { "messageRetentionPeriod": "3d" } }),
        json!({ "delay": "5s", "receiveMessageWaitTime": 0, "maximumMessageSize": "64KiB" }),
        json!({ "encryption": "aws" }),
        json!({ "onDelete": "delete" }),
        json!({ "existing": { "parameter": "queueArn" } }),
        json!({ "existing": "arn:aws:sqs:eu-west-1:111122223333:theirs" }),
        json!({ "consumer": { "functionArn": { "parameter": "fn" }, "functionRoleName": "worker" } }),
        json!({ "consumer": { "functionArn": { "parameter": "fn" }, "permissions": "external", "enabled": false } }),
        json!({ "consumer": { "functionArn": { "parameter": "fn" }, "functionRoleName": "w", "reportBatchItemFailures": false,
            "batchSize": 5, "maximumConcurrency": 2 } }),
    ]);
    let message = select(vec![
        json!({ "body": "text" }),
        json!({ "body": "text", "headers": "all" }),
        json!({ "body": "text", "headers": { "only": ["X-A", "X-B"] } }),
        json!({ "body": "text", "headers": { "only": ["X-B", "X-A"] } }),
        json!({ "body": "text", "headers": "none", "attributes": { "a": { "header": "X-A" } } }),
        json!({ "body": "text", "attributes": { "a": { "value": "b" } } }),
        json!({ "body": "json" }),
        json!({ "body": "text", "layout": "bare" }),
    ]);
    let response = select(vec![
        json!({}),
        json!({ "status": 204 }),
        json!({ "body": "" }),
        json!({ "body": "ok" }),
        json!({ "body": "$#", "headers": { "X-A": "b" } }),
    ]);
    let more = select(vec![
        json!({}),
        json!({ "methods": ["PUT", "POST"] }),
        json!({ "contentTypes": ["application/json"] }),
        json!({ "delay": "1m" }),
    ]);
    let endpoint = (select(vec!["a", "b"]), message, response, more).prop_map(|(queue, message, response, more)| {
        let mut endpoint = json!({ "queue": queue, "message": message, "response": response });
        endpoint.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        endpoint
    });
    let api = select(vec![
        json!({}),
        json!({ "stage": "v1" }),
        json!({ "endpointType": "edge" }),
        json!({ "endpointType": "private", "vpcEndpointIds": ["vpce-0a1b2c3d4e5f60718", "vpce-18f7e6d5c4b3a2910"] }),
        json!({ "endpointType": "private", "vpcEndpointIds": ["vpce-18f7e6d5c4b3a2910", "vpce-0a1b2c3d4e5f60718"] }),
        json!({ "throttle": { "rate": 5, "burst": 7 }, "tracing": true }),
        json!({ "accessLog": { "retention": "1d" }, "executionLog": "info", "cloudWatchRole": "create" }),
    ]);
    let top = select(vec![
        json!({}),
        json!({ "description": "d" }),
        json!({ "tags": { "a": "b" } }),
        json!({ "dashboard": true }),
        json!({ "alarms": { "notify": { "email": ["b@example.com", "a@example.com"] } } }),
        json!({ "alarms": { "notify": { "topicArn": "arn:aws:sns:eu-west-1:111122223333:t" }, "oldestMessage": { "age": 90 } } }),
        json!({ "alarms": { "notify": { "email": ["a@example.com"] }, "clientErrors": { "threshold": 3 }, "serverErrors": false } }),
    ]);
    let function = select(vec![
        json!({}),
        json!({ "description": "d" }),
        json!({ "sensitive": true }),
        json!({ "default": "arn:aws:lambda:eu-west-1:111122223333:function:f" }),
    ]);
    (select(vec!["one", "two"]), queue.clone(), queue, endpoint.clone(), proptest::option::of(endpoint), api, top, function)
        .prop_map(|(name, a, b, first, second, api, top, function)| {
            let mut endpoints = json!({ "/a": first });
            if let Some(second) = second {
                endpoints["/{x}/b"] = second;
            }
            let mut spec = json!({
                "name": name, "queues": { "a": a, "b": b }, "endpoints": endpoints, "api": api,
                "parameters": { "fn": function, "queueArn": {} },
            });
            spec.as_object_mut().unwrap().extend(top.as_object().unwrap().clone());
            spec
        })
}

/// By what each target tells one deployment from another.
fn deployments(spec: &str) -> [String; 2] {
    let template = document(spec, Target::CloudFormation);
    let ids = template["Resources"].as_object().unwrap().keys();
    let configuration = document(spec, Target::Terraform);
    [
        ids.filter(|id| id.starts_with("Deployment")).cloned().collect(),
        configuration["resource"]["aws_api_gateway_deployment"]["api"]["triggers"].to_string(),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_changes_in_the_output_is_reported_and_nothing_else(old in spec(), new in spec(), part in 0..9_usize) {
        // Two specs that differ in one part find more than two that differ in all.
        let keys: Vec<&String> = old.as_object().unwrap().keys().collect();
        let mut mixed = old.clone();
        match keys.get(part) {
            Some(key) => if let Some(value) = new.get(key.as_str()) { mixed[key.as_str()] = value.clone() },
            None => mixed = new,
        }
        let (old, new) = (old.to_string(), mixed.to_string());
        let changes = compare(&stack(&old), &stack(&new));
        let differs = Target::ALL.iter().any(|target| output(&old, *target) != output(&new, *target));
        prop_assert_eq!(!changes.is_empty(), differs, "{}\n{}\n{:#?}", old, new, changes);
        let anew = changes.iter().any(|change| change.resource == "deployment");
        for (old, new) in deployments(&old).iter().zip(&deployments(&new)) {
            prop_assert_eq!(anew, old != new);
        }
        for change in &changes {
            let differs = change.details.iter().all(|detail| detail.old != detail.new);
            prop_assert!(differs && !change.message().contains('\n'), "{change:#?}");
        }
    }
}
