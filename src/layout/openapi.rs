//! The API as an OpenAPI document with API Gateway's extensions, which an import puts in place of all that the API was:
//! <https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions.html>
//!
//! What the import would take away stands in it too, also where the target sets it beside it: policy, binary media types,
//! source of the API key, VPC endpoints.

use crate::stack::{
    Api, Authorization, Authorizer, Document, EndpointType, Expr, GatewayResponse, Method, MethodResponse, Policy, Preflight,
    Stack,
};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The names of the security schemes that are not those of functions.
const API_KEY: &str = "apiKey";
const IAM: &str = "sigv4";

/// The name of the validator of bodies.
const VALIDATOR: &str = "request-body";

/// The header that every scheme has to name. A function's own sources stand in its authorizer.
const UNUSED: &str = "Unused";

/// The document of a stack's own API.
pub fn document(stack: &Stack) -> Document {
    let mut info = vec![("title", Document::Text(Expr::Prefix)), ("version", Document::text("1"))];
    if let Some(description) = &stack.description {
        info.push(("description", text(description)));
    }
    let mut document = vec![("openapi", Document::text("3.0.1")), ("info", Document::map(info))];
    document.extend(served(stack));
    Document::map(document)
}

/// What of it a deployment takes a picture of.
pub fn served(stack: &Stack) -> Vec<(&'static str, Document)> {
    let api = &stack.api;
    let mut document = vec![("servers", Document::List(vec![server(api)])), ("paths", paths(api))];
    let mut components = Vec::new();
    let schemes = security_schemes(api);
    if !schemes.is_empty() {
        components.push(("securitySchemes", Document::map(schemes)));
    }
    if !api.models.is_empty() {
        components.push(("schemas", Document::map(api.models.iter().map(|model| (model.name(), schema(&model.schema))))));
        let of_bodies = [("validateRequestBody", Document::Bool(true)), ("validateRequestParameters", Document::Bool(false))];
        let validators = Document::map([(VALIDATOR, Document::map(of_bodies))]);
        document.push(("x-amazon-apigateway-request-validators", validators));
    }
    if !components.is_empty() {
        document.push(("components", Document::map(components)));
    }
    if api.usage_plan.is_some() {
        document.push(("x-amazon-apigateway-api-key-source", Document::text("HEADER")));
    }
    if !api.binary_media_types.is_empty() {
        let types = api.binary_media_types.iter().map(text).collect();
        document.push(("x-amazon-apigateway-binary-media-types", Document::List(types)));
    }
    let responses = api.gateway_responses.iter().map(|response| (response.response_type, gateway_response(response)));
    document.push(("x-amazon-apigateway-gateway-responses", Document::map(responses)));
    if let Some(rules) = &api.policy {
        document.push(("x-amazon-apigateway-policy", policy(rules)));
    }
    document
}

fn server(api: &Api) -> Document {
    let mut endpoint = vec![("disableExecuteApiEndpoint", Document::Bool(api.disable_execute_api_endpoint))];
    if let EndpointType::Private { vpc_endpoint_ids } = &api.endpoint_type {
        endpoint.push(("vpcEndpointIds", Document::List(vpc_endpoint_ids.iter().map(text).collect())));
    }
    Document::map([("url", Document::text("/")), ("x-amazon-apigateway-endpoint-configuration", Document::map(endpoint))])
}

/// Every path with its methods.
fn paths(api: &Api) -> Document {
    let mut paths: BTreeMap<String, BTreeMap<String, Document>> = BTreeMap::new();
    let path = |resource: usize| format!("/{}", api.segments(resource).join("/"));
    for method in &api.methods {
        let methods = paths.entry(path(method.resource)).or_default();
        methods.insert(method.http_method.to_ascii_lowercase(), operation(api, method));
    }
    for preflight in &api.preflights {
        let methods = paths.entry(path(preflight.resource)).or_default();
        methods.insert(Preflight::HTTP_METHOD.to_ascii_lowercase(), question(api, preflight));
    }
    Document::map(paths.into_iter().map(|(path, methods)| (path, Document::map(methods))))
}

