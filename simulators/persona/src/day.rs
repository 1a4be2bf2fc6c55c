//! A day of the Gregorian calendar, and a day told relative to the day of use.

use std::fmt;

/// A valid day between 0001-01-01 and 9999-12-31.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day {
    year: u16,
    month: u8,
    day: u8,
}

impl Day {
    /// The first day that this type can tell.
    pub const MIN: Self = Self {
        year: 1,
        month: 1,
        day: 1,
    };
    /// The last day that this type can tell.
    pub const MAX: Self = Self {
        year: 9999,
        month: 12,
        day: 31,
    };

    /// The day, or nothing when the calendar has no such day.
    #[must_use]
    pub fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let known = (1..=9999).contains(&year) && day >= 1 && day <= days_in_month(year, month);
        known.then_some(Self { year, month, day })
    }

    /// Reads `YYYY-MM-DD`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let [year, month, day] = split_date(text)?;
        Self::new(number(year)?, number(month)?, number(day)?)
    }

    /// The year, 1 to 9999.
    #[must_use]
    pub fn year(self) -> u16 {
        self.year
    }

    /// The month, 1 to 12.
    #[must_use]
    pub fn month(self) -> u8 {
        self.month
    }

    /// The day of the month, 1 to 31.
    #[must_use]
    pub fn day(self) -> u8 {
        self.day
    }

    /// Eight digits, `YYYYMMDD`, as the data groups write a date [TR-03110-4 §2.2.3.1].
    #[must_use]
    pub fn digits(self) -> String {
        format!("{:04}{:02}{:02}", self.year, self.month, self.day)
    }

    /// The day so many months later (or earlier), the last of that month when it is shorter; kept within
    /// [`Day::MIN`] and [`Day::MAX`].
    #[must_use]
    pub fn plus_months(self, months: i32) -> Self {
        let count = i64::from(self.year) * 12 + i64::from(self.month) - 1 + i64::from(months);
        let (Ok(year), Ok(month)) = (
            u16::try_from(count.div_euclid(12)),
            u8::try_from(count.rem_euclid(12) + 1),
        ) else {
            return if months < 0 { Self::MIN } else { Self::MAX };
        };
        let day = self.day.min(days_in_month(year, month));
        Self::new(year, month, day).unwrap_or(if months < 0 { Self::MIN } else { Self::MAX })
    }

    /// The day so many days later (or earlier); kept within [`Day::MIN`] and [`Day::MAX`].
    #[must_use]
    pub fn plus_days(self, days: i32) -> Self {
        let mut year_and_month = Self { day: 1, ..self };
        let mut left = i64::from(self.day) - 1 + i64::from(days);
        while left < 0 {
            let earlier = year_and_month.plus_months(-1);
            if earlier == year_and_month {
                return Self::MIN;
            }
            year_and_month = earlier;
            left += i64::from(year_and_month.length_of_month());
        }
        while left >= i64::from(year_and_month.length_of_month()) {
            left -= i64::from(year_and_month.length_of_month());
            let later = year_and_month.plus_months(1);
            if later == Self::MAX {
                return Self::MAX;
            }
            year_and_month = later;
        }
        let day = u8::try_from(left + 1).ok();
        day.and_then(|day| Self::new(year_and_month.year, year_and_month.month, day))
            .unwrap_or(Self::MAX)
    }

    fn length_of_month(self) -> u8 {
        days_in_month(self.year, self.month)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// A day as a persona file tells it: fixed, or counted from the day of use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// This day.
    On(Day),
    /// The day of use, moved by whole months and then by days.
    FromToday {
        /// Months to move, twelve to the year.
        months: i32,
        /// Days to move.
        days: i32,
    },
}

