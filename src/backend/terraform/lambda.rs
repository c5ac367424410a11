//! `aws_lambda_*`.

use super::expr::{literal, value};
use super::iam::{attached_policy_address, policy_json};
use super::{Output, Type, tags};
use crate::stack::{EventSourceMapping, Permissions, Scaling, Stack};
use serde::Serialize;
use serde::ser::SerializeMap;
use std::collections::BTreeMap;

#[derive(Serialize)]
struct MappingResource {
    event_source_arn: String,
    function_name: String,
    batch_size: u32,
    maximum_batching_window_in_seconds: u32,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    function_response_types: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scaling_config: Option<ScalingConfig>,
    #[serde(skip_serializing_if = "Option::is_none")]
    provisioned_poller_config: Option<ProvisionedPollerConfig>,
    #[serde(skip_serializing_if = "Option::is_none")]
    filter_criteria: Option<FilterCriteria>,
    enabled: bool,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    tags: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    depends_on: Vec<String>,
}

#[derive(Serialize)]
struct ScalingConfig {
    maximum_concurrency: u32,
}

#[derive(Serialize)]
struct ProvisionedPollerConfig {
    minimum_pollers: u32,
    maximum_pollers: u32,
}

#[derive(Serialize)]
struct FilterCriteria {
    filter: Vec<Filter>,
}

#[derive(Serialize)]
struct Filter {
    pattern: String,
}

pub(super) fn resources<M: SerializeMap>(stack: &Stack, map: &mut M) -> Result<(), M::Error> {
    if stack.event_source_mappings.is_empty() {
        return Ok(());
    }
    let mappings = Type(|| stack.event_source_mappings.iter().map(|mapping| (&mapping.id.snake, resource(stack, mapping))));
    map.serialize_entry("aws_lambda_event_source_mapping", &mappings)
}

fn resource(stack: &Stack, mapping: &EventSourceMapping) -> MappingResource {
    let (scaling_config, provisioned_poller_config) = match mapping.scaling {
        None => (None, None),
        Some(Scaling::MaximumConcurrency(maximum_concurrency)) => (Some(ScalingConfig { maximum_concurrency }), None),
        Some(Scaling::ProvisionedPollers { min, max }) => {
            (None, Some(ProvisionedPollerConfig { minimum_pollers: min, maximum_pollers: max }))
        }
    };
    let filter: Vec<Filter> = mapping.filters.iter().map(|pattern| Filter { pattern: literal(pattern) }).collect();
    MappingResource {
        event_source_arn: value(stack, &mapping.queue_arn),
        function_name: value(stack, &mapping.function),
        batch_size: mapping.batch_size,
        maximum_batching_window_in_seconds: mapping.maximum_batching_window,
        function_response_types: mapping.report_batch_item_failures.then_some("ReportBatchItemFailures").into_iter().collect(),
        scaling_config,
        provisioned_poller_config,
        filter_criteria: (!filter.is_empty()).then_some(FilterCriteria { filter }),
        enabled: mapping.enabled,
        tags: tags(stack),
        // Lambda looks whether the role may read the queue when it makes the mapping.
        depends_on: match mapping.permissions {
            Permissions::Attached(policy) => vec![attached_policy_address(stack, policy)],
            Permissions::External(_) => Vec::new(),
        },
    }
}

/// The policies that somebody else attaches.
pub(super) fn outputs<M: SerializeMap>(stack: &Stack, map: &mut M) -> Result<(), M::Error> {
    let policies: BTreeMap<&str, String> = stack
        .event_source_mappings
        .iter()
        .filter_map(|mapping| match &mapping.permissions {
            Permissions::External(policy) => Some((mapping.declared_as.as_str(), policy_json(stack, policy))),
            Permissions::Attached(_) => None,
        })
        .collect();
    if policies.is_empty() {
        return Ok(());
    }
    map.serialize_entry(
        "consumer_policies",
        &Output {
            description: "What the role of each queue's consumer needs, as a policy document, by the queue's name in the spec.",
            value: policies,
        },
    )
}
