//! Texts and references.
//!
//! Every string of the JSON syntax is a template, except in a few literal positions (descriptions, defaults and messages
//! of variables and outputs, `depends_on`). Plain text goes through [`literal`], whether it is a value or a key.

use crate::stack::{ExistingApi, Expr, Stack};

/// The local value with everything in front of a queue's name in its ARN.
pub(super) const QUEUE_ARN_PREFIX: &str = "queue_arn_prefix";

/// The name of the topic that alarms publish on.
pub(super) const TOPIC: &str = "alarms";

/// Plain text in template position: nothing in it is read as an interpolation or a directive.
pub(super) fn literal(text: &str) -> String {
    if !text.contains(['$', '%']) {
        return text.to_owned();
    }
    let mut escaped = String::with_capacity(text.len() + 8);
    let mut rest = text.chars().peekable();
    while let Some(sign) = rest.next() {
        escaped.push(sign);
        if matches!(sign, '$' | '%') && rest.peek() == Some(&'{') {
            escaped.push(sign);
        }
    }
    escaped
}

/// An expression of the stack as a template string.
pub(super) fn value(stack: &Stack, expr: &Expr) -> String {
    match expr {
        Expr::Text(text) => literal(text),
        Expr::Partition => "${data.aws_partition.current.partition}".to_owned(),
        Expr::Region => "${data.aws_region.current.region}".to_owned(),
        Expr::Account => "${data.aws_caller_identity.current.account_id}".to_owned(),
        Expr::AccountOfParameter(parameter) => format!("${{split(\":\", var.{})[4]}}", variable_name(stack, *parameter)),
        Expr::QueueOfParameter(parameter) => format!("${{split(\":\", var.{})[5]}}", variable_name(stack, *parameter)),
        Expr::FunctionOfParameter(parameter) => format!("${{split(\":\", var.{})[6]}}", variable_name(stack, *parameter)),
        Expr::QueueArn(queue) => queue_attribute(stack, *queue, "arn"),
        Expr::QueueName(queue) => queue_attribute(stack, *queue, "name"),
        Expr::QueueArnFromName(queue) => format!("${{local.{QUEUE_ARN_PREFIX}}}-{}", literal(&stack.queues[*queue].name_suffix)),
        Expr::Prefix => name_prefix().to_owned(),
        Expr::RestApiId => match &stack.api.existing {
            Some(ExistingApi::Ids { rest_api_id, .. }) => value(stack, rest_api_id),
            Some(ExistingApi::Address(address)) => format!("${{{address}.id}}"),
            Some(ExistingApi::LogicalId(_)) | None => "${aws_api_gateway_rest_api.api.id}".to_owned(),
        },
        Expr::TopicArn => format!("${{aws_sns_topic.{TOPIC}.arn}}"),
        Expr::KeyArn(key) => key_attribute(stack, *key, "arn"),
        Expr::EveryMethod => "${aws_api_gateway_rest_api.api.execution_arn}/*".to_owned(),
        Expr::Parameter(parameter) => format!("${{var.{}}}", variable_name(stack, *parameter)),
        Expr::Concat(parts) => {
            let mut text = String::new();
            for part in parts {
                let part = value(stack, part);
                if part.starts_with("${") && text.ends_with(['$', '%']) {
                    // `$` in front of `${` would make it plain text.
                    let sign = text.pop().unwrap_or_default();
                    text.push_str(&format!("${{\"{sign}\"}}"));
                }
                text.push_str(&part);
            }
            text
        }
    }
}

/// An attribute of a queue.
pub(super) fn queue_attribute(stack: &Stack, queue: usize, attribute: &str) -> String {
    format!("${{aws_sqs_queue.{}.{attribute}}}", stack.queues[queue].id.snake)
}

/// The variable of a parameter.
pub(super) fn variable_name(stack: &Stack, parameter: usize) -> &str {
    &stack.parameters[parameter].id.snake
}

/// The name of a queue.
pub(super) fn queue_name(stack: &Stack, queue: usize) -> String {
    name(&stack.queues[queue].name_suffix)
}

/// A name with the prefix in front.
pub(super) fn name(suffix: &str) -> String {
    format!("{}-{}", name_prefix(), literal(suffix))
}

/// An attribute of a key.
pub(super) fn key_attribute(stack: &Stack, key: usize, attribute: &str) -> String {
    format!("${{aws_kms_key.{}.{attribute}}}", stack.keys[key].id.snake)
}

/// The variable in front of every name.
pub(super) fn name_prefix() -> &'static str {
    "${var.name_prefix}"
}

/// The value of the local [`QUEUE_ARN_PREFIX`].
pub(super) fn queue_arn_prefix() -> String {
    "arn:${data.aws_partition.current.partition}:sqs:${data.aws_region.current.region}:${data.aws_caller_identity.current.account_id}:${var.name_prefix}"
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::literal;

    #[test]
    fn plain_text_stays_plain_text() {
        assert_eq!(literal("${x} %{if} $x 100% $$ {x}"), "$${x} %%{if} $x 100% $$ {x}");
        assert_eq!(literal("$${x}"), "$$${x}");
    }
}
