//! The page and the JSON API; the documentation of [`super`] says what there is.

use super::body::{self, Unread};
use super::clock;
use super::guard;
use super::limits::API_BODY_BYTES;
use super::messages::{self, Input, Wrong};
use super::page;
use super::reply::{Reply, and_close, error, guarded, json};
use super::site::{Queues, Site};
use hyper::body::Incoming;
use hyper::header::{HeaderValue, LOCATION};
use hyper::http::request::Parts;
use hyper::{Method, StatusCode};
use serde_json::json as value;
use std::sync::Arc;

/// Answers a request below `/_hookweir`, whose path is given without that.
pub(super) async fn answer(site: &Arc<Site>, path: &str, parts: &Parts, incoming: Incoming) -> Reply {
    let navigation = matches!(path, "" | "/") && parts.method == Method::GET;
    if let Err(refused) = guard::check(&parts.headers, navigation) {
        return error(StatusCode::FORBIDDEN, refused.text());
    }
    let body = match body::read(incoming, &parts.headers, API_BODY_BYTES, &site.room_for_bodies, &site.timeouts).await {
        Ok(body) => body.bytes,
        Err(Unread::TooLarge) => return and_close(error(StatusCode::PAYLOAD_TOO_LARGE, "the body is too large")),
        Err(_) => return and_close(error(StatusCode::BAD_REQUEST, "the body could not be read")),
    };
    let segments: Vec<&str> = path.split('/').skip(1).collect();
    let get = [Method::GET, Method::HEAD].contains(&parts.method);
    match segments.as_slice() {
        [] => moved("/_hookweir/"),
        [""] if get => page::answer(),
        [""] => Wrong::Method("GET").reply(),
        ["api", "queues"] if get => queues(site),
        ["api", "requests"] if get => json(StatusCode::OK, &value!({ "requests": site.journal.entries() })),
        ["api", "queues" | "requests"] => Wrong::Method("GET").reply(),
        ["api", rest @ ..] => match &site.queues {
            Queues::Memory(memory) => {
                let input = Input { method: &parts.method, query: parts.uri.query().unwrap_or_default(), body: &body };
                messages::answer(memory, rest, &input).unwrap_or_else(|wrong| wrong.reply())
            }
            Queues::Remote(remote) => {
                error(StatusCode::NOT_FOUND, &format!("messages are sent on to {}, and none are kept here", remote.url()))
            }
        },
        _ => Wrong::Path.reply(),
    }
}

fn queues(site: &Site) -> Reply {
    let (queues, memory, endpoint) = match &site.queues {
        Queues::Memory(memory) => {
            let mut broker = memory.broker();
            (broker.queues(clock::now()), Some(broker.memory()), None)
        }
        Queues::Remote(remote) => (Vec::new(), None, Some(remote.url())),
    };
    let endpoints = &site.endpoints;
    json(StatusCode::OK, &value!({ "queues": queues, "memory": memory, "sqsEndpoint": endpoint, "endpoints": endpoints }))
}

fn moved(to: &'static str) -> Reply {
    let mut reply = guarded(StatusCode::PERMANENT_REDIRECT, "text/plain", "");
    reply.headers_mut().insert(LOCATION, HeaderValue::from_static(to));
    reply
}
