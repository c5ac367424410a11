//! `hookweir serve` as senders, consumers and browsers see it.

#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

#[path = "serve/client.rs"]
mod client;
#[path = "serve/program.rs"]
mod program;
#[path = "serve/sqs.rs"]
mod sqs;

use client::Client;
use hookweir::serve::Timeouts;
use program::{Local, Program, SPEC, command};
use serde_json::{Value, json};
use sqs::{FakeSqs, STORED};
use std::net::TcpListener;
use std::time::Duration;

const JSON: (&str, &str) = ("Content-Type", "application/json");

fn bodies(messages: &[Value]) -> Vec<&str> {
    messages.iter().map(|message| message["body"].as_str().unwrap()).collect()
}

#[test]
fn a_stored_webhook_is_in_the_list_with_its_exact_body() {
    let program = Program::start(&[]);
    let body = "{\"b\": 1.10,  \"a\":\"Tom & Jerry's 100% \u{20ac}\u{1f600}\"}\r\n ";
    let answer = program.client().request("POST", "/prod/webhook?x=1", &[JSON], body.as_bytes());
    assert_eq!(answer.status, 200, "{answer:?}");
    let messages = program.messages("orders");
    assert_eq!(bodies(&messages), [body]);
    assert_eq!((&messages[0]["state"], &messages[0]["receiveCount"]), (&json!("visible"), &json!(0)));
    let last = program.last_request();
    assert_eq!((&last["status"], &last["path"], &last["query"]), (&json!(200), &json!("/prod/webhook"), &json!("x=1")));
    assert_eq!((&last["queue"], &last["messageId"], &last["refused"]), (&json!("orders"), &messages[0]["id"], &Value::Null));
    assert_eq!(answer.json()["requestId"], last["requestId"]);
    assert_eq!(program.api("GET", &format!("messages/{}", messages[0]["id"].as_str().unwrap()), ""), messages[0]);
}

#[test]
fn a_message_looks_as_it_will_on_aws() {
    let program = Program::start(&[]);
    let mut client = program.client();
    // Names in odd case, a chunked body, and a byte that is not UTF-8.
    client.write(b"POST /prod/envelope/a%2Fb%20c?q=%26+1&flag HTTP/1.1\r\nHost: localhost\r\nX-Shop-EVENT: gr\xfcn\r\n");
    client.write(b"content-TYPE: application/json\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\n\r\n");
    assert_eq!(client.read().status, 200);
    // The second one on this connection is read behind the first one's chunks.
    let headers = [JSON, ("x-Second", "2"), ("X-Forwarded-For", "203.0.113.7")];
    assert_eq!(client.request("POST", "/envelope/eu", &headers, b"{}").status, 200);
    let messages = program.messages("orders");
    let envelopes: Vec<Value> = bodies(&messages).into_iter().map(|body| serde_json::from_str(body).unwrap()).collect();
    let [second, first] = envelopes.as_slice() else { panic!("{envelopes:#?}") };
    assert_eq!(first["body"], "body");
    assert_eq!(first["pathParameters"], json!({ "shop": "a/b c" }));
    assert_eq!(first["queryStringParameters"], json!({ "q": "& 1", "flag": "" }));
    assert_eq!(
        (&first["headers"]["X-Shop-EVENT"], &first["headers"]["content-TYPE"]),
        (&json!("gr\u{fc}n"), &json!("application/json"))
    );
    assert_eq!(
        (&first["headers"]["X-Forwarded-For"], &first["headers"]["X-Forwarded-Proto"]),
        (&json!("127.0.0.1"), &json!("https"))
    );
    assert!(first["headers"]["X-Amzn-Trace-Id"].as_str().unwrap().starts_with("Root=1-"), "{first:#}");
    assert_eq!(first["requestContext"]["identity"]["sourceIp"], "127.0.0.1");
    assert_eq!(
        (&second["headers"]["x-Second"], &second["headers"]["X-Forwarded-For"]),
        (&json!("2"), &json!("203.0.113.7, 127.0.0.1"))
    );
}

