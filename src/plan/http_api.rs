//! An HTTP API: its routes, each with the parameters of SendMessage in place of a template.

use super::api::{Tree, message, stage, throttle};
use super::queues::Destination;
use super::{domain, naming};
use crate::intake::{Authorization, Intake};
use crate::stack::{self, Api, ApiKind, ApiLayout, EndpointType, Expr, Integration, Method, RequestTemplate};

/// The API, and what its messages are.
pub(super) fn plan(intake: &Intake, destinations: &[Destination]) -> (Api, Vec<RequestTemplate>) {
    let mut messages = Vec::new();
    let mut tree = Tree::default();
    let mut methods = Vec::with_capacity(intake.endpoints.len());
    for endpoint in &intake.endpoints {
        let resource = tree.resource(endpoint.path.segments());
        let destination = &destinations[endpoint.queue];
        // What a bare message has as attributes otherwise, an HTTP API cannot make.
        let message = stack::Message { attributes: Vec::new(), ..message(endpoint) };
        let integration = Integration {
            role: destination.role,
            queue: destination.position,
            uri: queue_url(destination),
            request_template: position(message, &mut messages),
            content_types: Vec::new(),
            convert_to_text: false,
        };
        for method in &endpoint.methods {
            methods.push(Method {
                id: naming::method(&endpoint.path, *method),
                pointer: endpoint.pointer.clone(),
                resource,
                http_method: method.name(),
                authorization: match endpoint.authorization {
                    Authorization::None => stack::Authorization::None,
                    // The others have been refused; were one not, the route would be closed.
                    Authorization::Iam | Authorization::ApiKey | Authorization::Lambda(_) => stack::Authorization::Iam,
                },
                throttle: endpoint.throttle.map(throttle),
                request_model: None,
                integration: integration.clone(),
                responses: Vec::new(),
            });
        }
    }
    let api = Api {
        kind: ApiKind::Http,
        layout: ApiLayout::Resources,
        endpoint_type: EndpointType::Regional,
        policy: None,
        binary_media_types: Vec::new(),
        resources: tree.into_resources(),
        methods,
        models: Vec::new(),
        preflights: Vec::new(),
        gateway_responses: Vec::new(),
        stage: stage(intake),
        usage_plan: None,
        existing: None,
        domain_name: domain::plan(intake),
        disable_execute_api_endpoint: intake.api.disable_execute_api_endpoint,
        authorizers: Vec::new(),
    };
    (api, messages)
}

fn position(message: stack::Message, messages: &mut Vec<RequestTemplate>) -> usize {
    if let Some(known) = messages.iter().position(|known| known.message == message) {
        return known;
    }
    messages.push(RequestTemplate {
        id: naming::fixed(&["message"]),
        text: String::new(),
        message,
        required_header: None,
        required_headers: Vec::new(),
    });
    messages.len() - 1
}

fn queue_url(destination: &Destination) -> Expr {
    if let Expr::QueueName(position) = destination.name {
        return Expr::QueueUrl(position);
    }
    Expr::Concat(vec![
        Expr::text("https://sqs."),
        Expr::Region,
        Expr::text("."),
        Expr::UrlSuffix,
        Expr::text("/"),
        destination.account.clone(),
        Expr::text("/"),
        destination.name.clone(),
    ])
}
