//! Signed tokens: keys, headers, signatures [RFC 7515], [RFC 7517], [RFC 7518].
//!
//! In: text of tokens and key sets, private keys of the caller. Out: text, or what a key has signed. Only the compact
//! serialisation exists here, and only RS256, PS256 and ES256 are signed by [`sign`] and accepted by [`verify`]; what a
//! forger makes of a token is in [`forgery`]. It fetches nothing: keys in a header and addresses of keys are never used.

pub(crate) mod base64url;
pub mod forgery;
mod header;
pub(crate) mod hmac;
mod jwk;
mod jws;
mod key;

pub use header::{Algorithm, Header};
pub use jwk::{Jwk, Jwks, PublicKey};
pub use jws::{Jws, Verified, sign, verify};
pub use key::SigningKey;
