//! What has been seen before.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use ambient::UnixSeconds;

/// Keys that were accepted once and must not be accepted again until they expire. Shared by reference between requests.
#[derive(Debug, Default)]
pub struct Replay {
    seen: Mutex<BTreeMap<String, UnixSeconds>>,
}

impl Replay {
    /// Nothing has been seen.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether `key` is seen for the first time. It is kept until the clock has passed `until`.
    #[must_use]
    pub fn accept(&self, key: &str, until: UnixSeconds, now: UnixSeconds) -> bool {
        // A thread that panicked elsewhere leaves a map that is still a map.
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.retain(|_, expiry| *expiry >= now);
        if seen.contains_key(key) {
            return false;
        }
        seen.insert(key.to_owned(), until);
        true
    }

    /// How many keys are kept.
    #[must_use]
    pub fn len(&self) -> usize {
        self.seen
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .len()
    }

    /// Whether no key is kept.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

#[cfg(test)]
mod tests {
    use super::Replay;
    use ambient::UnixSeconds;

    #[test]
    fn the_same_id_passes_once_until_it_expires() {
        let (replay, at) = (Replay::new(), UnixSeconds::new);
        assert!(replay.accept("a", at(10), at(0)));
        assert!(!replay.accept("a", at(10), at(10)));
        assert!(replay.accept("b", at(20), at(11)));
        assert_eq!(replay.len(), 1);
        assert!(replay.accept("a", at(30), at(11)));
    }
}
