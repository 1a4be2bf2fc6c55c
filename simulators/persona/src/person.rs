//! The persona: holder, document, address and everything else that a file tells.

use crate::birth::DateOfBirth;
use crate::day::Day;
use crate::document::{Country, Document};
use crate::error::PersonaError;
use crate::mrz::Mrz;
use crate::place::{CommunityId, Place};
use crate::secrets::{PinState, TestSecrets};

/// An invented person with a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Persona {
    /// Which situation this persona stands for, in one sentence.
    pub note: String,
    /// The document.
    pub document: Document,
    /// The person.
    pub holder: Holder,
    /// Where they live; nothing where the data group does not exist.
    pub address: Option<Place>,
    /// The community id; nothing where the data group does not exist, an empty one where it is empty.
    pub community_id: Option<CommunityId>,
    /// The auxiliary texts of a residence permit.
    pub residence_permit: ResidencePermit,
    /// Telephone and electronic mail, which no German card carries today.
    pub contact: Contact,
    /// The state in which the card's PIN starts.
    pub pin_state: PinState,
    /// The card's passwords.
    pub test_secrets: TestSecrets,
    /// Set when the document is on the revocation list.
    pub revocation: Option<Revocation>,
}

impl Persona {
    /// Reads the text of a persona file.
    ///
    /// # Errors
    /// The first thing that is wrong, with its line, its key and what to write instead.
    pub fn parse(text: &str) -> Result<Self, PersonaError> {
        crate::reading::persona(text)
    }

    /// The machine readable zone of the document, when today is `today`.
    #[must_use]
    pub fn mrz(&self, today: Day) -> Mrz {
        Mrz::new(self, today)
    }
}

/// Facts about the person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// Given names; nothing for a person who has none.
    pub given_names: Option<String>,
    /// Family names.
    pub family_names: String,
    /// Religious or artistic name.
    pub artistic_name: Option<String>,
    /// Doctoral degree, as it is printed.
    pub doctoral_degree: Option<String>,
    /// Name at birth, where it differs.
    pub birth_name: Option<String>,
    /// Date of birth, or what is known of it.
    pub date_of_birth: DateOfBirth,
    /// Place of birth.
    pub place_of_birth: Place,
    /// Nationality; cards issued before November 2019 have none [TR-03127 §3.4.3].
    pub nationality: Option<Country>,
    /// Sex, where the document tells it.
    pub sex: Option<Sex>,
}

/// What a document may say of the holder's sex [TR-03110-4 §2.2.3.1, ICAOSex].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sex {
    /// F.
    Female,
    /// M.
    Male,
    /// Told to be unspecified: a space in the data group, a filler in the MRZ.
    Unspecified,
}

impl Sex {
    /// Reads `F`, `M` or `X`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "F" => Some(Self::Female),
            "M" => Some(Self::Male),
            "X" => Some(Self::Unspecified),
            _ => None,
        }
    }

    /// `F`, `M`, or the filler of the MRZ.
    #[must_use]
    pub fn mrz(self) -> char {
        match self {
            Self::Female => 'F',
            Self::Male => 'M',
            Self::Unspecified => '<',
        }
    }
}

/// Auxiliary texts of a residence permit, in DG19 and DG20.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ResidencePermit {
    /// First text.
    pub text_1: Option<String>,
    /// Second text.
    pub text_2: Option<String>,
}

/// How to reach the holder, in DG21 and DG22.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Contact {
    /// A telephone number as a `tel:` URI of ASCII characters.
    pub phone: Option<String>,
    /// An address for electronic mail, of ASCII characters.
    pub email: Option<String>,
}

/// Why and since when a document is revoked. Revocation shows outside the card only: its blocking identifier
/// is on a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revocation {
    /// What happened.
    pub note: String,
    /// The TEST word that a holder tells the hotline [TR-03127 annex B].
    pub test_blocking_word: Option<String>,
}
