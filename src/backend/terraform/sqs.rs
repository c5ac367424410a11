//! `aws_sqs_*`.

use super::expr::{queue_attribute, queue_name, value};
use super::iam::policy_json;
use super::{Lifecycle, Output, Type, lifecycle, tags};
use crate::stack::{Encryption, Queue, Redrive, Stack};
use serde::Serialize;
use serde::ser::SerializeMap;
use std::collections::BTreeMap;

#[derive(Serialize)]
struct QueueResource {
    name: String,
    visibility_timeout_seconds: u32,
    message_retention_seconds: u32,
    delay_seconds: u32,
    receive_wait_time_seconds: u32,
    max_message_size: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    sqs_managed_sse_enabled: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kms_master_key_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kms_data_key_reuse_period_seconds: Option<u32>,
    #[serde(flatten)]
    fifo: Option<FifoArguments>,
    #[serde(skip_serializing_if = "Option::is_none")]
    redrive_policy: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    redrive_allow_policy: Option<String>,
    policy: String,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    tags: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lifecycle: Option<Lifecycle>,
}

#[derive(Serialize)]
struct FifoArguments {
    fifo_queue: bool,
    content_based_deduplication: bool,
    deduplication_scope: &'static str,
    fifo_throughput_limit: &'static str,
}

pub(super) fn resources<M: SerializeMap>(stack: &Stack, map: &mut M) -> Result<(), M::Error> {
    if stack.queues.is_empty() {
        // A type without a resource is no configuration.
        return Ok(());
    }
    let queues =
        Type(|| stack.queues.iter().enumerate().map(|(position, queue)| (&queue.id.snake, resource(stack, position, queue))));
    map.serialize_entry("aws_sqs_queue", &queues)
}

fn resource(stack: &Stack, position: usize, queue: &Queue) -> QueueResource {
    // References stand inside the JSON text: an ARN holds nothing that JSON would escape.
    let (redrive_policy, redrive_allow_policy) = match &queue.redrive {
        Redrive::To { dead_letter_queue, max_receive_count } => (
            Some(format!(
                "{{\"deadLetterTargetArn\":\"{}\",\"maxReceiveCount\":{max_receive_count}}}",
                value(stack, dead_letter_queue)
            )),
            None,
        ),
        Redrive::From { source } => {
            (None, Some(format!("{{\"redrivePermission\":\"byQueue\",\"sourceQueueArns\":[\"{}\"]}}", value(stack, source))))
        }
    };
    let (kms_master_key_id, kms_data_key_reuse_period_seconds) = match &queue.encryption {
        Encryption::SqsManaged => (None, None),
        Encryption::Kms { key, data_key_reuse_period } => (Some(value(stack, key)), Some(*data_key_reuse_period)),
    };
    QueueResource {
        name: queue_name(stack, position),
        visibility_timeout_seconds: queue.visibility_timeout,
        message_retention_seconds: queue.message_retention_period,
        delay_seconds: queue.delay,
        receive_wait_time_seconds: queue.receive_message_wait_time,
        max_message_size: queue.maximum_message_size,
        sqs_managed_sse_enabled: (queue.encryption == Encryption::SqsManaged).then_some(true),
        kms_master_key_id,
        kms_data_key_reuse_period_seconds,
        fifo: queue.fifo.map(|fifo| FifoArguments {
            fifo_queue: true,
            content_based_deduplication: fifo.content_based_deduplication,
            deduplication_scope: fifo.scope.deduplication_scope(),
            fifo_throughput_limit: fifo.scope.throughput_limit(),
        }),
        redrive_policy,
        redrive_allow_policy,
        policy: policy_json(stack, &queue.policy),
        tags: tags(stack),
        lifecycle: lifecycle(queue.on_delete),
    }
}

pub(super) fn outputs<M: SerializeMap>(stack: &Stack, map: &mut M) -> Result<(), M::Error> {
    let urls = |dead_letter: bool| {
        Type(move || {
            stack
                .queues
                .iter()
                .enumerate()
                .filter(move |(_, queue)| matches!(queue.redrive, Redrive::From { .. }) == dead_letter)
                .map(|(position, queue)| (&queue.declared_as, queue_attribute(stack, position, "url")))
        })
    };
    map.serialize_entry(
        "queue_urls",
        &Output { description: "The URL of each queue, by its name in the spec.", value: urls(false) },
    )?;
    map.serialize_entry(
        "dead_letter_queue_urls",
        &Output { description: "The URL of each queue's dead-letter queue, by the queue's name in the spec.", value: urls(true) },
    )
}
