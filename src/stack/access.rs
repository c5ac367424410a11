//! Who may call the API, beside its policy.

use super::{Expr, Id, Throttle};
use crate::pointer::Pointer;

/// What a request must bring.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Authorization {
    /// Nothing.
    None,
    /// A signature of an identity that may call the method.
    Iam,
    /// The API key, in the header `X-API-Key`.
    ApiKey,
    /// The consent of the authorizer at this position.
    Lambda(usize),
}

impl Authorization {
    /// The authorization type, in API Gateway's words.
    pub fn name(self) -> &'static str {
        match self {
            Authorization::Iam => "AWS_IAM",
            Authorization::Lambda(_) => "CUSTOM",
            Authorization::None | Authorization::ApiKey => "NONE",
        }
    }
}

/// The plan of the stack's one API key. API Gateway makes up the key's value.
#[derive(Debug)]
pub struct UsagePlan {
    /// What key and plan are for, in words.
    pub description: &'static str,
    /// How many requests the key may send.
    pub throttle: Option<Throttle>,
    /// How many requests the key may send in a period, which is in API Gateway's words.
    pub quota: Option<(u32, &'static str)>,
}

/// An authorizer of type REQUEST: a function that looks at headers, query, path and context of a request, and not at its body.
#[derive(Debug, Clone)]
pub struct Authorizer {
    /// Its name in the output, and at AWS.
    pub id: Id,
    /// Where the first endpoint that asks for it stands in the spec.
    pub pointer: Pointer,
    /// The ARN of the function.
    pub function: Expr,
    /// Where API Gateway calls it.
    pub uri: Expr,
    /// The position of the role that API Gateway takes on for it.
    pub role: usize,
    /// What a request must bring to be put before it, as mapping expressions such as `method.request.header.X-Token`.
    pub identity_sources: Vec<String>,
    /// How long its answer is kept, in seconds; 0 is not at all.
    pub cache_ttl: u32,
}
