//! Intake to stack: which resources a spec means, and what each of them is called.

mod api;
mod keys;
mod naming;
mod queues;

use crate::intake::Intake;
use crate::stack::Stack;
use crate::template::{TemplateError, Templates};

/// Plans the stack. The only error is a template of hookweir's own that does not render.
pub fn plan(intake: &Intake) -> Result<Stack, TemplateError> {
    let templates = Templates::new()?;
    let (keys, encryption) = keys::plan(intake);
    let (queues, roles, role_of_queue) = queues::plan(intake, &encryption);
    let mut requests = api::RequestTemplates::new(&templates);
    let api = api::plan(intake, &role_of_queue, &mut requests)?;
    Ok(Stack {
        name: intake.name.clone(),
        description: intake.description.clone(),
        tags: intake.tags.clone(),
        request_templates: requests.into_list(),
        queues,
        keys,
        roles,
        api,
    })
}
