//! The API.

use super::{Authorization, Authorizer, DomainName, Expr, Id, Policy, UsagePlan};
use crate::pointer::Pointer;
use std::collections::BTreeMap;
use std::sync::Arc;

/// An API with its one stage.
#[derive(Debug)]
pub struct Api {
    /// Which kind of API it is.
    pub kind: ApiKind,
    /// As what the paths, their methods and all answers are written.
    pub layout: ApiLayout,
    /// From where it can be reached.
    pub endpoint_type: EndpointType,
    /// Who may call it; `None` is everyone.
    pub policy: Option<Policy>,
    /// Media types whose bodies are bytes.
    pub binary_media_types: Vec<String>,
    /// The tree of paths, parents first.
    pub resources: Vec<Resource>,
    /// The methods.
    pub methods: Vec<Method>,
    /// What bodies must match, where methods ask for it.
    pub models: Vec<Model>,
    /// Answers to browsers that ask before they send.
    pub preflights: Vec<Preflight>,
    /// Answers that API Gateway gives of its own.
    pub gateway_responses: Vec<GatewayResponse>,
    /// The stage.
    pub stage: Stage,
    /// The plan of the API key; there when a method asks for the key.
    pub usage_plan: Option<UsagePlan>,
    /// The API that it is, if it belongs to somebody else. What is said here of the API itself and of its stage means nothing then.
    pub existing: Option<ExistingApi>,
    /// The domain that leads to the stage.
    pub domain_name: Option<DomainName>,
    /// Whether its own name is closed.
    pub disable_execute_api_endpoint: bool,
    /// The functions that decide who may call.
    pub authorizers: Vec<Authorizer>,
}

/// Which kind of API it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ApiKind {
    /// A REST API, with request templates and answers of its own.
    Rest,
    /// An HTTP API. Its integrations name the parameters of SendMessage, so a [`RequestTemplate`](super::RequestTemplate) has no
    /// text, and it hands on what SQS answers, so its methods have no responses.
    Http,
}

/// As what the paths of an API, their methods and all answers are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ApiLayout {
    /// As resources of the target.
    Resources,
    /// As one OpenAPI document, which API Gateway imports.
    OpenApi,
}

/// From where an API can be reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EndpointType {
    /// From the internet, in the Region.
    Regional,
    /// From the internet, through CloudFront.
    Edge,
    /// From these VPC endpoints.
    Private {
        /// Their identifiers.
        vpc_endpoint_ids: Vec<String>,
    },
}

/// One segment of a path.
#[derive(Debug)]
pub struct Resource {
    /// Its name in the output.
    pub id: Id,
    /// The position of the segment in front; `None` is the API's root.
    pub parent: Option<usize>,
    /// The segment: a text or `{parameter}`.
    pub path_part: String,
    /// Whose it is.
    pub origin: Origin,
}

/// Whose a resource is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// It belongs to the stack.
    Stack,
    /// It is there already, under this name: an identifier, or the name of a resource in the same output.
    Existing(Expr),
    /// It is there already, and nothing refers to it.
    Above,
}

/// An API that belongs to somebody else, and so do its deployment and its stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExistingApi {
    /// By its identifiers.
    Ids {
        /// That of the API.
        rest_api_id: Expr,
        /// That of its resource `/`.
        root_resource_id: Expr,
    },
    /// By its logical id in the same CloudFormation template.
    LogicalId(String),
    /// By its address in the same Terraform module.
    Address(String),
}

/// A method of a resource, with its integration and its answers.
#[derive(Debug)]
pub struct Method {
    /// Its name in the output.
    pub id: Id,
    /// Where the endpoint stands in the spec.
    pub pointer: Pointer,
    /// The position of its resource.
    pub resource: usize,
    /// Such as `POST`.
    pub http_method: &'static str,
    /// What a request must bring.
    pub authorization: Authorization,
    /// How many requests it takes, where that is not what the stage says.
    pub throttle: Option<Throttle>,
    /// The position of the model that its bodies must match.
    pub request_model: Option<usize>,
    /// What it calls.
    pub integration: Integration,
    /// What it answers. The one without a selection pattern is the default.
    pub responses: Vec<MethodResponse>,
}

/// A JSON Schema that the bodies of an endpoint must match.
#[derive(Debug)]
pub struct Model {
    /// The endpoint's name in the output.
    pub id: Id,
    /// The file that it comes from, as the spec names it.
    pub file: String,
    /// The schema, with sorted keys.
    pub schema: serde_json::Value,
}

