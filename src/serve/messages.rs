//! The part of the JSON API that works on messages in memory.

use super::clock;
use super::memory::Memory;
use super::queue::BrokerError;
use super::reply::{Reply, error, guarded, json};
use hyper::header::{ALLOW, HeaderValue};
use hyper::{Method, StatusCode};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::json as value;

/// Messages of a page of a list, unless more or fewer are asked for.
const MESSAGES: usize = 50;

/// What a call says beside its path.
#[derive(Debug)]
pub(super) struct Input<'a> {
    pub(super) method: &'a Method,
    pub(super) query: &'a str,
    pub(super) body: &'a [u8],
}

/// Why a call does nothing.
#[derive(Debug)]
pub(super) enum Wrong {
    /// There is nothing of this path.
    Path,
    /// It takes another method.
    Method(&'static str),
    /// A value is not right.
    Value(String),
    /// The broker refuses.
    Broker(BrokerError),
}

impl From<BrokerError> for Wrong {
    fn from(error: BrokerError) -> Self {
        Wrong::Broker(error)
    }
}

impl Wrong {
    pub(super) fn reply(&self) -> Reply {
        match self {
            Wrong::Path => error(StatusCode::NOT_FOUND, "there is nothing here"),
            Wrong::Method(allowed) => {
                let mut reply = error(StatusCode::METHOD_NOT_ALLOWED, &format!("this takes {allowed} only"));
                reply.headers_mut().insert(ALLOW, HeaderValue::from_static(allowed));
                reply
            }
            Wrong::Value(text) => error(StatusCode::BAD_REQUEST, text),
            Wrong::Broker(why) => {
                let status = match why {
                    BrokerError::UnknownQueue(_) | BrokerError::UnknownMessage(_) => StatusCode::NOT_FOUND,
                    BrokerError::InvalidReceiptHandle | BrokerError::InFlight(_) => StatusCode::CONFLICT,
                    _ => StatusCode::BAD_REQUEST,
                };
                error(status, &why.to_string())
            }
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Receive {
    #[serde(default = "one")]
    max: usize,
    visibility_timeout: Option<u32>,
}

fn one() -> usize {
    1
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct ChangeVisibility {
    visibility_timeout: u32,
}

/// Answers a call below `/_hookweir/api`. Each lock ends with its line, before anything is written as JSON.
pub(super) fn answer(memory: &Memory, path: &[&str], input: &Input<'_>) -> Result<Reply, Wrong> {
    let now = clock::now();
    let allow = |methods: &[Method], named| if methods.contains(input.method) { Ok(()) } else { Err(Wrong::Method(named)) };
    let get = || allow(&[Method::GET, Method::HEAD], "GET");
    let post = || allow(&[Method::POST], "POST");
    let reply = match path {
        ["queues", queue, "messages"] => {
            get()?;
            let limit = input.number("limit")?.map_or(MESSAGES, |limit| usize::try_from(limit).unwrap_or(usize::MAX));
            let page = memory.broker().list(queue, input.number("before")?, limit, now)?;
            json(StatusCode::OK, &page)
        }
        ["queues", queue, "receive"] => {
            post()?;
            let Receive { max, visibility_timeout } = input.json()?;
            let messages = memory.broker().receive(queue, max, visibility_timeout, now)?;
            json(StatusCode::OK, &value!({ "messages": messages }))
        }
        ["queues", queue, "replay"] => {
            post()?;
            let replayed = memory.broker().replay(queue, now)?;
            json(StatusCode::OK, &value!({ "replayed": replayed }))
        }
        ["queues", queue, "purge"] => {
            post()?;
            let purged = memory.broker().purge(queue, now)?;
            json(StatusCode::OK, &value!({ "purged": purged }))
        }
        ["messages", id] => {
            get()?;
            let message = memory.broker().message(id, now)?;
            json(StatusCode::OK, &message)
        }
        ["messages", id, "replay"] => {
            post()?;
            memory.broker().replay_message(id, now)?;
            done()
        }
        ["receipts", handle] => {
            allow(&[Method::DELETE], "DELETE")?;
            memory.broker().delete(handle, now)?;
            done()
        }
        ["receipts", handle, "visibility"] => {
            post()?;
            let ChangeVisibility { visibility_timeout } = input.json()?;
            memory.broker().change_visibility(handle, visibility_timeout, now)?;
            done()
        }
        _ => return Err(Wrong::Path),
    };
    Ok(reply)
}

impl Input<'_> {
    /// A number in the query.
    fn number(&self, name: &str) -> Result<Option<u64>, Wrong> {
        let mut pairs = self.query.split('&').filter_map(|pair| pair.split_once('='));
        let Some((_, text)) = pairs.find(|(known, _)| *known == name) else { return Ok(None) };
        text.parse().map(Some).map_err(|_| Wrong::Value(format!("`{name}` is no number")))
    }

    /// The body; an empty one is `{}`.
    fn json<T: DeserializeOwned>(&self) -> Result<T, Wrong> {
        let body = if self.body.is_empty() { b"{}" } else { self.body };
        serde_json::from_slice(body).map_err(|error| Wrong::Value(error.to_string()))
    }
}

fn done() -> Reply {
    guarded(StatusCode::NO_CONTENT, "application/json", "")
}
