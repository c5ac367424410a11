//! A webhook, from the connection to the answer.

use super::arrival::Arrival;
use super::body::{self, Unread};
use super::endpoint::{Answer, Failed};
use super::journal::{By, Line};
use super::limits::LARGE_BODY_BYTES;
use super::reply::{self, Reply};
use super::site::{Queues, Site};
use super::spelling;
use crate::gateway::gateway_response::ResponseType;
use crate::gateway::{Call, MAX_BODY_BYTES, Request, Response};
use hyper::body::Incoming;
use hyper::http::request::Parts;
use std::net::IpAddr;
use std::sync::Arc;
use tokio::sync::OwnedSemaphorePermit;

/// Answers a request as API Gateway would. `spelled` has the headers with their names as they were written.
pub(super) async fn answer(
    site: &Arc<Site>,
    sender: IpAddr,
    spelled: Option<Vec<(String, String)>>,
    parts: Parts,
    incoming: Incoming,
) -> Reply {
    let time = super::clock::now();
    let request_id = site.ids.uuid();
    let (method, path, query) = (parts.method.as_str(), parts.uri.path(), parts.uri.query().unwrap_or_default());
    let line = site.journal.begin(time, &request_id, method, path, query);
    let headers = spelled.unwrap_or_else(|| spelling::in_lower_case(&parts));
    let arrival = Arrival { method, path, query, headers, sender, time, request_id };
    let mut request = arrival.into_request(&site.gateway, &site.ids);
    let read = body::read(incoming, &parts.headers, MAX_BODY_BYTES, &site.room_for_bodies, &site.timeouts).await;
    let (body, room) = match read {
        Ok(body) => (body.bytes, body.room),
        Err(unread) => return refuse(site, &request, unread, line),
    };
    request.body = body;
    let request_id = request.request_id.clone();
    let large = request.body.len() >= LARGE_BODY_BYTES;
    let delivery = Delivery { site: Arc::clone(site), request, line, _room: room };
    // A large one takes a while, in which others must be served.
    let went = if large { tokio::task::spawn_blocking(|| delivery.go()).await } else { Ok(delivery.go()) };
    let response = match went {
        Ok(Went::Answered(response)) => response,
        Ok(Went::On(further)) => {
            let (delivery, call) = *further;
            delivery.send_on(call).await
        }
        Err(_) => site.own_answer(ResponseType::ApiConfigurationError, &request_id),
    };
    reply::of_gateway(response, &request_id)
}

/// A request on its way to a queue, with all that goes with it.
#[derive(Debug)]
struct Delivery {
    site: Arc<Site>,
    request: Request,
    line: Line,
    /// Its part of the memory for bodies, for as long as it is there, whether or not its sender is.
    _room: Option<OwnedSemaphorePermit>,
}

/// How far a request went without waiting for anything.
#[derive(Debug)]
enum Went {
    /// To its end.
    Answered(Response),
    /// To a call of another machine.
    On(Box<(Delivery, Call)>),
}

impl Delivery {
    /// Goes through API Gateway, and into a queue if that is in memory.
    fn go(mut self) -> Went {
        let call = match self.site.gateway.receive(&self.request) {
            Ok(call) => call,
            Err(refusal) => {
                let known = refusal.response_type;
                let detail = refusal.detail.clone().or_else(|| in_plain_words(&self.site, &self.request, known?));
                self.line.was_refused(By::Gateway, refusal.reason(), detail.as_deref());
                return self.answered(refusal.response);
            }
        };
        self.line.is_for(self.site.queue_name(call.queue));
        let Queues::Memory(memory) = &self.site.queues else { return Went::On(Box::new((self, call))) };
        let outcome = memory.call(call.queue, &call.form, &self.site.ids);
        match &outcome.stored {
            Ok(id) => self.line.became(Some(id)),
            Err(error) => self.line.was_refused(By::Sqs, error.code.name(), Some(&error.message)),
        }
        let response = self.site.gateway.respond(&self.request, &call, outcome.answer.status, outcome.answer.body.as_bytes());
        self.answered(response)
    }

    fn answered(self, response: Response) -> Went {
        self.line.was_answered(response.status);
        Went::Answered(response)
    }

    /// Calls the SQS endpoint, and says what the sender is told.
    async fn send_on(mut self, mut call: Call) -> Response {
        let (site, request, line) = (&self.site, &self.request, &mut self.line);
        let called = match &site.queues {
            Queues::Remote(remote) => remote.call(call.queue, std::mem::take(&mut call.form)).await,
            Queues::Memory(_) => Err(Failed::Network("the queues are in memory".to_owned())),
        };
        let response = match called {
            Ok(Answer { status, body, message_id }) => {
                match status {
                    200 => line.became(message_id.as_deref()),
                    _ => line.was_refused(By::Sqs, &format!("status {status}"), Some(&String::from_utf8_lossy(&body))),
                }
                site.gateway.respond(request, &call, status, &body)
            }
            Err(Failed::Timeout) => {
                let detail = "SQS gave no answer in time; the message may be stored";
                line.was_refused(By::Gateway, ResponseType::IntegrationTimeout.name(), Some(detail));
                site.own_answer(ResponseType::IntegrationTimeout, &request.request_id)
            }
            Err(Failed::Network(detail)) => {
                line.was_refused(By::Gateway, ResponseType::IntegrationFailure.name(), Some(&detail));
                site.own_answer(ResponseType::IntegrationFailure, &request.request_id)
            }
        };
        self.line.was_answered(response.status);
        response
    }
}

/// What API Gateway does not tell.
fn in_plain_words(site: &Site, request: &Request, response_type: ResponseType) -> Option<String> {
    match response_type {
        ResponseType::MissingAuthenticationToken => {
            let methods = site.gateway.methods_of(&request.path);
            Some(match methods.as_slice() {
                [] => format!("no endpoint has the path {}", request.path),
                methods => format!("{} takes {}, not {}", request.path, methods.join(", "), request.method),
            })
        }
        ResponseType::UnsupportedMediaType => {
            let content_type = request.header("content-type").unwrap_or("application/json, which is what no Content-Type means");
            Some(format!("the endpoint does not take {content_type}"))
        }
        _ => None,
    }
}

/// The answer to a request whose body was not read to its end. Its connection ends.
fn refuse(site: &Site, request: &Request, unread: Unread, mut line: Line) -> Reply {
    let own = |status: u16, message: &str| Response {
        status,
        headers: vec![("Content-Type".to_owned(), "application/json".to_owned())],
        body: serde_json::json!({ "message": message }).to_string().into_bytes(),
    };
    let response = match unread {
        Unread::TooLarge => {
            let detail = format!("the body has more than {MAX_BODY_BYTES} bytes");
            line.was_refused(By::Gateway, ResponseType::RequestTooLarge.name(), Some(&detail));
            site.own_answer(ResponseType::RequestTooLarge, &request.request_id)
        }
        Unread::NoRoom => {
            line.was_refused(By::Hookweir, "no memory for the body", Some("too many large bodies came at once"));
            own(503, "Service Unavailable")
        }
        Unread::TooSlow => {
            line.was_refused(By::Hookweir, "the body came too slowly", None);
            own(408, "Request Timeout")
        }
        Unread::Broken => {
            line.was_refused(By::Sender, "the connection broke within the body", None);
            own(400, "Bad Request")
        }
    };
    line.was_answered(response.status);
    reply::and_close(reply::of_gateway(response, &request.request_id))
}
