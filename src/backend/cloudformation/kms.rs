//! `AWS::KMS::*`.

use super::expr::{Intrinsic, get_att, key_id, name, reference, sub};
use super::iam::PolicyDocument;
use super::{Output, Resource, Tag, kept, tags};
use crate::stack::Stack;
use serde::Serialize;
use serde::ser::SerializeMap;

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct KeyProperties<'a> {
    description: &'a str,
    key_policy: PolicyDocument<'a>,
    enable_key_rotation: bool,
    pending_window_in_days: u32,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<Tag<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct AliasProperties {
    alias_name: Intrinsic<String>,
    target_key_id: Intrinsic<String>,
}

pub(super) fn resources<M: SerializeMap>(stack: &Stack, map: &mut M) -> Result<(), M::Error> {
    for (position, key) in stack.keys.iter().enumerate() {
        let properties = KeyProperties {
            description: &key.description,
            key_policy: PolicyDocument(stack, &key.policy),
            enable_key_rotation: true,
            pending_window_in_days: key.deletion_window_days,
            tags: tags(stack),
        };
        let id = key_id(stack, position);
        map.serialize_entry(&id, &kept(key.on_delete, Resource::new("AWS::KMS::Key", properties)))?;
        // The alias goes with the stack even where the key stays, so that a stack of the same name can be made again.
        let alias = AliasProperties {
            alias_name: sub(format!("alias/{}", name(&key.alias_suffix))),
            target_key_id: reference(id.clone()),
        };
        map.serialize_entry(&format!("{id}Alias"), &Resource::new("AWS::KMS::Alias", alias))?;
    }
    Ok(())
}

pub(super) fn outputs<M: SerializeMap>(stack: &Stack, map: &mut M) -> Result<(), M::Error> {
    for (position, key) in stack.keys.iter().enumerate() {
        let description = format!("ARN of the key of the queue {}, which its consumers need", key.declared_as);
        let id = key_id(stack, position);
        map.serialize_entry(&format!("{id}Arn"), &Output { description, value: get_att(&id, "Arn") })?;
    }
    Ok(())
}
