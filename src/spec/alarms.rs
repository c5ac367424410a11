//! What is watched, and who is told.

use super::scalar::{Quantity, Text};
use super::schema;
use super::toggle::{self, Toggle};
use schemars::JsonSchema;
use serde::Deserialize;

/// CloudWatch alarms on the queues and on the API. Who is told is told again when it is over.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
#[schemars(title = "alarms")]
pub struct Alarms {
    /// Who is told.
    pub notify: Notify,
    /// For each queue: a message is in its dead-letter queue.
    #[schemars(extend("default" = true))]
    pub dead_letter_messages: Option<bool>,
    /// For each queue: a message has been in its dead-letter queue for so long that it is lost soon. The default is half of that
    /// queue's retention period.
    #[serde(default)]
    #[schemars(schema_with = "toggle::schema::<AgeAlarm>", extend("default" = true))]
    pub dead_letter_expiry: Option<Toggle<AgeAlarm>>,
    /// For each queue: a message waits for longer than consumers need. The default is the time that a message has before it
    /// moves to the dead-letter queue (delay, and `visibilityTimeout` times `maxReceiveCount`), at least 5 minutes and at most
    /// half of the retention period.
    #[serde(default)]
    #[schemars(schema_with = "toggle::schema::<AgeAlarm>", extend("default" = true))]
    pub oldest_message: Option<Toggle<AgeAlarm>>,
    /// The API's stage: requests that CloudWatch counts as `5XXError` within 5 minutes. The default threshold is 1.
    #[serde(default)]
    #[schemars(schema_with = "toggle::schema::<ErrorAlarm>", extend("default" = true))]
    pub server_errors: Option<Toggle<ErrorAlarm>>,
    /// The API's stage: requests that CloudWatch counts as `4XXError` within 5 minutes: unknown paths, and what API Gateway itself
    /// refuses, such as requests over the throttle, which have no metric of their own. The default threshold is 20.
    #[serde(default)]
    #[schemars(schema_with = "toggle::schema::<ErrorAlarm>", extend("default" = true))]
    pub client_errors: Option<Toggle<ErrorAlarm>>,
    /// For each queue with a `consumer`: calls of its function, by whomever, that failed within 5 minutes. Messages that a function
    /// names in `batchItemFailures` do not make its call fail. The default threshold is 1.
    #[serde(default)]
    #[schemars(schema_with = "toggle::schema::<ErrorAlarm>", extend("default" = true))]
    pub consumer_errors: Option<Toggle<ErrorAlarm>>,
}

/// Who is told: exactly one of these.
#[derive(Debug, Default, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
#[schemars(title = "notify", extend("minProperties" = 1, "maxProperties" = 1))]
pub struct Notify {
    /// An SNS topic that exists, by its ARN: a standard topic in the stack's Region, on which CloudWatch may publish.
    #[serde(default)]
    #[schemars(schema_with = "schema::topic_arn")]
    pub topic_arn: Option<Text>,
    /// Addresses that get an e-mail, each of which has to be confirmed once. The stack makes an SNS topic for them.
    #[serde(default)]
    #[schemars(schema_with = "schema::email")]
    pub email: Option<Vec<Text>>,
}

/// When a message is too old.
#[derive(Debug, Default, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
#[schemars(title = "age alarm")]
pub struct AgeAlarm {
    /// The age of the oldest message in the queue from which on the alarm is on: 60 seconds to 14 days, for every queue.
    #[serde(default)]
    #[schemars(schema_with = "schema::duration::<60, 1_209_600>", extend("examples" = ["1h"]))]
    pub age: Option<Quantity>,
}

/// How many errors are too many.
#[derive(Debug, Default, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
#[schemars(title = "error alarm")]
pub struct ErrorAlarm {
    /// Errors within 5 minutes from which on the alarm is on: 1 to 1,000,000.
    #[schemars(range(min = 1, max = 1_000_000), extend("examples" = [10]))]
    pub threshold: Option<i64>,
}
