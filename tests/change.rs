//! What a change of a spec is said to do: every dangerous thing is seen, and nothing that is none.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use hookweir::change::{Change, compare};
use serde_json::{Value, json};
use std::fs;
use std::process::{Command, Output};
use support::{examples, stack};
use tempfile::TempDir;

const SPEC: &str = "name: shop
parameters:
  fn: {default: 'arn:aws:lambda:eu-west-1:111122223333:function:f'}
queues:
  payments:
    messageRetentionPeriod: 7d
    consumer: {functionArn: {parameter: fn}, functionRoleName: worker, maximumConcurrency: 5}
  refunds: {}
endpoints:
  /payments:
    queue: payments
    contentTypes: [application/json, text/plain]
    message: {body: text, headers: {except: [Cookie, X-Secret]}, attributes: {event: {header: X-Event}}}
  /refunds: {queue: refunds, contentTypes: [image/png], message: {body: base64}}
api:
  endpointType: private
  vpcEndpointIds: [vpce-0a1b2c3d4e5f60718]
  throttle: {rate: 50, burst: 100}
  accessLog: true
  cloudWatchRole: existing
alarms:
  notify: {email: [a@example.com]}
dashboard: true
";

fn line(change: &Change) -> String {
    format!("{}{} {}", change.kind.name(), if change.risk { "!" } else { "" }, change.message())
}

/// The changes from one spec to another, without the deployment unless it is the only one.
fn lines(old: &str, new: &str) -> Vec<String> {
    let changes = compare(&stack(old), &stack(new));
    let (deployment, others): (Vec<_>, Vec<_>) = changes.iter().partition(|change| change.resource == "deployment");
    if others.is_empty() { &deployment } else { &others }.iter().map(|change| line(change)).collect()
}

#[track_caller]
fn changes(replacements: &[(&str, &str)], expected: &[&str]) {
    let mut new = SPEC.to_owned();
    for (old, text) in replacements {
        assert!(new.contains(old), "{old}");
        new = new.replacen(old, text, 1);
    }
    assert_eq!(lines(SPEC, &new), expected, "{replacements:?}");
}

#[test]
fn a_queue_that_leaves_is_said_with_what_each_target_does_to_its_messages() {
    let without =
        |spec: &str| spec.lines().filter(|line| !line.contains("refunds")).map(|line| format!("{line}\n")).collect::<String>();
    assert_eq!(
        lines(SPEC, &without(SPEC)),
        [
            "deleted! queue refunds: CloudFormation leaves it and its dead-letter queue in the account with their messages; \
             Terraform destroys both with their messages, because `prevent_destroy` protects only what is still written",
            "deleted! endpoint /refunds: senders are refused and their webhooks are not stored, once a deployment is made without it",
        ]
    );
    let unprotected = SPEC.replace("refunds: {}", "refunds: {onDelete: delete}");
    assert!(
        lines(&unprotected, &without(SPEC))
            .contains(&"deleted! queue refunds: both targets delete it and its dead-letter queue with their messages".to_owned())
    );
    assert_eq!(
        lines(&without(SPEC), SPEC),
        ["widened! endpoint /refunds: takes POST for the queue refunds", "created queue refunds: with its dead-letter queue"]
    );
}

#[test]
fn a_renamed_queue_is_one_that_leaves_and_one_that_comes() {
    let renamed = SPEC.replace("refunds: {}", "returns: {}").replace("queue: refunds", "queue: returns");
    let lines = lines(SPEC, &renamed);
    assert!(lines[0].starts_with("deleted! queue refunds: CloudFormation leaves it"), "{lines:#?}");
    assert_eq!(
        lines[1..],
        [
            "weakened! endpoint /refunds: queue refunds -> returns: consumers must follow: new webhooks go to another queue, \
             what is in the old one stays there",
            "created queue returns: with its dead-letter queue",
        ]
    );
}

