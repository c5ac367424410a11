//! The function that takes the messages of a queue.

use super::parameter::Value;
use super::scalar::Quantity;
use super::schema;
use schemars::JsonSchema;
use serde::Deserialize;

/// A Lambda function that takes the messages of the queue, through an event source mapping.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
#[schemars(title = "consumer")]
pub struct Consumer {
    /// The function, by its ARN or that of one of its versions or aliases. It is in the account and the Region of the stack.
    #[schemars(schema_with = "schema::function_arn")]
    pub function_arn: Value,
    /// The name of the function's role, which gets the permission to read this queue. Exactly one of this and `permissions`
    /// is written.
    #[serde(default)]
    #[schemars(schema_with = "schema::role_name")]
    pub function_role_name: Option<Value>,
    /// Who gives the function's role the permission to read this queue, if not this stack.
    #[schemars(extend("examples" = ["external"]))]
    pub permissions: Option<Permissions>,
    /// The function's timeout, as it is set there: 1 second to 15 minutes. It is only compared with `visibilityTimeout`, which
    /// is at least six times as long, plus the batching window.
    #[serde(default)]
    #[schemars(schema_with = "schema::duration::<1, 900>", extend("examples" = ["15s"]))]
    pub function_timeout: Option<Quantity>,
    /// How many messages a call of the function gets at most: 1 to 10,000. More than 10 need a batching window.
    #[schemars(range(min = 1, max = 10_000), extend("default" = 10, "examples" = [10]))]
    pub batch_size: Option<i64>,
    /// How long messages are gathered before the function is called: 0 seconds to 5 minutes.
    #[serde(default)]
    #[schemars(schema_with = "schema::duration::<0, 300>", extend("default" = "0s", "examples" = ["5s"]))]
    pub maximum_batching_window: Option<Quantity>,
    /// How many calls of the function may run at once for this queue: 2 to 1,000. What arrives meanwhile waits in the queue,
    /// so this is what protects a database behind the function.
    #[schemars(range(min = 2, max = 1000), extend("examples" = [5]))]
    pub maximum_concurrency: Option<i64>,
    /// Pollers that are there for this queue alone, which react faster and cost by the hour. Not beside `maximumConcurrency`.
    pub provisioned_pollers: Option<ProvisionedPollers>,
    /// Which messages the function gets: those that match one of these patterns. Lambda deletes every other message.
    #[serde(default)]
    #[schemars(schema_with = "schema::filters")]
    pub filters: Option<Vec<Filter>>,
    /// Whether the function names the messages of a batch that failed (`batchItemFailures` in its answer), so that only those
    /// come again. A function that answers nothing has handled all of them.
    #[schemars(extend("default" = true))]
    pub report_batch_item_failures: Option<bool>,
    /// Whether the function is called. While it is not, messages wait in the queue.
    #[schemars(extend("default" = true))]
    pub enabled: Option<bool>,
}

/// Who gives the permissions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(transform = schema::describe_values)]
pub enum Permissions {
    /// Somebody else, before this stack is deployed. The policy that is needed is an output.
    External,
}

/// Pollers that are there for one queue alone.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
#[schemars(title = "provisioned pollers")]
pub struct ProvisionedPollers {
    /// The fewest pollers, which are always there: 2 to 200.
    #[schemars(range(min = 2, max = 200), extend("examples" = [2]))]
    pub min: i64,
    /// The most pollers: 2 to 2,000, and not fewer than `min`.
    #[schemars(range(min = 2, max = 2000), extend("examples" = [20]))]
    pub max: i64,
}

/// A pattern for messages. SQS mappings filter by the body alone.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Filter {
    /// A pattern for the message, in the form of EventBridge patterns.
    pub body: serde_json::Value,
}
