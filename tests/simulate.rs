//! `hookweir simulate` and `hookweir render`, as a user runs them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use serde_json::{Value, json};
use std::fs;
use std::io::Write as _;
use std::process::{Command, Stdio};
use tempfile::TempDir;

const SPEC: &str = "
name: shop
queues:
  payments: {maximumMessageSize: 1KiB}
endpoints:
  /webhook/{shop}:
    queue: payments
    methods: [POST, PUT]
    delay: 5
    contentTypes: [application/json, application/x-www-form-urlencoded]
    message:
      layout: bare
      body: text
      attributes:
        event: {header: X-Event}
        shop: {pathParameter: shop}
  /json:
    queue: payments
    message: {body: json}
";

struct Ran {
    code: i32,
    stdout: String,
    stderr: String,
}

fn run(arguments: &[&str], files: &[(&str, &str)], stdin: &str) -> Ran {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("hookweir.yaml"), SPEC).unwrap();
    for (name, content) in files {
        fs::write(folder.path().join(name), content).unwrap();
    }
    let mut child = Command::new(env!("CARGO_BIN_EXE_hookweir"))
        .args(arguments)
        .current_dir(&folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let _ = child.stdin.take().unwrap().write_all(stdin.as_bytes());
    let output = child.wait_with_output().unwrap();
    Ran {
        code: output.status.code().unwrap(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

fn simulate(arguments: &[&str]) -> (i32, Value) {
    let arguments: Vec<&str> = ["simulate", "--format", "json"].iter().chain(arguments).copied().collect();
    let ran = run(&arguments, &[("event.json", "{\"a\": \"x&y\"}\n")], "");
    (ran.code, serde_json::from_str(&ran.stdout).unwrap_or_else(|_| panic!("{}{}", ran.stdout, ran.stderr)))
}

#[test]
fn a_request_becomes_the_call_the_message_and_the_answer_of_the_stable_format() {
    let (code, simulation) = simulate(&[
        "/webhook/eu%26?x=1",
        "-X",
        "put",
        "-H",
        "X-EVENT:  paid ",
        "-H",
        "Content-Type: application/json; a=b",
        "-d",
        "a&b+%41",
    ]);
    assert_eq!(code, 0);
    let attribute = |value: &str| json!({"type": "String", "value": value});
    let id = "00000000-0000-0000-0000-000000000000";
    assert_eq!(
        simulation["message"],
        json!({
            "queue": "payments",
            "body": "a&b+%41",
            "attributes": {"event": attribute("paid"), "requestId": attribute(id), "shop": attribute("eu&")},
            "groupId": null,
            "deduplicationId": null,
            "delaySeconds": 5,
        })
    );
    assert_eq!(simulation["call"]["parameters"][0], json!(["Action", "SendMessage"]));
    assert_eq!(simulation["call"]["parameters"][1], json!(["MessageBody", "a&b+%41"]));
    let answer =
        json!({"status": 200, "headers": {"Content-Type": "application/json"}, "body": format!("{{\"requestId\":\"{id}\"}}")});
    assert_eq!(simulation["response"], answer);
    assert_eq!(simulation["notes"], json!([]));
}

#[test]
fn the_body_is_taken_byte_for_byte_from_a_file() {
    let (code, simulation) = simulate(&["hookweir.yaml", "/webhook/eu", "-d", "@event.json", "-X", "POST"]);
    assert_eq!((code, &simulation["message"]["body"]), (0, &json!("{\"a\": \"x&y\"}\n")));
    assert_eq!(simulation["notes"], json!(["no Content-Type was sent, so API Gateway takes the body for application/json"]));
}

#[test]
fn a_status_of_sqs_shows_what_the_sender_sees_and_is_no_finding() {
    for status in ["400", "403", "500", "503"] {
        let (code, simulation) = simulate(&["/json", "-H", "Content-Type: application/json", "-d", "{}", "--sqs-status", status]);
        assert_eq!((code, &simulation["response"]["status"], &simulation["message"]), (0, &json!(503), &Value::Null), "{status}");
    }
}

#[test]
fn what_is_not_stored_is_a_finding_with_its_reason() {
    let json = ["-H", "Content-Type: application/json"];
    let large = "x".repeat(1_100);
    let cases: [(&[&str], u64, &str); 4] = [
        (&["/webhook/eu", "-H", "Content-Type: image/png", "-d", "x"], 503, "UNSUPPORTED_MEDIA_TYPE"),
        (&["/webhook/eu", json[0], json[1], "-d", &large], 503, "InvalidParameterValue"),
        (&["/json", json[0], json[1], "-d", "{\"a\":"], 503, "BAD_REQUEST_BODY"),
        (&["/webhook/eu", json[0], json[1], "-H", "content-encoding: gzip", "-d", "x"], 503, "MissingParameter"),
    ];
    for (arguments, status, reason) in cases {
        let (code, simulation) = simulate(arguments);
        assert_eq!((code, simulation["response"]["status"].as_u64()), (1, Some(status)), "{arguments:?}");
        assert!(simulation["notes"].to_string().contains(reason), "{arguments:?}: {}", simulation["notes"]);
        assert_eq!(simulation["message"], Value::Null, "{arguments:?}");
    }
}

#[test]
fn an_endpoint_or_a_method_that_is_not_there_is_named_with_what_is() {
    let cases = [
        (&["simulate", "/jsno"][..], "has no endpoint `/jsno`; did you mean `/json`?"),
        (&["simulate", "json"], "has no endpoint `json`; it begins with a slash"),
        (&["simulate", "/webhook/eu", "-X", "GET"], "`/webhook/eu` takes POST, PUT, not GET"),
        (&["simulate", "/"], "has no endpoint `/`; there are 2, the first is `/json`"),
    ];
    for (arguments, expected) in cases {
        let ran = run(arguments, &[], "");
        assert_eq!((ran.code, ran.stdout.as_str()), (1, ""), "{arguments:?}");
        assert!(ran.stderr.contains(expected), "{}", ran.stderr);
    }
}

#[test]
fn wrong_usage_of_simulate_is_told_apart_from_findings() {
    let cases = [
        (&["simulate", "/json", "-H", "nonsense"][..], "`nonsense` is no header"),
        (&["simulate", "/json", "-d", "@missing.json"], "cannot read the body `@missing.json`"),
        (&["simulate", "missing.yaml", "/json"], "cannot read `missing.yaml`"),
        (&["simulate", "-", "/json", "-d", "@-"], "cannot both come from standard input"),
        (&["simulate", "/json", "--sqs-status", "99"], "99"),
    ];
    for (arguments, expected) in cases {
        let ran = run(arguments, &[], "");
        assert_eq!(ran.code, 2, "{arguments:?}: {}", ran.stderr);
        assert!(ran.stderr.contains(expected), "{}", ran.stderr);
    }
}

#[test]
fn a_spec_with_errors_is_reported_as_check_reports_it() {
    let ran = run(&["simulate", "-", "/json"], &[], "name: shop\nqueues: {q: {}}\nendpoints: {/json: {queue: p}}\n");
    assert_eq!((ran.code, ran.stdout.as_str()), (1, ""));
    assert!(ran.stderr.contains("error[HW302]"), "{}", ran.stderr);
}

#[test]
fn any_template_is_rendered_with_what_it_is_given() {
    let template = "#set($context.responseOverride.status = 202)#set($context.requestOverride.header.X = 'a')\
                    $input.json('$.id') $input.params('shop') $stageVariables.v $context.identity.sourceIp$util.urlEncode('&')";
    let input = r#"{"body": "{\"id\": 7}", "querystring": {"shop": "eu"}, "stageVariables": {"v": "V"},
                    "context": {"identity": {"sourceIp": "192.0.2.1"}}}"#;
    let ran = run(&["render", "t.vtl", "--input", "-"], &[("t.vtl", template)], input);
    assert_eq!((ran.code, ran.stdout.as_str()), (0, "7 eu V 192.0.2.1%26"));
    assert_eq!(ran.stderr, "status: 202\nrequest header: X: a\n");
}

#[test]
fn a_template_is_rendered_as_a_response_template_too() {
    let template = "$input.path('$.SendMessageResponse.SendMessageResult.MessageId')";
    let input = r#"{"body": "{\"SendMessageResponse\": {\"SendMessageResult\": {\"MessageId\": \"m\"}}}"}"#;
    let ran =
        run(&["render", "t.vtl", "--input", "in.json", "--response", "200"], &[("t.vtl", template), ("in.json", input)], "");
    assert_eq!((ran.code, ran.stdout.as_str(), ran.stderr.as_str()), (0, "m", "status: 200\n"));
}

#[test]
fn mistakes_of_a_template_and_of_its_input_are_shown_in_place() {
    let cases: [(&str, &str, i32, &[&str]); 6] = [
        ("first\n  #if(true", "{}", 1, &["t.vtl:2:", "#if(true"]),
        ("costs $", "{}", 1, &["t.vtl:1:", "costs $"]),
        ("$input.json('$.a')", "{\"body\": \"{a\"}", 1, &["t.vtl:1:1", "could not process payload", "API Gateway answers 400"]),
        ("$util.base64Decode('%')", "{}", 1, &["t.vtl:1:1", "API Gateway answers 500"]),
        ("x", "{\"bdy\": 1}", 2, &["`in.json` is no input", "bdy"]),
        ("x", "{\"body\": {}}", 2, &["`in.json` is no input", "line 1"]),
    ];
    for (template, input, code, expected) in cases {
        let ran = run(&["render", "t.vtl", "--input", "in.json"], &[("t.vtl", template), ("in.json", input)], "");
        assert_eq!((ran.code, ran.stdout.as_str()), (code, ""), "{template}: {}", ran.stderr);
        for expected in expected {
            assert!(ran.stderr.contains(expected), "{template}: {}", ran.stderr);
        }
    }
    assert_eq!(run(&["render", "missing.vtl"], &[], "").code, 2);
}
