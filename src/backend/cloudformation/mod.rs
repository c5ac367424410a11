//! CloudFormation: one template in JSON.

mod access;
mod api_gateway;
mod authorizers;
mod cloudwatch;
mod domain;
mod existing_api;
mod expr;
mod frozen;
mod http_api;
mod iam;
mod kms;
mod lambda;
mod logs;
mod method_settings;
mod models;
mod nested;
mod parameters;
mod preflights;
mod quotas;
mod references;
mod sqs;

use super::{Artifact, compact, document};
use crate::diagnostic::Diagnostic;
use crate::stack::{ApiKind, ExistingApi, OnDelete, Stack};
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::json;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// What a nested stack calls otherwise than the outer one.
const STACK_NAME: &str = "AWS::StackName";

/// Writes the template, and those of nested stacks behind it.
pub(super) fn emit(stack: &Stack) -> serde_json::Result<(Vec<Artifact>, Vec<Diagnostic>)> {
    let deployment = api_gateway::deployment_id(stack)?;
    let template = Template { stack, deployment: &deployment };
    let mut artifacts = Vec::new();
    let mut diagnostics = Vec::new();
    if stack.queues.iter().any(|queue| queue.nested_stack.is_some()) {
        for (place, template) in nested::split(stack, serde_json::to_value(&template)?) {
            let file_name: Cow<'static, str> = place.map_or(FILE_NAME.into(), |number| nested::file_name(number).into());
            let content = written(&template)?;
            diagnostics.extend(quotas::check_part(stack, &file_name, place.is_none(), &template, content.len()));
            artifacts.push(Artifact { file_name, content });
        }
    } else {
        let content = written(&template)?;
        diagnostics.extend(quotas::check(stack, content.len()));
        artifacts.push(Artifact { file_name: FILE_NAME.into(), content });
    }
    diagnostics.extend(frozen::check(stack));
    diagnostics.extend(existing_api::check(stack));
    Ok((artifacts, diagnostics))
}

const FILE_NAME: &str = "template.json";

/// As people read it, or on one line where only that fits.
fn written(template: &impl Serialize) -> serde_json::Result<String> {
    let content = document(template)?;
    if content.len() > quotas::TEMPLATE_BYTES { compact(template) } else { Ok(content) }
}

struct Template<'a> {
    stack: &'a Stack,
    deployment: &'a str,
}

impl Serialize for Template<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        // A fragment of another template says nothing about the whole of it.
        let is_whole = !matches!(self.stack.api.existing, Some(ExistingApi::LogicalId(_)));
        if is_whole {
            map.serialize_entry("AWSTemplateFormatVersion", "2010-09-09")?;
            if let Some(description) = &self.stack.description {
                map.serialize_entry("Description", description)?;
            }
        }
        let metadata = json!({ "Hookweir": { "Version": env!("CARGO_PKG_VERSION"), "ProposedStackName": self.stack.name } });
        map.serialize_entry("Metadata", &metadata)?;
        if !self.stack.parameters.is_empty() {
            map.serialize_entry("Parameters", &parameters::Parameters(self.stack))?;
        }
        if self.stack.api.kind == ApiKind::Rest {
            map.serialize_entry("Mappings", &BTreeMap::from([(expr::TEMPLATES, api_gateway::Templates(self.stack))]))?;
        }
        map.serialize_entry("Resources", &Resources(self))?;
        map.serialize_entry("Outputs", &Outputs(self))?;
        map.end()
    }
}

struct Resources<'a>(&'a Template<'a>);

impl Serialize for Resources<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        sqs::resources(self.0.stack, &mut map)?;
        kms::resources(self.0.stack, &mut map)?;
        iam::resources(self.0.stack, &mut map)?;
        logs::resources(self.0.stack, &mut map)?;
        lambda::resources(self.0.stack, &mut map)?;
        match self.0.stack.api.kind {
            ApiKind::Rest => api_gateway::resources(self.0.stack, self.0.deployment, &mut map)?,
            ApiKind::Http => http_api::resources(self.0.stack, &mut map)?,
        }
        access::resources(self.0.stack, &mut map)?;
        domain::resources(self.0.stack, &mut map)?;
        cloudwatch::resources(self.0.stack, &mut map)?;
        map.end()
    }
}

struct Outputs<'a>(&'a Template<'a>);

impl Serialize for Outputs<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        domain::outputs(self.0.stack, self.0.deployment, &mut map)?;
        access::outputs(self.0.stack, &mut map)?;
        sqs::outputs(self.0.stack, &mut map)?;
        kms::outputs(self.0.stack, &mut map)?;
        logs::outputs(self.0.stack, &mut map)?;
        cloudwatch::outputs(self.0.stack, &mut map)?;
        lambda::outputs(self.0.stack, &mut map)?;
        map.end()
    }
}

/// A resource of the template.
#[derive(serde::Serialize)]
#[serde(rename_all = "PascalCase")]
struct Resource<P> {
    r#type: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    depends_on: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    deletion_policy: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    update_replace_policy: Option<&'static str>,
    properties: P,
}

impl<P> Resource<P> {
    fn new(r#type: &'static str, properties: P) -> Self {
        Resource { r#type, depends_on: Vec::new(), deletion_policy: None, update_replace_policy: None, properties }
    }
}

/// An output of the template.
#[derive(serde::Serialize)]
#[serde(rename_all = "PascalCase")]
struct Output<V> {
    description: String,
    value: V,
}

/// A tag as CloudFormation writes it.
#[derive(serde::Serialize)]
#[serde(rename_all = "PascalCase")]
struct Tag<'a> {
    key: &'a str,
    value: &'a str,
}

fn tags(stack: &Stack) -> Vec<Tag<'_>> {
    stack.tags.iter().map(|(key, value)| Tag { key, value }).collect()
}

/// What is kept is kept when it would be replaced, too; only a stack whose creation fails takes it away again.
fn kept<P>(on_delete: OnDelete, resource: Resource<P>) -> Resource<P> {
    let (deletion, replacement) = match on_delete {
        OnDelete::Retain => ("RetainExceptOnCreate", "Retain"),
        OnDelete::Delete => ("Delete", "Delete"),
    };
    Resource { deletion_policy: Some(deletion), update_replace_policy: Some(replacement), ..resource }
}
