//! An answer of a function that is kept holds for every method with the same authorizer. One that allows a single method then
//! refuses the others, for good: <https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-use-lambda-authorizer.html>

use super::below;
use crate::diagnostic::{Code, Diagnostic};
use crate::intake::{Authorization, Authorizer, Endpoint, Intake};

pub(super) fn check(intake: &Intake, out: &mut Vec<Diagnostic>) {
    let mut shared: Vec<(&Authorizer, Vec<&Endpoint>)> = Vec::new();
    for endpoint in &intake.endpoints {
        let Authorization::Lambda(authorizer) = &endpoint.authorization else { continue };
        if authorizer.cache_ttl == 0 {
            continue;
        }
        match shared.iter_mut().find(|(known, _)| **known == **authorizer) {
            Some((_, endpoints)) => endpoints.push(endpoint),
            None => shared.push((authorizer, vec![endpoint])),
        }
    }
    for (_, endpoints) in shared {
        let Some(first) = endpoints.first() else { continue };
        let what = if endpoints.len() > 1 {
            format!("{} endpoints", endpoints.len())
        } else if first.methods.len() > 1 {
            format!("{} methods", first.methods.len())
        } else if first.path.parameters().next().is_some() {
            "every value of the path's parameters".to_owned()
        } else {
            continue;
        };
        let place = below(&first.pointer, &["authorization", "cacheTtl"]);
        let message = format!("what the function says about `{}` is kept for {what} with these settings", first.path);
        out.push(
            Diagnostic::new(Code::SharedDecision, place, message).help(
                "let the function answer for all of them, such as with `*` for what stands behind the stage in `methodArn`",
            ),
        );
    }
}
