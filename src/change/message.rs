//! What a message holds: whoever reads it must follow each change.

use super::found::{Found, Verdict, pairs, weakened, widened};
use super::words::{duration, list, names};
use crate::stack::{Body, Headers, Message, Source};

pub(super) fn compare(found: &mut Found<'_>, old: &Message, new: &Message) {
    let moved = (old.body == Body::Bare) != (new.body == Body::Bare);
    found.value(
        &["message", "layout"],
        layout(old.body),
        layout(new.body),
        Some(weakened("consumers must follow: the body stands elsewhere in the message")),
    );
    found.value(&["message", "body"], body(old.body), body(new.body), Some(carried(old.body, new.body)));
    if !moved {
        // Another layout has other headers by default, and that it is another one has been said.
        let verdict = headers_verdict(&old.headers, &new.headers);
        found.value(&["message", "headers"], headers(&old.headers), headers(&new.headers), verdict);
    }
    let old_attributes = old.attributes.iter().map(|attribute| (&attribute.name, &attribute.source));
    let new_attributes = new.attributes.iter().map(|attribute| (&attribute.name, &attribute.source));
    for (name, (before, after)) in pairs(old_attributes, new_attributes) {
        let verdict = match (before, after) {
            (Some(_), None) => Some(weakened("consumers and filters that read the attribute find nothing")),
            (Some(_), Some(_)) => Some(weakened("consumers must follow: the attribute has another value")),
            _ => None,
        };
        found.setting(&["message", "attributes", name], before.map(source), after.map(source), verdict);
    }
    found.setting(&["delay"], old.delay.map(duration), new.delay.map(duration), None);
    if old.group.is_some() == new.group.is_some() {
        let verdict = weakened("other messages keep their order among each other");
        found.setting(&["group"], old.group.as_ref().map(source), new.group.as_ref().map(source), Some(verdict));
        let verdict = weakened("repeats are recognised by another value");
        found.setting(&["deduplication"], deduplication(old), deduplication(new), Some(verdict));
    }
}

fn layout(body: Body) -> &'static str {
    if body == Body::Bare { "bare" } else { "envelope" }
}

fn body(body: Body) -> &'static str {
    match body {
        Body::Text | Body::Bare => "text",
        Body::Base64 => "base64",
        Body::Json => "json",
    }
}

fn carried(old: Body, new: Body) -> Verdict {
    weakened(match (old, new) {
        (_, Body::Json) => "API Gateway writes the body anew, so signatures cannot be checked, and consumers must follow",
        (Body::Base64, _) => "bytes that are not UTF-8 are no longer kept, and consumers must follow",
        _ => "consumers must follow: the body is carried in another way",
    })
}

fn headers(headers: &Headers) -> String {
    match headers {
        Headers::All => "all".to_owned(),
        Headers::None => "none".to_owned(),
        Headers::Only(names) => format!("{{only: {}}}", list(sorted(names))),
        Headers::Except(names) => format!("{{except: {}}}", list(sorted(names))),
    }
}

fn sorted(names: &[String]) -> Vec<&str> {
    let mut names: Vec<&str> = names.iter().map(String::as_str).collect();
    names.sort_unstable_by_key(|name| name.to_ascii_lowercase());
    names
}

/// Those of `all` that are not in `known`, in whatever case.
fn without<'s>(all: &'s [String], known: &[String]) -> Vec<&'s str> {
    let mut names = sorted(all);
    names.retain(|name| !known.iter().any(|known| known.eq_ignore_ascii_case(name)));
    names
}

/// What leaves is missed; what a list kept out may be a secret.
fn headers_verdict(old: &Headers, new: &Headers) -> Option<Verdict> {
    let (lost, admitted): (Vec<&str>, Vec<&str>) = match (old, new) {
        (Headers::Except(old), Headers::All) => (Vec::new(), sorted(old)),
        (Headers::Except(old), Headers::Except(new)) => (without(new, old), without(old, new)),
        (Headers::Except(old), Headers::Only(new)) => {
            let admitted = sorted(new).into_iter().filter(|name| old.iter().any(|kept| kept.eq_ignore_ascii_case(name)));
            (vec!["all others"], admitted.collect())
        }
        (Headers::All, Headers::Except(new)) => (sorted(new), Vec::new()),
        (Headers::All, Headers::Only(_)) => (vec!["all others"], Vec::new()),
        (Headers::Only(old), Headers::Only(new)) => (without(old, new), Vec::new()),
        (Headers::Only(old), Headers::Except(new)) => {
            let lost = sorted(new).into_iter().filter(|name| old.iter().any(|kept| kept.eq_ignore_ascii_case(name)));
            (lost.collect(), Vec::new())
        }
        (Headers::Only(_) | Headers::None, Headers::All) => {
            return Some(widened("every header is stored, those with credentials too"));
        }
        (Headers::All | Headers::Except(_), Headers::None) => (vec!["all"], Vec::new()),
        (Headers::Only(old), Headers::None) => (sorted(old), Vec::new()),
        (Headers::All, Headers::All) | (Headers::None, _) => (Vec::new(), Vec::new()),
    };
    let left_out = || match lost.as_slice() {
        [all] if all.starts_with("all") => format!("no longer stored: {all}"),
        lost => format!("no longer stored: {}", names(lost)),
    };
    match (admitted.is_empty(), lost.is_empty()) {
        (false, true) => Some(widened(format!("stored although it was kept out: {}", names(&admitted)))),
        (false, false) => Some(widened(format!("stored although it was kept out: {}; {}", names(&admitted), left_out()))),
        (true, false) => Some(weakened(left_out())),
        (true, true) => None,
    }
}

/// By what repeats are recognised on a FIFO queue, where every message has a group.
fn deduplication(message: &Message) -> Option<String> {
    message.deduplication.as_ref().map(source).or_else(|| message.group.as_ref().map(|_| "content".to_owned()))
}

fn source(source: &Source) -> String {
    let (key, value) = match source {
        Source::Header(name) => ("header", name.as_str()),
        Source::Query(name) => ("query", name.as_str()),
        Source::Path(name) => ("pathParameter", name.as_str()),
        Source::Body(path) => ("body", path.as_str()),
        Source::Context(variable) => ("context", *variable),
        Source::Constant(text) => ("value", text.as_str()),
    };
    format!("{{{key}: {value}}}")
}
