//! A REST API: the tree of paths, the methods, the integrations and every answer.

use super::access;
use super::authorizers::Authorizers;
use super::cors;
use super::domain;
use super::monitoring;
use super::naming;
use super::parameters;
use super::queues::Destination;
use crate::intake::{self, Deduplication, Endpoint, EnvelopeBody, HeaderFilter, Intake, Layout, Segment};
use crate::stack::{
    self, Api, ApiKind, ApiLayout, EndpointType, ExistingApi, Expr, GatewayResponse, Integration, Method, MethodResponse, Model,
    Origin, RequestTemplate, Resource, Stage, Throttle,
};
use crate::template::{Request, TemplateError, Templates};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// What a sender sees when its webhook was not stored. Some senders retry on 429 and 503 alone, and several take any
/// 4xx for final.
pub(super) const NOT_STORED: u32 = 503;

/// What a sender sees whose webhook does not match the schema of its endpoint.
const NOT_MATCHING: u32 = 400;

/// SQS's only answer for a message that it stored.
const STORED: &str = "200";

/// The API, and its request templates.
pub(super) fn plan(
    intake: &Intake,
    destinations: &[Destination],
    authorizers: &Authorizers,
    templates: &Templates,
) -> Result<(Api, Vec<RequestTemplate>), TemplateError> {
    let mut requests = RequestTemplates::new(templates);
    let binary_media_types: BTreeSet<&str> = intake
        .endpoints
        .iter()
        .filter(|endpoint| is_base64(endpoint))
        .flat_map(|endpoint| &endpoint.content_types)
        .map(String::as_str)
        .collect();
    let answers = Answers {
        templates,
        stored: templates.stored(None)?.into(),
        failed: templates.failed()?.into(),
        refused: templates.refused()?.into(),
        // Whether somebody else's API has binary media types is not known.
        convert_to_text: !binary_media_types.is_empty() || intake.api.existing.is_some(),
    };
    let existing = intake.api.existing.as_ref();
    let mut tree = Tree { existing: existing.map(|existing| &existing.parents), ..Tree::default() };
    let mut methods = Vec::with_capacity(intake.endpoints.len());
    let mut models = Vec::new();
    let mut preflights = Vec::new();
    for endpoint in &intake.endpoints {
        let resource = tree.resource(endpoint.path.segments());
        preflights.extend(cors::preflight(endpoint, resource, answers.convert_to_text));
        let integration = Integration {
            role: destinations[endpoint.queue].role,
            queue: destinations[endpoint.queue].position,
            uri: send_message_uri(&destinations[endpoint.queue]),
            request_template: requests.position(endpoint)?,
            content_types: endpoint.content_types.clone(),
            convert_to_text: is_base64(endpoint),
        };
        let request_model = endpoint.request_schema.as_ref().map(|schema| {
            let id = naming::resource(endpoint.path.segments());
            models.push(Model { id, file: schema.file.clone(), schema: schema.schema.clone() });
            models.len() - 1
        });
        for method in &endpoint.methods {
            let id = naming::method(&endpoint.path, *method);
            methods.push(Method {
                responses: answers.of(endpoint, &id)?,
                id,
                pointer: endpoint.pointer.clone(),
                resource,
                http_method: method.name(),
                throttle: endpoint.throttle.map(throttle),
                authorization: authorizers.authorization(&endpoint.authorization, intake),
                request_model,
                integration: integration.clone(),
            });
        }
    }
    let api = Api {
        kind: ApiKind::Rest,
        layout: match intake.api.layout {
            intake::ApiLayout::Resources => ApiLayout::Resources,
            intake::ApiLayout::OpenApi => ApiLayout::OpenApi,
        },
        endpoint_type: endpoint_type(&intake.api.endpoint_type),
        policy: access::policy(intake),
        binary_media_types: binary_media_types.into_iter().map(str::to_owned).collect(),
        resources: tree.into_resources(),
        methods,
        models,
        preflights,
        gateway_responses: if existing.is_some() { Vec::new() } else { gateway_responses(intake) },
        stage: stage(intake),
        usage_plan: access::usage_plan(intake),
        existing: existing.map(|existing| existing_api(&existing.named)),
        domain_name: domain::plan(intake),
        disable_execute_api_endpoint: intake.api.disable_execute_api_endpoint,
        authorizers: authorizers.list.clone(),
    };
    Ok((api, requests.list))
}

