//! What a portal is told before it starts.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use eidas_profile::LevelOfAssurance;
use eidas_profile::light::{self, CacheName, Channel, LightCache};
use oidc::provider::{self, Lifetimes};
use rules::Rulebook;
use saml::fas::request::Requested;
use saml::fas::{self, Level};

use crate::{Faults, Rule};

/// Everything that a portal needs to know.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where it is reached, such as `http://127.0.0.1:8080`, without a slash at the end.
    pub origin: String,
    /// Its name towards SAML services. Nothing public says what the real one is.
    pub entity_id: String,
    /// Its name towards OpenID Connect clients.
    pub issuer: String,
    /// Signs SAML messages: an RSA key.
    pub signing: Identity,
    /// Signs tokens: an RSA key in PKCS#8 (DER).
    pub token_key: Vec<u8>,
    /// The key that follows the one for tokens, should it change: an RSA key in PKCS#8 (DER).
    pub next_token_key: Option<Vec<u8>>,
    /// The services that speak SAML: the text of their metadata, one entity or several.
    pub services: Vec<String>,
    /// The services that speak OpenID Connect.
    pub clients: Vec<Client>,
    /// The Belgian connector of the eIDAS network.
    pub connector: Connector,
    /// The countries of the country page, in its order.
    pub countries: Vec<Country>,
    /// Which level a foreign identification gives.
    pub levels: LevelMap,
    /// How long codes and tokens last.
    pub lifetimes: Lifetimes,
    /// National numbers by the identifier of the foreign person: links made earlier.
    pub links: BTreeMap<String, String>,
    /// The rules that it holds others to.
    pub books: Books,
    /// What it does wrong.
    pub faults: Faults,
}

impl Config {
    /// A portal at an origin with all defaults, no services, and Germany on the list.
    #[must_use]
    pub fn new(origin: &str, signing: Identity, token_key: Vec<u8>, connector: Connector) -> Self {
        Self {
            origin: origin.into(),
            entity_id: format!("{origin}{}", crate::paths::METADATA),
            issuer: format!("{origin}{}", crate::paths::OAUTH),
            signing,
            token_key,
            next_token_key: None,
            services: Vec::new(),
            clients: Vec::new(),
            connector,
            countries: Country::listed(),
            levels: LevelMap::default(),
            lifetimes: Lifetimes::default(),
            links: BTreeMap::new(),
            books: Books::default(),
            faults: Faults::none(),
        }
    }

    pub(crate) fn address(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }
}

/// A private key and its certificate.
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

/// A client of OpenID Connect, and the name by which it knows the portal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Client {
    /// What is registered.
    pub client: provider::Client,
    /// Its name for people.
    pub title: String,
    /// Older clients know the portal by its origin alone.
    pub issuer: IssuerForm,
}

/// By which name a client knows the portal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IssuerForm {
    /// As [`Config::issuer`] has it.
    Current,
    /// The origin, as older clients were configured.
    Origin,
}

/// How the connector is reached.
#[derive(Clone)]
pub struct Connector {
    /// Where browsers bring a request: `…/EidasNode/SpecificConnectorRequest`.
    pub endpoint: String,
    /// Where requests are left for the connector and answers are taken.
    pub cache: Arc<dyn LightCache>,
    /// The direction to the connector, with its secret.
    pub requests: Channel,
    /// The direction back.
    pub answers: Channel,
    /// How the portal calls itself in requests.
    pub issuer: String,
}

impl Connector {
    /// A connector with the names of the EU node's demonstration and the secrets of both directions.
    #[must_use]
    pub fn new(endpoint: &str, cache: Arc<dyn LightCache>, secrets: [&str; 2]) -> Self {
        let [request, answer] = secrets;
        Self {
            endpoint: endpoint.into(),
            cache,
            requests: Channel::new(CacheName::ConnectorRequest, request),
            answers: Channel::new(CacheName::ConnectorResponse, answer),
            issuer: "be-specific-connector".into(),
        }
    }
}

impl fmt::Debug for Connector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connector")
            .field("endpoint", &self.endpoint)
            .finish_non_exhaustive()
    }
}

/// A country of the country page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Country {
    /// Two letters, as the eIDAS network has them.
    pub code: String,
    /// Whether people can be sent there.
    pub road: Road,
    /// Whether its people are asked for a national number and linked to it. The login guide names linking for
    /// Luxembourg and the Netherlands only.
    pub linking: Linking,
}

/// Whether people can be sent to a country.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Road {
    /// They can.
    Open,
    /// Not yet: this simulator has no such country.
    Planned,
    /// They cannot: the country has no means that the network knows.
    Closed,
}

/// Whether the people of a country are linked to a national number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Linking {
    /// They are.
    On,
    /// They are not.
    Off,
}

impl Country {
    /// The countries of the login guide.
    #[must_use]
    pub fn listed() -> Vec<Self> {
        use Linking::{Off, On};
        use Road::{Closed, Open, Planned};
        [
            ("DE", Open, Off),
            ("ES", Planned, Off),
            ("FR", Closed, Off),
            ("IT", Planned, Off),
            ("LU", Planned, On),
            ("NL", Planned, On),
            ("PL", Planned, Off),
            ("PT", Planned, Off),
        ]
        .map(|(code, road, linking)| Self {
            code: code.into(),
            road,
            linking,
        })
        .into()
    }
}

/// Which level a foreign identification gives, and which identification a level needs. A decision: nothing public says
/// what the real portal does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LevelMap {
    /// For high.
    pub high: Level,
    /// For substantial.
    pub substantial: Level,
    /// For low.
    pub low: Level,
}

impl Default for LevelMap {
    fn default() -> Self {
        Self {
            high: Level::CARD,
            substantial: Level::APP_CODE,
            low: Level::PASSWORD,
        }
    }
}

impl LevelMap {
    /// The levels that an identification gives, highest first: one that is high is substantial, too.
    #[must_use]
    pub fn reached(&self, by: &LevelOfAssurance) -> Vec<Level> {
        match by {
            LevelOfAssurance::High => vec![self.high, self.substantial, self.low],
            LevelOfAssurance::Substantial => vec![self.substantial, self.low],
            LevelOfAssurance::Low => vec![self.low],
            LevelOfAssurance::NonNotified(_) => Vec::new(),
        }
    }

    /// The lowest identification that gives a level which will do; none when no foreign one does.
    #[must_use]
    pub fn needed(&self, requested: &Requested) -> Option<LevelOfAssurance> {
        [
            (LevelOfAssurance::Low, self.low),
            (LevelOfAssurance::Substantial, self.substantial),
            (LevelOfAssurance::High, self.high),
        ]
        .into_iter()
        .find_map(|(assurance, level)| requested.admits(level).then_some(assurance))
    }
}

/// The rules that a portal holds others to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Books {
    /// Browsers and people from abroad.
    pub portal: Rulebook<Rule>,
    /// The connector.
    pub light: Rulebook<light::Rule>,
    /// Requests of SAML services.
    pub request: Rulebook<fas::request::Rule>,
    /// Logout messages of SAML services.
    pub logout: Rulebook<fas::logout::Rule>,
    /// OpenID Connect clients.
    pub provider: Rulebook<provider::Rule>,
}

impl Default for Books {
    /// All rules. The level is held against the portal's own map by [`Rule::LevelReached`], and not a second time.
    fn default() -> Self {
        Self {
            portal: Rulebook::strict(),
            light: Rulebook::strict().without(light::Rule::LevelRequested),
            request: Rulebook::strict(),
            logout: Rulebook::strict(),
            provider: Rulebook::strict(),
        }
    }
}
