//! The socket, its connections, and the end of both.

use super::limits::{CONNECTIONS, HEAD_BYTES, LARGE_BODIES};
use super::reply::{self, Reply};
use super::site::{Endpoint, Queues, RESERVED, Site};
use super::socket::Socket;
use super::spelling::Spelling;
use super::{ServeError, Settings, console, webhook};
use crate::stack::Stack;
use hyper::Request;
use hyper::body::{Body as _, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use std::convert::Infallible;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::time::{sleep, timeout};

/// A server that listens, and serves once it runs.
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
    site: Arc<Site>,
}

/// A connection's slot among all.
#[derive(Debug)]
struct Turn {
    slots: Arc<Semaphore>,
    _slot: Option<OwnedSemaphorePermit>,
}

/// How a server ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Farewell {
    /// Messages that were in its memory and are gone.
    pub messages: usize,
    /// Connections that were still busy when the wait for them ended.
    pub connections: usize,
}

/// The threads that a server runs on: as many as there are processors, and some for large bodies.
pub fn runtime() -> io::Result<Runtime> {
    Builder::new_multi_thread().max_blocking_threads(LARGE_BODIES).enable_io().enable_time().build()
}

impl Server {
    /// Makes the endpoints of a stack ready and begins to listen, at an address such as `127.0.0.1:8787`.
    pub async fn bind(stack: &Stack, listen: &str, settings: &Settings) -> Result<Self, ServeError> {
        let site = Arc::new(Site::new(stack, settings)?);
        let failed = |error: io::Error| ServeError::Listen(listen.to_owned(), error);
        let listener = TcpListener::bind(listen).await.map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        Ok(Server { listener, address, site })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Every endpoint.
    pub fn endpoints(&self) -> &[Endpoint] {
        &self.site.endpoints
    }

    /// Serves until it is told to stop, then finishes what is in flight.
    pub async fn run(self, stop: impl Future<Output = ()>) -> Farewell {
        let Server { listener, site, .. } = self;
        let slots = Arc::new(Semaphore::new(CONNECTIONS));
        let (stopping, stopped) = watch::channel(());
        {
            let mut stop = pin!(stop);
            loop {
                tokio::select! {
                    biased;
                    () = &mut stop => break,
                    (stream, peer, slot) = accept(&listener, &slots) => {
                        let turn = Turn { slots: Arc::clone(&slots), _slot: slot };
                        tokio::spawn(serve(Arc::clone(&site), stream, peer, turn, stopped.clone()));
                    }
                }
            }
        }
        drop(listener);
        drop(stopping);
        // Every connection gives its slot back.
        let all = u32::try_from(CONNECTIONS).unwrap_or(u32::MAX);
        let _ = timeout(site.timeouts.shutdown, slots.acquire_many(all)).await;
        Farewell {
            messages: match &site.queues {
                Queues::Memory(memory) => memory.messages(),
                Queues::Remote(_) => 0,
            },
            connections: CONNECTIONS - slots.available_permits(),
        }
    }
}

/// The next connection, once there is a slot for it.
async fn accept(listener: &TcpListener, slots: &Arc<Semaphore>) -> (TcpStream, IpAddr, Option<OwnedSemaphorePermit>) {
    let slot = Arc::clone(slots).acquire_owned().await.ok();
    loop {
        match listener.accept().await {
            Ok((stream, peer)) => return (stream, peer.ip(), slot),
            // It was gone before it was taken, or there are no file descriptors left for now.
            Err(_) => sleep(Duration::from_millis(20)).await,
        }
    }
}

/// Serves a connection to its end.
async fn serve(site: Arc<Site>, stream: TcpStream, peer: IpAddr, turn: Turn, mut stopped: watch::Receiver<()>) {
    // Without it answers are slower, not wrong.
    let _ = stream.set_nodelay(true);
    let spelling = Arc::new(Mutex::new(Spelling::default()));
    let socket = Socket::new(stream, Arc::clone(&spelling), site.timeouts.stalled_answer);
    let head = site.timeouts.head;
    let service = service_fn(|request: Request<Incoming>| {
        let (parts, incoming) = request.into_parts();
        // Now, while hyper has read no further.
        let spelled = spelling.lock().unwrap_or_else(PoisonError::into_inner).take(&parts, incoming.size_hint().exact());
        let (site, slots) = (Arc::clone(&site), Arc::clone(&turn.slots));
        async move {
            let reserved = parts.uri.path().strip_prefix('/').and_then(|path| path.strip_prefix(RESERVED));
            let reply: Reply = match reserved.filter(|path| path.is_empty() || path.starts_with('/')) {
                Some(path) => console::answer(&site, path, &parts, incoming).await,
                None => webhook::answer(&site, peer, spelled, parts, incoming).await,
            };
            // Whoever waits for a slot gets this one, however busy the connection is.
            let full = slots.available_permits() == 0;
            Ok::<_, Infallible>(if full { reply::and_close(reply) } else { reply })
        }
    });
    let mut connection = pin!(
        http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(head)
            .max_buf_size(HEAD_BYTES)
            .serve_connection(TokioIo::new(socket), service)
    );
    // Whatever went wrong, the sender knows of it, or is gone.
    tokio::select! {
        _ = connection.as_mut() => {}
        _ = stopped.changed() => {
            connection.as_mut().graceful_shutdown();
            let _ = connection.await;
        }
    }
}
