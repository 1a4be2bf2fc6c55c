//! The keys of the portal, ready to sign.

use oidc::jose::{Jwks, SigningKey as TokenKey};
use xml::SigningKey;

use crate::ConfigError;
use crate::config::Config;

/// What signs messages and tokens. The foreign keys are in no metadata and no key set: each is the true key of the other
/// protocol.
#[derive(Clone, Debug)]
pub(crate) struct Keys {
    pub(crate) message: SigningKey,
    pub(crate) foreign_message: SigningKey,
    pub(crate) token: TokenKey,
    /// What follows `token`. Nobody ever attacks with it: a service may keep it once it has met it.
    pub(crate) next_token: Option<TokenKey>,
    pub(crate) foreign_token: TokenKey,
}

impl Keys {
    pub(crate) fn of(config: &Config) -> Result<Self, ConfigError> {
        let (message, token) = (&config.signing, &config.token_key);
        if message.key == *token {
            return Err(ConfigError::TokenKey("the same as for messages".into()));
        }
        let for_messages = |key: &[u8]| {
            SigningKey::from_pkcs8(key, &message.certificate)
                .map_err(|error| ConfigError::SigningKey(error.to_string()))
        };
        let for_tokens = |kid: &str, key: &[u8]| {
            TokenKey::rsa_pkcs8(kid, key).map_err(|error| ConfigError::TokenKey(error.to_string()))
        };
        Ok(Self {
            message: for_messages(&message.key)?,
            foreign_message: for_messages(token)?,
            token: for_tokens("fas-1", token)?,
            next_token: match &config.next_token_key {
                Some(key) => Some(for_tokens("fas-2", key)?),
                None => None,
            },
            foreign_token: for_tokens("foreign-1", &message.key)?,
        })
    }

    /// The key set that clients fetch; with a new key, while one follows the other.
    pub(crate) fn key_set(&self, rotated: bool) -> Jwks {
        let mut keys = vec![self.token.jwk()];
        let next = self.next_token.iter().filter(|_| rotated);
        keys.extend(next.map(TokenKey::jwk));
        Jwks::new(keys)
    }
}
