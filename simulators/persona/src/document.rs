//! The document: what kind it is, its number, who issued it, how long it is valid.

use std::fmt;

use crate::day::{Day, When};

/// A document and the facts on it that are not the holder's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// What it is.
    pub kind: DocumentKind,
    /// Its two letters, in DG1 and in the MRZ.
    pub document_type: DocumentType,
    /// Whether it is a card of the first generation.
    pub generation: Generation,
    /// The number printed on it.
    pub number: DocumentNumber,
    /// The state that issued it.
    pub issuing_state: Country,
    /// Day of issue, where told.
    pub issued: Option<When>,
    /// Last day of validity.
    pub expires: When,
}

impl Document {
    /// The last day of validity, when today is `today`.
    #[must_use]
    pub fn expires_on(&self, today: Day) -> Day {
        self.expires.on(today)
    }
}

/// The kinds of German document with an eID application [TR-03127 §1].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DocumentKind {
    /// Personalausweis.
    IdentityCard,
    /// Elektronischer Aufenthaltstitel: has DG19 and DG20.
    ResidencePermit,
    /// eID-Karte für Unionsbürger: no photograph, no readable MRZ.
    EuCitizenCard,
    /// Smart-eID in a telephone: no CAN, no PUK, no MRZ.
    SmartEid,
}

impl DocumentKind {
    /// Every kind with its name in a persona file and the document types it may have, its usual one first
    /// [TR-03127 §3.4.3].
    pub const NAMES: [(&'static str, Self, &'static [&'static str]); 4] = [
        ("identity-card", Self::IdentityCard, &["ID"]),
        (
            "residence-permit",
            Self::ResidencePermit,
            &["AR", "AS", "AF"],
        ),
        ("eu-citizen-card", Self::EuCitizenCard, &["UB"]),
        ("smart-eid", Self::SmartEid, &["OA"]),
    ];

    /// Reads a name of [`DocumentKind::NAMES`].
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::NAMES
            .iter()
            .find(|(name, ..)| *name == text)
            .map(|(_, kind, _)| *kind)
    }

    /// The document types that this kind may have, the usual one first.
    #[must_use]
    pub fn document_types(self) -> &'static [&'static str] {
        Self::NAMES
            .iter()
            .find(|(_, kind, _)| *kind == self)
            .map_or(&[], |(_, _, types)| types)
    }
}

/// Two capital letters that say what a document is, such as `ID`, `AR` or `UB`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct DocumentType(&'static str);

impl DocumentType {
    /// The type, when the kind of document may have it.
    #[must_use]
    pub fn new(kind: DocumentKind, text: &str) -> Option<Self> {
        kind.document_types()
            .iter()
            .find(|known| **known == text)
            .map(|known| Self(known))
    }

    /// The type that this kind of document usually has.
    #[must_use]
    pub fn usual(kind: DocumentKind) -> Self {
        Self(kind.document_types().first().copied().unwrap_or("ID"))
    }

    /// The two letters.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.0
    }
}

impl fmt::Display for DocumentType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// The generations of cards that differ for a terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Generation {
    /// Issued from 2010: no nationality, no privileged terminal key, one key for Chip Authentication
    /// [TR-03127 annex D].
    First,
    /// As issued today.
    #[default]
    Current,
}

impl Generation {
    /// Reads `first` or `current`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "first" => Some(Self::First),
            "current" => Some(Self::Current),
            _ => None,
        }
    }
}

/// A document number: capital letters and digits, 1 to 22 of them, which is what a TD1 document can print
/// [ICAO 9303-5 §4.2.2.1].
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct DocumentNumber(String);

impl DocumentNumber {
    /// The number, when its characters and its length fit.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let fits = (1..=22).contains(&text.len())
            && text
                .bytes()
                .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
        fits.then(|| Self(text.to_owned()))
    }

    /// The characters, without filler and check digit.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A country: one or three capital letters [TR-03110-4 §2.2.3.1, ICAOCountry]; `D` is Germany.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Country(String);

impl Country {
    /// The country, when its letters fit.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let fits = matches!(text.len(), 1 | 3) && text.bytes().all(|c| c.is_ascii_uppercase());
        fits.then(|| Self(text.to_owned()))
    }

    /// Germany.
    #[must_use]
    pub fn germany() -> Self {
        Self("D".to_owned())
    }

    /// The letters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
