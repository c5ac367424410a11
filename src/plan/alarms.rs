//! The alarms: for each queue, for what consumes it, then for the API.

use super::api_metrics::Metrics;
use super::naming;
use super::queues::dead_letter_position;
use crate::intake::limits::Unit;
use crate::intake::{self, Age, Alarms, ApiKind, Intake, Value, show};
use crate::stack::{Alarm, Expr, Metric, MissingData, Queue};

/// SQS and API Gateway publish their metrics once a minute:
/// <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/monitoring-using-cloudwatch.html>
const MINUTE: u32 = 60;
const FIVE_MINUTES: u32 = 300;

pub(super) fn plan(alarms: &Alarms, intake: &Intake, queues: &[Queue]) -> Vec<Alarm> {
    let mut planned = Vec::new();
    let own = intake.queues.iter().enumerate().filter(|(_, queue)| queue.existing.is_none());
    // Each has its dead-letter queue behind it.
    for ((number, queue), position) in own.zip((0..queues.len()).step_by(2)) {
        let dead_letters = dead_letter_position(queues, position);
        planned.extend(
            dead_letters.filter(|_| alarms.dead_letter_messages).map(|position| dead_letter_messages(queue, position, queues)),
        );
        if let (Some(age), Some(position)) = (alarms.dead_letter_expiry, dead_letters) {
            planned.push(dead_letter_expiry(age, queue, position, queues));
        }
        if let Some(age) = alarms.oldest_message {
            planned.push(oldest_message(age, queue, longest_delay(intake, number), position, queues));
        }
    }
    if let Some(threshold) = alarms.consumer_errors {
        let consumed = intake.queues.iter().filter_map(|queue| queue.consumer.as_ref().map(|consumer| (queue, consumer)));
        planned.extend(consumed.map(|(queue, consumer)| consumer_errors(threshold, queue, consumer)));
    }
    // Somebody else's stage is watched by its owner.
    if let Some(metrics) = Metrics::of(intake) {
        planned.extend(api_errors(alarms, &metrics));
    }
    planned
}

/// A queue that reports nothing has not been emptied: receiving, deleting and moving messages all make it report.
fn dead_letter_messages(queue: &intake::Queue, position: usize, queues: &[Queue]) -> Alarm {
    Alarm {
        description: format!(
            "The dead-letter queue of {} holds messages that were received {} times and not deleted.",
            queue.name, queue.max_receive_count
        ),
        period: MINUTE,
        threshold: 1,
        missing_data: MissingData::Ignore,
        ..of_queue(position, queues, "ApproximateNumberOfMessagesVisible", ("Messages", "messages"))
    }
}

/// In a dead-letter queue this metric counts from the move, while SQS deletes a message by its first arrival. So the alarm
/// comes early: at half of the time.
/// <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html>
fn dead_letter_expiry(age: Age, queue: &intake::Queue, position: usize, queues: &[Queue]) -> Alarm {
    Alarm {
        description: format!(
            "Messages in the dead-letter queue of {} are lost unless somebody acts: SQS deletes each one {} after it first arrived.",
            queue.name,
            show(i64::from(queue.dead_letter_retention_period), Unit::Seconds)
        ),
        threshold: match age {
            Age::OfQueue => queue.dead_letter_retention_period / 2,
            Age::Seconds(seconds) => seconds,
        },
        ..of_queue(position, queues, "ApproximateAgeOfOldestMessage", ("Expiry", "expiry"))
    }
}

fn oldest_message(age: Age, queue: &intake::Queue, delay: u32, position: usize, queues: &[Queue]) -> Alarm {
    let own = delay.saturating_add(queue.visibility_timeout.saturating_mul(queue.max_receive_count));
    Alarm {
        description: format!(
            "Messages of the queue {} wait for longer than its consumers should need: they are slow, or none is there.",
            queue.name
        ),
        threshold: match age {
            Age::OfQueue => own.max(FIVE_MINUTES).min(queue.message_retention_period / 2),
            Age::Seconds(seconds) => seconds,
        },
        ..of_queue(position, queues, "ApproximateAgeOfOldestMessage", ("OldestMessage", "oldest_message"))
    }
}

