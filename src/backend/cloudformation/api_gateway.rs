//! `AWS::ApiGateway::*`.

use super::expr::{API_ID, Intrinsic, Json as Body, TEXT, Value, api_id, get_att, reference, request_template, role_id};
use super::iam::PolicyDocument;
use super::{Resource, Tag, authorizers, logs, method_settings, models, preflights, tags};
use crate::backend::content_hash;
use crate::layout::openapi;
use crate::stack::{
    Api, ApiLayout, Authorization, Document, EndpointType, ExistingApi, Expr, Method, MethodResponse, Origin, Stack,
};
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;

pub(super) const STAGE: &str = "Stage";

pub(super) struct Templates<'a>(pub(super) &'a Stack);

impl Serialize for Templates<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(
            self.0.request_templates.iter().map(|template| (&template.id.camel, BTreeMap::from([(TEXT, &template.text)]))),
        )
    }
}

#[derive(serde::Serialize)]
#[serde(rename_all = "PascalCase")]
struct RestApiProperties<'a> {
    name: Intrinsic<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    endpoint_configuration: Json,
    #[serde(skip_serializing_if = "Option::is_none")]
    policy: Option<PolicyDocument<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    api_key_source_type: Option<&'static str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    binary_media_types: &'a [String],
    /// Always written: what an update leaves out keeps its value, and a name that stays closed locks senders out.
    disable_execute_api_endpoint: bool,
    #[serde(flatten)]
    import: Option<Import<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<Tag<'a>>,
}

/// What an API takes in, in place of all that it was.
#[derive(serde::Serialize)]
#[serde(rename_all = "PascalCase")]
struct Import<'a> {
    body: Body<'a>,
    mode: &'static str,
    /// An import knows no type of endpoint: <https://docs.aws.amazon.com/apigateway/latest/api/API_ImportRestApi.html>
    parameters: Json,
}

#[derive(serde::Serialize)]
#[serde(rename_all = "PascalCase")]
struct ResourceProperties<'a> {
    rest_api_id: Value<'a>,
    parent_id: Parent<'a>,
    path_part: &'a str,
}

#[derive(serde::Serialize)]
#[serde(untagged)]
enum Parent<'a> {
    Root(Intrinsic<[String; 2]>),
    Resource(ResourceId<'a>),
}

/// What leads to a resource.
#[derive(serde::Serialize)]
#[serde(untagged)]
pub(super) enum ResourceId<'a> {
    Named(Intrinsic<String>),
    Identifier(Value<'a>),
}

#[derive(serde::Serialize)]
#[serde(rename_all = "PascalCase")]
struct MethodProperties<'a> {
    rest_api_id: Value<'a>,
    resource_id: ResourceId<'a>,
    http_method: &'static str,
    authorization_type: &'static str,
    /// Always written, like the type: what an update leaves out may keep its value.
    api_key_required: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    authorizer_id: Option<Intrinsic<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    request_validator_id: Option<Intrinsic<String>>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    request_models: BTreeMap<&'a str, Intrinsic<String>>,
    integration: Integration<'a>,
    method_responses: Vec<Response<'a>>,
}

#[derive(serde::Serialize)]
#[serde(rename_all = "PascalCase")]
struct Integration<'a> {
    r#type: &'static str,
    integration_http_method: &'static str,
    uri: Value<'a>,
    credentials: Intrinsic<[String; 2]>,
    passthrough_behavior: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    content_handling: Option<&'static str>,
    request_parameters: BTreeMap<&'static str, &'static str>,
    request_templates: BTreeMap<&'a str, Intrinsic<[&'a str; 3]>>,
    integration_responses: Vec<IntegrationResponse<'a>>,
}

#[derive(serde::Serialize)]
#[serde(rename_all = "PascalCase")]
struct IntegrationResponse<'a> {
    status_code: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    selection_pattern: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    content_handling: Option<&'static str>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    response_parameters: BTreeMap<String, String>,
    response_templates: BTreeMap<&'static str, &'a str>,
}

#[derive(serde::Serialize)]
#[serde(rename_all = "PascalCase")]
struct Response<'a> {
    status_code: String,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    response_parameters: BTreeMap<String, bool>,
    response_models: &'a BTreeMap<&'static str, &'static str>,
}

