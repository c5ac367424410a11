//! What serves the endpoints of one stack.

use super::endpoint::{BadEndpoint, Remote};
use super::ids::Ids;
use super::journal::Journal;
use super::limits::{SHARED_BODY_BYTES, Timeouts};
use super::memory::Memory;
use super::{Destination, ServeError, Settings};
use crate::gateway::gateway_response::ResponseType;
use crate::gateway::{Gateway, Response, destination, destinations};
use crate::stack::Stack;
use serde::Serialize;
use std::sync::Arc;
use tokio::sync::Semaphore;

/// The first segment of the paths of the page and the JSON API.
pub(super) const RESERVED: &str = "_hookweir";

/// Everything that requests share.
#[derive(Debug)]
pub(super) struct Site {
    pub(super) gateway: Gateway,
    pub(super) queues: Queues,
    pub(super) journal: Arc<Journal>,
    pub(super) ids: Ids,
    pub(super) timeouts: Timeouts,
    /// One permit for each byte of bodies in flight.
    pub(super) room_for_bodies: Arc<Semaphore>,
    pub(super) endpoints: Vec<Endpoint>,
    queue_names: Vec<String>,
}

/// Where messages go.
#[derive(Debug)]
pub(super) enum Queues {
    Memory(Memory),
    Remote(Remote),
}

/// An endpoint: what is sent where, and in which queue it ends up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Endpoint {
    /// Such as `POST`.
    pub method: &'static str,
    /// With the stage, such as `/prod/webhook`.
    pub path: String,
    /// The queue's name, behind the stack's prefix.
    pub queue: String,
}

impl Site {
    pub(super) fn new(stack: &Stack, settings: &Settings) -> Result<Self, ServeError> {
        if stack.api.resources.iter().any(|resource| resource.parent.is_none() && resource.path_part == RESERVED) {
            return Err(ServeError::ReservedPath);
        }
        let queues = match &settings.destination {
            Destination::Memory { limit } => Queues::Memory(Memory::new(stack, *limit)),
            Destination::Sqs(endpoint) => {
                let remote = Remote::new(stack, endpoint, settings.timeouts.integration);
                Queues::Remote(remote.map_err(|why: BadEndpoint| ServeError::BadEndpoint(endpoint.url.clone(), why))?)
            }
        };
        Ok(Site {
            gateway: Gateway::new(stack).map_err(ServeError::BrokenTemplate)?,
            queues,
            journal: Arc::default(),
            ids: Ids::default(),
            timeouts: settings.timeouts,
            room_for_bodies: Arc::new(Semaphore::new(SHARED_BODY_BYTES)),
            endpoints: endpoints(stack),
            queue_names: destinations(stack).map(|destination| destination.name).collect(),
        })
    }

    /// An answer that API Gateway gives of its own.
    pub(super) fn own_answer(&self, response_type: ResponseType, request_id: &str) -> Response {
        self.gateway.own_answer(response_type, request_id)
    }

    /// The name of a queue, behind the stack's prefix.
    pub(super) fn queue_name(&self, position: usize) -> &str {
        self.queue_names.get(position).map_or("", String::as_str)
    }
}

fn endpoints(stack: &Stack) -> Vec<Endpoint> {
    let api = &stack.api;
    let mut paths: Vec<String> = Vec::with_capacity(api.resources.len());
    // Parents come first.
    for resource in &api.resources {
        let parent = resource.parent.and_then(|parent| paths.get(parent)).map_or("", String::as_str);
        paths.push(format!("{parent}/{}", resource.path_part));
    }
    let endpoint = |method: &crate::stack::Method| Endpoint {
        method: method.http_method,
        path: format!("/{}{}", api.stage.name, paths.get(method.resource).map_or("", String::as_str)),
        queue: destination(stack, method.integration.queue).map(|destination| destination.name).unwrap_or_default(),
    };
    api.methods.iter().map(endpoint).collect()
}
