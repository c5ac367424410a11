//! A header that requests must bring: what is stored, what is answered, and what nobody gets to see, on both targets alike.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use hookweir::change::compare;
use hookweir::gateway::variables::DROPPED_HEADERS;
use hookweir::gateway::{Gateway, Request, Simulation, simulate};
use hookweir::target::Target;
use serde_json::{Value, json};
use support::{document, output, stack, strings};

/// With everything in it that means something to Velocity, to a form or to JSON.
const TOKEN: &str = "kR3v'Q8s\"Z1n W6y$T4b#M9p\\D2c=X7&a%41";
const REFUSED: &str = "The webhook was not stored: it lacks a header that this endpoint requires.";

/// An endpoint with these settings and a required header.
fn spec(endpoint: &Value) -> Value {
    let mut all = json!({ "queue": "builds", "message": { "body": "text" },
        "requireHeader": { "name": "X-Gitlab.Token", "equals": TOKEN } });
    all.as_object_mut().unwrap().extend(endpoint.as_object().unwrap().clone());
    let fifo = all.get("group").is_some();
    json!({ "name": "shop", "queues": { "builds": { "fifo": fifo } }, "endpoints": { "/gitlab": all } })
}

fn layouts() -> Vec<Value> {
    let message = |message: Value| json!({ "message": message });
    vec![
        message(json!({ "body": "text" })),
        message(json!({ "body": "text", "headers": "all" })),
        message(json!({ "body": "text", "headers": { "except": ["x-gitlab.TOKEN", "Cookie"] } })),
        message(json!({ "body": "text", "headers": { "only": ["X-Event"] } })),
        message(json!({ "body": "text", "attributes": { "event": { "header": "X-Event" } } })),
        message(json!({ "body": "text", "layout": "bare", "headers": { "only": ["X-Event"] } })),
        message(json!({ "body": "json", "headers": "all" })),
        json!({ "message": { "body": "base64", "headers": "all" }, "contentTypes": ["application/json"] }),
        json!({ "message": { "body": "text" }, "group": { "body": "$.a" }, "deduplication": { "header": "X-Event" } }),
        json!({ "message": { "body": "text" }, "delay": 0, "response": { "status": 204, "headers": { "X-A": "b" } } }),
    ]
}

