//! Proof key for code exchange [RFC 7636].

use std::fmt;

use ambient::Ambient;
use crypto::{Hash, ct_eq};

use crate::Error;
use crate::jose::base64url;

/// How a challenge follows from its verifier [RFC 7636 §4.2].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Method {
    /// The challenge is the verifier.
    Plain,
    /// The challenge is the SHA-256 of the verifier in base64url.
    S256,
}

impl Method {
    /// Every method.
    pub const ALL: [Self; 2] = [Self::Plain, Self::S256];

    /// The name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::S256 => "S256",
        }
    }

    /// The method of this name.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.as_str() == text)
    }
}

/// A secret that a client keeps until it redeems its code: 43 to 128 unreserved characters [RFC 7636 §4.1].
#[derive(Clone, PartialEq, Eq)]
pub struct Verifier(String);

impl Verifier {
    /// Draws a verifier of 32 bytes, 43 characters.
    #[must_use]
    pub fn fresh(ambient: &Ambient) -> Self {
        let bytes: [u8; 32] = ambient.stream("pkce verifier").bytes();
        Self(base64url::encode(&bytes))
    }

    /// Takes a verifier from outside.
    ///
    /// # Errors
    ///
    /// When its length or its characters are not those of the standard.
    pub fn new(text: &str) -> Result<Self, Error> {
        if is_token(text) {
            return Ok(Self(text.into()));
        }
        Err(Error::Value {
            name: "code_verifier",
            value: format!("({} bytes)", text.len()),
        })
    }

    /// The verifier as it is sent.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The challenge that belongs to it.
    #[must_use]
    pub fn challenge(&self, method: Method) -> Challenge {
        let value = match method {
            Method::Plain => self.0.clone(),
            Method::S256 => base64url::encode(Hash::Sha256.digest(&[self.0.as_bytes()]).as_bytes()),
        };
        Challenge { method, value }
    }
}

impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Verifier(masked)")
    }
}

/// What a client sends ahead with its authorization request [RFC 7636 §4.3].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Challenge {
    /// How it was made.
    pub method: Method,
    /// 43 to 128 unreserved characters.
    pub value: String,
}

impl Challenge {
    /// Whether this verifier is the one behind the challenge [RFC 7636 §4.6].
    #[must_use]
    pub fn accepts(&self, verifier: &Verifier) -> bool {
        ct_eq(
            verifier.challenge(self.method).value.as_bytes(),
            self.value.as_bytes(),
        )
    }
}

/// 43 to 128 characters of `A-Z a-z 0-9 - . _ ~`: the form of verifiers and challenges.
pub(crate) fn is_token(text: &str) -> bool {
    (43..=128).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::{Method, Verifier};

    #[test]
    fn the_example_of_rfc_7636_appendix_b_holds() {
        let verifier = Verifier::new("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk").unwrap();
        let challenge = verifier.challenge(Method::S256);
        assert_eq!(
            challenge.value,
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
        );
        assert!(challenge.accepts(&verifier));
    }

    #[test]
    fn a_verifier_has_43_to_128_unreserved_characters() {
        for (text, good) in [
            ("a".repeat(42), false),
            ("a".repeat(43), true),
            ("~".repeat(128), true),
            ("a".repeat(129), false),
            (format!("{}+", "a".repeat(43)), false),
        ] {
            assert_eq!(Verifier::new(&text).is_ok(), good, "{text}");
        }
    }
}
