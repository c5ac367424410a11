//! What the API's policy allows to everyone needs no permission of IAM, so an endpoint that asks for one would be open to
//! each identity of AWS.
//! <https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html> (tables A and B)

use super::below;
use crate::diagnostic::{Code, Diagnostic};
use crate::intake::{Authorization, EndpointType, Intake};

pub(super) fn check(intake: &Intake, out: &mut Vec<Diagnostic>) {
    let is_iam = |authorization: &Authorization| *authorization == Authorization::Iam;
    let (what, help) = match &intake.api.endpoint_type {
        EndpointType::Private { .. } => {
            ("a private API", "remove `authorization: iam`, or make the API regional or edge, in a spec of its own")
        }
        _ if intake.api.allowed_sources.is_empty() => return,
        _ if intake.endpoints.iter().all(|endpoint| is_iam(&endpoint.authorization)) => return preflights(intake, out),
        _ => (
            "`allowedSources`",
            "put the endpoints with `authorization: iam` into a spec of their own, or remove `allowedSources`",
        ),
    };
    for endpoint in intake.endpoints.iter().filter(|endpoint| is_iam(&endpoint.authorization)) {
        let message = format!("`{}` asks for a permission of IAM, which the policy of {what} gives to everyone", endpoint.path);
        out.push(Diagnostic::new(Code::IamAndPolicy, below(&endpoint.pointer, &["authorization"]), message).help(help));
    }
}

/// Where all endpoints ask for IAM, the policy of `allowedSources` only denies. A browser asks before it sends without a
/// signature, so nothing allows its question.
fn preflights(intake: &Intake, out: &mut Vec<Diagnostic>) {
    for endpoint in intake.endpoints.iter().filter(|endpoint| endpoint.cors.is_some()) {
        let message =
            format!("a browser asks `{}` without a signature, which the policy of `allowedSources` denies", endpoint.path);
        out.push(
            Diagnostic::new(Code::IamAndPolicy, below(&endpoint.pointer, &["cors"]), message)
                .help("remove `cors`, or remove `allowedSources`"),
        );
    }
}
