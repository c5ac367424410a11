//! From a request to the call of SQS, and from SQS's answer to the response.

use super::DIALECT;
use super::content_handling::{self, ContentHandling, Payload};
use super::gateway_response::ResponseType;
use super::headers;
use super::http_api;
use super::media_type;
use super::request::{Request, Response};
use super::routing::{Route, Routes};
use super::selection::{self, IntegrationResponse, PassthroughBehavior, Selected};
use super::validation;
use super::variables::{MethodRequest, Overrides, PayloadError, Variables};
use crate::stack::{self, ApiKind, Preflight, Stack};
use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;
use velocity::{Context, Limits, ParseError, RenderErrorKind, Template, Text};

/// The largest body: <https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html>
pub const MAX_BODY_BYTES: usize = 10 * 1024 * 1024;
/// The request line and the headers together: the same page.
pub const MAX_HEADER_BYTES: usize = 10_240;

/// The API of a stack, ready to take requests.
#[derive(Debug)]
pub struct Gateway {
    kind: ApiKind,
    routes: Routes,
    methods: Vec<Method>,
    request_templates: Vec<Template>,
    /// What an HTTP API hands to SQS, in place of the templates.
    messages: Vec<stack::Message>,
    binary_media_types: Vec<String>,
    gateway_responses: Vec<stack::GatewayResponse>,
    /// The headers of each preflight.
    preflights: Vec<Vec<(String, String)>>,
    stage: String,
    /// The name that senders call.
    domain_name: String,
}

#[derive(Debug)]
struct Method {
    http_method: &'static str,
    resource: usize,
    queue: usize,
    request_template: usize,
    /// What a body must match.
    schema: Option<serde_json::Value>,
    content_types: Vec<String>,
    convert_to_text: bool,
    responses: Vec<MethodResponse>,
}

#[derive(Debug)]
struct MethodResponse {
    status: u16,
    selection_pattern: Option<&'static str>,
    template: Arc<Template>,
    headers: Vec<(String, String)>,
    convert_to_text: bool,
}

/// A template of the stack that Velocity cannot parse: a mistake in hookweir.
#[derive(Debug)]
pub struct BrokenTemplate {
    /// Which one, in words.
    pub name: String,
    /// What is wrong with it.
    pub error: ParseError,
}

impl fmt::Display for BrokenTemplate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the template {} does not parse: {}", self.name, self.error)
    }
}

impl std::error::Error for BrokenTemplate {}

/// A call of SendMessage that a request became.
#[derive(Debug)]
pub struct Call {
    /// The position of the queue: those of the stack first, then those that are there already.
    pub queue: usize,
    /// The body, a form.
    pub form: Vec<u8>,
    pub(super) method: usize,
    parameters: Vec<(String, String)>,
    overrides: Overrides,
}

/// A request that reached no queue.
#[derive(Debug)]
pub struct Refusal {
    /// What happened; `None` is a request that is cut off in front of the API, or a browser's question.
    pub response_type: Option<ResponseType>,
    /// More about it than the sender is told.
    pub detail: Option<String>,
    /// What the sender is told.
    pub response: Response,
}

/// Why a template gave no text.
#[derive(Debug)]
enum Failed {
    /// The body is not JSON, and the template looks into it.
    Payload(String),
    /// Anything else.
    Template(String),
}

