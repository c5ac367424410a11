//! What may be written: the spec as its author sees it.
//!
//! The doc comment of a field is its description in the JSON Schema, so it speaks to the author of a spec. Everything
//! optional stays an `Option` here; `intake` fills the defaults in and checks the values.

mod access;
mod alarms;
mod arn;
mod authorizer;
mod consumer;
mod cors;
mod domain;
mod encryption;
mod endpoint;
mod existing_api;
mod fifo;
mod logging;
mod parameter;
mod parse;
mod problem;
mod required_header;
mod scalar;
mod schema;
mod taken;
mod toggle;

pub use access::{ApiKey, Authorization, Period, Quota};
pub use alarms::{AgeAlarm, Alarms, ErrorAlarm, Notify};
pub use authorizer::{Access, Authorizer, IdentitySource};
pub use consumer::{Consumer, Filter, Permissions, ProvisionedPollers};
pub use cors::Cors;
pub use domain::{Domain, MutualTls, SecurityPolicy};
pub use encryption::{Encryption, KeyOrigin, KmsKey};
pub use endpoint::{AttributeSource, Body, ContextVariable, Endpoint, HeaderRules, Headers, Layout, Message, Method, Response};
pub use existing_api::ExistingApi;
pub use fifo::{Deduplication, Fifo, Throughput};
pub use logging::{AccessLog, CloudWatchRole, ExecutionLog, ExecutionLogSettings, LogLevel};
pub use parameter::{Parameter, ParameterType, Value};
pub use parse::{Empty, Parsed, parse};
pub use required_header::RequiredHeader;
pub use scalar::{Quantity, Text};
pub use schema::json_schema;
pub use taken::Taken;
pub use toggle::Toggle;

use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;

/// A set of webhook endpoints and the queues that they fill, compiled into one stack.
#[derive(Debug, Default, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
#[schemars(title = "hookweir spec")]
pub struct Spec {
    /// The name of the stack: the proposed stack name on CloudFormation, the default of the variable `name_prefix` on
    /// Terraform. Lower-case letters, digits and `-`, starting with a letter, at most 40 characters.
    #[schemars(extend("pattern" = "^[a-z][a-z0-9-]{0,39}$", "examples" = ["shop-webhooks"]))]
    #[schemars(extend("patternErrorMessage" = "lower-case letters, digits and -, starting with a letter, at most 40 characters"))]
    pub name: Text,
    /// What the stack is for, at most 1,000 bytes; it stands on the API and at the top of the output.
    #[schemars(length(min = 1, max = 1000), extend("examples" = ["Webhooks of the shop"]))]
    pub description: Option<Text>,
    /// Tags on every resource that can carry them, at most 50.
    #[serde(default)]
    #[schemars(schema_with = "schema::tags")]
    pub tags: Option<BTreeMap<String, Text>>,
    /// Values that are given when the stack is deployed: name to settings. A key that takes something from outside the stack
    /// takes `{parameter: NAME}` too.
    #[serde(default)]
    #[schemars(schema_with = "schema::parameters")]
    pub parameters: Option<BTreeMap<String, Parameter>>,
    /// The queues: name to settings. Each one gets a dead-letter queue.
    #[schemars(schema_with = "schema::queues")]
    pub queues: BTreeMap<String, Queue>,
    /// The endpoints: path to what is done with a webhook that arrives there.
    #[schemars(schema_with = "schema::endpoints")]
    pub endpoints: BTreeMap<String, Endpoint>,
    /// The API that all endpoints share.
    pub api: Option<Api>,
    /// What is watched, and who is told.
    pub alarms: Option<Alarms>,
    /// A CloudWatch dashboard with the requests, errors and latency of the API and the messages of each queue.
    #[schemars(extend("default" = false))]
    pub dashboard: Option<bool>,
    /// Over how many nested stacks CloudFormation spreads the queues with all that belongs to them: 1 to 100. Each queue is in one by
    /// a hash of its name. Then `hookweir build --out` writes several templates, which `aws cloudformation package` puts together.
    /// Terraform has no such limits, and its output stays the same.
    #[schemars(range(min = 1, max = 100), extend("examples" = [8]))]
    pub nested_stacks: Option<i64>,
}

