//! The name under which senders reach the API.

use super::arn;
use super::parameter::{Parameters, Value};
use super::text::all_of;
use crate::diagnostic::{Code, Diagnostic, Place, quoted};
use crate::intake::EndpointType;
use crate::pointer::At;
use crate::spec::{self, SecurityPolicy};

/// A custom domain with every setting decided.
#[derive(Debug)]
pub struct Domain {
    /// The name.
    pub name: Value,
    /// The ARN of its certificate.
    pub certificate_arn: Value,
    /// One segment in front of every path.
    pub base_path: Option<String>,
    /// The oldest version of TLS that is taken.
    pub security_policy: SecurityPolicy,
    /// Certificates that senders must show.
    pub mutual_tls: Option<MutualTls>,
}

/// Certificates that senders must show.
#[derive(Debug)]
pub struct MutualTls {
    /// The file with the certificates that are trusted.
    pub truststore_uri: Value,
    /// The version of that file.
    pub truststore_version: Option<String>,
    /// The ARN of the certificate that proves the ownership of the name.
    pub ownership_verification_certificate_arn: Option<Value>,
}

/// Characters of a name: RFC 1035, section 2.3.4.
const NAME: usize = 253;
const LABEL: usize = 63;
const BASE_PATH: usize = 128;
/// Where CloudFront looks for certificates:
/// <https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-edge-optimized-custom-domain-name.html>
const EDGE_REGION: &str = "us-east-1";

pub(super) fn resolve(
    domain: spec::Domain,
    endpoint_type: &EndpointType,
    parameters: &mut Parameters,
    at: &At<'_>,
    out: &mut Vec<Diagnostic>,
) -> Option<Domain> {
    let before = out.len();
    let is_edge = *endpoint_type == EndpointType::Edge;
    if matches!(endpoint_type, EndpointType::Private { .. }) {
        out.push(
            Diagnostic::at_key(Code::DomainConflict, at, "a private API has no domain of this kind")
                .help("remove `domain`, or write `endpointType: regional`"),
        );
    }
    let certificate = |arn: &str, at: &At<'_>| {
        arn::certificate(arn, at).or_else(|| {
            (is_edge && !arn.contains(&format!(":acm:{EDGE_REGION}:"))).then(|| {
                Diagnostic::at_value(Code::DomainConflict, at, "the certificate of an edge API is not in us-east-1")
                    .label(Place::Value(At::top().key("api").key("endpointType").pointer()), "the API is an edge one")
                    .help("name a certificate in us-east-1, or write `endpointType: regional`")
            })
        })
    };
    let name = parameters.value(domain.name, &at.key("name"), domain_name, out);
    let certificate_arn = parameters.value(domain.certificate_arn, &at.key("certificateArn"), certificate, out);
    let base_path = domain.base_path.map(|path| path.0);
    if let Some(path) = base_path.as_deref().filter(|path| !is_base_path(path)) {
        out.push(
            Diagnostic::at_value(Code::InvalidDomain, &at.key("basePath"), format!("{} cannot be a base path", quoted(path)))
                .help(format!(
                    "write one segment of letters, digits, -, _ and ., at most {BASE_PATH} characters, without a slash"
                )),
        );
    }
    let security_policy = domain.security_policy.unwrap_or(SecurityPolicy::Tls12);
    let mutual_tls = domain
        .mutual_tls
        .and_then(|written| mutual_tls(written, is_edge, security_policy, parameters, (at, &at.key("mutualTls")), out));
    if out.len() > before {
        return None;
    }
    Some(Domain { name: name?, certificate_arn: certificate_arn?, base_path, security_policy, mutual_tls })
}

