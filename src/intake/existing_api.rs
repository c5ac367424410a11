//! An API that is there already.

use super::parameter::{Parameters, Value};
use super::text::all_of;
use super::{Path, path};
use crate::diagnostic::{Code, Diagnostic, quoted};
use crate::pointer::At;
use crate::spec;
use std::collections::BTreeMap;

/// An API that belongs to somebody else.
#[derive(Debug)]
pub struct ExistingApi {
    /// How it is named.
    pub named: NamedApi,
    /// Paths that it has already, and how the resource of each is named.
    pub parents: BTreeMap<Path, Value>,
}

/// How an API is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NamedApi {
    /// By its identifiers.
    Ids {
        /// That of the API.
        rest_api_id: Value,
        /// That of its resource `/`.
        root_resource_id: Value,
    },
    /// By its logical id in the same CloudFormation template.
    LogicalId(String),
    /// By its address in the same Terraform module.
    Address(String),
}

const REST_API: &str = "aws_api_gateway_rest_api.";
const RESOURCE: &str = "aws_api_gateway_resource.";

pub(super) fn resolve(
    existing: spec::ExistingApi,
    parameters: &mut Parameters,
    at: &At<'_>,
    out: &mut Vec<Diagnostic>,
) -> Option<ExistingApi> {
    let before = out.len();
    let id = |id: &str, at: &At<'_>| {
        (!all_of(id, 32, |c| c.is_ascii_lowercase() || c.is_ascii_digit())).then(|| {
            Diagnostic::at_value(Code::InvalidExistingApi, at, format!("{} is not an identifier of API Gateway", quoted(id)))
                .help("write one such as a1b2c3d4e5; `aws apigateway get-rest-apis` and `get-resources` print them")
        })
    };
    let ways = [existing.rest_api_id.is_some(), existing.logical_id.is_some(), existing.address.is_some()];
    if ways.into_iter().filter(|written| *written).count() != 1 || existing.root_resource_id.is_some() != ways[0] {
        out.push(
            Diagnostic::at_key(Code::NotExactlyOne, at, "`existing` does not name the API in exactly one way")
                .help("write `restApiId` and `rootResourceId`, or `logicalId`, or `address`"),
        );
        return None;
    }
    let named = if let (Some(rest_api_id), Some(root_resource_id)) = (existing.rest_api_id, existing.root_resource_id) {
        let rest_api_id = parameters.value(rest_api_id, &at.key("restApiId"), id, out);
        let root_resource_id = parameters.value(root_resource_id, &at.key("rootResourceId"), id, out);
        rest_api_id.zip(root_resource_id).map(|(rest_api_id, root_resource_id)| NamedApi::Ids { rest_api_id, root_resource_id })
    } else if let Some(logical_id) = existing.logical_id {
        out.extend(logical_id_problem(&logical_id, &at.key("logicalId")));
        Some(NamedApi::LogicalId(logical_id.0))
    } else {
        let address = existing.address.unwrap_or_default();
        out.extend(address_problem(&address, REST_API, &at.key("address")));
        Some(NamedApi::Address(address.0))
    };
    let parents_at = at.key("parents");
    let mut parents = BTreeMap::new();
    for (text, resource) in existing.parents.unwrap_or_default() {
        let here = parents_at.key(&text);
        let path = path::resolve(&text, &here, out);
        let resource = match (&named, resource) {
            (Some(NamedApi::Ids { .. }) | None, resource) => parameters.value(resource, &here, id, out),
            (Some(NamedApi::LogicalId(_)), spec::Value::Text(text)) => {
                out.extend(logical_id_problem(&text, &here));
                Some(Value::Text(text))
            }
            (Some(NamedApi::Address(_)), spec::Value::Text(text)) => {
                out.extend(address_problem(&text, RESOURCE, &here));
                Some(Value::Text(text))
            }
            (Some(_), spec::Value::Parameter(_)) => {
                out.push(
                    Diagnostic::at_value(
                        Code::InvalidExistingApi,
                        &here,
                        "a parameter cannot name a resource of the same output",
                    )
                    .help("write the resource's own name, or name the API by `restApiId`"),
                );
                None
            }
        };
        if let (Some(path), Some(resource)) = (path, resource) {
            parents.insert(path, resource);
        }
    }
    if out.len() > before {
        return None;
    }
    Some(ExistingApi { named: named?, parents })
}

/// What of the API's settings stands beside `existing`, where only the owner of the API can set it.
pub(super) fn settings_of_the_owner(api: &spec::Api, at: &At<'_>, out: &mut Vec<Diagnostic>) {
    let written = [
        ("kind", api.kind.is_some()),
        ("stage", api.stage.is_some()),
        ("endpointType", api.endpoint_type.is_some()),
        ("vpcEndpointIds", api.vpc_endpoint_ids.is_some()),
        ("throttle", api.throttle.is_some()),
        ("accessLog", api.access_log.is_some()),
        ("executionLog", api.execution_log.is_some()),
        ("tracing", api.tracing.is_some()),
        ("cloudWatchRole", api.cloud_watch_role.is_some()),
        ("allowedSources", api.allowed_sources.is_some()),
        ("apiKey", api.api_key.is_some()),
        ("webAclArn", api.web_acl_arn.is_some()),
        ("layout", api.layout.is_some()),
        ("domain", api.domain.is_some()),
        ("disableExecuteApiEndpoint", api.disable_execute_api_endpoint.is_some()),
    ];
    for (key, _) in written.into_iter().filter(|(_, written)| *written) {
        out.push(
            Diagnostic::at_key(
                Code::OwnersSetting,
                &at.key(key),
                format!("`{key}` belongs to the API, and that belongs to somebody else"),
            )
            .help("remove the key, and set it where the API is made"),
        );
    }
}

/// The alarms on a stage belong to its owner; without being asked for they are left out.
pub(super) fn alarms_of_the_owner(alarms: Option<&spec::Alarms>, at: &At<'_>, out: &mut Vec<Diagnostic>) {
    let Some(alarms) = alarms else { return };
    for (key, alarm) in [("serverErrors", &alarms.server_errors), ("clientErrors", &alarms.client_errors)] {
        if alarm.is_some() {
            out.push(
                Diagnostic::at_key(
                    Code::OwnersSetting,
                    &at.key(key),
                    format!("`{key}` watches a stage that belongs to somebody else"),
                )
                .help("remove the key, and set the alarm where the stage is made"),
            );
        }
    }
}

fn logical_id_problem(id: &str, at: &At<'_>) -> Option<Diagnostic> {
    (!all_of(id, 255, |c| c.is_ascii_alphanumeric())).then(|| {
        Diagnostic::at_value(Code::InvalidExistingApi, at, format!("{} is not a logical id", quoted(id)))
            .help("use letters and digits, as in ApiGatewayRestApi")
    })
}

fn address_problem(address: &str, kind: &str, at: &At<'_>) -> Option<Diagnostic> {
    let named = address.strip_prefix(kind).is_some_and(|name| {
        all_of(name, 255, |c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
            && !name.starts_with(|first: char| first.is_ascii_digit() || first == '-')
    });
    (!named).then(|| {
        Diagnostic::at_value(Code::InvalidExistingApi, at, format!("{} is not the address of such a resource", quoted(address)))
            .help(format!("write an address such as {kind}main"))
    })
}
