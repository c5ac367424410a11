//! A message out of the parameters of the query protocol.

use super::attributes::{self, Draft};
use super::{Attribute, ErrorCode, SendMessage, SqsError};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// The parameters by name. Which one AWS takes when a name comes twice is not known.
pub(super) fn by_name(parameters: &[(String, String)]) -> Result<BTreeMap<&str, &str>, SqsError> {
    let mut named = BTreeMap::new();
    for (name, value) in parameters {
        match named.entry(name.as_str()) {
            Entry::Vacant(free) => {
                free.insert(value.as_str());
            }
            Entry::Occupied(_) => {
                // Ours: code and text.
                let text = format!("The parameter {name} is given more than once.");
                return Err(SqsError::new(ErrorCode::InvalidQueryParameter, text));
            }
        }
    }
    Ok(named)
}

/// The message, before it is held against a queue.
pub(super) fn message(named: &BTreeMap<&str, &str>) -> Result<SendMessage, SqsError> {
    let text = |name: &str| named.get(name).map(|value| (*value).to_owned());
    let body = text("MessageBody").ok_or_else(|| SqsError::missing("MessageBody"))?;
    Ok(SendMessage {
        body,
        attributes: list(named, "MessageAttribute")?,
        system_attributes: list(named, "MessageSystemAttribute")?,
        group_id: text("MessageGroupId"),
        deduplication_id: text("MessageDeduplicationId"),
        delay_seconds: named.get("DelaySeconds").map(|value| delay(value)).transpose()?,
    })
}

/// Seconds in decimal digits. A number below 0 or above 900 has its recorded text, anything else has it by analogy.
fn delay(value: &str) -> Result<u32, SqsError> {
    let digits = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| value.parse().ok()).flatten().ok_or_else(|| delay_out_of_range(value))
}

/// Reported from AWS by three projects.
pub(super) fn delay_out_of_range(value: impl std::fmt::Display) -> SqsError {
    SqsError::invalid(format!(
        "Value {value} for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900."
    ))
}

/// The attributes `prefix.N.` or `prefixs.N.`, with N from 1 on. AWS takes both spellings.
fn list(named: &BTreeMap<&str, &str>, prefix: &str) -> Result<BTreeMap<String, Attribute>, SqsError> {
    let plural = format!("{prefix}s.");
    let singular = format!("{prefix}.");
    let (mut drafts, mut spellings): (BTreeMap<usize, Draft<'_>>, [bool; 2]) = Default::default();
    for (name, value) in named {
        let (rest, spelling) = match (name.strip_prefix(plural.as_str()), name.strip_prefix(singular.as_str())) {
            (Some(rest), _) => (rest, 1),
            (None, Some(rest)) => (rest, 0),
            (None, None) => continue,
        };
        spellings[spelling] = true;
        let (number, member) = rest.split_once('.').ok_or_else(|| unreadable(name))?;
        let draft = drafts.entry(position(number).ok_or_else(|| unreadable(name))?).or_default();
        match member {
            "Name" => draft.name = Some(value),
            "Value.DataType" => draft.data_type = Some(value),
            "Value.StringValue" => draft.string_value = Some(value),
            "Value.BinaryValue" => draft.binary_value = Some(value),
            _ => return Err(unreadable(name)),
        }
    }
    if spellings == [true, true] {
        // Ours.
        return Err(SqsError::invalid(format!("{singular}N and {plural}N cannot stand in one request.")));
    }
    if let Some((gap, _)) = (1..).zip(drafts.keys()).find(|(expected, number)| *expected != **number) {
        // Ours.
        return Err(SqsError::invalid(format!("The numbers of {singular}N leave out {gap}.")));
    }
    attributes::finish(drafts.into_values())
}

/// A number as AWS documents it: 1, 2, 3 and so on, without zeros in front.
fn position(number: &str) -> Option<usize> {
    let plain = (1..=4).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit()) && !number.starts_with('0');
    if plain { number.parse().ok() } else { None }
}

/// Ours.
fn unreadable(name: &str) -> SqsError {
    SqsError::invalid(format!("The parameter {name} is not one of a message attribute."))
}
