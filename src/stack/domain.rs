//! The name under which senders reach the API.

use super::Expr;

/// A custom domain that leads to the stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DomainName {
    /// The name.
    pub name: Expr,
    /// The ARN of its certificate.
    pub certificate_arn: Expr,
    /// One segment in front of every path.
    pub base_path: Option<String>,
    /// The oldest version of TLS that is taken, in API Gateway's words.
    pub security_policy: &'static str,
    /// Certificates that senders must show.
    pub mutual_tls: Option<MutualTls>,
}

/// Certificates that senders must show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MutualTls {
    /// The file in S3 with the certificates that are trusted.
    pub truststore_uri: Expr,
    /// The version of that file; `None` is the newest when the domain is made or changed.
    pub truststore_version: Option<String>,
    /// The ARN of the certificate that proves the ownership of the name.
    pub ownership_verification_certificate_arn: Option<Expr>,
}

impl DomainName {
    /// What stands in front of every path.
    pub fn url(&self) -> Expr {
        let base_path = self.base_path.as_ref().map_or_else(String::new, |path| format!("/{path}"));
        match &self.name {
            Expr::Text(name) => Expr::Text(format!("https://{name}{base_path}").into()),
            name => Expr::Concat(vec![Expr::text("https://"), name.clone(), Expr::Text(base_path.into())]),
        }
    }
}
