//! One queue with its dead-letter queue.

use super::parameter::{Parameters, Value};
use super::quantity::{count, quantity};
use super::{Consumer, Encryption, OnDelete, Throughput, arn, consumer, encryption, limits, text};
use crate::diagnostic::{Code, Diagnostic, Place, quoted};
use crate::pointer::{At, Pointer};
use crate::spec;

/// A queue that is there already.
#[derive(Debug)]
pub struct Existing {
    /// Its ARN.
    pub arn: Value,
    /// How long a received message stays hidden there, where the spec says so.
    pub visibility_timeout: Option<u32>,
}

/// A queue with every setting decided. Times are in seconds, sizes in bytes.
#[derive(Debug)]
pub struct Queue {
    /// The name in the spec.
    pub name: String,
    /// The queue that stands for this one; then nothing else here counts but the consumer, `fifo` and a key in `encryption`.
    pub existing: Option<Existing>,
    /// How long a received message stays hidden.
    pub visibility_timeout: u32,
    /// Receives before a message moves to the dead-letter queue.
    pub max_receive_count: u32,
    /// How long a message is kept.
    pub message_retention_period: u32,
    /// How long a message is kept in the dead-letter queue, counted from its first arrival.
    pub dead_letter_retention_period: u32,
    /// How long a new message stays hidden.
    pub delay: u32,
    /// How long a receive call waits.
    pub receive_message_wait_time: u32,
    /// The largest message.
    pub maximum_message_size: u32,
    /// How messages are encrypted at rest.
    pub encryption: Encryption,
    /// What happens when the queue leaves the stack.
    pub on_delete: OnDelete,
    /// The throughput of a FIFO queue; `None` is a standard queue.
    pub fifo: Option<Throughput>,
    /// The function that takes its messages.
    pub consumer: Option<Consumer>,
    /// Where the queue stands in the spec.
    pub pointer: Pointer,
}

const DEFAULT_VISIBILITY_TIMEOUT: i64 = 30;
const DEFAULT_MAX_RECEIVE_COUNT: i64 = 3;
const DEFAULT_RETENTION: i64 = 4 * 86_400;
const DEFAULT_DEAD_LETTER_RETENTION: i64 = 14 * 86_400;
const DEFAULT_WAIT_TIME: i64 = 20;
const DEFAULT_MESSAGE_SIZE: i64 = 1_048_576;

