//! The passwords of PACE: their references, and the key that each becomes.
//!
//! Characters come in, K = f(password) goes out. Tries are counted elsewhere.

use std::fmt;

use crypto::{Cipher, CipherKey, Hash, KeyUse, Secret, derive_key};

/// The reference of a password in data object 83 of MSE:Set AT. `[TR-03110-3 §B.14.1]`
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PasswordReference {
    /// 01: machine-readable zone.
    Mrz,
    /// 02: card access number.
    Can,
    /// 03: personal identification number.
    Pin,
    /// 04: PIN unblocking key.
    Puk,
}

impl PasswordReference {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Mrz, Self::Can, Self::Pin, Self::Puk];

    /// The reference with this number.
    #[must_use]
    pub const fn from_number(number: u8) -> Option<Self> {
        match number {
            1 => Some(Self::Mrz),
            2 => Some(Self::Can),
            3 => Some(Self::Pin),
            4 => Some(Self::Puk),
            _ => None,
        }
    }

    /// The number of the reference, also P2 of the PIN management commands.
    #[must_use]
    pub const fn number(self) -> u8 {
        match self {
            Self::Mrz => 1,
            Self::Can => 2,
            Self::Pin => 3,
            Self::Puk => 4,
        }
    }
}

impl fmt::Display for PasswordReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Mrz => "MRZ",
            Self::Can => "CAN",
            Self::Pin => "PIN",
            Self::Puk => "PUK",
        })
    }
}

/// A password with its reference. `[TR-03110-3 §A.2.3]`
#[derive(Clone, Debug)]
pub struct Password {
    reference: PasswordReference,
    secret: Secret,
}

impl Password {
    /// CAN, PIN or PUK as characters of ISO 8859-1.
    #[must_use]
    pub fn new(reference: PasswordReference, characters: &[u8]) -> Self {
        Self {
            reference,
            secret: Secret::new(characters.to_vec()),
        }
    }

    /// A CAN.
    #[must_use]
    pub fn can(digits: &str) -> Self {
        Self::new(PasswordReference::Can, digits.as_bytes())
    }

    /// A PIN.
    #[must_use]
    pub fn pin(digits: &str) -> Self {
        Self::new(PasswordReference::Pin, digits.as_bytes())
    }

    /// A PUK.
    #[must_use]
    pub fn puk(digits: &str) -> Self {
        Self::new(PasswordReference::Puk, digits.as_bytes())
    }

    /// The MRZ password from document number, date of birth and date of expiry, each with its check digit, joined.
    /// K is the SHA-1 of these characters. `[TR-03110-3 §A.2.3]`
    #[must_use]
    pub fn mrz(information: &str) -> Self {
        let digest = Hash::Sha1.digest(&[information.as_bytes()]);
        Self::new(PasswordReference::Mrz, digest.as_ref())
    }

    /// The reference.
    #[must_use]
    pub const fn reference(&self) -> PasswordReference {
        self.reference
    }

    /// The key that encrypts the nonce. `[TR-03110-3 §A.3.3]`
    #[must_use]
    pub fn key(&self, cipher: Cipher) -> CipherKey {
        derive_key(cipher, self.secret.as_bytes(), &[], KeyUse::Password)
    }
}
