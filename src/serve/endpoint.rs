//! SQS behind a URL: LocalStack, ElasticMQ, or whatever else speaks the query protocol.

use super::limits::{SQS_ANSWER_BYTES, SQS_CALLS};
use crate::gateway::REGION;
use crate::gateway::destinations;
use crate::stack::Stack;
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::Bytes;
use hyper::http::uri::{PathAndQuery, Scheme};
use hyper::{Request, Uri, header};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use std::fmt;
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio::time::timeout;

/// Where messages are sent on to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SqsEndpoint {
    /// Such as `http://localhost:4566`.
    pub url: String,
    /// The account in the URLs of the queues.
    pub account: String,
}

/// Why nothing can be sent to an endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadEndpoint {
    /// It is no URL.
    NotAUrl,
    /// It is one of something else than HTTP without TLS.
    NotHttp,
}

impl fmt::Display for BadEndpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            BadEndpoint::NotAUrl => "it is no URL; write it like http://localhost:4566",
            BadEndpoint::NotHttp => {
                "it must begin with http://; calls are not signed, so it can be an emulator of SQS, and not AWS"
            }
        })
    }
}

impl std::error::Error for BadEndpoint {}

/// The queues of a stack behind an endpoint.
#[derive(Debug)]
pub(super) struct Remote {
    url: String,
    client: Client<HttpConnector, Full<Bytes>>,
    queues: Vec<Uri>,
    /// Not a signature, only the form of one: some emulators read there which service is called.
    authorization: String,
    calls: Semaphore,
    patience: Duration,
}

/// What SQS answered. With status 200 it has the id of a message: not everything that answers 200 stores messages.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) body: Bytes,
    pub(super) message_id: Option<String>,
}

/// Why there is no answer.
#[derive(Debug)]
pub(super) enum Failed {
    /// It did not come in time. The message may be stored.
    Timeout,
    /// The endpoint cannot be reached, or its answer cannot be read.
    Network(String),
}

impl Remote {
    pub(super) fn new(stack: &Stack, endpoint: &SqsEndpoint, patience: Duration) -> Result<Self, BadEndpoint> {
        let base: Uri = endpoint.url.parse().map_err(|_| BadEndpoint::NotAUrl)?;
        if base.authority().is_none() || base.query().is_some() {
            return Err(BadEndpoint::NotAUrl);
        }
        if base.scheme() != Some(&Scheme::HTTP) {
            return Err(BadEndpoint::NotHttp);
        }
        let folder = base.path().trim_end_matches('/');
        let url = |queue: &str| {
            let path = format!("{folder}/{}/{queue}", endpoint.account);
            let mut parts = base.clone().into_parts();
            parts.path_and_query = Some(path.parse::<PathAndQuery>().map_err(|_| BadEndpoint::NotAUrl)?);
            Uri::from_parts(parts).map_err(|_| BadEndpoint::NotAUrl)
        };
        let queues = destinations(stack).map(|destination| url(destination.full_name())).collect::<Result<_, _>>()?;
        let mut connector = HttpConnector::new();
        connector.set_nodelay(true);
        let client = Client::builder(TokioExecutor::new())
            .pool_timer(TokioTimer::new())
            .pool_max_idle_per_host(SQS_CALLS)
            .build(connector);
        let scope = format!("{}/20000101/{REGION}/sqs/aws4_request", endpoint.account);
        Ok(Remote {
            url: endpoint.url.clone(),
            client,
            queues,
            authorization: format!("AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=none"),
            calls: Semaphore::new(SQS_CALLS),
            patience,
        })
    }

    /// The endpoint, as it was given.
    pub(super) fn url(&self) -> &str {
        &self.url
    }