/// An SQS queue with its dead-letter queue.
#[derive(Debug, Default, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
#[schemars(title = "queue")]
pub struct Queue {
    /// A queue that is there already, by its ARN. It is in the Region of the stack. Nothing of it is made or changed, so only
    /// `consumer` stands beside it, and what is true of it there: `fifo: true`, `visibilityTimeout` and
    /// `encryption: {kmsKeyArn: ...}`.
    #[serde(default)]
    #[schemars(schema_with = "arn::queue")]
    pub existing: Option<Value>,
    /// How long a received message stays hidden from other consumers: 0 seconds to 12 hours. At least six times what a
    /// consumer needs for a batch.
    #[serde(default)]
    #[schemars(schema_with = "schema::duration::<0, 43_200>", extend("default" = "30s", "examples" = ["90s"]))]
    pub visibility_timeout: Option<Quantity>,
    /// How often a message is received before it moves to the dead-letter queue: 1 to 1,000.
    #[schemars(range(min = 1, max = 1000), extend("default" = 3, "examples" = [3]))]
    pub max_receive_count: Option<i64>,
    /// How long a message is kept that nobody deletes: 60 seconds to 14 days.
    #[serde(default)]
    #[schemars(schema_with = "schema::duration::<60, 1_209_600>", extend("default" = "4d", "examples" = ["4d"]))]
    pub message_retention_period: Option<Quantity>,
    /// The queue for messages that were received too often.
    pub dead_letter_queue: Option<DeadLetterQueue>,
    /// How long a new message stays hidden: 0 seconds to 15 minutes.
    #[serde(default)]
    #[schemars(schema_with = "schema::duration::<0, 900>", extend("default" = "0s", "examples" = ["10s"]))]
    pub delay: Option<Quantity>,
    /// How long a receive call waits for a message: 0 to 20 seconds. Long polling saves empty calls.
    #[serde(default)]
    #[schemars(schema_with = "schema::duration::<0, 20>", extend("default" = "20s", "examples" = ["20s"]))]
    pub receive_message_wait_time: Option<Quantity>,
    /// The largest message, body and attributes together: 1 KiB to 1 MiB. A larger webhook is answered 503.
    #[serde(default)]
    #[schemars(schema_with = "schema::size", extend("default" = "1MiB", "examples" = ["256KiB"]))]
    pub maximum_message_size: Option<Quantity>,
    /// How messages are encrypted at rest, in the queue and in its dead-letter queue: with keys of SQS or of AWS, or with a
    /// customer managed key of KMS, which is made (`{kmsKey: create}`) or is there (`{kmsKeyArn: ...}`).
    #[serde(default)]
    #[schemars(schema_with = "encryption::encryption", extend("default" = "sqs", "examples" = [{ "kmsKey": "create" }]))]
    pub encryption: Option<Encryption>,
    /// What happens to the two queues when they leave the stack.
    #[schemars(extend("default" = "retain"))]
    pub on_delete: Option<OnDelete>,
    /// Whether messages of one group are delivered in the order in which SQS took them, and a repeated one is stored once.
    /// The dead-letter queue is a FIFO queue too, and both names end in `.fifo`. `{throughput: high}` counts calls and
    /// deduplication ids by group instead of by queue.
    #[serde(default)]
    #[schemars(schema_with = "fifo::fifo", extend("default" = false, "examples" = [true]))]
    pub fifo: Option<Fifo>,
    /// With a key of KMS, how long SQS uses a data key before it asks KMS for another: 60 seconds to 24 hours. A longer time
    /// costs fewer requests to KMS, a shorter one is safer.
    #[serde(default)]
    #[schemars(schema_with = "schema::duration::<60, 86_400>", extend("default" = "5m", "examples" = ["1h"]))]
    pub data_key_reuse_period: Option<Quantity>,
    /// The function that takes the messages.
    pub consumer: Option<Consumer>,
}

/// Settings of a dead-letter queue.
#[derive(Debug, Default, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
#[schemars(title = "dead-letter queue")]
pub struct DeadLetterQueue {
    /// How long a failed message is kept, counted from when it first arrived: 60 seconds to 14 days, and not shorter
    /// than the queue's own period. On a FIFO queue it counts from the move, and may be shorter.
    #[serde(default)]
    #[schemars(schema_with = "schema::duration::<60, 1_209_600>", extend("default" = "14d", "examples" = ["14d"]))]
    pub message_retention_period: Option<Quantity>,
}

/// What happens to queues, and the messages in them, when they leave the stack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(transform = schema::describe_values)]
pub enum OnDelete {
    /// They stay when the stack is deleted: CloudFormation leaves them behind, Terraform refuses to destroy them. Terraform
    /// still destroys a queue that is taken out of the spec.
    Retain,
    /// They go, with every message in them.
    Delete,
}

