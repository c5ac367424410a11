//! A message that is deleted at the end of its retention period never gets older, so no alarm can wait for that.

use super::below;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::intake::{Age, Intake, Queue, limits, show};
use crate::pointer::Pointer;

pub(super) fn check(intake: &Intake, out: &mut Vec<Diagnostic>) {
    let Some(alarms) = &intake.alarms else { return };
    let dead_letters = |queue: &Queue| queue.dead_letter_retention_period;
    if let Some((age, queue)) = never_reached(alarms.dead_letter_expiry, &intake.queues, dead_letters) {
        let kept = dead_letters(queue);
        let place = below(&queue.pointer, &["deadLetterQueue", "messageRetentionPeriod"]);
        out.push(finding("deadLetterExpiry", age, &format!("the dead-letter queue of `{}`", queue.name), kept, place));
    }
    let own = |queue: &Queue| queue.message_retention_period;
    if let Some((age, queue)) = never_reached(alarms.oldest_message, &intake.queues, own) {
        let place = below(&queue.pointer, &["messageRetentionPeriod"]);
        out.push(finding("oldestMessage", age, &format!("the queue `{}`", queue.name), own(queue), place));
    }
}

/// The age that no message reaches, and the queue that keeps its messages for the shortest time: the first by name of several.
fn never_reached(age: Option<Age>, queues: &[Queue], retention: impl Fn(&Queue) -> u32) -> Option<(u32, &Queue)> {
    let Some(Age::Seconds(age)) = age else { return None };
    let own = queues.iter().filter(|queue| queue.existing.is_none());
    let shortest = own.min_by_key(|queue| retention(queue))?;
    (age >= retention(shortest)).then_some((age, shortest))
}

fn finding(alarm: &str, age: u32, queue: &str, kept: u32, period: Place) -> Diagnostic {
    let words = |seconds: u32| show(i64::from(seconds), limits::Unit::Seconds);
    let (age, kept) = (words(age), words(kept));
    Diagnostic::new(
        Code::AlarmNeverOn,
        Place::Value(Pointer::default().key("alarms").key(alarm).key("age")),
        format!("`age` is {age}, and {queue} keeps a message for {kept}, so the alarm is never on"),
    )
    .label(period, "this period")
    .help(format!("write less than {kept}, or remove the key: the default follows from each queue's settings"))
}
