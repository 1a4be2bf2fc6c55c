//! The header of a token.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::Jwk;
use crate::Error;

/// A signature algorithm [RFC 7518 §3.1].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum Algorithm {
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    Rs256,
    /// RSASSA-PSS with SHA-256.
    Ps256,
    /// ECDSA on P-256 with SHA-256.
    Es256,
    /// HMAC with SHA-256: nobody here shares a secret, so a token with it is forged.
    Hs256,
    /// No signature at all [RFC 7518 §3.6].
    None,
    /// Any other name.
    Other(String),
}

impl Algorithm {
    /// The name on the wire.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Rs256 => "RS256",
            Self::Ps256 => "PS256",
            Self::Es256 => "ES256",
            Self::Hs256 => "HS256",
            Self::None => "none",
            Self::Other(name) => name,
        }
    }
}

impl From<String> for Algorithm {
    fn from(name: String) -> Self {
        match name.as_str() {
            "RS256" => Self::Rs256,
            "PS256" => Self::Ps256,
            "ES256" => Self::Es256,
            "HS256" => Self::Hs256,
            "none" => Self::None,
            _ => Self::Other(name),
        }
    }
}

impl From<Algorithm> for String {
    fn from(algorithm: Algorithm) -> Self {
        algorithm.as_str().into()
    }
}

impl fmt::Display for Algorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A JOSE header [RFC 7515 §4.1].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Header {
    /// The algorithm of the signature.
    pub alg: Algorithm,
    /// Which key of the signer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kid: Option<String>,
    /// The media type of the token, mostly `JWT`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub typ: Option<String>,
    /// A key that the token brings along; never to be trusted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jwk: Option<Value>,
    /// The address of a key set; never to be fetched.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jku: Option<String>,
    /// The address of a certificate; never to be fetched.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub x5u: Option<String>,
    /// Extensions that the receiver must understand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub crit: Option<Vec<String>>,
    /// What else it says.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

impl Header {
    /// A header with an algorithm and the type `JWT`.
    #[must_use]
    pub fn new(alg: Algorithm) -> Self {
        Self {
            alg,
            kid: None,
            typ: None,
            jwk: None,
            jku: None,
            x5u: None,
            crit: None,
            other: Map::new(),
        }
    }

    /// The same with the id of a key.
    #[must_use]
    pub fn kid(mut self, kid: &str) -> Self {
        self.kid = Some(kid.into());
        self
    }

    /// The same with a type.
    #[must_use]
    pub fn typ(mut self, typ: &str) -> Self {
        self.typ = Some(typ.into());
        self
    }

    /// The name of a parameter by which the token brings or names a key of its own.
    #[must_use]
    pub fn own_key_parameter(&self) -> Option<&'static str> {
        [
            ("jwk", self.jwk.is_some()),
            ("jku", self.jku.is_some()),
            ("x5u", self.x5u.is_some()),
            ("x5c", self.other.contains_key("x5c")),
        ]
        .into_iter()
        .find_map(|(name, present)| present.then_some(name))
    }

    /// The key that the token brings along.
    ///
    /// # Errors
    ///
    /// When it is not a key.
    pub fn own_key(&self) -> Result<Option<Jwk>, Error> {
        self.jwk.as_ref().map(Jwk::from_value).transpose()
    }
}
