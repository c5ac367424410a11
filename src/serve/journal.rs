//! The last requests, and what became of them.

use super::clock;
use super::limits::{REMEMBERED_BYTES, REMEMBERED_REQUESTS};
use serde::Serialize;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// A request, as JSON in camelCase. Times are in milliseconds since 1970-01-01 UTC.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Entry {
    /// When it came.
    pub(super) time: u64,
    /// How long it took, in milliseconds.
    pub(super) duration: u64,
    pub(super) request_id: String,
    pub(super) method: String,
    /// As it was sent, with the stage if it was sent with one.
    pub(super) path: String,
    pub(super) query: String,
    /// What the sender was answered; none if it did not wait for it.
    pub(super) status: Option<u16>,
    /// The queue that it is for, where that was found out.
    pub(super) queue: Option<String>,
    /// The message that it became.
    pub(super) message_id: Option<String>,
    /// Why it became none.
    pub(super) refused: Option<Refused>,
}

/// Why a request was not stored.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Refused {
    pub(super) by: By,
    /// In the words of whoever refused.
    pub(super) reason: String,
    pub(super) detail: Option<String>,
}

/// Who refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(super) enum By {
    #[serde(rename = "API Gateway")]
    Gateway,
    #[serde(rename = "SQS")]
    Sqs,
    /// Something that AWS does not have.
    #[serde(rename = "hookweir")]
    Hookweir,
    #[serde(rename = "the sender")]
    Sender,
}

/// The last requests.
#[derive(Debug, Default)]
pub(super) struct Journal {
    entries: Mutex<VecDeque<Arc<Entry>>>,
}

/// A request that is under way. It is written down in the end, whatever that is.
#[derive(Debug)]
pub(super) struct Line {
    journal: Arc<Journal>,
    since: Duration,
    entry: Option<Entry>,
}

impl Journal {
    /// The last requests, the newest in front.
    pub(super) fn entries(&self) -> Vec<Arc<Entry>> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner).iter().rev().map(Arc::clone).collect()
    }

    pub(super) fn begin(self: &Arc<Self>, since: Duration, request_id: &str, method: &str, path: &str, query: &str) -> Line {
        let entry = Entry {
            time: clock::milliseconds(since),
            duration: 0,
            request_id: request_id.to_owned(),
            method: clipped(method),
            path: clipped(path),
            query: clipped(query),
            status: None,
            queue: None,
            message_id: None,
            refused: None,
        };
        Line { journal: Arc::clone(self), since, entry: Some(entry) }
    }

    fn add(&self, entry: Entry) {
        let entry = Arc::new(entry);
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        let oldest = if entries.len() >= REMEMBERED_REQUESTS { entries.pop_front() } else { None };
        entries.push_back(entry);
        drop(entries);
        drop(oldest);
    }
}

impl Line {
    pub(super) fn is_for(&mut self, queue: &str) {
        if let Some(entry) = &mut self.entry {
            entry.queue = Some(queue.to_owned());
        }
    }

    pub(super) fn became(&mut self, message_id: Option<&str>) {
        if let Some(entry) = &mut self.entry {
            entry.message_id = message_id.map(clipped);
        }
    }

    pub(super) fn was_refused(&mut self, by: By, reason: &str, detail: Option<&str>) {
        if let Some(entry) = &mut self.entry {
            entry.refused = Some(Refused { by, reason: clipped(reason), detail: detail.map(clipped) });
        }
    }

    pub(super) fn was_answered(mut self, status: u16) {
        if let Some(entry) = &mut self.entry {
            entry.status = Some(status);
        }
        // Dropping it writes it down.
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        let Some(mut entry) = self.entry.take() else { return };
        entry.duration = clock::milliseconds(clock::now().saturating_sub(self.since));
        if entry.status.is_none() && entry.refused.is_none() {
            let (by, reason) = match std::thread::panicking() {
                true => (By::Hookweir, "a mistake in hookweir, please report it"),
                false => (By::Sender, "the connection ended before the answer"),
            };
            entry.refused = Some(Refused { by, reason: reason.to_owned(), detail: None });
        }
        self.journal.add(entry);
    }
}

/// A text short enough to be remembered.
fn clipped(text: &str) -> String {
    if text.len() <= REMEMBERED_BYTES {
        return text.to_owned();
    }
    let end = (0..=REMEMBERED_BYTES).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
    format!("{}\u{2026}", &text[..end])
}
