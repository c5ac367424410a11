//! `AWS::CloudWatch::*`, and the topic that alarms publish on: `AWS::SNS::*`.

use super::expr::{TOPIC, Value, reference, sub, substituted};
use super::iam::PolicyDocument;
use super::{Output, Resource, Tag, tags};
use crate::stack::{Alarm, Expr, Stack};
use serde::Serialize;
use serde::ser::SerializeMap;
use serde_json::json;

const DASHBOARD: &str = "Dashboard";

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct AlarmProperties<'a> {
    alarm_name: Value<'a>,
    alarm_description: &'a str,
    namespace: &'static str,
    metric_name: &'static str,
    dimensions: Vec<Dimension<'a>>,
    statistic: &'static str,
    period: u32,
    evaluation_periods: u32,
    comparison_operator: &'static str,
    threshold: u32,
    treat_missing_data: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    alarm_actions: Vec<Value<'a>>,
    #[serde(rename = "OKActions", skip_serializing_if = "Vec::is_empty")]
    ok_actions: Vec<Value<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<Tag<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Dimension<'a> {
    name: &'static str,
    value: Value<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct TopicProperties<'a> {
    topic_name: Value<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<Tag<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct TopicPolicyProperties<'a> {
    topics: [Value<'a>; 1],
    policy_document: PolicyDocument<'a>,
}

pub(super) fn resources<M: SerializeMap>(stack: &Stack, map: &mut M) -> Result<(), M::Error> {
    let monitoring = &stack.monitoring;
    if let Some(topic) = &monitoring.topic {
        let properties = TopicProperties { topic_name: Value(stack, &topic.name), tags: tags(stack) };
        map.serialize_entry(TOPIC, &Resource::new("AWS::SNS::Topic", properties))?;
        let properties = TopicPolicyProperties {
            topics: [Value(stack, &Expr::TopicArn)],
            policy_document: PolicyDocument(stack, &topic.policy),
        };
        map.serialize_entry("AlarmTopicPolicy", &Resource::new("AWS::SNS::TopicPolicy", properties))?;
        for (id, address) in &topic.emails {
            let properties = json!({ "TopicArn": reference(TOPIC), "Protocol": "email", "Endpoint": address });
            map.serialize_entry(&format!("{}Subscription", id.camel), &Resource::new("AWS::SNS::Subscription", properties))?;
        }
    }
    for alarm in &monitoring.alarms {
        let name = Expr::Concat(vec![Expr::Prefix, Expr::Text(format!("-{}", alarm.name_suffix).into())]);
        let properties = alarm_properties(stack, alarm, &name);
        map.serialize_entry(&format!("{}Alarm", alarm.id.camel), &Resource::new("AWS::CloudWatch::Alarm", properties))?;
    }
    if let Some(dashboard) = &monitoring.dashboard {
        let properties = json!({
            "DashboardName": Value(stack, &dashboard.name),
            "DashboardBody": sub(dashboard.body.render(&|expr| substituted(stack, expr)))
        });
        map.serialize_entry(DASHBOARD, &Resource::new("AWS::CloudWatch::Dashboard", properties))?;
    }
    Ok(())
}

/// How many resources there are.
pub(super) fn count(stack: &Stack) -> usize {
    let monitoring = &stack.monitoring;
    let topic = monitoring.topic.iter().map(|topic| 2 + topic.emails.len()).sum::<usize>();
    topic + monitoring.alarms.len() + monitoring.dashboard.iter().count()
}

fn alarm_properties<'a>(stack: &'a Stack, alarm: &'a Alarm, name: &'a Expr) -> AlarmProperties<'a> {
    let notify = || stack.monitoring.notify.iter().map(|topic| Value(stack, topic)).collect();
    AlarmProperties {
        alarm_name: Value(stack, name),
        alarm_description: &alarm.description,
        namespace: alarm.metric.namespace,
        metric_name: alarm.metric.name,
        dimensions: alarm.metric.dimensions.iter().map(|(name, value)| Dimension { name, value: Value(stack, value) }).collect(),
        statistic: alarm.statistic,
        period: alarm.period,
        evaluation_periods: 1,
        comparison_operator: "GreaterThanOrEqualToThreshold",
        threshold: alarm.threshold,
        treat_missing_data: alarm.missing_data.name(),
        alarm_actions: notify(),
        ok_actions: notify(),
        tags: tags(stack),
    }
}

pub(super) fn outputs<M: SerializeMap>(stack: &Stack, map: &mut M) -> Result<(), M::Error> {
    if stack.monitoring.topic.is_some() {
        let description = "ARN of the topic that alarms publish on".to_owned();
        map.serialize_entry("AlarmTopicArn", &Output { description, value: reference(TOPIC) })?;
    }
    if stack.monitoring.dashboard.is_some() {
        let description = "Name of the CloudWatch dashboard".to_owned();
        map.serialize_entry("DashboardName", &Output { description, value: reference(DASHBOARD) })?;
    }
    Ok(())
}
