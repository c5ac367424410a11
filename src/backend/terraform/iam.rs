//! `aws_iam_*` and policy documents.

use super::expr::value;
use super::{Lifecycle, Type, logs, tags};
use crate::stack::{Expr, Policy, Principal, Role, Stack, Statement};
use serde::Serialize;
use serde::ser::SerializeMap;
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;

#[derive(Serialize)]
struct RoleResource {
    name_prefix: String,
    description: String,
    assume_role_policy: String,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    tags: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lifecycle: Option<Lifecycle>,
}

#[derive(Serialize)]
struct RolePolicyResource {
    name: String,
    role: String,
    policy: String,
}

pub(super) fn resources<M: SerializeMap>(stack: &Stack, map: &mut M) -> Result<(), M::Error> {
    let roles = Type(|| {
        let roles = stack.roles.iter().map(|role| {
            let resource = role_resource(stack, &role.description, &role.trust);
            (role.id.snake.as_str(), resource)
        });
        let account = stack.monitoring.account_role.iter().map(|role| {
            let resource = role_resource(stack, role.description, &role.trust);
            // It stays with the account's setting.
            (logs::ACCOUNT_ROLE, RoleResource { lifecycle: Some(Lifecycle { prevent_destroy: true }), ..resource })
        });
        roles.chain(account)
    });
    map.serialize_entry("aws_iam_role", &roles)?;
    let policies = Type(|| {
        let of_roles = stack.roles.iter().map(|role| {
            let resource = RolePolicyResource {
                name: role.policy_name().to_owned(),
                role: format!("${{aws_iam_role.{}.id}}", role.id.snake),
                policy: policy_json(stack, &role.permissions),
            };
            (&role.id.snake, resource)
        });
        let attached = stack.attached_policies.iter().map(|policy| {
            let resource = RolePolicyResource {
                name: value(stack, &policy.name),
                role: value(stack, &policy.role),
                policy: policy_json(stack, &policy.document),
            };
            (&policy.id.snake, resource)
        });
        of_roles.chain(attached)
    });
    map.serialize_entry("aws_iam_role_policy", &policies)
}

fn role_resource(stack: &Stack, description: &str, trust: &Policy) -> RoleResource {
    RoleResource {
        // A name that AWS completes: role names belong to the account, not to a Region, and 38 characters are all that a
        // prefix may have.
        name_prefix: "${substr(var.name_prefix, 0, 37)}-".to_owned(),
        description: description.to_owned(),
        assume_role_policy: policy_json(stack, trust),
        tags: tags(stack),
        lifecycle: None,
    }
}

/// The address of a policy inside a role that is there already.
pub(super) fn attached_policy_address(stack: &Stack, policy: usize) -> String {
    format!("aws_iam_role_policy.{}", stack.attached_policies[policy].id.snake)
}

/// The ARN of a role.
pub(super) fn role_arn(role: &Role) -> String {
    format!("${{aws_iam_role.{}.arn}}", role.id.snake)
}

/// A policy document as a JSON text with references in it. An ARN holds nothing that JSON would escape.
pub(super) fn policy_json(stack: &Stack, policy: &Policy) -> String {
    let statements: Vec<Json> = policy.statements.iter().map(|policy| statement(stack, policy)).collect();
    json!({ "Version": "2012-10-17", "Statement": statements }).to_string()
}

fn statement(stack: &Stack, statement: &Statement) -> Json {
    let mut json = json!({ "Sid": statement.sid, "Effect": statement.effect.name(), "Action": statement.action });
    match statement.principal {
        Some(Principal::Anyone) => json["Principal"] = "*".into(),
        Some(Principal::Account) => {
            let [partition, account] = [&Expr::Partition, &Expr::Account].map(|part| value(stack, part));
            json["Principal"] = json!({ "AWS": format!("arn:{partition}:iam::{account}:root") });
        }
        Some(Principal::Service(name)) => json["Principal"] = json!({ "Service": name }),
        None => {}
    }
    if let Some(resource) = &statement.resource {
        json["Resource"] = value(stack, resource).into();
    }
    if let Some(condition) = &statement.condition {
        let values: Vec<String> = condition.values.iter().map(|text| value(stack, text)).collect();
        json["Condition"] = json!({ condition.operator: { condition.key: values } });
    }
    json
}
