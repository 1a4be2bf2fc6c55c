//! A clock that stands still until told to move.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use crate::Date;
use crate::date::{FIRST_DAY, LAST_DAY};

const SECONDS_PER_DAY: i64 = 86_400;

/// Seconds since the first of January 1970 (UTC), in the years 1 to 9999.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnixSeconds(i64);

impl UnixSeconds {
    /// The earliest moment: 0001-01-01, midnight.
    pub const MIN: Self = Self(FIRST_DAY * SECONDS_PER_DAY);
    /// The latest moment: the last second of 9999-12-31.
    pub const MAX: Self = Self((LAST_DAY + 1) * SECONDS_PER_DAY - 1);

    /// A moment, moved to the nearest one that has a date of four digits.
    #[must_use]
    pub fn new(seconds: i64) -> Self {
        Self(seconds.clamp(Self::MIN.0, Self::MAX.0))
    }

    /// The number of seconds.
    #[must_use]
    pub const fn get(self) -> i64 {
        self.0
    }

    /// The moment so many seconds later (earlier if negative), within the years 1 to 9999.
    #[must_use]
    pub fn plus(self, seconds: i64) -> Self {
        Self::new(self.0.saturating_add(seconds))
    }

    /// The date (UTC) of this moment.
    #[must_use]
    pub fn date(self) -> Date {
        Date::from_days(self.0.div_euclid(SECONDS_PER_DAY))
    }
}

impl Date {
    /// The first second of this day (UTC).
    #[must_use]
    pub fn midnight(self) -> UnixSeconds {
        UnixSeconds::new(self.to_days() * SECONDS_PER_DAY)
    }
}

impl fmt::Debug for UnixSeconds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "UnixSeconds({self})")
    }
}

impl fmt::Display for UnixSeconds {
    /// `2025-03-01T12:30:00Z`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let second = self.0.rem_euclid(SECONDS_PER_DAY);
        write!(
            f,
            "{}T{:02}:{:02}:{:02}Z",
            self.date(),
            second / 3600,
            second / 60 % 60,
            second % 60
        )
    }
}

/// A clock that stands still until it is moved. Clones show the same time.
#[derive(Clone, Debug)]
pub struct SimulatedClock {
    seconds: Arc<AtomicI64>,
}

impl SimulatedClock {
    pub(crate) fn at(start: UnixSeconds) -> Self {
        Self {
            seconds: Arc::new(AtomicI64::new(start.0)),
        }
    }

    /// What the clock shows.
    #[must_use]
    pub fn now(&self) -> UnixSeconds {
        UnixSeconds(self.seconds.load(Ordering::Relaxed))
    }

    /// Moves the hands.
    pub fn set(&self, now: UnixSeconds) {
        self.seconds.store(now.0, Ordering::Relaxed);
    }

    /// Moves the hands to midnight (UTC) of a day.
    pub fn set_date(&self, date: Date) {
        self.set(date.midnight());
    }

    /// Lets this many seconds pass.
    pub fn advance(&self, seconds: u32) {
        self.set(self.now().plus(i64::from(seconds)));
    }
}