fn operation(api: &Api, method: &Method) -> Document {
    let mut operation = parameters(api, method.resource);
    if let Some(model) = method.request_model {
        let schema = Document::map([("$ref", text(format!("#/components/schemas/{}", api.models[model].name())))]);
        let content_types: BTreeSet<&String> = method.integration.content_types.iter().collect();
        let content = content_types.into_iter().map(|of| (of.clone(), Document::map([("schema", schema.clone())])));
        let body = [("required", Document::Bool(true)), ("content", Document::map(content))];
        operation.push(("requestBody", Document::map(body)));
        operation.push(("x-amazon-apigateway-request-validator", Document::text(VALIDATOR)));
    }
    let scheme = match method.authorization {
        Authorization::None => None,
        Authorization::Iam => Some(IAM.to_owned()),
        Authorization::ApiKey => Some(API_KEY.to_owned()),
        Authorization::Lambda(position) => Some(api.authorizers[position].id.snake.clone()),
    };
    if let Some(scheme) = scheme {
        let scheme = Document::map([(scheme, Document::List(Vec::new()))]);
        operation.push(("security", Document::List(vec![scheme])));
    }
    operation.push(("responses", Document::map(method.responses.iter().map(declared))));
    operation.push(("x-amazon-apigateway-integration", integration(method)));
    Document::map(operation)
}

/// A schema of draft 4 in the words of OpenAPI, which knows no version of schemas.
fn schema(value: &Value) -> Document {
    let keywords = value.as_object().into_iter().flatten().filter(|(keyword, _)| *keyword != "$schema");
    Document::map(keywords.map(|(keyword, value)| (keyword.clone(), json(value))))
}

fn json(value: &Value) -> Document {
    match value {
        Value::Object(map) => Document::map(map.iter().map(|(key, value)| (key.clone(), json(value)))),
        Value::Array(items) => Document::List(items.iter().map(json).collect()),
        Value::String(of) => text(of),
        Value::Number(number) => Document::Decimal(number.clone()),
        Value::Bool(value) => Document::Bool(*value),
        // No schema that is taken holds one.
        Value::Null => Document::text("null"),
    }
}

/// The parameters in the path, which OpenAPI wants to be declared.
fn parameters(api: &Api, resource: usize) -> Vec<(&'static str, Document)> {
    let names = api.segments(resource).into_iter().filter_map(|segment| segment.strip_prefix('{')?.strip_suffix('}'));
    let parameters: Vec<Document> = names
        .map(|name| {
            Document::map([
                ("name", text(name)),
                ("in", Document::text("path")),
                ("required", Document::Bool(true)),
                ("schema", Document::map([("type", Document::text("string"))])),
            ])
        })
        .collect();
    if parameters.is_empty() { Vec::new() } else { vec![("parameters", Document::List(parameters))] }
}

fn integration(method: &Method) -> Document {
    let integration = &method.integration;
    let template = Document::Text(Expr::RequestTemplate(integration.request_template));
    let content_types: BTreeSet<&String> = integration.content_types.iter().collect();
    let templates = content_types.into_iter().map(|content_type| (content_type.clone(), template.clone()));
    let content_type = ("integration.request.header.Content-Type", Document::text("'application/x-www-form-urlencoded'"));
    let mut parts = vec![
        ("type", Document::text("aws")),
        ("httpMethod", Document::text("POST")),
        ("uri", Document::Text(integration.uri.clone())),
        ("credentials", Document::Text(Expr::RoleArn(integration.role))),
        ("passthroughBehavior", Document::text("never")),
        ("requestParameters", Document::map([content_type])),
        ("requestTemplates", Document::map(templates)),
        ("responses", Document::map(method.responses.iter().map(answer))),
    ];
    parts.extend(convert_to_text(integration.convert_to_text));
    Document::map(parts)
}

/// An answer of a method, under the status that a sender sees.
fn declared(response: &MethodResponse) -> (String, Document) {
    let description = if response.selection_pattern.is_some() { "stored" } else { "not stored" };
    let mut parts = vec![("description", Document::text(description))];
    parts.extend(declared_headers(response.headers.keys().map(String::as_str)));
    (response.status.to_string(), Document::map(parts))
}

fn declared_headers<'a>(names: impl Iterator<Item = &'a str>) -> Option<(&'static str, Document)> {
    let headers: Vec<(String, Document)> = names
        .map(|name| (name.to_owned(), Document::map([("schema", Document::map([("type", Document::text("string"))]))])))
        .collect();
    (!headers.is_empty()).then(|| ("headers", Document::map(headers)))
}

/// The same answer, under what selects it.
fn answer(response: &MethodResponse) -> (&'static str, Document) {
    let mut parts = vec![("statusCode", text(response.status.to_string()))];
    parts.extend(headers("method.response.header", response.headers.iter().map(|(name, value)| (name.as_str(), value.as_str()))));
    parts.push(("responseTemplates", Document::map([("application/json", text(&*response.template))])));
    parts.extend(convert_to_text(response.convert_to_text));
    (response.selection_pattern.unwrap_or("default"), Document::map(parts))
}

