//! Auxiliary data: what a terminal may want confirmed without reading it, made from what the card
//! holds `[TR-03110-3 §A.7.5]`.

use std::str::FromStr;

use ambient::Date;
use conformance_harness::StepError;
use eac::encoding::oid::{ID_DATE_OF_BIRTH, ID_DATE_OF_EXPIRY, ID_MUNICIPALITY_ID};
use eac::encoding::{AuxiliaryData, Oid};
use eac::terminal::command;
use iso7816::Ne;
use iso7816::tlv::{Reader, Tag};

use crate::CardWorld;
use crate::terminal::pace::PaceWish;
use crate::terminal::words::{Kind, Secret};

/// A data group that can be confirmed, as steps call it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Datum {
    /// Data group 8.
    Birth,
    /// Data group 3.
    Expiry,
    /// Data group 18.
    Municipality,
}

impl FromStr for Datum {
    type Err = String;

    fn from_str(words: &str) -> Result<Self, String> {
        match words {
            "the date of birth" => Ok(Self::Birth),
            "the date of expiry" => Ok(Self::Expiry),
            "the municipality id" => Ok(Self::Municipality),
            _ => Err(format!("{words:?} cannot be confirmed")),
        }
    }
}

impl Datum {
    /// The data group, and the certificate of the test plan that may read it.
    const fn source(self) -> (u8, &'static str) {
        match self {
            Self::Birth => (8, "AT_CERT_20h"),
            Self::Expiry => (3, "AT_CERT_20c"),
            Self::Municipality => (18, "AT_CERT_20r"),
        }
    }

    /// Its identifier as auxiliary data.
    #[must_use]
    pub const fn identifier(self) -> Oid {
        match self {
            Self::Birth => ID_DATE_OF_BIRTH,
            Self::Expiry => ID_DATE_OF_EXPIRY,
            Self::Municipality => ID_MUNICIPALITY_ID,
        }
    }
}

/// What the card holds, as far as it was read.
#[derive(Clone, Debug, Default)]
pub struct Held {
    birth: Option<Vec<u8>>,
    expiry: Option<Vec<u8>>,
    municipality: Option<Vec<u8>>,
}

impl Held {
    fn keep(&mut self, datum: Datum, value: Vec<u8>) {
        *match datum {
            Datum::Birth => &mut self.birth,
            Datum::Expiry => &mut self.expiry,
            Datum::Municipality => &mut self.municipality,
        } = Some(value);
    }

    fn value(&self, datum: Datum) -> Result<&[u8], StepError> {
        let value = match datum {
            Datum::Birth => &self.birth,
            Datum::Expiry => &self.expiry,
            Datum::Municipality => &self.municipality,
        };
        value.as_deref().ok_or_else(|| {
            StepError::precondition(format!("{datum:?} was not read by an earlier step"))
        })
    }

    fn day(&self, datum: Datum) -> Result<Date, StepError> {
        let value = self.value(datum)?;
        day(value).ok_or_else(|| {
            StepError::not_applicable(format!("{datum:?} is not a full date on this card"))
        })
    }
}

/// What a terminal commits to, as steps call it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// A day so many days after the one that the card holds.
    Day(Datum, i64),
    /// The first or the last day of the year in which the holder was born.
    YearOfBirth(&'static [u8; 4]),
    /// The municipality id, or what becomes of it.
    Municipality(Alike),
}

/// How a municipality id that is asked for is like that of the card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alike {
    /// It is the same.
    Whole,
    /// It is the first half.
    Beginning,
    /// Its last octet differs.
    Not,
    /// It is the same and goes on.
    Longer,
}

const QUESTIONS: [(&str, Question); 11] = [
    ("the day of birth", Question::Day(Datum::Birth, 0)),
    ("the day before the birth", Question::Day(Datum::Birth, -1)),
    (
        "the first day of the year of birth",
        Question::YearOfBirth(b"0101"),
    ),
    (
        "the last day of the year of birth",
        Question::YearOfBirth(b"1231"),
    ),
    ("the day of expiry", Question::Day(Datum::Expiry, 0)),
    (
        "the day before the expiry",
        Question::Day(Datum::Expiry, -1),
    ),
    ("the day after the expiry", Question::Day(Datum::Expiry, 1)),
    ("the municipality id", Question::Municipality(Alike::Whole)),
    (
        "the beginning of the municipality id",
        Question::Municipality(Alike::Beginning),
    ),
    (
        "another municipality id",
        Question::Municipality(Alike::Not),
    ),
    (
        "a longer municipality id",
        Question::Municipality(Alike::Longer),
    ),
];

/// Questions in the order in which they are sent, separated by `, then `.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Questions(pub Vec<Question>);

impl FromStr for Questions {
    type Err = String;

    fn from_str(words: &str) -> Result<Self, String> {
        let question = |words: &str| {
            QUESTIONS
                .iter()
                .find(|(known, _)| *known == words)
                .map(|(_, question)| *question)
                .ok_or_else(|| format!("{words:?} is nothing to commit to"))
        };
        words
            .split(", then ")
            .map(question)
            .collect::<Result<_, _>>()
            .map(Self)
    }
}

