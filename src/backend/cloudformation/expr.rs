//! Texts and references.
//!
//! Plain text is plain text in a template: nothing in it is read, so it needs no escape. Only inside `Fn::Sub` does
//! `${` mean something.

use crate::stack::{ApiKind, ApiLayout, Document, ExistingApi, Expr, Stack};
use serde::ser::{Serialize, SerializeMap, Serializer};
use std::collections::BTreeMap;

/// The mapping that holds the request templates, each once.
pub(super) const TEMPLATES: &str = "RequestTemplates";
/// The key of the text in each of its entries.
pub(super) const TEXT: &str = "Text";
/// The logical id of the topic that alarms publish on.
pub(super) const TOPIC: &str = "AlarmTopic";
/// The identifier of the API, whoever owns it.
pub(super) const API_ID: &Expr = &Expr::ApiId;

/// An expression of the stack, in its place in the template.
pub(super) struct Value<'a>(pub(super) &'a Stack, pub(super) &'a Expr);

impl Serialize for Value<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Value(stack, expr) = *self;
        match expr {
            Expr::Text(text) => serializer.serialize_str(text),
            Expr::QueueArn(queue) => get_att(&queue_id(stack, *queue), "Arn").serialize(serializer),
            Expr::QueueName(queue) => get_att(&queue_id(stack, *queue), "QueueName").serialize(serializer),
            Expr::QueueUrl(queue) => reference(queue_id(stack, *queue)).serialize(serializer),
            Expr::UrlSuffix => reference("AWS::URLSuffix").serialize(serializer),
            Expr::Prefix => reference("AWS::StackName").serialize(serializer),
            Expr::ApiId => match &stack.api.existing {
                Some(ExistingApi::Ids { rest_api_id, .. }) => Value(stack, rest_api_id).serialize(serializer),
                Some(ExistingApi::LogicalId(id)) => reference(&**id).serialize(serializer),
                Some(ExistingApi::Address(_)) | None => reference(api_id(stack)).serialize(serializer),
            },
            Expr::RoleArn(role) => get_att(&role_id(stack, *role), "Arn").serialize(serializer),
            Expr::RequestTemplate(template) => request_template(stack, *template).serialize(serializer),
            Expr::TopicArn => reference(TOPIC).serialize(serializer),
            Expr::KeyArn(key) => get_att(&key_id(stack, *key), "Arn").serialize(serializer),
            // API Gateway completes the ARN itself.
            Expr::EveryMethod => serializer.serialize_str("execute-api:/*"),
            Expr::Parameter(parameter) => reference(&*stack.parameters[*parameter].id.camel).serialize(serializer),
            Expr::AccountOfParameter(parameter) => ArnPart(stack, *parameter, 4).serialize(serializer),
            Expr::QueueOfParameter(parameter) => ArnPart(stack, *parameter, 5).serialize(serializer),
            Expr::FunctionOfParameter(parameter) => ArnPart(stack, *parameter, 6).serialize(serializer),
            Expr::Partition | Expr::Region | Expr::Account | Expr::QueueArnFromName(_) | Expr::Concat(_) => {
                let text = substituted(stack, expr);
                let mut parts = BTreeMap::new();
                arn_parts(stack, expr, &mut parts);
                if parts.is_empty() {
                    sub(text).serialize(serializer)
                } else {
                    Intrinsic("Fn::Sub", (text, parts)).serialize(serializer)
                }
            }
        }
    }
}

/// A document of the stack, in its place in the template.
pub(super) struct Json<'a>(pub(super) &'a Stack, pub(super) &'a Document);

impl Serialize for Json<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Json(stack, document) = *self;
        match document {
            Document::Text(expr) => Value(stack, expr).serialize(serializer),
            Document::Number(number) => number.serialize(serializer),
            Document::Decimal(number) => number.serialize(serializer),
            Document::Bool(value) => value.serialize(serializer),
            Document::List(items) => serializer.collect_seq(items.iter().map(|item| Json(stack, item))),
            Document::Map(entries) => serializer.collect_map(entries.iter().map(|(key, value)| (key, Json(stack, value)))),
        }
    }
}

/// A call of an intrinsic function, or a reference.
pub(super) struct Intrinsic<A>(&'static str, A);

impl<A: Serialize> Serialize for Intrinsic<A> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(1))?;
        map.serialize_entry(self.0, &self.1)?;
        map.end()
    }
}

/// `Ref`: what identifies a resource.
pub(super) fn reference(id: impl Into<String>) -> Intrinsic<String> {
    Intrinsic("Ref", id.into())
}

/// `Fn::GetAtt`: an attribute of a resource.
pub(super) fn get_att(id: &str, attribute: &'static str) -> Intrinsic<[String; 2]> {
    Intrinsic("Fn::GetAtt", [id.to_owned(), attribute.to_owned()])
}

/// `Fn::Sub`: a text with references in it. What is plain text in it must have gone through [`literal`].
pub(super) fn sub(text: String) -> Intrinsic<String> {
    Intrinsic("Fn::Sub", text)
}

/// `Fn::FindInMap`: an entry of a mapping.
pub(super) fn find_in_map<'a>(map: &'a str, first: &'a str, second: &'a str) -> Intrinsic<[&'a str; 3]> {
    Intrinsic("Fn::FindInMap", [map, first, second])
}

/// A part of the ARN that a parameter gives, counted from 0.
struct ArnPart<'a>(&'a Stack, usize, u8);