impl Model {
    /// Its name at AWS, which is unique in the API and holds letters and digits alone.
    pub fn name(&self) -> String {
        format!("{}Model", self.id.camel)
    }
}

/// An integration that sends a message to a queue.
#[derive(Debug, Clone)]
pub struct Integration {
    /// The position of the role that it takes on.
    pub role: usize,
    /// The position of the queue: those of the stack first, then those that are there already.
    pub queue: usize,
    /// The URI of the action; in an HTTP API the URL of the queue.
    pub uri: Expr,
    /// The position of its request template.
    pub request_template: usize,
    /// The media types that the template serves; a request of any other is refused.
    pub content_types: Vec<String>,
    /// Whether the body is handed to the template as base64.
    pub convert_to_text: bool,
}

/// A status with the rule that selects it and what it carries.
#[derive(Debug)]
pub struct MethodResponse {
    /// Its name in the output.
    pub id: Id,
    /// The status that the sender sees.
    pub status: u32,
    /// Which status of SQS leads here; `None` is every other one.
    pub selection_pattern: Option<&'static str>,
    /// The Velocity text of the body, which many methods share.
    pub template: Arc<str>,
    /// Constant headers.
    pub headers: BTreeMap<String, String>,
    /// Whether the body must be handled as text although the API has binary media types.
    pub convert_to_text: bool,
}

/// An OPTIONS method that API Gateway answers by itself (a MOCK integration), so that nothing is sent anywhere.
#[derive(Debug)]
pub struct Preflight {
    /// Its name in the output.
    pub id: Id,
    /// The position of its resource.
    pub resource: usize,
    /// The origin of the pages that may send, or `*`.
    pub allow_origin: String,
    /// The methods that they may send with.
    pub allow_methods: Vec<&'static str>,
    /// The headers that they may send.
    pub allow_headers: Vec<String>,
    /// How long a browser remembers it, in seconds.
    pub max_age: u32,
    /// Whether the answer must be handled as text although the API has binary media types.
    pub convert_to_text: bool,
}

impl Preflight {
    /// What every answer says that a page may read.
    pub const ALLOW_ORIGIN: &str = "Access-Control-Allow-Origin";
    /// The method.
    pub const HTTP_METHOD: &str = "OPTIONS";
    /// The status of its answer.
    pub const STATUS: u32 = 204;

    /// The headers of its answer.
    pub fn headers(&self) -> BTreeMap<&'static str, String> {
        BTreeMap::from([
            (Self::ALLOW_ORIGIN, self.allow_origin.clone()),
            ("Access-Control-Allow-Methods", self.allow_methods.join(",")),
            ("Access-Control-Allow-Headers", self.allow_headers.join(",")),
            ("Access-Control-Max-Age", self.max_age.to_string()),
        ])
    }
}

/// An answer that API Gateway gives of its own.
#[derive(Debug, Clone)]
pub struct GatewayResponse {
    /// Its name in the output.
    pub id: Id,
    /// What happened, in API Gateway's words.
    pub response_type: &'static str,
    /// The status that the sender sees.
    pub status: u32,
    /// The body; plain substitution of `$context`, not Velocity.
    pub template: String,
    /// Constant headers.
    pub headers: BTreeMap<String, String>,
}

/// The stage.
#[derive(Debug)]
pub struct Stage {
    /// The first segment of every URL.
    pub name: String,
    /// How many requests each method takes, unless it says so itself:
    /// <https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html>
    pub throttle: Option<Throttle>,
    /// The form of a line of the access log, when there is one.
    pub access_log_format: Option<String>,
    /// How much the execution log says, in API Gateway's words, when there is one. Data tracing is off.
    pub execution_log_level: Option<&'static str>,
    /// Whether requests are traced.
    pub tracing: bool,
    /// The ARN of the web ACL that looks at each request first.
    pub web_acl_arn: Option<Expr>,
}

/// A request limit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Throttle {
    /// Requests a second in the long run.
    pub rate: f64,
    /// Requests at once.
    pub burst: u32,
}

impl Api {
    /// The segments of a resource's path, the first one first.
    pub fn segments(&self, resource: usize) -> Vec<&str> {
        let mut segments = Vec::new();
        let mut next = Some(resource);
        while let Some(resource) = next.and_then(|position| self.resources.get(position)) {
            segments.push(resource.path_part.as_str());
            next = resource.parent;
        }
        segments.reverse();
        segments
    }

    /// Whether anything limits who may call it.
    pub fn has_access_rules(&self) -> bool {
        self.policy.is_some()
            || self.stage.web_acl_arn.is_some()
            || self.methods.iter().any(|method| method.authorization != Authorization::None)
    }
}