pub(super) fn stage(intake: &Intake) -> Stage {
    let api = &intake.api;
    Stage {
        name: api.stage.clone(),
        throttle: api.throttle.map(throttle),
        access_log_format: api.logging.access_log.as_ref().map(|_| monitoring::access_log_format(api.kind)),
        execution_log_level: api.logging.execution_log.as_ref().and_then(|(level, _)| monitoring::level(*level)),
        tracing: api.logging.tracing,
        web_acl_arn: api.web_acl_arn.as_ref().map(parameters::value),
    }
}

fn existing_api(named: &intake::NamedApi) -> ExistingApi {
    match named {
        intake::NamedApi::Ids { rest_api_id, root_resource_id } => ExistingApi::Ids {
            rest_api_id: parameters::value(rest_api_id),
            root_resource_id: parameters::value(root_resource_id),
        },
        intake::NamedApi::LogicalId(id) => ExistingApi::LogicalId(id.clone()),
        intake::NamedApi::Address(address) => ExistingApi::Address(address.clone()),
    }
}

/// The request templates, each distinct setting rendered once.
struct RequestTemplates<'a> {
    templates: &'a Templates,
    known: HashMap<Request<'a>, usize>,
    list: Vec<RequestTemplate>,
}

impl<'a> RequestTemplates<'a> {
    fn new(templates: &'a Templates) -> Self {
        RequestTemplates { templates, known: HashMap::new(), list: Vec::new() }
    }

    fn position(&mut self, endpoint: &'a Endpoint) -> Result<usize, TemplateError> {
        let envelope = matches!(endpoint.message.layout, Layout::Envelope { .. });
        let has_parameters = endpoint.path.parameters().next().is_some();
        let request = Request {
            message: &endpoint.message,
            delay: endpoint.delay,
            group: endpoint.group.as_ref(),
            deduplication: endpoint.deduplication.as_ref(),
            path: Some(&endpoint.path).filter(|_| envelope && has_parameters),
            required: endpoint.required_header.as_ref(),
            present: &endpoint.required_headers,
        };
        if let Some(position) = self.known.get(&request) {
            return Ok(*position);
        }
        let text = self.templates.request(request)?;
        let words: &[&str] = match &endpoint.message.layout {
            Layout::Envelope { body: EnvelopeBody::Text, .. } => &["envelope", "text"],
            Layout::Envelope { body: EnvelopeBody::Base64, .. } => &["envelope", "base64"],
            Layout::Json { .. } => &["envelope", "json"],
            Layout::Bare => &["bare"],
        };
        self.list.push(RequestTemplate {
            id: naming::text(words, &text),
            text,
            message: message(endpoint),
            required_header: endpoint.required_header.as_ref().map(required_header),
            required_headers: endpoint.required_headers.clone(),
        });
        self.known.insert(request, self.list.len() - 1);
        Ok(self.list.len() - 1)
    }
}

/// The tree of paths. Endpoints come sorted by path, and a parent is made before its first child.
#[derive(Default)]
pub(super) struct Tree<'a> {
    positions: HashMap<&'a [Segment], usize>,
    resources: Vec<Resource>,
    /// Paths that are there already.
    existing: Option<&'a BTreeMap<intake::Path, intake::Value>>,
}

impl<'a> Tree<'a> {
    pub(super) fn into_resources(self) -> Vec<Resource> {
        self.resources
    }