pub(super) fn resources<M: SerializeMap>(stack: &Stack, deployment: &str, map: &mut M) -> Result<(), M::Error> {
    let api = &stack.api;
    let document = document(stack);
    if api.existing.is_some() {
        paths(stack, map)?;
        return served(stack, map);
    }
    let properties = RestApiProperties {
        name: reference("AWS::StackName"),
        description: stack.description.as_deref(),
        endpoint_configuration: endpoint_configuration(api),
        policy: api.policy.as_ref().map(|policy| PolicyDocument(stack, policy)),
        api_key_source_type: api.usage_plan.as_ref().map(|_| "HEADER"),
        binary_media_types: &api.binary_media_types,
        disable_execute_api_endpoint: api.disable_execute_api_endpoint,
        import: document.as_ref().map(|document| Import {
            body: Body(stack, document),
            mode: "overwrite",
            parameters: json!({ "endpointConfigurationTypes": endpoint_type(api) }),
        }),
        tags: tags(stack),
    };
    map.serialize_entry(api_id(stack), &Resource::new("AWS::ApiGateway::RestApi", properties))?;
    // A deployment is a picture of the API: it must wait for all of it, and a new picture needs a new name.
    let mut depends_on = Vec::new();
    if document.is_none() {
        paths(stack, map)?;
        served(stack, map)?;
        depends_on.extend(api.methods.iter().map(method_id));
        depends_on.extend(api.preflights.iter().map(preflights::id));
        depends_on.extend(api.gateway_responses.iter().map(|response| gateway_response_id(&response.id.camel)));
    }
    let properties = json!({ "RestApiId": reference(api_id(stack)) });
    map.serialize_entry(deployment, &Resource { depends_on, ..Resource::new("AWS::ApiGateway::Deployment", properties) })?;
    let resource = Resource::new("AWS::ApiGateway::Stage", stage(stack, deployment));
    map.serialize_entry(STAGE, &Resource { depends_on: logs::before_stage(stack), ..resource })
}

/// The API as one document, where it is laid out like that.
fn document(stack: &Stack) -> Option<Document> {
    (stack.api.layout == ApiLayout::OpenApi).then(|| openapi::document(stack))
}

/// The paths that are not there already.
fn paths<M: SerializeMap>(stack: &Stack, map: &mut M) -> Result<(), M::Error> {
    let api = &stack.api;
    for (position, created) in api.resources.iter().enumerate().filter(|(_, resource)| resource.origin == Origin::Stack) {
        let parent_id = match (created.parent, &api.existing) {
            (Some(parent), _) => Parent::Resource(resource(stack, parent)),
            (None, Some(ExistingApi::Ids { root_resource_id, .. })) => {
                Parent::Resource(ResourceId::Identifier(Value(stack, root_resource_id)))
            }
            (None, Some(ExistingApi::LogicalId(id))) => Parent::Root(get_att(id, "RootResourceId")),
            (None, Some(ExistingApi::Address(_)) | None) => Parent::Root(get_att(api_id(stack), "RootResourceId")),
        };
        let properties = ResourceProperties { rest_api_id: Value(stack, API_ID), parent_id, path_part: &created.path_part };
        map.serialize_entry(&resource_id(api, position), &Resource::new("AWS::ApiGateway::Resource", properties))?;
    }
    Ok(())
}

pub(super) fn resource(stack: &Stack, position: usize) -> ResourceId<'_> {
    match (&stack.api.resources[position].origin, &stack.api.existing) {
        (Origin::Existing(Expr::Text(id)), Some(ExistingApi::LogicalId(_))) => ResourceId::Named(reference(&**id)),
        (Origin::Existing(id), _) => ResourceId::Identifier(Value(stack, id)),
        (Origin::Stack | Origin::Above, _) => ResourceId::Named(reference(resource_id(&stack.api, position))),
    }
}

/// What a deployment takes a picture of, besides the paths.
fn served<M: SerializeMap>(stack: &Stack, map: &mut M) -> Result<(), M::Error> {
    authorizers::resources(stack, map)?;
    models::resources(stack, map)?;
    let empty = BTreeMap::from([("application/json", "Empty")]);
    for method in &stack.api.methods {
        map.serialize_entry(
            &method_id(method),
            &Resource::new("AWS::ApiGateway::Method", method_properties(stack, method, &empty)),
        )?;
    }
    preflights::resources(stack, map)?;
    for response in &stack.api.gateway_responses {
        let mut properties = json!({
            "RestApiId": Value(stack, API_ID),
            "ResponseType": response.response_type,
            "StatusCode": response.status.to_string(),
            "ResponseTemplates": { "application/json": response.template }
        });
        if !response.headers.is_empty() {
            let header = |(name, value): (&String, &String)| (format!("gatewayresponse.header.{name}"), format!("'{value}'"));
            properties["ResponseParameters"] = json!(response.headers.iter().map(header).collect::<BTreeMap<_, _>>());
        }
        map.serialize_entry(
            &gateway_response_id(&response.id.camel),
            &Resource::new("AWS::ApiGateway::GatewayResponse", properties),
        )?;
    }
    Ok(())
}