#[test]
fn what_api_gateway_refuses_is_answered_as_on_aws_and_the_reason_is_kept() {
    let program = Program::start(&[]);
    let mut client = program.client();
    let refused = |status: u16, reason: &str| {
        let last = program.last_request();
        assert_eq!((&last["status"], &last["refused"]["by"]), (&json!(status), &json!("API Gateway")), "{last:#}");
        assert_eq!(last["refused"]["reason"], reason);
    };
    let unknown = client.request("POST", "/prod/webhooks", &[JSON], b"{}");
    assert_eq!((unknown.status, &unknown.json()["message"]), (403, &json!("Missing Authentication Token")));
    assert_eq!(unknown.header("x-amzn-errortype"), Some("MissingAuthenticationTokenException"));
    refused(403, "MISSING_AUTHENTICATION_TOKEN");
    assert_eq!(program.last_request()["refused"]["detail"], "no endpoint has the path /webhooks");
    assert_eq!(client.request("GET", "/webhook", &[], b"").status, 403);
    assert_eq!(program.last_request()["refused"]["detail"], "/webhook takes POST, not GET");
    assert_eq!(client.request("POST", "/webhook", &[("Content-Type", "image/png")], b"{}").status, 503);
    refused(503, "UNSUPPORTED_MEDIA_TYPE");
    assert_eq!(program.last_request()["refused"]["detail"], "the endpoint does not take image/png");
    let long = "x".repeat(10_300);
    assert_eq!(client.request("POST", "/webhook", &[JSON, ("X-Long", &long)], b"{}").status, 431);
    refused(431, "headers too large");
    assert!(program.messages("orders").is_empty());
}