impl Questions {
    /// The data object 67.
    ///
    /// # Errors
    ///
    /// When what the card holds was not read, or the question cannot be asked about it.
    pub fn object(&self, held: &Held) -> Result<AuxiliaryData, StepError> {
        self.0
            .iter()
            .try_fold(AuxiliaryData::new(), |object, question| {
                let (datum, data) = question.asked(held)?;
                Ok(object.with(datum.identifier(), data))
            })
    }
}

impl Question {
    fn asked(self, held: &Held) -> Result<(Datum, Vec<u8>), StepError> {
        match self {
            Self::Day(datum, after) => {
                let day = held.day(datum)?.checked_add_days(after);
                let day = day.ok_or_else(|| {
                    StepError::not_applicable("the calendar ends at the date of this card")
                })?;
                let digits = format!("{:04}{:02}{:02}", day.year(), day.month(), day.day());
                Ok((datum, digits.into_bytes()))
            }
            Self::YearOfBirth(day) => {
                let value = held.value(Datum::Birth)?;
                let year = value.get(..4).filter(|year| year.is_ascii());
                let year = year.filter(|year| year.iter().all(u8::is_ascii_digit));
                let year = year.ok_or_else(|| {
                    StepError::not_applicable("the year of birth is not known on this card")
                })?;
                Ok((Datum::Birth, [year, &day[..]].concat()))
            }
            Self::Municipality(alike) => {
                let id = held.value(Datum::Municipality)?;
                if id.len() < 2 {
                    return Err(StepError::not_applicable(
                        "the municipality id of this card has no parts",
                    ));
                }
                Ok((Datum::Municipality, alike.made_from(id)))
            }
        }
    }
}

impl Alike {
    fn made_from(self, id: &[u8]) -> Vec<u8> {
        let mut id = id.to_vec();
        match self {
            Self::Whole => {}
            Self::Beginning => id.truncate(id.len() / 2),
            Self::Not => id.iter_mut().rev().take(1).for_each(|octet| *octet ^= 1),
            Self::Longer => id.push(0),
        }
        id
    }
}

impl CardWorld {
    /// Reads a data group with the certificate that the test plan has for it, and resets the card.
    ///
    /// # Errors
    ///
    /// When it cannot be read.
    pub fn read_datum(&mut self, datum: Datum) -> Result<(), StepError> {
        let (number, certificate) = datum.source();
        let password = Secret(eac::encoding::PasswordReference::Pin).known_to(self)?;
        let kind = Kind(eac::encoding::TerminalType::AuthenticationTerminal);
        self.run_pace(&PaceWish {
            password,
            chat: Some(kind.with_all_rights()),
        })?;
        self.run_terminal_authentication(certificate)?;
        self.run_chip_authentication()?;
        let select = command::select_application(&command::EID_APPLICATION);
        self.expect_ok("SELECT of the eID application", &select)?;
        let read = command::read_by_short_id(number, Ne::from_short(0x40));
        let content = self.transmit(&read)?.data.clone();
        let value = value_of(number, &content).ok_or_else(|| {
            StepError::precondition(format!("data group {number} does not hold a value"))
        })?;
        let mut held = self.try_kept::<Held>().cloned().unwrap_or_default();
        held.keep(datum, value);
        self.keep(held);
        self.reset()
    }
}

/// The value in a data group: the data object inside the one of the application.
fn value_of(number: u8, content: &[u8]) -> Option<Vec<u8>> {
    let group = Tag::new(0x60 + u32::from(number));
    let outer = Reader::new(content).next()?.ok()?;
    let inner = outer.reader().next()?.ok()?;
    (outer.tag == group).then(|| inner.value.to_vec())
}

fn day(value: &[u8]) -> Option<Date> {
    let digits = std::str::from_utf8(value)
        .ok()
        .filter(|digits| digits.len() == 8)?;
    let (year, rest) = digits.split_at_checked(4)?;
    let (month, day) = rest.split_at_checked(2)?;
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::{Datum, Held, Questions, value_of};
    use eac::encoding::oid::{ID_DATE_OF_BIRTH, ID_MUNICIPALITY_ID};

    #[test]
    fn questions_are_made_from_what_the_card_holds() {
        let mut held = Held::default();
        let content = [&[0x68, 0x0A, 0x12, 0x08][..], b"19640301"].concat();
        held.keep(Datum::Birth, value_of(8, &content).unwrap());
        assert_eq!(value_of(3, &content), None);
        held.keep(Datum::Municipality, vec![2, 0x76, 4, 0]);
        let asked = |words: &str| {
            let questions: Questions = words.parse().unwrap();
            questions.object(&held).unwrap()
        };
        let object = asked("the day of birth, then the day before the birth");
        assert_eq!(object.templates().len(), 2);
        assert_eq!(object.get(&ID_DATE_OF_BIRTH), Some(&b"19640229"[..]));
        let object = asked("the beginning of the municipality id");
        assert_eq!(object.get(&ID_MUNICIPALITY_ID), Some(&[2, 0x76][..]));
        assert!("the weather".parse::<Questions>().is_err());
    }
}
