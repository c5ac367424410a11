//! Who may call the API.

use super::{api, naming};
use crate::intake::{self, EndpointType, Intake, Period};
use crate::stack::{Condition, Effect, Expr, GatewayResponse, Policy, Principal, Statement, UsagePlan};

/// What a sender sees that may not call.
const REFUSED: u32 = 403;
/// What a sender sees that does not say who it is.
const UNAUTHORIZED: u32 = 401;

/// The policy of the API; without one, everyone may call it, or nobody if it is private.
///
/// A request that nothing allows is denied, so what denies stands beside something that allows. Not so where IAM allows: with
/// a policy that allows everyone, IAM is not asked, so `check` keeps such endpoints to themselves.
/// <https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html>
pub(super) fn policy(intake: &Intake) -> Option<Policy> {
    let sources = &intake.api.allowed_sources;
    let mut statements = Vec::new();
    match &intake.api.endpoint_type {
        EndpointType::Private { vpc_endpoint_ids } => {
            let condition = condition("StringEquals", "aws:SourceVpce", vpc_endpoint_ids);
            statements.push(statement("VpcEndpoints", Effect::Allow, Some(condition)));
        }
        EndpointType::Regional | EndpointType::Edge if sources.is_empty() => return None,
        EndpointType::Regional | EndpointType::Edge if all_ask(intake, &intake::Authorization::Iam) => {}
        EndpointType::Regional | EndpointType::Edge => statements.push(statement("Everyone", Effect::Allow, None)),
    }
    if !sources.is_empty() {
        // What a VPC endpoint hands on has its address under another key, which only private APIs know:
        // <https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-aws-condition-keys.html>
        let key = match intake.api.endpoint_type {
            EndpointType::Private { .. } => "aws:VpcSourceIp",
            EndpointType::Regional | EndpointType::Edge => "aws:SourceIp",
        };
        statements.push(statement("OtherSources", Effect::Deny, Some(condition("NotIpAddress", key, sources))));
    }
    Some(Policy { statements })
}

fn statement(sid: &'static str, effect: Effect, condition: Option<Condition>) -> Statement {
    Statement {
        sid,
        effect,
        principal: Some(Principal::Anyone),
        action: "execute-api:Invoke",
        resource: Some(Expr::EveryMethod),
        condition,
    }
}

fn condition(operator: &'static str, key: &'static str, values: &[String]) -> Condition {
    Condition { operator, key, values: values.iter().map(|value| Expr::Text(value.clone().into())).collect() }
}

/// The plan of the API key, if an endpoint asks for the key.
pub(super) fn usage_plan(intake: &Intake) -> Option<UsagePlan> {
    if !one_asks(intake, &intake::Authorization::ApiKey) {
        return None;
    }
    let key = intake.api.api_key.as_ref();
    let throttle = key.and_then(|key| key.throttle).map(api::throttle);
    let quota = key.and_then(|key| key.quota).map(|quota| {
        let period = match quota.period {
            Period::Day => "DAY",
            Period::Week => "WEEK",
            Period::Month => "MONTH",
        };
        (quota.limit, period)
    });
    Some(UsagePlan { description: "For the endpoints that ask for an API key", throttle, quota })
}

/// Answers to a caller who may not call, with a status that is final, and to one who called too often.
pub(super) fn gateway_responses(intake: &Intake) -> Vec<GatewayResponse> {
    let mut responses = Vec::new();
    let mut answer = |words: &[&str], response_type, status| {
        responses.push(api::gateway_response(naming::fixed(words), response_type, status));
    };
    if one_asks(intake, &intake::Authorization::Iam) {
        answer(&["expired", "token"], "EXPIRED_TOKEN", REFUSED);
        answer(&["invalid", "signature"], "INVALID_SIGNATURE", REFUSED);
    }
    if one_asks(intake, &intake::Authorization::ApiKey) {
        answer(&["invalid", "api", "key"], "INVALID_API_KEY", REFUSED);
        if intake.api.api_key.as_ref().is_some_and(|key| key.quota.is_some()) {
            answer(&["quota", "exceeded"], "QUOTA_EXCEEDED", api::NOT_STORED);
        }
    }
    if intake.endpoints.iter().any(|endpoint| matches!(endpoint.authorization, intake::Authorization::Lambda(_))) {
        // A function that fails has refused nobody.
        answer(&["authorizer", "configuration", "error"], "AUTHORIZER_CONFIGURATION_ERROR", api::NOT_STORED);
        answer(&["authorizer", "failure"], "AUTHORIZER_FAILURE", api::NOT_STORED);
        answer(&["unauthorized"], "UNAUTHORIZED", UNAUTHORIZED);
    }
    responses
}

fn one_asks(intake: &Intake, authorization: &intake::Authorization) -> bool {
    intake.endpoints.iter().any(|endpoint| endpoint.authorization == *authorization)
}

fn all_ask(intake: &Intake, authorization: &intake::Authorization) -> bool {
    intake.endpoints.iter().all(|endpoint| endpoint.authorization == *authorization)
}
