//! The endpoints of a spec on this machine: real HTTP in, API Gateway's answers out, messages in memory or sent on to an
//! endpoint that speaks SQS. So a sender's test tool can be pointed at it, and the consumer's input be looked at.
//!
//! `socket -> hyper -> body within limits -> gateway.receive -> memory or endpoint -> gateway.respond -> hyper`
//!
//! [`crate::gateway`] says what happens to a request; nothing here knows better. What is here is what a network needs:
//! limits of size, memory and time (`limits.rs`), the header names as they were written (`spelling.rs`), a journal of the
//! last requests that says why a webhook was not stored (`journal.rs`), and the page with its JSON API (`console.rs`).
//! A sender gets a 2xx only after its message is in a queue.
//!
//! # As on AWS, and not
//!
//! - The stage may stand in front of a path or be left out. A path that is an endpoint as it stands is taken as it stands.
//! - X-Forwarded-For, X-Forwarded-Port, X-Forwarded-Proto and X-Amzn-Trace-Id are added to a request as AWS adds them: the
//!   port is 443 and the protocol https, whatever was spoken here. `Host` stays as it was sent.
//! - A header's value that is not UTF-8 is read as ISO 8859-1. Path and query are passed on as they were sent.
//! - Request limits of a stage, resource policies and API keys are not tried.
//! - Above 64 KiB, or 100 headers, the head of a request is refused with an empty answer of status 431; what the limits of
//!   this process refuse is answered 408 or 503. AWS has no such answers.
//!
//! # The JSON API
//!
//! Everything is below `/_hookweir/api/`; bodies and answers are JSON in camelCase, times are milliseconds since
//! 1970-01-01 UTC, periods seconds. An error is `{"error": "..."}` with the status 400 (a wrong value), 403 (another origin,
//! or a Host that is neither an address nor localhost), 404 (no such queue, message or path), 405, 409 (a receipt handle that
//! is not valid any more, or a message in flight) or 413. With an SQS endpoint only the first and the last row are there.
//!
//! | call | does |
//! |---|---|
//! | `GET queues` | `{"queues", "memory": {"used", "limit"}, "sqsEndpoint", "endpoints"}`; [`queue::QueueView`], [`Endpoint`] |
//! | `GET queues/{queue}/messages?limit=50&before=` | `{"messages", "next"}`, the newest first, receiving none; `before` takes the `next` of the page in front; [`queue::MessageView`] |
//! | `POST queues/{queue}/receive` `{"max": 1, "visibilityTimeout": 30}` | `{"messages"}` with a `receiptHandle` each; both keys may be left out: 1, and the queue's own timeout |
//! | `POST queues/{queue}/replay` | moves the messages of a dead-letter queue back: `{"replayed": 2}` |
//! | `POST queues/{queue}/purge` | deletes all messages: `{"purged": 2}` |
//! | `GET messages/{id}` | one message, receiving it not |
//! | `POST messages/{id}/replay` | moves one message of a dead-letter queue back; 204 |
//! | `DELETE receipts/{receiptHandle}` | deletes a message that was received; 204 |
//! | `POST receipts/{receiptHandle}/visibility` `{"visibilityTimeout": 0}` | hides it for so long from now, or shows it; 204 |
//! | `GET requests` | `{"requests"}`: the last 200, the newest first, each with `time`, `duration`, `requestId`, `method`, `path`, `query`, `status`, `queue`, `messageId` and `refused`: `{"by", "reason", "detail"}` or null |

mod arrival;
mod body;
mod clock;
mod console;
mod endpoint;
mod guard;
mod ids;
mod journal;
mod limits;
mod memory;
mod messages;
mod page;
pub mod queue;
mod reply;
mod server;
mod site;
mod socket;
mod spelling;
mod webhook;

pub use endpoint::{BadEndpoint, SqsEndpoint};
pub use limits::Timeouts;
pub use server::{Farewell, Server, runtime};
pub use site::Endpoint;

use crate::gateway::BrokenTemplate;
use std::{fmt, io};

/// How to serve.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Where messages go.
    pub destination: Destination,
    /// How long things may take.
    pub timeouts: Timeouts,
}

/// Where messages go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Destination {
    /// Into the memory of this process.
    Memory {
        /// How many bytes of it.
        limit: usize,
    },
    /// To an endpoint that speaks SQS.
    Sqs(SqsEndpoint),
}

/// Why nothing can be served.
#[derive(Debug)]
pub enum ServeError {
    /// An endpoint is where the page and the JSON API are.
    ReservedPath,
    /// The URL of the SQS endpoint is not right.
    BadEndpoint(String, BadEndpoint),
    /// The address cannot be listened on.
    Listen(String, io::Error),
    /// A mistake in hookweir.
    BrokenTemplate(BrokenTemplate),
}

impl fmt::Display for ServeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ServeError::ReservedPath => {
                write!(f, "`/_hookweir` is where `hookweir serve` has its own page, so it cannot serve an endpoint there")
            }
            ServeError::BadEndpoint(url, why) => write!(f, "messages cannot be sent on to `{url}`: {why}"),
            ServeError::Listen(address, error) if error.kind() == io::ErrorKind::AddrInUse => {
                write!(
                    f,
                    "cannot listen on {address}, as another program does; choose another port with --listen, or any with port 0"
                )
            }
            ServeError::Listen(address, error) => write!(f, "cannot listen on `{address}`: {error}"),
            ServeError::BrokenTemplate(broken) => write!(f, "{broken}"),
        }
    }
}

impl std::error::Error for ServeError {}