fn mutual_tls(
    written: spec::MutualTls,
    is_edge: bool,
    security_policy: SecurityPolicy,
    parameters: &mut Parameters,
    (domain_at, at): (&At<'_>, &At<'_>),
    out: &mut Vec<Diagnostic>,
) -> Option<MutualTls> {
    if is_edge {
        out.push(
            Diagnostic::at_key(Code::DomainConflict, at, "CloudFront asks no sender of an edge API for a certificate")
                .help("write `endpointType: regional`, or remove `mutualTls`"),
        );
    }
    if security_policy == SecurityPolicy::Tls10 {
        out.push(
            Diagnostic::at_key(Code::DomainConflict, at, "mutual TLS needs TLS 1.2")
                .label(Place::Value(domain_at.key("securityPolicy").pointer()), "older versions are taken")
                .help("remove `securityPolicy`, or remove `mutualTls`"),
        );
    }
    let truststore_uri = parameters.value(written.truststore_uri, &at.key("truststoreUri"), truststore_uri, out);
    let truststore_version = written.truststore_version.map(|version| version.0);
    if let Some(version) = truststore_version.as_deref().filter(|version| !all_of(version, 1024, |c| c.is_ascii_graphic())) {
        out.push(
            Diagnostic::at_value(
                Code::InvalidDomain,
                &at.key("truststoreVersion"),
                format!("{} is not the version of a file in S3", quoted(version)),
            )
            .help("`aws s3api list-object-versions --bucket BUCKET` prints it"),
        );
    }
    let proof = written.ownership_verification_certificate_arn;
    let ownership_verification_certificate_arn =
        proof.and_then(|arn| parameters.value(arn, &at.key("ownershipVerificationCertificateArn"), arn::certificate, out));
    Some(MutualTls { truststore_uri: truststore_uri?, truststore_version, ownership_verification_certificate_arn })
}

/// Whether the API's own name is closed.
pub(super) fn disable_execute_api_endpoint(
    written: Option<bool>,
    domain: Option<&spec::Domain>,
    endpoint_type: &EndpointType,
    at: &At<'_>,
    out: &mut Vec<Diagnostic>,
) -> bool {
    let here = at.key("disableExecuteApiEndpoint");
    match (written, domain) {
        (Some(true), None) if !matches!(endpoint_type, EndpointType::Private { .. }) => out.push(
            Diagnostic::at_value(Code::DomainConflict, &here, "without a `domain` nobody could reach the API")
                .help("add a `domain`, or remove the key"),
        ),
        (Some(true), None) => {
            out.push(Diagnostic::at_value(Code::DomainConflict, &here, "a private API has no other name").help("remove the key"));
        }
        (Some(false), Some(domain)) if domain.mutual_tls.is_some() => out.push(
            Diagnostic::at_value(
                Code::DomainConflict,
                &here,
                "the API's own name asks for no certificate, so mutual TLS could be walked around",
            )
            .label(Place::Key(at.key("domain").key("mutualTls").pointer()), "asked for here")
            .help("remove the key"),
        ),
        _ => {}
    }
    written.unwrap_or(domain.is_some())
}

fn domain_name(name: &str, at: &At<'_>) -> Option<Diagnostic> {
    let label = |label: &str| {
        all_of(label, LABEL, |c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    if name.len() <= NAME && name.contains('.') && name.split('.').all(label) {
        return None;
    }
    let small = name.to_ascii_lowercase();
    let host = small.strip_prefix("https://").unwrap_or(&small).split('/').next().unwrap_or_default();
    let help = if host != name && host.contains('.') && host.split('.').all(label) {
        format!("write `{host}`")
    } else {
        "write a name in small letters, such as hooks.example.com, without a scheme, a port or a path".to_owned()
    };
    Some(Diagnostic::at_value(Code::InvalidDomain, at, format!("{} is not the name of a domain", quoted(name))).help(help))
}

fn is_base_path(path: &str) -> bool {
    all_of(path, BASE_PATH, |c| c.is_ascii_alphanumeric() || "-_.".contains(c))
}

/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html>
fn truststore_uri(uri: &str, at: &At<'_>) -> Option<Diagnostic> {
    let bucket = |bucket: &str| {
        bucket.len() >= 3 && all_of(bucket, 63, |c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '.')
    };
    let file = uri.strip_prefix("s3://").and_then(|rest| rest.split_once('/'));
    let right = file.is_some_and(|(of, key)| bucket(of) && all_of(key, 1024, |c| !c.is_control()));
    (!right).then(|| {
        Diagnostic::at_value(Code::InvalidDomain, at, format!("{} is not the address of a file in S3", quoted(uri)))
            .help("write an address such as s3://bucket/truststore.pem")
    })
}
