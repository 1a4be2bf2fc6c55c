//! Days of the Gregorian calendar, without a time of day.

use std::fmt;
use std::str::FromStr;

/// A day of the Gregorian calendar in the years 1 to 9999; other days cannot be made.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

/// Why a date does not exist or cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DateError {
    /// Year 0, or one of five digits.
    #[error("year {year} is not between 1 and 9999")]
    Year {
        /// The year given.
        year: u16,
    },
    /// A month that no year has.
    #[error("month {month} is not between 1 and 12")]
    Month {
        /// The month given.
        month: u8,
    },
    /// A day that this month has not.
    #[error("day {day} is not between 1 and {last}, the last day of {year:04}-{month:02}")]
    Day {
        /// The year given.
        year: u16,
        /// The month given.
        month: u8,
        /// The day given.
        day: u8,
        /// The last day of that month.
        last: u8,
    },
    /// Text of another form.
    #[error("{text:?} is not a date of the form YYYY-MM-DD")]
    Form {
        /// The text given.
        text: String,
    },
}

/// Days from 1970-01-01 to 0001-01-01 and to 9999-12-31.
pub(crate) const FIRST_DAY: i64 = days_before_year(1) - EPOCH;
pub(crate) const LAST_DAY: i64 = days_before_year(10_000) - 1 - EPOCH;

const EPOCH: i64 = days_before_year(1970);

/// Days of the years 1 to `year - 1`.
const fn days_before_year(year: i64) -> i64 {
    let whole = year - 1;
    365 * whole + whole / 4 - whole / 100 + whole / 400
}

impl Date {
    /// The first day that can be named.
    pub const MIN: Self = Self {
        year: 1,
        month: 1,
        day: 1,
    };
    /// The last day that can be named.
    pub const MAX: Self = Self {
        year: 9999,
        month: 12,
        day: 31,
    };

    /// A day by its numbers.
    ///
    /// # Errors
    /// When the calendar has no such day.
    pub const fn new(year: u16, month: u8, day: u8) -> Result<Self, DateError> {
        if year == 0 || year > 9999 {
            return Err(DateError::Year { year });
        }
        if month == 0 || month > 12 {
            return Err(DateError::Month { month });
        }
        let last = days_in_month(year, month);
        if day == 0 || day > last {
            return Err(DateError::Day {
                year,
                month,
                day,
                last,
            });
        }
        Ok(Self { year, month, day })
    }

    /// Year, 1 to 9999.
    #[must_use]
    pub const fn year(self) -> u16 {
        self.year
    }

    /// Month, 1 to 12.
    #[must_use]
    pub const fn month(self) -> u8 {
        self.month
    }

    /// Day of the month, 1 to 31.
    #[must_use]
    pub const fn day(self) -> u8 {
        self.day
    }

    /// The day so many days later (earlier if negative), unless that is before the year 1 or after 9999.
    #[must_use]
    pub fn checked_add_days(self, days: i64) -> Option<Self> {
        let day = self.to_days().checked_add(days)?;
        (FIRST_DAY..=LAST_DAY)
            .contains(&day)
            .then(|| Self::from_days(day))
    }

    /// The same day so many months later (earlier if negative), or the last day of that month where it is shorter.
    #[must_use]
    pub fn checked_add_months(self, months: i32) -> Option<Self> {
        let zero_based = i32::from(self.year) * 12 + i32::from(self.month) - 1;
        let target = zero_based.checked_add(months)?;
        let year = u16::try_from(target.div_euclid(12)).ok()?;
        let month = u8::try_from(target.rem_euclid(12) + 1).ok()?;
        Self::new(year, month, 1).ok()?;
        Self::new(year, month, self.day.min(days_in_month(year, month))).ok()
    }

    /// The same day so many years later (earlier if negative); from the 29th of February to the 28th where needed.
    #[must_use]
    pub fn checked_add_years(self, years: i32) -> Option<Self> {
        self.checked_add_months(years.checked_mul(12)?)
    }

    /// Days from this day to `other`, negative when `other` is earlier.
    #[must_use]
    pub fn days_until(self, other: Self) -> i64 {
        other.to_days() - self.to_days()
    }

    /// Days since 1970-01-01.
    pub(crate) fn to_days(self) -> i64 {
        let year = i64::from(self.year);
        let in_year: i64 = (1..self.month)
            .map(|month| i64::from(days_in_month(self.year, month)))
            .sum();
        days_before_year(year) - EPOCH + in_year + i64::from(self.day) - 1
    }

    /// The day so many days after 1970-01-01, or the nearest that can be named.
    pub(crate) fn from_days(days: i64) -> Self {
        let mut rest = days.clamp(FIRST_DAY, LAST_DAY) + EPOCH;
        // The mean length of a year gives a first guess, which is at most one year off.
        let guess = rest * 400 / 146_097 + 1;
        let year = match rest {
            _ if rest < days_before_year(guess) => guess - 1,
            _ if rest >= days_before_year(guess + 1) => guess + 1,
            _ => guess,
        };
        let mut date = Self {
            year: u16::try_from(year).unwrap_or(1),
            month: 1,
            day: 1,
        };
        rest -= days_before_year(year);
        while date.month < 12 && rest >= i64::from(days_in_month(date.year, date.month)) {
            rest -= i64::from(days_in_month(date.year, date.month));
            date.month += 1;
        }
        date.day = u8::try_from(rest + 1).unwrap_or(1);
        date
    }
}

const fn is_leap(year: u16) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

const fn days_in_month(year: u16, month: u8) -> u8 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Date({self})")
    }
}

impl FromStr for Date {
    type Err = DateError;

    /// Reads `YYYY-MM-DD`, four and two digits, nothing around them.
    fn from_str(text: &str) -> Result<Self, DateError> {
        let form = || DateError::Form {
            text: text.to_owned(),
        };
        let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text.as_bytes() else {
            return Err(form());
        };
        let number = |digits: &[u8]| {
            digits.iter().try_fold(0_u16, |sum, digit| {
                digit
                    .is_ascii_digit()
                    .then(|| sum * 10 + u16::from(digit - b'0'))
            })
        };
        let part = |digits: &[u8]| number(digits).and_then(|number| u8::try_from(number).ok());
        let year = number(&[*y1, *y2, *y3, *y4]).ok_or_else(form)?;
        let month = part(&[*m1, *m2]).ok_or_else(form)?;
        let day = part(&[*d1, *d2]).ok_or_else(form)?;
        Self::new(year, month, day)
    }
}
