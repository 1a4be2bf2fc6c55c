//! What a connector is told before it starts.

use std::fmt;
use std::sync::Arc;

use eidas_profile::light::{self, CacheName, Channel, LightCache};
use eidas_profile::response::Skew;
use eidas_profile::{CountryCode, Profile, ServiceType, metadata, names, response};
use rules::Rulebook;
use thiserror::Error;

use crate::fault::Faults;
use crate::paths;

/// A private key and its certificate.
#[derive(Clone)]
pub struct Identity {
    /// PKCS #8 in DER.
    pub key: Vec<u8>,
    /// X.509 in DER.
    pub certificate: Vec<u8>,
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Identity").finish_non_exhaustive()
    }
}

/// Where a peer's metadata come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MetadataSource {
    /// The document itself.
    Document(String),
    /// The address of the document, which is also the peer's name.
    Address(String),
}

/// The proxy service or middleware that answers for a country.
#[derive(Clone, Debug)]
pub struct Peer {
    /// The country.
    pub country: CountryCode,
    /// Its metadata.
    pub metadata: MetadataSource,
    /// The certificates that may have signed the metadata, X.509 in DER.
    pub metadata_signers: Vec<Vec<u8>>,
    /// How far its clock may be off.
    pub skew: Skew,
}

/// The rules that a connector holds others to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Books {
    /// Tokens and messages of the national system.
    pub light: Rulebook<light::Rule>,
    /// Metadata of its peers.
    pub metadata: Rulebook<metadata::Rule>,
    /// Responses of its peers.
    pub responses: Rulebook<response::Rule>,
}

impl From<Profile> for Books {
    fn from(profile: Profile) -> Self {
        Self {
            light: Rulebook::strict(),
            metadata: profile.metadata(),
            responses: profile.responses(),
        }
    }
}

/// Everything that makes a connector.
#[derive(Clone)]
pub struct Config {
    /// Where it is reached, such as `http://127.0.0.1:8080`, without a slash at the end.
    pub origin: String,
    /// Its state.
    pub country: CountryCode,
    /// Signs requests.
    pub signing: Identity,
    /// Signs the metadata.
    pub metadata_signing: Identity,
    /// Opens assertions; peers encrypt to the first.
    pub encryption: Vec<Identity>,
    /// The type of all services behind it, if they have one; else each request says it.
    pub service_type: Option<ServiceType>,
    /// The protocol versions that it speaks, newest first.
    pub versions: Vec<String>,
    /// Who answers for which country.
    pub peers: Vec<Peer>,
    /// Whether the addresses of metadata must be https.
    pub https_only: bool,
    /// Where the national system leaves requests and takes answers.
    pub cache: Arc<dyn LightCache>,
    /// The direction from the national system, with its secret.
    pub requests: Channel,
    /// The direction to the national system.
    pub answers: Channel,
    /// Where browsers bring answers to: an address of the national system.
    pub return_url: String,
    /// What opens the cache to a national system that runs elsewhere; nothing keeps it shut.
    pub cache_key: Option<String>,
    /// How long a request waits for its answer, in seconds.
    pub patience: u32,
    /// What others are held to.
    pub books: Books,
    /// What it does wrong.
    pub faults: Faults,
}

impl Config {
    /// A strict Belgian connector without peers, whose services are all public.
    #[must_use]
    pub fn new(origin: &str, keys: Keys, cache: Arc<dyn LightCache>, return_url: &str) -> Self {
        let versions = [names::MIDDLEWARE_VERSION]
            .into_iter()
            .chain(names::EU_VERSIONS);
        Self {
            origin: origin.to_owned(),
            country: CountryCode::BE,
            signing: keys.signing,
            metadata_signing: keys.metadata_signing,
            encryption: vec![keys.encryption],
            service_type: Some(ServiceType::Public),
            versions: versions.map(str::to_owned).collect(),
            peers: Vec::new(),
            https_only: false,
            cache,
            requests: Channel::new(CacheName::ConnectorRequest, "mySecretConnectorRequest"),
            answers: Channel::new(CacheName::ConnectorResponse, "mySecretConnectorResponse"),
            return_url: return_url.to_owned(),
            cache_key: None,
            patience: 1800,
            books: Books::from(Profile::Strict),
            faults: Faults::none(),
        }
    }

    /// The name of the connector, which is the address of its metadata.
    #[must_use]
    pub fn entity_id(&self) -> String {
        self.address(paths::METADATA)
    }

    /// Where browsers bring requests of the national system.
    #[must_use]
    pub fn request_address(&self) -> String {
        self.address(paths::REQUEST)
    }

    pub(crate) fn address(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }
}

impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Config")
            .field("origin", &self.origin)
            .field("country", &self.country)
            .field("return_url", &self.return_url)
            .field("faults", &self.faults)
            .finish_non_exhaustive()
    }
}

/// The three keys of a connector.
#[derive(Clone, Debug)]
pub struct Keys {
    /// Signs requests.
    pub signing: Identity,
    /// Signs the metadata.
    pub metadata_signing: Identity,
    /// Opens assertions.
    pub encryption: Identity,
}

/// Why a connector cannot be made.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// An address is none.
    #[error("{what}: \"{address}\" is no http or https address")]
    Address {
        /// What it should lead to.
        what: &'static str,
        /// What was given.
        address: String,
    },
    /// A key cannot be used.
    #[error("key for {what}: {why}")]
    Key {
        /// What it is for.
        what: &'static str,
        /// What is wrong.
        why: String,
    },
    /// A peer's document names nobody.
    #[error("the metadata for {0} name no entity")]
    Peer(CountryCode),
}
