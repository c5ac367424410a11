//! API Gateway writes logs with one role for the whole account and Region, which is worth a word either way.

use crate::diagnostic::{Code, Diagnostic, Place};
use crate::intake::{ApiKind, CloudWatchRole, Intake};
use crate::pointer::Pointer;

pub(super) fn check(intake: &Intake, out: &mut Vec<Diagnostic>) {
    // An HTTP API writes its log in another way.
    if intake.api.kind == ApiKind::Http {
        return;
    }
    let logging = &intake.api.logging;
    let api = Pointer::default().key("api");
    let log = match (&logging.access_log, &logging.execution_log) {
        (Some(_), _) => Some("accessLog"),
        (None, Some(_)) => Some("executionLog"),
        (None, None) => None,
    };
    match (logging.cloud_watch_role, log) {
        (None, Some(log)) => out.push(
            Diagnostic::new(
                Code::CloudWatchRoleNeeded,
                Place::Key(api.key(log)),
                format!("`{log}` needs the account's role for CloudWatch Logs, and a deployment fails where it is not set"),
            )
            .help("write `cloudWatchRole: existing` if the account has one in each Region that you deploy to, else `cloudWatchRole: create`"),
        ),
        (Some(CloudWatchRole::Create), _) => out.push(
            Diagnostic::new(
                Code::CloudWatchRoleReplaced,
                Place::Value(api.key("cloudWatchRole")),
                "`create` sets the account's role for CloudWatch Logs, for every API in the Region, whatever was set before",
            )
            .help("keep it in one stack of each account and Region, and write `cloudWatchRole: existing` in the others"),
        ),
        _ => {}
    }
}
