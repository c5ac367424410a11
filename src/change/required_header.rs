//! The header that a request must bring. Its value is a secret, and a report of changes is read by many.

use super::found::{Found, noted, weakened, widened};
use super::words::{beyond, names, set};
use crate::stack::RequiredHeader;

const KEY: &str = "requireHeader";
const REFUSED: &str = "are answered 403, and their webhooks are not stored";

pub(super) fn compare(found: &mut Found<'_>, old: Option<&RequiredHeader>, new: Option<&RequiredHeader>) {
    let (Some(old), Some(new)) = (old, new) else {
        let verdict = match new {
            Some(header) => weakened(format!("senders that do not send `{}` with its value {REFUSED}", header.name)),
            None => widened("senders need no secret any more"),
        };
        return found.setting(&[KEY], old.map(words), new.map(words), Some(verdict));
    };
    let verdict = if old.name.eq_ignore_ascii_case(&new.name) {
        noted("the same header")
    } else {
        weakened(format!("senders that still send `{}` {REFUSED}", old.name))
    };
    found.value(&[KEY, "name"], &*old.name, &*new.name, Some(verdict));
    if old.value != new.value {
        let verdict = weakened(format!("senders that still send the old value {REFUSED}"));
        found.value(&[KEY, "equals"], "(old value)", "(new value)", Some(verdict));
    }
}

/// The headers that must be there with any value.
pub(super) fn compare_names(found: &mut Found<'_>, old: &[String], new: &[String]) {
    let lower = |names: &[String]| names.iter().map(|name| name.to_ascii_lowercase()).collect::<Vec<_>>();
    let more = beyond(&lower(new), &lower(old)).into_iter().map(str::to_owned).collect::<Vec<_>>();
    let verdict = if more.is_empty() {
        widened("webhooks are taken without what is no longer asked for")
    } else {
        weakened(format!("senders that do not send {} {REFUSED}", names(&more)))
    };
    let written = |names: &[String]| (!names.is_empty()).then(|| set(names));
    found.setting(&["requiredHeaders"], written(old), written(new), Some(verdict));
}

/// The header as the spec writes it, without its value.
fn words(header: &RequiredHeader) -> String {
    format!("{{name: {}, equals: (hidden)}}", header.name)
}
