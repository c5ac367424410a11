//! `java.util.Map.Entry`.

use super::Answer;
use crate::Value;
use crate::value::Entry;

pub(super) fn call(entry: &Entry, name: &str, arguments: &[Value]) -> Answer {
    Ok(Some(match (name, arguments) {
        ("getKey", []) => entry.key.clone(),
        ("getValue", []) => entry.value(),
        ("setValue", [value]) => {
            let old = entry.value();
            if entry.map.contains_key(&entry.key) {
                entry.map.put(entry.key.clone(), value.clone());
            }
            old
        }
        _ => return Ok(None),
    }))
}
