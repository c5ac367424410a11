//! `TLS_1_0` lets senders in whose encryption can be broken.

use crate::diagnostic::{Code, Diagnostic, Place};
use crate::intake::{Intake, SecurityPolicy};
use crate::pointer::Pointer;

pub(super) fn check(intake: &Intake, out: &mut Vec<Diagnostic>) {
    let Some(domain) = &intake.api.domain else { return };
    if domain.security_policy == SecurityPolicy::Tls10 {
        out.push(
            Diagnostic::new(
                Code::OldTls,
                Place::Value(Pointer::default().key("api").key("domain").key("securityPolicy")),
                "the domain also takes TLS 1.0 and 1.1, which are broken and no longer allowed (RFC 8996)",
            )
            .help("remove `securityPolicy`, unless a sender is known that cannot speak TLS 1.2"),
        );
    }
}
