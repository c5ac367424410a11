//! Logs, alarms and the dashboard: CloudWatch, CloudWatch Logs and SNS.

use super::{Document, Expr, Id, OnDelete, Policy};

/// What is written down and watched.
#[derive(Debug, Default)]
pub struct Monitoring {
    /// Where the access log goes, if there is one.
    pub access_log: Option<LogGroup>,
    /// Where the execution log goes, if there is one.
    pub execution_log: Option<LogGroup>,
    /// The role that becomes the account's own for logs of API Gateway, if the stack makes one.
    pub account_role: Option<AccountRole>,
    /// The topic that tells people, if the stack makes one.
    pub topic: Option<Topic>,
    /// The ARN of the topic that alarms publish on; there when there are alarms.
    pub notify: Option<Expr>,
    /// The alarms.
    pub alarms: Vec<Alarm>,
    /// The dashboard, if there is one.
    pub dashboard: Option<Dashboard>,
}

/// A log group.
#[derive(Debug)]
pub struct LogGroup {
    /// Its name at AWS; `None` lets the target make one up.
    pub name: Option<Expr>,
    /// How long lines are kept.
    pub retention_days: u32,
    /// The ARN of the key that encrypts it; `None` is a key of CloudWatch Logs itself.
    pub kms_key_arn: Option<String>,
    /// What happens when it leaves the stack.
    pub on_delete: OnDelete,
}

/// The role in API Gateway's settings of the account. Role and setting stay when they leave the stack.
#[derive(Debug)]
pub struct AccountRole {
    /// What it is for, in words.
    pub description: &'static str,
    /// Who may take it on.
    pub trust: Policy,
    /// The ARN of the one policy of AWS that says what it may do.
    pub managed_policy: Expr,
}

/// An SNS topic with its subscriptions.
#[derive(Debug)]
pub struct Topic {
    /// Its name at AWS.
    pub name: Expr,
    /// Who may publish on it, and how.
    pub policy: Policy,
    /// The addresses that get e-mails, each with its name in the output.
    pub emails: Vec<(Id, String)>,
}

/// An alarm that is on while a metric is at its threshold or above it.
#[derive(Debug)]
pub struct Alarm {
    /// Its name in the output.
    pub id: Id,
    /// Its name at AWS, behind the stack's prefix and a dash.
    pub name_suffix: String,
    /// What it means, for who is told.
    pub description: String,
    /// What is watched.
    pub metric: Metric,
    /// How values within a period become one.
    pub statistic: &'static str,
    /// Seconds over which values are looked at.
    pub period: u32,
    /// From this value on the alarm is on.
    pub threshold: u32,
    /// What a period without values means.
    pub missing_data: MissingData,
}

/// A metric of CloudWatch.
#[derive(Debug, Clone)]
pub struct Metric {
    /// The service, such as `AWS/SQS`.
    pub namespace: &'static str,
    /// Such as `ApproximateAgeOfOldestMessage`.
    pub name: &'static str,
    /// Of what it is.
    pub dimensions: Vec<(&'static str, Expr)>,
}

/// What a period without values means to an alarm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MissingData {
    /// All is well.
    NotBreaching,
    /// Nothing: the alarm stays as it is.
    Ignore,
}

impl MissingData {
    /// The word that CloudWatch uses.
    pub fn name(self) -> &'static str {
        match self {
            MissingData::NotBreaching => "notBreaching",
            MissingData::Ignore => "ignore",
        }
    }
}

/// A CloudWatch dashboard.
#[derive(Debug)]
pub struct Dashboard {
    /// Its name at AWS.
    pub name: Expr,
    /// How many widgets it has.
    pub widgets: usize,
    /// The whole of it.
    pub body: Document,
}