    /// Sends a call of SendMessage, with the headers that API Gateway sends.
    pub(super) async fn call(&self, queue: usize, form: Vec<u8>) -> Result<Answer, Failed> {
        let network = |error: &dyn std::error::Error| Failed::Network(with_causes(error));
        let url = self.queues.get(queue).ok_or_else(|| Failed::Network("there is no such queue".to_owned()))?;
        let request = Request::post(url)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::ACCEPT, "application/json")
            .header(header::USER_AGENT, "AmazonAPIGateway_a1b2c3d4e5")
            .header(header::AUTHORIZATION, &self.authorization)
            .body(Full::new(Bytes::from(form)))
            .map_err(|error| network(&error))?;
        let calling = async {
            let _turn = self.calls.acquire().await.map_err(|error| network(&error))?;
            let response = self.client.request(request).await.map_err(|error| network(&error))?;
            let status = response.status().as_u16();
            let body = Limited::new(response.into_body(), SQS_ANSWER_BYTES).collect().await;
            let body = body.map_err(|error| network(error.as_ref()))?;
            let body = body.to_bytes();
            let message_id = message_id(&body);
            if status == 200 && message_id.is_none() {
                return Err(Failed::Network(
                    "there is no MessageId in an answer of status 200, so it is not one of SQS".to_owned(),
                ));
            }
            Ok(Answer { status, body, message_id })
        };
        timeout(self.patience, calling).await.unwrap_or(Err(Failed::Timeout))
    }
}

/// An error and what led to it.
fn with_causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(&format!(": {error}"));
        cause = error.source();
    }
    text
}

/// The id in SQS's answer, if it has one. Some emulators answer XML although they are asked for JSON.
fn message_id(body: &[u8]) -> Option<String> {
    if let Ok(answer) = serde_json::from_slice::<serde_json::Value>(body) {
        return Some(answer.pointer("/SendMessageResponse/SendMessageResult/MessageId")?.as_str()?.to_owned());
    }
    let (_, rest) = std::str::from_utf8(body).ok()?.split_once("<MessageId>")?;
    Some(rest.split_once("</MessageId>")?.0.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{BadEndpoint, Remote, SqsEndpoint, message_id};
    use std::time::Duration;

    fn urls(url: &str) -> Result<Vec<String>, BadEndpoint> {
        let spec = "name: shop\nqueues:\n  payments: {}\nendpoints:\n  /webhook:\n    queue: payments\n";
        let stack = crate::understand(spec.as_bytes()).unwrap().2.unwrap();
        let endpoint = SqsEndpoint { url: url.to_owned(), account: "000000000000".to_owned() };
        let remote = Remote::new(&stack, &endpoint, Duration::from_secs(1))?;
        Ok(remote.queues.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn a_queue_is_below_the_account() {
        let url = "http://localhost:4566/000000000000/shop-payments";
        assert_eq!(urls("http://localhost:4566").unwrap()[0], url);
        assert_eq!(urls("http://localhost:4566/").unwrap()[0], url);
        assert_eq!(urls("http://localhost:9324/sqs/").unwrap()[0], "http://localhost:9324/sqs/000000000000/shop-payments");
    }

    #[test]
    fn what_is_no_url_of_an_emulator_is_refused() {
        assert_eq!(urls("https://sqs.eu-central-1.amazonaws.com"), Err(BadEndpoint::NotHttp));
        assert_eq!(urls("localhost:4566"), Err(BadEndpoint::NotHttp));
        assert_eq!(urls("/queues"), Err(BadEndpoint::NotAUrl));
        assert_eq!(urls("http://localhost:4566/?a=b"), Err(BadEndpoint::NotAUrl));
    }

    #[test]
    fn the_id_is_read_out_of_an_answer() {
        let answer = br#"{"SendMessageResponse":{"SendMessageResult":{"MessageId":"m1"}}}"#;
        assert_eq!(message_id(answer).as_deref(), Some("m1"));
        let xml = b"<SendMessageResponse><SendMessageResult><MessageId>m2</MessageId></SendMessageResult></SendMessageResponse>";
        assert_eq!(message_id(xml).as_deref(), Some("m2"));
        assert_eq!(message_id(b"{}"), None);
    }
}
