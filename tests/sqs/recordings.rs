//! What was recorded on AWS: `vectors/sqs.json`, and sums.

use crate::{FORM, MESSAGE, attribute, error, ids, send, standard, text};
use hookweir::gateway::sqs::{
    Attribute, AttributeValue, Destination, QueueSettings, SqsRequest, md5_of_attributes, md5_of_body, read,
};
use serde_json::{Value, json};
use std::collections::BTreeMap;

#[test]
fn every_recording_is_met() {
    let vectors: Vec<Value> = serde_json::from_str(include_str!("../vectors/sqs.json")).unwrap();
    assert!(vectors.len() >= 24, "recordings are missing");
    let wrong: Vec<String> = vectors.iter().filter_map(|vector| held_against(vector).err()).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn held_against(vector: &Value) -> Result<(), String> {
    let header = |name: &str| vector["requestHeaders"][name].as_str();
    let json_protocol = vector["protocol"] == "json";
    // What comes through API Gateway has its header unless it is mapped.
    let through_gateway = vector["source"].as_str().unwrap().contains("test_apigateway");
    let body = if json_protocol {
        vector["jsonBody"].to_string()
    } else {
        let text = vector["form"].as_str().unwrap().to_owned();
        let bytes = vector["bodyBytes"].as_u64().unwrap_or_default();
        text.replace(&format!("<{bytes} bytes>"), &"x".repeat(usize::try_from(bytes).unwrap()))
    };
    let request = SqsRequest {
        query: "",
        content_type: header("Content-Type").or(Some(if json_protocol { "application/x-amz-json-1.0" } else { FORM })),
        accept: header("Accept").or(through_gateway.then_some("application/json")),
        target: header("X-Amz-Target").or(json_protocol.then_some("AmazonSQS.SendMessage")),
        body: body.as_bytes(),
    };
    let queue = &vector["queue"];
    let reading = read(&request, |_| match queue["exists"] {
        Value::Bool(false) => Destination::NonExistent,
        _ => Destination::Queue(QueueSettings {
            maximum_message_size: queue["MaximumMessageSize"].as_u64().unwrap_or(1_048_576).try_into().unwrap(),
            fifo: queue["FifoQueue"] == true,
            content_based_deduplication: queue["ContentBasedDeduplication"] == true,
            ..standard()
        }),
    });
    let answer = reading.answer(&ids());
    let differs = |what: &str| Err(format!("{}: {what}\n{answer:#?}\n{:?}", vector["id"], reading.result));
    if vector["expectedStatus"] != answer.status {
        return differs("status");
    }
    let is_json = serde_json::from_str::<Value>(&answer.body).is_ok();
    if vector["expectedFormat"].as_str().is_some_and(|format| (format == "json") != is_json) {
        return differs("format");
    }
    let given = error(&answer);
    for (member, expected) in vector["expectedError"].as_object().into_iter().flatten() {
        if given.get(member.as_str()).map(String::as_str) != expected.as_str() {
            return differs(member);
        }
    }
    if vector["expectedErrorMatch"].as_str().is_some_and(|part| !given.values().any(|value| value.contains(part))) {
        return differs("error text");
    }
    if vector["expectedContains"].as_str().is_some_and(|part| !answer.body.contains(part)) {
        return differs("body");
    }
    let document: Value = serde_json::from_str(&answer.body).unwrap_or_default();
    for path in vector["expectedPaths"].as_array().into_iter().flatten() {
        if document.pointer(&format!("/{}", path.as_str().unwrap().replace('.', "/"))).is_none() {
            return differs(path.as_str().unwrap());
        }
    }
    if !holds(&document, &vector["expectedJson"]) {
        return differs("document");
    }
    let stored = reading.result.as_ref().ok().map(|message| {
        let attributes: BTreeMap<&String, Value> = message.attributes.iter().map(|(name, value)| (name, aws(value))).collect();
        json!({
            "Body": message.body,
            "MD5OfBody": md5_of_body(&message.body),
            "MD5OfMessageAttributes": md5_of_attributes(&message.attributes),
            "MessageAttributes": attributes,
            "Attributes": { "MessageGroupId": message.group_id, "MessageDeduplicationId": message.deduplication_id },
        })
    });
    if holds(&stored.unwrap_or_default(), &vector["expectedMessage"]) { Ok(()) } else { differs("message") }
}

/// Whether a value has everything that is expected of it.
fn holds(value: &Value, expected: &Value) -> bool {
    match expected {
        Value::Null => true,
        Value::Object(members) => members.iter().all(|(name, expected)| holds(&value[name], expected)),
        other => value == other,
    }
}

fn aws(attribute: &Attribute) -> Value {
    match &attribute.value {
        AttributeValue::Text(text) => json!({ "DataType": attribute.data_type, "StringValue": text }),
        AttributeValue::Bytes(bytes) => json!({ "DataType": attribute.data_type, "BinaryValue": bytes }),
    }
}

#[test]
fn the_sums_of_attributes_are_those_of_aws() {
    // Recorded on AWS: localstack/localstack, tests/aws/services/sqs/test_sqs.snapshot.json,
    // test_receive_message_message_attribute_names_filters and test_send_message_with_binary_attributes.
    let texts = [("Hello", "There"), ("General", "Kenobi"), ("Help.Me", "Me")];
    let texts = texts.map(|(name, value)| (name.to_owned(), text("String", value)));
    assert_eq!(md5_of_attributes(&texts.into()).unwrap(), "4c360f3fdafd970e05fae2f149d997f5");
    let bytes = b"traceparent\x1e00-774062d6c37081a5a0b9b5b88e30627c-2d2482211f6489da-01".to_vec();
    let binary = Attribute { data_type: "Binary".to_owned(), value: AttributeValue::Bytes(bytes) };
    assert_eq!(md5_of_attributes(&[("attr1".to_owned(), binary)].into()).unwrap(), "8cbe4db156db8a94db8b801b7addb984");
    assert_eq!(md5_of_attributes(&BTreeMap::new()), None);
}

#[test]
fn the_sums_of_all_three_types_are_those_of_localstack() {
    let attributes = [
        attribute(1, "b", "String", "StringValue", "x"),
        attribute(2, "a", "Number.float", "StringValue", "1.5"),
        attribute(3, "c", "Binary", "BinaryValue", "AAEC%2Fw%3D%3D"),
    ];
    let trace = "&MessageSystemAttribute.1.Name=AWSTraceHeader&MessageSystemAttribute.1.Value.DataType=String\
                 &MessageSystemAttribute.1.Value.StringValue=Root%3D1-5759e988-bd862e3fe1be46a994272793";
    let answer = send(&format!("{MESSAGE}{}{trace}", attributes.concat())).answer(&ids());
    let document: Value = serde_json::from_str(&answer.body).unwrap();
    let expected = json!({
        "SendMessageResponse": {
            "ResponseMetadata": { "RequestId": "r-1" },
            "SendMessageResult": {
                "MD5OfMessageAttributes": "b037f44ff40447a32de6eeca881e7654",
                "MD5OfMessageBody": "6f8f57715090da2632453988d9a1501b",
                "MD5OfMessageSystemAttributes": "62a56dd927315f2b2e12832b84617ea5",
                "MessageId": "m-1",
                "SequenceNumber": null,
            },
        },
    });
    assert_eq!(document, expected);
}
