//! The dashboard: a row for the API, and a row for each queue.

use super::api_metrics::Metrics;
use super::queues::dead_letter_position;
use crate::stack::{Dashboard, Document, Expr, Metric, Queue, Redrive};

/// The grid of a dashboard has 24 columns:
/// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html>
const HALF: usize = 12;
const NOTE_HEIGHT: usize = 2;
const GRAPH_HEIGHT: usize = 6;
/// Seconds between two points of a graph.
const PERIOD: usize = 300;

const NOTE: &str = "Written by hookweir: a change that is made here is lost with the next deployment.";

pub(super) fn plan(api: Option<&Metrics<'_>>, queues: &[Queue]) -> Dashboard {
    let mut widgets = vec![note()];
    widgets.extend(api.into_iter().flat_map(requests_of));
    let main = queues.iter().enumerate().filter(|(_, queue)| matches!(queue.redrive, Redrive::To { .. }));
    for (row, (position, queue)) in main.enumerate() {
        let y = NOTE_HEIGHT + (row + usize::from(api.is_some())) * GRAPH_HEIGHT;
        let name = &queue.declared_as;
        let of = |position, name, label| {
            let dimensions = vec![("QueueName", Expr::QueueName(position))];
            metric(Metric { namespace: "AWS/SQS", name, dimensions }, "Maximum", label)
        };
        let mut messages = vec![
            of(position, "ApproximateNumberOfMessagesVisible", "visible"),
            of(position, "ApproximateNumberOfMessagesNotVisible", "in flight"),
        ];
        if let Some(dead_letter_queue) = dead_letter_position(queues, position) {
            messages.push(of(dead_letter_queue, "ApproximateNumberOfMessagesVisible", "dead letters"));
        }
        widgets.push(graph((0, y), format!("Messages of {name}"), messages));
        let age = vec![of(position, "ApproximateAgeOfOldestMessage", "oldest message")];
        widgets.push(graph((HALF, y), format!("Age of the oldest message of {name} in seconds"), age));
    }
    Dashboard {
        // Dashboards belong to the account, not to a Region.
        name: Expr::Concat(vec![Expr::Prefix, Expr::text("-"), Expr::Region]),
        widgets: widgets.len(),
        body: Document::map([("widgets", Document::List(widgets))]),
    }
}

/// The row of the API.
fn requests_of(metrics: &Metrics<'_>) -> [Document; 2] {
    let api = |name, statistic, label| metric(metrics.named(name), statistic, label);
    let requests = vec![
        // The statistic that counts requests, as the page of the metrics says.
        api("Count", "SampleCount", "requests"),
        api(metrics.client_errors(), "Sum", "4XX"),
        api(metrics.server_errors(), "Sum", "5XX"),
    ];
    let latency = vec![
        api("Latency", "p50", "latency, p50"),
        api("Latency", "p99", "latency, p99"),
        api("IntegrationLatency", "p50", "SQS, p50"),
        api("IntegrationLatency", "p99", "SQS, p99"),
    ];
    [
        graph((0, NOTE_HEIGHT), "Requests".to_owned(), requests),
        graph((HALF, NOTE_HEIGHT), "Latency in milliseconds".to_owned(), latency),
    ]
}

fn note() -> Document {
    widget("text", (0, 0), (2 * HALF, NOTE_HEIGHT), vec![("markdown", Document::text(NOTE))])
}

fn graph(at: (usize, usize), title: String, metrics: Vec<Document>) -> Document {
    let properties = vec![
        ("title", Document::Text(Expr::Text(title.into()))),
        ("region", Document::Text(Expr::Region)),
        ("view", Document::text("timeSeries")),
        ("stacked", Document::Bool(false)),
        ("period", Document::Number(PERIOD)),
        ("yAxis", Document::map([("left", Document::map([("min", Document::Number(0))]))])),
        ("metrics", Document::List(metrics)),
    ];
    widget("metric", at, (HALF, GRAPH_HEIGHT), properties)
}

fn widget(
    kind: &'static str,
    (x, y): (usize, usize),
    (width, height): (usize, usize),
    properties: Vec<(&'static str, Document)>,
) -> Document {
    Document::map([
        ("type", Document::text(kind)),
        ("x", Document::Number(x)),
        ("y", Document::Number(y)),
        ("width", Document::Number(width)),
        ("height", Document::Number(height)),
        ("properties", Document::map(properties)),
    ])
}

fn metric(metric: Metric, statistic: &'static str, label: &'static str) -> Document {
    let mut parts = vec![Document::text(metric.namespace), Document::text(metric.name)];
    for (key, value) in metric.dimensions {
        parts.push(Document::text(key));
        parts.push(Document::Text(value));
    }
    parts.push(Document::map([("stat", Document::text(statistic)), ("label", Document::text(label))]));
    Document::List(parts)
}
