//! What the API's stage writes down.

use super::quantity::{quantity, show};
use super::{arn, limits};
use crate::diagnostic::{Code, Diagnostic};
use crate::pointer::At;
use crate::spec::{self, AccessLog, CloudWatchRole, ExecutionLog, LogLevel, Quantity, Text, Toggle};

/// Logs and traces with every setting decided.
#[derive(Debug)]
pub struct Logging {
    /// Where the access log goes, if there is one.
    pub access_log: Option<LogGroup>,
    /// What the execution log says and where it goes, if there is one. The level is never `off`.
    pub execution_log: Option<(LogLevel, LogGroup)>,
    /// Whether requests are traced.
    pub tracing: bool,
    /// What the spec says about the account's role for logs, if anything.
    pub cloud_watch_role: Option<CloudWatchRole>,
}

/// How lines are kept.
#[derive(Debug)]
pub struct LogGroup {
    /// For so many days.
    pub retention_days: u32,
    /// Encrypted with this key; `None` is a key of CloudWatch Logs itself.
    pub kms_key_arn: Option<String>,
}

const SECONDS_A_DAY: u32 = 86_400;
const DEFAULT_RETENTION: i64 = 30 * 86_400;

pub(super) fn resolve(
    access_log: Option<Toggle<AccessLog>>,
    execution_log: Option<ExecutionLog>,
    tracing: Option<bool>,
    cloud_watch_role: Option<CloudWatchRole>,
    at: &At<'_>,
    out: &mut Vec<Diagnostic>,
) -> Logging {
    let access_log = Toggle::settings(access_log, false)
        .and_then(|log| log_group(log.retention.as_ref(), log.kms_key_arn, &at.key("accessLog"), out));
    let (level, retention, kms_key_arn) = match execution_log {
        None => (LogLevel::Off, None, None),
        Some(ExecutionLog::Level(level)) => (level, None, None),
        Some(ExecutionLog::With(spec::ExecutionLogSettings { level, retention, kms_key_arn })) => (level, retention, kms_key_arn),
    };
    let group = log_group(retention.as_ref(), kms_key_arn, &at.key("executionLog"), out);
    let execution_log = group.filter(|_| level != LogLevel::Off).map(|group| (level, group));
    Logging { access_log, execution_log, tracing: tracing.unwrap_or(false), cloud_watch_role }
}

fn log_group(
    retention: Option<&Quantity>,
    kms_key_arn: Option<Text>,
    at: &At<'_>,
    out: &mut Vec<Diagnostic>,
) -> Option<LogGroup> {
    let here = at.key("retention");
    let seconds = quantity(retention, DEFAULT_RETENTION, limits::LOG_RETENTION, &here, out);
    let retention_days = seconds.and_then(|seconds| offered(seconds, &here, out));
    if let Some(problem) = kms_key_arn.as_deref().and_then(|arn| arn::kms_key(arn, &at.key("kmsKeyArn"))) {
        out.push(problem);
    }
    Some(LogGroup { retention_days: retention_days?, kms_key_arn: kms_key_arn.map(|arn| arn.0) })
}

/// The days of a period that CloudWatch Logs offers.
fn offered(seconds: u32, at: &At<'_>, out: &mut Vec<Diagnostic>) -> Option<u32> {
    let days = limits::LOG_RETENTION_DAYS;
    if let Some(day) = days.into_iter().find(|day| day * SECONDS_A_DAY == seconds) {
        return Some(day);
    }
    let next = days.into_iter().find(|day| day * SECONDS_A_DAY > seconds)?;
    let before = days.into_iter().rev().find(|day| day * SECONDS_A_DAY < seconds)?;
    let message = format!(
        "`retention` is {}, which is none of the periods that CloudWatch Logs offers",
        show(i64::from(seconds), limits::Unit::Seconds)
    );
    out.push(
        Diagnostic::at_value(Code::RetentionNotOffered, at, message)
            .help(format!("write `{before}d` or `{next}d`, which are the nearest")),
    );
    None
}
