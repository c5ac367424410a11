//! `AWS::IAM::*` and policy documents.

use super::expr::{Intrinsic, Value, literal, role_id, sub};
use super::{Resource, Tag, tags};
use crate::stack::{Policy, Principal, Stack, Statement};
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::Value as Json;
use std::collections::BTreeMap;

#[derive(serde::Serialize)]
#[serde(rename_all = "PascalCase")]
struct RoleProperties<'a> {
    description: &'a str,
    assume_role_policy_document: PolicyDocument<'a>,
    policies: [InlinePolicy<'a>; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<Tag<'a>>,
}

#[derive(serde::Serialize)]
#[serde(rename_all = "PascalCase")]
struct InlinePolicy<'a> {
    policy_name: &'static str,
    policy_document: PolicyDocument<'a>,
}

#[derive(serde::Serialize)]
#[serde(rename_all = "PascalCase")]
struct AttachedPolicyProperties<'a> {
    policy_name: Value<'a>,
    policy_document: PolicyDocument<'a>,
    roles: [Value<'a>; 1],
}

pub(super) fn resources<M: SerializeMap>(stack: &Stack, map: &mut M) -> Result<(), M::Error> {
    for (position, role) in stack.roles.iter().enumerate() {
        let properties = RoleProperties {
            description: &role.description,
            assume_role_policy_document: PolicyDocument(stack, &role.trust),
            policies: [InlinePolicy {
                policy_name: role.policy_name(),
                policy_document: PolicyDocument(stack, &role.permissions),
            }],
            tags: tags(stack),
        };
        map.serialize_entry(&role_id(stack, position), &Resource::new("AWS::IAM::Role", properties))?;
    }
    for (position, policy) in stack.attached_policies.iter().enumerate() {
        let properties = AttachedPolicyProperties {
            policy_name: Value(stack, &policy.name),
            policy_document: PolicyDocument(stack, &policy.document),
            roles: [Value(stack, &policy.role)],
        };
        map.serialize_entry(&attached_policy_id(stack, position), &Resource::new("AWS::IAM::Policy", properties))?;
    }
    Ok(())
}

/// The logical id of a policy inside a role that is there already.
pub(super) fn attached_policy_id(stack: &Stack, policy: usize) -> String {
    format!("{}Policy", stack.attached_policies[policy].id.camel)
}

/// A policy document as a JSON text with references in it. An ARN holds nothing that JSON would escape.
pub(super) fn policy_text(stack: &Stack, policy: &Policy) -> serde_json::Result<Intrinsic<String>> {
    Ok(sub(inside_text(serde_json::to_value(PolicyDocument(stack, policy))?).to_string()))
}

/// The same JSON with every reference as it is written inside `Fn::Sub`.
fn inside_text(value: Json) -> Json {
    match value {
        Json::String(text) => literal(&text).into(),
        Json::Array(items) => items.into_iter().map(inside_text).collect(),
        Json::Object(map) => match map.iter().next() {
            Some((function, Json::String(text))) if function == "Fn::Sub" => text.clone().into(),
            Some((function, Json::String(id))) if function == "Ref" => format!("${{{id}}}").into(),
            Some((function, Json::Array(parts))) if function == "Fn::GetAtt" => {
                let parts: Vec<&str> = parts.iter().filter_map(Json::as_str).collect();
                format!("${{{}}}", parts.join(".")).into()
            }
            _ => map.into_iter().map(|(key, value)| (key, inside_text(value))).collect(),
        },
        other => other,
    }
}

/// A policy document.
pub(super) struct PolicyDocument<'a>(pub(super) &'a Stack, pub(super) &'a Policy);

impl Serialize for PolicyDocument<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let PolicyDocument(stack, policy) = *self;
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("Version", "2012-10-17")?;
        map.serialize_entry(
            "Statement",
            &policy.statements.iter().map(|statement| StatementView(stack, statement)).collect::<Vec<_>>(),
        )?;
        map.end()
    }
}

struct StatementView<'a>(&'a Stack, &'a Statement);

impl Serialize for StatementView<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let StatementView(stack, statement) = *self;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("Sid", statement.sid)?;
        map.serialize_entry("Effect", statement.effect.name())?;
        match statement.principal {
            Some(Principal::Anyone) => map.serialize_entry("Principal", "*")?,
            Some(Principal::Account) => {
                let root = sub("arn:${AWS::Partition}:iam::${AWS::AccountId}:root".to_owned());
                map.serialize_entry("Principal", &BTreeMap::from([("AWS", root)]))?;
            }
            Some(Principal::Service(name)) => map.serialize_entry("Principal", &BTreeMap::from([("Service", name)]))?,
            None => {}
        }
        map.serialize_entry("Action", statement.action)?;
        if let Some(resource) = &statement.resource {
            map.serialize_entry("Resource", &Value(stack, resource))?;
        }
        if let Some(condition) = &statement.condition {
            let values: Vec<_> = condition.values.iter().map(|value| Value(stack, value)).collect();
            let values = BTreeMap::from([(condition.key, values)]);
            map.serialize_entry("Condition", &BTreeMap::from([(condition.operator, values)]))?;
        }
        map.end()
    }
}
