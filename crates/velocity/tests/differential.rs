//! Random templates against the engine itself, Apache Velocity 1.7.
//!
//! The environment variable `VELOCITY_ORACLE` names a command that runs it set up as API Gateway does, and
//! `VELOCITY_PLAIN_ORACLE` one that runs it with the settings it is delivered with and anew for every template: a command that reads one JSON request a line, `{"template", "body",
//! "headers", "querystring", "path", "context", "stageVariables"}`, and answers `{"out"}` or `{"error"}` a line. Without it
//! the test is skipped. `VELOCITY_CASES` is how many templates are compared (20,000), `VELOCITY_SEED` the first seed (0),
//! and `VELOCITY_RECORD` a file for the cases that the recorded slice is made of.

#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

mod support;

use serde_json::Value as Json;
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use support::generator;
use velocity::Dialect;

fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(default)
}

/// The answers of the engine to all requests, in one process.
fn engine_answers(command: &str, requests: &[Json]) -> Vec<Json> {
    let mut engine = Command::new(command).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut stdin = engine.stdin.take().unwrap();
    let lines: String = requests.iter().map(|request| format!("{request}\n")).collect();
    let writer = std::thread::spawn(move || stdin.write_all(lines.as_bytes()).unwrap());
    let stdout = BufReader::new(engine.stdout.take().unwrap());
    let answers = stdout.lines().map(|line| serde_json::from_str(&line.unwrap()).unwrap()).collect();
    writer.join().unwrap();
    engine.wait().unwrap();
    answers
}

/// Compares the answers to random templates. Skipped when the variable names no engine.
#[allow(clippy::print_stderr)]
fn compare(variable: &str, dialect: &Dialect, macros: bool) {
    let Ok(command) = std::env::var(variable) else {
        eprintln!("skipped: {variable} does not name the engine to compare with");
        return;
    };
    let (cases, seed) = (number("VELOCITY_CASES", 20_000), number("VELOCITY_SEED", 0));
    let requests: Vec<Json> = (seed..seed + cases).map(|seed| generator::request(seed, macros)).collect();
    let answers = engine_answers(&command, &requests);
    assert_eq!(answers.len(), requests.len(), "the engine answers every request");
    let (mut differences, mut failures, mut record) = (Vec::new(), 0, String::new());
    for (place, (request, theirs)) in requests.iter().zip(&answers).enumerate() {
        let ours = support::answer(request, dialect);
        failures += usize::from(theirs["error"].is_string());
        if ours["out"] != theirs["out"] {
            differences.push(format!("{}: {}\n  theirs {theirs}\n  ours   {ours}", seed + place as u64, request["template"]));
        } else {
            record += &format!("{}\n", serde_json::json!({"template": request["template"], "out": theirs["out"]}));
        }
    }
    if let Ok(path) = std::env::var("VELOCITY_RECORD") {
        std::fs::write(path, record).unwrap();
    }
    eprintln!("{} templates, {failures} of them errors, {} differences", requests.len(), differences.len());
    let shown = differences.iter().take(40).cloned().collect::<Vec<_>>().join("\n");
    assert!(differences.is_empty(), "{} differences:\n{shown}", differences.len());
}

#[test]
fn random_templates_render_as_api_gateways_engine_renders_them() {
    compare("VELOCITY_ORACLE", &support::AWS, false);
}

#[test]
fn random_templates_render_as_the_plain_engine_renders_them() {
    compare("VELOCITY_PLAIN_ORACLE", &Dialect::VELOCITY_1_7, true);
}
