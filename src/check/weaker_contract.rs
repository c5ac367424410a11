//! What an HTTP API promises less than a REST API, said once.

use crate::diagnostic::{Code, Diagnostic, Place};
use crate::intake::{ApiKind, Intake};
use crate::pointer::Pointer;

pub(super) fn check(intake: &Intake, out: &mut Vec<Diagnostic>) {
    if intake.api.kind != ApiKind::Http {
        return;
    }
    out.push(
        Diagnostic::new(
            Code::WeakerContract,
            Place::Value(Pointer::default().key("api").key("kind")),
            "an HTTP API hands SQS's own answer to the sender, a 4xx too, after which many senders give up; and no header is \
             stored, so a signature in one cannot be checked",
        )
        .help("write `kind: rest` for senders that sign, or that do not send again after a 4xx"),
    );
}
