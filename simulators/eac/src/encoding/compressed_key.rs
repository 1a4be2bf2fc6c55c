//! Compressed public keys: what Terminal Authentication binds a session to.

use crypto::PublicKey;

/// Comp(PK): the x coordinate of a point, as many bytes as the prime. `[TR-03110-3 §A.2.2.3]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompressedPublicKey(Vec<u8>);

impl CompressedPublicKey {
    /// Compresses a key.
    #[must_use]
    pub fn of(key: &PublicKey) -> Self {
        Self(key.x().to_vec())
    }

    /// A compressed key as received.
    #[must_use]
    pub fn received(bytes: &[u8]) -> Self {
        Self(bytes.to_vec())
    }

    /// The bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}
