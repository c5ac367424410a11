//! ARNs: which resource each of them may name.

use super::limits;
use super::text::all_of;
use crate::diagnostic::{Code, Diagnostic, quoted};
use crate::pointer::At;

/// Whether an ARN is one of a service, with a last part that fits.
fn is(arn: &str, service: &str, last: impl Fn(&str) -> bool) -> bool {
    behind_account(arn, service).is_some_and(last)
}

/// What stands behind the account in an ARN of a service, in any partition and Region.
fn behind_account<'t>(arn: &'t str, service: &str) -> Option<&'t str> {
    let mut parts = arn.splitn(6, ':');
    let word = |text: &str| all_of(text, 64, |c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    let (head, partition, of) = (parts.next()?, parts.next()?, parts.next()?);
    let (region, account) = (parts.next()?, parts.next()?);
    let account = account.len() == 12 && account.bytes().all(|b| b.is_ascii_digit());
    parts
        .next()
        .filter(|_| head == "arn" && partition.starts_with("aws") && word(partition) && of == service && word(region) && account)
}

/// The ARN of a Lambda function, or of one of its versions or aliases.
pub(super) fn function(arn: &str, at: &At<'_>) -> Option<Diagnostic> {
    let name = |text: &str, longest| all_of(text, longest, |c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    let known = behind_account(arn, "lambda").and_then(|rest| rest.strip_prefix("function:")).is_some_and(|rest| {
        let (function, qualifier) = rest.split_once(':').unwrap_or((rest, "$LATEST"));
        name(function, 64) && (qualifier == "$LATEST" || name(qualifier, 128))
    });
    (!known).then(|| {
        Diagnostic::at_value(Code::InvalidFunctionArn, at, format!("{} is not the ARN of a function", quoted(arn))).help(
            "write arn:PARTITION:lambda:REGION:ACCOUNT:function:NAME, with `:ALIAS` behind it if it is an alias, or `{parameter: NAME}`",
        )
    })
}

/// The ARN of a queue. One that ends in `.fifo` is that of a FIFO queue, and no other is.
pub(super) fn queue(arn: &str, fifo: bool, at: &At<'_>) -> Option<Diagnostic> {
    let name = |text: &str| all_of(text, limits::QUEUE_NAME, |c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    let named = behind_account(arn, "sqs").filter(|text| text.len() <= limits::QUEUE_NAME);
    let right = named.is_some_and(|text| match text.strip_suffix(limits::FIFO_SUFFIX) {
        Some(rest) => fifo && name(rest),
        None => !fifo && name(text),
    });
    (!right).then(|| {
        let (kind, ending) = if fifo { ("FIFO", limits::FIFO_SUFFIX) } else { ("standard", "") };
        let help = if named.is_some_and(|text| text.ends_with(limits::FIFO_SUFFIX)) && !fifo {
            "write `fifo: true` beside it, and `group` in the endpoints that send to it".to_owned()
        } else {
            format!("write arn:PARTITION:sqs:REGION:ACCOUNT:NAME{ending}, or `{{parameter: NAME}}`")
        };
        Diagnostic::at_value(Code::InvalidQueueArn, at, format!("{} is not the ARN of a {kind} queue", quoted(arn))).help(help)
    })
}

/// The ARN of a standard topic.
pub(super) fn topic(arn: &str, at: &At<'_>) -> Option<Diagnostic> {
    if is(arn, "sns", |name| all_of(name, 256, |c| c.is_ascii_alphanumeric() || c == '-' || c == '_')) {
        return None;
    }
    let help = if arn.ends_with(".fifo") {
        "name a standard topic: a FIFO topic delivers to queues, not to people"
    } else {
        "write an ARN such as arn:aws:sns:eu-west-1:111122223333:on-call"
    };
    Some(Diagnostic::at_value(Code::InvalidArn, at, format!("{} is not the ARN of a standard SNS topic", quoted(arn))).help(help))
}

/// The ARN of a KMS key.
pub(super) fn kms_key(arn: &str, at: &At<'_>) -> Option<Diagnostic> {
    let is_key =
        |last: &str| last.strip_prefix("key/").is_some_and(|id| all_of(id, 128, |c| c.is_ascii_alphanumeric() || c == '-'));
    if is(arn, "kms", is_key) {
        return None;
    }
    let help = if is(arn, "kms", |last| last.starts_with("alias/")) {
        "write the ARN of the key behind the alias, which ends in key/ and its identifier"
    } else {
        "write an ARN such as arn:aws:kms:eu-west-1:111122223333:key/1a2b3c4d-5e6f-7a8b-9c0d-1e2f3a4b5c6d"
    };
    Some(Diagnostic::at_value(Code::InvalidArn, at, format!("{} is not the ARN of a KMS key", quoted(arn))).help(help))
}

/// The ARN of a web ACL for resources of a Region.
pub(super) fn web_acl(arn: &str, at: &At<'_>) -> Option<Diagnostic> {
    let name = |text: &str| all_of(text, 128, |c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    let rest = behind_account(arn, "wafv2").unwrap_or_default();
    if rest.strip_prefix("regional/webacl/").and_then(|rest| rest.split_once('/')).is_some_and(|(of, id)| name(of) && name(id)) {
        return None;
    }
    let help = if rest.starts_with("global/") {
        "name a regional web ACL: one for CloudFront cannot stand in front of an API"
    } else {
        "write an ARN such as arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/webhooks/1a2b3c4d-5e6f-7a8b-9c0d-1e2f3a4b5c6d"
    };
    Some(Diagnostic::at_value(Code::InvalidArn, at, format!("{} is not the ARN of a regional web ACL", quoted(arn))).help(help))
}

/// The ARN of a certificate of AWS Certificate Manager.
pub(super) fn certificate(arn: &str, at: &At<'_>) -> Option<Diagnostic> {
    let is_certificate = |last: &str| {
        last.strip_prefix("certificate/").is_some_and(|id| all_of(id, 64, |c| c.is_ascii_alphanumeric() || c == '-'))
    };
    (!is(arn, "acm", is_certificate)).then(|| {
        Diagnostic::at_value(Code::InvalidArn, at, format!("{} is not the ARN of a certificate", quoted(arn)))
            .help("write an ARN such as arn:aws:acm:eu-west-1:111122223333:certificate/1a2b3c4d-5e6f-7a8b-9c0d-1e2f3a4b5c6d")
    })
}
