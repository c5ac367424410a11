//! Renderings that were recorded on API Gateway, or written down in its documentation.

mod support;

use serde_json::Value as Json;

#[test]
fn what_api_gateway_renders_is_rendered_the_same() {
    let recordings = include_str!("aws-recordings.jsonl");
    let mut wrong = Vec::new();
    for line in recordings.lines() {
        let recording: Json = serde_json::from_str(line).unwrap();
        let answer = support::answer(&recording, &support::AWS);
        let status = recording["expectedStatus"].as_i64();
        let out = answer["out"].as_str().unwrap_or_default();
        let text_is_right = recording["expected"].as_str().is_none_or(|expected| {
            answer["out"].is_string()
                && match recording["compare"].as_str() {
                    Some("json") => serde_json::from_str::<Json>(out).ok() == serde_json::from_str(expected).ok(),
                    Some("ws") => out.split_whitespace().eq(expected.split_whitespace()),
                    _ => out == expected,
                }
        });
        if !text_is_right || status.is_some_and(|status| answer["status"] != status) {
            wrong.push(format!(
                "{}: {}\n  wanted {} {status:?}\n  got {answer}",
                recording["id"], recording["template"], recording["expected"]
            ));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), recordings.lines().count(), wrong.join("\n"));
}
