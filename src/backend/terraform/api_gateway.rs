//! `aws_api_gateway_*`. A method is one concept in the stack and seven resources here.

use super::expr::{OPENAPI, api_name, literal, name_prefix, own_api, request_template, value};
use super::iam::{policy_json, role_arn};
use super::{Type, authorizers, deployment, existing_api, logs, method_settings, models, preflights, tags};
use crate::stack::{ApiLayout, Authorization, EndpointType, ExistingApi, Expr, Method, MethodResponse, Origin, Preflight, Stack};
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;

pub(super) struct Templates<'a>(pub(super) &'a Stack);

impl Serialize for Templates<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.request_templates.iter().map(|template| (&template.id.snake, literal(&template.text))))
    }
}

#[derive(Serialize)]
struct RestApiResource<'a> {
    name: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    endpoint_configuration: Json,
    #[serde(skip_serializing_if = "Option::is_none")]
    api_key_source: Option<&'static str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    binary_media_types: &'a [String],
    /// Always written: what an update leaves out keeps its value, and a name that stays closed locks senders out.
    disable_execute_api_endpoint: bool,
    /// What it takes in, in place of all that it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<String>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    tags: BTreeMap<String, String>,
}

#[derive(Serialize)]
struct PathResource {
    rest_api_id: String,
    parent_id: String,
    path_part: String,
}

#[derive(Serialize)]
struct MethodResource {
    rest_api_id: String,
    resource_id: String,
    http_method: &'static str,
    authorization: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    api_key_required: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    authorizer_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    request_validator_id: Option<&'static str>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    request_models: BTreeMap<String, String>,
}

#[derive(Serialize)]
struct IntegrationResource {
    #[serde(flatten)]
    method: MethodReference,
    r#type: &'static str,
    integration_http_method: &'static str,
    uri: String,
    credentials: String,
    passthrough_behavior: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    content_handling: Option<&'static str>,
    request_parameters: BTreeMap<&'static str, &'static str>,
    request_templates: BTreeMap<String, String>,
}

#[derive(Serialize)]
struct MethodResponseResource {
    #[serde(flatten)]
    method: MethodReference,
    status_code: String,
    response_models: BTreeMap<&'static str, &'static str>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    response_parameters: BTreeMap<String, bool>,
}

#[derive(Serialize)]
struct IntegrationResponseResource {
    #[serde(flatten)]
    method: MethodReference,
    status_code: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    selection_pattern: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    content_handling: Option<&'static str>,
    response_templates: BTreeMap<&'static str, String>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    response_parameters: BTreeMap<String, String>,
    depends_on: [String; 1],
}

/// What leads to a method; the reference makes Terraform wait for it.
#[derive(Serialize)]
struct MethodReference {
    rest_api_id: String,
    resource_id: String,
    http_method: String,
}

pub(super) fn resources<M: SerializeMap>(stack: &Stack, hash: &str, map: &mut M) -> Result<(), M::Error> {
    let api = &stack.api;
    if api.existing.is_some() {
        paths(stack, map)?;
        served(stack, map)?;
        return existing_api::resources(stack, hash, map);
    }
    let rest_api = RestApiResource {
        name: name_prefix(),
        description: stack.description.as_deref().map(literal),
        endpoint_configuration: endpoint_configuration(&api.endpoint_type),
        api_key_source: api.usage_plan.as_ref().map(|_| "HEADER"),
        binary_media_types: &api.binary_media_types,
        disable_execute_api_endpoint: api.disable_execute_api_endpoint,
        body: (api.layout == ApiLayout::OpenApi).then(|| format!("${{jsonencode(local.{OPENAPI})}}")),
        tags: tags(stack),
    };
    map.serialize_entry("aws_api_gateway_rest_api", &BTreeMap::from([(api_name(stack), rest_api)]))?;
    if let Some(policy) = &api.policy {
        let policy = json!({ "rest_api_id": rest_api_id(stack), "policy": policy_json(stack, policy) });
        one(map, "aws_api_gateway_rest_api_policy", &policy)?;
    }
    if api.layout == ApiLayout::Resources {
        paths(stack, map)?;
        served(stack, map)?;
    }
    map.serialize_entry("aws_api_gateway_deployment", &BTreeMap::from([(api_name(stack), deployment::resource(stack, hash))]))?;
    map.serialize_entry("aws_api_gateway_stage", &BTreeMap::from([(api_name(stack), stage(stack))]))?;
    method_settings::resources(stack, map)
}

