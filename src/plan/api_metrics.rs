//! What CloudWatch calls the metrics of an API.

use crate::intake::{ApiKind, Intake};
use crate::stack::{Expr, Metric};

/// The metrics of the stack's own stage.
/// REST: <https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html>
/// HTTP: <https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html>
pub(super) struct Metrics<'a> {
    kind: ApiKind,
    stage: &'a str,
}

impl<'a> Metrics<'a> {
    /// Those of the stage, unless it belongs to somebody else.
    pub(super) fn of(intake: &'a Intake) -> Option<Self> {
        intake.api.existing.is_none().then_some(Metrics { kind: intake.api.kind, stage: &intake.api.stage })
    }

    /// Which kind of API it is.
    pub(super) fn kind(&self) -> ApiKind {
        self.kind
    }

    /// The name of the metric that counts answers with a 4XX status.
    pub(super) fn client_errors(&self) -> &'static str {
        match self.kind {
            ApiKind::Rest => "4XXError",
            ApiKind::Http => "4xx",
        }
    }

    /// The name of the metric that counts answers with a 5XX status.
    pub(super) fn server_errors(&self) -> &'static str {
        match self.kind {
            ApiKind::Rest => "5XXError",
            ApiKind::Http => "5xx",
        }
    }

    /// A metric of the stage.
    pub(super) fn named(&self, name: &'static str) -> Metric {
        let api = match self.kind {
            ApiKind::Rest => ("ApiName", Expr::Prefix),
            ApiKind::Http => ("ApiId", Expr::ApiId),
        };
        let dimensions = vec![api, ("Stage", Expr::Text(self.stage.to_owned().into()))];
        Metric { namespace: "AWS/ApiGateway", name, dimensions }
    }
}