/// The logical id of the deployment: a hash over everything that it serves, as it is written in the template, so that
/// it is replaced exactly when the API changes.
pub(super) fn deployment_id(stack: &Stack) -> serde_json::Result<String> {
    struct Served<'a>(&'a Stack);
    impl Serialize for Served<'_> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            if self.0.api.layout == ApiLayout::OpenApi {
                return Body(self.0, &Document::map(openapi::served(self.0))).serialize(serializer);
            }
            let mut map = serializer.serialize_map(None)?;
            served(self.0, &mut map)?;
            map.end()
        }
    }
    let api = &stack.api;
    let paths: Vec<_> = api.resources.iter().map(|resource| (resource.parent, &resource.path_part)).collect();
    let policy = api.policy.as_ref().map(|policy| PolicyDocument(stack, policy));
    // A closed name stays open until the next deployment:
    // <https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-disable-default-endpoint.html>
    let closed = api.disable_execute_api_endpoint;
    let hash = content_hash(&(
        Served(stack),
        Templates(stack),
        paths,
        &api.binary_media_types,
        endpoint_configuration(api),
        policy,
        closed,
    ))?;
    Ok(format!("Deployment{}", hash[..16].to_ascii_uppercase()))
}

fn method_properties<'a>(
    stack: &'a Stack,
    method: &'a Method,
    response_models: &'a BTreeMap<&'static str, &'static str>,
) -> MethodProperties<'a> {
    let integration = &method.integration;
    MethodProperties {
        rest_api_id: Value(stack, API_ID),
        resource_id: resource(stack, method.resource),
        http_method: method.http_method,
        authorization_type: method.authorization.name(),
        api_key_required: method.authorization == Authorization::ApiKey,
        authorizer_id: authorizers::authorizer_id(stack, method.authorization),
        request_validator_id: models::validator(method),
        request_models: models::of_method(stack, method),
        integration: Integration {
            r#type: "AWS",
            integration_http_method: "POST",
            uri: Value(stack, &integration.uri),
            credentials: get_att(&role_id(stack, integration.role), "Arn"),
            passthrough_behavior: "NEVER",
            content_handling: convert_to_text(integration.convert_to_text),
            request_parameters: BTreeMap::from([(
                "integration.request.header.Content-Type",
                "'application/x-www-form-urlencoded'",
            )]),
            request_templates: integration
                .content_types
                .iter()
                .map(|name| (name.as_str(), request_template(stack, integration.request_template)))
                .collect(),
            integration_responses: method.responses.iter().map(integration_response).collect(),
        },
        method_responses: method
            .responses
            .iter()
            .map(|response| Response {
                status_code: response.status.to_string(),
                response_parameters: response
                    .headers
                    .keys()
                    .map(|name| (format!("method.response.header.{name}"), true))
                    .collect(),
                response_models,
            })
            .collect(),
    }
}

fn integration_response(response: &MethodResponse) -> IntegrationResponse<'_> {
    IntegrationResponse {
        status_code: response.status.to_string(),
        selection_pattern: response.selection_pattern,
        content_handling: convert_to_text(response.convert_to_text),
        response_parameters: response
            .headers
            .iter()
            .map(|(name, value)| (format!("method.response.header.{name}"), format!("'{value}'")))
            .collect(),
        response_templates: BTreeMap::from([("application/json", &*response.template)]),
    }
}

fn convert_to_text(convert: bool) -> Option<&'static str> {
    convert.then_some("CONVERT_TO_TEXT")
}

fn endpoint_configuration(api: &Api) -> Json {
    let mut configuration = json!({ "Types": [endpoint_type(api)] });
    if let EndpointType::Private { vpc_endpoint_ids } = &api.endpoint_type {
        configuration["VpcEndpointIds"] = json!(vpc_endpoint_ids);
    }
    configuration
}

fn endpoint_type(api: &Api) -> &'static str {
    match &api.endpoint_type {
        EndpointType::Regional => "REGIONAL",
        EndpointType::Edge => "EDGE",
        EndpointType::Private { .. } => "PRIVATE",
    }
}

fn stage(stack: &Stack, deployment: &str) -> Json {
    let stage = &stack.api.stage;
    let mut properties =
        json!({ "RestApiId": reference(api_id(stack)), "DeploymentId": reference(deployment), "StageName": stage.name });
    if let Some(description) = &stack.description {
        properties["Description"] = description.as_str().into();
    }
    if let Some(format) = &stage.access_log_format {
        properties["AccessLogSetting"] = json!({ "DestinationArn": logs::access_log_arn(), "Format": format });
    }
    if stage.tracing {
        properties["TracingEnabled"] = true.into();
    }
    let settings = method_settings::entries(stack);
    if !settings.is_empty() {
        properties["MethodSettings"] = settings.into();
    }
    if !stack.tags.is_empty() {
        properties["Tags"] = json!(tags(stack));
    }
    properties
}

fn resource_id(api: &Api, resource: usize) -> String {
    format!("{}Resource", api.resources[resource].id.camel)
}

fn method_id(method: &Method) -> String {
    format!("{}Method", method.id.camel)
}

fn gateway_response_id(camel: &str) -> String {
    format!("{camel}GatewayResponse")
}