    pub(super) fn resource(&mut self, segments: &'a [Segment]) -> usize {
        if let Some(position) = self.positions.get(segments) {
            return *position;
        }
        let (parent, path_part) = match segments {
            [] => (None, String::new()),
            [only] => (None, only.to_string()),
            [parents @ .., last] => (Some(self.resource(parents)), last.to_string()),
        };
        let origin = self.origin(segments);
        self.resources.push(Resource { id: naming::resource(segments), parent, path_part, origin });
        self.positions.insert(segments, self.resources.len() - 1);
        self.resources.len() - 1
    }

    fn origin(&self, segments: &[Segment]) -> Origin {
        let mut existing = self.existing.into_iter().flatten();
        let named = existing.clone().find(|(path, _)| path.segments() == segments);
        match named {
            Some((_, resource)) => Origin::Existing(parameters::value(resource)),
            None if existing.any(|(path, _)| path.segments().starts_with(segments)) => Origin::Above,
            None => Origin::Stack,
        }
    }
}

/// What methods answer.
struct Answers<'a> {
    templates: &'a Templates,
    stored: Arc<str>,
    failed: Arc<str>,
    /// The same where a request may lack a header that is required.
    refused: Arc<str>,
    /// With any binary media type in the API, an answer that is not converted fails when the sender's Accept matches.
    convert_to_text: bool,
}

impl Answers<'_> {
    fn of(&self, endpoint: &Endpoint, method: &crate::stack::Id) -> Result<Vec<MethodResponse>, TemplateError> {
        let intake::Response { status, body, headers } = &endpoint.response;
        let asks_for_header = endpoint.required_header.is_some() || !endpoint.required_headers.is_empty();
        let stored = match (body.as_deref(), status) {
            // An answer of this kind has no body.
            (None, 204 | 205) => self.templates.stored(Some(""))?.into(),
            (None, _) => Arc::clone(&self.stored),
            (body, _) => self.templates.stored(body)?.into(),
        };
        Ok(vec![
            MethodResponse {
                id: naming::response(method, *status),
                status: *status,
                selection_pattern: Some(STORED),
                template: stored,
                headers: headers.clone().into_iter().chain(cors::answer(endpoint.cors.as_ref())).collect(),
                convert_to_text: self.convert_to_text,
            },
            MethodResponse {
                id: naming::response(method, NOT_STORED),
                status: NOT_STORED,
                selection_pattern: None,
                template: Arc::clone(if asks_for_header { &self.refused } else { &self.failed }),
                headers: cors::answer(endpoint.cors.as_ref()),
                convert_to_text: self.convert_to_text,
            },
        ])
    }
}

/// What the template of an endpoint promises.
pub(super) fn message(endpoint: &Endpoint) -> stack::Message {
    let attribute =
        |attribute: &intake::Attribute| stack::Attribute { name: attribute.name.clone(), source: source(&attribute.source) };
    stack::Message {
        body: match &endpoint.message.layout {
            Layout::Envelope { body: EnvelopeBody::Text, .. } => stack::Body::Text,
            Layout::Envelope { body: EnvelopeBody::Base64, .. } => stack::Body::Base64,
            Layout::Json { .. } => stack::Body::Json,
            Layout::Bare => stack::Body::Bare,
        },
        headers: match &endpoint.message.layout {
            Layout::Envelope { headers, .. } | Layout::Json { headers } => carried(headers),
            Layout::Bare => stack::Headers::None,
        },
        attributes: endpoint.message.attributes.iter().map(attribute).collect(),
        delay: endpoint.delay,
        group: endpoint.group.as_ref().map(source),
        deduplication: match &endpoint.deduplication {
            Some(Deduplication::Id(id)) => Some(source(id)),
            Some(Deduplication::Content) | None => None,
        },
    }
}

fn required_header(header: &intake::RequiredHeader) -> stack::RequiredHeader {
    stack::RequiredHeader { name: header.name.clone(), value: header.value.clone() }
}

