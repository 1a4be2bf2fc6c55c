//! Named streams of random bytes, each reproducible from the seed.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use rand_core::{TryCryptoRng, TryRng};

use crate::keystream::{Key, Keystream};

/// A named random stream: a generator for cryptographic use in the sense of `rand_core`. Clones continue each other.
#[derive(Clone)]
pub struct Stream {
    name: &'static str,
    // Shared, because the card, its clone and the trace of both draw from one stream by name.
    keystream: Arc<Mutex<Keystream>>,
}

impl Stream {
    /// The name under which it was asked for.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// The next `N` bytes.
    #[must_use]
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.fill(&mut bytes);
        bytes
    }

    /// Replaces the content of a slice with the next bytes.
    pub fn fill(&self, bytes: &mut [u8]) {
        // A thread that panicked while drawing leaves a stream that is still a stream.
        self.keystream
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .fill(bytes);
    }
}

impl TryRng for Stream {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok(u32::from_le_bytes(self.bytes()))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(u64::from_le_bytes(self.bytes()))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        self.fill(bytes);
        Ok(())
    }
}

impl TryCryptoRng for Stream {}

impl fmt::Debug for Stream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stream")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

/// The streams that have been asked for, by name.
#[derive(Default)]
pub(crate) struct Streams {
    open: Mutex<BTreeMap<&'static str, Stream>>,
}

impl Streams {
    pub(crate) fn open(&self, key: &Key, name: &'static str) -> Stream {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let begin = || Stream {
            name,
            keystream: Arc::new(Mutex::new(Keystream::new(key.derive("stream", name)))),
        };
        open.entry(name).or_insert_with(begin).clone()
    }
}
