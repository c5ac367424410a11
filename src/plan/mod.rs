//! Intake to stack: which resources a spec means, and what each of them is called.

mod access;
mod alarms;
mod api;
mod api_metrics;
mod authorizers;
mod consumers;
mod cors;
mod dashboard;
mod domain;
mod http_api;
mod keys;
mod monitoring;
mod naming;
mod parameters;
mod queues;

use crate::intake::{ApiKind, Intake};
use crate::stack::{Effect, Policy, Principal, Stack, Statement};
use crate::template::{TemplateError, Templates};
use queues::Planned;

/// Plans the stack. The only error is a template of hookweir's own that does not render.
pub fn plan(intake: &Intake) -> Result<Stack, TemplateError> {
    let templates = Templates::new()?;
    let (keys, encryption) = keys::plan(intake);
    let Planned { queues, existing_queues, mut roles, destinations } = queues::plan(intake, &encryption);
    let (event_source_mappings, attached_policies) = consumers::plan(intake, &encryption, &destinations);
    let authorizers = authorizers::plan(intake, roles.len());
    let (api, request_templates) = match intake.api.kind {
        ApiKind::Rest => api::plan(intake, &destinations, &authorizers, &templates)?,
        ApiKind::Http => http_api::plan(intake, &destinations),
    };
    roles.extend(authorizers.roles);
    Ok(Stack {
        name: intake.name.clone(),
        description: intake.description.clone(),
        tags: intake.tags.clone(),
        request_templates,
        monitoring: monitoring::plan(intake, &queues),
        queues,
        existing_queues,
        keys,
        roles,
        parameters: parameters::plan(intake),
        attached_policies,
        event_source_mappings,
        api,
    })
}

/// Lets API Gateway take a role on, without conditions: it does not say for whom it takes an integration's role on.
fn api_gateway_trust() -> Policy {
    Policy {
        statements: vec![Statement {
            sid: "ApiGateway",
            effect: Effect::Allow,
            principal: Some(Principal::Service("apigateway.amazonaws.com")),
            action: "sts:AssumeRole",
            resource: None,
            condition: None,
        }],
    }
}
