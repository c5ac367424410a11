//! Queues, each with its dead-letter queue.

use super::Change;
use super::found::{Found, created, deleted, pairs, weakened};
use super::words::{duration, expr, size};
use crate::stack::{Encryption, OnDelete, Queue, Redrive, Stack};

const OLD_ONES: &str = "SQS deletes the messages that are older";

pub(super) fn compare(old: &Stack, new: &Stack, out: &mut Vec<Change>) {
    for (name, (before, after)) in pairs(sources(old), sources(new)) {
        match (before, after) {
            (Some(queue), None) => out.push(deleted("queue", name, queue.pointer.clone(), what_leaves(queue.on_delete), true)),
            (None, Some(queue)) => {
                out.push(created("queue", name, queue.pointer.clone(), "with its dead-letter queue", false));
            }
            (Some(before), Some(after)) => {
                let mut found = Found::new("queue", name, after.pointer.clone());
                settings(&mut found, (old, before), (new, after));
                dead_letter_queue(&mut found, dead_letters(old, name), dead_letters(new, name));
                found.finish(out);
            }
            (None, None) => {}
        }
    }
}

fn is_source(queue: &Queue) -> bool {
    matches!(queue.redrive, Redrive::To { .. })
}

fn sources(stack: &Stack) -> impl Iterator<Item = (&str, &Queue)> {
    stack.queues.iter().filter(|queue| is_source(queue)).map(|queue| (queue.declared_as.as_str(), queue))
}

fn dead_letters<'s>(stack: &'s Stack, name: &str) -> Option<&'s Queue> {
    stack.queues.iter().find(|queue| !is_source(queue) && queue.declared_as == name)
}

/// The template that was deployed decides on CloudFormation; on Terraform what is written no more is not protected.
fn what_leaves(on_delete: OnDelete) -> &'static str {
    match on_delete {
        OnDelete::Retain => {
            "CloudFormation leaves it and its dead-letter queue in the account with their messages; Terraform destroys both \
             with their messages, because `prevent_destroy` protects only what is still written"
        }
        OnDelete::Delete => "both targets delete it and its dead-letter queue with their messages",
    }
}

fn settings(found: &mut Found<'_>, (old_stack, old): (&Stack, &Queue), (new_stack, new): (&Stack, &Queue)) {
    found.value(&["visibilityTimeout"], duration(old.visibility_timeout), duration(new.visibility_timeout), None);
    if let (Redrive::To { max_receive_count: before, .. }, Redrive::To { max_receive_count: after, .. }) =
        (&old.redrive, &new.redrive)
    {
        found.plain(&["maxReceiveCount"], before, after, None);
    }
    retention(found, &["messageRetentionPeriod"], old, new);
    found.value(&["delay"], duration(old.delay), duration(new.delay), None);
    found.value(
        &["receiveMessageWaitTime"],
        duration(old.receive_message_wait_time),
        duration(new.receive_message_wait_time),
        None,
    );
    let smaller = new.maximum_message_size < old.maximum_message_size;
    found.value(
        &["maximumMessageSize"],
        size(old.maximum_message_size),
        size(new.maximum_message_size),
        smaller.then(|| weakened("a webhook whose message is larger is answered 503 and not stored")),
    );
    found.value(&["encryption"], encryption(old_stack, old), encryption(new_stack, new), None);
    let unprotected = new.on_delete == OnDelete::Delete;
    found.value(
        &["onDelete"],
        on_delete(old.on_delete),
        on_delete(new.on_delete),
        unprotected
            .then(|| weakened("from then on nothing keeps its messages when the stack is deleted or the queue leaves the spec")),
    );
}

fn dead_letter_queue(found: &mut Found<'_>, old: Option<&Queue>, new: Option<&Queue>) {
    if let (Some(old), Some(new)) = (old, new) {
        retention(found, &["deadLetterQueue", "messageRetentionPeriod"], old, new);
    }
}

/// <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html>
fn retention(found: &mut Found<'_>, keys: &[&str], old: &Queue, new: &Queue) {
    let (before, after) = (old.message_retention_period, new.message_retention_period);
    found.value(keys, duration(before), duration(after), (after < before).then(|| weakened(OLD_ONES)));
}

fn encryption(stack: &Stack, queue: &Queue) -> String {
    match &queue.encryption {
        Encryption::SqsManaged => "sqs".to_owned(),
        Encryption::Kms { key, .. } => expr(stack, key),
    }
}

fn on_delete(on_delete: OnDelete) -> &'static str {
    match on_delete {
        OnDelete::Retain => "retain",
        OnDelete::Delete => "delete",
    }
}