impl When {
    /// Reads `2030-05-31`, `today`, `today+10y`, `today-1d` or `today+3m`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let Some(offset) = text.strip_prefix("today") else {
            return Day::parse(text).map(Self::On);
        };
        if offset.is_empty() {
            return Some(Self::FromToday { months: 0, days: 0 });
        }
        let sign = match offset.get(..1)? {
            "+" => 1,
            "-" => -1,
            _ => return None,
        };
        let digits = offset.get(1..)?;
        let (amount, unit) = digits.split_at_checked(digits.len().checked_sub(1)?)?;
        let amount = sign * i32::from(number::<u16>(amount)?);
        match unit {
            "y" => Some(Self::FromToday {
                months: amount.checked_mul(12)?,
                days: 0,
            }),
            "m" => Some(Self::FromToday {
                months: amount,
                days: 0,
            }),
            "d" => Some(Self::FromToday {
                months: 0,
                days: amount,
            }),
            _ => None,
        }
    }

    /// The day meant, when today is `today`.
    #[must_use]
    pub fn on(self, today: Day) -> Day {
        match self {
            Self::On(day) => day,
            Self::FromToday { months, days } => today.plus_months(months).plus_days(days),
        }
    }
}

/// Days of a month; 0 for a month that does not exist.
pub(crate) fn days_in_month(year: u16, month: u8) -> u8 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 0,
    }
}

/// The three parts of `YYYY-MM-DD`, each of its full length.
pub(crate) fn split_date(text: &str) -> Option<[&str; 3]> {
    let mut parts = text.split('-');
    let date = [parts.next()?, parts.next()?, parts.next()?];
    let lengths = date.map(str::len) == [4, 2, 2];
    (lengths && parts.next().is_none()).then_some(date)
}

/// Decimal digits only: no sign, no spaces.
pub(crate) fn number<N: std::str::FromStr>(digits: &str) -> Option<N> {
    let decimal = !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit());
    decimal.then(|| digits.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_calendar_decides_which_days_exist() {
        assert!(Day::parse("2024-02-29").is_some());
        for wrong in [
            "2023-02-29",
            "1900-02-29",
            "2024-00-10",
            "2024-13-01",
            "2024-04-31",
            "0000-01-01",
            "24-1-1",
            "+024-01-01",
            "2024-01-01-",
        ] {
            assert_eq!(Day::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn months_end_where_the_calendar_ends_them() {
        let last = Day::parse("2024-01-31").unwrap();
        assert_eq!(last.plus_months(1).to_string(), "2024-02-29");
        assert_eq!(last.plus_months(-2).to_string(), "2023-11-30");
        assert_eq!(Day::MAX.plus_months(1), Day::MAX);
        assert_eq!(Day::MIN.plus_months(-1), Day::MIN);
    }

    #[test]
    fn days_carry_over_months_and_years() {
        let day = Day::parse("2024-12-31").unwrap();
        assert_eq!(day.plus_days(1).to_string(), "2025-01-01");
        assert_eq!(day.plus_days(-366).to_string(), "2023-12-31");
        assert_eq!(day.plus_days(366).to_string(), "2026-01-01");
        assert_eq!(Day::MAX.plus_days(1), Day::MAX);
        assert_eq!(Day::MAX.plus_days(0), Day::MAX);
        assert_eq!(Day::MIN.plus_days(-1), Day::MIN);
    }

    #[test]
    fn relative_days_follow_the_day_of_use() {
        let today = Day::parse("2026-03-15").unwrap();
        for (text, day) in [
            ("today", "2026-03-15"),
            ("today+10y", "2036-03-15"),
            ("today-15y", "2011-03-15"),
            ("today-1d", "2026-03-14"),
            ("today+3m", "2026-06-15"),
            ("2030-05-31", "2030-05-31"),
        ] {
            assert_eq!(
                When::parse(text).unwrap().on(today).to_string(),
                day,
                "{text}"
            );
        }
        for wrong in [
            "today+",
            "today+y",
            "today+1",
            "today*1d",
            "tomorrow",
            "today+1w",
            "today+-1d",
            "today+ä",
            "today+99999y",
        ] {
            assert_eq!(When::parse(wrong), None, "{wrong}");
        }
    }
}
