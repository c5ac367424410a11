//! `aws_cloudwatch_log_group`, and what lets API Gateway write logs: `aws_api_gateway_account` with its role.

use super::expr::{literal, name_prefix, value};
use super::{Output, Type, tags};
use crate::stack::{LogGroup, OnDelete, Stack};
use serde::Serialize;
use serde::ser::SerializeMap;
use serde_json::json;
use std::collections::BTreeMap;

const ACCESS_LOG: &str = "access";
const EXECUTION_LOG: &str = "execution";
const ACCOUNT: &str = "aws_api_gateway_account";
/// No role of a queue is called so: the name of a queue starts with a letter.
pub(super) const ACCOUNT_ROLE: &str = "_api_gateway_account";

#[derive(Serialize)]
struct LogGroupResource {
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name_prefix: Option<String>,
    retention_in_days: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    kms_key_id: Option<String>,
    /// Terraform leaves the group in the account.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    skip_destroy: bool,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    tags: BTreeMap<String, String>,
}

pub(super) fn resources<M: SerializeMap>(stack: &Stack, map: &mut M) -> Result<(), M::Error> {
    if let Some(role) = &stack.monitoring.account_role {
        let attachment = json!({
            "role": format!("${{aws_iam_role.{ACCOUNT_ROLE}.name}}"),
            "policy_arn": value(stack, &role.managed_policy),
            "lifecycle": { "prevent_destroy": true }
        });
        map.serialize_entry("aws_iam_role_policy_attachment", &json!({ ACCOUNT_ROLE: attachment }))?;
        // The provider takes the account's role away when this is destroyed, from every API in the Region.
        let account = json!({
            "cloudwatch_role_arn": format!("${{aws_iam_role.{ACCOUNT_ROLE}.arn}}"),
            "depends_on": [format!("aws_iam_role_policy_attachment.{ACCOUNT_ROLE}")],
            "lifecycle": { "prevent_destroy": true }
        });
        map.serialize_entry(ACCOUNT, &json!({ "api": account }))?;
    }
    if groups(stack).next().is_some() {
        let groups = Type(|| groups(stack).map(|(name, group)| (name, resource(stack, name, group))));
        map.serialize_entry("aws_cloudwatch_log_group", &groups)?;
    }
    Ok(())
}

fn groups(stack: &Stack) -> impl Iterator<Item = (&'static str, &LogGroup)> {
    let monitoring = &stack.monitoring;
    let access_log = monitoring.access_log.as_ref().map(|group| (ACCESS_LOG, group));
    access_log.into_iter().chain(monitoring.execution_log.as_ref().map(|group| (EXECUTION_LOG, group)))
}

fn resource(stack: &Stack, name: &str, group: &LogGroup) -> LogGroupResource {
    LogGroupResource {
        name: group.name.as_ref().map(|name| value(stack, name)),
        // A name that the provider completes: a group that stays must not be in the way of the next one.
        name_prefix: group.name.is_none().then(|| format!("{}-{name}-log-", name_prefix())),
        retention_in_days: group.retention_days,
        kms_key_id: group.kms_key_arn.as_deref().map(literal),
        skip_destroy: group.on_delete == OnDelete::Retain,
        tags: tags(stack),
    }
}

/// What must be there before a stage can write logs.
pub(super) fn before_stage(stack: &Stack) -> Vec<String> {
    let mut addresses: Vec<String> = stack.monitoring.account_role.iter().map(|_| format!("{ACCOUNT}.api")).collect();
    // API Gateway would make the group of the execution log itself, and keep its lines for ever.
    addresses.extend(stack.monitoring.execution_log.iter().map(|_| format!("aws_cloudwatch_log_group.{EXECUTION_LOG}")));
    addresses
}

/// The ARN of the access log.
pub(super) fn access_log_arn() -> String {
    format!("${{aws_cloudwatch_log_group.{ACCESS_LOG}.arn}}")
}

pub(super) fn outputs<M: SerializeMap>(stack: &Stack, map: &mut M) -> Result<(), M::Error> {
    for (name, _) in groups(stack) {
        let description = match name {
            ACCESS_LOG => "The name of the log group of the API's access log.",
            _ => "The name of the log group of the API's execution log.",
        };
        let value = format!("${{aws_cloudwatch_log_group.{name}.name}}");
        map.serialize_entry(&format!("{name}_log_group_name"), &Output { description, value })?;
    }
    Ok(())
}
