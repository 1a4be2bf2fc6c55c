//! What the protocol identifiers mean: key agreement, cipher and hash of each.
//!
//! An [`Oid`] comes in, the algorithms it names go out. Elliptic curves and AES only; everything else stays an identifier.

use crypto::{Cipher, Hash};

use super::oid::{self, Oid};

/// PACE with elliptic curves, generic mapping and AES. `[TR-03110-3 §A.3.2]`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PaceProtocol {
    /// How the nonce becomes a generator.
    pub mapping: Mapping,
    /// Cipher of the nonce and of secure messaging.
    pub cipher: Cipher,
}

/// How PACE maps the nonce. `[TR-03110-3 §A.3.4]`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Mapping {
    /// The generic mapping. `[TR-03110-3 §A.3.4.1]`
    Generic,
}

impl PaceProtocol {
    /// Generic mapping with this cipher.
    #[must_use]
    pub const fn generic(cipher: Cipher) -> Self {
        Self {
            mapping: Mapping::Generic,
            cipher,
        }
    }

    /// The protocol of an identifier.
    #[must_use]
    pub fn from_oid(identifier: &Oid) -> Option<Self> {
        Some(Self::generic(cipher_of(
            identifier.below(&oid::ID_PACE_ECDH_GM)?,
        )?))
    }

    /// The identifier of the protocol.
    #[must_use]
    pub const fn oid(self) -> Oid {
        oid::ID_PACE_ECDH_GM.child(&[arc_of(self.cipher)])
    }
}

/// Chip Authentication with elliptic curves and AES. `[TR-03110-3 §A.4.1.3]`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CaProtocol {
    /// Cipher of secure messaging.
    pub cipher: Cipher,
}

impl CaProtocol {
    /// The protocol of an identifier.
    #[must_use]
    pub fn from_oid(identifier: &Oid) -> Option<Self> {
        let cipher = cipher_of(identifier.below(&oid::ID_CA_ECDH)?)?;
        Some(Self { cipher })
    }

    /// The identifier of the protocol.
    #[must_use]
    pub const fn oid(self) -> Oid {
        oid::ID_CA_ECDH.child(&[arc_of(self.cipher)])
    }
}

/// Restricted Identification with elliptic curves. `[TR-03110-3 §A.5.4]`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RiProtocol {
    /// Hash that makes the sector-specific identifier.
    pub hash: Hash,
}

impl RiProtocol {
    /// The protocol of an identifier.
    #[must_use]
    pub fn from_oid(identifier: &Oid) -> Option<Self> {
        let hash = hash_of(identifier.below(&oid::ID_RI_ECDH)?)?;
        Some(Self { hash })
    }

    /// The identifier of the protocol.
    #[must_use]
    pub const fn oid(self) -> Oid {
        oid::ID_RI_ECDH.child(&[hash_arc(self.hash)])
    }
}

/// The signature algorithm of a certificate or of Terminal Authentication. `[TR-03110-3 §A.7.3]` `[TR-03110-3 §A.7.4]`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TaProtocol {
    /// ECDSA with plain signature.
    Ecdsa(Hash),
    /// RSASSA-PKCS1-v1_5: read, never verified here.
    RsaPkcs1(Hash),
    /// RSASSA-PSS: read, never verified here.
    RsaPss(Hash),
}

impl TaProtocol {
    /// The algorithm of an identifier.
    #[must_use]
    pub fn from_oid(identifier: &Oid) -> Option<Self> {
        if let Some(arcs) = identifier.below(&oid::ID_TA_ECDSA) {
            return hash_of(arcs).map(Self::Ecdsa);
        }
        match identifier.below(&oid::ID_TA_RSA)? {
            [1] => Some(Self::RsaPkcs1(Hash::Sha1)),
            [2] => Some(Self::RsaPkcs1(Hash::Sha256)),
            [3] => Some(Self::RsaPss(Hash::Sha1)),
            [4] => Some(Self::RsaPss(Hash::Sha256)),
            [5] => Some(Self::RsaPkcs1(Hash::Sha512)),
            [6] => Some(Self::RsaPss(Hash::Sha512)),
            _ => None,
        }
    }

    /// The identifier of an ECDSA algorithm.
    #[must_use]
    pub const fn ecdsa_oid(hash: Hash) -> Oid {
        oid::ID_TA_ECDSA.child(&[hash_arc(hash)])
    }

