//! `AWS::Lambda::*`.

use super::expr::Value;
use super::iam::{attached_policy_id, policy_text};
use super::{Output, Resource, Tag, tags};
use crate::stack::{EventSourceMapping, Permissions, Scaling, Stack};
use serde::Serialize;
use serde::ser::{Error, SerializeMap};

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct MappingProperties<'a> {
    event_source_arn: Value<'a>,
    function_name: Value<'a>,
    batch_size: u32,
    maximum_batching_window_in_seconds: u32,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    function_response_types: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scaling_config: Option<ScalingConfig>,
    #[serde(skip_serializing_if = "Option::is_none")]
    provisioned_poller_config: Option<ProvisionedPollerConfig>,
    #[serde(skip_serializing_if = "Option::is_none")]
    filter_criteria: Option<FilterCriteria<'a>>,
    enabled: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<Tag<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct ScalingConfig {
    maximum_concurrency: u32,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct ProvisionedPollerConfig {
    minimum_pollers: u32,
    maximum_pollers: u32,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct FilterCriteria<'a> {
    filters: Vec<Filter<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Filter<'a> {
    pattern: &'a str,
}

pub(super) fn resources<M: SerializeMap>(stack: &Stack, map: &mut M) -> Result<(), M::Error> {
    for mapping in &stack.event_source_mappings {
        // Lambda looks whether the role may read the queue when it makes the mapping.
        let depends_on = match mapping.permissions {
            Permissions::Attached(policy) => vec![attached_policy_id(stack, policy)],
            Permissions::External(_) => Vec::new(),
        };
        let resource = Resource::new("AWS::Lambda::EventSourceMapping", properties(stack, mapping));
        map.serialize_entry(&format!("{}Consumer", mapping.id.camel), &Resource { depends_on, ..resource })?;
    }
    Ok(())
}

fn properties<'a>(stack: &'a Stack, mapping: &'a EventSourceMapping) -> MappingProperties<'a> {
    let (scaling_config, provisioned_poller_config) = match mapping.scaling {
        None => (None, None),
        Some(Scaling::MaximumConcurrency(maximum_concurrency)) => (Some(ScalingConfig { maximum_concurrency }), None),
        Some(Scaling::ProvisionedPollers { min, max }) => {
            (None, Some(ProvisionedPollerConfig { minimum_pollers: min, maximum_pollers: max }))
        }
    };
    let filters: Vec<Filter<'_>> = mapping.filters.iter().map(|pattern| Filter { pattern }).collect();
    MappingProperties {
        event_source_arn: Value(stack, &mapping.queue_arn),
        function_name: Value(stack, &mapping.function),
        batch_size: mapping.batch_size,
        maximum_batching_window_in_seconds: mapping.maximum_batching_window,
        function_response_types: mapping.report_batch_item_failures.then_some("ReportBatchItemFailures").into_iter().collect(),
        scaling_config,
        provisioned_poller_config,
        filter_criteria: (!filters.is_empty()).then_some(FilterCriteria { filters }),
        enabled: mapping.enabled,
        tags: tags(stack),
    }
}

/// The policies that somebody else attaches.
pub(super) fn outputs<M: SerializeMap>(stack: &Stack, map: &mut M) -> Result<(), M::Error> {
    for mapping in &stack.event_source_mappings {
        let Permissions::External(policy) = &mapping.permissions else { continue };
        let description = format!("What the role of the consumer of {} needs, as a policy document", mapping.declared_as);
        let value = policy_text(stack, policy).map_err(Error::custom)?;
        map.serialize_entry(&format!("{}ConsumerPolicy", mapping.id.camel), &Output { description, value })?;
    }
    Ok(())
}
