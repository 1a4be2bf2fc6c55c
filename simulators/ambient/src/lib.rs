//! The things that no simulator may take from the machine: the time and the randomness.
//!
//! An [`Ambient`] is passed in by whoever builds the world. It holds a clock that stands still until somebody moves
//! it, and random streams that have names, so that a new consumer does not shift what the others draw and an old seed
//! still gives the same run. It never looks at the system's clock or entropy.
//!
//! ```
//! use ambient::{Ambient, Date};
//!
//! let ambient = Ambient::simulated(42, Date::new(2025, 3, 1)?);
//! assert_eq!(ambient.today().to_string(), "2025-03-01");
//!
//! // Whoever asks for a name gets that stream; a second handle continues where the first stopped.
//! let nonce: [u8; 16] = ambient.stream("pace nonce").bytes();
//! let next: [u8; 16] = ambient.stream("pace nonce").bytes();
//! assert_ne!(nonce, next);
//!
//! // The same seed gives the same bytes on every machine and in every version.
//! let again = Ambient::simulated(42, Date::new(2025, 3, 1)?);
//! assert_eq!(again.stream("pace nonce").bytes(), nonce);
//!
//! ambient.clock().set_date(Date::new(2035, 3, 1)?);
//! assert_eq!(ambient.today().year(), 2035);
//! # Ok::<(), ambient::DateError>(())
//! ```

mod clock;
mod date;
mod keystream;
mod stream;

use std::sync::Arc;

pub use clock::{SimulatedClock, UnixSeconds};
pub use date::{Date, DateError};
pub use stream::Stream;

use keystream::Key;
use stream::Streams;

/// Clock and randomness of one simulated world. Clones share both.
#[derive(Clone)]
pub struct Ambient {
    key: Key,
    clock: SimulatedClock,
    streams: Arc<Streams>,
}

impl Ambient {
    /// A world whose randomness follows from `seed` and whose clock stands at midnight (UTC) of `start`.
    #[must_use]
    pub fn simulated(seed: u64, start: Date) -> Self {
        Self::seeded(Key::from_seed(seed), start.midnight())
    }

    /// A world whose randomness follows from 32 bytes, such as entropy that the caller has drawn.
    #[must_use]
    pub fn from_entropy(entropy: [u8; 32], start: UnixSeconds) -> Self {
        Self::seeded(Key::from_bytes(entropy), start)
    }

    /// Today's date (UTC) on this world's clock.
    #[must_use]
    pub fn today(&self) -> Date {
        self.now().date()
    }

    /// Seconds since 1970 on this world's clock.
    #[must_use]
    pub fn now(&self) -> UnixSeconds {
        self.clock.now()
    }

    /// The clock, to be set or advanced.
    #[must_use]
    pub fn clock(&self) -> &SimulatedClock {
        &self.clock
    }

    /// The random stream of this name. A second handle of the same name continues it.
    #[must_use]
    pub fn stream(&self, name: &'static str) -> Stream {
        self.streams.open(&self.key, name)
    }

    /// A world with the same clock and with randomness of its own that depends on `label` and not on what has been
    /// drawn here: the same label gives the same child.
    #[must_use]
    pub fn fork(&self, label: &str) -> Self {
        Self {
            key: self.key.derive("fork", label),
            clock: self.clock.clone(),
            streams: Arc::default(),
        }
    }

    fn seeded(key: Key, start: UnixSeconds) -> Self {
        Self {
            key,
            clock: SimulatedClock::at(start),
            streams: Arc::default(),
        }
    }
}

impl std::fmt::Debug for Ambient {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Ambient")
            .field("now", &self.now())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
