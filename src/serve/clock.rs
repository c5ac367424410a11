//! What time it is.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The time since 1970-01-01 UTC.
#[expect(clippy::disallowed_methods, reason = "a server lives in time, and is not built for wasm32")]
pub(super) fn now() -> Duration {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default()
}

/// The same in milliseconds.
pub(super) fn milliseconds(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
