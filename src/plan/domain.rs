//! The name under which senders reach the API.

use super::parameters::value;
use crate::intake::{Intake, SecurityPolicy};
use crate::stack::{DomainName, MutualTls};

pub(super) fn plan(intake: &Intake) -> Option<DomainName> {
    let domain = intake.api.domain.as_ref()?;
    Some(DomainName {
        name: value(&domain.name),
        certificate_arn: value(&domain.certificate_arn),
        base_path: domain.base_path.clone(),
        security_policy: match domain.security_policy {
            SecurityPolicy::Tls12 => "TLS_1_2",
            SecurityPolicy::Tls10 => "TLS_1_0",
        },
        mutual_tls: domain.mutual_tls.as_ref().map(|mutual_tls| MutualTls {
            truststore_uri: value(&mutual_tls.truststore_uri),
            truststore_version: mutual_tls.truststore_version.clone(),
            ownership_verification_certificate_arn: mutual_tls.ownership_verification_certificate_arn.as_ref().map(value),
        }),
    })
}
