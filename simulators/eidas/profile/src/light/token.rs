//! Tokens: what a browser carries in place of a light message.
//!
//! ```text
//! plain = issuer | id | timestamp | base64(SHA-256(id | issuer | timestamp | secret))
//! wire  = base64(plain)
//! ```

use std::fmt;

use ambient::{Ambient, UnixSeconds};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use crypto::Hash;
use rules::{Breach, Rulebook};
use thiserror::Error;

use super::cache::{CacheName, LightCache};
use super::rule::Rule;
use crate::attribute::parse_date;

/// The most bytes of a token, encoded and decoded.
const LONGEST: usize = 1024;

/// A token: who made it, under which identifier the message waits, and when it was made.
///
/// ```
/// use eidas_profile::light::LightToken;
///
/// let token = LightToken {
///     issuer: "specificCommunicationDefinitionConnectorRequest".into(),
///     id: "852a64c0-8ac1-445f-b0e1-992ada493033".into(),
///     timestamp: "2026-03-02 09:15:30 123".into(),
/// };
/// let wire = token.encode("mySecretConnectorRequest");
/// assert_eq!(LightToken::decode(&wire)?.0, token);
/// # Ok::<(), eidas_profile::light::TokenError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LightToken {
    /// Who made it.
    pub issuer: String,
    /// The identifier in the cache.
    pub id: String,
    /// `yyyy-MM-dd HH:mm:ss SSS`, without a zone.
    pub timestamp: String,
}

/// A text that is no token.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum TokenError {
    /// Not base64 of a text.
    #[error("a token is no base64 of a text")]
    Encoding,
    /// Not four parts.
    #[error("a token of {0} parts, expected issuer, identifier, timestamp and digest")]
    Parts(usize),
    /// The third part is no moment.
    #[error("timestamp \"{0}\", expected the form 2026-03-02 09:15:30 123")]
    Timestamp(String),
}

impl LightToken {
    /// A token of now.
    #[must_use]
    pub fn new(issuer: &str, id: &str, now: UnixSeconds) -> Self {
        let text = now.to_string();
        let moment = text.trim_end_matches('Z').replace('T', " ");
        Self {
            issuer: issuer.to_owned(),
            id: id.to_owned(),
            timestamp: format!("{moment} 000"),
        }
    }

    /// The wire form, with a digest over the shared secret.
    #[must_use]
    pub fn encode(&self, secret: &str) -> String {
        let Self {
            issuer,
            id,
            timestamp,
        } = self;
        let digest = self.digest(secret);
        STANDARD.encode(format!("{issuer}|{id}|{timestamp}|{digest}"))
    }

    /// Reads the wire form; returns the digest beside the token, and does not judge it.
    ///
    /// # Errors
    ///
    /// When the text is no token.
    pub fn decode(wire: &str) -> Result<(Self, String), TokenError> {
        let plain = STANDARD.decode(wire).map_err(|_| TokenError::Encoding)?;
        let plain = String::from_utf8(plain).map_err(|_| TokenError::Encoding)?;
        let parts: Vec<&str> = plain.split('|').collect();
        let &[issuer, id, timestamp, digest] = parts.as_slice() else {
            return Err(TokenError::Parts(parts.len()));
        };
        if !is_timestamp(timestamp) {
            return Err(TokenError::Timestamp(timestamp.to_owned()));
        }
        let token = Self {
            issuer: issuer.to_owned(),
            id: id.to_owned(),
            timestamp: timestamp.to_owned(),
        };
        Ok((token, digest.to_owned()))
    }

    /// The digest over the shared secret; it begins with the identifier where the token begins with the issuer.
    #[must_use]
    pub fn digest(&self, secret: &str) -> String {
        let Self {
            issuer,
            id,
            timestamp,
        } = self;
        let text = format!("{id}|{issuer}|{timestamp}|{secret}");
        STANDARD.encode(Hash::Sha256.digest(&[text.as_bytes()]).as_bytes())
    }
}

