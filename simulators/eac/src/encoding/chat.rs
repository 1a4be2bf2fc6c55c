//! The Certificate Holder Authorization Template: who a terminal is and what it may do.
//!
//! Bytes come in, a terminal type with role and rights goes out. Which rights are *effective* is decided on the card's
//! side; here is only the bitwise "and" of two templates.

use std::fmt;

use iso7816::tlv::{Reader, Writer, encode};

use super::error::{DecodeError, DecodeErrorKind};
use super::oid::Oid;
use super::right::Right;
use super::tag;
use super::terminal_type::{Role, TerminalType};

/// Longest authorization kept, in bytes: what later versions append on the left survives.
const MAX_LENGTH: usize = 8;

/// A Certificate Holder Authorization Template. Bits without a name survive. `[TR-03110-3 §C.1.5]`
///
/// ```text
/// 7F4C { 06 id-IS | id-AT | id-ST    53 role and rights, 1 or 5 bytes }
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Chat {
    terminal_type: TerminalType,
    bits: u64,
    length: u8,
}

impl Chat {
    /// A template without rights.
    #[must_use]
    pub const fn new(terminal_type: TerminalType, role: Role) -> Self {
        let empty = Self {
            terminal_type,
            bits: 0,
            length: standard_length(terminal_type),
        };
        Self {
            bits: role.bits() << empty.role_shift(),
            ..empty
        }
    }

    /// A template with these rights; those that the terminal type does not know are left out.
    #[must_use]
    pub fn with_rights(terminal_type: TerminalType, role: Role, rights: &[Right]) -> Self {
        rights
            .iter()
            .fold(Self::new(terminal_type, role), |chat, right| {
                chat.with(*right)
            })
    }

    /// A template from its bits, role included, as the last bytes of data object 53.
    #[must_use]
    pub const fn from_bits(terminal_type: TerminalType, bits: u64) -> Self {
        let length = standard_length(terminal_type);
        Self {
            terminal_type,
            bits: bits & (u64::MAX >> (64 - 8 * length as u32)),
            length,
        }
    }

    /// Every right that has a name for this terminal type.
    #[must_use]
    pub fn all_rights(terminal_type: TerminalType, role: Role) -> Self {
        Self::with_rights(terminal_type, role, &Right::all())
    }

    /// Reads the data object 7F4C.
    ///
    /// # Errors
    /// Another structure, an unknown terminal type, or an authorization that does not fit it.
    pub fn decode(object: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(object);
        let template = reader.expect(tag::AUTHORIZATION_TEMPLATE)?;
        reader.finish()?;
        Self::read(template.reader())
    }

    /// Reads the value of 7F4C.
    ///
    /// # Errors
    /// As [`decode`](Self::decode).
    pub fn decode_value(value: &[u8]) -> Result<Self, DecodeError> {
        Self::read(Reader::new(value))
    }

    pub(crate) fn read(mut reader: Reader<'_>) -> Result<Self, DecodeError> {
        let kind = reader.expect(tag::OBJECT_IDENTIFIER)?;
        let identifier = Oid::decode(kind.value).map_err(|e| e.moved(kind.value_offset()))?;
        let terminal_type = TerminalType::from_oid(&identifier).ok_or_else(|| {
            DecodeError::new(
                DecodeErrorKind::UnknownObjectIdentifier(identifier),
                kind.value_offset(),
            )
        })?;
        let authorization = reader.expect(tag::DISCRETIONARY_DATA)?;
        reader.finish()?;
        let expected = terminal_type.authorization_length();
        let bits = authorization.value;
        if bits.len() < expected || bits.len() > MAX_LENGTH {
            let kind = DecodeErrorKind::Authorization {
                bits: bits.to_vec(),
                expected,
            };
            return Err(DecodeError::new(kind, authorization.value_offset()));
        }
        // Cannot fail: at most 8.
        let length = u8::try_from(bits.len()).unwrap_or(0);
        let bits = bits.iter().fold(0, |all, byte| all << 8 | u64::from(*byte));
        Ok(Self {
            terminal_type,
            bits,
            length,
        })
    }

    /// The data object 7F4C.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        encode(tag::AUTHORIZATION_TEMPLATE, &self.encode_value())
    }

    /// The value of 7F4C.
    #[must_use]
    pub fn encode_value(&self) -> Vec<u8> {
        let mut writer = Writer::new();
        writer
            .tlv(tag::OBJECT_IDENTIFIER, self.terminal_type.oid().as_bytes())
            .tlv(tag::DISCRETIONARY_DATA, &self.authorization());
        writer.into_bytes()
    }

    /// The bytes of data object 53: role and rights.
    #[must_use]
    pub fn authorization(&self) -> Vec<u8> {
        let bytes = self.bits.to_be_bytes();
        bytes
            .get(MAX_LENGTH.saturating_sub(usize::from(self.length))..)
            .unwrap_or_default()
            .to_vec()
    }

    /// The terminal type.
    #[must_use]
    pub const fn terminal_type(&self) -> TerminalType {
        self.terminal_type
    }

    /// The role.
    #[must_use]
    pub const fn role(&self) -> Role {
        Role::from_bits(self.bits >> self.role_shift())
    }

    /// The same rights with another role.
    #[must_use]
    pub const fn with_role(self, role: Role) -> Self {
        let role_bits = 3 << self.role_shift();
        Self {
            bits: self.bits & !role_bits | role.bits() << self.role_shift(),
            ..self
        }
    }

    /// The rights without the role bits, unnamed ones included.
    #[must_use]
    pub const fn right_bits(&self) -> u64 {
        self.bits & !(3 << self.role_shift())
    }

    /// Whether the right is there.
    #[must_use]
    pub fn has(&self, right: Right) -> bool {
        right
            .bit(self.terminal_type)
            .is_some_and(|bit| self.bits >> bit & 1 == 1)
    }

    /// With one more right; unchanged when the terminal type does not know it.
    #[must_use]
    pub fn with(self, right: Right) -> Self {
        let bit = right.bit(self.terminal_type).map_or(0, |bit| 1 << bit);
        Self {
            bits: self.bits | bit,
            ..self
        }
    }

    /// With one right less.
    #[must_use]
    pub fn without(self, right: Right) -> Self {
        let bit = right.bit(self.terminal_type).map_or(0, |bit| 1 << bit);
        Self {
            bits: self.bits & !bit,
            ..self
        }
    }

    /// The rights that have a name.
    pub fn rights(&self) -> impl Iterator<Item = Right> + '_ {
        Right::all().into_iter().filter(|right| self.has(*right))
    }

    /// This template with only those rights that the other has, too; `None` for different terminal types.
    /// `[TR-03110-3 §2.7]`
    #[must_use]
    pub const fn confined_by(self, other: &Self) -> Option<Self> {
        if self.terminal_type as u8 != other.terminal_type as u8 {
            return None;
        }
        let role_bits = 3 << self.role_shift();
        Some(Self {
            bits: self.bits & (other.bits | role_bits),
            ..self
        })
    }

    const fn role_shift(&self) -> u32 {
        match self.terminal_type {
            TerminalType::AuthenticationTerminal => 38,
            TerminalType::InspectionSystem | TerminalType::SignatureTerminal => 6,
        }
    }
}

