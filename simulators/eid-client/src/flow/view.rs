//! What a user sees, without words: those are the pages' affair.

use eac::encoding::{CvDate, Right, TermsOfUsage, oid};

use super::inquiry::{Approved, Inquiry};
use super::{Phase, Problem, rights};
use crate::SlotState;

/// A page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum View {
    /// Who asks for what, and what of it the user grants. `[TR-03124-1 §3.8]`
    Rights {
        /// Who asks.
        service: Box<ServiceView>,
        /// What cannot be taken away.
        required: Vec<Right>,
        /// What can.
        optional: Vec<Right>,
    },
    /// The card is missing.
    Card {
        /// What there is instead.
        slot: SlotState,
    },
    /// A secret, or another decision about the PIN.
    Question {
        /// What is asked.
        question: Question,
        /// Who asks.
        service: Box<ServiceView>,
        /// What was granted.
        granted: Vec<Right>,
    },
    /// What went wrong.
    Failed {
        /// What it was.
        problem: Problem,
        /// Where the browser goes from here.
        to: String,
    },
}

/// What is asked about the PIN.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// The PIN.
    Pin {
        /// Tries left, if the card says so.
        tries: Option<u8>,
        /// What happened before.
        notice: Option<Notice>,
    },
    /// The CAN, because one try is left.
    Can {
        /// What happened before.
        notice: Option<Notice>,
        /// Whether the PIN of the letter comes after it.
        letter: bool,
    },
    /// The PUK, because no try is left.
    Puk {
        /// What happened before.
        notice: Option<Notice>,
    },
    /// The PIN of the letter, and an own one.
    SetPin {
        /// What happened before.
        notice: Option<Notice>,
    },
    /// The PIN is switched off: another card, or none.
    Deactivated,
    /// The PUK was used too often: another card, or none.
    PukUsedUp,
}

/// What happened before a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    /// The PIN was wrong.
    WrongPin,
    /// The CAN was wrong.
    WrongCan,
    /// The PUK was wrong.
    WrongPuk,
    /// It was no number of the right length.
    Format,
    /// It had five digits, as the PIN of the letter has.
    FiveDigits,
    /// The new PIN was not the same both times.
    PinsDiffer,
    /// The PIN has its tries again.
    Unblocked,
    /// The own PIN is set.
    PinSet,
}

/// Who asks. `[TR-03124-1 §3.8]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceView {
    /// Name of the service.
    pub name: String,
    /// Its address.
    pub url: Option<String>,
    /// Who issued its certificate.
    pub issuer: String,
    /// The issuer's address.
    pub issuer_url: Option<String>,
    /// What the data are for, and who watches over that; nothing unless it is plain text.
    pub terms: Option<String>,
    /// First and last day of its certificate.
    pub validity: (CvDate, CvDate),
    /// Words of the service about this transaction.
    pub transaction: Option<String>,
    /// What the card is asked to compare.
    pub comparisons: Vec<Comparison>,
}

/// What the card is asked to compare.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// Born on this day or before: eight digits.
    BornBefore(String),
    /// Valid on this day: eight digits.
    ValidOn(String),
    /// The municipality begins so, hexadecimal digits.
    Municipality(String),
}

impl Question {
    /// The same question after something happened.
    #[must_use]
    pub const fn with(self, notice: Notice) -> Self {
        let notice = Some(notice);
        match self {
            Self::Pin { tries, .. } => Self::Pin { tries, notice },
            Self::Can { letter, .. } => Self::Can { notice, letter },
            Self::Puk { .. } => Self::Puk { notice },
            Self::SetPin { .. } => Self::SetPin { notice },
            Self::Deactivated | Self::PukUsedUp => self,
        }
    }

    /// What happened before.
    #[must_use]
    pub const fn notice(self) -> Option<Notice> {
        match self {
            Self::Pin { notice, .. }
            | Self::Can { notice, .. }
            | Self::Puk { notice }
            | Self::SetPin { notice } => notice,
            Self::Deactivated | Self::PukUsedUp => None,
        }
    }
}

impl View {
    pub(super) fn rights(inquiry: &Inquiry) -> Self {
        Self::Rights {
            service: Box::new(ServiceView::of(inquiry)),
            required: rights::listed(&inquiry.required),
            optional: rights::listed(&inquiry.optional),
        }
    }

    pub(super) fn question(approved: &Approved, question: Question) -> Self {
        Self::Question {
            question,
            service: Box::new(ServiceView::of(&approved.inquiry)),
            granted: rights::listed(&approved.chat),
        }
    }
}

/// The page of a phase that waits for the user.
pub(super) fn of(phase: &Phase) -> Option<View> {
    Some(match phase {
        Phase::Choosing(inquiry) => View::rights(inquiry),
        Phase::Laying(_, slot) => View::Card { slot: *slot },
        Phase::Asking(card, question) => View::question(&card.approved, *question),
        Phase::Failed(problem, to) => View::Failed {
            problem: problem.clone(),
            to: to.clone(),
        },
        _ => return None,
    })
}

impl ServiceView {
    fn of(inquiry: &Inquiry) -> Self {
        let description = &inquiry.description;
        let terminal = inquiry.certificates.terminal();
        Self {
            name: description.subject_name.clone(),
            url: description.subject_url.clone(),
            issuer: description.issuer_name.clone(),
            issuer_url: description.issuer_url.clone(),
            terms: match &description.terms_of_usage {
                TermsOfUsage::Plain(text) => Some(text.clone()),
                TermsOfUsage::Html(_) | TermsOfUsage::Pdf(_) => None,
            },
            validity: (terminal.effective, terminal.expiration),
            transaction: inquiry.transaction.clone(),
            comparisons: comparisons(inquiry),
        }
    }
}

/// Comparisons that need a right are shown where it is asked for.
fn comparisons(inquiry: &Inquiry) -> Vec<Comparison> {
    let asked = |right| inquiry.required.has(right) || inquiry.optional.has(right);
    let digits = |identifier| {
        let data: &[u8] = inquiry.comparisons.get(identifier)?;
        Some(String::from_utf8_lossy(data).into_owned())
    };
    let born = asked(Right::AgeVerification)
        .then(|| digits(&oid::ID_DATE_OF_BIRTH).map(Comparison::BornBefore));
    let municipality = asked(Right::MunicipalityIdVerification).then(|| {
        let data = inquiry.comparisons.get(&oid::ID_MUNICIPALITY_ID)?;
        let digits: String = data.iter().map(|byte| format!("{byte:02X}")).collect();
        Some(Comparison::Municipality(digits))
    });
    let valid = digits(&oid::ID_DATE_OF_EXPIRY).map(Comparison::ValidOn);
    [born.flatten(), municipality.flatten(), valid]
        .into_iter()
        .flatten()
        .collect()
}
