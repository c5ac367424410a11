//! Every template of the stack is tried with hostile requests before it is written: what a sender is told is stored must
//! be stored, and be what came.
//!
//! This is a safety net under the tests of hookweir: no spec can make it fire.

mod judge;
mod requests;
mod required;

use crate::gateway::selection::{self, IntegrationResponse};
use crate::gateway::{BrokenTemplate, Gateway};
use crate::stack::{ApiKind, Method, Stack};
use std::collections::BTreeSet;
use std::fmt;

/// A template that does not do what it promises.
#[derive(Debug)]
pub enum BrokenPromise {
    /// It is no template at all.
    Template(BrokenTemplate),
    /// A request that shows it.
    Request {
        /// The path of an endpoint that uses it.
        path: String,
        /// Which request, in words.
        request: &'static str,
        /// What is wrong with what became of it.
        problem: String,
    },
}

impl fmt::Display for BrokenPromise {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BrokenPromise::Template(broken) => fmt::Display::fmt(broken, f),
            BrokenPromise::Request { path, request, problem } => {
                write!(f, "the template of `{path}` breaks its promise: of {request}, {problem}")
            }
        }
    }
}

impl std::error::Error for BrokenPromise {}

/// Tries every request template with the first method that uses it.
pub(super) fn run(stack: &Stack) -> Result<(), BrokenPromise> {
    // An HTTP API has no templates, and says what SQS says.
    if stack.api.kind == ApiKind::Http {
        return Ok(());
    }
    // A schema would refuse most of the requests before a template sees them.
    let gateway = Gateway::new(stack).map_err(BrokenPromise::Template)?.without_validation();
    let mut tried = BTreeSet::new();
    for method in &stack.api.methods {
        answers(stack, method)?;
        if tried.insert(method.integration.request_template) {
            try_method(stack, &gateway, method)?;
        }
    }
    Ok(())
}

/// Nothing but SQS's 200 leads to a success.
fn answers(stack: &Stack, method: &Method) -> Result<(), BrokenPromise> {
    let statuses: Vec<u16> = method.responses.iter().filter_map(|response| u16::try_from(response.status).ok()).collect();
    let rules: Vec<IntegrationResponse<'_>> = std::iter::zip(&statuses, &method.responses)
        .map(|(status, response)| IntegrationResponse { status: *status, selection_pattern: response.selection_pattern })
        .collect();
    for refusal in ["400", "403", "404", "429", "500", "503"] {
        let told = selection::integration_response(&rules, &statuses, refusal).and_then(|at| statuses.get(at));
        if let Some(told @ 200..=299) = told {
            return Err(BrokenPromise::Request {
                path: format!("/{}", stack.api.segments(method.resource).join("/")),
                request: "a message that SQS refuses",
                problem: format!("SQS says {refusal} and the sender is told {told}"),
            });
        }
    }
    Ok(())
}

fn try_method(stack: &Stack, gateway: &Gateway, method: &Method) -> Result<(), BrokenPromise> {
    let path = stack.api.segments(method.resource);
    let Some(template) = stack.request_templates.get(method.integration.request_template) else { return Ok(()) };
    for attempt in requests::of(method, &path, template) {
        if let Err(problem) = judge::judge(stack, gateway, template, &attempt) {
            return Err(BrokenPromise::Request { path: format!("/{}", path.join("/")), request: attempt.name, problem });
        }
    }
    Ok(())
}
