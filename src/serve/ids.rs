//! Ids that nobody can guess and that do not come twice.

use std::fmt::Write as _;
use std::hash::{BuildHasher as _, RandomState};
use std::sync::atomic::{AtomicU64, Ordering};

/// Counts, and hides the count behind a hash with a random key.
#[derive(Debug, Default)]
pub(super) struct Ids {
    key: RandomState,
    count: AtomicU64,
}

impl Ids {
    /// In the form of a random UUID (RFC 9562, version 4).
    pub(super) fn uuid(&self) -> String {
        let bits = self.bits() & !(0xf << 76) & !(0b11 << 62) | 4 << 76 | 0b10 << 62;
        let digits = format!("{bits:032x}");
        let mut uuid = String::with_capacity(36);
        for (at, digit) in digits.chars().enumerate() {
            if matches!(at, 8 | 12 | 16 | 20) {
                uuid.push('-');
            }
            uuid.push(digit);
        }
        uuid
    }

    /// The header X-Amzn-Trace-Id of a request that came at this second.
    /// <https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader>
    pub(super) fn trace(&self, seconds: u64) -> String {
        let mut trace = format!("Root=1-{seconds:08x}-");
        // Writing to a string cannot fail.
        let _ = write!(trace, "{:024x}", self.bits() >> 32);
        trace
    }

    fn bits(&self) -> u128 {
        let count = self.count.fetch_add(1, Ordering::Relaxed);
        let half = |which: u8| u128::from(self.key.hash_one((count, which)));
        half(0) << 64 | half(1)
    }
}

#[cfg(test)]
mod tests {
    use super::Ids;
    use std::collections::HashSet;

    #[test]
    fn ids_have_the_form_of_random_uuids_and_differ() {
        let ids = Ids::default();
        let seen: HashSet<String> = (0..1000).map(|_| ids.uuid()).collect();
        assert_eq!(seen.len(), 1000);
        for id in seen {
            let parts: Vec<&str> = id.split('-').collect();
            assert_eq!(parts.iter().map(|part| part.len()).collect::<Vec<_>>(), [8, 4, 4, 4, 12], "{id}");
            assert!(parts[2].starts_with('4') && parts[3].starts_with(['8', '9', 'a', 'b']), "{id}");
        }
    }

    #[test]
    fn a_trace_id_begins_with_its_second() {
        let trace = Ids::default().trace(1_700_000_000);
        assert!(trace.starts_with("Root=1-6553f100-"), "{trace}");
        assert_eq!(trace.len(), "Root=1-6553f100-".len() + 24);
    }
}
