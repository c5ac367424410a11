//! `AWS::Logs::LogGroup`, and what lets API Gateway write logs: `AWS::ApiGateway::Account` with its role.

use super::expr::{Intrinsic, Value, get_att, reference};
use super::iam::PolicyDocument;
use super::{Output, Resource, Tag, kept, tags};
use crate::stack::{AccountRole, LogGroup, Stack};
use serde::Serialize;
use serde::ser::SerializeMap;
use serde_json::json;

const ACCESS_LOG: &str = "AccessLogGroup";
const EXECUTION_LOG: &str = "ExecutionLogGroup";
const ACCOUNT: &str = "ApiGatewayAccount";
/// No role of a queue is called so: those end in `Role`.
const ACCOUNT_ROLE: &str = "ApiGatewayAccountRoleForLogs";

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct LogGroupProperties<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    log_group_name: Option<Value<'a>>,
    retention_in_days: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    kms_key_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<Tag<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct RoleProperties<'a> {
    description: &'a str,
    assume_role_policy_document: PolicyDocument<'a>,
    managed_policy_arns: [Value<'a>; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<Tag<'a>>,
}

pub(super) fn resources<M: SerializeMap>(stack: &Stack, map: &mut M) -> Result<(), M::Error> {
    if let Some(role) = &stack.monitoring.account_role {
        map.serialize_entry(ACCOUNT_ROLE, &stays(Resource::new("AWS::IAM::Role", role_properties(stack, role))))?;
        let properties = json!({ "CloudWatchRoleArn": get_att(ACCOUNT_ROLE, "Arn") });
        map.serialize_entry(ACCOUNT, &stays(Resource::new("AWS::ApiGateway::Account", properties)))?;
    }
    for (id, group) in groups(stack) {
        let properties = LogGroupProperties {
            log_group_name: group.name.as_ref().map(|name| Value(stack, name)),
            retention_in_days: group.retention_days,
            kms_key_id: group.kms_key_arn.as_deref(),
            tags: tags(stack),
        };
        map.serialize_entry(id, &kept(group.on_delete, Resource::new("AWS::Logs::LogGroup", properties)))?;
    }
    Ok(())
}

/// How many resources there are.
pub(super) fn count(stack: &Stack) -> usize {
    groups(stack).count() + stack.monitoring.account_role.iter().count() * 2
}

fn groups(stack: &Stack) -> impl Iterator<Item = (&'static str, &LogGroup)> {
    let monitoring = &stack.monitoring;
    let access_log = monitoring.access_log.as_ref().map(|group| (ACCESS_LOG, group));
    access_log.into_iter().chain(monitoring.execution_log.as_ref().map(|group| (EXECUTION_LOG, group)))
}

fn role_properties<'a>(stack: &'a Stack, role: &'a AccountRole) -> RoleProperties<'a> {
    RoleProperties {
        description: role.description,
        assume_role_policy_document: PolicyDocument(stack, &role.trust),
        managed_policy_arns: [Value(stack, &role.managed_policy)],
        tags: tags(stack),
    }
}

/// Without the role no API of the account could write logs any more, so it stays even when the stack's creation fails.
fn stays<P>(resource: Resource<P>) -> Resource<P> {
    Resource { deletion_policy: Some("Retain"), update_replace_policy: Some("Retain"), ..resource }
}

/// What must be there before a stage can write logs.
pub(super) fn before_stage(stack: &Stack) -> Vec<String> {
    let mut ids: Vec<String> = stack.monitoring.account_role.iter().map(|_| ACCOUNT.to_owned()).collect();
    // API Gateway would make the group of the execution log itself, and keep its lines for ever.
    ids.extend(stack.monitoring.execution_log.iter().map(|_| EXECUTION_LOG.to_owned()));
    ids
}

/// The ARN of the access log.
pub(super) fn access_log_arn() -> Intrinsic<[String; 2]> {
    get_att(ACCESS_LOG, "Arn")
}

pub(super) fn outputs<M: SerializeMap>(stack: &Stack, map: &mut M) -> Result<(), M::Error> {
    for (id, _) in groups(stack) {
        let what = if id == ACCESS_LOG { "access" } else { "execution" };
        let description = format!("Name of the log group of the API's {what} log");
        map.serialize_entry(&format!("{id}Name"), &Output { description, value: reference(id) })?;
    }
    Ok(())
}