fn send(spec: &Value, headers: &[(&str, &str)], body: &str, sqs_status: Option<u16>) -> Simulation {
    let stack = stack(&spec.to_string());
    let gateway = Gateway::new(&stack).unwrap();
    let mut all = vec![("Content-Type".to_owned(), "application/json".to_owned()), ("X-Event".to_owned(), "push".to_owned())];
    all.extend(headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    let request = Request {
        method: "POST".to_owned(),
        path: "/gitlab".to_owned(),
        headers: all,
        body: body.as_bytes().to_vec(),
        request_id: "r".to_owned(),
        ..Request::default()
    };
    simulate(&stack, &gateway, &request, sqs_status)
}

fn codes(spec: &Value) -> Vec<String> {
    let (_, found) = hookweir::check(spec.to_string().as_bytes(), None).unwrap();
    found.iter().map(|diagnostic| format!("{} {}", diagnostic.code.id(), diagnostic.message)).collect()
}

#[test]
fn a_request_without_the_value_is_answered_403_and_stored_nowhere() {
    let (shorter, longer, other_case) = (&TOKEN[..TOKEN.len() - 1], format!("{TOKEN}0"), TOKEN.to_uppercase());
    let wrong: Vec<Vec<(&str, &str)>> = vec![
        vec![],
        vec![("X-Gitlab.Token", "")],
        vec![("X-Gitlab.Token", shorter)],
        vec![("X-Gitlab.Token", &longer)],
        vec![("X-Gitlab.Token", &other_case)],
        vec![("X-Gitlab.Token", "#set($allowed = true)")],
        vec![("X-GitlabZToken", TOKEN), ("Gitlab.Token", TOKEN), ("X-Gitlab.Tokens", TOKEN)],
    ];
    for layout in layouts() {
        let spec = spec(&layout);
        for headers in &wrong {
            for body in [r#"{"a":"b"}"#, "", "{\"broken", "&Action=SendMessage&MessageBody=forged"] {
                let told = send(&spec, headers, body, None);
                assert!(told.message.is_none() && told.response.status == 403, "{layout} {headers:?} {told:#?}");
                let call = told.call.unwrap().parameters;
                assert_eq!(call, [("Action".to_owned(), "RequiredHeaderMissing".to_owned())], "{layout} {headers:?}");
                let answer: Value = serde_json::from_slice(&told.response.body).unwrap();
                assert_eq!(answer, json!({ "message": REFUSED, "requestId": "r" }));
            }
        }
    }
}

#[test]
fn a_request_with_the_value_is_treated_as_if_nothing_were_required() {
    for layout in layouts() {
        let required = spec(&layout);
        let mut open = required.clone();
        open["endpoints"]["/gitlab"].as_object_mut().unwrap().remove("requireHeader");
        for name in ["X-Gitlab.Token", "x-gitlab.token", "X-GITLAB.TOKEN"] {
            for status in [None, Some(400), Some(403), Some(404), Some(500), Some(503)] {
                let with = send(&required, &[(name, TOKEN)], r#"{"a":"b"}"#, status);
                let without = send(&open, &[], r#"{"a":"b"}"#, status);
                assert_eq!(json!(with), json!(without), "{layout} {name} {status:?}");
            }
        }
    }
}

#[test]
fn no_message_holds_the_header() {
    for layout in layouts() {
        let message = send(&spec(&layout), &[("x-gitLAB.token", TOKEN)], r#"{"a":"b"}"#, None).message.unwrap();
        let text = json!(message).to_string().to_lowercase();
        assert!(!text.contains("gitlab.token") && !text.contains("kr3v"), "{text}");
    }
}

#[test]
fn the_simulation_says_which_header_is_missing() {
    let told = send(&spec(&json!({})), &[], "{}", None);
    assert!(told.notes[0].starts_with("the header X-Gitlab.Token is missing or has another value"), "{:?}", told.notes);
}

#[test]
fn only_an_endpoint_that_requires_a_header_answers_403_for_a_failure() {
    for target in Target::ALL {
        let of = |spec: &Value| output(&spec.to_string(), target).matches("responseOverride.status = 403").count();
        let mut both = spec(&json!({}));
        both["endpoints"]["/open"] = json!({ "queue": "builds", "message": { "body": "text" } });
        assert_eq!(of(&both), 1);
        both["endpoints"]["/gitlab"].as_object_mut().unwrap().remove("requireHeader");
        assert_eq!(of(&both), 0);
    }
}

#[test]
fn nothing_that_the_author_writes_is_live_in_a_template() {
    for target in Target::ALL {
        let document = document(&spec(&json!({})).to_string(), target);
        let mut found = Vec::new();
        strings(&document, &mut found);
        assert!(!found.iter().any(|text| text.contains("kR3v")), "{target:?}");
    }
}

#[test]
fn another_value_makes_another_deployment() {
    let mut other = spec(&json!({}));
    other["endpoints"]["/gitlab"]["requireHeader"]["equals"] = json!("another");
    for target in Target::ALL {
        let deployments = |spec: &Value| {
            let document = document(&spec.to_string(), target);
            let of_terraform = document["resource"]["aws_api_gateway_deployment"].to_string();
            let ids = document["Resources"].as_object().into_iter().flatten().map(|(id, _)| id.clone());
            ids.filter(|id| id.starts_with("Deployment")).collect::<String>() + &of_terraform
        };
        assert_ne!(deployments(&spec(&json!({}))), deployments(&other), "{target:?}");
    }
}

#[test]
fn no_header_can_be_required_that_api_gateway_takes_away() {
    for name in hookweir::gateway::variables::DROPPED_HEADERS {
        let mut spec = spec(&json!({}));
        spec["endpoints"]["/gitlab"]["requireHeader"]["name"] = json!(name.to_ascii_uppercase());
        let found = codes(&spec);
        assert!(found.len() == 1 && found[0].starts_with("HW377"), "{name}: {found:?}");
    }
}

#[test]
fn both_ends_of_the_values_length_are_held() {
    let with = |equals: &str| {
        let mut spec = spec(&json!({}));
        spec["endpoints"]["/gitlab"]["requireHeader"]["equals"] = json!(equals);
        codes(&spec)
    };
    for right in ["sixteen letters!", &"x".repeat(256), "~!~!~! ~!~!~!~!~!"] {
        assert_eq!(with(right), Vec::<String>::new(), "{right}");
    }
    for weak in ["a", "a b", "fifteen letters"] {
        let found = with(weak);
        assert!(found.len() == 1 && found[0].starts_with("HW379"), "{weak:?} {found:?}");
    }
    for wrong in ["", " ", " a", "a ", &"x".repeat(257), "a\tb", "a\nb", "é"] {
        let found = with(wrong);
        assert!(found.len() == 1 && found[0].starts_with("HW377"), "{wrong:?} {found:?}");
        assert!(!found[0].contains("xxx"), "a report stands in logs: {found:?}");
    }
}

#[test]
fn a_header_that_no_template_sees_cannot_be_required() {
    for name in DROPPED_HEADERS.iter().chain(&["content-type", "Content-Encoding"]) {
        let mut spec = spec(&json!({}));
        spec["endpoints"]["/gitlab"]["requireHeader"]["name"] = json!(name.to_uppercase());
        let found = codes(&spec);
        assert!(found.len() == 1 && found[0].starts_with("HW377"), "{name} {found:?}");
    }
}

#[test]
fn an_endpoint_with_a_required_header_is_not_open() {
    assert_eq!(codes(&spec(&json!({}))), Vec::<String>::new());
    let mut open = spec(&json!({}));
    open["endpoints"]["/gitlab"].as_object_mut().unwrap().remove("requireHeader");
    assert!(codes(&open)[0].starts_with("HW376"));
}

#[test]
fn a_report_of_changes_says_what_it_means_and_never_the_value() {
    let with = |header: Option<Value>| {
        let mut spec = spec(&json!({ "message": { "body": "text", "headers": "none" } }));
        let endpoint = spec["endpoints"]["/gitlab"].as_object_mut().unwrap();
        endpoint.remove("requireHeader");
        endpoint.extend(header.map(|header| ("requireHeader".to_owned(), header)));
        stack(&spec.to_string())
    };
    let header = |name: &str, equals: &str| Some(json!({ "name": name, "equals": equals }));
    let first = |old: Option<Value>, new: Option<Value>| {
        let changes = compare(&with(old), &with(new));
        let first = &changes[0];
        assert!(!format!("{changes:?}").contains("s3cret"), "{changes:?}");
        format!("{}{} {}", first.kind.name(), if first.risk { "!" } else { "" }, first.message())
    };
    assert_eq!(
        first(None, header("X-T", "s3cret")),
        "weakened! endpoint /gitlab: requireHeader not set -> {name: X-T, equals: (hidden)}: senders that do not send `X-T` with \
         its value are answered 403, and their webhooks are not stored"
    );
    assert_eq!(
        first(header("X-T", "s3cret"), None),
        "widened! endpoint /gitlab: requireHeader {name: X-T, equals: (hidden)} -> not set: senders need no secret any more"
    );
    assert_eq!(
        first(header("X-T", "s3cret"), header("X-T", "s3cret2")),
        "weakened! endpoint /gitlab: requireHeader.equals (old value) -> (new value): senders that still send the old value are \
         answered 403, and their webhooks are not stored"
    );
    assert_eq!(
        first(header("X-T", "s3cret"), header("X-U", "s3cret")),
        "weakened! endpoint /gitlab: requireHeader.name X-T -> X-U: senders that still send `X-T` are answered 403, and their \
         webhooks are not stored"
    );
    assert_eq!(
        first(header("X-T", "s3cret"), header("x-t", "s3cret")),
        "updated endpoint /gitlab: requireHeader.name X-T -> x-t: the same header"
    );
}

#[test]
fn the_header_is_required_in_every_form_of_an_api() {
    for api in
        [json!({ "layout": "openapi" }), json!({ "existing": { "restApiId": "a1b2c3d4e5", "rootResourceId": "x9y8z7w6v5" } })]
    {
        let mut spec = spec(&json!({}));
        spec["api"] = api;
        assert_eq!(send(&spec, &[], "{}", None).response.status, 403);
        assert_eq!(send(&spec, &[("X-Gitlab.Token", TOKEN)], "{}", None).response.status, 200);
        for target in Target::ALL {
            let text = output(&spec.to_string(), target);
            assert!(text.contains("RequiredHeaderMissing") && text.contains("responseOverride.status = 403"), "{target:?}");
        }
    }
}

/// An endpoint that asks for headers with any value.
fn with_any_value(layout: &Value) -> Value {
    let mut spec = spec(layout);
    let endpoint = spec["endpoints"]["/gitlab"].as_object_mut().unwrap();
    endpoint.remove("requireHeader");
    endpoint.insert("requiredHeaders".to_owned(), json!(["X-Gitlab.Event", "X-Id"]));
    spec
}

#[test]
fn a_request_that_lacks_one_of_the_headers_is_answered_403_and_stored_nowhere() {
    let complete = [("x-gitlab.EVENT", "push"), ("X-ID", "#if(false)")];
    for layout in layouts() {
        let spec = with_any_value(&layout);
        for headers in
            [vec![], vec![complete[0]], vec![complete[1]], vec![complete[0], ("X-Id", "")], vec![complete[0], ("X-Ids", "1")]]
        {
            let told = send(&spec, &headers, "{}", None);
            assert!(told.message.is_none() && told.response.status == 403, "{layout} {headers:?} {told:#?}");
        }
        let mut open = spec.clone();
        open["endpoints"]["/gitlab"].as_object_mut().unwrap().remove("requiredHeaders");
        for status in [None, Some(400), Some(403), Some(500)] {
            let (with, without) = (send(&spec, &complete, "{}", status), send(&open, &complete, "{}", status));
            assert_eq!(json!(with), json!(without), "{layout} {status:?}");
        }
    }
}

#[test]
fn a_secret_and_headers_with_any_value_are_asked_for_together() {
    let mut spec = spec(&json!({}));
    spec["endpoints"]["/gitlab"]["requiredHeaders"] = json!(["X-Id"]);
    let (secret, id) = (("X-Gitlab.Token", TOKEN), ("X-Id", "1"));
    for (headers, status) in [(vec![], 403), (vec![secret], 403), (vec![id], 403), (vec![id, secret], 200)] {
        assert_eq!(send(&spec, &headers, "{}", None).response.status, status, "{headers:?}");
    }
    // What is no secret is in the message.
    assert!(json!(send(&spec, &[id, secret], "{}", None).message).to_string().contains("X-Id"));
}

#[test]
fn a_change_of_the_headers_says_who_is_refused() {
    let with = |names: Value| {
        let mut spec = with_any_value(&json!({}));
        spec["endpoints"]["/gitlab"]["requiredHeaders"] = names;
        stack(&spec.to_string())
    };
    let (one, two) = (with(json!(["X-A"])), with(json!(["X-A", "X-B"])));
    let first = |old, new| {
        let change = compare(old, new).swap_remove(0);
        format!("{} {}", change.kind.name(), change.message())
    };
    assert_eq!(
        first(&one, &two),
        "weakened endpoint /gitlab: requiredHeaders [X-A] -> [X-A, X-B]: senders that do not send `x-b` are answered 403, and \
         their webhooks are not stored"
    );
    assert!(first(&two, &one).starts_with("widened endpoint /gitlab: requiredHeaders [X-A, X-B] -> [X-A]"));
}