fn headers<'a>(place: &str, headers: impl Iterator<Item = (&'a str, &'a str)>) -> Option<(&'static str, Document)> {
    let parameters: Vec<(String, Document)> =
        headers.map(|(name, value)| (format!("{place}.{name}"), text(format!("'{value}'")))).collect();
    (!parameters.is_empty()).then(|| ("responseParameters", Document::map(parameters)))
}

fn convert_to_text(convert: bool) -> Option<(&'static str, Document)> {
    convert.then(|| ("contentHandling", Document::text("CONVERT_TO_TEXT")))
}

/// What API Gateway answers a browser that asks before it sends.
fn question(api: &Api, preflight: &Preflight) -> Document {
    let status = Preflight::STATUS.to_string();
    let values = preflight.headers();
    let mut response = vec![("statusCode", text(status.as_str()))];
    response.extend(headers("method.response.header", values.iter().map(|(name, value)| (*name, value.as_str()))));
    response.extend(convert_to_text(preflight.convert_to_text));
    let template = text(format!("{{\"statusCode\": {status}}}"));
    let mut declared = vec![("description", Document::text("what a page may send"))];
    declared.extend(declared_headers(values.keys().copied()));
    let mut operation = parameters(api, preflight.resource);
    operation.push(("responses", Document::map([(status, Document::map(declared))])));
    operation.push((
        "x-amazon-apigateway-integration",
        Document::map([
            ("type", Document::text("mock")),
            ("passthroughBehavior", Document::text("never")),
            ("requestTemplates", Document::map([("application/json", template)])),
            ("responses", Document::map([("default", Document::map(response))])),
        ]),
    ));
    Document::map(operation)
}

fn security_schemes(api: &Api) -> Vec<(String, Document)> {
    let asked = |wanted| api.methods.iter().any(|method| method.authorization == wanted);
    let scheme =
        |header| vec![("type", Document::text("apiKey")), ("name", Document::text(header)), ("in", Document::text("header"))];
    let mut schemes = Vec::new();
    if asked(Authorization::ApiKey) {
        schemes.push((API_KEY.to_owned(), Document::map(scheme("x-api-key"))));
    }
    if asked(Authorization::Iam) {
        let mut iam = scheme("Authorization");
        iam.push(("x-amazon-apigateway-authtype", Document::text("awsSigv4")));
        schemes.push((IAM.to_owned(), Document::map(iam)));
    }
    for authorizer in &api.authorizers {
        let mut custom = scheme(UNUSED);
        custom.push(("x-amazon-apigateway-authtype", Document::text("custom")));
        custom.push(("x-amazon-apigateway-authorizer", function(authorizer)));
        schemes.push((authorizer.id.snake.clone(), Document::map(custom)));
    }
    schemes
}

fn function(authorizer: &Authorizer) -> Document {
    Document::map([
        ("type", Document::text("request")),
        ("authorizerUri", Document::Text(authorizer.uri.clone())),
        ("authorizerCredentials", Document::Text(Expr::RoleArn(authorizer.role))),
        ("identitySource", text(authorizer.identity_sources.join(","))),
        ("authorizerResultTtlInSeconds", Document::Number(authorizer.cache_ttl as usize)),
    ])
}

fn gateway_response(response: &GatewayResponse) -> Document {
    let mut parts = vec![("statusCode", text(response.status.to_string()))];
    parts.extend(headers("gatewayresponse.header", response.headers.iter().map(|(name, value)| (name.as_str(), value.as_str()))));
    parts.push(("responseTemplates", Document::map([("application/json", text(&response.template))])));
    Document::map(parts)
}

/// The policy of an API, which is always about all of its methods: an import completes their ARN.
fn policy(policy: &Policy) -> Document {
    let statements = policy.statements.iter().map(|statement| {
        let mut parts = vec![
            ("Sid", Document::text(statement.sid)),
            ("Effect", Document::text(statement.effect.name())),
            ("Principal", Document::text("*")),
            ("Action", Document::text(statement.action)),
            ("Resource", Document::text("execute-api:/*")),
        ];
        if let Some(condition) = &statement.condition {
            let values = condition.values.iter().cloned().map(Document::Text).collect();
            let values = Document::map([(condition.key, Document::List(values))]);
            parts.push(("Condition", Document::map([(condition.operator, values)])));
        }
        Document::map(parts)
    });
    Document::map([("Version", Document::text("2012-10-17")), ("Statement", Document::List(statements.collect()))])
}

fn text(text: impl Into<String>) -> Document {
    Document::Text(Expr::Text(text.into().into()))
}
