//! Values as a spec writes them.

use super::found::{Verdict, weakened, widened};
use crate::stack::{ApiKind, ExistingApi, Expr, Stack, Throttle};
use std::collections::BTreeSet;

/// A duration in the largest unit that shows it exactly.
pub(super) fn duration(seconds: u32) -> String {
    let units = [(86_400, "d"), (3600, "h"), (60, "m")];
    match units.iter().find(|(size, _)| seconds > 0 && seconds.is_multiple_of(*size)) {
        Some((size, unit)) => format!("{}{unit}", seconds / size),
        None => format!("{seconds}s"),
    }
}

/// A size in the largest unit that shows it exactly.
pub(super) fn size(bytes: u32) -> String {
    let units = [(1_048_576, "MiB"), (1024, "KiB")];
    match units.iter().find(|(size, _)| bytes > 0 && bytes.is_multiple_of(*size)) {
        Some((size, unit)) => format!("{}{unit}", bytes / size),
        None => format!("{bytes}B"),
    }
}

/// A list in the order in which it is written.
pub(super) fn list<T: AsRef<str>>(items: impl IntoIterator<Item = T>) -> String {
    let items: Vec<T> = items.into_iter().collect();
    format!("[{}]", items.iter().map(AsRef::as_ref).collect::<Vec<_>>().join(", "))
}

/// A list whose order means nothing.
pub(super) fn set<T: AsRef<str>>(items: impl IntoIterator<Item = T>) -> String {
    list(items.into_iter().map(|item| item.as_ref().to_owned()).collect::<BTreeSet<_>>())
}

/// What is in `all` and not in `known`, sorted; names in a sentence.
pub(super) fn beyond<'s>(all: &'s [String], known: &[String]) -> Vec<&'s str> {
    let mut beyond: Vec<&str> = all.iter().filter(|item| !known.contains(item)).map(String::as_str).collect();
    beyond.sort_unstable();
    beyond
}

/// Names in a sentence.
pub(super) fn names<T: AsRef<str>>(names: &[T]) -> String {
    names.iter().map(|name| format!("`{}`", name.as_ref())).collect::<Vec<_>>().join(", ")
}

/// An expression by what it refers to, which does not depend on positions.
pub(super) fn expr(stack: &Stack, value: &Expr) -> String {
    let queue = |position: &usize| stack.queues.get(*position).map_or("", |queue| queue.name_suffix.as_str());
    let parameter = |position: &usize| stack.parameters.get(*position).map_or("", |parameter| parameter.id.camel.as_str());
    match value {
        Expr::Text(text) => text.clone().into_owned(),
        Expr::QueueArn(position) => format!("{{queue: {}}}", queue(position)),
        Expr::QueueArnFromName(position) | Expr::QueueName(position) => format!("{{queueName: {}}}", queue(position)),
        Expr::QueueUrl(position) => format!("{{queueUrl: {}}}", queue(position)),
        Expr::AccountOfParameter(position) => format!("{{accountOf: {}}}", parameter(position)),
        Expr::QueueOfParameter(position) => format!("{{queueOf: {}}}", parameter(position)),
        Expr::ApiId => match &stack.api.existing {
            Some(ExistingApi::Ids { rest_api_id, .. }) => expr(stack, rest_api_id),
            Some(ExistingApi::LogicalId(name) | ExistingApi::Address(name)) => name.clone(),
            None => "{restApi}".to_owned(),
        },
        Expr::RoleArn(position) => {
            format!("{{roleOf: {}}}", stack.roles.get(*position).map_or("", |role| role.id.camel.as_str()))
        }
        Expr::FunctionOfParameter(position) => format!("{{functionOf: {}}}", parameter(position)),
        Expr::KeyArn(position) => {
            format!("{{keyOf: {}}}", stack.keys.get(*position).map_or("", |key| key.declared_as.as_str()))
        }
        Expr::Parameter(position) => format!("{{parameter: {}}}", parameter(position)),
        Expr::Concat(parts) => parts.iter().map(|part| expr(stack, part)).collect(),
        fixed => format!("{{{fixed:?}}}"),
    }
}

/// A throttle.
pub(super) fn throttle(throttle: Throttle) -> String {
    format!("{{rate: {}, burst: {}}}", throttle.rate, throttle.burst)
}

/// What another throttle means, where none is the limit of the account; `None` is more or as much of both.
pub(super) fn throttled(kind: ApiKind, old: Option<Throttle>, new: Option<Throttle>) -> Option<Verdict> {
    match (old, new) {
        (_, None) => Some(widened("only the account's own limit holds")),
        (Some(old), Some(new)) if new.rate >= old.rate && new.burst >= old.burst => None,
        _ => Some(weakened(match kind {
            ApiKind::Rest => "more of the requests at busy times are answered 503, and senders have to try again",
            ApiKind::Http => "more of the requests at busy times are answered 429, after which some senders give up",
        })),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_and_sizes_read_as_a_spec_writes_them() {
        let durations = [0, 45, 90, 120, 5400, 7200, 345_600].map(duration);
        assert_eq!(durations, ["0s", "45s", "90s", "2m", "90m", "2h", "4d"]);
        assert_eq!([1024, 1500, 262_144, 1_048_576].map(size), ["1KiB", "1500B", "256KiB", "1MiB"]);
    }
}
