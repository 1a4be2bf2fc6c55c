//! Moments as SAML writes them.

use std::fmt;
use std::str::FromStr;

use ambient::{Date, UnixSeconds};

use crate::error::SamlError;

/// A moment to the second, written as `xsd:dateTime` in UTC: `2026-03-01T00:00:00.000Z`. `[SAML Core §1.3.3]`
///
/// Read are the years 1 to 9999, fractions of a second (dropped), and offsets from UTC; a moment without an offset is
/// one in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(UnixSeconds);

impl Instant {
    /// This moment.
    #[must_use]
    pub const fn new(seconds: UnixSeconds) -> Self {
        Self(seconds)
    }

    /// Seconds since 1970.
    #[must_use]
    pub const fn seconds(self) -> UnixSeconds {
        self.0
    }

    /// The moment so many seconds later, earlier if negative.
    #[must_use]
    pub fn plus(self, seconds: i64) -> Self {
        Self(self.0.plus(seconds))
    }
}

impl From<UnixSeconds> for Instant {
    fn from(seconds: UnixSeconds) -> Self {
        Self(seconds)
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let whole = self.0.to_string();
        write!(f, "{}.000Z", whole.trim_end_matches('Z'))
    }
}

impl FromStr for Instant {
    type Err = SamlError;

    fn from_str(text: &str) -> Result<Self, SamlError> {
        read(text).ok_or_else(|| SamlError::Value {
            place: "moment".to_owned(),
            text: text.to_owned(),
            expected: "a date and time such as 2026-03-01T00:00:00Z",
        })
    }
}

fn read(text: &str) -> Option<Instant> {
    let (date, rest) = text.trim_matches([' ', '\t', '\r', '\n']).split_once('T')?;
    let date: Date = (date.len() == 10).then(|| date.parse().ok())??;
    let (clock, rest) = rest.split_at_checked(8)?;
    let rest = after_fraction(rest)?;
    let seconds = time_of_day(clock)? - offset(rest)?;
    let midnight = date.midnight().get();
    let moment = UnixSeconds::new(midnight + seconds);
    // An offset must not leave the years that have a date.
    (moment.get() == midnight + seconds).then_some(Instant(moment))
}

/// `HH:MM:SS`
fn time_of_day(text: &str) -> Option<i64> {
    let (hour, rest) = two_digits(text)?;
    let (minute, rest) = two_digits(rest.strip_prefix(':')?)?;
    let (second, rest) = two_digits(rest.strip_prefix(':')?)?;
    (rest.is_empty() && hour < 24 && minute < 60 && second < 60)
        .then_some(hour * 3600 + minute * 60 + second)
}

/// What follows `.` and digits, or the text itself without them.
fn after_fraction(text: &str) -> Option<&str> {
    let Some(digits) = text.strip_prefix('.') else {
        return Some(text);
    };
    let rest = digits.trim_start_matches(|c: char| c.is_ascii_digit());
    (rest.len() < digits.len()).then_some(rest)
}

/// Seconds east of UTC: nothing, `Z`, or `±HH:MM` up to 14 hours.
fn offset(text: &str) -> Option<i64> {
    if text.is_empty() || text == "Z" {
        return Some(0);
    }
    let sign = match text.chars().next()? {
        '+' => 1,
        '-' => -1,
        _ => return None,
    };
    let (hours, rest) = two_digits(text.get(1..)?)?;
    let (minutes, rest) = two_digits(rest.strip_prefix(':')?)?;
    let seconds = hours * 3600 + minutes * 60;
    (rest.is_empty() && minutes < 60 && seconds <= 14 * 3600).then_some(sign * seconds)
}

fn two_digits(text: &str) -> Option<(i64, &str)> {
    let (digits, rest) = text.split_at_checked(2)?;
    let number = digits
        .bytes()
        .all(|b| b.is_ascii_digit())
        .then(|| digits.parse().ok())??;
    Some((number, rest))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::Instant;
    use ambient::{Date, UnixSeconds};

    fn noon() -> Instant {
        Instant::new(Date::new(2026, 3, 2).unwrap().midnight().plus(12 * 3600))
    }

    #[test]
    fn moments_are_written_with_milliseconds_in_utc() {
        assert_eq!(noon().to_string(), "2026-03-02T12:00:00.000Z");
    }

    #[test]
    fn fractions_and_offsets_are_read() {
        for text in [
            "2026-03-02T12:00:00Z",
            "2026-03-02T12:00:00.999Z",
            "2026-03-02T12:00:00",
            "2026-03-02T13:00:00+01:00",
            "2026-03-02T06:30:00.5-05:30",
            " 2026-03-02T12:00:00Z\n",
        ] {
            assert_eq!(text.parse(), Ok(noon()), "{text}");
        }
    }

    #[test]
    fn other_forms_are_refused() {
        for text in [
            "",
            "2026-03-02",
            "2026-03-02T12:00Z",
            "2026-03-02 12:00:00Z",
            "2026-02-30T12:00:00Z",
            "2026-03-02T24:00:00Z",
            "2026-03-02T12:60:00Z",
            "2026-03-02T12:00:60Z",
            "2026-03-02T12:00:00.Z",
            "2026-03-02T12:00:00z",
            "2026-03-02T12:00:00+15:00",
            "2026-03-02T12:00:00+0100",
            "-2026-03-02T12:00:00Z",
            "12026-03-02T12:00:00Z",
            "2026-03-02T+1:00:00Z",
            "9999-12-31T23:59:59-01:00",
            "2026-03-02T12:00:00Zé",
        ] {
            assert!(text.parse::<Instant>().is_err(), "{text}");
        }
    }

    #[test]
    fn every_second_comes_back() {
        for seconds in [
            0,
            1,
            951_782_400,
            1_772_409_600,
            -62_135_596_800,
            253_402_300_799,
        ] {
            let moment = Instant::new(UnixSeconds::new(seconds));
            assert_eq!(moment.to_string().parse(), Ok(moment));
        }
    }
}
