//! The schemas of ARNs of queues and keys, each of which a parameter can give.

use super::schema::or_parameter;
use schemars::{Schema, SchemaGenerator, json_schema};
use serde_json::json;

pub(super) fn queue(_: &mut SchemaGenerator) -> Schema {
    let mut schema = or_parameter(&json_schema!({
        "type": "string",
        "pattern": "^arn:[a-z0-9-]+:sqs:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,80}([.]fifo)?$",
        "patternErrorMessage": "the ARN of a queue, such as arn:aws:sqs:eu-west-1:123456789012:payments"
    }));
    schema.insert("examples".into(), json!([{ "parameter": "paymentsQueueArn" }, "arn:aws:sqs:eu-west-1:123456789012:payments"]));
    schema
}

pub(super) fn kms_key(_: &mut SchemaGenerator) -> Schema {
    let mut schema = or_parameter(&json_schema!({
        "type": "string",
        "pattern": "^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$",
        "patternErrorMessage": "the ARN of a key, such as arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    }));
    let arn = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
    schema.insert("examples".into(), json!([arn, { "parameter": "ordersKeyArn" }]));
    schema
}
