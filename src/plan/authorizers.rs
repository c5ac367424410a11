//! The functions that decide who may call, and the roles with which API Gateway asks them.

use super::{api_gateway_trust, naming, parameters};
use crate::intake::{self, Intake, Source, Value};
use crate::stack::{Authorization, Authorizer, Effect, Expr, Policy, Role, Statement};
use std::collections::HashMap;

/// The authorizers of a spec. Endpoints with the same settings share one: an API has ten unless AWS raises that quota.
#[derive(Default)]
pub(super) struct Authorizers {
    pub(super) list: Vec<Authorizer>,
    /// One role for each function, behind those of the queues.
    pub(super) roles: Vec<Role>,
    known: HashMap<String, usize>,
}

/// Plans them, where so many roles stand in front of theirs.
pub(super) fn plan(intake: &Intake, roles_in_front: usize) -> Authorizers {
    let mut planned = Authorizers::default();
    let mut roles: HashMap<String, usize> = HashMap::new();
    for endpoint in &intake.endpoints {
        let intake::Authorization::Lambda(authorizer) = &endpoint.authorization else { continue };
        let content = content(authorizer, intake);
        if planned.known.contains_key(&content) {
            continue;
        }
        let function = function(authorizer, intake);
        let arn = parameters::value(&authorizer.function_arn);
        let role = *roles.entry(function).or_insert_with_key(|function| {
            planned.roles.push(caller(function, arn.clone()));
            roles_in_front + planned.roles.len() - 1
        });
        let id = naming::authorizer(&content);
        planned.known.insert(content, planned.list.len());
        planned.list.push(Authorizer {
            id,
            pointer: endpoint.pointer.clone(),
            uri: invocation_uri(&arn),
            function: arn,
            role,
            identity_sources: authorizer.identity_sources.iter().map(identity_source).collect(),
            cache_ttl: authorizer.cache_ttl,
        });
    }
    planned
}

impl Authorizers {
    /// What a request must bring, in the words of the stack.
    pub(super) fn authorization(&self, authorization: &intake::Authorization, intake: &Intake) -> Authorization {
        match authorization {
            intake::Authorization::None => Authorization::None,
            intake::Authorization::Iam => Authorization::Iam,
            intake::Authorization::ApiKey => Authorization::ApiKey,
            intake::Authorization::Lambda(authorizer) => {
                let position = self.known.get(&content(authorizer, intake));
                Authorization::Lambda(position.copied().unwrap_or_default())
            }
        }
    }
}

/// The function as the spec names it.
fn function(authorizer: &intake::Authorizer, intake: &Intake) -> String {
    match &authorizer.function_arn {
        Value::Text(arn) => arn.clone(),
        Value::Parameter(position) => format!("{{parameter: {}}}", intake.parameters[*position].name),
    }
}

/// Everything that makes an authorizer what it is. It gives the name, so another setting is another authorizer, and none is
/// changed while requests go through it.
fn content(authorizer: &intake::Authorizer, intake: &Intake) -> String {
    let sources: Vec<String> = authorizer.identity_sources.iter().map(identity_source).collect();
    format!("{} {} {}", function(authorizer, intake), sources.join(","), authorizer.cache_ttl)
}

/// A mapping expression: <https://docs.aws.amazon.com/apigateway/latest/api/API_CreateAuthorizer.html> (identitySource)
fn identity_source(source: &Source) -> String {
    match source {
        Source::Header(name) => format!("method.request.header.{name}"),
        Source::Query(name) => format!("method.request.querystring.{name}"),
        Source::Context(variable) => format!("context.{}", variable.name()),
        // No identity source of a spec is one of these.
        Source::PathParameter(name) | Source::Body(name) | Source::Value(name) => name.clone(),
    }
}

/// Lets API Gateway call one function. A role needs no change of the function, which belongs to somebody else.
fn caller(function: &str, arn: Expr) -> Role {
    Role {
        id: naming::authorizer(function),
        description: "Lets API Gateway ask a function who may call".to_owned(),
        trust: api_gateway_trust(),
        permissions: Policy {
            statements: vec![Statement {
                sid: "InvokeFunction",
                effect: Effect::Allow,
                principal: None,
                action: "lambda:InvokeFunction",
                resource: Some(arn),
                condition: None,
            }],
        },
    }
}

/// <https://docs.aws.amazon.com/apigateway/latest/api/API_CreateAuthorizer.html> (authorizerUri)
fn invocation_uri(function: &Expr) -> Expr {
    Expr::Concat(vec![
        Expr::text("arn:"),
        Expr::Partition,
        Expr::text(":apigateway:"),
        Expr::Region,
        Expr::text(":lambda:path/2015-03-31/functions/"),
        function.clone(),
        Expr::text("/invocations"),
    ])
}
