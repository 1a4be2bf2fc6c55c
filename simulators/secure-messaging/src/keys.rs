//! The two keys of a session.

use crypto::{Cipher, CipherKey, KeyUse, derive_key};

/// The two keys of a session; both are for the same cipher.
#[derive(Clone, Debug)]
pub struct SessionKeys {
    /// KEnc, which hides data.
    pub enc: CipherKey,
    /// KMAC, which authenticates messages.
    pub mac: CipherKey,
}

impl SessionKeys {
    /// Derives both keys from a shared secret; `nonce` is empty but for Chip Authentication 2 `[TR-03110-3 §A.2.3]`.
    #[must_use]
    pub fn derive(cipher: Cipher, shared: &[u8], nonce: &[u8]) -> Self {
        Self {
            enc: derive_key(cipher, shared, nonce, KeyUse::Encryption),
            mac: derive_key(cipher, shared, nonce, KeyUse::Mac),
        }
    }
}
