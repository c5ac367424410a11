//! How much of everything there is, so that no sender can take all of it.

use std::time::Duration;

/// Connections at once; another one waits until one of them ends.
pub(super) const CONNECTIONS: usize = 512;
/// Calls of the SQS endpoint at once; another one waits, within its 29 seconds.
pub(super) const SQS_CALLS: usize = 256;
/// Bytes of a request's line and headers that are read at all. What lies between API Gateway's limit and this one gets API
/// Gateway's answer, what lies above an empty one of status 431, and its connection ends.
pub(super) const HEAD_BYTES: usize = 64 * 1024;
/// Bytes of a body that every connection may hold.
pub(super) const OWN_BODY_BYTES: usize = 64 * 1024;
/// Bytes above that, of all bodies in flight together.
pub(super) const SHARED_BODY_BYTES: usize = 128 * 1024 * 1024;
/// Bytes that are read and thrown away of a body that is too large, so that its sender comes to read the answer.
pub(super) const DISCARDED_BYTES: usize = 64 * 1024 * 1024;
/// Bodies from this size on are rendered away from the threads that serve connections.
pub(super) const LARGE_BODY_BYTES: usize = 64 * 1024;
/// How many of them at once.
pub(super) const LARGE_BODIES: usize = 4;
/// Bytes of an answer of the SQS endpoint.
pub(super) const SQS_ANSWER_BYTES: usize = 1024 * 1024;
/// Bytes of a body of the JSON API.
pub(super) const API_BODY_BYTES: usize = 64 * 1024;
/// Requests that are remembered.
pub(super) const REMEMBERED_REQUESTS: usize = 200;
/// Bytes of any one text in what is remembered of a request.
pub(super) const REMEMBERED_BYTES: usize = 2048;

/// How long things may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timeouts {
    /// From the beginning of a connection, or the end of a request, to the end of the next request's headers.
    pub head: Duration,
    /// Between two pieces of a body.
    pub body_piece: Duration,
    /// A whole body.
    pub body: Duration,
    /// While a sender takes no more of an answer.
    pub stalled_answer: Duration,
    /// SQS's answer.
    pub integration: Duration,
    /// What is in flight when the server stops.
    pub shutdown: Duration,
}

impl Timeouts {
    /// API Gateway's for the integration, ours for the rest.
    /// <https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html>
    pub const DEFAULT: Timeouts = Timeouts {
        head: Duration::from_secs(30),
        body_piece: Duration::from_secs(10),
        body: Duration::from_secs(60),
        stalled_answer: Duration::from_secs(30),
        integration: Duration::from_secs(29),
        shutdown: Duration::from_secs(30),
    };
}
