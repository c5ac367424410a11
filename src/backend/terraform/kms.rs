//! `aws_kms_*`.

use super::expr::{key_attribute, literal, name};
use super::iam::policy_json;
use super::{Lifecycle, Output, Type, lifecycle, tags};
use crate::stack::Stack;
use serde::Serialize;
use serde::ser::SerializeMap;
use std::collections::BTreeMap;

#[derive(Serialize)]
struct KeyResource {
    description: String,
    policy: String,
    enable_key_rotation: bool,
    deletion_window_in_days: u32,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    tags: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lifecycle: Option<Lifecycle>,
}

#[derive(Serialize)]
struct AliasResource {
    name: String,
    target_key_id: String,
}

pub(super) fn resources<M: SerializeMap>(stack: &Stack, map: &mut M) -> Result<(), M::Error> {
    if stack.keys.is_empty() {
        return Ok(());
    }
    let keys = Type(|| {
        stack.keys.iter().map(|key| {
            let resource = KeyResource {
                description: literal(&key.description),
                policy: policy_json(stack, &key.policy),
                enable_key_rotation: true,
                deletion_window_in_days: key.deletion_window_days,
                tags: tags(stack),
                lifecycle: lifecycle(key.on_delete),
            };
            (&key.id.snake, resource)
        })
    });
    map.serialize_entry("aws_kms_key", &keys)?;
    let aliases = Type(|| {
        stack.keys.iter().enumerate().map(|(position, key)| {
            let resource = AliasResource {
                name: format!("alias/{}", name(&key.alias_suffix)),
                target_key_id: key_attribute(stack, position, "key_id"),
            };
            (&key.id.snake, resource)
        })
    });
    map.serialize_entry("aws_kms_alias", &aliases)
}

pub(super) fn outputs<M: SerializeMap>(stack: &Stack, map: &mut M) -> Result<(), M::Error> {
    if stack.keys.is_empty() {
        return Ok(());
    }
    let arns =
        Type(|| stack.keys.iter().enumerate().map(|(position, key)| (&key.declared_as, key_attribute(stack, position, "arn"))));
    map.serialize_entry(
        "kms_key_arns",
        &Output { description: "The ARN of each key that was made for a queue, by the queue's name in the spec.", value: arns },
    )
}