/// `yyyy-MM-dd HH:mm:ss SSS`
fn is_timestamp(text: &str) -> bool {
    let mut parts = text.split(' ');
    let (Some(date), Some(time), Some(millis), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return false;
    };
    let number = |text: &str, length: usize, below: u16| {
        text.len() == length
            && text.bytes().all(|byte| byte.is_ascii_digit())
            && text.parse::<u16>().is_ok_and(|number| number < below)
    };
    let mut clock = time.split(':');
    let (Some(hour), Some(minute), Some(second), None) =
        (clock.next(), clock.next(), clock.next(), clock.next())
    else {
        return false;
    };
    parse_date(date).is_some()
        && number(hour, 2, 24)
        && number(minute, 2, 60)
        && number(second, 2, 60)
        && number(millis, 3, 1000)
}

/// One direction between a node and a national system: its cache, the sender's name and the shared secret.
#[derive(Clone, PartialEq, Eq)]
pub struct Channel {
    /// The cache.
    pub cache: CacheName,
    /// The sender's name in tokens.
    pub issuer: String,
    /// The secret that both sides know.
    pub secret: String,
}

impl Channel {
    /// A direction with the names of the EU node's demonstration and a secret.
    #[must_use]
    pub fn new(cache: CacheName, secret: &str) -> Self {
        let issuer = match cache {
            CacheName::ConnectorRequest => "specificCommunicationDefinitionConnectorRequest",
            CacheName::ConnectorResponse => "specificCommunicationDefinitionConnectorResponse",
            CacheName::ProxyServiceRequest => "specificCommunicationDefinitionProxyserviceRequest",
            CacheName::ProxyServiceResponse => {
                "specificCommunicationDefinitionProxyserviceResponse"
            }
        };
        Self {
            cache,
            issuer: issuer.to_owned(),
            secret: secret.to_owned(),
        }
    }

    /// Leaves a message in the cache; returns the token in its wire form, or nothing where the cache did not take it.
    #[must_use]
    pub fn send(&self, message: &str, cache: &dyn LightCache, ambient: &Ambient) -> Option<String> {
        let id = fresh_uuid(ambient);
        if !cache.put(self.cache, &id, message) {
            return None;
        }
        Some(LightToken::new(&self.issuer, &id, ambient.now()).encode(&self.secret))
    }

    /// Fetches the message of a token; `tokens` are all parameters `token` that came.
    ///
    /// # Errors
    ///
    /// The first rule that is broken.
    pub fn receive(
        &self,
        tokens: &[&str],
        cache: &dyn LightCache,
        book: &Rulebook<Rule>,
    ) -> Result<String, Breach<Rule>> {
        let count = tokens.len();
        book.require(Rule::TokenOnce, count == 1, || format!("{count} tokens"))?;
        let wire = *tokens
            .last()
            .ok_or_else(|| Breach::new(Rule::TokenOnce, "no token"))?;
        // What is decoded is shorter than what is encoded.
        let size = wire.len();
        book.require(Rule::TokenSize, size <= LONGEST, || {
            format!("token of {size} bytes, at most {LONGEST}")
        })?;
        let (token, digest) = LightToken::decode(wire)
            .map_err(|error| Breach::new(Rule::TokenFormat, error.to_string()))?;
        book.require(Rule::TokenIssuer, token.issuer == self.issuer, || {
            format!("token of {}, expected {}", token.issuer, self.issuer)
        })?;
        let right = token.digest(&self.secret) == digest;
        book.require(Rule::TokenDigest, right, || {
            format!("the digest of token {} is not over the secret", token.id)
        })?;
        cache.take(self.cache, &token.id).ok_or_else(|| {
            let because = format!("no message waits for token {}", token.id);
            Breach::new(Rule::TokenKnown, because)
        })
    }
}

impl fmt::Debug for Channel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Channel")
            .field("cache", &self.cache)
            .field("issuer", &self.issuer)
            .finish_non_exhaustive()
    }
}

/// A random UUID of version 4. [RFC 9562 §5.4]
pub(crate) fn fresh_uuid(ambient: &Ambient) -> String {
    let random = u128::from_be_bytes(ambient.stream("light token").bytes());
    let bits = (random & !(0xF << 76) & !(0b11 << 62)) | (0x4 << 76) | (0b10 << 62);
    let hex = format!("{bits:032x}");
    let part = |from, until| hex.get(from..until).unwrap_or_default();
    [
        part(0, 8),
        part(8, 12),
        part(12, 16),
        part(16, 20),
        part(20, 32),
    ]
    .join("-")
}
