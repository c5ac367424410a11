//! How a command ends.

/// How a command ended, short of going wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    Fine,
    /// The spec has errors, `--check` found drift, or `diff` what somebody should agree to.
    Findings,
}

/// Why a command could not do its work; exit code 2.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Whoever reads the output has seen enough. That is no error.
    ReaderGone,
    Message(String),
}

impl Failure {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Failure::Message(message.into())
    }
}

impl From<crate::InternalError> for Failure {
    fn from(error: crate::InternalError) -> Self {
        Failure::Message(error.to_string())
    }
}
