//! The function that takes the messages of a queue.

use super::parameter::{Parameters, Value};
use super::quantity::{count, quantity};
use super::{arn, limits, text};
use crate::diagnostic::{Code, Diagnostic, Place, quoted};
use crate::pointer::At;
use crate::spec;
use serde_json::Value as Json;

/// A consumer with every setting decided. Times are in seconds.
#[derive(Debug)]
pub struct Consumer {
    /// The function's ARN.
    pub function_arn: Value,
    /// Who lets it read the queue.
    pub permissions: Permissions,
    /// How long a call of the function may take, where the spec says so.
    pub function_timeout: Option<u32>,
    /// Messages of one call.
    pub batch_size: u32,
    /// How long messages are gathered.
    pub maximum_batching_window: u32,
    /// What bounds its calls.
    pub scaling: Option<Scaling>,
    /// Patterns, one of which a message matches; without any, every message goes to the function.
    pub filters: Vec<Filter>,
    /// Whether it names the messages that failed.
    pub report_batch_item_failures: bool,
    /// Whether it is called.
    pub enabled: bool,
}

/// Who lets the function read the queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Permissions {
    /// The stack, through the role of this name.
    Role(Value),
    /// Somebody else.
    External,
}

/// What bounds the calls of a function.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scaling {
    /// So many calls at once.
    MaximumConcurrency(u32),
    /// Pollers of the queue's own.
    ProvisionedPollers {
        /// Always there.
        min: u32,
        /// Never exceeded.
        max: u32,
    },
}

/// A pattern for messages.
#[derive(Debug)]
pub struct Filter {
    /// What the message's body must be like: a list for a text, a mapping for a JSON object.
    pub body: Json,
    /// The pattern as JSON text.
    pub pattern: String,
}

pub(super) fn resolve(
    consumer: spec::Consumer,
    parameters: &mut Parameters,
    at: &At<'_>,
    out: &mut Vec<Diagnostic>,
) -> Option<Consumer> {
    let before = out.len();
    let function_arn = parameters.value(consumer.function_arn, &at.key("functionArn"), arn::function, out);
    let permissions = permissions(consumer.function_role_name, consumer.permissions, parameters, at, out);
    let function_timeout = consumer
        .function_timeout
        .map(|written| quantity(Some(&written), 0, limits::FUNCTION_TIMEOUT, &at.key("functionTimeout"), out));
    let batch_size = count(consumer.batch_size, limits::DEFAULT_BATCH_SIZE, limits::BATCH_SIZE, &at.key("batchSize"), out);
    let window_at = at.key("maximumBatchingWindow");
    let window = quantity(consumer.maximum_batching_window.as_ref(), 0, limits::BATCHING_WINDOW, &window_at, out);
    let scaling = scaling(consumer.maximum_concurrency, consumer.provisioned_pollers.as_ref(), at, out);
    let filters = filters(consumer.filters, &at.key("filters"), out);
    (out.len() == before).then_some(())?;
    Some(Consumer {
        function_arn: function_arn?,
        permissions: permissions?,
        function_timeout: function_timeout.flatten(),
        batch_size: batch_size?,
        maximum_batching_window: window?,
        scaling,
        filters,
        report_batch_item_failures: consumer.report_batch_item_failures.unwrap_or(true),
        enabled: consumer.enabled.unwrap_or(true),
    })
}

fn permissions(
    role: Option<spec::Value>,
    external: Option<spec::Permissions>,
    parameters: &mut Parameters,
    at: &At<'_>,
    out: &mut Vec<Diagnostic>,
) -> Option<Permissions> {
    let role_at = at.key("functionRoleName");
    match (role, external) {
        (Some(role), None) => parameters.value(role, &role_at, text::role_name, out).map(Permissions::Role),
        (None, Some(spec::Permissions::External)) => Some(Permissions::External),
        (None, None) => {
            out.push(Diagnostic::at_key(Code::FunctionPermissions, at, "nobody lets the function read the queue").help(
                "add `functionRoleName` with the name of its role, or `permissions: external` if its role gets them elsewhere",
            ));
            None
        }
        (Some(role), Some(spec::Permissions::External)) => {
            // A mistake in it is worth knowing too.
            parameters.value(role, &role_at, text::role_name, out);
            out.push(
                Diagnostic::at_key(
                    Code::FunctionPermissions,
                    &at.key("permissions"),
                    "the permissions come from this stack and from elsewhere",
                )
                .label(Place::Key(role_at.pointer()), "the role that would get them")
                .help("keep one of the two keys"),
            );
            None
        }
    }
}

