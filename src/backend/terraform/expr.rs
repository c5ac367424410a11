//! Texts and references.
//!
//! Every string of the JSON syntax is a template, except in a few literal positions (descriptions, defaults and messages
//! of variables and outputs, `depends_on`). Plain text goes through [`literal`], whether it is a value or a key.

use super::iam::role_arn;
use crate::stack::{ApiKind, ApiLayout, Document, ExistingApi, Expr, Stack};
use serde::ser::{Serialize, Serializer};

/// The local value with everything in front of a queue's name in its ARN.
pub(super) const QUEUE_ARN_PREFIX: &str = "queue_arn_prefix";

/// The local value that holds the request templates, each once.
pub(super) const TEMPLATES: &str = "request_templates";

/// The local value that holds the API as one document.
pub(super) const OPENAPI: &str = "openapi";

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
        Expr::QueueUrl(queue) => queue_attribute(stack, *queue, "url"),
        Expr::UrlSuffix => "${data.aws_partition.current.dns_suffix}".to_owned(),
        Expr::QueueArnFromName(queue) => format!("${{local.{QUEUE_ARN_PREFIX}}}-{}", literal(&stack.queues[*queue].name_suffix)),
        Expr::Prefix => name_prefix().to_owned(),
        Expr::ApiId => match &stack.api.existing {
            Some(ExistingApi::Ids { rest_api_id, .. }) => value(stack, rest_api_id),
            Some(ExistingApi::Address(address)) => format!("${{{address}.id}}"),
            Some(ExistingApi::LogicalId(_)) | None => own_api(stack, "rest_api", "id"),
        },
        Expr::RoleArn(role) => role_arn(&stack.roles[*role]),
        Expr::RequestTemplate(template) => request_template(stack, *template),
        Expr::TopicArn => format!("${{aws_sns_topic.{TOPIC}.arn}}"),
        Expr::KeyArn(key) => key_attribute(stack, *key, "arn"),
        Expr::EveryMethod => own_api(stack, "rest_api", "execution_arn") + "/*",
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

/// The name of the stack's own API, its deployment and its stage. In another layout they are others, so that the new ones are there
/// before the old ones go.
pub(super) fn api_name(stack: &Stack) -> &'static str {
    match stack.api.layout {
        ApiLayout::Resources => "api",
        ApiLayout::OpenApi => "openapi",
    }
}

/// An attribute of the stack's own `rest_api`, `deployment` or `stage`.
pub(super) fn own_api(stack: &Stack, kind: &str, attribute: &str) -> String {
    if stack.api.kind == ApiKind::Http {
        let kind = if kind == "rest_api" { "api" } else { kind };
        return format!("${{aws_apigatewayv2_{kind}.api.{attribute}}}");
    }
    format!("${{aws_api_gateway_{kind}.{}.{attribute}}}", api_name(stack))
}

/// The text of a request template.
pub(super) fn request_template(stack: &Stack, template: usize) -> String {
    format!("${{local.{TEMPLATES}.{}}}", stack.request_templates[template].id.snake)
}

/// A document of the stack as a local value.
pub(super) struct Local<'a>(pub(super) &'a Stack, pub(super) &'a Document);

impl Serialize for Local<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Local(stack, document) = *self;
        match document {
            Document::Text(expr) => serializer.serialize_str(&value(stack, expr)),
            Document::Number(number) => number.serialize(serializer),
            Document::Decimal(number) => number.serialize(serializer),
            Document::Bool(value) => value.serialize(serializer),
            Document::List(items) => serializer.collect_seq(items.iter().map(|item| Local(stack, item))),
            Document::Map(entries) => {
                serializer.collect_map(entries.iter().map(|(key, value)| (literal(key), Local(stack, value))))
            }
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
