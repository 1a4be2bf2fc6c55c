//! Compact tokens: signing, reading, verifying [RFC 7515 §3.1].
//!
//! ```text
//! BASE64URL(header) . BASE64URL(payload) . BASE64URL(signature)
//! \__________ signing input ___________/
//! ```

use ambient::Ambient;

use super::{Algorithm, Header, Jwks, PublicKey, SigningKey, base64url};
use crate::error::bounded;
use crate::{Error, json};

/// Bytes of a token that are read.
const MAX_TOKEN: usize = 65_536;

/// A token that has been read and not verified: nothing in it may be believed.
#[derive(Clone, Debug)]
pub struct Jws<'a> {
    header: Header,
    payload: Vec<u8>,
    signature: Vec<u8>,
    signing_input: &'a str,
}

impl<'a> Jws<'a> {
    /// Reads a compact token of at most 64 KiB.
    ///
    /// # Errors
    ///
    /// When it is not three parts in base64url, the first of them a header.
    pub fn parse(token: &'a str) -> Result<Self, Error> {
        bounded("the token", token, MAX_TOKEN)?;
        let found = token.split('.').count();
        let parts = token
            .rsplit_once('.')
            .and_then(|(input, signature)| Some((input, input.split_once('.')?, signature)))
            .filter(|_| found == 3);
        let Some((signing_input, (header, payload), signature)) = parts else {
            return Err(Error::Parts { found });
        };
        Ok(Self {
            header: json::typed("the header", &base64url::decode("the header", header)?)?,
            payload: base64url::decode("the payload", payload)?,
            signature: base64url::decode("the signature", signature)?,
            signing_input,
        })
    }

    /// Its header.
    #[must_use]
    pub const fn header(&self) -> &Header {
        &self.header
    }

    /// Its payload, unverified.
    #[must_use]
    pub fn payload(&self) -> &[u8] {
        &self.payload
    }

    /// Its signature.
    #[must_use]
    pub fn signature(&self) -> &[u8] {
        &self.signature
    }

    /// The text that is signed.
    #[must_use]
    pub const fn signing_input(&self) -> &str {
        self.signing_input
    }

    /// Verifies the signature by the algorithm that the header names; the caller has looked at that one before.
    ///
    /// # Errors
    ///
    /// When the key is not of that algorithm's kind or did not sign.
    pub fn verify(&self, key: &PublicKey) -> Result<(), Error> {
        key.verify(
            &self.header.alg,
            self.signing_input.as_bytes(),
            &self.signature,
        )
    }
}

/// What a key of a set has signed.
#[derive(Clone, Debug)]
pub struct Verified {
    header: Header,
    payload: Vec<u8>,
}

impl Verified {
    /// The header of the token.
    #[must_use]
    pub const fn header(&self) -> &Header {
        &self.header
    }

    /// The signed bytes.
    #[must_use]
    pub fn payload(&self) -> &[u8] {
        &self.payload
    }
}

/// Reads and verifies a token: one of these algorithms, a key of the set, no extension.
///
/// # Errors
///
/// The first thing that does not hold.
pub fn verify(token: &str, keys: &Jwks, algorithms: &[Algorithm]) -> Result<Verified, Error> {
    let jws = Jws::parse(token)?;
    let header = jws.header();
    if !algorithms.contains(&header.alg) {
        return Err(Error::Algorithm {
            name: header.alg.to_string(),
        });
    }
    if let Some(crit) = &header.crit {
        return Err(Error::Critical {
            name: crit.first().cloned().unwrap_or_default(),
        });
    }
    jws.verify(&keys.choose(header.kid.as_deref(), &header.alg)?.key)?;
    Ok(Verified {
        header: jws.header,
        payload: jws.payload,
    })
}

/// Signs a payload under a header of the caller, whose algorithm decides.
///
/// # Errors
///
/// When the key cannot sign by that algorithm.
pub fn sign(
    header: &Header,
    payload: &[u8],
    key: &SigningKey,
    ambient: &Ambient,
) -> Result<String, Error> {
    let input = signing_input(header, payload);
    let signature = key.signature(&header.alg, input.as_bytes(), ambient)?;
    Ok(format!("{input}.{}", base64url::encode(&signature)))
}

pub(crate) fn signing_input(header: &Header, payload: &[u8]) -> String {
    format!(
        "{}.{}",
        base64url::encode(json::text(header).as_bytes()),
        base64url::encode(payload)
    )
}