impl Serialize for ArnPart<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let ArnPart(stack, parameter, index) = *self;
        let split = Intrinsic("Fn::Split", (":", reference(&*stack.parameters[parameter].id.camel)));
        Intrinsic("Fn::Select", (index, split)).serialize(serializer)
    }
}

/// What a part of a parameter is called inside `Fn::Sub`. No resource begins with a small letter, so it hides none.
fn part_name(stack: &Stack, parameter: usize, part: &str) -> String {
    format!("{}{part}", stack.parameters[parameter].id.camel)
}

/// The parts of parameters in an expression, by what they are called inside `Fn::Sub`.
fn arn_parts<'a>(stack: &'a Stack, expr: &Expr, parts: &mut BTreeMap<String, ArnPart<'a>>) {
    match expr {
        Expr::AccountOfParameter(parameter) => {
            parts.insert(part_name(stack, *parameter, "Account"), ArnPart(stack, *parameter, 4));
        }
        Expr::QueueOfParameter(parameter) => {
            parts.insert(part_name(stack, *parameter, "Queue"), ArnPart(stack, *parameter, 5));
        }
        Expr::FunctionOfParameter(parameter) => {
            parts.insert(part_name(stack, *parameter, "Function"), ArnPart(stack, *parameter, 6));
        }
        Expr::Concat(inner) => inner.iter().for_each(|part| arn_parts(stack, part, parts)),
        _ => {}
    }
}

/// The logical id of the API. In another layout it is another API: what leaves the stack when the layout changes would
/// otherwise take away what was just imported.
pub(super) fn api_id(stack: &Stack) -> &'static str {
    match (stack.api.kind, stack.api.layout) {
        (ApiKind::Http, _) => "HttpApi",
        (ApiKind::Rest, ApiLayout::Resources) => "RestApi",
        (ApiKind::Rest, ApiLayout::OpenApi) => "OpenApiRestApi",
    }
}

/// The text of a request template.
pub(super) fn request_template(stack: &Stack, template: usize) -> Intrinsic<[&str; 3]> {
    find_in_map(TEMPLATES, &stack.request_templates[template].id.camel, TEXT)
}

/// The logical id of a role.
pub(super) fn role_id(stack: &Stack, role: usize) -> String {
    format!("{}Role", stack.roles[role].id.camel)
}

/// The logical id of a queue.
pub(super) fn queue_id(stack: &Stack, queue: usize) -> String {
    format!("{}Queue", stack.queues[queue].id.camel)
}

/// The name of a queue, as text inside `Fn::Sub`.
pub(super) fn queue_name(stack: &Stack, queue: usize) -> String {
    name(&stack.queues[queue].name_suffix)
}

/// A name with the stack's name in front, as text inside `Fn::Sub`.
pub(super) fn name(suffix: &str) -> String {
    format!("${{AWS::StackName}}-{}", literal(suffix))
}

/// The logical id of a key.
pub(super) fn key_id(stack: &Stack, key: usize) -> String {
    format!("{}Key", stack.keys[key].id.camel)
}

/// Plain text inside `Fn::Sub`.
pub(super) fn literal(text: &str) -> String {
    text.replace("${", "${!")
}

/// An expression as text inside `Fn::Sub`.
pub(super) fn substituted(stack: &Stack, expr: &Expr) -> String {
    match expr {
        Expr::Text(text) => literal(text),
        Expr::Partition => "${AWS::Partition}".to_owned(),
        Expr::Region => "${AWS::Region}".to_owned(),
        Expr::Account => "${AWS::AccountId}".to_owned(),
        Expr::AccountOfParameter(parameter) => format!("${{{}}}", part_name(stack, *parameter, "Account")),
        Expr::QueueOfParameter(parameter) => format!("${{{}}}", part_name(stack, *parameter, "Queue")),
        Expr::FunctionOfParameter(parameter) => format!("${{{}}}", part_name(stack, *parameter, "Function")),
        Expr::QueueArn(queue) => format!("${{{}.Arn}}", queue_id(stack, *queue)),
        Expr::QueueName(queue) => format!("${{{}.QueueName}}", queue_id(stack, *queue)),
        Expr::QueueUrl(queue) => format!("${{{}}}", queue_id(stack, *queue)),
        Expr::UrlSuffix => "${AWS::URLSuffix}".to_owned(),
        Expr::KeyArn(key) => format!("${{{}.Arn}}", key_id(stack, *key)),
        Expr::QueueArnFromName(queue) => {
            format!("arn:${{AWS::Partition}}:sqs:${{AWS::Region}}:${{AWS::AccountId}}:{}", queue_name(stack, *queue))
        }
        Expr::Prefix => "${AWS::StackName}".to_owned(),
        Expr::ApiId => format!("${{{}}}", api_id(stack)),
        Expr::RoleArn(role) => format!("${{{}.Arn}}", role_id(stack, *role)),
        // It stands by itself wherever it stands.
        Expr::RequestTemplate(template) => literal(&stack.request_templates[*template].text),
        Expr::TopicArn => format!("${{{TOPIC}}}"),
        Expr::EveryMethod => "execute-api:/*".to_owned(),
        Expr::Parameter(parameter) => format!("${{{}}}", stack.parameters[*parameter].id.camel),
        Expr::Concat(parts) => parts.iter().map(|part| substituted(stack, part)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::literal;

    #[test]
    fn a_reference_in_plain_text_stays_plain_text() {
        assert_eq!(literal("a ${AWS::Region} $b"), "a ${!AWS::Region} $b");
    }
}
