//! What API Gateway and SQS do with a request, run on the planned stack: what is simulated is what is deployed.
//!
//! `request -> route -> template by content type -> body as text -> rendering -> SendMessage -> answer by status`
//!
//! Everything here is a pure function of the stack and the request; `docs/fidelity.md` says what of AWS it is built on.

pub mod content_handling;
mod context;
mod destination;
mod exchange;
pub mod gateway_response;
pub mod headers;
mod http_api;
pub mod json;
pub mod media_type;
mod request;
mod routing;
pub mod selection;
mod simulation;
pub mod sqs;
mod validation;
pub mod variables;

pub use context::{ACCOUNT, REGION};
pub use destination::{Destination, destination, destinations};
pub use exchange::{BrokenTemplate, Call, Gateway, MAX_BODY_BYTES, MAX_HEADER_BYTES, Refusal};
pub use request::{Request, Response};
pub use simulation::{CallParameters, Message, Simulation, simulate};

use velocity::Dialect;

/// Velocity as API Gateway runs it: nothing is the empty text, macros and `#evaluate` are no directives, and a loop ends
/// after 1,000 rounds (<https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html>).
pub const DIALECT: Dialect =
    Dialect { invalid_reference_is_empty_text: true, inline_macros: false, evaluate: false, foreach_limit: Some(1_000) };
