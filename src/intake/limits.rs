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

/// As many as keep an outer template with an API of its own below 500 resources.
pub const NESTED_STACKS: Range = count(1, 100);
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
/// Headers that an endpoint can require; hookweir's own bound, because each makes the template longer.
pub const REQUIRED_HEADERS: usize = 10;
/// Bytes of a model (400 KB): <https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html>
pub const MODEL_BYTES: usize = 400_000;
/// The timeout of a function: <https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html>
pub const FUNCTION_TIMEOUT: Range = seconds(1, 900);
/// Messages of one call: <https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-parameters.html>
pub const BATCH_SIZE: Range = count(1, 10_000);
/// The batch size that Lambda takes where none is set, and the largest without a batching window:
/// <https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-parameters.html>
pub const DEFAULT_BATCH_SIZE: i64 = 10;
/// <https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-parameters.html>
pub const BATCHING_WINDOW: Range = seconds(0, 300);
/// <https://docs.aws.amazon.com/lambda/latest/api/API_ScalingConfig.html>
pub const MAXIMUM_CONCURRENCY: Range = count(2, 1000);
/// <https://docs.aws.amazon.com/lambda/latest/api/API_ProvisionedPollerConfig.html>
pub const MINIMUM_POLLERS: Range = count(2, 200);
/// What CloudFormation takes:
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-lambda-eventsourcemapping-provisionedpollerconfig.html>
pub const MAXIMUM_POLLERS: Range = count(2, 2000);
/// The statuses that tell a sender that its webhook is stored (RFC 9110, section 15.3).
pub const SUCCESS_STATUS: Range = count(200, 299);
/// The account's throttle: <https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html>
pub const THROTTLE_BURST: Range = count(1, 5000);
/// The account's throttle, requests a second: <https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html>
pub const THROTTLE_RATE: f64 = 10_000.0;
/// How long an authorizer's answer is kept: <https://docs.aws.amazon.com/apigateway/latest/api/API_CreateAuthorizer.html>
pub const AUTHORIZER_CACHE_TTL: Range = seconds(0, 3600);
/// Identity sources of an authorizer; hookweir's own bound.
pub const IDENTITY_SOURCES: usize = 10;
/// Requests of a usage plan's quota: an Integer of the API without a bound of its own.
/// <https://docs.aws.amazon.com/apigateway/latest/api/API_QuotaSettings.html>
pub const USAGE_QUOTA: Range = count(1, 2_147_483_647);

/// How long CloudWatch Logs can keep a line.
/// <https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html>
pub const LOG_RETENTION: Range = seconds(86_400, 3653 * 86_400);
/// The periods, in days, that CloudWatch Logs offers within that range.
/// <https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html>
pub const LOG_RETENTION_DAYS: [u32; 22] =
    [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653];
/// Ages that a message can have: as long as a queue can keep one.
pub const MESSAGE_AGE: Range = MESSAGE_RETENTION_PERIOD;
/// Errors within five minutes from which on an alarm is on; hookweir's own bound.
pub const ERROR_THRESHOLD: Range = count(1, 1_000_000);
/// Characters of an address (RFC 5321, section 4.5.3.1.3, less the brackets around it).
pub const EMAIL: usize = 254;

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
/// Characters of a required header's value; hookweir's own bound, far below the 10,240 bytes of all headers.
pub const REQUIRED_HEADER_VALUE: usize = 256;
/// Headers of a response; hookweir's own bound.
pub const RESPONSE_HEADERS: usize = 20;
/// Bytes of a response's constant body; hookweir's own bound, far below the 300 KB of a mapping template.
pub const RESPONSE_BODY: usize = 8192;
/// Characters of a parameter's name: <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html>
pub const PARAMETER_NAME: usize = 255;
/// Bytes of a parameter's value: <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html>
pub const PARAMETER_VALUE: usize = 4096;
/// Characters of a role's name: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html>
pub const ROLE_NAME: usize = 64;
/// Filters of a mapping: <https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html>
pub const FILTERS: usize = 5;
/// The same where AWS raised the quota.
pub const FILTERS_RAISED: usize = 10;
/// Characters of a filter's pattern: <https://docs.aws.amazon.com/lambda/latest/api/API_Filter.html>
pub const FILTER_PATTERN: usize = 4096;
/// So many times the function's timeout is the visibility timeout at least:
/// <https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html>
pub const TIMEOUTS_OF_VISIBILITY: u32 = 6;
/// Characters of a message group and of a deduplication id:
/// <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html>
pub const FIFO_ID: usize = 128;
/// Messages of one call of a function, out of a FIFO queue:
/// <https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html>
pub const FIFO_BATCH_SIZE: i64 = 10;
/// What the names of FIFO queues end in, within [`QUEUE_NAME`]:
/// <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-queues.html>
pub const FIFO_SUFFIX: &str = ".fifo";
/// <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html>
pub const DATA_KEY_REUSE: Range = seconds(60, 86_400);
/// As long as a browser remembers at most: <https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Access-Control-Max-Age>
pub const CORS_MAX_AGE: Range = seconds(0, 86_400);
/// Characters of an ARN: <https://docs.aws.amazon.com/kms/latest/APIReference/API_KeyMetadata.html>
pub const ARN: usize = 2048;
