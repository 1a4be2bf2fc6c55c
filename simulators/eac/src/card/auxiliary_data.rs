//! Comparison of authenticated auxiliary data: the card says yes or no, and never the data.
//!
//! An identifier, the terminal's authorization and what the card knows of its holder come in, a verdict goes out.

use iso7816::StatusWord;
use iso7816::tlv::Reader;

use super::fault::{Fault, Faults};
use super::refusal::{Reason, Refusal};
use super::terminal_authentication::EffectiveAuthorization;
use crate::encoding::oid::{self, Oid};
use crate::encoding::{AuxiliaryDate, DecodeError, Right, TerminalType, tag};

/// What a card knows of its holder and itself, as its data groups hold it. A `None` answers as if unknown: 6A88.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StoredData<'a> {
    /// YYYYMMDD with blanks for unknown parts: data group 8.
    pub date_of_birth: Option<[u8; 8]>,
    /// YYYYMMDD: data group 3.
    pub date_of_expiry: Option<[u8; 8]>,
    /// The municipality id: data group 18.
    pub municipality_id: Option<&'a [u8]>,
}

/// The two commands that compare. They differ in the word for "no".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// VERIFY (class 8C): 6300. `[TR-03110-3 §B.14.10]`
    Verify,
    /// COMPARE: 6340. `[TR-03110-3 §B.14.9]`
    Compare,
}

/// Judges the data field of VERIFY or COMPARE: an object identifier with its tag. `[TR-03110-3 §B.6]`
///
/// # Errors
/// 6A80 for broken data; 6A88 for an identifier that is not known or was not authenticated; 6982 without the right; 6300
/// (VERIFY) or 6340 (COMPARE) when the comparison says no.
pub fn compare(
    data: &[u8],
    command: Command,
    authorization: &EffectiveAuthorization,
    stored: &StoredData<'_>,
    faults: Faults,
) -> Result<(), Refusal> {
    let identifier = read_identifier(data)?;
    let kind = Comparison::of(&identifier).ok_or(Reason::NoAuxiliaryData(identifier))?;
    kind.check_right(authorization, faults)?;
    let required = match required(authorization, &identifier, faults) {
        None if faults.has(Fault::AuxiliaryDataNotNeeded) => return Ok(()),
        found => found.ok_or(Reason::NoAuxiliaryData(identifier))?,
    };
    let verdict = kind
        .holds(required, stored, faults)
        .ok_or(Reason::NoAuxiliaryData(identifier))?;
    if verdict {
        return Ok(());
    }
    let status = match command {
        Command::Verify => StatusWord::VERIFICATION_FAILED,
        Command::Compare => StatusWord::COMPARISON_FAILED,
    };
    Err(Refusal {
        status,
        because: Reason::ComparisonFailed(identifier),
    })
}

fn read_identifier(data: &[u8]) -> Result<Oid, DecodeError> {
    let mut reader = Reader::new(data);
    let object = reader.expect(tag::OBJECT_IDENTIFIER)?;
    reader.finish()?;
    Oid::decode(object.value).map_err(|error| error.moved(object.value_offset()))
}

fn required<'a>(
    authorization: &'a EffectiveAuthorization,
    identifier: &Oid,
    faults: Faults,
) -> Option<&'a [u8]> {
    let sent = authorization.auxiliary_data();
    if faults.has(Fault::AuxiliaryFirstTemplateCounts) {
        let first = sent.templates().iter().find(|(oid, _)| oid == identifier);
        return first.map(|(_, data)| data.as_slice());
    }
    sent.get(identifier)
}

#[derive(Clone, Copy)]
enum Comparison {
    Age,
    Validity,
    Municipality,
}

impl Comparison {
    fn of(identifier: &Oid) -> Option<Self> {
        match *identifier {
            oid::ID_DATE_OF_BIRTH => Some(Self::Age),
            oid::ID_DATE_OF_EXPIRY => Some(Self::Validity),
            oid::ID_MUNICIPALITY_ID => Some(Self::Municipality),
            _ => None,
        }
    }

    /// Authentication terminals need a right, except for the validity of the document. `[TR-03110-4 §2.2.3]`
    fn check_right(
        self,
        authorization: &EffectiveAuthorization,
        faults: Faults,
    ) -> Result<(), Refusal> {
        if faults.has(Fault::AuxiliaryRightNotChecked) {
            return Ok(());
        }
        if authorization.terminal_type() != TerminalType::AuthenticationTerminal {
            return Err(Reason::NotAuthenticated.into());
        }
        let right = match self {
            Self::Age => Right::AgeVerification,
            Self::Municipality => Right::MunicipalityIdVerification,
            Self::Validity => return Ok(()),
        };
        if authorization.has(right) {
            Ok(())
        } else {
            Err(Reason::RightMissing(right).into())
        }
    }

    /// The comparison itself; `None` when the card has nothing to compare with. What is no date is never met.
    fn holds(self, required: &[u8], stored: &StoredData<'_>, faults: Faults) -> Option<bool> {
        let date = AuxiliaryDate::decode(required);
        Some(match self {
            Self::Age => {
                let birth = match faults.has(Fault::AgeUnknownPartsEarliest) {
                    true => AuxiliaryDate::earliest(&stored.date_of_birth?),
                    false => AuxiliaryDate::latest(&stored.date_of_birth?),
                };
                let old_enough = birth.zip(date).is_some_and(|(birth, required)| {
                    birth < required || birth == required && !faults.has(Fault::AgeBirthdayExcluded)
                });
                old_enough != faults.has(Fault::AgeInverted)
            }
            Self::Validity => {
                let expiry = AuxiliaryDate::decode(&stored.date_of_expiry?);
                let is_valid = expiry.zip(date).is_some_and(|(expiry, today)| {
                    expiry > today || expiry == today && !faults.has(Fault::ValidityLastDayExcluded)
                });
                is_valid != faults.has(Fault::ValidityInverted)
                    || faults.has(Fault::ValidityNotChecked)
            }
            Self::Municipality => {
                let known = stored.municipality_id?;
                let same = known.starts_with(required)
                    && !required.is_empty()
                    && (known == required || !faults.has(Fault::MunicipalityWholeOnly))
                    && !faults.has(Fault::MunicipalityNeverMatches);
                same || faults.has(Fault::MunicipalityNotChecked)
            }
        })
    }
}