#[test]
fn a_body_above_10_mb_is_answered_413() {
    let program = Program::start(&[]);
    let large = vec![b' '; 10 * 1024 * 1024 + 1];
    let answer = program.client().request("POST", "/webhook", &[JSON], &large);
    assert_eq!((answer.status, answer.json()), (413, json!({ "message": "Request Too Long" })));
    let mut chunked = program.client();
    chunked.write(b"POST /webhook HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
    chunked.try_write(&[format!("{:x}\r\n", large.len()).as_bytes(), &large, b"\r\n0\r\n\r\n"].concat());
    assert_eq!(chunked.read().status, 413);
    // Whoever asks first is told at once, and sends nothing.
    let mut asking = program.client();
    asking.write(b"POST /webhook HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 99999999\r\n\r\n");
    let answer = asking.read();
    assert_eq!((answer.status, answer.head.starts_with("HTTP/1.1 413")), (413, true));
    assert_eq!(program.last_request()["refused"]["reason"], "REQUEST_TOO_LARGE");
    // What API Gateway takes can still be too large for SQS, whose messages end at 1 MiB.
    let answer = program.client().request("POST", "/webhook", &[JSON], &large[..2 * 1024 * 1024]);
    assert_eq!(answer.status, 503, "{answer:?}");
    assert_eq!(program.last_request()["refused"]["by"], "SQS");
    assert!(program.messages("orders").is_empty());
}

#[test]
fn a_message_that_fails_three_times_goes_to_the_dead_letter_queue_and_can_be_replayed() {
    let program = Program::start(&[]);
    assert_eq!(program.send("order 1").status, 200);
    for count in 1..=3 {
        let received = program.api("POST", "queues/orders/receive", r#"{"max": 10, "visibilityTimeout": 0}"#);
        assert_eq!(received["messages"][0]["receiveCount"], count);
    }
    assert_eq!(program.api("POST", "queues/orders/receive", "")["messages"], json!([]));
    assert!(program.messages("orders").is_empty());
    assert_eq!(bodies(&program.messages("orders-dlq")), ["order 1"]);
    assert_eq!(program.api("POST", "queues/orders-dlq/replay", "")["replayed"], 1);
    let received = program.api("POST", "queues/orders/receive", r#"{"visibilityTimeout": 60}"#);
    let (message, handle) = (&received["messages"][0], received["messages"][0]["receiptHandle"].as_str().unwrap());
    assert_eq!((&message["body"], &message["receiveCount"]), (&json!("order 1"), &json!(1)));
    assert_eq!(program.messages("orders")[0]["state"], "inFlight");
    program.api("POST", &format!("receipts/{handle}/visibility"), r#"{"visibilityTimeout": 0}"#);
    assert_eq!(program.messages("orders")[0]["state"], "visible");
    program.api("DELETE", &format!("receipts/{handle}"), "");
    assert!(program.messages("orders").is_empty());
    let again = program.client().request("DELETE", &format!("/_hookweir/api/receipts/{handle}"), &[], b"");
    assert_eq!(again.status, 409, "{again:?}");
}

#[test]
fn when_memory_is_full_senders_are_told_503_and_nothing_is_lost() {
    let program = Program::start(&["--memory", "64KiB"]);
    let (mut stored, mut refused) = (Vec::new(), 0);
    for number in 0..10 {
        let body = format!("{number}{}", "x".repeat(10_000));
        match program.send(&body).status {
            200 => stored.push(body),
            503 => refused += 1,
            other => panic!("{other}"),
        }
    }
    assert!(stored.len() >= 4 && refused >= 2, "{} stored, {refused} refused", stored.len());
    assert_eq!(program.last_request()["refused"]["reason"], "OverLimit");
    stored.reverse();
    assert_eq!(bodies(&program.messages("orders")), stored);
    assert_eq!(program.api("POST", "queues/orders/purge", "")["purged"], stored.len());
    assert_eq!(program.send("room again").status, 200);
}

#[cfg(unix)]
#[test]
fn what_is_in_flight_is_finished_before_the_program_ends() {
    for signal in ["TERM", "INT"] {
        let program = Program::start(&[]);
        let mut client = program.client();
        client.write(b"POST /webhook HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: 6\r\n\r\nord");
        let idle = program.client();
        std::thread::sleep(Duration::from_millis(200));
        program.signal(signal);
        std::thread::sleep(Duration::from_millis(200));
        assert!(std::net::TcpStream::connect(program.address).is_err(), "nobody is let in any more");
        client.write(b"er1");
        let answer = client.read();
        assert_eq!((answer.status, answer.header("connection")), (200, Some("close")));
        drop(idle);
        let ended = program.end();
        assert_eq!(ended.code, Some(0), "{ended:?}");
        assert!(ended.stderr.contains("1 message was in memory and is gone"), "{ended:?}");
    }
}

#[test]
fn messages_go_to_an_sqs_endpoint() {
    let sqs = FakeSqs::start(STORED);
    let program = Program::start(&["--sqs-endpoint", &sqs.url()]);
    assert_eq!(program.send("order 1").status, 200);
    let call = sqs.requests.recv().unwrap();
    assert!(call.starts_with("POST /000000000000/shop-orders HTTP/1.1\r\n"), "{call}");
    for line in ["content-type: application/x-www-form-urlencoded\r\n", "accept: application/json\r\n"] {
        assert!(call.contains(line), "{call}");
    }
    assert!(call.contains("Action=SendMessage&MessageBody=order"), "{call}");
    assert_eq!(program.last_request()["messageId"], "message-1");
    assert_eq!(program.api("GET", "queues", "")["sqsEndpoint"], sqs.url());
    let messages = program.client().request("GET", "/_hookweir/api/queues/orders/messages", &[], b"");
    assert_eq!(messages.status, 404, "{messages:?}");
}

#[test]
fn an_sqs_endpoint_that_refuses_or_breaks_never_makes_a_success() {
    let denied = FakeSqs::start("HTTP/1.1 403 Forbidden\r\nContent-Length: 12\r\n\r\nAccessDenied");
    let broken = FakeSqs::start("HTTP/1.1 200 OK\r\nContent-Length: 100\r\nConnection: close\r\n\r\n{\"SendMessageRes");
    let garbage = FakeSqs::start("SSH-2.0-OpenSSH\r\n\r\n");
    let website = FakeSqs::start("HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\n<h1>Hello</h1");
    let silent = FakeSqs::start("");
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let timeouts = Timeouts { integration: Duration::from_millis(300), ..Timeouts::DEFAULT };
    for (url, by, reason) in [
        (denied.url(), "SQS", "status 403"),
        (broken.url(), "API Gateway", "INTEGRATION_TIMEOUT"),
        (garbage.url(), "API Gateway", "INTEGRATION_FAILURE"),
        (website.url(), "API Gateway", "INTEGRATION_FAILURE"),
        (silent.url(), "API Gateway", "INTEGRATION_TIMEOUT"),
        (format!("http://{nobody}"), "API Gateway", "INTEGRATION_FAILURE"),
    ] {
        let server = Local::start(Some(&url), timeouts);
        let answer = server.client().request("POST", "/webhook", &[JSON], b"{}");
        assert_eq!(answer.status, 503, "{reason}: {answer:?}");
        let last = server.client().request("GET", "/_hookweir/api/requests", &[], b"").json()["requests"][0].clone();
        assert_eq!((&last["refused"]["by"], &last["refused"]["reason"]), (&json!(by), &json!(reason)), "{last:#}");
        assert_eq!(server.end().messages, 0);
    }
}

#[test]
fn slow_and_broken_senders_hold_nobody_up() {
    let (short, long) = (Duration::from_millis(300), Duration::from_secs(20));
    let timeouts = Timeouts { head: short, body_piece: short, body: long, ..Timeouts::DEFAULT };
    let server = Local::start(None, timeouts);
    let mut silent = server.client();
    silent.write(b"POST /webhook HTTP/1.1\r\nHost: loc");
    let mut slow = server.client();
    slow.write(b"POST /webhook HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nha");
    let mut gone = server.client();
    gone.write(b"POST /webhook HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nha");
    drop(gone);
    assert_eq!(server.client().request("POST", "/webhook", &[JSON], b"{}").status, 200);
    assert_eq!(slow.read().status, 408);
    assert!(silent.try_read().is_none_or(|answer| answer.status == 408));
    let requests = server.client().request("GET", "/_hookweir/api/requests", &[], b"").json();
    let refused: Vec<&Value> = requests["requests"].as_array().unwrap().iter().map(|entry| &entry["refused"]["by"]).collect();
    assert_eq!(refused.iter().filter(|by| ***by == "the sender").count(), 1, "{requests:#}");
    assert_eq!(server.end().messages, 1);
}

#[test]
fn web_pages_of_other_origins_can_neither_read_nor_change_anything() {
    let program = Program::start(&[]);
    assert_eq!(program.send("secret").status, 200);
    let own = format!("http://localhost:{}", program.address.port());
    let ask = |method: &str, host: &str, headers: &str| {
        let mut client = program.client();
        let path = if method == "GET" { "queues/orders/messages" } else { "queues/orders/purge" };
        client.write(
            format!("{method} /_hookweir/api/{path} HTTP/1.1\r\nHost: {host}\r\n{headers}Content-Length: 0\r\n\r\n").as_bytes(),
        );
        client.read()
    };
    let here = format!("localhost:{}", program.address.port());
    for method in ["GET", "POST"] {
        for (host, headers) in [
            (here.as_str(), "Origin: http://evil.example\r\n"),
            (&here, "Origin: null\r\n"),
            (&here, "Sec-Fetch-Site: cross-site\r\n"),
            (&here, "Sec-Fetch-Site: same-site\r\n"),
            ("evil.example", ""),
            ("evil.example", "Origin: http://evil.example\r\nSec-Fetch-Site: same-origin\r\n"),
        ] {
            let answer = ask(method, host, headers);
            assert_eq!(answer.status, 403, "{method} {host} {headers}");
            assert!(!String::from_utf8_lossy(&answer.body).contains("secret"));
        }
    }
    assert_eq!(ask("OPTIONS", &here, "Origin: http://evil.example\r\n").header("access-control-allow-origin"), None);
    assert_eq!(program.messages("orders").len(), 1);
    let same = ask("GET", &here, &format!("Origin: {own}\r\nSec-Fetch-Site: same-origin\r\n"));
    assert_eq!((same.status, same.header("x-content-type-options")), (200, Some("nosniff")));
    let page = program.client().request("GET", "/_hookweir/", &[("Sec-Fetch-Site", "cross-site")], b"");
    let policy = page.header("content-security-policy").unwrap();
    assert!(page.status == 200 && policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{policy}");
}

#[test]
fn the_json_api_says_what_is_wrong() {
    let program = Program::start(&[]);
    for (method, path, body, status) in [
        ("GET", "queues/nothing/messages", "", 404),
        ("GET", "queues/orders/messages?limit=many", "", 400),
        ("GET", "messages/nothing", "", 404),
        ("GET", "nothing", "", 404),
        ("POST", "queues/orders/receive", r#"{"max": 11}"#, 400),
        ("POST", "queues/orders/receive", r#"{"maximum": 1}"#, 400),
        ("POST", "queues/orders/replay", "", 400),
        ("DELETE", "receipts/nothing", "", 409),
        ("PUT", "queues", "", 405),
        ("GET", "queues/orders/purge", "", 405),
    ] {
        let answer = program.client().request(method, &format!("/_hookweir/api/{path}"), &[], body.as_bytes());
        assert_eq!(answer.status, status, "{method} {path}: {answer:?}");
        assert!(answer.json()["error"].as_str().is_some_and(|text| !text.is_empty()), "{answer:?}");
    }
}

#[test]
fn the_program_says_where_it_listens_and_for_whom() {
    let program = Program::start(&[]);
    let base = format!("http://{}", program.address);
    let expected = format!(
        "listening on {base}\n  POST {base}/prod/webhook -> orders\n  POST {base}/prod/envelope/{{shop}} -> orders\nmessages: {base}/_hookweir/\n"
    );
    let sorted = |text: &str| text.lines().map(str::to_owned).collect::<std::collections::BTreeSet<_>>();
    assert_eq!(sorted(&program.announcement), sorted(&expected));
    let open = Program::start_at("0.0.0.0:0", &[]);
    #[cfg(unix)]
    {
        open.signal("TERM");
        let ended = open.end();
        assert!(ended.code == Some(0) && ended.stderr.contains("warning: whoever reaches this address"), "{ended:?}");
    }
}

#[test]
fn what_cannot_be_served_is_said_at_once() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let reserved = SPEC.replace("/webhook:", "/_hookweir/mine:");
    let free = ["--listen", "127.0.0.1:0"];
    for (spec, arguments, code, text) in [
        (SPEC, vec!["--listen", &address], 2, "another program"),
        (SPEC, vec!["--listen", "nonsense"], 2, "cannot listen on `nonsense`"),
        (SPEC, vec!["--sqs-endpoint", "https://sqs.eu-west-1.amazonaws.com", free[0], free[1]], 2, "must begin with http://"),
        (SPEC, vec!["--memory", "lots"], 2, "KiB, MiB or GiB"),
        (&SPEC.replace("queue: orders", "queue: ordres"), free.to_vec(), 1, "error[HW"),
        (&reserved, free.to_vec(), 1, "/_hookweir"),
    ] {
        let (mut program, _folder) = command(spec, &arguments);
        let output = program.output().unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {stderr}");
        assert!(stderr.contains(text), "{arguments:?}: {stderr}");
    }
}

#[test]
fn requests_on_one_connection_are_answered_in_turn() {
    let program = Program::start(&[]);
    let mut client: Client = program.client();
    let one = "POST /webhook HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: 7\r\n\r\norder ";
    client.write((0..5).map(|number| format!("{one}{number}")).collect::<String>().as_bytes());
    for _ in 0..5 {
        assert_eq!(client.read().status, 200);
    }
    assert_eq!(bodies(&program.messages("orders")), ["order 4", "order 3", "order 2", "order 1", "order 0"]);
}
