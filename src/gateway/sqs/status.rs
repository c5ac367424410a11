//! Errors for a status that somebody wants to try.

use super::{ErrorCode, SqsError, check};

/// The maximum message size of a new queue, in bytes, for an error that has no queue.
/// <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html>
const MAXIMUM_MESSAGE_SIZE: u32 = 1_048_576;

/// A likely error of this status. The texts of 400 and 403 are SQS's own, 404 has none, those of 500 and 503 are from
/// <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/CommonErrors.html>, the others are ours.
pub(super) fn error(status: u16, queue_url: &str) -> Option<SqsError> {
    let (code, message) = match status {
        400 => return Some(check::too_large(MAXIMUM_MESSAGE_SIZE)),
        403 => return Some(SqsError::access_denied(queue_url)),
        404 => (ErrorCode::UnknownOperation, "The requested operation is not known."),
        413 => (ErrorCode::RequestEntityTooLarge, "The request is too large."),
        429 => (ErrorCode::RequestThrottled, "The request was denied due to request throttling."),
        503 => (ErrorCode::ServiceUnavailable, "The request has failed due to a temporary failure of the server."),
        500.. => {
            (ErrorCode::InternalFailure, "The request processing has failed because of an unknown error, exception or failure.")
        }
        401.. => (ErrorCode::InvalidParameterValue, "The request was refused."),
        _ => return None,
    };
    Some(SqsError { code, status, message: message.to_owned() })
}