/// The API in front of the queues.
#[derive(Debug, Default, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
#[schemars(title = "API")]
pub struct Api {
    /// Which kind of API it is.
    #[schemars(extend("default" = "rest"))]
    pub kind: Option<ApiKind>,
    /// The name of the stage, which is the first segment of every URL: letters, digits, `-` and `_`, at most 128.
    #[schemars(extend("pattern" = "^[A-Za-z0-9_-]{1,128}$", "default" = "prod", "examples" = ["prod"]))]
    #[schemars(extend("patternErrorMessage" = "letters, digits, - and _, at most 128 characters"))]
    pub stage: Option<Text>,
    /// From where the API can be reached.
    #[schemars(extend("default" = "regional"))]
    pub endpoint_type: Option<EndpointType>,
    /// The VPC endpoints that may call the API; needed by, and only allowed with, `endpointType: private`.
    #[serde(default)]
    #[schemars(schema_with = "schema::vpc_endpoint_ids")]
    pub vpc_endpoint_ids: Option<Vec<Text>>,
    /// How many requests each method of each endpoint takes, unless the endpoint has a `throttle` of its own. Without it, the
    /// account's own limit holds, for all APIs together.
    pub throttle: Option<Throttle>,
    /// A line for each request in a log group of CloudWatch Logs: when, from where, to which path, and what was answered.
    /// No header, query or body.
    #[serde(default)]
    #[schemars(schema_with = "toggle::schema::<AccessLog>", extend("default" = false))]
    pub access_log: Option<Toggle<AccessLog>>,
    /// What API Gateway did with a request, step by step, in another log group.
    #[serde(default)]
    #[schemars(schema_with = "logging::execution_log", extend("default" = "off"))]
    pub execution_log: Option<ExecutionLog>,
    /// Traces of requests in AWS X-Ray.
    #[schemars(extend("default" = false))]
    pub tracing: Option<bool>,
    /// The role with which API Gateway writes both logs, which an account has once in each Region for all its APIs. Without this
    /// key nothing is changed, as with `existing`, and `hookweir check` says that a log needs the role.
    #[schemars(extend("examples" = ["existing"]))]
    pub cloud_watch_role: Option<CloudWatchRole>,
    /// The networks that requests may come from, as CIDR blocks of IPv4 or IPv6. Everyone else is answered 403. Behind
    /// `endpointType: private` they are the addresses of callers inside the VPC.
    #[serde(default)]
    #[schemars(schema_with = "access::allowed_sources")]
    pub allowed_sources: Option<Vec<Text>>,
    /// The API key of the endpoints with `authorization: apiKey`.
    pub api_key: Option<ApiKey>,
    /// The web ACL of AWS WAF that looks at each request first, by its ARN. It is a regional one, in the Region of the stack.
    /// What it blocks is answered 503, unless the web ACL answers itself.
    #[serde(default)]
    #[schemars(schema_with = "access::web_acl_arn")]
    pub web_acl_arn: Option<Value>,
    /// An API that is there already, which the endpoints are added to. No other key of `api` is allowed beside it.
    pub existing: Option<ExistingApi>,
    /// As what the endpoints are written.
    #[schemars(extend("default" = "resources"))]
    pub layout: Option<ApiLayout>,
    /// The name under which senders reach the API, in place of the one that API Gateway makes up.
    pub domain: Option<Domain>,
    /// Whether the API's own name, which ends in `amazonaws.com`, is closed: requests to it are answered 403. The default is
    /// `true` with a `domain`, which could be walked around otherwise, and `false` without.
    #[schemars(extend("examples" = [false]))]
    pub disable_execute_api_endpoint: Option<bool>,
}

/// Which kind of API it is. Another kind makes another API, with another URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(transform = schema::describe_values)]
pub enum ApiKind {
    /// A REST API, which can do all that a spec says.
    Rest,
    /// An HTTP API, which is cheaper and promises less: it stores the body alone, and the sender gets the answer of SQS itself, a
    /// 4xx too. Every endpoint has `layout: bare`, and keys that such an API has no counterpart for are refused.
    Http,
}

/// From where an API can be reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(transform = schema::describe_values)]
pub enum EndpointType {
    /// From the internet, at an endpoint in the stack's Region.
    Regional,
    /// From the internet, through the nearest CloudFront location.
    Edge,
    /// Only from the VPC endpoints in `vpcEndpointIds`.
    Private,
}

/// As what endpoints are written. Another layout makes another API, with another URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(transform = schema::describe_values)]
pub enum ApiLayout {
    /// As one or more resources each.
    Resources,
    /// As one OpenAPI document that the API takes in: hundreds of endpoints are one resource.
    OpenApi,
}

/// A request limit. What goes over it is answered 503, so that the sender tries again.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
#[schemars(title = "throttle")]
pub struct Throttle {
    /// Requests a second in the long run, more than 0 and at most 10,000.
    #[schemars(extend("exclusiveMinimum" = 0, "maximum" = 10_000, "examples" = [100]))]
    pub rate: f64,
    /// Requests that may come at once: 1 to 5,000.
    #[schemars(range(min = 1, max = 5000), extend("examples" = [200]))]
    pub burst: i64,
}
