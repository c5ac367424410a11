//! What SQS refuses, and what is refused because nobody knows.

use crate::{MESSAGE, attribute, fifo, form, ids, refusal, send, standard, string, text};
use hookweir::gateway::sqs::{Destination, ErrorCode, QueueSettings, SqsRequest, read};

#[test]
fn attributes_are_refused_as_aws_refuses_them() {
    let long_type = format!("Number.{}", "L".repeat(256));
    let cases = [
        (
            string(1, "ErrorDetails", ""),
            "Message (user) attribute 'ErrorDetails' must contain a non-empty value of type 'String'.",
        ),
        (attribute(1, "a", "Number", "StringValue", "x"), "Can't cast the value of message (user) attribute 'a' to a number."),
        (string(1, "a", "Invalid-%08%0B"), "Invalid characters found."),
        (string(1, ".-Invalid", "x"), "You can't use message attribute names beginning with"),
        (string(1, "AMAZON.-Invalid", "x"), "You can't use message attribute names beginning with"),
        (string(1, "Invalid.", "x"), "You can't use message attribute names beginning with"),
        (string(1, "Invalid..Name", "x"), "periods in succession"),
        (string(1, "Invalid-%C2%A7-attr", "x"), "attributes name can only contain"),
        (string(1, &"L".repeat(257), "x"), "attribute names must be shorter than"),
        (attribute(1, "a", &long_type, "StringValue", "1"), "attribute types must be shorter than"),
        (attribute(1, "a", "Invalid", "StringValue", "x"), "The type of message (user) attribute 'a' is invalid."),
        (attribute(1, "a", "Stringly", "StringValue", "x"), "The type of message (user) attribute 'a' is invalid."),
        (attribute(1, "a", "Binary", "BinaryValue", "%25"), "is not base64"),
        (attribute(1, "a", "Binary", "StringValue", "x"), "has a value that is not of type 'Binary'"),
        (string(1, "", "x"), "must contain non-empty message (user) attribute names"),
        ((1..=11).map(|n| string(n, &format!("n{n}"), "x")).collect(), "Number of message attributes [11] exceeds the allowed"),
        (string(2, "a", "x"), "leave out 1"),
        (string(1, "a", "x") + &string(3, "b", "x"), "leave out 2"),
        (string(1, "a", "x") + &string(2, "a", "x"), "given more than once"),
        ("&MessageAttribute.01.Name=a".to_owned(), "is not one of a message attribute"),
        ("&MessageAttribute.1.Colour=a".to_owned(), "is not one of a message attribute"),
        (string(1, "a", "x") + &string(2, "b", "x").replace("Attribute.", "Attributes."), "cannot stand in one request"),
    ];
    for (attributes, part) in cases {
        let error = refusal(&format!("{MESSAGE}{attributes}"));
        assert_eq!((error.code, error.status), (ErrorCode::InvalidParameterValue, 400), "{attributes}");
        assert!(error.message.contains(part), "{attributes}\n{error}");
    }
}

#[test]
fn letters_that_aws_was_seen_to_take_are_taken_in_names() {
    let reading = send(&format!("{MESSAGE}{}", string(1, "attr.1%C3%B8%C3%9F%C3%A4", "Valida")));
    assert_eq!(reading.result.unwrap().attributes["attr.1øßä"], text("String", "Valida"));
}

#[test]
fn a_message_may_be_as_large_as_the_queue_says_with_its_attributes() {
    let attributes = string(1, "name", "value"); // 4 + 6 + 5 bytes
    let largest = format!("Action=SendMessage&MessageBody={}{attributes}", "%C3%A9".repeat((1_048_576 - 16) / 2));
    assert_eq!(send(&largest).result.unwrap().size(), 1_048_575);
    assert!(send(&largest.replace("MessageBody=", "MessageBody=x")).result.is_ok());
    let error = refusal(&largest.replace("MessageBody=", "MessageBody=xx"));
    assert_eq!(error.message, "One or more parameters are invalid. Reason: Message must be shorter than 1048576 bytes.");
}

