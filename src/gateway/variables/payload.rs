//! A body that should be JSON and is not.

use std::fmt;

/// The body starts like JSON and is none. API Gateway answers with 400 and `{"message": "Could not process payload..."}`
/// when a template asks for `$input.json` or `$input.path` (recorded,
/// <https://github.com/ToQoz/api-gateway-mapping-template/blob/master/test/_.md>).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PayloadError {
    /// What is wrong and where, in the words that API Gateway writes to its log.
    pub message: String,
}

impl fmt::Display for PayloadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "could not process payload: {}", self.message)
    }
}

impl std::error::Error for PayloadError {}
