//! Why SQS refuses a call.

use std::fmt;

/// A refusal: code, status, and the text that a person reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SqsError {
    /// The code.
    pub code: ErrorCode,
    /// The HTTP status.
    pub status: u16,
    /// What SQS says.
    pub message: String,
}

impl SqsError {
    /// An error with the status that belongs to its code.
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        SqsError { code, status: code.status(), message: message.into() }
    }

    pub(super) fn invalid(message: impl Into<String>) -> Self {
        SqsError::new(ErrorCode::InvalidParameterValue, message)
    }

    pub(super) fn missing(parameter: &str) -> Self {
        SqsError::new(ErrorCode::MissingParameter, format!("The request must contain the parameter {parameter}."))
    }

    /// The caller has no right to this queue. The text is reported from API Gateway's execution logs.
    pub fn access_denied(queue_url: &str) -> Self {
        SqsError::new(ErrorCode::AccessDenied, format!("Access to the resource {queue_url} is denied."))
    }

    /// There is no queue of this name.
    pub fn non_existent_queue() -> Self {
        SqsError::new(ErrorCode::NonExistentQueue, "The specified queue does not exist for this wsdl version.")
    }

    /// There is no room for the message. AWS has no such answer to SendMessage, its queues are unbounded: the code is the
    /// nearest of its own, status 403, and the text is ours.
    pub fn over_limit(message: impl Into<String>) -> Self {
        SqsError::new(ErrorCode::OverLimit, message)
    }
}

impl fmt::Display for SqsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({}): {}", self.code.name(), self.status, self.message)
    }
}

impl std::error::Error for SqsError {}

/// The codes that SendMessage can be refused with, and those of
/// <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/CommonErrors.html> that fit a status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorCode {
    /// A parameter that must be there is not.
    MissingParameter,
    /// A value breaks a rule.
    InvalidParameterValue,
    /// The body has characters that SQS does not carry.
    InvalidMessageContents,
    /// There is no such queue.
    NonExistentQueue,
    /// The action is not one of a queue's URL.
    InvalidAction,
    /// There is no action at all, or the body is not a form.
    UnknownOperation,
    /// The form cannot be read.
    InvalidQueryParameter,
    /// The action is not read here.
    UnsupportedOperation,
    /// No right to do this.
    AccessDenied,
    /// No room.
    OverLimit,
    /// Too many calls.
    RequestThrottled,
    /// The HTTP request is too large.
    RequestEntityTooLarge,
    /// SQS failed.
    InternalFailure,
    /// SQS is away.
    ServiceUnavailable,
}

impl ErrorCode {
    /// The code of the query protocol; the JSON protocol gives it in the header `x-amzn-query-error`.
    pub fn name(self) -> &'static str {
        match self {
            ErrorCode::MissingParameter => "MissingParameter",
            ErrorCode::InvalidParameterValue => "InvalidParameterValue",
            ErrorCode::InvalidMessageContents => "InvalidMessageContents",
            ErrorCode::NonExistentQueue => "AWS.SimpleQueueService.NonExistentQueue",
            ErrorCode::InvalidAction => "InvalidAction",
            ErrorCode::UnknownOperation => "UnknownOperationException",
            ErrorCode::InvalidQueryParameter => "InvalidQueryParameter",
            ErrorCode::UnsupportedOperation => "AWS.SimpleQueueService.UnsupportedOperation",
            ErrorCode::AccessDenied => "AccessDenied",
            ErrorCode::OverLimit => "OverLimit",
            ErrorCode::RequestThrottled => "RequestThrottled",
            ErrorCode::RequestEntityTooLarge => "RequestEntityTooLargeException",
            ErrorCode::InternalFailure => "InternalFailure",
            ErrorCode::ServiceUnavailable => "ServiceUnavailable",
        }
    }

    /// The name of the exception in the JSON protocol.
    /// <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-json-api-responses.html>
    pub(super) fn exception(self) -> &'static str {
        match self {
            ErrorCode::MissingParameter => "MissingRequiredParameterException",
            ErrorCode::InvalidParameterValue => "InvalidParameterValueException",
            ErrorCode::NonExistentQueue => "QueueDoesNotExist",
            ErrorCode::UnsupportedOperation => "UnsupportedOperation",
            ErrorCode::AccessDenied => "AccessDeniedException",
            other => other.name(),
        }
    }

    fn status(self) -> u16 {
        match self {
            ErrorCode::MissingParameter
            | ErrorCode::InvalidParameterValue
            | ErrorCode::InvalidMessageContents
            | ErrorCode::NonExistentQueue
            | ErrorCode::InvalidAction
            | ErrorCode::InvalidQueryParameter
            | ErrorCode::UnsupportedOperation => 400,
            ErrorCode::AccessDenied | ErrorCode::OverLimit => 403,
            ErrorCode::UnknownOperation => 404,
            ErrorCode::RequestEntityTooLarge => 413,
            ErrorCode::RequestThrottled => 429,
            ErrorCode::InternalFailure => 500,
            ErrorCode::ServiceUnavailable => 503,
        }
    }
}
