//! SQS's SendMessage: what was recorded on AWS, what is refused, what is taken, and the answers.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod recordings;
mod refusals;

use hookweir::gateway::sqs::{
    Attribute, AttributeValue, Destination, ErrorCode, Ids, Protocol, QueueSettings, Reading, SqsAnswer, SqsError, SqsRequest,
    parse_form, read,
};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeMap;

const FORM: &str = "application/x-www-form-urlencoded";
const URL: &str = "https://sqs.eu-central-1.amazonaws.com/123456789012/shop-payments";

fn standard() -> QueueSettings {
    QueueSettings {
        url: URL.to_owned(),
        maximum_message_size: 1_048_576,
        fifo: false,
        content_based_deduplication: false,
        delay_seconds: 0,
    }
}

fn fifo() -> QueueSettings {
    QueueSettings { fifo: true, ..standard() }
}

fn ids() -> Ids {
    Ids { message_id: "m-1".to_owned(), request_id: "r-1".to_owned(), sequence_number: None }
}

fn form(body: &[u8]) -> SqsRequest<'_> {
    SqsRequest { content_type: Some(FORM), accept: Some("application/json"), body, ..SqsRequest::default() }
}

fn send(parameters: &str) -> Reading {
    read(&form(parameters.as_bytes()), |_| Destination::Queue(standard()))
}

fn refusal(parameters: &str) -> SqsError {
    send(parameters).result.expect_err(parameters)
}

fn attribute(number: u32, name: &str, data_type: &str, member: &str, value: &str) -> String {
    let prefix = format!("&MessageAttribute.{number}");
    format!("{prefix}.Name={name}&MessageAttribute.{number}.Value.DataType={data_type}{prefix}.Value.{member}={value}")
}

fn string(number: u32, name: &str, value: &str) -> String {
    attribute(number, name, "String", "StringValue", value)
}

const MESSAGE: &str = "Action=SendMessage&MessageBody=m";

fn text(data_type: &str, value: &str) -> Attribute {
    Attribute { data_type: data_type.to_owned(), value: AttributeValue::Text(value.to_owned()) }
}

/// The members of an error, whatever the protocol.
fn error(answer: &SqsAnswer) -> BTreeMap<&'static str, String> {
    let document: Value = serde_json::from_str(&answer.body).unwrap_or_default();
    let query_error = answer.headers.iter().find(|(name, _)| *name == "x-amzn-query-error").map(|(_, value)| value.as_str());
    let mut members = BTreeMap::new();
    for member in ["Type", "Code", "Message"] {
        let (open, close) = (format!("<{member}>"), format!("</{member}>"));
        let xml = answer.body.split_once(&open).and_then(|(_, rest)| rest.split_once(&close)).map(|(text, _)| text);
        let json = document["Error"][member].as_str();
        let aws_json = query_error.and_then(|error| error.split_once(';')).and_then(|(code, fault)| match member {
            "Code" => Some(code),
            "Type" => Some(fault),
            _ => document["message"].as_str(),
        });
        members.extend(xml.or(json).or(aws_json).map(|text| (member, text.to_owned())));
    }
    members
}

#[test]
fn the_action_may_stand_in_the_query_and_parameters_of_other_names_are_ignored() {
    let request = SqsRequest { query: "Action=SendMessage&Version=2012-11-05", ..form(b"MessageBody=m&Colour=red") };
    let reading = read(&request, |url| {
        assert_eq!(url, None);
        Destination::Queue(standard())
    });
    assert_eq!(reading.result.unwrap().body, "m");
    let names: Vec<&str> = reading.parameters.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["Action", "Version", "MessageBody", "Colour"]);
    let get = SqsRequest { query: MESSAGE, ..SqsRequest::default() };
    assert!(read(&get, |_| Destination::Queue(standard())).result.is_ok());
}

#[test]
fn a_queue_that_the_call_names_stands_above_the_one_of_the_url() {
    let request = format!("{MESSAGE}&QueueUrl=https%3A%2F%2Fsqs%2F1%2Fother");
    let reading = read(&form(request.as_bytes()), |url| Destination::Denied(url.unwrap().to_owned()));
    assert_eq!(reading.queue_url.as_deref(), Some("https://sqs/1/other"));
    let error = reading.result.unwrap_err();
    assert_eq!((error.status, error.message.as_str()), (403, "Access to the resource https://sqs/1/other is denied."));
}

#[test]
fn a_role_that_may_send_may_do_nothing_else() {
    for action in ["ReceiveMessage", "PurgeQueue", "DeleteQueue"] {
        let error = refusal(&format!("Action={action}"));
        assert_eq!((error.status, error.message), (403, format!("Access to the resource {URL} is denied.")));
    }
    assert_eq!(refusal("Action=CreateQueue&QueueName=q").code, ErrorCode::InvalidAction);
}