#[test]
fn another_name_or_stage_replaces() {
    let lines = lines(SPEC, &SPEC.replace("name: shop", "name: store"));
    assert!(
        lines.len() == 1 && lines[0].starts_with("replaced! stack: name shop -> store: on Terraform every name"),
        "{lines:?}"
    );
    changes(
        &[("api:\n", "api:\n  stage: v2\n")],
        &["replaced! api: stage prod -> v2: every URL changes, and senders that are not told are refused"],
    );
}

#[test]
fn access_that_widens_is_seen() {
    let private = "endpointType: private\n  vpcEndpointIds: [vpce-0a1b2c3d4e5f60718]";
    changes(
        &[(private, "endpointType: regional")],
        &["widened! api: endpointType private -> regional: the internet reaches the API"],
    );
    changes(
        &[("[vpce-0a1b2c3d4e5f60718]", "[vpce-0a1b2c3d4e5f60718, vpce-18f7e6d5c4b3a2910]")],
        &["widened! api: vpcEndpointIds [vpce-0a1b2c3d4e5f60718] -> [vpce-0a1b2c3d4e5f60718, vpce-18f7e6d5c4b3a2910]: \
           `vpce-18f7e6d5c4b3a2910` may call the API"],
    );
    changes(
        &[("  throttle: {rate: 50, burst: 100}\n", "")],
        &["widened! api: throttle {rate: 50, burst: 100} -> not set: only the account's own limit holds"],
    );
    changes(
        &[("queue: payments\n", "queue: payments\n    methods: [POST, PUT]\n")],
        &["widened! endpoint /payments: methods [POST] -> [POST, PUT]: takes `PUT` too"],
    );
    changes(
        &[("functionRoleName: worker", "functionRoleName: other")],
        &["widened! consumer payments: functionRoleName worker -> other: the role `other` may read the queue"],
    );
    changes(
        &[("refunds: {}", "refunds: {consumer: {functionArn: {parameter: fn}, functionRoleName: other}}")],
        &["widened! consumer refunds: `{parameter: fn}` takes the messages of the queue, and the role `other` may read it"],
    );
    changes(
        &[("{except: [Cookie, X-Secret]}", "{except: [Cookie]}")],
        &["widened! endpoint /payments: message.headers {except: [Cookie, X-Secret]} -> {except: [Cookie]}: \
           stored although it was kept out: `X-Secret`"],
    );
}

#[test]
fn what_is_kept_no_longer_or_differently_is_seen() {
    changes(
        &[("body: text", "body: json"), ("[application/json, text/plain]", "[application/json]")],
        &[
            "weakened! endpoint /payments: contentTypes [application/json, text/plain] -> [application/json]: \
             webhooks of type `text/plain` are answered 503 and not stored",
            "weakened! endpoint /payments: message.body text -> json: API Gateway writes the body anew, so signatures cannot be \
             checked, and consumers must follow",
        ],
    );
    changes(
        &[("body: base64", "body: text")],
        &[
            "weakened! endpoint /refunds: message.body base64 -> text: bytes that are not UTF-8 are no longer kept, and consumers \
           must follow",
        ],
    );
    changes(
        &[("body: text, headers: {except: [Cookie, X-Secret]}", "layout: bare, body: text, headers: none")],
        &[
            "weakened! endpoint /payments: message.layout envelope -> bare: consumers must follow: the body stands elsewhere in \
             the message",
            "updated endpoint /payments: message.attributes.requestId not set -> {context: requestId}",
        ],
    );
    changes(
        &[("{except: [Cookie, X-Secret]}", "{only: [X-Event]}")],
        &["weakened! endpoint /payments: message.headers {except: [Cookie, X-Secret]} -> {only: [X-Event]}: no longer stored: \
           all others"],
    );
    changes(
        &[(", attributes: {event: {header: X-Event}}", "")],
        &[
            "weakened! endpoint /payments: message.attributes.event {header: X-Event} -> not set: consumers and filters that read \
           the attribute find nothing",
        ],
    );
    changes(
        &[("messageRetentionPeriod: 7d", "messageRetentionPeriod: 36h\n    maximumMessageSize: 256KiB")],
        &[
            "weakened! queue payments: messageRetentionPeriod 7d -> 36h: SQS deletes the messages that are older",
            "weakened! queue payments: maximumMessageSize 1MiB -> 256KiB: a webhook whose message is larger is answered 503 and \
             not stored",
        ],
    );
    changes(
        &[("queue: payments\n", "queue: payments\n    response: {status: 202, body: costs $0}\n")],
        &[
            "weakened! endpoint /payments: response.status 200 -> 202: a sender that waits for the old status takes its webhook \
             for lost",
            "updated endpoint /payments: response.body not set -> costs $0",
        ],
    );
    changes(
        &[("maximumConcurrency: 5", "maximumConcurrency: 5, filters: [{body: {body: [a]}}]")],
        &["weakened! consumer payments: filters not set -> [{\"body\":{\"body\":[\"a\"]}}]: Lambda deletes messages that match \
           none of the patterns"],
    );
}

