//! Kinds of terminals and the roles of certificate holders.
//!
//! Identifiers and bits come in, names go out.

use std::fmt;

use super::oid::{self, Oid};

/// The kinds of terminals. `[TR-03110-2 §2.1]`
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TerminalType {
    /// Inspection system (id-IS).
    InspectionSystem,
    /// Authentication terminal (id-AT).
    AuthenticationTerminal,
    /// Signature terminal (id-ST).
    SignatureTerminal,
}

impl TerminalType {
    /// All of them.
    pub const ALL: [Self; 3] = [
        Self::InspectionSystem,
        Self::AuthenticationTerminal,
        Self::SignatureTerminal,
    ];

    /// The type of an identifier.
    #[must_use]
    pub fn from_oid(identifier: &Oid) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.oid() == *identifier)
    }

    /// The identifier of the type.
    #[must_use]
    pub const fn oid(self) -> Oid {
        match self {
            Self::InspectionSystem => oid::ID_IS,
            Self::AuthenticationTerminal => oid::ID_AT,
            Self::SignatureTerminal => oid::ID_ST,
        }
    }

    /// Bytes of the authorization: 5 for authentication terminals, 1 for the others. `[TR-03110-4 §2]`
    #[must_use]
    pub const fn authorization_length(self) -> usize {
        match self {
            Self::AuthenticationTerminal => 5,
            Self::InspectionSystem | Self::SignatureTerminal => 1,
        }
    }
}

impl fmt::Display for TerminalType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::InspectionSystem => "inspection system",
            Self::AuthenticationTerminal => "authentication terminal",
            Self::SignatureTerminal => "signature terminal",
        })
    }
}

/// The two highest bits of an authorization. `[TR-03110-4 §2]`
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// 11: country verifying certification authority.
    Cvca,
    /// 10: official domestic document verifier; accreditation body of signature terminals.
    OfficialDomesticDv,
    /// 01: non-official or foreign document verifier; certification service provider of signature terminals.
    ForeignDv,
    /// 00: terminal.
    Terminal,
}

impl Role {
    pub(super) const fn from_bits(bits: u64) -> Self {
        match bits & 3 {
            3 => Self::Cvca,
            2 => Self::OfficialDomesticDv,
            1 => Self::ForeignDv,
            _ => Self::Terminal,
        }
    }

    pub(super) const fn bits(self) -> u64 {
        match self {
            Self::Cvca => 3,
            Self::OfficialDomesticDv => 2,
            Self::ForeignDv => 1,
            Self::Terminal => 0,
        }
    }

    /// Whether this is one of the two kinds of document verifier.
    #[must_use]
    pub const fn is_dv(self) -> bool {
        matches!(self, Self::OfficialDomesticDv | Self::ForeignDv)
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Cvca => "CVCA",
            Self::OfficialDomesticDv => "official domestic DV",
            Self::ForeignDv => "non-official or foreign DV",
            Self::Terminal => "terminal",
        })
    }
}
