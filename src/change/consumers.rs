//! Functions that take messages, and their permissions.

use super::Change;
use super::found::{Found, created, deleted, opened, pairs, replaced, risky, weakened, widened};
use super::words::{beyond, duration, expr, list};
use crate::pointer::Pointer;
use crate::stack::{EventSourceMapping, Permissions, Scaling, Stack};

pub(super) fn compare(old: &Stack, new: &Stack, out: &mut Vec<Change>) {
    let named = |mapping: &'_ EventSourceMapping| mapping.declared_as.clone();
    let before = old.event_source_mappings.iter().map(|mapping| (named(mapping), mapping));
    let after = new.event_source_mappings.iter().map(|mapping| (named(mapping), mapping));
    for (name, pair) in pairs(before, after) {
        match pair {
            (Some(mapping), None) => {
                let meaning = "messages wait in the queue until something else takes them";
                out.push(deleted("consumer", &name, place(mapping), meaning, true));
            }
            (None, Some(mapping)) => out.push(begins(new, &name, mapping)),
            (Some(before), Some(after)) => {
                let mut found = Found::new("consumer", &name, place(after));
                settings(&mut found, (old, before), (new, after));
                found.finish(out);
            }
            (None, None) => {}
        }
    }
}

fn place(mapping: &EventSourceMapping) -> Pointer {
    mapping.pointer.key("consumer")
}

fn begins(stack: &Stack, name: &str, mapping: &EventSourceMapping) -> Change {
    let function = format!("`{}` takes the messages of the queue", expr(stack, &mapping.function));
    match role(stack, mapping) {
        Some(role) => opened("consumer", name, place(mapping), format!("{function}, and the role `{role}` may read it")),
        None => created("consumer", name, place(mapping), function, true),
    }
}

/// The role that the stack lets read the queue.
fn role(stack: &Stack, mapping: &EventSourceMapping) -> Option<String> {
    match mapping.permissions {
        Permissions::Attached(position) => stack.attached_policies.get(position).map(|policy| expr(stack, &policy.role)),
        Permissions::External(_) => None,
    }
}

fn settings(found: &mut Found<'_>, (old, before): (&Stack, &EventSourceMapping), (new, after): (&Stack, &EventSourceMapping)) {
    found.value(
        &["queue"],
        expr(old, &before.queue_arn),
        expr(new, &after.queue_arn),
        Some(replaced("another mapping takes messages from another queue; what is in the old one stays there")),
    );
    found.value(
        &["functionArn"],
        expr(old, &before.function),
        expr(new, &after.function),
        Some(risky("another function takes the messages")),
    );
    let (old_role, new_role) = (role(old, before), role(new, after));
    let verdict = match &new_role {
        Some(role) => widened(format!("the role `{role}` may read the queue")),
        None => risky("the stack takes the permission to read the queue out of the role; somebody else has to give it"),
    };
    found.setting(&["functionRoleName"], old_role, new_role, Some(verdict));
    found.plain(&["batchSize"], before.batch_size, after.batch_size, None);
    found.value(
        &["maximumBatchingWindow"],
        duration(before.maximum_batching_window),
        duration(after.maximum_batching_window),
        None,
    );
    let (old_bound, new_bound) = (concurrency(before), concurrency(after));
    let unbound = new_bound.is_none().then(|| risky("calls of the function are no longer bounded for this queue"));
    found.setting(&["maximumConcurrency"], old_bound, new_bound, unbound);
    found.setting(&["provisionedPollers"], pollers(before), pollers(after), None);
    filters(found, &before.filters, &after.filters);
    let reports = |mapping: &EventSourceMapping| mapping.report_batch_item_failures;
    let verdict = if reports(after) {
        risky("what the function answers decides now which messages are deleted")
    } else {
        risky("messages that the function names as failed are deleted with the rest")
    };
    found.plain(&["reportBatchItemFailures"], reports(before), reports(after), Some(verdict));
    let stops = before.enabled && !after.enabled;
    found.plain(
        &["enabled"],
        before.enabled,
        after.enabled,
        stops.then(|| risky("messages wait in the queue, and expire there")),
    );
}

fn concurrency(mapping: &EventSourceMapping) -> Option<String> {
    match mapping.scaling {
        Some(Scaling::MaximumConcurrency(calls)) => Some(calls.to_string()),
        _ => None,
    }
}

fn pollers(mapping: &EventSourceMapping) -> Option<String> {
    match mapping.scaling {
        Some(Scaling::ProvisionedPollers { min, max }) => Some(format!("{{min: {min}, max: {max}}}")),
        _ => None,
    }
}

/// Lambda deletes what matches no pattern.
fn filters(found: &mut Found<'_>, old: &[String], new: &[String]) {
    let narrower = !new.is_empty() && (old.is_empty() || !beyond(old, new).is_empty());
    let shown = |filters: &[String]| (!filters.is_empty()).then(|| list(filters));
    found.setting(
        &["filters"],
        shown(old),
        shown(new),
        narrower.then(|| weakened("Lambda deletes messages that match none of the patterns")),
    );
}
