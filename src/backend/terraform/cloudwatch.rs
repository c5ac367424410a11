//! `aws_cloudwatch_metric_alarm` and `aws_cloudwatch_dashboard`, and the topic that alarms publish on: `aws_sns_*`.

use super::expr::{TOPIC, literal, name_prefix, value};
use super::iam::policy_json;
use super::{Output, Type, tags};
use crate::stack::{Alarm, Expr, Stack};
use serde::Serialize;
use serde::ser::SerializeMap;
use serde_json::json;
use std::collections::BTreeMap;

#[derive(Serialize)]
struct AlarmResource {
    alarm_name: String,
    alarm_description: String,
    namespace: &'static str,
    metric_name: &'static str,
    dimensions: BTreeMap<&'static str, String>,
    statistic: &'static str,
    period: u32,
    evaluation_periods: u32,
    comparison_operator: &'static str,
    threshold: u32,
    treat_missing_data: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    alarm_actions: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    ok_actions: Vec<String>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    tags: BTreeMap<String, String>,
}

#[derive(Serialize)]
struct TopicResource {
    name: String,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    tags: BTreeMap<String, String>,
}

pub(super) fn resources<M: SerializeMap>(stack: &Stack, map: &mut M) -> Result<(), M::Error> {
    let monitoring = &stack.monitoring;
    if let Some(topic) = &monitoring.topic {
        let arn = value(stack, &Expr::TopicArn);
        let resource = TopicResource { name: value(stack, &topic.name), tags: tags(stack) };
        map.serialize_entry("aws_sns_topic", &BTreeMap::from([(TOPIC, resource)]))?;
        let policy = json!({ "arn": arn, "policy": policy_json(stack, &topic.policy) });
        map.serialize_entry("aws_sns_topic_policy", &BTreeMap::from([(TOPIC, policy)]))?;
        let subscriptions = Type(|| {
            topic
                .emails
                .iter()
                .map(|(id, address)| (&id.snake, json!({ "topic_arn": arn, "protocol": "email", "endpoint": literal(address) })))
        });
        map.serialize_entry("aws_sns_topic_subscription", &subscriptions)?;
    }
    if !monitoring.alarms.is_empty() {
        let alarms = Type(|| monitoring.alarms.iter().map(|alarm| (&alarm.id.snake, resource(stack, alarm))));
        map.serialize_entry("aws_cloudwatch_metric_alarm", &alarms)?;
    }
    if let Some(dashboard) = &monitoring.dashboard {
        let resource = json!({
            "dashboard_name": value(stack, &dashboard.name),
            "dashboard_body": dashboard.body.render(&|expr| value(stack, expr))
        });
        map.serialize_entry("aws_cloudwatch_dashboard", &json!({ "api": resource }))?;
    }
    Ok(())
}

fn resource(stack: &Stack, alarm: &Alarm) -> AlarmResource {
    let notify: Vec<String> = stack.monitoring.notify.iter().map(|topic| value(stack, topic)).collect();
    AlarmResource {
        alarm_name: format!("{}-{}", name_prefix(), literal(&alarm.name_suffix)),
        alarm_description: literal(&alarm.description),
        namespace: alarm.metric.namespace,
        metric_name: alarm.metric.name,
        dimensions: alarm.metric.dimensions.iter().map(|(name, of)| (*name, value(stack, of))).collect(),
        statistic: alarm.statistic,
        period: alarm.period,
        evaluation_periods: 1,
        comparison_operator: "GreaterThanOrEqualToThreshold",
        threshold: alarm.threshold,
        treat_missing_data: alarm.missing_data.name(),
        alarm_actions: notify.clone(),
        ok_actions: notify,
        tags: tags(stack),
    }
}

pub(super) fn outputs<M: SerializeMap>(stack: &Stack, map: &mut M) -> Result<(), M::Error> {
    if stack.monitoring.topic.is_some() {
        let description = "The ARN of the topic that alarms publish on.";
        map.serialize_entry("alarm_topic_arn", &Output { description, value: value(stack, &Expr::TopicArn) })?;
    }
    if stack.monitoring.dashboard.is_some() {
        let value = "${aws_cloudwatch_dashboard.api.dashboard_name}";
        map.serialize_entry("dashboard_name", &Output { description: "The name of the CloudWatch dashboard.", value })?;
    }
    Ok(())
}
