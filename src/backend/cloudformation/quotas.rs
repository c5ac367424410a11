//! What one template can hold.
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html>

use super::{access, cloudwatch, domain, logs};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::pointer::Pointer;
use crate::stack::{ApiLayout, Origin, Permissions, Stack};
use crate::target::Target;

/// Resources of a template.
const RESOURCES: usize = 500;
/// Outputs of a template.
const OUTPUTS: usize = 200;
/// Parameters of a template.
const PARAMETERS: usize = 200;
/// Entries of a mapping.
const MAPPING_ENTRIES: usize = 200;
/// Bytes of a template that is passed through S3 (1 MB).
const TEMPLATE_BYTES: usize = 1_000_000;

pub(super) fn check(stack: &Stack, bytes: usize) -> Vec<Diagnostic> {
    let api = &stack.api;
    // Two resources a queue (itself and its policy) and a key (itself and its alias); the API, its deployment and its stage.
    let resources = stack.queues.len() * 2
        + stack.keys.len() * 2
        + stack.roles.len()
        + match api.layout {
            ApiLayout::OpenApi => 0,
            ApiLayout::Resources => {
                api.resources.iter().filter(|resource| resource.origin == Origin::Stack).count()
                    + api.methods.len()
                    + api.preflights.len()
                    + api.gateway_responses.len()
                    + api.authorizers.len()
            }
        }
        + if api.existing.is_some() { 0 } else { 3 }
        + stack.attached_policies.len()
        + stack.event_source_mappings.len()
        + access::count(stack)
        + domain::count(stack)
        + logs::count(stack)
        + cloudwatch::count(stack);
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
    [
        ("endpoints", "resources", resources, RESOURCES),
        ("queues", "outputs", outputs, OUTPUTS),
        ("parameters", "parameters", stack.parameters.len(), PARAMETERS),
        ("endpoints", "distinct request templates", stack.request_templates.len(), MAPPING_ENTRIES),
        ("endpoints", "bytes", bytes, TEMPLATE_BYTES),
    ]
    .into_iter()
    .filter(|(_, _, count, limit)| count > limit)
    .map(|(key, what, count, limit)| {
        Diagnostic::new(
            Code::QuotaExceeded,
            Place::Key(Pointer::default().key(key)),
            format!("the template has {count} {what}, and CloudFormation takes at most {limit}"),
        )
        .help("split the spec into several, one a stack, or let endpoints share queues; the target terraform has no such quota")
        .only(Target::CloudFormation)
    })
    .collect()
}