impl Gateway {
    /// Makes the API of a stack ready.
    pub fn new(stack: &Stack) -> Result<Self, BrokenTemplate> {
        let api = &stack.api;
        let parse = |name: &str, text: &str| {
            Template::parse(text, &DIALECT).map_err(|error| BrokenTemplate { name: name.to_owned(), error })
        };
        let request_templates: Result<Vec<_>, _> =
            stack.request_templates.iter().map(|template| parse(&template.id.camel, &template.text)).collect();
        // Many methods share one text.
        let mut known: HashMap<*const u8, Arc<Template>> = HashMap::new();
        let mut methods = Vec::with_capacity(api.methods.len());
        for method in &api.methods {
            let mut responses = Vec::with_capacity(method.responses.len());
            for response in &method.responses {
                let template = match known.get(&response.template.as_ptr()) {
                    Some(template) => Arc::clone(template),
                    None => {
                        let template = Arc::new(parse(&response.id.camel, &response.template)?);
                        known.insert(response.template.as_ptr(), Arc::clone(&template));
                        template
                    }
                };
                responses.push(MethodResponse {
                    status: u16::try_from(response.status).unwrap_or_default(),
                    selection_pattern: response.selection_pattern,
                    template,
                    headers: response.headers.iter().map(|(name, value)| (name.clone(), value.clone())).collect(),
                    convert_to_text: response.convert_to_text,
                });
            }
            let integration = &method.integration;
            methods.push(Method {
                http_method: method.http_method,
                resource: method.resource,
                queue: integration.queue,
                request_template: integration.request_template,
                schema: method.request_model.and_then(|model| api.models.get(model)).map(|model| model.schema.clone()),
                content_types: integration.content_types.clone(),
                convert_to_text: integration.convert_to_text,
                responses,
            });
        }
        Ok(Gateway {
            kind: api.kind,
            messages: stack.request_templates.iter().map(|template| template.message.clone()).collect(),
            routes: Routes::new(api),
            methods,
            request_templates: request_templates?,
            binary_media_types: api.binary_media_types.clone(),
            gateway_responses: api.gateway_responses.clone(),
            stage: api.stage.name.clone(),
            domain_name: super::context::domain_name(stack),
            preflights: api
                .preflights
                .iter()
                .map(|preflight| preflight.headers().into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
                .collect(),
        })
    }

    /// The same API behind the validation of bodies, for trying what becomes of those that its schemas refuse.
    #[must_use]
    pub fn without_validation(mut self) -> Self {
        self.methods.iter_mut().for_each(|method| method.schema = None);
        self
    }

    /// The methods that a path takes; none when there is no such path.
    pub fn methods_of(&self, path: &str) -> Vec<&'static str> {
        self.routes.methods(path)
    }

    /// Every path that takes a request, as it is declared, sorted.
    pub fn paths(&self) -> Vec<&str> {
        let mut paths: Vec<&str> = self.methods.iter().map(|method| self.routes.resource_path(method.resource)).collect();
        paths.sort_unstable();
        paths.dedup();
        paths
    }

    /// The stage, the first segment of every URL.
    pub fn stage(&self) -> &str {
        &self.stage
    }

