//! Queues, each with its dead-letter queue.

use super::Change;
use super::found::{Found, created, deleted, noted, pairs, replaced, risky, weakened, widened};
use super::words::{duration, expr, size};
use crate::pointer::Pointer;
use crate::stack::{Encryption, Expr, FifoScope, Key, OnDelete, Permissions, Policy, Queue, Redrive, Stack};
use std::collections::BTreeMap;

const MOVED: &str = "on CloudFormation the queue would be made in another stack under the name that it has in the old one, which SQS \
     refuses: the update fails and is rolled back. On Terraform nothing changes";
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
                fifo(&mut found, before, after);
                settings(&mut found, before, after);
                encryption(&mut found, (old, before), (new, after));
                dead_letter_queue(&mut found, dead_letters(old, name), dead_letters(new, name));
                found.finish(out);
            }
            (None, None) => {}
        }
    }
    keys(old, new, out);
    existing(old, new, out);
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

fn settings(found: &mut Found<'_>, old: &Queue, new: &Queue) {
    let place = |queue: &Queue| queue.nested_stack.map(|number| format!("stack {number}"));
    found.setting(&["nestedStacks"], place(old), place(new), Some(replaced(MOVED)));
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

/// The type of a queue is in its name, which cannot change.
fn fifo(found: &mut Found<'_>, old: &Queue, new: &Queue) {
    let word = |queue: &Queue| match queue.fifo.map(|fifo| fifo.scope) {
        None => "false",
        Some(FifoScope::Queue) => "true",
        Some(FifoScope::MessageGroup) => "{throughput: high}",
    };
    let verdict = if old.fifo.is_some() == new.fifo.is_some() {
        noted("SQS counts calls and deduplication ids in another way")
    } else {
        let old_one = what_leaves(old.on_delete);
        replaced(format!("a queue of the other type takes its place, and consumers must follow; the old one: {old_one}"))
    };
    found.value(&["fifo"], word(old), word(new), Some(verdict));
}

fn encryption(found: &mut Found<'_>, (old_stack, old): (&Stack, &Queue), (new_stack, new): (&Stack, &Queue)) {
    const STORED: &str = "messages that are in it need the old key until they are consumed";
    let verdict = match (&old.encryption, &new.encryption) {
        (Encryption::SqsManaged, _) => risky("whoever reads the messages needs the permission to decrypt with the key"),
        (_, Encryption::SqsManaged) => weakened(format!("SQS keeps the key itself, and whoever may receive may read; {STORED}")),
        _ => risky(format!("whoever reads the messages needs the permission to decrypt with the new key; {STORED}")),
    };
    found.value(&["encryption"], key(old_stack, &old.encryption), key(new_stack, &new.encryption), Some(verdict));
    let period = |queue: &Queue| match &queue.encryption {
        Encryption::SqsManaged => None,
        Encryption::Kms { data_key_reuse_period, .. } => Some(duration(*data_key_reuse_period)),
    };
    if let (Some(before), Some(after)) = (period(old), period(new)) {
        found.value(&["dataKeyReusePeriod"], before, after, None);
    }
}

/// As the spec writes it.
fn key(stack: &Stack, encryption: &Encryption) -> String {
    match encryption {
        Encryption::SqsManaged => "sqs".to_owned(),
        Encryption::Kms { key: Expr::KeyArn(_), .. } => "{kmsKey: create}".to_owned(),
        Encryption::Kms { key: Expr::Text(alias), .. } if alias.starts_with("alias/") => "aws".to_owned(),
        Encryption::Kms { key, .. } => format!("{{kmsKeyArn: {}}}", expr(stack, key)),
    }
}

/// The keys that the stack makes.
fn keys(old: &Stack, new: &Stack, out: &mut Vec<Change>) {
    let named = |key: &Key| key.declared_as.clone();
    let place = |key: &Key| Pointer::default().key("queues").key(&key.declared_as);
    let (before, after) = (old.keys.iter().map(|key| (named(key), key)), new.keys.iter().map(|key| (named(key), key)));
    for (name, pair) in pairs(before, after) {
        match pair {
            (Some(key), None) => {
                let meaning = match key.on_delete {
                    OnDelete::Retain => {
                        "CloudFormation leaves it in the account; Terraform schedules its deletion, because `prevent_destroy` protects \
                         only what is still written, and messages under it cannot be read any more"
                    }
                    OnDelete::Delete => "its deletion is scheduled, and messages under it cannot be read any more",
                };
                out.push(deleted("key", &name, place(key), meaning, true));
            }
            (None, Some(key)) => out.push(created("key", &name, place(key), "it costs each month that it exists", false)),
            (Some(before), Some(after)) => {
                let mut found = Found::new("key", &name, place(after));
                found.value(&["onDelete"], on_delete(before.on_delete), on_delete(after.on_delete), None);
                found.finish(out);
            }
            (None, None) => {}
        }
    }
}

/// What is declared about queues that belong to somebody else: with which key a role may encrypt for them.
fn existing(old: &Stack, new: &Stack, out: &mut Vec<Change>) {
    let (before, after) = (keys_of_existing(old), keys_of_existing(new));
    for (name, (before, after)) in pairs(&before, &after) {
        if let (Some(before), Some(after)) = (before, after) {
            let mut found = Found::new("queue", name, Pointer::default().key("queues").key(name));
            let verdict = match after {
                Some(_) => widened("a role may use this key"),
                None => risky("no role may use a key any more, so SQS refuses every webhook if the queue has one"),
            };
            found.setting(&["encryption", "kmsKeyArn"], before.clone(), after.clone(), Some(verdict));
            found.finish(out);
        }
    }
}

fn keys_of_existing(stack: &Stack) -> BTreeMap<&str, Option<String>> {
    let mut keys = BTreeMap::new();
    let of = |policy: &Policy| {
        let statement = policy.statements.iter().find(|statement| statement.action == "kms:Decrypt");
        statement.and_then(|statement| statement.resource.as_ref()).map(|key| expr(stack, key))
    };
    for method in &stack.api.methods {
        let position = method.integration.queue.checked_sub(stack.queues.len());
        if let Some(queue) = position.and_then(|position| stack.existing_queues.get(position)) {
            let role = stack.roles.get(method.integration.role);
            keys.insert(queue.declared_as.as_str(), role.and_then(|role| of(&role.permissions)));
        }
    }
    for mapping in &stack.event_source_mappings {
        let policy = match &mapping.permissions {
            Permissions::Attached(position) => stack.attached_policies.get(*position).map(|policy| &policy.document),
            Permissions::External(policy) => Some(policy),
        };
        if stack.existing_queues.iter().any(|queue| queue.declared_as == mapping.declared_as) {
            keys.entry(mapping.declared_as.as_str()).or_insert_with(|| policy.and_then(of));
        }
    }
    keys
}

fn on_delete(on_delete: OnDelete) -> &'static str {
    match on_delete {
        OnDelete::Retain => "retain",
        OnDelete::Delete => "delete",
    }
}