fn scaling(
    concurrency: Option<i64>,
    pollers: Option<&spec::ProvisionedPollers>,
    at: &At<'_>,
    out: &mut Vec<Diagnostic>,
) -> Option<Scaling> {
    let (concurrency_at, pollers_at) = (at.key("maximumConcurrency"), at.key("provisionedPollers"));
    let written = concurrency.is_some();
    let concurrency = concurrency
        .and_then(|written| count(Some(written), 0, limits::MAXIMUM_CONCURRENCY, &concurrency_at, out))
        .map(Scaling::MaximumConcurrency);
    let Some(pollers) = pollers else { return concurrency };
    if written {
        out.push(
            Diagnostic::at_key(
                Code::ScalingConflict,
                &pollers_at,
                "a mapping has `maximumConcurrency` or `provisionedPollers`, never both",
            )
            .label(Place::Key(concurrency_at.pointer()), "the other one")
            .help("keep one of the two keys"),
        );
    }
    let min = count(Some(pollers.min), 0, limits::MINIMUM_POLLERS, &pollers_at.key("min"), out);
    let max = count(Some(pollers.max), 0, limits::MAXIMUM_POLLERS, &pollers_at.key("max"), out);
    let (min, max) = (min?, max?);
    if min > max {
        out.push(
            Diagnostic::at_value(
                Code::ScalingConflict,
                &pollers_at.key("max"),
                format!("`max` is {max}, which is less than `min`"),
            )
            .label(Place::Value(pollers_at.key("min").pointer()), "the fewest")
            .help(format!("write at least {min}")),
        );
    }
    Some(Scaling::ProvisionedPollers { min, max })
}

fn filters(filters: Option<Vec<spec::Filter>>, at: &At<'_>, out: &mut Vec<Diagnostic>) -> Vec<Filter> {
    let Some(filters) = filters else { return Vec::new() };
    if filters.is_empty() {
        out.push(
            Diagnostic::at_key(Code::EmptyCollection, at, "`filters` holds nothing")
                .help("add a pattern, or remove the key if the function gets every message"),
        );
    }
    if filters.len() > limits::FILTERS_RAISED {
        let message = format!("{} filters, and a mapping has at most {}", filters.len(), limits::FILTERS_RAISED);
        out.push(
            Diagnostic::at_key(Code::OutOfRange, at, message)
                .help("put several values into one pattern, such as `[\"a\", \"b\"]`"),
        );
    }
    filters.into_iter().enumerate().filter_map(|(index, filter)| resolve_filter(filter, &at.index(index), out)).collect()
}

fn resolve_filter(filter: spec::Filter, at: &At<'_>, out: &mut Vec<Diagnostic>) -> Option<Filter> {
    let body_at = at.key("body");
    let problem = match &filter.body {
        // YAML has numbers that JSON has not.
        body if holds_null(body) => Some("a number in the pattern is none in JSON".to_owned()),
        // A list of texts at the top is compared with a message that is no JSON.
        Json::Array(values) => list(values),
        body @ Json::Object(_) => mapping(body),
        _ => Some("a pattern is a mapping, or a list of values for a message that is no JSON".to_owned()),
    };
    if let Some(problem) = problem {
        out.push(
            Diagnostic::at_value(Code::InvalidFilter, &body_at, problem)
                .help("write patterns as EventBridge has them: each key leads to a list, such as `{body: {httpMethod: [POST]}}`"),
        );
        return None;
    }
    let pattern = serde_json::json!({ "body": filter.body }).to_string();
    let length = pattern.chars().count();
    if length > limits::FILTER_PATTERN {
        let most = limits::FILTER_PATTERN;
        out.push(
            Diagnostic::at_value(
                Code::InvalidFilter,
                &body_at,
                format!("the pattern has {length} characters as JSON, and Lambda takes at most {most}"),
            )
            .help("match on fewer values, and leave the rest to the function"),
        );
        return None;
    }
    Some(Filter { body: filter.body, pattern })
}

/// What is wrong with a part of a pattern: every key leads to a mapping or to a list that is not empty.
fn mapping(pattern: &Json) -> Option<String> {
    let Json::Object(keys) = pattern else {
        let value = pattern.as_str().map_or_else(|| pattern.to_string(), str::to_owned);
        return Some(format!("{} stands where a pattern has a list of values", quoted(&value)));
    };
    if keys.is_empty() {
        return Some("an empty mapping matches nothing".to_owned());
    }
    keys.values().find_map(|value| match value {
        Json::Array(values) => list(values),
        other => mapping(other),
    })
}

/// What is wrong with a list of values.
fn list(values: &[Json]) -> Option<String> {
    values.is_empty().then(|| "an empty list matches nothing".to_owned())
}

fn holds_null(value: &Json) -> bool {
    match value {
        Json::Null => true,
        Json::Array(values) => values.iter().any(holds_null),
        Json::Object(keys) => keys.values().any(holds_null),
        Json::Bool(_) | Json::Number(_) | Json::String(_) => false,
    }
}
