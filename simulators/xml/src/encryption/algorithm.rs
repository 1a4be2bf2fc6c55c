//! Identifiers of the algorithms of encryption.

use crate::Hash;

/// How the data is encrypted.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum DataAlgorithm {
    /// AES with a key of 16 bytes in GCM.
    Aes128Gcm,
    /// AES with a key of 24 bytes in GCM.
    Aes192Gcm,
    /// AES with a key of 32 bytes in GCM.
    Aes256Gcm,
    /// AES with a key of 16 bytes in CBC: not authenticated.
    Aes128Cbc,
    /// AES with a key of 24 bytes in CBC: not authenticated.
    Aes192Cbc,
    /// AES with a key of 32 bytes in CBC: not authenticated.
    Aes256Cbc,
    /// Any other identifier. Its data is random and means nothing.
    Other(String),
}

impl DataAlgorithm {
    /// Every algorithm that can be decrypted.
    pub const ALL: [Self; 6] = [
        Self::Aes128Gcm,
        Self::Aes192Gcm,
        Self::Aes256Gcm,
        Self::Aes128Cbc,
        Self::Aes192Cbc,
        Self::Aes256Cbc,
    ];

    /// The algorithm of an identifier.
    #[must_use]
    pub fn from_uri(uri: &str) -> Self {
        Self::ALL
            .into_iter()
            .find(|algorithm| algorithm.uri() == uri)
            .unwrap_or_else(|| Self::Other(uri.to_owned()))
    }

    /// The identifier.
    #[must_use]
    pub fn uri(&self) -> &str {
        match self {
            Self::Aes128Gcm => "http://www.w3.org/2009/xmlenc11#aes128-gcm",
            Self::Aes192Gcm => "http://www.w3.org/2009/xmlenc11#aes192-gcm",
            Self::Aes256Gcm => "http://www.w3.org/2009/xmlenc11#aes256-gcm",
            Self::Aes128Cbc => "http://www.w3.org/2001/04/xmlenc#aes128-cbc",
            Self::Aes192Cbc => "http://www.w3.org/2001/04/xmlenc#aes192-cbc",
            Self::Aes256Cbc => "http://www.w3.org/2001/04/xmlenc#aes256-cbc",
            Self::Other(uri) => uri,
        }
    }

    /// Length of a key in bytes; 32 for an unknown algorithm.
    #[must_use]
    pub const fn key_len(&self) -> usize {
        match self {
            Self::Aes128Gcm | Self::Aes128Cbc => 16,
            Self::Aes192Gcm | Self::Aes192Cbc => 24,
            Self::Aes256Gcm | Self::Aes256Cbc | Self::Other(_) => 32,
        }
    }
}

/// How the content key reaches the recipient.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum KeyTransport {
    /// RSAES-OAEP with a mask hash of its own: `xmlenc11#rsa-oaep`.
    RsaOaep {
        /// Hash of the label.
        digest: Hash,
        /// Hash under MGF1.
        mask: Hash,
    },
    /// RSAES-OAEP with MGF1 over SHA-1: `xmlenc#rsa-oaep-mgf1p`.
    RsaOaepMgf1p {
        /// Hash of the label.
        digest: Hash,
    },
    /// RSAES-PKCS1-v1_5, which must not be used.
    Rsa15,
    /// ECDH-ES with ConcatKDF and SHA-256: a fresh key of the sender on the recipient's curve.
    EcdhEs {
        /// What wraps the content key.
        wrap: KeyWrap,
        /// The attributes `AlgorithmID`, `PartyUInfo` and `PartyVInfo`, as written.
        other_info: [&'static str; 3],
    },
}

impl KeyTransport {
    /// RSAES-OAEP as eIDAS nodes emit it: SHA-256 for both.
    pub const OAEP_SHA256: Self = Self::RsaOaep {
        digest: Hash::Sha256,
        mask: Hash::Sha256,
    };
    /// ECDH-ES as eIDAS nodes emit it: AES-256 key wrap, three infos of one zero byte.
    pub const ECDH_ES: Self = Self::EcdhEs {
        wrap: KeyWrap::Aes256,
        other_info: ["0000"; 3],
    };

    /// The identifier.
    #[must_use]
    pub const fn uri(&self) -> &'static str {
        match self {
            Self::RsaOaep { .. } => "http://www.w3.org/2009/xmlenc11#rsa-oaep",
            Self::RsaOaepMgf1p { .. } => "http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p",
            Self::Rsa15 => "http://www.w3.org/2001/04/xmlenc#rsa-1_5",
            Self::EcdhEs { .. } => "http://www.w3.org/2009/xmlenc11#ECDH-ES",
        }
    }
}

/// How an agreed key wraps the content key [RFC 3394].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KeyWrap {
    /// AES with a key of 16 bytes.
    Aes128,
    /// AES with a key of 24 bytes.
    Aes192,
    /// AES with a key of 32 bytes.
    Aes256,
}

impl KeyWrap {
    /// Every key wrap.
    pub const ALL: [Self; 3] = [Self::Aes128, Self::Aes192, Self::Aes256];

    /// The key wrap of an identifier.
    #[must_use]
    pub fn from_uri(uri: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|wrap| wrap.uri() == uri)
    }

    /// The identifier.
    #[must_use]
    pub const fn uri(self) -> &'static str {
        match self {
            Self::Aes128 => "http://www.w3.org/2001/04/xmlenc#kw-aes128",
            Self::Aes192 => "http://www.w3.org/2001/04/xmlenc#kw-aes192",
            Self::Aes256 => "http://www.w3.org/2001/04/xmlenc#kw-aes256",
        }
    }

    /// Length of the wrapping key in bytes.
    #[must_use]
    pub const fn key_len(self) -> usize {
        match self {
            Self::Aes128 => 16,
            Self::Aes192 => 24,
            Self::Aes256 => 32,
        }
    }
}
