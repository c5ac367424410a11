//! Senders that run in a browser.
//! <https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-cors.html>

use super::naming;
use crate::intake::{Cors, Endpoint, Intake};
use crate::stack::Preflight;
use std::collections::BTreeMap;

pub(super) fn preflight(endpoint: &Endpoint, resource: usize, convert_to_text: bool) -> Option<Preflight> {
    let cors = endpoint.cors.as_ref()?;
    Some(Preflight {
        id: naming::preflight(&endpoint.path),
        resource,
        allow_origin: cors.allow_origin.clone(),
        allow_methods: endpoint.methods.iter().map(|method| method.name()).collect(),
        allow_headers: cors.allow_headers.clone(),
        max_age: cors.max_age,
        convert_to_text,
    })
}

/// What every answer of an endpoint says.
pub(super) fn answer(cors: Option<&Cors>) -> BTreeMap<String, String> {
    cors.map(|cors| (Preflight::ALLOW_ORIGIN.to_owned(), cors.allow_origin.clone())).into_iter().collect()
}

/// What API Gateway's own answers say: `check` makes sure that all endpoints have the same origin.
pub(super) fn own_answer(intake: &Intake) -> BTreeMap<String, String> {
    answer(intake.endpoints.iter().find_map(|endpoint| endpoint.cors.as_ref()))
}
