//! Logs, alarms and the dashboard.

use super::Change;
use super::found::{Found, created, deleted, pairs, risky, weakened};
use super::words::{duration, expr, set};
use crate::pointer::Pointer;
use crate::stack::{Alarm, Expr, LogGroup, OnDelete, Stack};

const ACCOUNT_ROLE: &str = "cloudWatchRole";

pub(super) fn compare(old: &Stack, new: &Stack, out: &mut Vec<Change>) {
    let top = Pointer::default();
    let api = top.key("api");
    let (before, after) = (&old.monitoring, &new.monitoring);
    log_group("access log", &api.key("accessLog"), before.access_log.as_ref(), after.access_log.as_ref(), out);
    log_group("execution log", &api.key("executionLog"), before.execution_log.as_ref(), after.execution_log.as_ref(), out);
    match (&before.account_role, &after.account_role) {
        (None, Some(_)) => {
            let meaning = "becomes the role for logs of every API in the account and Region, whatever was set before";
            out.push(created("account role", "", api.key(ACCOUNT_ROLE), meaning, true));
        }
        (Some(_), None) => {
            let meaning = "CloudFormation leaves it and the account's setting behind; Terraform would take the setting away from \
                 every API in the Region, so take both out of its state first";
            out.push(deleted("account role", "", api, meaning, true));
        }
        _ => {}
    }
    alarms(old, new, out);
    match (&before.dashboard, &after.dashboard) {
        (None, Some(_)) => out.push(created("dashboard", "", top.key("dashboard"), "", false)),
        (Some(_), None) => out.push(deleted("dashboard", "", top.key("dashboard"), "nobody sees it any more", false)),
        _ => {}
    }
}

fn log_group(resource: &'static str, pointer: &Pointer, old: Option<&LogGroup>, new: Option<&LogGroup>, out: &mut Vec<Change>) {
    match (old, new) {
        (None, Some(_)) => out.push(created(resource, "", pointer.clone(), "", false)),
        (Some(group), None) => {
            let meaning = match group.on_delete {
                OnDelete::Retain => "nothing is written down any more; the lines stay until their retention has passed",
                OnDelete::Delete => "it goes with its lines",
            };
            out.push(deleted(resource, "", pointer.clone(), meaning, true));
        }
        (Some(old), Some(new)) => {
            let mut found = Found::new(resource, "", pointer.clone());
            let days = |group: &LogGroup| format!("{}d", group.retention_days);
            let shorter = new.retention_days < old.retention_days;
            let verdict = shorter.then(|| weakened("lines that are older go"));
            found.value(&["retention"], days(old), days(new), verdict);
            let verdict = new.kms_key_arn.is_none().then(|| weakened("your key no longer encrypts it"));
            found.setting(&["kmsKeyArn"], old.kms_key_arn.clone(), new.kms_key_arn.clone(), verdict);
            found.finish(out);
        }
        (None, None) => {}
    }
}

fn alarms(old: &Stack, new: &Stack, out: &mut Vec<Change>) {
    let pointer = Pointer::default().key("alarms");
    let (before, after) = (notify(old), notify(new));
    if before.is_some() && after.is_some() {
        let mut found = Found::new("alarms", "", pointer.clone());
        found.setting(&["notify"], before, after, Some(risky("others are told")));
        found.finish(out);
    }
    let (before, after) = (&old.monitoring.alarms, &new.monitoring.alarms);
    let how_many = |alarms: &[Alarm]| format!("{} of them", alarms.len());
    match (before.as_slice(), after.as_slice()) {
        ([], []) => return,
        ([], all) => return out.push(created("alarms", "", pointer, how_many(all), false)),
        (all, []) => {
            let meaning = format!("{}, and nobody is told any more", how_many(all));
            return out.push(deleted("alarms", "", pointer, meaning, true));
        }
        _ => {}
    }
    let named = |alarm: &Alarm| alarm.name_suffix.clone();
    for (name, pair) in pairs(before.iter().map(|alarm| (named(alarm), alarm)), after.iter().map(|alarm| (named(alarm), alarm))) {
        match pair {
            // What comes and goes with its queue goes without saying.
            (None, Some(alarm)) if !is_watched_in(new, alarm, old) => {}
            (Some(alarm), None) if !is_watched_in(old, alarm, new) => {}
            (None, Some(_)) => out.push(created("alarm", &name, pointer.clone(), "", false)),
            (Some(_), None) => out.push(deleted("alarm", &name, pointer.clone(), "nobody is told any more", true)),
            (Some(old), Some(new)) => {
                let mut found = Found::new("alarm", &name, pointer.clone());
                let value = |alarm: &Alarm| match alarm.metric.name {
                    "ApproximateAgeOfOldestMessage" => duration(alarm.threshold),
                    _ => alarm.threshold.to_string(),
                };
                found.value(&["threshold"], value(old), value(new), None);
                found.finish(out);
            }
            (None, None) => {}
        }
    }
}

/// Whether what an alarm of a stack is about is in the other stack as well.
fn is_watched_in(stack: &Stack, alarm: &Alarm, other: &Stack) -> bool {
    let consumed = alarm.name_suffix.strip_suffix("-consumer-errors");
    if let Some(name) = consumed.filter(|_| alarm.metric.namespace == "AWS/Lambda") {
        return other.event_source_mappings.iter().any(|mapping| mapping.declared_as == name);
    }
    let queue = alarm.metric.dimensions.iter().find_map(|(_, value)| match value {
        Expr::QueueName(position) => stack.queues.get(*position),
        _ => None,
    });
    queue.is_none_or(|queue| other.queues.iter().any(|known| known.id == queue.id))
}

/// Who is told, as the spec says it.
fn notify(stack: &Stack) -> Option<String> {
    match (&stack.monitoring.topic, &stack.monitoring.notify) {
        (Some(topic), _) => Some(format!("{{email: {}}}", set(topic.emails.iter().map(|(_, address)| address)))),
        (None, Some(arn)) => Some(format!("{{topicArn: {}}}", expr(stack, arn))),
        (None, None) => None,
    }
}
