//! The numbers that AWS sets, each with the page that gives it.

/// A range of whole numbers, both ends allowed.
#[derive(Debug, Clone, Copy)]
pub struct Range {
    /// The smallest value.
    pub min: i64,
    /// The largest value.
    pub max: i64,
    /// What is counted.
    pub unit: Unit,
}

/// What a number counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Seconds, written as `90`, `90s`, `15m`, `12h` or `14d`.
    Seconds,
    /// Bytes, written as `1024`, `256KiB` or `1MiB`.
    Bytes,
    /// A plain count.
    Count,
}

const fn seconds(min: i64, max: i64) -> Range {
    Range { min, max, unit: Unit::Seconds }
}

const fn count(min: i64, max: i64) -> Range {
    Range { min, max, unit: Unit::Count }
}

/// <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html>
pub const VISIBILITY_TIMEOUT: Range = seconds(0, 43_200);
/// <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html>
pub const MESSAGE_RETENTION_PERIOD: Range = seconds(60, 1_209_600);
/// <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html>
pub const DELAY: Range = seconds(0, 900);
/// <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html>
pub const RECEIVE_MESSAGE_WAIT_TIME: Range = seconds(0, 20);
/// <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html>
pub const MAXIMUM_MESSAGE_SIZE: Range = Range { min: 1024, max: 1_048_576, unit: Unit::Bytes };
/// <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html> (redrive policy)
pub const MAX_RECEIVE_COUNT: Range = count(1, 1000);
/// The statuses that tell a sender that its webhook is stored (RFC 9110, section 15.3).
pub const SUCCESS_STATUS: Range = count(200, 299);
/// The account's throttle: <https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html>
pub const THROTTLE_BURST: Range = count(1, 5000);
/// The account's throttle, requests a second: <https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html>
pub const THROTTLE_RATE: f64 = 10_000.0;

/// Characters of a queue name: <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-queues.html>
pub const QUEUE_NAME: usize = 80;
/// Characters of a stack's name here: half of a queue name, so that the other half is the queue's own.
pub const STACK_NAME: usize = 40;
/// Message attributes of one message: <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html>
pub const MESSAGE_ATTRIBUTES: usize = 10;
/// Characters of an attribute's name: <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html>
pub const ATTRIBUTE_NAME: usize = 256;
/// Characters of a constant attribute; hookweir's own bound.
pub const ATTRIBUTE_VALUE: usize = 256;
/// Bytes of a description, a little under the 1,024 that a CloudFormation template takes:
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-description-structure.html>
pub const DESCRIPTION: usize = 1000;
/// Tags of one resource: <https://docs.aws.amazon.com/tag-editor/latest/userguide/reference.html>
pub const TAGS: usize = 50;
/// Characters of a tag's key: <https://docs.aws.amazon.com/tag-editor/latest/userguide/reference.html>
pub const TAG_KEY: usize = 128;
/// Characters of a tag's value: <https://docs.aws.amazon.com/tag-editor/latest/userguide/reference.html>
pub const TAG_VALUE: usize = 256;
/// Characters of a stage name: <https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html>
pub const STAGE_NAME: usize = 128;
/// Characters of a header's name; hookweir's own bound.
pub const HEADER_NAME: usize = 128;
/// Characters of a constant header value; hookweir's own bound, far below the 10,240 bytes of all headers.
pub const HEADER_VALUE: usize = 1024;
/// Headers of a response; hookweir's own bound.
pub const RESPONSE_HEADERS: usize = 20;
/// Bytes of a response's constant body; hookweir's own bound, far below the 300 KB of a mapping template.
pub const RESPONSE_BODY: usize = 8192;
/// Characters of a message group and of a deduplication id:
/// <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html>
pub const FIFO_ID: usize = 128;
/// What the names of FIFO queues end in, within [`QUEUE_NAME`]:
/// <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-queues.html>
pub const FIFO_SUFFIX: &str = ".fifo";
/// <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html>
pub const DATA_KEY_REUSE: Range = seconds(60, 86_400);
/// Characters of an ARN: <https://docs.aws.amazon.com/kms/latest/APIReference/API_KeyMetadata.html>
pub const ARN: usize = 2048;