const fn standard_length(terminal_type: TerminalType) -> u8 {
    match terminal_type {
        TerminalType::AuthenticationTerminal => 5,
        TerminalType::InspectionSystem | TerminalType::SignatureTerminal => 1,
    }
}

impl fmt::Display for Chat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, {}", self.terminal_type, self.role())?;
        let mut separator = ": ";
        for right in self.rights() {
            write!(f, "{separator}{right}")?;
            separator = ", ";
        }
        Ok(())
    }
}

impl fmt::Debug for Chat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Chat({:?} {:02X?})",
            self.terminal_type,
            self.authorization()
        )
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
mod tests {
    use super::{Chat, Right, Role, TerminalType};

    const EXAMPLE: [u8; 21] = [
        0x7F, 0x4C, 0x12, 0x06, 0x09, 0x04, 0x00, 0x7F, 0x00, 0x07, 0x03, 0x01, 0x02, 0x02, 0x53,
        0x05, 0x00, 0x05, 0x13, 0xFF, 0x87,
    ];

    #[test]
    fn rights_have_the_bits_of_the_table() {
        let chat = Chat::decode(&EXAMPLE).unwrap();
        assert_eq!(chat.role(), Role::Terminal);
        for right in [
            Right::AgeVerification,
            Right::MunicipalityIdVerification,
            Right::RestrictedIdentification,
            Right::InstallQualifiedCertificate,
            Right::ReadDataGroup(1),
            Right::ReadDataGroup(8),
            Right::ReadDataGroup(10),
            Right::ReadDataGroup(13),
            Right::ReadDataGroup(19),
        ] {
            assert!(chat.has(right), "{right}");
        }
        for right in [
            Right::CanAllowed,
            Right::PinManagement,
            Right::ReadDataGroup(22),
            Right::WriteDataGroup(17),
        ] {
            assert!(!chat.has(right), "{right}");
        }
        assert_eq!(chat.encode(), EXAMPLE);
    }

    #[test]
    fn writing_starts_below_the_role() {
        let at = |right| {
            Chat::new(TerminalType::AuthenticationTerminal, Role::Terminal)
                .with(right)
                .authorization()
        };
        assert_eq!(at(Right::WriteDataGroup(17)), [0x20, 0, 0, 0, 0]);
        assert_eq!(at(Right::WriteDataGroup(21)), [0x02, 0, 0, 0, 0]);
        assert_eq!(at(Right::WriteDataGroup(22)), [0x01, 0, 0, 0, 0]);
        assert_eq!(
            at(Right::PseudonymousSignatureAuthentication),
            [0, 0x40, 0, 0, 0]
        );
        assert_eq!(at(Right::ReadDataGroup(22)), [0, 0x20, 0, 0, 0]);
        assert_eq!(at(Right::ReadDataGroup(23)), [0; 5]);
    }

    #[test]
    fn confining_leaves_common_rights_and_the_own_role() {
        let dv = Chat::all_rights(TerminalType::InspectionSystem, Role::ForeignDv);
        let terminal = Chat::with_rights(
            TerminalType::InspectionSystem,
            Role::Terminal,
            &[Right::ReadFingerprint],
        );
        assert_eq!(dv.confined_by(&terminal).unwrap().authorization(), [0x41]);
        assert_eq!(terminal.confined_by(&dv).unwrap(), terminal);
        let other = Chat::new(TerminalType::SignatureTerminal, Role::Terminal);
        assert_eq!(terminal.confined_by(&other), None);
    }

    #[test]
    fn an_authorization_of_the_wrong_terminal_type_is_refused() {
        let mut object = EXAMPLE.to_vec();
        object.truncate(17);
        (object[2], object[15]) = (14, 1);
        assert!(Chat::decode(&object).is_err());
    }

    #[test]
    fn bits_appended_on_the_left_survive_and_mean_nothing() {
        let mut object = EXAMPLE.to_vec();
        (object[2], object[15]) = (0x14, 7);
        object.splice(16..16, [0xFF, 0xFF]);
        let chat = Chat::decode(&object).unwrap();
        assert_eq!(chat.role(), Role::Terminal);
        assert!(chat.has(Right::AgeVerification));
        assert_eq!(chat.encode(), object);
    }
}
