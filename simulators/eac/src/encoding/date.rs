//! Dates of card-verifiable certificates: six digits, one in each byte.
//!
//! Bytes come in, a day of the calendar goes out. This module does not know what day it is.

use std::fmt;

use super::error::{DecodeError, DecodeErrorKind};

/// A day between 2000-01-01 and 2099-12-31. `[TR-03110-3 §D.2.1.3]`
///
/// ```text
/// 5F25 | 5F24   06   Y Y M M D D      each digit a byte 00 to 09
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CvDate {
    year: u16,
    month: u8,
    day: u8,
}

impl CvDate {
    /// The first day that can be written.
    pub const EARLIEST: Self = Self {
        year: 2000,
        month: 1,
        day: 1,
    };
    /// The last day that can be written.
    pub const LATEST: Self = Self {
        year: 2099,
        month: 12,
        day: 31,
    };

    /// A day of the Gregorian calendar in the years 2000 to 2099.
    #[must_use]
    pub const fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        if year < 2000 || year > 2099 || day == 0 || day > days_of_month(year, month) {
            return None;
        }
        Some(Self { year, month, day })
    }

    /// Reads the six value bytes.
    ///
    /// # Errors
    /// Not six digits, or no day of the calendar; the error carries the bytes.
    pub fn decode(value: &[u8]) -> Result<Self, DecodeError> {
        let bad = || DecodeError::new(DecodeErrorKind::DateNotBcd(value.to_vec()), 0);
        let digits = <[u8; 6]>::try_from(value).map_err(|_| bad())?;
        if digits.iter().any(|digit| *digit > 9) {
            return Err(bad());
        }
        let [y1, y2, m1, m2, d1, d2] = digits;
        Self::new(2000 + u16::from(y1 * 10 + y2), m1 * 10 + m2, d1 * 10 + d2)
            .ok_or_else(|| DecodeError::new(DecodeErrorKind::NoSuchDay(value.to_vec()), 0))
    }

    /// The six value bytes.
    #[must_use]
    pub fn encode(self) -> [u8; 6] {
        // Cannot fail: the year lies between 2000 and 2099.
        let year = u8::try_from(self.year - 2000).unwrap_or(0);
        [
            year / 10,
            year % 10,
            self.month / 10,
            self.month % 10,
            self.day / 10,
            self.day % 10,
        ]
    }

    /// The year, 2000 to 2099.
    #[must_use]
    pub const fn year(self) -> u16 {
        self.year
    }

    /// The month, 1 to 12.
    #[must_use]
    pub const fn month(self) -> u8 {
        self.month
    }

    /// The day, 1 to 31.
    #[must_use]
    pub const fn day(self) -> u8 {
        self.day
    }
}

/// Days of a month of the Gregorian calendar; 0 for a month that does not exist.
#[must_use]
pub const fn days_of_month(year: u16, month: u8) -> u8 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(400) || year.is_multiple_of(4) && !year.is_multiple_of(100) => 29,
        2 => 28,
        _ => 0,
    }
}

impl fmt::Display for CvDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::{CvDate, DecodeErrorKind};

    #[test]
    fn each_digit_is_a_byte() {
        let date = CvDate::decode(&[1, 4, 0, 3, 1, 3]).unwrap();
        assert_eq!(date.to_string(), "2014-03-13");
        assert_eq!(date.encode(), [1, 4, 0, 3, 1, 3]);
    }

    #[test]
    fn bytes_that_are_no_digits_are_named() {
        let error = CvDate::decode(&[0x0A, 0x0B, 0x0C, 0x0D, 0x0E, 0x0F]).unwrap_err();
        assert_eq!(
            error.kind,
            DecodeErrorKind::DateNotBcd(vec![10, 11, 12, 13, 14, 15])
        );
        assert!(matches!(
            CvDate::decode(&[1, 4, 0, 3, 1]).unwrap_err().kind,
            DecodeErrorKind::DateNotBcd(_)
        ));
    }

    #[test]
    fn days_that_do_not_exist_are_named() {
        for day in [
            [2, 6, 0, 3, 3, 2],
            [2, 6, 0, 2, 2, 9],
            [2, 6, 1, 3, 0, 1],
            [2, 6, 0, 0, 0, 1],
            [2, 6, 0, 1, 0, 0],
        ] {
            assert_eq!(
                CvDate::decode(&day).unwrap_err().kind,
                DecodeErrorKind::NoSuchDay(day.to_vec())
            );
        }
        assert!(CvDate::decode(&[2, 4, 0, 2, 2, 9]).is_ok());
        assert!(CvDate::decode(&[0, 0, 0, 2, 2, 9]).is_ok());
    }
}