#[test]
fn plain_updates_of_an_element_share_a_line() {
    changes(
        &[("refunds: {}", "refunds: {visibilityTimeout: 2m, maxReceiveCount: 7, messageRetentionPeriod: 5d}")],
        &[
            "updated queue refunds: visibilityTimeout 30s -> 2m, maxReceiveCount 3 -> 7, messageRetentionPeriod 4d -> 5d",
            "updated alarm refunds-oldest-message: threshold 5m -> 14m",
        ],
    );
    changes(&[("accessLog: true", "accessLog: {retention: 60d}")], &["updated access log: retention 30d -> 60d"]);
    changes(
        &[("name: shop\n", "name: shop\ndescription: Webhooks\ntags: {team: a}\n")],
        &["updated stack: description not set -> Webhooks, tags.team not set -> a"],
    );
}

#[test]
fn watching_that_ends_is_seen() {
    changes(
        &[("alarms:\n  notify: {email: [a@example.com]}\n", "")],
        &["deleted! alarms: 9 of them, and nobody is told any more"],
    );
    changes(
        &[("[a@example.com]}\n", "[b@example.com]}\n  deadLetterMessages: false\n")],
        &[
            "deleted! alarm payments-dlq-messages: nobody is told any more",
            "deleted! alarm refunds-dlq-messages: nobody is told any more",
            "updated! alarms: notify {email: [a@example.com]} -> {email: [b@example.com]}: others are told",
        ],
    );
    changes(&[("dashboard: true\n", "")], &["deleted dashboard: nobody sees it any more"]);
    changes(
        &[("  accessLog: true\n  cloudWatchRole: existing\n", "")],
        &["deleted! access log: nothing is written down any more; the lines stay until their retention has passed"],
    );
}

#[test]
fn comments_order_and_defaults_that_are_written_change_nothing() {
    let reordered = "# The shop\ndashboard: true\n".to_owned() + &SPEC.replace("dashboard: true\n", "");
    assert_eq!(lines(SPEC, &reordered), [""; 0]);
    let written = SPEC.replace("refunds: {}", "refunds: {visibilityTimeout: 30, maxReceiveCount: 3, delay: 0s}");
    assert_eq!(lines(SPEC, &written), [""; 0]);
    changes(&[("[application/json, text/plain]", "[text/plain, application/json]")], &[]);
    // Here the order is in the template, so there is a new deployment, and no setting to name.
    changes(&[("[Cookie, X-Secret]", "[X-Secret, Cookie]")], &["updated deployment: made anew, and the stage moves over to it"]);
}

#[test]
fn every_pair_of_examples_differs_and_none_differs_from_itself() {
    let examples = examples();
    for (old_name, old) in &examples {
        for (new_name, new) in &examples {
            let changes = compare(&stack(old), &stack(new));
            assert_eq!(changes.is_empty(), old_name == new_name, "{old_name} and {new_name}");
            assert!(changes.is_sorted_by_key(|change| change.kind));
        }
    }
}