pub(super) fn resolve(
    name: &str,
    queue: spec::Queue,
    parameters: &mut Parameters,
    at: &At<'_>,
    out: &mut Vec<Diagnostic>,
) -> Option<Queue> {
    let named = text::is_queue_name(name);
    if !named {
        out.push(
            Diagnostic::at_key(Code::InvalidQueueName, at, format!("{} cannot name a queue", quoted(name)))
                .help("use letters, digits, - and _, starting with a letter"),
        );
    }
    let declared = queue.visibility_timeout.is_some();
    if queue.existing.is_some() {
        refuse_settings(&queue, at, out);
    }
    let fifo = match queue.fifo {
        None | Some(spec::Fifo::Off) => None,
        Some(spec::Fifo::On(throughput)) => Some(throughput),
    };
    let existing_arn = queue.existing.map(|written| {
        let check = |arn: &str, at: &At<'_>| arn::queue(arn, fifo.is_some(), at);
        parameters.value(written, &at.key("existing"), check, out)
    });
    let visibility_timeout = quantity(
        queue.visibility_timeout.as_ref(),
        DEFAULT_VISIBILITY_TIMEOUT,
        limits::VISIBILITY_TIMEOUT,
        &at.key("visibilityTimeout"),
        out,
    );
    let max_receive_count =
        count(queue.max_receive_count, DEFAULT_MAX_RECEIVE_COUNT, limits::MAX_RECEIVE_COUNT, &at.key("maxReceiveCount"), out);
    let message_retention_period = quantity(
        queue.message_retention_period.as_ref(),
        DEFAULT_RETENTION,
        limits::MESSAGE_RETENTION_PERIOD,
        &at.key("messageRetentionPeriod"),
        out,
    );
    let dead_letter_retention_period = quantity(
        queue.dead_letter_queue.unwrap_or_default().message_retention_period.as_ref(),
        DEFAULT_DEAD_LETTER_RETENTION,
        limits::MESSAGE_RETENTION_PERIOD,
        &at.key("deadLetterQueue").key("messageRetentionPeriod"),
        out,
    );
    let delay = quantity(queue.delay.as_ref(), 0, limits::DELAY, &at.key("delay"), out);
    let receive_message_wait_time = quantity(
        queue.receive_message_wait_time.as_ref(),
        DEFAULT_WAIT_TIME,
        limits::RECEIVE_MESSAGE_WAIT_TIME,
        &at.key("receiveMessageWaitTime"),
        out,
    );
    let maximum_message_size = quantity(
        queue.maximum_message_size.as_ref(),
        DEFAULT_MESSAGE_SIZE,
        limits::MAXIMUM_MESSAGE_SIZE,
        &at.key("maximumMessageSize"),
        out,
    );
    let encryption = encryption::resolve(queue.encryption, queue.data_key_reuse_period.as_ref(), parameters, at, out);
    let consumer = queue.consumer.map(|written| consumer::resolve(written, parameters, &at.key("consumer"), out));
    named.then_some(())?;
    Some(Queue {
        name: name.to_owned(),
        existing: match existing_arn {
            None => None,
            Some(arn) => Some(Existing { arn: arn?, visibility_timeout: visibility_timeout.filter(|_| declared) }),
        },
        visibility_timeout: visibility_timeout?,
        max_receive_count: max_receive_count?,
        message_retention_period: message_retention_period?,
        dead_letter_retention_period: dead_letter_retention_period?,
        delay: delay?,
        receive_message_wait_time: receive_message_wait_time?,
        maximum_message_size: maximum_message_size?,
        encryption: encryption?,
        on_delete: queue.on_delete.unwrap_or(OnDelete::Retain),
        fifo,
        consumer: consumer.map_or(Some(None), |resolved| resolved.map(Some))?,
        pointer: at.pointer(),
    })
}

/// A key that is there already, like the queue: what sends and reads needs a permission for it.
fn is_key_there(encryption: &spec::Encryption) -> bool {
    matches!(encryption, spec::Encryption::Key(key) if key.kms_key.is_none())
}

/// Of a queue that is there already nothing is set.
fn refuse_settings(queue: &spec::Queue, at: &At<'_>, out: &mut Vec<Diagnostic>) {
    let written = [
        ("maxReceiveCount", queue.max_receive_count.is_some()),
        ("messageRetentionPeriod", queue.message_retention_period.is_some()),
        ("deadLetterQueue", queue.dead_letter_queue.is_some()),
        ("delay", queue.delay.is_some()),
        ("receiveMessageWaitTime", queue.receive_message_wait_time.is_some()),
        ("maximumMessageSize", queue.maximum_message_size.is_some()),
        ("encryption", queue.encryption.as_ref().is_some_and(|encryption| !is_key_there(encryption))),
        ("dataKeyReusePeriod", queue.data_key_reuse_period.is_some()),
        ("fifo", queue.fifo == Some(spec::Fifo::On(Throughput::High))),
        ("onDelete", queue.on_delete.is_some()),
    ];
    for (key, _) in written.into_iter().filter(|(_, written)| *written) {
        out.push(
            Diagnostic::at_key(
                Code::ExistingQueueSettings,
                &at.key(key),
                format!("`{key}` of a queue that is there already is not set here"),
            )
            .label(Place::Key(at.key("existing").pointer()), "the queue that is there")
            .help("set it where the queue is made, or remove `existing` for a queue of the stack's own"),
        );
    }
}
