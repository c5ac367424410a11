//! SQS's answers.

use super::{ErrorCode, Reading, SendMessage, SqsError, md5_of_attributes, md5_of_body, status};
use serde_json::{Value, json};
use std::fmt::Write;

/// The form of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protocol {
    /// The query protocol with answers in JSON, which API Gateway asks for.
    QueryJson,
    /// The query protocol with answers in XML.
    QueryXml,
    /// The AWS JSON protocol.
    AwsJson,
}

/// What AWS makes up for each call. Whoever calls gives it, so that the same call has the same answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ids {
    /// The id of the message.
    pub message_id: String,
    /// The id of the request.
    pub request_id: String,
    /// The sequence number, on FIFO queues.
    pub sequence_number: Option<String>,
}

/// An HTTP answer of SQS.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SqsAnswer {
    /// The status.
    pub status: u16,
    /// The header Content-Type. Reported: the recordings do not have it.
    pub content_type: &'static str,
    /// Other headers, in lower case.
    pub headers: Vec<(&'static str, String)>,
    /// The body.
    pub body: String,
}

const NAMESPACE: &str = "http://queue.amazonaws.com/doc/2012-11-05/";

impl Reading {
    /// The answer to the call: what it is told once its message is stored, or why it was refused.
    pub fn answer(&self, ids: &Ids) -> SqsAnswer {
        match &self.result {
            Ok(message) => accepted(message, self.protocol, ids),
            Err(error) => self.refuse(error, ids),
        }
    }

    /// The answer to a call that is refused, for the call's own mistake or for another reason.
    pub fn refuse(&self, error: &SqsError, ids: &Ids) -> SqsAnswer {
        refused(error, self.protocol, ids)
    }

    /// What SQS would answer to this call with a status: the call's own answer if it has that status, else an error that
    /// fits, about the queue at this URL. A status below 400 that is not the answer's own has an empty object for a body,
    /// as SQS is not known to answer so.
    pub fn with_status(&self, status: u16, queue_url: &str, ids: &Ids) -> SqsAnswer {
        let own = self.answer(ids);
        if own.status == status {
            return own;
        }
        match status::error(status, queue_url) {
            Some(error) => self.refuse(&error, ids),
            None => SqsAnswer { status, content_type: "application/json", headers: headers(ids), body: "{}".to_owned() },
        }
    }
}

fn accepted(message: &SendMessage, protocol: Protocol, ids: &Ids) -> SqsAnswer {
    let body = md5_of_body(&message.body);
    let attributes = md5_of_attributes(&message.attributes);
    let system_attributes = md5_of_attributes(&message.system_attributes);
    // In the order of AWS's own answer.
    let members = [
        ("MD5OfMessageAttributes", attributes),
        ("MD5OfMessageBody", Some(body)),
        ("MD5OfMessageSystemAttributes", system_attributes),
        ("MessageId", Some(ids.message_id.clone())),
        ("SequenceNumber", ids.sequence_number.clone()),
    ];
    match protocol {
        Protocol::QueryJson => {
            let result: serde_json::Map<_, _> =
                members.into_iter().map(|(name, value)| (name.to_owned(), value.into())).collect();
            let metadata = json!({ "RequestId": ids.request_id });
            let body = json!({ "SendMessageResponse": { "ResponseMetadata": metadata, "SendMessageResult": result } });
            SqsAnswer { status: 200, content_type: "application/json", headers: headers(ids), body: body.to_string() }
        }
        Protocol::AwsJson => {
            let present = members.into_iter().filter_map(|(name, value)| Some((name.to_owned(), Value::from(value?))));
            let body = Value::Object(present.collect());
            SqsAnswer { status: 200, content_type: "application/x-amz-json-1.0", headers: headers(ids), body: body.to_string() }
        }
        Protocol::QueryXml => {
            let result = members.iter().filter_map(|(name, value)| Some(element(name, value.as_deref()?))).collect::<String>();
            let request = element("RequestId", &ids.request_id);
            let body = format!(
                "<?xml version=\"1.0\"?><SendMessageResponse xmlns=\"{NAMESPACE}\"><SendMessageResult>{result}\
                 </SendMessageResult><ResponseMetadata>{request}</ResponseMetadata></SendMessageResponse>"
            );
            SqsAnswer { status: 200, content_type: "text/xml", headers: headers(ids), body }
        }
    }
}

fn refused(error: &SqsError, protocol: Protocol, ids: &Ids) -> SqsAnswer {
    let (status, code, mut headers) = (error.status, error.code.name(), headers(ids));
    let fault = if status < 500 { "Sender" } else { "Receiver" };
    let message = &error.message;
    match protocol {
        Protocol::AwsJson => {
            headers.push(("x-amzn-query-error", format!("{code};{fault}")));
            let exception = format!("com.amazonaws.sqs#{}", error.code.exception());
            let message = match error.code {
                // There is no WSDL in this protocol, as recorded.
                ErrorCode::NonExistentQueue => "The specified queue does not exist.",
                _ => message,
            };
            let body = json!({ "__type": exception, "message": message }).to_string();
            SqsAnswer { status, content_type: "application/x-amz-json-1.0", headers, body }
        }
        // XML whatever was asked for, as recorded.
        _ if error.code == ErrorCode::UnknownOperation => {
            SqsAnswer { status, content_type: "text/xml", headers, body: "<UnknownOperationException/>".to_owned() }
        }
        Protocol::QueryJson => {
            let error = json!({ "Code": code, "Message": message, "Type": fault });
            let body = json!({ "Error": error, "RequestId": ids.request_id }).to_string();
            SqsAnswer { status, content_type: "application/json", headers, body }
        }
        Protocol::QueryXml => {
            let (fault, code) = (element("Type", fault), element("Code", code));
            let (message, request) = (element("Message", message), element("RequestId", &ids.request_id));
            let body = format!(
                "<?xml version=\"1.0\"?><ErrorResponse xmlns=\"{NAMESPACE}\"><Error>{fault}{code}{message}<Detail/></Error>\
                 {request}</ErrorResponse>"
            );
            SqsAnswer { status, content_type: "text/xml", headers, body }
        }
    }
}

fn headers(ids: &Ids) -> Vec<(&'static str, String)> {
    vec![("x-amzn-requestid", ids.request_id.clone())]
}

fn element(name: &str, text: &str) -> String {
    let mut xml = format!("<{name}>");
    for c in text.chars() {
        match c {
            '&' => xml.push_str("&amp;"),
            '<' => xml.push_str("&lt;"),
            '>' => xml.push_str("&gt;"),
            '\t' | '\n' | '\r' => {
                // Writing to a string cannot fail.
                let _ = write!(xml, "&#{};", u32::from(c));
            }
            // A sender's text may come back in an error, and XML 1.0 has no way to write these.
            '\u{0}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}' => xml.push('\u{FFFD}'),
            other => xml.push(other),
        }
    }
    let _ = write!(xml, "</{name}>");
    xml
}
