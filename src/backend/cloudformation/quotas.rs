//! What one template can hold.
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html>

use super::{access, cloudwatch, domain, http_api, logs, models};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::pointer::Pointer;
use crate::stack::{ApiKind, ApiLayout, ExistingApi, Origin, Permissions, Stack};
use crate::target::Target;
use serde_json::Value as Json;

/// Resources of a template.
const RESOURCES: usize = 500;
/// Outputs of a template.
const OUTPUTS: usize = 200;
/// Parameters of a template.
const PARAMETERS: usize = 200;
/// Entries of a mapping.
const MAPPING_ENTRIES: usize = 200;
/// Bytes of a template that is passed through S3 (1 MB).
pub(super) const TEMPLATE_BYTES: usize = 1_000_000;

const SPLIT: &str =
    "split the spec into several, one a stack, or let endpoints share queues; the target terraform has no such quota";
const NESTED: &str = "write `nestedStacks: 8`, which gives the queues templates of their own, let endpoints share queues, or split the spec into \
                      several, one a stack; the target terraform has no such quota";
const OPENAPI: &str = "write `api: {layout: openapi}`, with which all endpoints are one resource, or split the spec into several, one a stack; \
                       the target terraform has no such quota";
const OUTER: &str = "write `api: {layout: openapi}` and few `contentTypes`, or split the spec into several, one a stack; the target terraform has no \
                     such quota";
const SHORTER: &str = "write fewer `contentTypes`, because each is a line for each endpoint, or split the spec into several, one a stack; \
                       the target terraform has no such quota";

pub(super) fn check(stack: &Stack, bytes: usize) -> Vec<Diagnostic> {
    let api = &stack.api;
    // Two resources a queue (itself and its policy) and a key (itself and its alias); the API, its deployment and its stage.
    let others = stack.queues.len() * 2
        + stack.keys.len() * 2
        + stack.roles.len()
        + match (api.kind, &api.existing) {
            (_, Some(_)) => 0,
            (ApiKind::Rest, None) => 3,
            // It has no deployment.
            (ApiKind::Http, None) => 2,
        }
        + stack.attached_policies.len()
        + stack.event_source_mappings.len()
        + access::count(stack)
        + domain::count(stack)
        + logs::count(stack)
        + cloudwatch::count(stack);
    let of_endpoints = match (api.kind, api.layout) {
        (ApiKind::Http, _) => api.methods.len() * http_api::OF_METHOD,
        (ApiKind::Rest, ApiLayout::OpenApi) => 0,
        (ApiKind::Rest, ApiLayout::Resources) => {
            api.resources.iter().filter(|resource| resource.origin == Origin::Stack).count()
                + api.methods.len()
                + api.preflights.len()
                + api.gateway_responses.len()
                + api.authorizers.len()
                + models::count(stack)
        }
    };
    let resources = others + of_endpoints;
    let monitoring = &stack.monitoring;
    let observed = [
        api.usage_plan.is_some(),
        monitoring.access_log.is_some(),
        monitoring.execution_log.is_some(),
        monitoring.topic.is_some(),
        monitoring.dashboard.is_some(),
    ];
    let documents = stack.event_source_mappings.iter().filter(|mapping| matches!(mapping.permissions, Permissions::External(_)));
    let outputs = stack.queues.len()
        + stack.keys.len()
        + 1
        + documents.count()
        + observed.into_iter().filter(|there| *there).count()
        + domain::output_count(stack);
    let templates = if api.kind == ApiKind::Rest { stack.request_templates.len() } else { 0 };
    // A fragment brings no nested stacks along, and an API of somebody else takes no document in.
    let fewer_of_queues = if matches!(api.existing, Some(ExistingApi::LogicalId(_))) { SPLIT } else { NESTED };
    let layout_is_enough = api.kind == ApiKind::Rest && api.existing.is_none() && of_endpoints > 0 && others <= RESOURCES;
    let is_http = api.kind == ApiKind::Http;
    let fewer = if layout_is_enough {
        OPENAPI
    } else if is_http && of_endpoints > RESOURCES {
        SPLIT
    } else {
        fewer_of_queues
    };
    let shorter = if is_http { SPLIT } else { SHORTER };
    [
        ("endpoints", "resources", resources, RESOURCES, fewer),
        ("queues", "outputs", outputs, OUTPUTS, fewer_of_queues),
        ("parameters", "parameters", stack.parameters.len(), PARAMETERS, SPLIT),
        ("endpoints", "distinct request templates", templates, MAPPING_ENTRIES, SPLIT),
        ("endpoints", "bytes", bytes, TEMPLATE_BYTES, shorter),
    ]
    .into_iter()
    .filter(|(_, _, count, limit, _)| count > limit)
    .map(|(key, what, count, limit, help)| {
        exceeded(key, format!("the template has {count} {what}, and CloudFormation takes at most {limit}"), help)
    })
    .collect()
}

fn exceeded(key: &str, message: String, help: &str) -> Diagnostic {
    Diagnostic::new(Code::QuotaExceeded, Place::Key(Pointer::default().key(key)), message).help(help).only(Target::CloudFormation)
}

/// The same for one of several templates, counted in itself.
pub(super) fn check_part(stack: &Stack, file_name: &str, is_outer: bool, template: &Json, bytes: usize) -> Vec<Diagnostic> {
    let count = |section: &str| template[section].as_object().map_or(0, serde_json::Map::len);
    let (key, fewer) = match (is_outer, stack.api.kind) {
        (true, ApiKind::Rest) => ("endpoints", OUTER),
        (true, ApiKind::Http) => ("endpoints", SPLIT),
        (false, _) => ("nestedStacks", "write a larger number"),
    };
    [
        ("resources", count("Resources"), RESOURCES),
        ("outputs", count("Outputs"), OUTPUTS),
        ("parameters", count("Parameters"), PARAMETERS),
        (
            "distinct request templates",
            template["Mappings"]["RequestTemplates"].as_object().map_or(0, serde_json::Map::len),
            MAPPING_ENTRIES,
        ),
        ("bytes", bytes, TEMPLATE_BYTES),
    ]
    .into_iter()
    .filter(|(_, count, limit)| count > limit)
    .map(|(what, count, limit)| {
        exceeded(key, format!("`{file_name}` has {count} {what}, and CloudFormation takes at most {limit}"), fewer)
    })
    .collect()
}
