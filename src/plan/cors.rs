//! Senders that run in a browser.
//! <https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-cors.html>

use super::naming;
use crate::intake::{Cors, Endpoint, Intake};
use crate::stack::Preflight;
use std::collections::BTreeMap;

const ALLOW_ORIGIN: &str = "Access-Control-Allow-Origin";

pub(super) fn preflight(endpoint: &Endpoint, resource: usize, convert_to_text: bool) -> Option<Preflight> {
    let cors = endpoint.cors.as_ref()?;
    let methods: Vec<&str> = endpoint.methods.iter().map(|method| method.name()).collect();
    let mut headers = answer(Some(cors));
    headers.insert("Access-Control-Allow-Methods".to_owned(), methods.join(","));
    headers.insert("Access-Control-Allow-Headers".to_owned(), cors.allow_headers.join(","));
    headers.insert("Access-Control-Max-Age".to_owned(), cors.max_age.to_string());
    Some(Preflight { id: naming::preflight(&endpoint.path), resource, headers, convert_to_text })
}

/// What every answer of an endpoint says.
pub(super) fn answer(cors: Option<&Cors>) -> BTreeMap<String, String> {
    cors.map(|cors| (ALLOW_ORIGIN.to_owned(), cors.allow_origin.clone())).into_iter().collect()
}

/// What API Gateway's own answers say: `check` makes sure that all endpoints have the same origin.
pub(super) fn own_answer(intake: &Intake) -> BTreeMap<String, String> {
    answer(intake.endpoints.iter().find_map(|endpoint| endpoint.cors.as_ref()))
}
