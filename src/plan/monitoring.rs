//! Logs, and what belongs to watching as a whole.

use super::api_metrics::Metrics;
use super::{alarms, api_gateway_trust, dashboard, naming};
use crate::intake::{self, Alarms, ApiKind, CloudWatchRole, Intake, LogLevel, Notify};
use crate::stack::{
    AccountRole, Condition, Effect, Expr, LogGroup, Monitoring, OnDelete, Policy, Principal, Queue, Statement, Topic,
};

pub(super) fn plan(intake: &Intake, queues: &[Queue]) -> Monitoring {
    let logging = &intake.api.logging;
    let alarms = intake.alarms.as_ref();
    Monitoring {
        // It tells what a sender was answered, which may be asked when the stack is gone. The retention ends it.
        access_log: logging.access_log.as_ref().map(|group| log_group(group, None, OnDelete::Retain)),
        // API Gateway gives this group its name and would make it without an end of retention. One that stays would be in
        // the way when the log is switched on again.
        execution_log: logging
            .execution_log
            .as_ref()
            .map(|(_, group)| log_group(group, Some(execution_log_name(&intake.api.stage)), OnDelete::Delete)),
        account_role: (logging.cloud_watch_role == Some(CloudWatchRole::Create)).then(account_role),
        topic: alarms.and_then(topic),
        notify: alarms.map(|alarms| match &alarms.notify {
            Notify::Topic(arn) => Expr::Text(arn.clone().into()),
            Notify::Email(_) => Expr::TopicArn,
        }),
        alarms: alarms.map(|alarms| alarms::plan(alarms, intake, queues)).unwrap_or_default(),
        dashboard: intake.dashboard.then(|| dashboard::plan(Metrics::of(intake).as_ref(), queues)),
    }
}

/// A line of the access log, at most 3 KB: <https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html>
///
/// Every value is in quotes, because API Gateway writes `-` for one that is missing. `resourcePath` is the path of the spec:
/// a path parameter may be a secret, and so may anything in a header, the query, the body, or the text of an error.
/// <https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-variables-for-access-logging.html>
pub(super) fn access_log_format(kind: ApiKind) -> String {
    let path = match kind {
        ApiKind::Rest => ("resourcePath", "resourcePath"),
        // The method and the path of the spec.
        ApiKind::Http => ("routeKey", "routeKey"),
    };
    let fields: [(&str, &str); 13] = [
        ("requestId", "requestId"),
        ("extendedRequestId", "extendedRequestId"),
        ("time", "requestTime"),
        ("timeEpoch", "requestTimeEpoch"),
        ("sourceIp", "identity.sourceIp"),
        ("httpMethod", "httpMethod"),
        path,
        ("status", "status"),
        ("responseLength", "responseLength"),
        ("responseLatency", "responseLatency"),
        ("integrationStatus", "integration.status"),
        ("integrationLatency", "integration.latency"),
        ("errorType", "error.responseType"),
    ];
    let fields: Vec<String> = fields.iter().map(|(key, variable)| format!("\"{key}\":\"$context.{variable}\"")).collect();
    format!("{{{}}}", fields.join(","))
}

/// A level in API Gateway's words.
pub(super) fn level(level: LogLevel) -> Option<&'static str> {
    match level {
        LogLevel::Off => None,
        LogLevel::Error => Some("ERROR"),
        LogLevel::Info => Some("INFO"),
    }
}

fn log_group(group: &intake::LogGroup, name: Option<Expr>, on_delete: OnDelete) -> LogGroup {
    LogGroup { name, retention_days: group.retention_days, kms_key_arn: group.kms_key_arn.clone(), on_delete }
}

/// The name is API Gateway's: <https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html>
fn execution_log_name(stage: &str) -> Expr {
    Expr::Concat(vec![Expr::text("API-Gateway-Execution-Logs_"), Expr::ApiId, Expr::Text(format!("/{stage}").into())])
}

/// What AWS's guide asks for: <https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html>. The role
/// serves every API of the account, so it cannot be limited to the log groups of this stack.
fn account_role() -> AccountRole {
    AccountRole {
        description: "Lets API Gateway write the logs of every API in this account and Region",
        trust: api_gateway_trust(),
        managed_policy: Expr::Concat(vec![
            Expr::text("arn:"),
            Expr::Partition,
            Expr::text(":iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs"),
        ]),
    }
}

/// A topic on which CloudWatch alone may publish, for alarms of this account. It has no KMS key: with `alias/aws/sns`
/// CloudWatch could not publish, since the policy of that key cannot be changed.
/// <https://repost.aws/knowledge-center/cloudwatch-configure-alarm-sns>
fn topic(alarms: &Alarms) -> Option<Topic> {
    let Notify::Email(addresses) = &alarms.notify else { return None };
    let publish = |sid, effect, principal, condition| Statement {
        sid,
        effect,
        principal: Some(principal),
        action: "sns:Publish",
        resource: Some(Expr::TopicArn),
        condition: Some(condition),
    };
    let own = Condition { operator: "StringEquals", key: "aws:SourceAccount", values: vec![Expr::Account] };
    let insecure = Condition { operator: "Bool", key: "aws:SecureTransport", values: vec![Expr::text("false")] };
    let mut addresses = addresses.clone();
    addresses.sort_unstable();
    let emails = addresses.into_iter().map(|address| (naming::text(&["alarm"], &address), address)).collect();
    Some(Topic {
        name: Expr::Concat(vec![Expr::Prefix, Expr::text("-alarms")]),
        policy: Policy {
            statements: vec![
                publish("CloudWatchAlarms", Effect::Allow, Principal::Service("cloudwatch.amazonaws.com"), own),
                publish("DenyInsecureTransport", Effect::Deny, Principal::Anyone, insecure),
            ],
        },
        emails,
    })
}

#[cfg(test)]
mod tests {
    use super::{ApiKind, access_log_format};

    #[test]
    fn a_line_of_the_access_log_is_json_within_api_gateways_limit_and_names_nothing_that_could_be_a_secret() {
        for format in [ApiKind::Rest, ApiKind::Http].map(access_log_format) {
            assert!(format.len() <= 3072, "{}", format.len());
            let line: serde_json::Map<String, serde_json::Value> = serde_json::from_str(&format).unwrap_or_default();
            assert_eq!(line.len(), 13);
            for value in line.values() {
                let variable = value.as_str().and_then(|value| value.strip_prefix("$context.")).unwrap_or_default();
                assert!(!variable.is_empty(), "{value}");
                for secret in ["header", "body", "query", "userAgent", "apiKey", "authorizer", "message", "path"] {
                    assert!(
                        !variable.to_lowercase().contains(&secret.to_lowercase()) || variable == "resourcePath",
                        "{variable}"
                    );
                }
            }
        }
    }
}