#[test]
fn the_json_protocol_carries_the_same_message() {
    let body = json!({
        "QueueUrl": URL, "MessageBody": "m", "DelaySeconds": 5, "MessageGroupId": "g",
        "MessageAttributes": { "a": { "DataType": "String", "StringValue": "x" }, "b": { "DataType": "Binary", "BinaryValue": "AAE=" } },
    });
    let body = body.to_string();
    let request = SqsRequest {
        content_type: Some("application/x-amz-json-1.0; charset=utf-8"),
        target: Some("AmazonSQS.SendMessage"),
        body: body.as_bytes(),
        ..SqsRequest::default()
    };
    let reading = read(&request, |_| Destination::Queue(standard()));
    let attributes = string(1, "a", "x") + &attribute(2, "b", "Binary", "BinaryValue", "AAE%3D");
    let same = send(&format!("{MESSAGE}{attributes}&DelaySeconds=5&MessageGroupId=g"));
    assert_eq!(reading.result, same.result);
    assert_eq!(
        serde_json::to_value(reading.result.as_ref().unwrap()).unwrap(),
        json!({
            "body": "m", "groupId": "g", "deduplicationId": null, "delaySeconds": 5,
            "attributes": { "a": { "type": "String", "value": "x" }, "b": { "type": "Binary", "value": "AAE=" } },
        })
    );
    let answer = reading.answer(&ids());
    assert_eq!((answer.status, answer.content_type), (200, "application/x-amz-json-1.0"));
    let twice = SqsRequest { body: br#"{"QueueUrl":"u","MessageBody":"a","MessageBody":"b"}"#, ..request };
    assert!(read(&twice, |_| Destination::Queue(standard())).result.is_err());
}

#[test]
fn xml_is_answered_where_json_is_not_asked_for() {
    let request = SqsRequest { accept: Some("application/xml"), ..form(b"Action=%3Ca%26b%3E%00&MessageBody=m") };
    let answer = read(&request, |_| Destination::Queue(standard())).answer(&ids());
    let expected = "<?xml version=\"1.0\"?><ErrorResponse xmlns=\"http://queue.amazonaws.com/doc/2012-11-05/\"><Error>\
                    <Type>Sender</Type><Code>InvalidAction</Code><Message>The action &lt;a&amp;b&gt;\u{FFFD} is not valid for this \
                    endpoint.</Message><Detail/></Error><RequestId>r-1</RequestId></ErrorResponse>";
    assert_eq!((answer.content_type, answer.body.as_str()), ("text/xml", expected));
    let stored = read(&SqsRequest { body: MESSAGE.as_bytes(), ..request }, |_| Destination::Queue(standard())).answer(&ids());
    assert!(
        stored.body.contains("<MD5OfMessageBody>6f8f57715090da2632453988d9a1501b</MD5OfMessageBody><MessageId>m-1</MessageId>")
    );
}

#[test]
fn any_status_can_be_tried() {
    let reading = send(MESSAGE);
    assert_eq!(reading.protocol, Protocol::QueryJson);
    let document = |status: u16| {
        let answer = reading.with_status(status, URL, &ids());
        assert_eq!(answer.status, status);
        (error(&answer).remove("Code").unwrap_or_default(), answer.body)
    };
    assert_eq!(document(200).1, reading.answer(&ids()).body);
    let denied =
        json!({ "Code": "AccessDenied", "Message": format!("Access to the resource {URL} is denied."), "Type": "Sender" });
    assert_eq!(document(403).1, json!({ "Error": denied, "RequestId": "r-1" }).to_string());
    assert_eq!(document(404).1, "<UnknownOperationException/>");
    let codes = [400, 413, 429, 500, 503, 418, 599].map(|status| document(status).0);
    let expected = [
        "InvalidParameterValue",
        "RequestEntityTooLargeException",
        "RequestThrottled",
        "InternalFailure",
        "ServiceUnavailable",
        "InvalidParameterValue",
        "InternalFailure",
    ];
    assert_eq!(codes, expected);
    assert!(document(503).1.contains("\"Type\":\"Receiver\""));
    assert_eq!(document(204).1, "{}");
}

/// As `$util.urlEncode` writes it.
fn url_encode(text: &str) -> String {
    let encode = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'-' | b'*' | b'_' => char::from(byte).to_string(),
        b' ' => "+".to_owned(),
        other => format!("%{other:02X}"),
    };
    text.bytes().map(encode).collect()
}

proptest! {
    #[test]
    fn what_a_template_encodes_arrives_as_it_was(
        body in "[\t\n\r -\u{FFFD}\u{10000}-\u{10FFFF}]{1,200}",
        values in proptest::collection::btree_map("[A-Za-z_][A-Za-z0-9_-]{0,20}", "[ -~]{1,40}", 0..=10),
    ) {
        let attributes = (1..).zip(&values).map(|(number, (name, value))| string(number, name, &url_encode(value)));
        let call = format!("Action=SendMessage&MessageBody={}{}", url_encode(&body), attributes.collect::<String>());
        let message = send(&call).result.unwrap();
        prop_assert_eq!(&message.body, &body);
        let arrived: BTreeMap<String, Attribute> = values.iter().map(|(name, value)| (name.clone(), text("String", value))).collect();
        prop_assert_eq!(&message.attributes, &arrived);
        prop_assert_eq!(message.size(), body.len() + values.iter().map(|(name, value)| name.len() + 6 + value.len()).sum::<usize>());
    }

    #[test]
    fn no_bytes_are_too_odd_for_an_answer(
        query in "\\PC{0,40}",
        body in proptest::collection::vec(any::<u8>(), 0..200),
        content_type in proptest::sample::select(vec![FORM, "application/x-amz-json-1.0", "", "text/plain"]),
        status in any::<u16>(),
    ) {
        let request = SqsRequest { query: &query, content_type: Some(content_type), accept: None, target: Some("AmazonSQS.SendMessage"), body: &body };
        let reading = read(&request, |_| Destination::Queue(standard()));
        prop_assert!(reading.answer(&ids()).status >= 200);
        prop_assert_eq!(reading.with_status(status, URL, &ids()).status, status);
    }

    #[test]
    fn forms_of_odd_parameters_never_panic(form in "(Action=SendMessage&)?((MessageAttributes?|MessageBody|DelaySeconds)[.=&%0-9a-zA-Z]{0,20}&?){0,8}") {
        let _ = parse_form(form.as_bytes());
        prop_assert!(send(&form).answer(&ids()).status >= 200);
    }
}
