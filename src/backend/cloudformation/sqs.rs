//! `AWS::SQS::*`.

use super::expr::{Intrinsic, Value, queue_id, queue_name, reference, sub};
use super::iam::PolicyDocument;
use super::{Output, Resource, Tag, kept, tags};
use crate::stack::{Encryption, Queue, Redrive, Stack};
use serde::Serialize;
use serde::ser::SerializeMap;

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct QueueProperties<'a> {
    queue_name: Intrinsic<String>,
    visibility_timeout: u32,
    message_retention_period: u32,
    delay_seconds: u32,
    receive_message_wait_time_seconds: u32,
    maximum_message_size: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    sqs_managed_sse_enabled: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kms_master_key_id: Option<Value<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kms_data_key_reuse_period_seconds: Option<u32>,
    #[serde(flatten)]
    fifo: Option<FifoProperties>,
    #[serde(skip_serializing_if = "Option::is_none")]
    redrive_policy: Option<RedrivePolicy<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    redrive_allow_policy: Option<RedriveAllowPolicy<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<Tag<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct FifoProperties {
    fifo_queue: bool,
    content_based_deduplication: bool,
    deduplication_scope: &'static str,
    fifo_throughput_limit: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RedrivePolicy<'a> {
    dead_letter_target_arn: Value<'a>,
    max_receive_count: u32,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RedriveAllowPolicy<'a> {
    redrive_permission: &'static str,
    source_queue_arns: [Value<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct QueuePolicyProperties<'a> {
    queues: [Intrinsic<String>; 1],
    policy_document: PolicyDocument<'a>,
}

pub(super) fn resources<M: SerializeMap>(stack: &Stack, map: &mut M) -> Result<(), M::Error> {
    for (position, queue) in stack.queues.iter().enumerate() {
        map.serialize_entry(
            &queue_id(stack, position),
            &kept(queue.on_delete, Resource::new("AWS::SQS::Queue", properties(stack, position, queue))),
        )?;
        let policy = QueuePolicyProperties {
            queues: [reference(queue_id(stack, position))],
            policy_document: PolicyDocument(stack, &queue.policy),
        };
        map.serialize_entry(
            &format!("{}QueuePolicy", queue.id.camel),
            &kept(queue.on_delete, Resource::new("AWS::SQS::QueuePolicy", policy)),
        )?;
    }
    Ok(())
}

fn properties<'a>(stack: &'a Stack, position: usize, queue: &'a Queue) -> QueueProperties<'a> {
    let (redrive_policy, redrive_allow_policy) = match &queue.redrive {
        Redrive::To { dead_letter_queue, max_receive_count } => (
            Some(RedrivePolicy {
                dead_letter_target_arn: Value(stack, dead_letter_queue),
                max_receive_count: *max_receive_count,
            }),
            None,
        ),
        Redrive::From { source } => {
            (None, Some(RedriveAllowPolicy { redrive_permission: "byQueue", source_queue_arns: [Value(stack, source)] }))
        }
    };
    let (kms_master_key_id, kms_data_key_reuse_period_seconds) = match &queue.encryption {
        Encryption::SqsManaged => (None, None),
        Encryption::Kms { key, data_key_reuse_period } => (Some(Value(stack, key)), Some(*data_key_reuse_period)),
    };
    QueueProperties {
        queue_name: sub(queue_name(stack, position)),
        visibility_timeout: queue.visibility_timeout,
        message_retention_period: queue.message_retention_period,
        delay_seconds: queue.delay,
        receive_message_wait_time_seconds: queue.receive_message_wait_time,
        maximum_message_size: queue.maximum_message_size,
        sqs_managed_sse_enabled: (queue.encryption == Encryption::SqsManaged).then_some(true),
        kms_master_key_id,
        kms_data_key_reuse_period_seconds,
        fifo: queue.fifo.map(|fifo| FifoProperties {
            fifo_queue: true,
            content_based_deduplication: fifo.content_based_deduplication,
            deduplication_scope: fifo.scope.deduplication_scope(),
            fifo_throughput_limit: fifo.scope.throughput_limit(),
        }),
        redrive_policy,
        redrive_allow_policy,
        tags: tags(stack),
    }
}

pub(super) fn outputs<M: SerializeMap>(stack: &Stack, map: &mut M) -> Result<(), M::Error> {
    for (position, queue) in stack.queues.iter().enumerate() {
        let description = match queue.redrive {
            Redrive::To { .. } => format!("URL of the queue {}", queue.declared_as),
            Redrive::From { .. } => format!("URL of the dead-letter queue of {}", queue.declared_as),
        };
        let id = queue_id(stack, position);
        map.serialize_entry(&format!("{id}Url"), &Output { description, value: reference(id) })?;
    }
    Ok(())
}
