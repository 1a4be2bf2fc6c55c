//! What a relying party is made of.

use std::fmt;

use oidc::ClientSecret;
use rules::Rulebook;
use saml::fas::{self, Level, attribute};
use xml::{DecryptionKey, SignatureAlgorithm, SigningKey};

use crate::{Fault, Rule};

/// A key and its X.509 certificate.
#[derive(Clone)]
pub struct Identity {
    /// PKCS#8 in DER.
    pub key: Vec<u8>,
    /// X.509 in DER.
    pub certificate: Vec<u8>,
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Identity").finish_non_exhaustive()
    }
}

/// Where the identity provider's metadata come from. Whoever configures an address trusts what is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MetadataSource {
    /// The document itself.
    Document(String),
    /// The address of the document.
    Address(String),
}

/// What the provider of OpenID Connect knows this service by.
#[derive(Clone, Debug)]
pub struct OidcClient {
    /// The provider's name, which is the address of its documents.
    pub issuer: String,
    /// This service's name.
    pub id: String,
    /// Its password.
    pub secret: ClientSecret,
    /// The scopes that it asks for, joined by blanks.
    pub scope: String,
}

/// Which rules are held.
#[derive(Clone, Debug, Default)]
pub struct Rulebooks {
    /// Of this service.
    pub own: Rulebook<Rule>,
    /// Of SAML responses.
    pub response: Rulebook<fas::response::Rule>,
    /// Of SAML logout messages.
    pub logout: Rulebook<fas::logout::Rule>,
    /// Of OpenID Connect.
    pub oidc: Rulebook<oidc::client::Rule>,
}

/// Everything that makes a relying party.
#[derive(Clone, Debug)]
pub struct Config {
    /// Scheme, host and port under which it is reached, such as `http://127.0.0.1:8080`.
    pub origin: String,
    /// Its name in SAML; usually the address of its metadata.
    pub entity_id: String,
    /// Signs requests and metadata.
    pub signing: Identity,
    /// Opens encrypted assertions.
    pub encryption: Identity,
    /// Whether assertions in the clear are refused.
    pub encryption_required: bool,
    /// The identity provider of SAML; without one, that way is closed.
    pub saml: Option<MetadataSource>,
    /// The provider of OpenID Connect; without one, that way is closed.
    pub oidc: Option<OidcClient>,
    /// The level that a person must be authenticated with.
    pub level: Level,
    /// The attributes that the metadata ask for and that a response must have.
    pub attributes: Vec<String>,
    /// Which rules are held.
    pub rules: Rulebooks,
    /// What it does wrong.
    pub fault: Option<Fault>,
}

impl Config {
    /// A strict party of level 500 without peers, named by the address of its metadata.
    #[must_use]
    pub fn new(origin: &str, signing: Identity, encryption: Identity) -> Self {
        let wanted = [
            attribute::GIVEN_NAME,
            attribute::SURNAME,
            attribute::DATE_OF_BIRTH,
            attribute::EIDAS_PERSON_IDENTIFIER,
        ];
        Self {
            entity_id: format!("{origin}/saml/metadata"),
            origin: origin.to_owned(),
            signing,
            encryption,
            encryption_required: false,
            saml: None,
            oidc: None,
            level: Level::CARD,
            attributes: wanted.map(str::to_owned).to_vec(),
            rules: Rulebooks::default(),
            fault: None,
        }
    }

    pub(crate) fn has(&self, fault: Fault) -> bool {
        self.fault == Some(fault)
    }

    /// An address of this service.
    pub(crate) fn address(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }
}

/// Why a relying party cannot be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// The origin is none.
    #[error("{0:?} is not an origin such as http://127.0.0.1:8080")]
    Origin(String),
    /// A key cannot be used.
    #[error("key for {what}: {because}")]
    Key {
        /// What it is for.
        what: &'static str,
        /// What is wrong.
        because: String,
    },
}

/// The keys, read.
pub(crate) struct Keys {
    pub(crate) signing: SigningKey,
    pub(crate) algorithm: SignatureAlgorithm,
    pub(crate) decryption: DecryptionKey,
}

impl Keys {
    pub(crate) fn of(config: &Config) -> Result<Self, ConfigError> {
        let error = |what| {
            move |error: xml::KeyError| ConfigError::Key {
                what,
                because: error.to_string(),
            }
        };
        let Config {
            signing,
            encryption,
            ..
        } = config;
        let signing =
            SigningKey::from_pkcs8(&signing.key, &signing.certificate).map_err(error("signing"))?;
        let algorithm = if signing.is_rsa() {
            SignatureAlgorithm::RsaPkcs1(xml::Hash::Sha256)
        } else {
            SignatureAlgorithm::Ecdsa(xml::Hash::Sha256)
        };
        Ok(Self {
            algorithm,
            signing,
            decryption: DecryptionKey::from_pkcs8(&encryption.key, &encryption.certificate)
                .map_err(error("encryption"))?,
        })
    }
}