fn source(source: &intake::Source) -> stack::Source {
    match source {
        intake::Source::Header(name) => stack::Source::Header(name.clone()),
        intake::Source::Query(name) => stack::Source::Query(name.clone()),
        intake::Source::PathParameter(name) => stack::Source::Path(name.clone()),
        intake::Source::Body(path) => stack::Source::Body(path.clone()),
        intake::Source::Context(variable) => stack::Source::Context(variable.name()),
        intake::Source::Value(text) => stack::Source::Constant(text.clone()),
    }
}

fn carried(headers: &HeaderFilter) -> stack::Headers {
    match headers {
        HeaderFilter::All => stack::Headers::All,
        HeaderFilter::None => stack::Headers::None,
        HeaderFilter::Only(names) => stack::Headers::Only(names.clone()),
        HeaderFilter::Except(names) => stack::Headers::Except(names.clone()),
    }
}

pub(super) fn throttle(throttle: intake::Throttle) -> Throttle {
    Throttle { rate: throttle.rate, burst: throttle.burst }
}

fn is_base64(endpoint: &Endpoint) -> bool {
    matches!(endpoint.message.layout, Layout::Envelope { body: EnvelopeBody::Base64, .. })
}

fn send_message_uri(destination: &Destination) -> Expr {
    Expr::Concat(vec![
        Expr::text("arn:"),
        Expr::Partition,
        Expr::text(":apigateway:"),
        Expr::Region,
        Expr::text(":sqs:path/"),
        destination.account.clone(),
        Expr::text("/"),
        destination.name.clone(),
    ])
}

fn endpoint_type(endpoint_type: &intake::EndpointType) -> EndpointType {
    match endpoint_type {
        intake::EndpointType::Regional => EndpointType::Regional,
        intake::EndpointType::Edge => EndpointType::Edge,
        intake::EndpointType::Private { vpc_endpoint_ids } => {
            EndpointType::Private { vpc_endpoint_ids: vpc_endpoint_ids.clone() }
        }
    }
}

/// API Gateway's own refusals, as answers after which a sender tries again: everything but a path that is not there and
/// a caller who may not call. A body of more than 10 MB gets a 413 that cannot be changed.
fn gateway_responses(intake: &Intake) -> Vec<GatewayResponse> {
    const REFUSED: u32 = 403;
    let response = |words: &[&str], response_type, status| gateway_response(naming::fixed(words), response_type, status);
    let mut responses = vec![
        response(&["access", "denied"], "ACCESS_DENIED", REFUSED),
        response(&["default", "client", "error"], "DEFAULT_4XX", NOT_STORED),
        response(&["default", "server", "error"], "DEFAULT_5XX", NOT_STORED),
        response(&["missing", "authentication", "token"], "MISSING_AUTHENTICATION_TOKEN", REFUSED),
        response(&["throttled"], "THROTTLED", NOT_STORED),
        response(&["unsupported", "media", "type"], "UNSUPPORTED_MEDIA_TYPE", NOT_STORED),
    ];
    if intake.endpoints.iter().any(|endpoint| endpoint.request_schema.is_some()) {
        // To send the same again would not help.
        responses.push(response(&["bad", "request", "body"], "BAD_REQUEST_BODY", NOT_MATCHING));
    }
    responses.extend(access::gateway_responses(intake));
    responses.sort_by_key(|response| response.response_type);
    let headers = cors::own_answer(intake);
    responses.iter_mut().for_each(|response| response.headers.clone_from(&headers));
    responses
}

pub(super) fn gateway_response(id: stack::Id, response_type: &'static str, status: u32) -> GatewayResponse {
    GatewayResponse {
        id,
        response_type,
        status,
        template: r#"{"message":$context.error.messageString,"requestId":"$context.requestId"}"#.to_owned(),
        headers: BTreeMap::new(),
    }
}