    /// What becomes of a request: the call of SQS, or the answer where API Gateway itself refuses.
    pub fn receive(&self, request: &Request) -> Result<Call, Refusal> {
        let refuse = |response_type: ResponseType, detail: Option<String>| {
            if self.kind == ApiKind::Http {
                return Refusal { response_type: Some(response_type), detail, response: http_api::own_answer(response_type) };
            }
            let message = match (&detail, response_type) {
                (Some(_), ResponseType::BadRequestBody) => "Could not process payload",
                _ => response_type.message(),
            };
            let response = response_type.answer(&self.gateway_responses, message, &request.request_id);
            Refusal { response_type: Some(response_type), detail, response }
        };
        if header_bytes(request) > MAX_HEADER_BYTES {
            return Err(headers_too_large());
        }
        if request.body.len() > MAX_BODY_BYTES {
            return Err(refuse(ResponseType::RequestTooLarge, None));
        }
        if let Some(answer) = self.preflight(request) {
            let detail = Some("API Gateway answers a browser's question itself".to_owned());
            return Err(Refusal { response_type: None, detail, response: answer });
        }
        // Whether an HTTP API takes a path with a slash at the end for the same one is not known.
        let other_path = self.kind == ApiKind::Http && request.path.ends_with('/');
        let found = self.routes.find(&request.method, &request.path).filter(|_| !other_path);
        let Some(Route { method: position, parameters }) = found else {
            return Err(refuse(ResponseType::MissingAuthenticationToken, None));
        };
        let Some(method) = self.methods.get(position) else {
            return Err(refuse(ResponseType::ApiConfigurationError, None));
        };
        if self.kind == ApiKind::Http {
            let message = self.messages.get(method.request_template);
            let Some(message) = message else { return Err(refuse(ResponseType::ApiConfigurationError, None)) };
            let form = http_api::call(message, request, &self.domain_name, &self.stage);
            return Ok(Call { queue: method.queue, form, method: position, overrides: Overrides::default(), parameters });
        }
        let content_type = request.header("content-type");
        let templates = method.content_types.iter().map(|name| (name.as_str(), method.request_template));
        let template = match selection::request_template(templates, content_type, PassthroughBehavior::Never) {
            Selected::Template(template) => self.request_templates.get(template),
            Selected::Passthrough => None,
            Selected::Unsupported => return Err(refuse(ResponseType::UnsupportedMediaType, None)),
        };
        let Some(template) = template else { return Err(refuse(ResponseType::ApiConfigurationError, None)) };
        if let Some(problem) = method.schema.as_ref().and_then(|schema| validation::validate(schema, &request.body).err()) {
            let refusal = refuse(ResponseType::BadRequestBody, None);
            return Err(Refusal { detail: Some(problem), ..refusal });
        }
        let binary = media_type::is_binary(content_type.map(media_type::essence).unwrap_or_default(), &self.binary_media_types);
        let handling = method.convert_to_text.then_some(ContentHandling::ConvertToText);
        let body = match content_handling::of_request(&request.body, binary, handling) {
            Ok(Payload::Text(text)) => text,
            // A template cannot read bytes.
            Ok(Payload::Bytes(_)) | Err(_) => return Err(refuse(ResponseType::ApiConfigurationError, None)),
        };
        let variables = self.variables(template, request, method, &parameters, Text::from(&*body));
        match render(template, variables.for_request()) {
            Ok(text) => Ok(Call {
                queue: method.queue,
                form: text.into_bytes(),
                method: position,
                overrides: variables.overrides(),
                parameters,
            }),
            Err(Failed::Payload(message)) => Err(refuse(ResponseType::BadRequestBody, Some(message))),
            Err(Failed::Template(message)) => Err(refuse(ResponseType::ApiConfigurationError, Some(message))),
        }
    }

    /// The answer to a browser that asks before it sends.
    fn preflight(&self, request: &Request) -> Option<Response> {
        let headers = self.preflights.get(self.routes.preflight(&request.path)?)?;
        let asks = request.method == Preflight::HTTP_METHOD;
        let status = u16::try_from(Preflight::STATUS).ok()?;
        asks.then(|| Response { status, headers: headers.clone(), body: Vec::new() })
    }

    /// What the sender is told when SQS answers with a status and a body.
    pub fn respond(&self, request: &Request, call: &Call, status: u16, body: &[u8]) -> Response {
        if self.kind == ApiKind::Http {
            return http_api::respond(status, body);
        }
        let answer = self.answer(request, call, status, body);
        answer.unwrap_or_else(|| self.own_answer(ResponseType::ApiConfigurationError, &request.request_id))
    }

    /// An answer that API Gateway gives of its own, such as when SQS cannot be reached or does not answer in time.
    pub fn own_answer(&self, response_type: ResponseType, request_id: &str) -> Response {
        match self.kind {
            ApiKind::Rest => response_type.answer(&self.gateway_responses, response_type.message(), request_id),
            ApiKind::Http => http_api::own_answer(response_type),
        }
    }

