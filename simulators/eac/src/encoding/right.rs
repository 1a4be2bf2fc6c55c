//! The rights of a terminal by name, and the bit of each.

use std::fmt;

use super::terminal_type::TerminalType;

/// A right that an authorization can grant. `[TR-03110-4 §2.1]` `[TR-03110-4 §2.2.3]` `[TR-03110-4 §2.3]`
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Right {
    /// Authentication terminal, bit 0.
    AgeVerification,
    /// Authentication terminal, bit 1; once called community id verification.
    MunicipalityIdVerification,
    /// Authentication terminal, bit 2.
    RestrictedIdentification,
    /// Authentication terminal, bit 3.
    PrivilegedTerminal,
    /// Authentication terminal, bit 4.
    CanAllowed,
    /// Authentication terminal, bit 5.
    PinManagement,
    /// Authentication terminal, bit 6.
    InstallCertificate,
    /// Authentication terminal, bit 7.
    InstallQualifiedCertificate,
    /// Authentication terminal, bits 8 to 29: data group 1 to 22.
    ReadDataGroup(u8),
    /// Authentication terminal, bit 30.
    PseudonymousSignatureAuthentication,
    /// Authentication terminal, bits 37 down to 32: data group 17 to 22.
    WriteDataGroup(u8),
    /// Inspection system, bit 0: data group 3 of the ePassport application.
    ReadFingerprint,
    /// Inspection system, bit 1: data group 4 of the ePassport application.
    ReadIris,
    /// Inspection system, bit 5; reserved since version 2.21.
    ReadEidApplication,
    /// Signature terminal, bit 0.
    GenerateSignature,
    /// Signature terminal, bit 1.
    GenerateQualifiedSignature,
}

impl Right {
    /// Every right that has a name, lowest bit first.
    #[must_use]
    pub fn all() -> Vec<Self> {
        let mut rights = vec![
            Self::AgeVerification,
            Self::MunicipalityIdVerification,
            Self::RestrictedIdentification,
            Self::PrivilegedTerminal,
            Self::CanAllowed,
            Self::PinManagement,
            Self::InstallCertificate,
            Self::InstallQualifiedCertificate,
        ];
        rights.extend((1..=22).map(Self::ReadDataGroup));
        rights.push(Self::PseudonymousSignatureAuthentication);
        rights.extend((17..=22).map(Self::WriteDataGroup));
        rights.extend([
            Self::ReadFingerprint,
            Self::ReadIris,
            Self::ReadEidApplication,
            Self::GenerateSignature,
            Self::GenerateQualifiedSignature,
        ]);
        rights
    }

    /// The bit of the right, counted from the right; `None` when the terminal type does not know it.
    #[must_use]
    pub const fn bit(self, terminal_type: TerminalType) -> Option<u32> {
        let (owner, bit) = match self {
            Self::AgeVerification => (TerminalType::AuthenticationTerminal, 0),
            Self::MunicipalityIdVerification => (TerminalType::AuthenticationTerminal, 1),
            Self::RestrictedIdentification => (TerminalType::AuthenticationTerminal, 2),
            Self::PrivilegedTerminal => (TerminalType::AuthenticationTerminal, 3),
            Self::CanAllowed => (TerminalType::AuthenticationTerminal, 4),
            Self::PinManagement => (TerminalType::AuthenticationTerminal, 5),
            Self::InstallCertificate => (TerminalType::AuthenticationTerminal, 6),
            Self::InstallQualifiedCertificate => (TerminalType::AuthenticationTerminal, 7),
            Self::ReadDataGroup(group @ 1..=22) => {
                (TerminalType::AuthenticationTerminal, 7 + group as u32)
            }
            Self::PseudonymousSignatureAuthentication => (TerminalType::AuthenticationTerminal, 30),
            Self::WriteDataGroup(group @ 17..=22) => match group {
                22 => (TerminalType::AuthenticationTerminal, 32),
                _ => (TerminalType::AuthenticationTerminal, 54 - group as u32),
            },
            Self::ReadDataGroup(_) | Self::WriteDataGroup(_) => return None,
            Self::ReadFingerprint => (TerminalType::InspectionSystem, 0),
            Self::ReadIris => (TerminalType::InspectionSystem, 1),
            Self::ReadEidApplication => (TerminalType::InspectionSystem, 5),
            Self::GenerateSignature => (TerminalType::SignatureTerminal, 0),
            Self::GenerateQualifiedSignature => (TerminalType::SignatureTerminal, 1),
        };
        if owner as u8 == terminal_type as u8 {
            Some(bit)
        } else {
            None
        }
    }
}

impl fmt::Display for Right {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match self {
            Self::ReadDataGroup(group) => return write!(f, "read DG{group}"),
            Self::WriteDataGroup(group) => return write!(f, "write DG{group}"),
            Self::AgeVerification => "age verification",
            Self::MunicipalityIdVerification => "municipality id verification",
            Self::RestrictedIdentification => "restricted identification",
            Self::PrivilegedTerminal => "privileged terminal",
            Self::CanAllowed => "CAN allowed",
            Self::PinManagement => "PIN management",
            Self::InstallCertificate => "install certificate",
            Self::InstallQualifiedCertificate => "install qualified certificate",
            Self::PseudonymousSignatureAuthentication => "pseudonymous signature authentication",
            Self::ReadFingerprint => "read fingerprints",
            Self::ReadIris => "read iris",
            Self::ReadEidApplication => "read eID application",
            Self::GenerateSignature => "generate signature",
            Self::GenerateQualifiedSignature => "generate qualified signature",
        };
        f.write_str(name)
    }
}

#[cfg(test)]
mod tests {
    use super::{Right, TerminalType};

    #[test]
    fn no_two_rights_share_a_bit() {
        for kind in TerminalType::ALL {
            let mut bits: Vec<_> = Right::all()
                .iter()
                .filter_map(|right| right.bit(kind))
                .collect();
            let count = bits.len();
            bits.sort_unstable();
            bits.dedup();
            assert_eq!(bits.len(), count, "{kind}");
        }
    }
}
