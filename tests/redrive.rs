//! `hookweir redrive`: what it prints is a script that a shell runs as it stands.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::process::{Command, Output};
use tempfile::TempDir;

const SPEC: &str = "name: shop
queues:
  payments: {maxReceiveCount: 7, visibilityTimeout: 45s}
  refunds: {}
endpoints:
  /payments: {queue: payments, message: {body: text}}
  /refunds: {queue: refunds, message: {body: text}}
";

/// Writes down how it is called, and answers what the script asks for.
const AWS: &str = r#"#!/bin/sh
echo "$*" >> calls
case "$2" in
  get-queue-url) echo "https://queues/$4";;
  get-queue-attributes) echo "arn:of:$4";;
esac
"#;

fn hookweir(spec: &str, arguments: &[&str]) -> Output {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("hookweir.yaml"), spec).unwrap();
    Command::new(env!("CARGO_BIN_EXE_hookweir")).arg("redrive").args(arguments).current_dir(folder.path()).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// The calls of the AWS CLI that the printed script makes.
fn calls(arguments: &[&str]) -> Vec<String> {
    let printed = hookweir(SPEC, arguments);
    assert_eq!(printed.status.code(), Some(0), "{}", text(&printed.stderr));
    let folder = TempDir::new().unwrap();
    let aws = folder.path().join("aws");
    fs::write(&aws, AWS).unwrap();
    fs::set_permissions(&aws, fs::Permissions::from_mode(0o755)).unwrap();
    let path = format!("{}:/usr/bin:/bin", folder.path().display());
    let ran =
        Command::new("sh").args(["-euc", &text(&printed.stdout)]).current_dir(folder.path()).env("PATH", path).output().unwrap();
    assert!(ran.status.success(), "{}", text(&ran.stderr));
    fs::read_to_string(folder.path().join("calls")).unwrap().lines().map(str::to_owned).collect()
}

#[test]
fn the_script_looks_first_and_then_moves_the_messages_of_this_queue() {
    let calls = calls(&["payments"]);
    assert!(calls[0].contains("get-queue-url --queue-name shop-payments "), "{calls:#?}");
    assert!(calls[1].contains("get-queue-url --queue-name shop-payments-dlq "), "{calls:#?}");
    let place = |call: &str| calls.iter().position(|made| made.starts_with(call)).unwrap_or_else(|| panic!("{calls:#?}"));
    let look = place("sqs receive-message --queue-url https://queues/shop-payments-dlq ");
    let start = place(
        "sqs start-message-move-task --source-arn arn:of:https://queues/shop-payments-dlq --max-number-of-messages-per-second 10",
    );
    let watch = place("sqs list-message-move-tasks --source-arn arn:of:https://queues/shop-payments-dlq");
    assert!(look < start && start < watch, "{calls:#?}");
    assert!(
        calls.iter().all(|call| !call.contains("delete") && !call.contains("cancel") && !call.contains("refunds")),
        "{calls:#?}"
    );
}

#[test]
fn another_stack_and_another_rate_are_options() {
    let calls = calls(&["refunds", "--stack-name", "shop-staging", "--rate", "500"]);
    assert!(calls[0].contains("--queue-name shop-staging-refunds "), "{calls:#?}");
    assert!(calls.iter().any(|call| call.ends_with("--max-number-of-messages-per-second 500")), "{calls:#?}");
}

#[test]
fn the_numbers_are_those_of_the_spec() {
    let printed = text(&hookweir(SPEC, &["payments"]).stdout);
    assert!(printed.contains("were received 7 times") && printed.contains("hidden for 45 seconds"), "{printed}");
}

#[test]
fn a_fifo_queue_and_its_dead_letter_queue_are_called_by_their_whole_names() {
    let fifo =
        SPEC.replace("refunds: {}", "refunds: {fifo: true}").replace("{queue: refunds,", "{queue: refunds, group: {value: all},");
    let script = text(&hookweir(&fifo, &["refunds"]).stdout);
    for name in ["\"$stack-refunds.fifo\"", "\"$stack-refunds-dlq.fifo\""] {
        assert!(script.contains(&format!("--queue-name {name} ")), "{script}");
    }
    for wanted in ["refunds-dlq", "refunds-dlq.fifo"] {
        let told = text(&hookweir(&fifo, &[wanted]).stderr);
        assert!(told.contains("is the dead-letter queue of `refunds`"), "{told}");
    }
}

#[test]
fn a_queue_that_is_not_there_is_answered_with_what_is() {
    for (queue, help) in [
        ("paymnts", "did you mean `payments`?"),
        ("x", "it makes `payments`, `refunds`"),
        ("payments-dlq", "the dead-letter queue of `payments`"),
    ] {
        let ran = hookweir(SPEC, &[queue]);
        assert_eq!((ran.status.code(), text(&ran.stdout).as_str()), (Some(1), ""), "{queue}");
        assert!(text(&ran.stderr).contains(help), "{}", text(&ran.stderr));
    }
}

#[test]
fn a_spec_with_a_mistake_gives_no_commands() {
    let ran = hookweir(&SPEC.replace("45s", "45x"), &["refunds"]);
    assert_eq!((ran.status.code(), text(&ran.stdout).as_str()), (Some(1), ""));
    assert!(text(&ran.stderr).contains("HW205"), "{}", text(&ran.stderr));
}

#[test]
fn a_stack_name_that_a_shell_would_read_is_wrong_usage() {
    for name in ["a;b", "$(x)", "a b", "", "1a", "a'b"] {
        assert_eq!(hookweir(SPEC, &["payments", "--stack-name", name]).status.code(), Some(2), "{name}");
    }
}
