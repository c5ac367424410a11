//! Terraform: one configuration in JSON for the provider `hashicorp/aws`.
//!
//! There is no provider block, so that the output also works as a module.

mod access;
mod api_gateway;
mod authorizers;
mod cloudwatch;
mod deployment;
mod domain;
mod existing_api;
mod expr;
mod http_api;
mod iam;
mod kms;
mod lambda;
mod logs;
mod method_settings;
mod models;
mod parameters;
mod preflights;
mod sqs;

use super::{Artifact, document};
use crate::diagnostic::Diagnostic;
use crate::layout;
use crate::stack::{ApiKind, ApiLayout, OnDelete, Stack};
use expr::literal;
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;

/// Writes the configuration.
pub(super) fn emit(stack: &Stack) -> serde_json::Result<(Vec<Artifact>, Vec<Diagnostic>)> {
    let deployment = deployment::hash(stack)?;
    let content = document(&Configuration { stack, deployment: &deployment })?;
    Ok((vec![Artifact { file_name: "main.tf.json".into(), content }], existing_api::check(stack).into_iter().collect()))
}

struct Configuration<'a> {
    stack: &'a Stack,
    deployment: &'a str,
}

impl Serialize for Configuration<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let stack = self.stack;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry(
            "//",
            concat!("Written by hookweir ", env!("CARGO_PKG_VERSION"), ". Change the spec, not this file."),
        )?;
        let terraform = json!({
            // The oldest version whose JSON syntax, validations and lifecycle rules this configuration uses.
            "required_version": ">= 1.5",
            // The first version that takes messages of 1 MiB.
            "required_providers": { "aws": { "source": "hashicorp/aws", "version": ">= 6.8" } }
        });
        map.serialize_entry("terraform", &terraform)?;
        map.serialize_entry("variable", &variables(stack))?;
        map.serialize_entry(
            "data",
            &json!({ "aws_caller_identity": { "current": {} }, "aws_partition": { "current": {} }, "aws_region": { "current": {} } }),
        )?;
        map.serialize_entry("locals", &Locals(stack))?;
        map.serialize_entry("resource", &Resources(self))?;
        map.serialize_entry("output", &Outputs(stack))?;
        map.end()
    }
}

/// The longest prefix with which every queue name stays within 80 characters, and at most the 40 of a stack name.
fn longest_prefix(stack: &Stack) -> usize {
    let longest = stack.queues.iter().map(|queue| queue.name_suffix.len()).max().unwrap_or_default();
    (80 - 1 - longest.min(78)).min(40)
}

fn variables(stack: &Stack) -> Json {
    let longest = longest_prefix(stack);
    // Descriptions, defaults and error messages here are literal positions: nothing in them is a template.
    let mut variables = serde_json::Map::new();
    variables.insert(
        "name_prefix".to_owned(),
        json!({
            "type": "string",
            "default": stack.name,
            "description": "Stands in front of every name; another value makes another copy of everything in the same account.",
            "validation": {
                "condition": format!("${{can(regex(\"^[a-z][a-z0-9-]{{0,{}}}$\", var.name_prefix))}}", longest - 1),
                "error_message": format!("Use lower-case letters, digits and -, starting with a letter, at most {longest} characters.")
            }
        }),
    );
    parameters::variables(stack, &mut variables);
    variables.into()
}

struct Locals<'a>(&'a Stack);

impl Serialize for Locals<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry(expr::QUEUE_ARN_PREFIX, &expr::queue_arn_prefix())?;
        if self.0.api.kind == ApiKind::Rest {
            map.serialize_entry(expr::TEMPLATES, &api_gateway::Templates(self.0))?;
        }
        if self.0.api.layout == ApiLayout::OpenApi {
            map.serialize_entry(expr::OPENAPI, &expr::Local(self.0, &layout::openapi::document(self.0)))?;
        }
        map.end()
    }
}

struct Resources<'a>(&'a Configuration<'a>);

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

struct Outputs<'a>(&'a Stack);

impl Serialize for Outputs<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        domain::outputs(self.0, &mut map)?;
        access::outputs(self.0, &mut map)?;
        sqs::outputs(self.0, &mut map)?;
        kms::outputs(self.0, &mut map)?;
        logs::outputs(self.0, &mut map)?;
        cloudwatch::outputs(self.0, &mut map)?;
        lambda::outputs(self.0, &mut map)?;
        map.end()
    }
}

/// An output of the configuration.
#[derive(serde::Serialize)]
struct Output<V> {
    description: &'static str,
    value: V,
}

/// All resources of one type, each under its own name.
struct Type<F>(F);

impl<F, K, V, I> Serialize for Type<F>
where
    F: Fn() -> I,
    I: Iterator<Item = (K, V)>,
    K: Serialize,
    V: Serialize,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map((self.0)())
    }
}

fn tags(stack: &Stack) -> BTreeMap<String, String> {
    stack.tags.iter().map(|(key, value)| (literal(key), literal(value))).collect()
}

#[derive(serde::Serialize)]
struct Lifecycle {
    prevent_destroy: bool,
}

/// What is kept must not be destroyed.
fn lifecycle(on_delete: OnDelete) -> Option<Lifecycle> {
    (on_delete == OnDelete::Retain).then_some(Lifecycle { prevent_destroy: true })
}
