//! What the card answered, and the ways in which a step may describe it.

use std::fmt;
use std::str::FromStr;

use conformance_verdict::Protection;
use iso7816::{CommandApdu, StatusWord};

/// The last answer of the card, as the terminal understood it.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The command it answers, without secure messaging.
    pub command: CommandApdu,
    /// The data, without secure messaging.
    pub data: Vec<u8>,
    /// The status word; the authenticated one inside secure messaging.
    pub status: StatusWord,
    /// Whether it came protected.
    pub protection: Protection,
    /// What is wrong with its protection, if anything.
    pub broken: Option<String>,
    /// The bytes as received, status word last.
    pub wire: Vec<u8>,
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.status)?;
        match (self.protection, &self.broken) {
            (Protection::Secured, _) => f.write_str(" within secure messaging"),
            (Protection::Broken, Some(why)) => write!(f, " within broken secure messaging ({why})"),
            _ => f.write_str(" in plain"),
        }
    }
}

/// A set of status words, as a step writes it: `9000`, `6A80 or 6A88`, `63CX`.
///
/// Digits and the letter X, which stands for any digit. `a checking error` are the status words
/// from 6400 to 6FFF, in the words of the test plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusPattern(Vec<Choice>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Choice {
    Digits(String),
    CheckingError,
}

impl StatusPattern {
    /// Whether a status word is one of the set.
    #[must_use]
    pub fn matches(&self, status: StatusWord) -> bool {
        let digits = format!("{:04X}", status.value());
        self.0.iter().any(|choice| match choice {
            Choice::CheckingError => status.is_checking_error(),
            Choice::Digits(pattern) => pattern
                .chars()
                .zip(digits.chars())
                .all(|(want, is)| want == 'X' || want == is),
        })
    }
}

impl FromStr for StatusPattern {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        text.split(" or ")
            .map(choice)
            .collect::<Result<_, _>>()
            .map(Self)
    }
}

fn choice(text: &str) -> Result<Choice, String> {
    let text = text.trim();
    let is_digits = text.len() == 4
        && text
            .chars()
            .all(|c| c == 'X' || c.is_ascii_digit() || ('A'..='F').contains(&c));
    match text {
        "a checking error" => Ok(Choice::CheckingError),
        _ if is_digits => Ok(Choice::Digits(text.to_owned())),
        _ => Err(format!(
            "{text:?} is neither four digits nor \"a checking error\""
        )),
    }
}

impl fmt::Display for StatusPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = self.0.iter().map(|choice| match choice {
            Choice::Digits(digits) => digits.as_str(),
            Choice::CheckingError => "a checking error",
        });
        f.write_str(&words.collect::<Vec<_>>().join(" or "))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::StatusPattern;
    use iso7816::StatusWord;

    #[test]
    fn a_pattern_is_a_set_of_status_words() {
        let pattern: StatusPattern = "9000 or 63CX".parse().unwrap();
        assert!(pattern.matches(StatusWord::OK));
        assert!(pattern.matches(StatusWord::retries(2)));
        assert!(!pattern.matches(StatusWord::WRONG_DATA));
        let error: StatusPattern = "a checking error".parse().unwrap();
        assert!(error.matches(StatusWord::WRONG_DATA));
        assert!(!error.matches(StatusWord::OK));
        assert!("900".parse::<StatusPattern>().is_err());
        assert_eq!(pattern.to_string(), "9000 or 63CX");
    }
}