/// The paths that are not there already.
fn paths<M: SerializeMap>(stack: &Stack, map: &mut M) -> Result<(), M::Error> {
    let created = || stack.api.resources.iter().filter(|resource| resource.origin == Origin::Stack);
    if created().next().is_none() {
        return Ok(());
    }
    let paths = Type(|| {
        created().map(|resource| {
            let parent_id = match (resource.parent, &stack.api.existing) {
                (Some(parent), _) => resource_id(stack, parent),
                (None, Some(ExistingApi::Ids { root_resource_id, .. })) => value(stack, root_resource_id),
                (None, Some(ExistingApi::Address(address))) => format!("${{{address}.root_resource_id}}"),
                (None, Some(ExistingApi::LogicalId(_)) | None) => own_api(stack, "rest_api", "root_resource_id"),
            };
            let path_part = literal(&resource.path_part);
            (&resource.id.snake, PathResource { rest_api_id: rest_api_id(stack), parent_id, path_part })
        })
    });
    map.serialize_entry("aws_api_gateway_resource", &paths)
}

/// The only resource of its type.
pub(super) fn one<M: SerializeMap>(map: &mut M, r#type: &'static str, resource: &impl Serialize) -> Result<(), M::Error> {
    map.serialize_entry(r#type, &BTreeMap::from([("api", resource)]))
}

/// A resource of a method, or of a preflight.
#[derive(Serialize)]
#[serde(untagged)]
enum Either<M> {
    Method(M),
    Preflight(Json),
}

/// The resources of one kind of all preflights.
fn preflights<M>(stack: &Stack, resource: impl Fn(&Stack, &Preflight) -> Json) -> impl Iterator<Item = (&String, Either<M>)> {
    stack.api.preflights.iter().map(move |preflight| (&preflight.id.snake, Either::Preflight(resource(stack, preflight))))
}

/// What a deployment takes a picture of, besides the paths.
pub(super) fn served<M: SerializeMap>(stack: &Stack, map: &mut M) -> Result<(), M::Error> {
    let api = &stack.api;
    authorizers::resources(stack, map)?;
    models::resources(stack, map)?;
    let methods = Type(|| {
        let own = api.methods.iter().map(|method| {
            let resource = MethodResource {
                rest_api_id: rest_api_id(stack),
                resource_id: resource_id(stack, method.resource),
                http_method: method.http_method,
                authorization: method.authorization.name(),
                api_key_required: (method.authorization == Authorization::ApiKey).then_some(true),
                authorizer_id: authorizers::authorizer_id(stack, method.authorization),
                request_validator_id: models::validator(method),
                request_models: models::of_method(stack, method),
            };
            (&method.id.snake, Either::Method(resource))
        });
        own.chain(preflights(stack, preflights::method))
    });
    map.serialize_entry("aws_api_gateway_method", &methods)?;
    let integrations = Type(|| {
        let own = api.methods.iter().map(|method| (&method.id.snake, Either::Method(integration(stack, method))));
        own.chain(preflights(stack, preflights::integration))
    });
    map.serialize_entry("aws_api_gateway_integration", &integrations)?;
    let responses = || api.methods.iter().flat_map(|method| method.responses.iter().map(move |response| (method, response)));
    let method_responses = Type(|| {
        let own = responses().map(|(method, response)| {
            let resource = MethodResponseResource {
                method: method_reference(stack, method),
                status_code: response.status.to_string(),
                response_models: BTreeMap::from([("application/json", "Empty")]),
                response_parameters: response.headers.keys().map(|name| (response_header(name), true)).collect(),
            };
            (&response.id.snake, Either::Method(resource))
        });
        own.chain(preflights(stack, preflights::method_response))
    });
    map.serialize_entry("aws_api_gateway_method_response", &method_responses)?;
    let integration_responses = Type(|| {
        let own = responses()
            .map(|(method, response)| (&response.id.snake, Either::Method(integration_response(stack, method, response))));
        own.chain(preflights(stack, preflights::integration_response))
    });
    map.serialize_entry("aws_api_gateway_integration_response", &integration_responses)?;
    if api.gateway_responses.is_empty() {
        return Ok(());
    }
    let gateway_responses = Type(|| {
        api.gateway_responses.iter().map(|response| {
            let mut resource = json!({
                "rest_api_id": rest_api_id(stack),
                "response_type": response.response_type,
                "status_code": response.status.to_string(),
                "response_templates": { "application/json": literal(&response.template) }
            });
            if !response.headers.is_empty() {
                let header = |(name, value): (&String, &String)| {
                    (format!("gatewayresponse.header.{name}"), format!("'{}'", literal(value)))
                };
                resource["response_parameters"] = json!(response.headers.iter().map(header).collect::<BTreeMap<_, _>>());
            }
            (&response.id.snake, resource)
        })
    });
    map.serialize_entry("aws_api_gateway_gateway_response", &gateway_responses)
}

fn integration(stack: &Stack, method: &Method) -> IntegrationResource {
    let integration = &method.integration;
    let template = request_template(stack, integration.request_template);
    IntegrationResource {
        method: method_reference(stack, method),
        r#type: "AWS",
        integration_http_method: "POST",
        uri: value(stack, &integration.uri),
        credentials: role_arn(&stack.roles[integration.role]),
        passthrough_behavior: "NEVER",
        content_handling: convert_to_text(integration.convert_to_text),
        request_parameters: BTreeMap::from([("integration.request.header.Content-Type", "'application/x-www-form-urlencoded'")]),
        request_templates: integration.content_types.iter().map(|name| (literal(name), template.clone())).collect(),
    }
}

fn integration_response(stack: &Stack, method: &Method, response: &MethodResponse) -> IntegrationResponseResource {
    IntegrationResponseResource {
        method: method_reference(stack, method),
        // The reference makes Terraform wait for the method's own response.
        status_code: format!("${{aws_api_gateway_method_response.{}.status_code}}", response.id.snake),
        selection_pattern: response.selection_pattern,
        content_handling: convert_to_text(response.convert_to_text),
        response_templates: BTreeMap::from([("application/json", literal(&response.template))]),
        response_parameters: response
            .headers
            .iter()
            .map(|(name, value)| (response_header(name), format!("'{}'", literal(value))))
            .collect(),
        depends_on: [format!("aws_api_gateway_integration.{}", method.id.snake)],
    }
}

fn response_header(name: &str) -> String {
    format!("method.response.header.{}", literal(name))
}

fn convert_to_text(convert: bool) -> Option<&'static str> {
    convert.then_some("CONVERT_TO_TEXT")
}

