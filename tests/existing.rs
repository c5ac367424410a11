//! Queues that are there already: the stack sends to them and makes nothing of them, on both targets.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use hookweir::target::Target;
use serde_json::{Value, json};
use support::document;

const QUEUE: &str = "arn:aws-cn:sqs:cn-north-1:123456789012:orders";

fn spec(existing: &Value) -> Value {
    json!({
        "name": "shop",
        "parameters": { "queueArn": {}, "role": {} },
        "queues": {
            // Its dead-letter queue would have the name of the one below, if it had one.
            "q": {
                "existing": existing,
                "consumer": {
                    "functionArn": "arn:aws-cn:lambda:cn-north-1:123456789012:function:orders",
                    "functionRoleName": { "parameter": "role" }
                }
            },
            "q-dlq": {}
        },
        "endpoints": {
            "/a": { "queue": "q", "message": { "body": "text" } },
            "/b": { "queue": "q-dlq", "message": { "body": "text" } }
        }
    })
}

fn both(existing: &Value) -> [Value; 2] {
    [Target::CloudFormation, Target::Terraform].map(|target| document(&spec(existing).to_string(), target))
}

#[test]
fn nothing_is_made_of_the_queue() {
    let [template, configuration] = both(&json!(QUEUE));
    let resources = template["Resources"].as_object().unwrap();
    let queues = resources.values().filter(|resource| resource["Type"] == "AWS::SQS::Queue").count();
    assert_eq!(queues, 2, "the other queue and its dead-letter queue");
    assert!(resources.get("QQueue").is_none() && resources.get("QQueuePolicy").is_none());
    let queues = configuration["resource"]["aws_sqs_queue"].as_object().unwrap();
    assert_eq!(queues.keys().collect::<Vec<_>>(), ["q_dlq", "q_dlq_dlq"]);
    assert!(template["Outputs"].get("QQueueUrl").is_none() && configuration["output"]["queue_urls"]["value"].get("q").is_none());
}

#[test]
fn an_arn_in_the_spec_is_what_the_role_and_the_integration_have() {
    let [template, configuration] = both(&json!(QUEUE));
    let statement = &template["Resources"]["QRole"]["Properties"]["Policies"][0]["PolicyDocument"]["Statement"][0];
    assert_eq!((&statement["Action"], &statement["Resource"]), (&json!("sqs:SendMessage"), &json!(QUEUE)));
    let uri = &template["Resources"]["APostMethod"]["Properties"]["Integration"]["Uri"]["Fn::Sub"];
    assert_eq!(uri, "arn:${AWS::Partition}:apigateway:${AWS::Region}:sqs:path/123456789012/orders");
    assert_eq!(template["Resources"]["QConsumer"]["Properties"]["EventSourceArn"], QUEUE);

    let policy = configuration["resource"]["aws_iam_role_policy"]["q"]["policy"].as_str().unwrap();
    assert!(policy.contains(&format!("\"Resource\":\"{QUEUE}\"")), "{policy}");
    let uri = configuration["resource"]["aws_api_gateway_integration"]["a_post"]["uri"].as_str().unwrap();
    assert!(uri.ends_with(":sqs:path/123456789012/orders"), "{uri}");
    assert_eq!(configuration["resource"]["aws_lambda_event_source_mapping"]["q"]["event_source_arn"], QUEUE);
}

#[test]
fn an_arn_that_a_parameter_gives_is_taken_apart_where_it_is_deployed() {
    let [template, configuration] = both(&json!({ "parameter": "queueArn" }));
    let uri = &template["Resources"]["APostMethod"]["Properties"]["Integration"]["Uri"]["Fn::Sub"];
    assert!(uri[0].as_str().unwrap().ends_with(":sqs:path/${queueArnAccount}/${queueArnQueue}"), "{uri}");
    let part = |index: u8| json!({ "Fn::Select": [index, { "Fn::Split": [":", { "Ref": "queueArn" }] }] });
    assert_eq!(uri[1], json!({ "queueArnAccount": part(4), "queueArnQueue": part(5) }));
    let uri = configuration["resource"]["aws_api_gateway_integration"]["a_post"]["uri"].as_str().unwrap();
    assert!(uri.ends_with(":sqs:path/${split(\":\", var.queue_arn)[4]}/${split(\":\", var.queue_arn)[5]}"), "{uri}");
}

#[test]
fn another_queue_is_another_deployment_on_terraform_and_a_note_on_cloudformation() {
    let triggers = |existing: &Value| both(existing)[1]["resource"]["aws_api_gateway_deployment"]["api"]["triggers"].clone();
    // The role of a consumer is not served, so it is no trigger.
    assert_eq!(triggers(&json!({ "parameter": "queueArn" }))["parameters"], "${var.queue_arn}");
    assert!(triggers(&json!(QUEUE)).get("parameters").is_none());
    let noted = |target| {
        let spec = spec(&json!({ "parameter": "queueArn" })).to_string();
        let (_, found) = hookweir::check(spec.as_bytes(), Some(target)).unwrap();
        found.iter().any(|found| found.code.id() == "HW346")
    };
    assert_eq!([noted(Target::CloudFormation), noted(Target::Terraform)], [true, false]);
}
