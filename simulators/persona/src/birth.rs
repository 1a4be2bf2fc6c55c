//! The date of birth, of which parts may be unknown.

use crate::day::{Day, When, days_in_month, number, split_date};

/// A date of birth as the file tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateOfBirth {
    /// Every part is known; the day may be counted from the day of use.
    Known(When),
    /// At least one part is unknown.
    Partial(BirthDate),
}

impl DateOfBirth {
    /// Reads `1984-08-12`, `1984-08-XX`, `1984-XX-XX`, `XXXX-08-XX`, … or `today-15y`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if let Some(day) = When::parse(text) {
            return Some(Self::Known(day));
        }
        let [year, month, day] = split_date(text)?;
        let birth = BirthDate {
            year: part(year, "XXXX")?,
            month: part(month, "XX")?,
            day: part(day, "XX")?,
        };
        birth.latest().map(|_| Self::Partial(birth))
    }

    /// The parts that are known, when today is `today`.
    #[must_use]
    pub fn on(self, today: Day) -> BirthDate {
        match self {
            Self::Known(when) => BirthDate::from(when.on(today)),
            Self::Partial(birth) => birth,
        }
    }
}

/// `Some(None)` for an unknown part, nothing for text that is neither digits nor the mark.
fn part<N: std::str::FromStr>(text: &str, unknown: &str) -> Option<Option<N>> {
    if text == unknown {
        return Some(None);
    }
    number(text).map(Some)
}

/// The known parts of a date of birth. The parts fit together: there is a day that has them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BirthDate {
    year: Option<u16>,
    month: Option<u8>,
    day: Option<u8>,
}

impl From<Day> for BirthDate {
    fn from(day: Day) -> Self {
        Self {
            year: Some(day.year()),
            month: Some(day.month()),
            day: Some(day.day()),
        }
    }
}

impl BirthDate {
    /// The year, where known.
    #[must_use]
    pub fn year(self) -> Option<u16> {
        self.year
    }

    /// The month, where known.
    #[must_use]
    pub fn month(self) -> Option<u8> {
        self.month
    }

    /// The day of the month, where known.
    #[must_use]
    pub fn day(self) -> Option<u8> {
        self.day
    }

    /// Eight characters `YYYYMMDD` with spaces for the unknown parts [TR-03127 §3.4.3].
    #[must_use]
    pub fn digits(self) -> String {
        let year = self
            .year
            .map_or_else(|| " ".repeat(4), |year| format!("{year:04}"));
        format!("{year}{}{}", two(self.month, "  "), two(self.day, "  "))
    }

    /// Six characters `YYMMDD` with fillers for the unknown parts [ICAO 9303-3 §4.8].
    #[must_use]
    pub fn mrz(self) -> String {
        let year = self
            .year
            .map_or_else(|| "<<".to_owned(), |year| format!("{:02}", year % 100));
        format!("{year}{}{}", two(self.month, "<<"), two(self.day, "<<"))
    }

    /// The latest day that the known parts allow: what an age is compared with, so that it is only confirmed
    /// when it is certain [TR-03127 §3.4.3]. Nothing when no day has these parts.
    #[must_use]
    pub fn latest(self) -> Option<Day> {
        // Eight years always hold a leap year, and 9996 is one: enough for a 29th of February.
        let years = self.year.map_or(9992..=9999, |year| year..=year);
        for year in years.rev() {
            for month in self.month.map_or(1..=12, |month| month..=month).rev() {
                let day = self.day.unwrap_or_else(|| days_in_month(year, month));
                if let Some(found) = Day::new(year, month, day) {
                    return Some(found);
                }
            }
        }
        None
    }
}

fn two(part: Option<u8>, unknown: &str) -> String {
    part.map_or_else(|| unknown.to_owned(), |part| format!("{part:02}"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn birth(text: &str) -> BirthDate {
        DateOfBirth::parse(text)
            .unwrap()
            .on(Day::new(2026, 3, 1).unwrap())
    }

    #[test]
    fn unknown_parts_are_spaces_in_the_data_group_and_fillers_in_the_mrz() {
        assert_eq!(
            (
                birth("1984-08-12").digits().as_str(),
                birth("1984-08-12").mrz().as_str()
            ),
            ("19840812", "840812")
        );
        assert_eq!(
            (
                birth("1984-XX-XX").digits().as_str(),
                birth("1984-XX-XX").mrz().as_str()
            ),
            ("1984    ", "84<<<<")
        );
        assert_eq!(
            (
                birth("XXXX-08-XX").digits().as_str(),
                birth("XXXX-08-XX").mrz().as_str()
            ),
            ("    08  ", "<<08<<")
        );
        assert_eq!(
            (
                birth("XXXX-XX-12").digits().as_str(),
                birth("XXXX-XX-12").mrz().as_str()
            ),
            ("      12", "<<<<12")
        );
    }

    #[test]
    fn an_unknown_part_counts_as_the_latest_possible() {
        assert_eq!(birth("1984-XX-XX").latest(), Day::parse("1984-12-31"));
        assert_eq!(birth("1984-02-XX").latest(), Day::parse("1984-02-29"));
        assert_eq!(birth("1984-XX-31").latest(), Day::parse("1984-12-31"));
        assert_eq!(birth("XXXX-02-29").latest(), Day::parse("9996-02-29"));
        assert_eq!(birth("today-15y").latest(), Day::parse("2011-03-01"));
    }

    #[test]
    fn parts_that_no_day_has_are_refused() {
        for wrong in [
            "XXXX-02-30",
            "1983-02-29",
            "1984-13-XX",
            "1984-XX-32",
            "1984-xx-xx",
            "XX-XX-XXXX",
            "198X-01-01",
        ] {
            assert_eq!(DateOfBirth::parse(wrong), None, "{wrong}");
        }
    }
}