fn diff(old: &str, new: &str, arguments: &[&str]) -> (Option<i32>, String, String) {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("old.yaml"), old).unwrap();
    fs::write(folder.path().join("new.yaml"), new).unwrap();
    let Output { status, stdout, stderr } = Command::new(env!("CARGO_BIN_EXE_hookweir"))
        .args([["diff", "old.yaml", "new.yaml"].as_slice(), arguments].concat())
        .current_dir(folder.path())
        .output()
        .unwrap();
    (status.code(), String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
}

#[test]
fn only_what_is_deleted_replaced_or_widened_fails_a_pipeline() {
    assert_eq!(diff(SPEC, SPEC, &[]), (Some(0), "no change\n".to_owned(), String::new()));
    for (old, new, code) in [
        ("refunds: {}", "refunds: {onDelete: delete}", 0),
        ("refunds: {}", "refunds: {visibilityTimeout: 60}", 0),
        ("refunds: {}", "refunds: {}\n  returns: {}", 0),
        ("dashboard: true\n", "", 1),
        ("name: shop", "name: store", 1),
        ("  throttle: {rate: 50, burst: 100}\n", "", 1),
    ] {
        let (status, ..) = diff(SPEC, &SPEC.replacen(old, new, 1), &[]);
        assert_eq!(status, Some(code), "{new}");
    }
}

#[test]
fn what_left_is_shown_in_the_old_spec_and_all_else_in_the_new_one() {
    let new =
        SPEC.replace("dashboard: true\n", "").replace("    messageRetentionPeriod: 7d\n", "    messageRetentionPeriod: 5d\n");
    let (_, text, _) = diff(SPEC, &new, &[]);
    assert_eq!(
        text,
        "deleted\n    old.yaml:23:1: dashboard: nobody sees it any more\n\n\
         weakened, or consumers and senders must follow\n  ! new.yaml:6:5: queue payments: messageRetentionPeriod 7d -> 5d: SQS \
         deletes the messages that are older\n\n1 deleted, 1 weakened; 1 to look at (!)\n"
    );
    let (_, text, _) = diff(SPEC, &new, &["--format", "json"]);
    let report: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(report["changes"][0]["file"], "old.yaml");
    assert_eq!(report["changes"][1]["details"], json!([{ "setting": "messageRetentionPeriod", "old": "7d", "new": "5d" }]));
}

#[test]
fn a_spec_with_mistakes_is_no_change_but_a_finding() {
    let (status, text, said) = diff(SPEC, &SPEC.replace("queue: refunds", "queue: refund"), &[]);
    assert_eq!((status, text.as_str()), (Some(1), ""));
    assert!(said.contains("error[HW302]") && said.contains("new.yaml:14:"), "{said}");
    let both = Command::new(env!("CARGO_BIN_EXE_hookweir")).args(["diff", "-", "-"]).output().unwrap();
    assert_eq!(both.status.code(), Some(2));
}

/// A small spec with this queue, this endpoint and these keys of the API.
fn small(queue: &str, endpoint: &str, api: &str) -> String {
    format!(
        "name: shop\nqueues:\n  payments: {queue}\nendpoints:\n  /payments: {{queue: payments, message: {{body: text}}{endpoint}}}\n\
         api: {api}\n"
    )
}

#[test]
fn another_type_of_queue_is_another_queue() {
    let old = small("{}", "", "{}");
    let new = small("{fifo: true}", ", group: {header: X-Order}", "{}");
    let lines = lines(&old, &new);
    assert!(
        lines.len() == 1 && lines[0].starts_with("replaced! queue payments: fifo false -> true: a queue of the other type"),
        "{lines:?}"
    );
    let high = small("{fifo: {throughput: high}}", ", group: {header: X-Order}", "{}");
    assert_eq!(
        self::lines(&new, &high),
        ["updated queue payments: fifo true -> {throughput: high}: SQS counts calls and deduplication ids in another way"]
    );
}

