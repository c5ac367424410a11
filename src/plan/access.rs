//! Who may call the API.

use crate::intake::{EndpointType, Intake};
use crate::stack::{Condition, Effect, Expr, Policy, Principal, Statement};

/// The policy of the API; without one, everyone may call it, or nobody if it is private.
///
/// A request that nothing allows is denied, so what denies stands beside something that allows:
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