#[test]
fn a_delay_is_0_to_900_seconds() {
    let seconds = |delay: &str| send(&format!("{MESSAGE}&DelaySeconds={delay}")).result.map(|message| message.delay_seconds);
    assert_eq!((seconds("0"), seconds("900")), (Ok(Some(0)), Ok(Some(900))));
    let slow = QueueSettings { delay_seconds: 7, ..standard() };
    assert_eq!(send(MESSAGE).result.unwrap().delay(&slow), 7);
    assert_eq!(send(&format!("{MESSAGE}&DelaySeconds=0")).result.unwrap().delay(&slow), 0);
    for delay in ["-1", "901", "99999999999999999999"] {
        let expected =
            format!("Value {delay} for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900.");
        assert_eq!(seconds(delay).unwrap_err().message, expected);
    }
    for delay in ["", "x", "1.5", "%2B5", "+5"] {
        assert_eq!(seconds(delay).unwrap_err().code, ErrorCode::InvalidParameterValue, "{delay}");
    }
}

#[test]
fn characters_that_sqs_does_not_carry_are_refused() {
    let code = |body: &str| send(&format!("Action=SendMessage&MessageBody={body}")).result.map_err(|error| error.code);
    for body in ["%00", "%0B", "%1F", "%EF%BF%BE", "%EF%BF%BF"] {
        assert_eq!(code(body).unwrap_err(), ErrorCode::InvalidMessageContents, "{body}");
    }
    for body in ["%09%0A%0D+", "%7F%C2%80", "%EE%80%80%EF%BF%BD", "%F0%90%80%80%F4%8F%BF%BF"] {
        assert!(code(body).is_ok(), "{body}");
    }
}

#[test]
fn fifo_queues_want_a_group_and_a_deduplication_id() {
    let send_to = |queue: QueueSettings, more: &str| {
        let result = read(&form(format!("{MESSAGE}{more}").as_bytes()), |_| Destination::Queue(queue)).result;
        result.map_err(|error| (error.code, error.message))
    };
    let missing = send_to(fifo(), "&MessageDeduplicationId=d").unwrap_err();
    assert_eq!(missing, (ErrorCode::MissingParameter, "The request must contain the parameter MessageGroupId.".to_owned()));
    assert!(send_to(fifo(), "&MessageGroupId=g&MessageDeduplicationId=d").is_ok());
    assert!(send_to(QueueSettings { content_based_deduplication: true, ..fifo() }, "&MessageGroupId=g").is_ok());
    assert!(send_to(standard(), "&MessageDeduplicationId=d").is_err(), "a standard queue has no use for it");
    for (id, fits) in [("", false), ("a+b", false), ("%C3%A9", false), (&"x".repeat(129), false), (&"~".repeat(128), true)] {
        assert_eq!(send_to(standard(), &format!("&MessageGroupId={id}")).is_ok(), fits, "{id}");
        assert_eq!(send_to(fifo(), &format!("&MessageGroupId=g&MessageDeduplicationId={id}")).is_ok(), fits, "{id}");
    }
}

#[test]
fn what_is_unknown_about_aws_is_refused() {
    let cases = ["&MessageBody=z", "&Action=SendMessage", "%zz", "%", "%FF", "&", "&blank", "&&a=b"];
    for more in cases {
        assert_eq!(refusal(&format!("{MESSAGE}{more}")).code, ErrorCode::InvalidQueryParameter, "{more}");
    }
    let in_query = SqsRequest { query: "Action=SendMessage", ..form(MESSAGE.as_bytes()) };
    assert!(read(&in_query, |_| Destination::Queue(standard())).result.is_err());
    let as_json = SqsRequest { content_type: Some("application/json"), ..form(MESSAGE.as_bytes()) };
    assert_eq!(read(&as_json, |_| Destination::Queue(standard())).answer(&ids()).status, 404);
}
