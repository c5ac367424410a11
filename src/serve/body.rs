//! Bodies, read within limits of size, memory and time.

use super::limits::{DISCARDED_BYTES, OWN_BODY_BYTES, Timeouts};
use http_body_util::BodyExt as _;
use hyper::HeaderMap;
use hyper::body::{Body as _, Bytes, Incoming};
use hyper::header::EXPECT;
use std::sync::Arc;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

/// A body, with its part of the memory that all bodies share.
#[derive(Debug)]
pub(super) struct Body {
    pub(super) bytes: Vec<u8>,
    /// Given back when the request is done with.
    pub(super) room: Option<OwnedSemaphorePermit>,
}

/// Why there is no body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unread {
    /// It has more bytes than the limit.
    TooLarge,
    /// Bodies in flight take all the memory that there is for them.
    NoRoom,
    /// It came too slowly.
    TooSlow,
    /// The connection broke.
    Broken,
}

/// Reads a body of at most so many bytes. `headers` are those of its request; `shared` has a permit for each byte that
/// bodies may have beyond what every connection has for itself.
pub(super) async fn read(
    mut incoming: Incoming,
    headers: &HeaderMap,
    limit: usize,
    shared: &Arc<Semaphore>,
    timeouts: &Timeouts,
) -> Result<Body, Unread> {
    let announced = incoming.size_hint().exact().map(|size| usize::try_from(size).unwrap_or(usize::MAX));
    if announced == Some(0) {
        return Ok(Body { bytes: Vec::new(), room: None });
    }
    let reading = async {
        if announced.is_some_and(|size| size > limit) {
            // Who has asked whether to send it is told now.
            if !headers.contains_key(EXPECT) {
                discard(&mut incoming, 0, timeouts).await;
            }
            return Err(Unread::TooLarge);
        }
        // What was announced need not come.
        let mut bytes = Vec::with_capacity(announced.unwrap_or(0).min(OWN_BODY_BYTES));
        let mut room = None;
        while let Some(piece) = piece(&mut incoming, timeouts).await? {
            if piece.len() > limit - bytes.len() {
                let read = bytes.len() + piece.len();
                drop((bytes, room));
                discard(&mut incoming, read, timeouts).await;
                return Err(Unread::TooLarge);
            }
            if bytes.len() + piece.len() > OWN_BODY_BYTES {
                take_room(&mut room, bytes.len() + piece.len() - OWN_BODY_BYTES, shared)?;
            }
            bytes.extend_from_slice(&piece);
        }
        Ok(Body { bytes, room })
    };
    timeout(timeouts.body, reading).await.unwrap_or(Err(Unread::TooSlow))
}

/// Takes as much of the shared memory as is missing to so many bytes.
fn take_room(room: &mut Option<OwnedSemaphorePermit>, bytes: usize, shared: &Arc<Semaphore>) -> Result<(), Unread> {
    let missing = bytes - room.as_ref().map_or(0, OwnedSemaphorePermit::num_permits);
    let missing = u32::try_from(missing).map_err(|_| Unread::NoRoom)?;
    let more = Arc::clone(shared).try_acquire_many_owned(missing).map_err(|_| Unread::NoRoom)?;
    match room {
        Some(room) => room.merge(more),
        None => *room = Some(more),
    }
    Ok(())
}

/// The next bytes; none at the end.
async fn piece(incoming: &mut Incoming, timeouts: &Timeouts) -> Result<Option<Bytes>, Unread> {
    loop {
        match timeout(timeouts.body_piece, incoming.frame()).await {
            Err(_) => return Err(Unread::TooSlow),
            Ok(None) => return Ok(None),
            Ok(Some(Err(_))) => return Err(Unread::Broken),
            // Trailers are no part of the body.
            Ok(Some(Ok(frame))) => {
                if let Ok(bytes) = frame.into_data() {
                    return Ok(Some(bytes));
                }
            }
        }
    }
}

/// Reads on and keeps nothing: many senders look for an answer only when they have sent everything.
async fn discard(incoming: &mut Incoming, mut read: usize, timeouts: &Timeouts) {
    while read < DISCARDED_BYTES {
        match piece(incoming, timeouts).await {
            Ok(Some(bytes)) => read += bytes.len(),
            _ => return,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Unread, take_room};
    use std::sync::Arc;
    use tokio::sync::Semaphore;

    #[test]
    fn bodies_share_their_memory_and_give_it_back() {
        let shared = Arc::new(Semaphore::new(10));
        let (mut one, mut other) = (None, None);
        assert_eq!(take_room(&mut one, 4, &shared), Ok(()));
        assert_eq!(take_room(&mut one, 6, &shared), Ok(()));
        assert_eq!(take_room(&mut other, 4, &shared), Ok(()));
        assert_eq!(take_room(&mut other, 5, &shared), Err(Unread::NoRoom));
        assert_eq!(shared.available_permits(), 0);
        drop(one);
        assert_eq!(take_room(&mut other, 10, &shared), Ok(()));
        drop(other);
        assert_eq!(shared.available_permits(), 10);
    }
}
