//! Names of public keys: the Certification Authority Reference and the Certificate Holder Reference.
//!
//! Characters come in, a reference with its three parts goes out. This module does not know which keys exist.

use std::fmt;

use super::error::{DecodeError, DecodeErrorKind};

const MAX_LENGTH: usize = 16;
const SEQUENCE_LENGTH: usize = 5;

/// The name of a public key, 1 to 16 characters of ISO 8859-1; the same form names issuer (42) and holder (5F20).
/// `[TR-03110-3 §A.7.1]`
///
/// ```text
/// country code  2   ISO 3166-1 alpha-2
/// mnemonic    0..9  ISO 8859-1
/// sequence      5   0-9 A-Z
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CertificateHolderReference {
    characters: [u8; MAX_LENGTH],
    length: u8,
}

impl CertificateHolderReference {
    /// Puts a reference together from its parts, all rules applied: two letters, up to nine characters, five digits or
    /// capital letters.
    #[must_use]
    pub fn new(country: &str, mnemonic: &str, sequence: &str) -> Option<Self> {
        let text = [country, mnemonic, sequence].concat();
        let reference = Self::decode(text.as_bytes()).ok()?;
        let fits = text.is_ascii() && country.len() == 2 && sequence.len() == SEQUENCE_LENGTH;
        (fits && reference.follows_the_rules()).then_some(reference)
    }

    /// Reads the value bytes of 42, 5F20, 83, 87 or 88. Takes every name of 1 to 16 assigned characters, so that a
    /// foreign name can be looked up; [`follows_the_rules`](Self::follows_the_rules) tells whether it is built as it should.
    ///
    /// # Errors
    /// Empty, too long, or with a character that ISO 8859-1 does not assign; the error carries the bytes.
    pub fn decode(value: &[u8]) -> Result<Self, DecodeError> {
        let unassigned = |c: &u8| matches!(c, 0x00..=0x1F | 0x7F..=0x9F);
        let mut characters = [0; MAX_LENGTH];
        match characters.get_mut(..value.len()) {
            Some(place) if !value.is_empty() && !value.iter().any(unassigned) => {
                place.copy_from_slice(value)
            }
            _ => {
                return Err(DecodeError::new(
                    DecodeErrorKind::Reference(value.to_vec()),
                    0,
                ));
            }
        }
        // Cannot fail: at most 16.
        let length = u8::try_from(value.len()).unwrap_or(0);
        Ok(Self { characters, length })
    }

    /// The characters as bytes of ISO 8859-1.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        self.characters
            .get(..usize::from(self.length))
            .unwrap_or_default()
    }

    /// Whether country code, mnemonic and sequence number have the form that the guideline prescribes.
    #[must_use]
    pub fn follows_the_rules(&self) -> bool {
        let Some((country, rest)) = self.as_bytes().split_at_checked(2) else {
            return false;
        };
        let Some(mnemonic) = rest.len().checked_sub(SEQUENCE_LENGTH) else {
            return false;
        };
        let sequence = rest.get(mnemonic..).unwrap_or_default();
        country.iter().all(u8::is_ascii_uppercase)
            && sequence
                .iter()
                .all(|c| c.is_ascii_digit() || c.is_ascii_uppercase())
    }

    /// The two letters of the country, as far as there are two.
    #[must_use]
    pub fn country(&self) -> String {
        latin1(self.as_bytes().get(..2).unwrap_or_default())
    }

    /// The last five characters, as far as there are five behind the country.
    #[must_use]
    pub fn sequence_number(&self) -> String {
        let start = usize::from(self.length)
            .saturating_sub(SEQUENCE_LENGTH)
            .max(2);
        latin1(self.as_bytes().get(start..).unwrap_or_default())
    }

    /// What lies between country and sequence number.
    #[must_use]
    pub fn mnemonic(&self) -> String {
        let end = usize::from(self.length).saturating_sub(SEQUENCE_LENGTH);
        latin1(self.as_bytes().get(2..end).unwrap_or_default())
    }
}

fn latin1(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| char::from(*byte)).collect()
}

impl fmt::Display for CertificateHolderReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&latin1(self.as_bytes()))
    }
}

impl fmt::Debug for CertificateHolderReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CertificateHolderReference({self})")
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::CertificateHolderReference as Reference;

    #[test]
    fn parts_are_found_from_both_ends() {
        let reference = Reference::decode(b"DETEST_LINKDE011").unwrap();
        assert_eq!(reference.country(), "DE");
        assert_eq!(reference.mnemonic(), "TEST_LINK");
        assert_eq!(reference.sequence_number(), "DE011");
        assert!(reference.follows_the_rules());
        assert_eq!(Reference::new("DE", "TEST_LINK", "DE011"), Some(reference));
    }

    #[test]
    fn a_name_without_mnemonic_is_legal() {
        assert!(Reference::decode(b"DE00001").unwrap().follows_the_rules());
        assert!(Reference::new("DE", "", "00001").is_some());
    }

    #[test]
    fn seventeen_characters_none_or_control_characters_are_refused() {
        assert!(Reference::decode(b"DETEST_LINKDE0111").is_err());
        assert!(Reference::decode(b"").is_err());
        assert!(Reference::decode(b"DE\x7FCVCA00001").is_err());
    }

    #[test]
    fn a_builder_refuses_what_breaks_the_rules() {
        assert_eq!(Reference::new("de", "TEST", "00001"), None);
        assert_eq!(Reference::new("DE", "TEST", "0001"), None);
        assert_eq!(Reference::new("DE", "TEST", "0000a"), None);
        assert_eq!(Reference::new("DE", "TENLETTERS", "00001"), None);
        assert!(!Reference::decode(b"DE0001").unwrap().follows_the_rules());
    }
}
