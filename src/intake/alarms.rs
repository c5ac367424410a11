//! What is watched, and who is told.

use super::quantity::{count, quantity};
use super::{arn, limits, text, texts};
use crate::diagnostic::{Code, Diagnostic};
use crate::pointer::At;
use crate::spec::{self, AgeAlarm, ErrorAlarm, Toggle};

/// The alarms with every setting decided.
#[derive(Debug)]
pub struct Alarms {
    /// Who is told.
    pub notify: Notify,
    /// Whether a message in a dead-letter queue is told.
    pub dead_letter_messages: bool,
    /// From which age on in a dead-letter queue, if at all.
    pub dead_letter_expiry: Option<Age>,
    /// From which age on in a queue, if at all.
    pub oldest_message: Option<Age>,
    /// From so many within five minutes on, if at all.
    pub server_errors: Option<u32>,
    /// From so many within five minutes on, if at all.
    pub client_errors: Option<u32>,
    /// From so many calls of a queue's function within five minutes on, if at all.
    pub consumer_errors: Option<u32>,
}

/// Who is told.
#[derive(Debug)]
pub enum Notify {
    /// A topic that exists, by its ARN.
    Topic(String),
    /// A topic of the stack's own, which sends e-mails to these addresses.
    Email(Vec<String>),
}

/// The age of a message that is too old.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Age {
    /// What follows from the queue's settings.
    OfQueue,
    /// So many seconds, for every queue.
    Seconds(u32),
}

const DEFAULT_SERVER_ERRORS: i64 = 1;
const DEFAULT_CLIENT_ERRORS: i64 = 20;
const DEFAULT_CONSUMER_ERRORS: i64 = 1;

pub(super) fn resolve(alarms: spec::Alarms, at: &At<'_>, out: &mut Vec<Diagnostic>) -> Option<Alarms> {
    let notify = notify(alarms.notify, &at.key("notify"), out);
    let dead_letter_expiry = age(alarms.dead_letter_expiry, &at.key("deadLetterExpiry"), out);
    let oldest_message = age(alarms.oldest_message, &at.key("oldestMessage"), out);
    let server_errors = threshold(alarms.server_errors, DEFAULT_SERVER_ERRORS, &at.key("serverErrors"), out);
    let client_errors = threshold(alarms.client_errors, DEFAULT_CLIENT_ERRORS, &at.key("clientErrors"), out);
    let consumer_errors = threshold(alarms.consumer_errors, DEFAULT_CONSUMER_ERRORS, &at.key("consumerErrors"), out);
    Some(Alarms {
        notify: notify?,
        dead_letter_messages: alarms.dead_letter_messages.unwrap_or(true),
        dead_letter_expiry,
        oldest_message,
        server_errors,
        client_errors,
        consumer_errors,
    })
}

fn notify(notify: spec::Notify, at: &At<'_>, out: &mut Vec<Diagnostic>) -> Option<Notify> {
    let (written, topic, email) = (notify.topic_arn.is_some(), notify.topic_arn, notify.email);
    if written == email.is_some() {
        let message = if written { "`topicArn` and `email` exclude each other" } else { "`notify` names nobody" };
        out.push(
            Diagnostic::at_key(Code::NotExactlyOne, at, message)
                .help("write one of `topicArn: arn:aws:sns:...` and `email: [...]`"),
        );
    }
    let problem = topic.as_deref().and_then(|arn| arn::topic(arn, &at.key("topicArn")));
    out.extend(problem);
    let addresses = email.and_then(|email| texts(&email, &at.key("email"), text::email, out));
    topic.map(|arn| Notify::Topic(arn.0)).or(addresses.map(Notify::Email))
}

fn age(toggle: Option<Toggle<AgeAlarm>>, at: &At<'_>, out: &mut Vec<Diagnostic>) -> Option<Age> {
    let settings = Toggle::settings(toggle, true)?;
    match settings.age {
        None => Some(Age::OfQueue),
        written => quantity(written.as_ref(), 0, limits::MESSAGE_AGE, &at.key("age"), out).map(Age::Seconds),
    }
}

fn threshold(toggle: Option<Toggle<ErrorAlarm>>, default: i64, at: &At<'_>, out: &mut Vec<Diagnostic>) -> Option<u32> {
    let settings = Toggle::settings(toggle, true)?;
    count(settings.threshold, default, limits::ERROR_THRESHOLD, &at.key("threshold"), out)
}
