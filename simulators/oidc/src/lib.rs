//! OpenID Connect as the federal login of Belgium speaks it: messages, tokens, and what both sides check.
//!
//! In come queries, bodies and headers as text, private keys, and the clock and randomness of an
//! [`Ambient`](ambient::Ambient). Out go messages, signed tokens and verdicts: [`provider`] holds what a provider checks
//! and remembers, [`client`] what a relying party checks. Both hold their peers to a [`Rulebook`](rules::Rulebook), one
//! rule per clause of OpenID Connect Core, RFC 6749, 7636, 8725 and 9207. This crate opens no connection, shows no page
//! and knows no means of login.
//!
//! ```
//! use ambient::{Ambient, Date};
//! use oidc::jose::{Jwks, SigningKey};
//! use oidc::{Claims, IdToken, client};
//! use rules::{Rule as _, Rulebook};
//!
//! let ambient = Ambient::simulated(1, Date::new(2026, 3, 1)?);
//! let key = crypto::PrivateKey::generate(crypto::Curve::P256, &mut ambient.stream("oidc key"));
//! let key = SigningKey::ec("k1", key)?;
//! let keys = Jwks::new(vec![key.jwk()]);
//! let now = ambient.now();
//! let claims = IdToken {
//!     iss: Some("https://fas.example/fas/oauth2".into()),
//!     aud: Some("lfa-demo".into()),
//!     sub: Some("s".into()),
//!     nonce: Some("n-1".into()),
//!     iat: Some(now.get()),
//!     exp: Some(now.plus(300).get()),
//!     ..IdToken::default()
//! };
//! let token = claims.signed(&key, &ambient)?;
//!
//! let book = Rulebook::strict();
//! let expected = client::Expectations {
//!     issuer: "https://fas.example/fas/oauth2",
//!     client_id: "lfa-demo",
//!     keys: &keys,
//!     algorithms: &[oidc::jose::Algorithm::Es256],
//!     now,
//!     book: &book,
//! };
//! assert_eq!(expected.id_token(&token, Some("n-1"), None)?.sub.as_deref(), Some("s"));
//! let breach = expected.id_token(&token, Some("n-2"), None).unwrap_err();
//! assert_eq!(breach.rule, client::Rule::Nonce);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod authorize;
mod claims;
pub mod client;
mod discovery;
mod error;
mod error_code;
pub mod jose;
mod json;
mod parameters;
pub mod pkce;
pub mod provider;
mod rule;
mod token;

pub use crate::{
    authorize::{AuthorizeRequest, AuthorizeResponse},
    claims::{
        Audience, Claims, FAS_LEVEL_PREFIX, IdToken, UserInfo, at_hash, level_number, level_urn,
    },
    discovery::{ProviderMetadata, WELL_KNOWN},
    error::Error,
    error_code::ErrorCode,
    parameters::Parameters,
    token::{
        ClientMethod, ClientSecret, Credentials, ErrorBody, Introspection, TokenRequest,
        TokenResponse,
    },
};