/// The identifier of the API, whoever owns it.
pub(super) fn rest_api_id(stack: &Stack) -> String {
    value(stack, &Expr::ApiId)
}

pub(super) fn resource_id(stack: &Stack, resource: usize) -> String {
    let resource = &stack.api.resources[resource];
    match (&resource.origin, &stack.api.existing) {
        (Origin::Existing(Expr::Text(address)), Some(ExistingApi::Address(_))) => format!("${{{address}.id}}"),
        (Origin::Existing(id), _) => value(stack, id),
        (Origin::Stack | Origin::Above, _) => format!("${{aws_api_gateway_resource.{}.id}}", resource.id.snake),
    }
}

fn method_reference(stack: &Stack, method: &Method) -> MethodReference {
    MethodReference {
        rest_api_id: rest_api_id(stack),
        resource_id: resource_id(stack, method.resource),
        http_method: format!("${{aws_api_gateway_method.{}.http_method}}", method.id.snake),
    }
}

pub(super) fn endpoint_configuration(endpoint_type: &EndpointType) -> Json {
    match endpoint_type {
        EndpointType::Regional => json!({ "types": ["REGIONAL"] }),
        EndpointType::Edge => json!({ "types": ["EDGE"] }),
        EndpointType::Private { vpc_endpoint_ids } => json!({ "types": ["PRIVATE"], "vpc_endpoint_ids": vpc_endpoint_ids }),
    }
}

fn stage(stack: &Stack) -> Json {
    let mut stage = json!({
        "rest_api_id": rest_api_id(stack),
        "deployment_id": own_api(stack, "deployment", "id"),
        "stage_name": literal(&stack.api.stage.name)
    });
    if let Some(description) = &stack.description {
        stage["description"] = literal(description).into();
    }
    if let Some(format) = &stack.api.stage.access_log_format {
        stage["access_log_settings"] = json!({ "destination_arn": logs::access_log_arn(), "format": literal(format) });
    }
    if stack.api.stage.tracing {
        stage["xray_tracing_enabled"] = true.into();
    }
    let depends_on = logs::before_stage(stack);
    if !depends_on.is_empty() {
        stage["depends_on"] = depends_on.into();
    }
    if !stack.tags.is_empty() {
        stage["tags"] = json!(tags(stack));
    }
    stage
}
