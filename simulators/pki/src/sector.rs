//! Sector keys for Restricted Identification and pseudonymous signatures.

use crypto::{Curve, Hash, PrivateKey};
use eac::encoding::{CvPublicKey, RiProtocol};

/// The two sector keys that a terminal certificate may name [TR-03110-3 §C.3.2.1].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sector {
    /// The sector of the service provider.
    First,
    /// The other sector of the same terminal.
    Second,
    /// A sector that no certificate names.
    Foreign,
}

impl Sector {
    pub(crate) const fn key_name(self) -> &'static str {
        match self {
            Self::First => "TEST sector 1",
            Self::Second => "TEST sector 2",
            Self::Foreign => "TEST sector of nobody",
        }
    }
}

/// The key pair of a sector. Its private half belongs to the authority that resolves pseudonyms; no terminal has it.
#[derive(Debug, Clone)]
pub struct SectorKey {
    key: PrivateKey,
}

impl SectorKey {
    pub(crate) const CURVE: Curve = Curve::BrainpoolP256r1;

    pub(crate) fn new(key: PrivateKey) -> Self {
        Self { key }
    }

    /// The private key.
    #[must_use]
    pub fn key(&self) -> &PrivateKey {
        &self.key
    }

    /// The public key with domain parameters and the identifier of id-RI-ECDH-SHA-256 [TR-03110-3 §B.4.1].
    #[must_use]
    pub fn public_key(&self) -> CvPublicKey {
        let protocol = RiProtocol { hash: Hash::Sha256 };
        CvPublicKey::ec_with_parameters(protocol.oid(), &self.key.public_key())
    }
}
