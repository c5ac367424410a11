//! API Gateway's own answers carry one origin, whichever endpoint was asked.

use crate::diagnostic::{Code, Diagnostic, Place};
use crate::intake::{Endpoint, Intake};

pub(super) fn check(intake: &Intake, out: &mut Vec<Diagnostic>) {
    let origin = |endpoint: &Endpoint| Place::Value(endpoint.pointer.key("cors").key("allowOrigin"));
    let mut first: Option<(&Endpoint, &str)> = None;
    for endpoint in &intake.endpoints {
        let Some(cors) = &endpoint.cors else { continue };
        let (other, known) = *first.get_or_insert((endpoint, &cors.allow_origin));
        if known != cors.allow_origin {
            out.push(
                Diagnostic::new(
                    Code::CorsConflict,
                    origin(endpoint),
                    format!("`{}` is another origin than `{known}`, and API Gateway's own answers carry one", cors.allow_origin),
                )
                .label(origin(other), "the other one")
                .help("write one origin for all endpoints, or `*`"),
            );
        }
    }
}