    fn answer(&self, request: &Request, call: &Call, status: u16, body: &[u8]) -> Option<Response> {
        let method = self.methods.get(call.method)?;
        let rules: Vec<IntegrationResponse<'_>> = method
            .responses
            .iter()
            .map(|response| IntegrationResponse { status: response.status, selection_pattern: response.selection_pattern })
            .collect();
        let statuses: Vec<u16> = rules.iter().map(|rule| rule.status).collect();
        let response = method.responses.get(selection::integration_response(&rules, &statuses, &status.to_string())?)?;
        let is_binary = |header: Option<&str>| {
            media_type::is_binary(header.map(media_type::essence).unwrap_or_default(), &self.binary_media_types)
        };
        let handling = response.convert_to_text.then_some(ContentHandling::ConvertToText);
        // SQS answers JSON or XML, which no webhook's binary type is.
        let payload = content_handling::of_response(body, false, is_binary(request.header("accept")), handling).ok()?;
        let Payload::Text(body) = payload else { return None };
        let variables = self.variables(&response.template, request, method, &call.parameters, Text::from(""));
        let text = render(&response.template, variables.for_response(Text::from(&*body))).ok()?;
        let overrides = variables.overrides().response;
        let earlier = &call.overrides.response;
        let mut sent = vec![("Content-Type".to_owned(), "application/json".to_owned())];
        let own = response.headers.iter().chain(&earlier.header).chain(&overrides.header);
        for (name, value) in own {
            let Some(name) = headers::response_name(name) else { continue };
            sent.retain(|(known, _)| !known.eq_ignore_ascii_case(&name));
            sent.push((name.into_owned(), value.clone()));
        }
        let status = overrides.status.or(earlier.status).and_then(|status| u16::try_from(status).ok());
        let status = status.unwrap_or(response.status);
        Some(Response { status, headers: sent, body: text.into_bytes() })
    }

    /// The variables of a template. Headers and query are there for a template that asks for them.
    fn variables(
        &self,
        template: &Template,
        request: &Request,
        method: &Method,
        path: &[(String, String)],
        body: Text,
    ) -> Variables {
        let (headers, query) = match template.source().contains("params") {
            true => (request.headers.as_slice(), request.query_parameters()),
            false => (&[][..], Vec::new()),
        };
        Variables::new(MethodRequest {
            body,
            path,
            query_string: &query,
            headers,
            context: super::context::of(
                request,
                &self.domain_name,
                &self.stage,
                method.http_method,
                self.routes.resource_path(method.resource),
            ),
            stage_variables: &[],
        })
    }
}

impl Refusal {
    /// What happened, in API Gateway's words where it has any.
    pub fn reason(&self) -> &'static str {
        match self.response_type {
            Some(response_type) => response_type.name(),
            None if (200..300).contains(&self.response.status) => "CORS preflight",
            None => "headers too large",
        }
    }
}

/// The request line and the header lines.
fn header_bytes(request: &Request) -> usize {
    let line = request.method.len() + request.path.len() + request.query.len();
    line + request.headers.iter().map(|(name, value)| name.len() + value.len()).sum::<usize>()
}

/// The limit is documented; how AWS answers is not. This is the status that HTTP has for it.
fn headers_too_large() -> Refusal {
    let response = Response {
        status: 431,
        headers: vec![("Content-Type".to_owned(), "application/json".to_owned())],
        body: br#"{"message":"Request Header Fields Too Large"}"#.to_vec(),
    };
    Refusal { response_type: None, detail: Some(format!("the headers have more than {MAX_HEADER_BYTES} bytes")), response }
}

fn render(template: &Template, mut context: Context) -> Result<String, Failed> {
    match template.render(&mut context, &Limits::DEFAULT) {
        Ok(text) => Ok(match text.as_str() {
            Some(text) => text.to_owned(),
            // As Java writes half of a pair.
            None => text.code_points().map(|point| char::from_u32(point).unwrap_or('?')).collect(),
        }),
        Err(error) => match error.kind() {
            RenderErrorKind::Host(failure) if failure.0.is::<PayloadError>() => Err(Failed::Payload(failure.0.to_string())),
            _ => Err(Failed::Template(error.to_string())),
        },
    }
}
