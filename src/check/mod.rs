//! Rules about what the values of a spec mean together. One rule a file; each looks at the whole intake and returns
//! what it finds.

mod alarm_never_on;
mod attribute_count;
mod batching_window;
mod body_is_text;
mod cloud_watch_role;
mod colliding_queue_names;
mod conflicting_path_parameters;
mod content_deduplication;
mod cors;
mod dead_letter_retention;
mod existing_api;
mod fifo_delay;
mod fifo_group;
mod fifo_only;
mod filters;
mod iam_and_policy;
mod json_body;
mod old_tls;
mod open_endpoint;
mod open_sources;
mod queue_name_length;
mod refused_for_content;
mod shared_decision;
mod text_and_binary;
mod unused_api_key;
mod unused_parameter;
mod unused_queue;
mod visibility_timeout;
mod weak_secret;
mod weaker_contract;

use crate::diagnostic::{Diagnostic, Place};
use crate::intake::Intake;
use crate::pointer::Pointer;

const RULES: [fn(&Intake, &mut Vec<Diagnostic>); 30] = [
    alarm_never_on::check,
    attribute_count::check,
    batching_window::check,
    body_is_text::check,
    cloud_watch_role::check,
    colliding_queue_names::check,
    conflicting_path_parameters::check,
    content_deduplication::check,
    cors::check,
    dead_letter_retention::check,
    existing_api::check,
    fifo_delay::check,
    fifo_group::check,
    fifo_only::check,
    filters::check,
    iam_and_policy::check,
    json_body::check,
    old_tls::check,
    open_endpoint::check,
    open_sources::check,
    queue_name_length::check,
    refused_for_content::check,
    shared_decision::check,
    text_and_binary::check,
    unused_api_key::check,
    unused_parameter::check,
    unused_queue::check,
    visibility_timeout::check,
    weak_secret::check,
    weaker_contract::check,
];

/// Applies every rule.
pub fn check(intake: &Intake) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    for rule in RULES {
        rule(intake, &mut diagnostics);
    }
    diagnostics
}

/// The value behind some keys of an element; the element's own key where they are not written.
fn below(element: &Pointer, keys: &[&str]) -> Place {
    Place::Value(keys.iter().fold(element.clone(), |pointer, key| pointer.key(key)))
}