/// An alarm on a metric of a queue, as most of them are. SQS reports an age only while there is a message that can have one,
/// so without values there is none.
fn of_queue(position: usize, queues: &[Queue], metric: &'static str, (camel, snake): (&str, &str)) -> Alarm {
    let queue = &queues[position];
    Alarm {
        id: naming::part(&queue.id, camel, snake),
        name_suffix: format!("{}-{}", queue.name_suffix, snake.replace('_', "-")),
        description: String::new(),
        metric: Metric { namespace: "AWS/SQS", name: metric, dimensions: vec![("QueueName", Expr::QueueName(position))] },
        statistic: "Maximum",
        period: FIVE_MINUTES,
        threshold: 1,
        missing_data: MissingData::NotBreaching,
    }
}

/// The metric of the whole function, whatever version is called: Lambda reports each call under the function's name.
/// <https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html>
fn consumer_errors(threshold: u32, queue: &intake::Queue, consumer: &intake::Consumer) -> Alarm {
    Alarm {
        id: naming::part(&naming::consumer(&queue.name), "Errors", "errors"),
        name_suffix: format!("{}-consumer-errors", queue.name),
        description: format!(
            "Calls of the function that takes the messages of the queue {} fail. What it got comes again, and then moves to the \
             dead-letter queue, if there is one.",
            queue.name
        ),
        metric: Metric {
            namespace: "AWS/Lambda",
            name: "Errors",
            dimensions: vec![("FunctionName", function_name(&consumer.function_arn))],
        },
        statistic: "Sum",
        period: FIVE_MINUTES,
        threshold,
        missing_data: MissingData::NotBreaching,
    }
}

/// The name in `arn:PARTITION:lambda:REGION:ACCOUNT:function:NAME`, with or without a version or an alias behind it.
fn function_name(arn: &Value) -> Expr {
    match arn {
        Value::Text(arn) => Expr::Text(arn.split(':').nth(6).unwrap_or_default().to_owned().into()),
        Value::Parameter(position) => Expr::FunctionOfParameter(*position),
    }
}

/// Without requests there are no values, and no errors.
fn api_errors(alarms: &Alarms, metrics: &Metrics<'_>) -> Vec<Alarm> {
    let refused = match metrics.kind() {
        ApiKind::Rest => {
            "API Gateway itself refused requests: a path or method that is not there, a caller who may not call, more requests \
             than the throttle lets through, or a content type that is not accepted."
        }
        ApiKind::Http => {
            "Requests were refused: a path or method that is not there, a caller who may not call, more requests than the throttle \
             lets through, or a webhook that SQS does not take. Many senders give up then."
        }
    };
    let alarm = |metric, id, name: &str, threshold, meaning: &str| Alarm {
        id: naming::part(&naming::fixed(&["api"]), id, &name.replace('-', "_")),
        name_suffix: format!("api-{name}"),
        description: meaning.to_owned(),
        metric: metrics.named(metric),
        statistic: "Sum",
        period: FIVE_MINUTES,
        threshold,
        missing_data: MissingData::NotBreaching,
    };
    let not_stored = "The API answered webhooks with a 5XX status, so they may not be stored. Senders try again.";
    let server = alarms.server_errors.map(|errors| alarm(metrics.server_errors(), "5XXError", "5xx-errors", errors, not_stored));
    let client = alarms.client_errors.map(|errors| alarm(metrics.client_errors(), "4XXError", "4xx-errors", errors, refused));
    server.into_iter().chain(client).collect()
}

/// The longest time that a message to a queue stays hidden at first.
fn longest_delay(intake: &Intake, queue: usize) -> u32 {
    let of_endpoints = intake.endpoints.iter().filter(|endpoint| endpoint.queue == queue).filter_map(|endpoint| endpoint.delay);
    of_endpoints.max().unwrap_or(0).max(intake.queues[queue].delay)
}
