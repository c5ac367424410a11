//! A recorded slice of what the engine itself, Apache Velocity 1.7, renders of random templates: for where there is no
//! engine to compare with.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use serde_json::Value as Json;
use support::generator;
use velocity::Dialect;

/// Each line holds a template and the text that it renders to, or null for an error.
fn check(recorded: &str, dialect: &Dialect, macros: bool) {
    let mut wrong = Vec::new();
    for line in recorded.lines() {
        let line: Json = serde_json::from_str(line).unwrap();
        let mut request = generator::request(0, macros);
        request["template"] = line["template"].clone();
        let ours = support::answer(&request, dialect);
        if ours["out"] != line["out"] {
            wrong.push(format!("{}\n  theirs {}\n  ours   {ours}", line["template"], line["out"]));
        }
    }
    assert!(wrong.is_empty(), "{} differences:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn recorded_templates_render_as_api_gateways_engine_rendered_them() {
    check(include_str!("recorded-aws.jsonl"), &support::AWS, false);
}

#[test]
fn recorded_templates_render_as_the_plain_engine_rendered_them() {
    check(include_str!("recorded-plain.jsonl"), &Dialect::VELOCITY_1_7, true);
}
