//! The words in which the test plan speaks of status words.
//!
//! The plan says "checking error" for whatever refuses a command; with TR-03110 that is every status from 6400 to 6FFF
//! ([TR-03110-3 §B.14.2]). ISO/IEC 7816-4 parts that range: 64 to 66 are execution errors, 67 to 6F checking errors.

use std::fmt;

use conformance_verdict::Verdict;
use iso7816::StatusWord;

/// One class of status words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum StatusClass {
    /// '90 00'.
    Ok,
    /// One status word, as the plan writes it ('6A 80').
    Exactly(u16),
    /// '63 CX', with whatever counter.
    RetriesLeft,
    /// Checking error: 6400 to 6FFF.
    CheckingError,
    /// Execution error: 6400 to 66FF.
    ExecutionError,
    /// Warning: 6200 to 63FF.
    Warning,
}

impl StatusClass {
    /// Whether `status` is in the class.
    #[must_use]
    pub fn contains(self, status: StatusWord) -> bool {
        let value = status.value();
        match self {
            Self::Ok => value == 0x9000,
            Self::Exactly(expected) => value == expected,
            Self::RetriesLeft => value & 0xFFF0 == 0x63C0,
            Self::CheckingError => (0x6400..=0x6FFF).contains(&value),
            Self::ExecutionError => (0x6400..=0x66FF).contains(&value),
            Self::Warning => (0x6200..=0x63FF).contains(&value),
        }
    }
}

impl fmt::Display for StatusClass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ok => f.write_str("9000"),
            Self::Exactly(value) => write!(f, "{value:04X}"),
            Self::RetriesLeft => f.write_str("63CX"),
            Self::CheckingError => f.write_str("checking error"),
            Self::ExecutionError => f.write_str("execution error"),
            Self::Warning => f.write_str("warning"),
        }
    }
}

/// Any of several classes: the expected result of one step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpectedStatus(Vec<StatusClass>);

/// Words that name no class of status words.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "\"{0}\" names no status: write 9000, four hex digits, 63CX, checking error, execution error or warning, joined by \"or\" or commas"
)]
pub struct UnknownStatus(String);

impl ExpectedStatus {
    /// Reads the words of a step: `9000`, `checking error or 6300`, `6300, 63CX or checking error`.
    ///
    /// # Errors
    /// [`UnknownStatus`] with the words that are no status.
    pub fn parse(words: &str) -> Result<Self, UnknownStatus> {
        let classes = words.replace(" or ", ",");
        let classes: Result<Vec<_>, _> = classes
            .split(',')
            .map(|part| parse_class(part).ok_or_else(|| UnknownStatus(part.trim().to_owned())))
            .collect();
        classes.map(Self)
    }

    /// Whether `status` is in one of the classes.
    #[must_use]
    pub fn contains(&self, status: StatusWord) -> bool {
        self.0.iter().any(|class| class.contains(status))
    }

    /// PASS if `status` is in one of the classes, else FAIL.
    #[must_use]
    pub fn verdict(&self, status: StatusWord) -> Verdict {
        if self.contains(status) {
            Verdict::Pass
        } else {
            Verdict::Fail
        }
    }
}

impl fmt::Display for ExpectedStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, class) in self.0.iter().enumerate() {
            let joint = if index == 0 { "" } else { " or " };
            write!(f, "{joint}{class}")?;
        }
        Ok(())
    }
}

impl FromIterator<StatusClass> for ExpectedStatus {
    fn from_iter<T: IntoIterator<Item = StatusClass>>(classes: T) -> Self {
        Self(classes.into_iter().collect())
    }
}

fn parse_class(words: &str) -> Option<StatusClass> {
    let words = words.trim();
    let words = words
        .strip_prefix("an ")
        .or_else(|| words.strip_prefix("a "))
        .unwrap_or(words);
    Some(match words {
        "9000" => StatusClass::Ok,
        "63CX" => StatusClass::RetriesLeft,
        "checking error" => StatusClass::CheckingError,
        "execution error" => StatusClass::ExecutionError,
        "warning" => StatusClass::Warning,
        digits if digits.len() == 4 => StatusClass::Exactly(u16::from_str_radix(digits, 16).ok()?),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn fits(words: &str, value: u16) -> bool {
        ExpectedStatus::parse(words)
            .unwrap()
            .contains(StatusWord::from(value))
    }

    #[test]
    fn the_words_of_the_plan_are_read() {
        for (words, good, bad) in [
            ("9000", vec![0x9000], vec![0x6100, 0x6300, 0x9001]),
            (
                "a checking error",
                vec![0x6400, 0x6700, 0x6A80, 0x6FFF],
                vec![0x63FF, 0x7000, 0x9000],
            ),
            (
                "checking error or 6300",
                vec![0x6300, 0x6982],
                vec![0x63C2, 0x6200, 0x9000],
            ),
            (
                "6300, 63CX or checking error",
                vec![0x6300, 0x63C2, 0x6985],
                vec![0x6282, 0x9000],
            ),
            (
                "9000 or a checking error",
                vec![0x9000, 0x6A88],
                vec![0x6300],
            ),
            (
                "execution error or warning",
                vec![0x6200, 0x6581, 0x63C0],
                vec![0x6700, 0x9000],
            ),
            ("6A80", vec![0x6A80], vec![0x6A81]),
        ] {
            assert!(good.iter().all(|&value| fits(words, value)), "{words}");
            assert!(!bad.iter().any(|&value| fits(words, value)), "{words}");
        }
    }

    #[test]
    fn other_words_are_refused_by_name() {
        assert_eq!(
            ExpectedStatus::parse("checking eror"),
            Err(UnknownStatus("checking eror".to_owned()))
        );
        assert_eq!(
            ExpectedStatus::parse("9000 or "),
            Err(UnknownStatus(String::new()))
        );
        assert!(ExpectedStatus::parse("6AG0").is_err());
    }

    #[test]
    fn an_expectation_prints_the_words_it_was_read_from() {
        let words = "6300 or 63CX or checking error";
        assert_eq!(ExpectedStatus::parse(words).unwrap().to_string(), words);
    }
}
