//! Session and password keys [TR-03110-3 §A.2.3].

use zeroize::Zeroize;

use crate::{Cipher, CipherKey, Hash};

/// What a derived key is for: the counter at the end of the hashed string
/// [TR-03110-3 §A.2.3].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyUse {
    /// KDF_Enc, counter 1.
    Encryption = 1,
    /// KDF_MAC, counter 2.
    Mac = 2,
    /// KDF_π, counter 3: encrypts the nonce of PACE.
    Password = 3,
}

impl KeyUse {
    const fn counter(self) -> [u8; 4] {
        match self {
            Self::Encryption => [0, 0, 0, 1],
            Self::Mac => [0, 0, 0, 2],
            Self::Password => [0, 0, 0, 3],
        }
    }
}

/// Derives a key: the first bytes of `H(shared || nonce || counter)`, with SHA-1 for 128 bits
/// and SHA-256 for more [TR-03110-3 §A.2.3.1] [TR-03110-3 §A.2.3.2].
///
/// `shared` is a common secret, or the encoded password for [`KeyUse::Password`]; `nonce` is
/// empty where the protocol has none.
#[must_use]
pub fn derive_key(cipher: Cipher, shared: &[u8], nonce: &[u8], key_use: KeyUse) -> CipherKey {
    let hash = match cipher {
        Cipher::Aes128 => Hash::Sha1,
        Cipher::Aes192 | Cipher::Aes256 => Hash::Sha256,
    };
    let mut key_data = hash.digest(&[shared, nonce, &key_use.counter()]);
    let key = CipherKey::from_prefix(cipher, key_data.as_bytes());
    key_data.zeroize();
    key
}
