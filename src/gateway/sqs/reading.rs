//! A call, from the HTTP request to the message.

use super::{ErrorCode, Protocol, QueueSettings, SendMessage, SqsError, aws_json, check, form, parameters};

/// Actions that a queue's URL takes. `ListQueues` and `CreateQueue` are not among them, as recorded.
/// <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_Operations.html>
const OTHER_ACTIONS: [&str; 19] = [
    "AddPermission",
    "CancelMessageMoveTask",
    "ChangeMessageVisibility",
    "ChangeMessageVisibilityBatch",
    "DeleteMessage",
    "DeleteMessageBatch",
    "DeleteQueue",
    "GetQueueAttributes",
    "GetQueueUrl",
    "ListDeadLetterSourceQueues",
    "ListMessageMoveTasks",
    "ListQueueTags",
    "PurgeQueue",
    "ReceiveMessage",
    "RemovePermission",
    "SetQueueAttributes",
    "StartMessageMoveTask",
    "TagQueue",
    "UntagQueue",
];
/// A role that may send may call it, and it is not read here.
const BATCH: &str = "SendMessageBatch";
const FORM: &str = "application/x-www-form-urlencoded";
const AWS_JSON: &str = "application/x-amz-json-1.0";

/// The HTTP request, as far as SQS looks at it.
#[derive(Debug, Clone, Copy, Default)]
pub struct SqsRequest<'a> {
    /// The query string of the URI, without `?`.
    pub query: &'a str,
    /// The header Content-Type.
    pub content_type: Option<&'a str>,
    /// The header Accept; API Gateway sends `application/json` unless it is told otherwise.
    pub accept: Option<&'a str>,
    /// The header X-Amz-Target, for the JSON protocol.
    pub target: Option<&'a str>,
    /// The body.
    pub body: &'a [u8],
}

/// What stands at a queue's URL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Destination {
    /// A queue that the caller may send to, and may do nothing else with.
    Queue(QueueSettings),
    /// A queue at this URL that the caller has no right to.
    Denied(String),
    /// Nothing.
    NonExistent,
}

/// A call that was read.
#[derive(Debug)]
pub struct Reading {
    /// Which protocol it spoke, and so the form of the answer.
    pub protocol: Protocol,
    /// The parameters in their order, those of the query first. None in the JSON protocol, and none if they are no form.
    pub parameters: Vec<(String, String)>,
    /// The queue that the call names itself. It stands above the one of the URL, as recorded.
    pub queue_url: Option<String>,
    /// The message that the queue takes, or why it does not.
    pub result: Result<SendMessage, SqsError>,
}

/// Reads a call. `find` says what stands at the URL that the call names in its parameters; at the request's own, for
/// `None`.
pub fn read(request: &SqsRequest<'_>, find: impl FnOnce(Option<&str>) -> Destination) -> Reading {
    let protocol = Protocol::of(request);
    let mut reading = Reading { protocol, parameters: Vec::new(), queue_url: None, result: Err(unknown_operation()) };
    reading.result = match protocol {
        Protocol::AwsJson => read_json(request, &mut reading, find),
        Protocol::QueryJson | Protocol::QueryXml => read_query(request, &mut reading, find),
    };
    reading
}

fn read_query(
    request: &SqsRequest<'_>,
    reading: &mut Reading,
    find: impl FnOnce(Option<&str>) -> Destination,
) -> Result<SendMessage, SqsError> {
    if !request.body.is_empty() && !is_media_type(request.content_type, FORM) {
        return Err(unknown_operation());
    }
    reading.parameters = form::parse(request.query.as_bytes())?;
    reading.parameters.extend(form::parse(request.body)?);
    let named = parameters::by_name(&reading.parameters)?;
    let action = named.get("Action").copied().filter(|action| !action.is_empty()).ok_or_else(unknown_operation)?;
    reading.queue_url = named.get("QueueUrl").map(|url| (*url).to_owned());
    let queue = queue(action, find(reading.queue_url.as_deref()))?;
    let message = parameters::message(&named)?;
    check::check(&message, &queue)?;
    Ok(message)
}

fn read_json(
    request: &SqsRequest<'_>,
    reading: &mut Reading,
    find: impl FnOnce(Option<&str>) -> Destination,
) -> Result<SendMessage, SqsError> {
    let action = request.target.and_then(|target| target.strip_prefix("AmazonSQS.")).ok_or_else(unknown_operation)?;
    let input = aws_json::parse(request.body)?;
    reading.queue_url.clone_from(&input.queue_url);
    let queue_url = reading.queue_url.as_deref().ok_or_else(|| SqsError::missing("QueueUrl"))?;
    let queue = queue(action, find(Some(queue_url)))?;
    let message = aws_json::message(input)?;
    check::check(&message, &queue)?;
    Ok(message)
}

/// The queue, if the action is SendMessage and the queue can be sent to.
fn queue(action: &str, destination: Destination) -> Result<QueueSettings, SqsError> {
    if action != "SendMessage" && action != BATCH && !OTHER_ACTIONS.contains(&action) {
        let text = format!("The action {action} is not valid for this endpoint.");
        return Err(SqsError::new(ErrorCode::InvalidAction, text));
    }
    match destination {
        Destination::NonExistent => Err(SqsError::non_existent_queue()),
        Destination::Denied(url) => Err(SqsError::access_denied(&url)),
        Destination::Queue(queue) if action == "SendMessage" => Ok(queue),
        // Ours.
        Destination::Queue(_) if action == BATCH => {
            Err(SqsError::new(ErrorCode::UnsupportedOperation, "SendMessageBatch is not supported here."))
        }
        Destination::Queue(queue) => Err(SqsError::access_denied(&queue.url)),
    }
}

fn unknown_operation() -> SqsError {
    SqsError::new(ErrorCode::UnknownOperation, "The requested operation is not known.")
}

/// Whether a header names a media type, whatever its parameters and its case.
pub(super) fn is_media_type(header: Option<&str>, media_type: &str) -> bool {
    let named = header.and_then(|header| header.split(';').next());
    named.is_some_and(|named| named.trim().eq_ignore_ascii_case(media_type))
}

impl Protocol {
    fn of(request: &SqsRequest<'_>) -> Self {
        // What AWS makes of a list with weights is not known: one entry for JSON is enough.
        let mut accepted = request.accept.unwrap_or_default().split(',');
        if is_media_type(request.content_type, AWS_JSON) {
            Protocol::AwsJson
        } else if accepted.any(|entry| is_media_type(Some(entry), "application/json")) {
            Protocol::QueryJson
        } else {
            Protocol::QueryXml
        }
    }
}