    /// The hash of the algorithm.
    #[must_use]
    pub const fn hash(self) -> Hash {
        match self {
            Self::Ecdsa(hash) | Self::RsaPkcs1(hash) | Self::RsaPss(hash) => hash,
        }
    }
}

const fn cipher_of(arcs: &[u8]) -> Option<Cipher> {
    match arcs {
        [2] => Some(Cipher::Aes128),
        [3] => Some(Cipher::Aes192),
        [4] => Some(Cipher::Aes256),
        _ => None,
    }
}

/// A cipher that comes later has arc 0, which no protocol uses, until it is named here.
const fn arc_of(cipher: Cipher) -> u8 {
    match cipher {
        Cipher::Aes128 => 2,
        Cipher::Aes192 => 3,
        Cipher::Aes256 => 4,
        _ => 0,
    }
}

const fn hash_of(arcs: &[u8]) -> Option<Hash> {
    match arcs {
        [1] => Some(Hash::Sha1),
        [2] => Some(Hash::Sha224),
        [3] => Some(Hash::Sha256),
        [4] => Some(Hash::Sha384),
        [5] => Some(Hash::Sha512),
        _ => None,
    }
}

const fn hash_arc(hash: Hash) -> u8 {
    match hash {
        Hash::Sha1 => 1,
        Hash::Sha224 => 2,
        Hash::Sha256 => 3,
        Hash::Sha384 => 4,
        Hash::Sha512 => 5,
    }
}

/// The hash that an algorithm identifier of CMS or of eIDSecurityInfo names.
#[must_use]
pub fn digest_algorithm(identifier: &Oid) -> Option<Hash> {
    [
        Hash::Sha1,
        Hash::Sha224,
        Hash::Sha256,
        Hash::Sha384,
        Hash::Sha512,
    ]
    .into_iter()
    .find(|hash| digest_oid(*hash) == *identifier)
}

/// The identifier of a hash. `[RFC 5758 §2]`
#[must_use]
pub const fn digest_oid(hash: Hash) -> Oid {
    match hash {
        Hash::Sha1 => oid::ID_SHA_1,
        Hash::Sha224 => oid::ID_SHA_224,
        Hash::Sha256 => oid::ID_SHA_256,
        Hash::Sha384 => oid::ID_SHA_384,
        Hash::Sha512 => oid::ID_SHA_512,
    }
}

#[cfg(test)]
mod tests {
    use super::{CaProtocol, Cipher, Hash, PaceProtocol, RiProtocol, TaProtocol, oid};

    #[test]
    fn identifiers_and_protocols_name_each_other() {
        for cipher in [Cipher::Aes128, Cipher::Aes192, Cipher::Aes256] {
            let pace = PaceProtocol::generic(cipher);
            assert_eq!(PaceProtocol::from_oid(&pace.oid()), Some(pace));
            let ca = CaProtocol { cipher };
            assert_eq!(CaProtocol::from_oid(&ca.oid()), Some(ca));
        }
        for hash in [
            Hash::Sha1,
            Hash::Sha224,
            Hash::Sha256,
            Hash::Sha384,
            Hash::Sha512,
        ] {
            let ri = RiProtocol { hash };
            assert_eq!(RiProtocol::from_oid(&ri.oid()), Some(ri));
            assert_eq!(
                TaProtocol::from_oid(&TaProtocol::ecdsa_oid(hash)),
                Some(TaProtocol::Ecdsa(hash))
            );
        }
    }

    #[test]
    fn other_key_agreements_mappings_and_ciphers_have_no_protocol() {
        for identifier in [
            oid::ID_PACE_DH_GM.child(&[2]),
            oid::ID_PACE_ECDH_IM.child(&[2]),
            oid::ID_PACE_ECDH_GM.child(&[1]),
            oid::ID_PACE_ECDH_GM,
            oid::ID_PACE_ECDH_GM.child(&[2, 1]),
        ] {
            assert_eq!(PaceProtocol::from_oid(&identifier), None, "{identifier}");
        }
        assert_eq!(CaProtocol::from_oid(&oid::ID_CA_DH.child(&[2])), None);
        assert_eq!(TaProtocol::from_oid(&oid::ID_TA.child(&[5, 1])), None);
    }
}
