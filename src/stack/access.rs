//! Who may call the API, beside its policy.

use super::Throttle;

/// What a request must bring.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Authorization {
    /// Nothing.
    None,
    /// A signature of an identity that may call the method.
    Iam,
    /// The API key, in the header `X-API-Key`.
    ApiKey,
}

impl Authorization {
    /// The authorization type, in API Gateway's words.
    pub fn name(self) -> &'static str {
        match self {
            Authorization::Iam => "AWS_IAM",
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