#[test]
fn another_order_and_other_repeats_are_seen() {
    let old = small("{fifo: true}", ", group: {header: X-Order}, deduplication: {header: X-Id}", "{}");
    let new = small("{fifo: true}", ", group: {query: order}, deduplication: {header: X-Id}", "{}");
    assert_eq!(
        lines(&old, &new),
        [
            "weakened! endpoint /payments: group {header: X-Order} -> {query: order}: other messages keep their order among each other"
        ]
    );
    let new = small("{fifo: true}", ", group: {header: X-Order}, deduplication: {header: X-Event}", "{}");
    assert_eq!(
        lines(&old, &new),
        [
            "weakened! endpoint /payments: deduplication {header: X-Id} -> {header: X-Event}: repeats are recognised by another value"
        ]
    );
}

#[test]
fn a_key_that_leaves_takes_the_messages_under_it_along() {
    let lines = lines(&small("{encryption: {kmsKey: create}}", "", "{}"), &small("{}", "", "{}"));
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(
        lines[0].starts_with("deleted! key payments: CloudFormation leaves it in the account; Terraform schedules"),
        "{lines:?}"
    );
    assert!(lines[1].starts_with("weakened! queue payments: encryption {kmsKey: create} -> sqs: "), "{lines:?}");
    let shorter =
        self::lines(&small("{encryption: aws}", "", "{}"), &small("{encryption: aws, dataKeyReusePeriod: 60s}", "", "{}"));
    assert_eq!(shorter, ["updated queue payments: dataKeyReusePeriod 5m -> 1m"]);
}

#[test]
fn whoever_may_call_is_seen() {
    let bare = small("{}", "", "{}");
    for (old, new, expected) in [
        (
            "{allowedSources: [203.0.113.0/24]}",
            "{}",
            "widened! api: allowedSources [203.0.113.0/24] -> not set: requests from everywhere are taken",
        ),
        (
            "{allowedSources: [203.0.113.0/24]}",
            "{allowedSources: [203.0.113.0/24, 198.51.100.7/32]}",
            "widened! api: allowedSources [203.0.113.0/24] -> [198.51.100.7/32, 203.0.113.0/24]: requests from `198.51.100.7/32` are taken",
        ),
        (
            "{webAclArn: 'arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/a/1a2b'}",
            "{}",
            "widened! api: webAclArn arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/a/1a2b -> not set: no web ACL looks at \
             requests any more",
        ),
    ] {
        assert_eq!(lines(&small("{}", "", old), &small("{}", "", new)), [expected]);
    }
    let with_key = small("{}", ", authorization: apiKey", "{apiKey: {quota: {limit: 10, period: day}}}");
    assert_eq!(
        lines(&with_key, &bare),
        [
            "deleted! API key: a key that is made later has another value",
            "widened! endpoint /payments: authorization apiKey -> none: everyone may call the endpoint",
        ]
    );
    let more = small("{}", ", authorization: apiKey", "{}");
    assert_eq!(lines(&with_key, &more), ["widened! API key: quota 10 a day -> not set: no quota holds"]);
}

#[test]
fn another_name_for_the_api_is_seen() {
    let certificate = "certificateArn: 'arn:aws:acm:eu-west-1:111122223333:certificate/1a2b'";
    let old = small("{}", "", &format!("{{domain: {{name: a.example.com, {certificate}}}}}"));
    let lines = lines(&old, &small("{}", "", &format!("{{domain: {{name: b.example.com, {certificate}}}}}")));
    assert_eq!(
        lines,
        ["replaced! api: domain.name a.example.com -> b.example.com: every URL under the old name ends, and senders \
          that are not told are refused"]
    );
    let open = self::lines(
        &old,
        &small("{}", "", &format!("{{disableExecuteApiEndpoint: false, domain: {{name: a.example.com, {certificate}}}}}")),
    );
    assert_eq!(open, ["widened! api: disableExecuteApiEndpoint true -> false: the API is reached under its own name, too"]);
}
