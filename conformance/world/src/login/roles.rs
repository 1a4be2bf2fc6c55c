//! Each role, built from the world's plan: addresses, keys, peers, and what is wrong with it.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use ambient::Ambient;
use conformance_harness::site::role;
use eidas_profile::light::LightCache;
use eidas_profile::{CountryCode, Profile};
use oidc::ClientSecret;
use pki::TestPki;
use saml::fas::{Level, attribute};
use web::{Fetch, Journal, Service};

use super::clients;
use super::faults::{Misbehaviour, unknown, waive};
use super::keys::Keys;
use super::settings::{Setting, Settings};
use super::slot::Slot;
use super::terminal::ServiceCertificate;
use crate::WorldError;

const SECRETS: [&str; 2] = ["mySecretConnectorRequest", "mySecretConnectorResponse"];

/// Another service that logs people in at the portal.
#[derive(Clone, Debug)]
pub enum Guest {
    /// By SAML, known by its metadata.
    Saml(String),
    /// By OpenID Connect.
    Oidc(oidc::provider::Client),
}

/// Everything that the roles of one world are built from.
pub(crate) struct Plan {
    pub(crate) origins: BTreeMap<&'static str, String>,
    /// Where the metadata of roles are that are not ours.
    pub(crate) metadata: BTreeMap<&'static str, String>,
    pub(crate) keys: Arc<Keys>,
    pub(crate) pki: Arc<TestPki>,
    pub(crate) settings: Settings,
    pub(crate) ambient: Ambient,
    pub(crate) fetch: Arc<dyn Fetch>,
    pub(crate) journal: Journal,
    pub(crate) cache: Arc<dyn LightCache>,
    /// What opens the connector's cache to a portal that runs elsewhere.
    pub(crate) cache_key: Option<String>,
    pub(crate) slot: Arc<Slot>,
    pub(crate) guests: Vec<Guest>,
    /// How many roles were built so far.
    pub(crate) built: AtomicU64,
    /// Where citizens' eID client is; the built-in one when nothing is said.
    pub(crate) eid_client: Option<String>,
}

type Built = Result<Arc<dyn Service>, WorldError>;

/// The key of this name in the type of a role.
macro_rules! identity {
    ($plan:expr, $name:expr, $kind:path) => {{
        let identity = $plan.keys.get($name)?;
        $kind {
            key: identity.key.clone(),
            certificate: identity.certificate.clone(),
        }
    }};
}

impl Plan {
    /// Where a role is reached.
    pub(crate) fn origin(&self, role: &str) -> &str {
        self.origins.get(role).map_or("", String::as_str)
    }

    /// Builds a role with its faults.
    pub(crate) fn build(&self, role: &str, wrong: &Misbehaviour) -> Built {
        let faults = wrong.of(role);
        match role {
            role::RELYING_PARTY => self.relying_party(&faults),
            role::CSAM => self.csam(&faults),
            role::CONNECTOR => self.connector(&faults),
            role::MIDDLEWARE_DE => Ok(self.middleware(&faults)?),
            role::EID_CLIENT => self.eid_client(&faults),
            other => Err(unknown(other, "")),
        }
    }

    /// Where the metadata of a role are: at `path` below its origin unless the plan knows better.
    fn metadata_of(&self, role: &str, path: &str) -> String {
        let usual = || format!("{}{path}", self.origin(role));
        self.metadata.get(role).cloned().unwrap_or_else(usual)
    }

    /// Clock and randomness of a role. A role that is built anew draws anew: a message of the one before must not come
    /// back under the same identifier.
    fn stream(&self, role: &str) -> Ambient {
        let built = self.built.fetch_add(1, Ordering::Relaxed);
        self.ambient.fork(&format!("{role} {built}"))
    }

    fn relying_party(&self, faults: &[&str]) -> Built {
        let mut config = self.relying_party_config()?;
        for fault in faults {
            let rules = &mut config.rules;
            let waived = waive(&mut rules.own, "own", fault)
                || waive(&mut rules.response, "response", fault)
                || waive(&mut rules.logout, "logout", fault)
                || waive(&mut rules.oidc, "oidc", fault);
            if !waived {
                let known = relying_party::Fault::parse(fault);
                config.fault = Some(known.ok_or_else(|| unknown(role::RELYING_PARTY, fault))?);
            }
        }
        let service = relying_party::RelyingParty::new(
            config,
            self.stream(role::RELYING_PARTY),
            Arc::clone(&self.fetch),
            self.journal.clone(),
        );
        Ok(Arc::new(started(role::RELYING_PARTY, service)?))
    }

    fn relying_party_config(&self) -> Result<relying_party::Config, WorldError> {
        let mut config = relying_party::Config::new(
            self.origin(role::RELYING_PARTY),
            identity!(self, "relying-party signing", relying_party::Identity),
            identity!(self, "relying-party encryption", relying_party::Identity),
        );
        let portal = self.origin(role::CSAM);
        let metadata = self.metadata_of(role::CSAM, csam::paths::METADATA);
        config.saml = Some(relying_party::MetadataSource::Address(metadata));
        let mut scope = "openid profile".to_owned();
        if self.settings.has(Setting::NationalNumber) {
            config.attributes.push(attribute::EGOV_NRN.to_owned());
            scope.push_str(" egovnrn");
        }
        if self.settings.has(Setting::LevelLow) {
            config.level = Level::PASSWORD;
        }
        config.oidc = Some(relying_party::OidcClient {
            issuer: format!("{portal}{}", csam::paths::OAUTH),
            id: clients::ID.to_owned(),
            secret: ClientSecret::new(clients::SECRET),
            scope,
        });
        Ok(config)
    }

    fn csam(&self, faults: &[&str]) -> Built {
        let mut config = self.csam_config()?;
        let mut known = Vec::new();
        for fault in faults {
            let books = &mut config.books;
            let waived = waive(&mut books.portal, "portal", fault)
                || waive(&mut books.light, "light", fault)
                || waive(&mut books.request, "request", fault)
                || waive(&mut books.logout, "logout", fault)
                || waive(&mut books.provider, "provider", fault);
            if !waived {
                let parsed = csam::Fault::parse(fault);
                known.push(parsed.ok_or_else(|| unknown(role::CSAM, fault))?);
            }
        }
        config.faults = csam::Faults::of(&known);
        let service = csam::Csam::new(config, &self.stream(role::CSAM), &self.journal);
        Ok(Arc::new(started(role::CSAM, service)?))
    }

    fn csam_config(&self) -> Result<csam::Config, WorldError> {
        let connector = self.origin(role::CONNECTOR);
        let endpoint = format!("{connector}{}", eidas_connector::paths::REQUEST);
        let cache = Arc::clone(&self.cache);
        let mut config = csam::Config::new(
            self.origin(role::CSAM),
            identity!(self, "csam signing", csam::Identity),
            self.keys.get("csam oidc")?.key.clone(),
            csam::Connector::new(&endpoint, cache, SECRETS),
        );
        config.next_token_key = Some(self.keys.get("spare rsa signing")?.key.clone());
        if self.settings.has(Setting::LevelTooHigh) {
            config.levels.high = Level::APP_CODE;
        }
        // Alone, the portal knows only the services of its file.
        if self.origins.contains_key(role::RELYING_PARTY) {
            config.services = vec![self.relying_party_metadata()?];
        }
        config.clients = clients::registered(self.origin(role::RELYING_PARTY));
        for guest in &self.guests {
            match guest {
                Guest::Saml(metadata) => config.services.push(metadata.clone()),
                Guest::Oidc(client) => {
                    // A guest may come under the name of the built-in relying party.
                    config.clients.retain(|own| own.client.id != client.id);
                    config.clients.push(csam::Client {
                        client: client.clone(),
                        title: client.id.clone(),
                        issuer: csam::IssuerForm::Current,
                    });
                }
            }
        }
        Ok(config)
    }

    fn relying_party_metadata(&self) -> Result<String, WorldError> {
        document(&*self.relying_party(&[])?, "/saml/metadata")
    }

    fn connector(&self, faults: &[&str]) -> Built {
        let mut config = self.connector_config()?;
        if self.settings.has(Setting::ConnectorMetadataExpired) {
            config.faults = config.faults.with(eidas_connector::Fault::MetadataExpired);
        }
        for fault in faults {
            let books = &mut config.books;
            let waived = waive(&mut books.light, "light", fault)
                || waive(&mut books.metadata, "metadata", fault)
                || waive(&mut books.responses, "response", fault);
            if !waived {
                let known = eidas_connector::Fault::parse(fault);
                let known = known.ok_or_else(|| unknown(role::CONNECTOR, fault))?;
                config.faults = config.faults.with(known);
            }
        }
        let service = eidas_connector::Connector::new(
            config,
            self.stream(role::CONNECTOR),
            Arc::clone(&self.fetch),
            self.journal.clone(),
        );
        Ok(Arc::new(started(role::CONNECTOR, service)?))
    }

    fn connector_config(&self) -> Result<eidas_connector::Config, WorldError> {
        use eidas_connector::Identity;
        let encryption = self.choose(
            "connector encryption",
            &[
                (Setting::RsaEncryption, "connector rsa encryption"),
                (Setting::Brainpool, "brainpool encryption"),
            ],
        );
        let signing = self.choose(
            "connector signing",
            &[(Setting::Brainpool, "brainpool signing")],
        );
        let keys = eidas_connector::Keys {
            signing: identity!(self, signing, Identity),
            metadata_signing: identity!(self, "connector metadata", Identity),
            encryption: identity!(self, encryption, Identity),
        };
        let portal = self.origin(role::CSAM);
        let mut config = eidas_connector::Config::new(
            self.origin(role::CONNECTOR),
            keys,
            Arc::clone(&self.cache),
            &format!("{portal}{}", csam::paths::EIDAS_RETURN),
        );
        if self.settings.has(Setting::EuNode) {
            config.books = Profile::EuNode.into();
        }
        let signer = self.choose(
            "middleware-de metadata",
            &[(Setting::UnknownMiddleware, "stranger signing")],
        );
        let middleware = self.metadata_of(role::MIDDLEWARE_DE, "/eidas-middleware/Metadata");
        config.cache_key.clone_from(&self.cache_key);
        config.peers = vec![eidas_connector::Peer {
            country: CountryCode::DE,
            metadata: eidas_connector::MetadataSource::Address(middleware),
            metadata_signers: vec![self.keys.get(signer)?.certificate.clone()],
            skew: eidas_profile::response::Skew::default(),
        }];
        Ok(config)
    }

    /// Builds the middleware, which the world also reaches into by hand.
    pub(crate) fn middleware(
        &self,
        faults: &[&str],
    ) -> Result<Arc<eidas_middleware_de::Middleware>, WorldError> {
        use eidas_middleware_de::{Fault, Middleware};
        let mut config = self.middleware_config()?;
        if self.settings.has(Setting::MiddlewareMetadataExpired) {
            config.faults = config.faults.with(Fault::MetadataExpired);
        }
        for fault in faults {
            let waived = waive(&mut config.rulebook, "request", fault)
                || waive(&mut config.metadata_rules, "metadata", fault);
            if !waived {
                let known = Fault::parse(fault);
                let known = known.ok_or_else(|| unknown(role::MIDDLEWARE_DE, fault))?;
                config.faults = config.faults.with(known);
            }
        }
        let service = Middleware::new(
            config,
            self.stream(role::MIDDLEWARE_DE),
            Arc::clone(&self.fetch),
            self.journal.clone(),
        );
        Ok(Arc::new(started(role::MIDDLEWARE_DE, service)?))
    }

    /// The terminal certificate of the middleware.
    pub(crate) fn service_certificate(&self) -> Result<ServiceCertificate, WorldError> {
        let tls = &self.keys.get("middleware-de tls")?.certificate;
        let origin = self.origin(role::MIDDLEWARE_DE);
        ServiceCertificate::new(&self.pki, origin, tls, &self.settings)
    }

    fn middleware_config(&self) -> Result<eidas_middleware_de::Config, WorldError> {
        use eidas_middleware_de::{Config, Connector, Identity, MetadataSource};
        let signing = self.choose(
            "middleware-de signing",
            &[
                (Setting::RsaSigning, "middleware-de rsa signing"),
                (Setting::ShortSigning, "short rsa signing"),
                (Setting::Brainpool, "brainpool signing"),
            ],
        );
        let connector = self.metadata_of(role::CONNECTOR, eidas_connector::paths::METADATA);
        let known = Connector {
            metadata: MetadataSource::Address(connector),
            metadata_signers: vec![self.keys.get("connector metadata")?.certificate.clone()],
            sector: None,
        };
        let unknown = self.settings.has(Setting::UnknownConnector);
        Ok(Config {
            origin: self.origin(role::MIDDLEWARE_DE).to_owned(),
            signing: identity!(self, signing, Identity),
            metadata_signing: identity!(self, "middleware-de metadata", Identity),
            terminal: self.terminal()?,
            country_signers: vec![self.pki.country_signer()?.certificate().to_vec()],
            blocked: std::collections::BTreeSet::new(),
            connectors: if unknown { Vec::new() } else { vec![known] },
            requesters: None,
            eid_client_url: self.eid_client_url(),
            rulebook: Config::usual_rules(),
            metadata_rules: rules::Rulebook::strict(),
            faults: eidas_middleware_de::Faults::none(),
        })
    }

    fn eid_client_url(&self) -> String {
        let own = || format!("{}/eID-Client", self.origin(role::EID_CLIENT));
        self.eid_client.clone().unwrap_or_else(own)
    }

    fn terminal(&self) -> Result<eidas_middleware_de::eid::Terminal, WorldError> {
        let own = self.service_certificate()?;
        let key = own.certificate.key.clone();
        let key = key.ok_or_else(|| WorldError::NoKey("service terminal".to_owned()))?;
        let mut certificates = own.issuers.clone();
        // Sent only by a middleware that is told to do so wrongly.
        let root = self.pki.certificate("AT_CVCA");
        certificates.extend(root.map(|root| root.bytes.clone()));
        certificates.push(own.certificate.bytes.clone());
        let terminal = eidas_middleware_de::eid::Terminal::new(
            &certificates,
            key,
            own.description.encode(),
            own.sector.public_key(),
        );
        started(role::MIDDLEWARE_DE, terminal)
    }

    fn eid_client(&self, faults: &[&str]) -> Built {
        let mut config = eid_client::Config::new(Arc::<Slot>::clone(&self.slot));
        if self.settings.has(Setting::Phone) {
            config = config.with_connection(eid_client::Connection::PhoneNfc);
        }
        if let Some(root) = self.pki.certificate("AT_CVCA") {
            config = started(role::EID_CLIENT, config.with_root(&root.bytes))?;
        }
        for fault in faults {
            if !waive(&mut config.rulebook, "client", fault) {
                let known = eid_client::Fault::parse(fault);
                config = config.with_fault(known.ok_or_else(|| unknown(role::EID_CLIENT, fault))?);
            }
        }
        Ok(Arc::new(eid_client::EidClient::new(
            config,
            self.stream(role::EID_CLIENT),
            Arc::clone(&self.fetch),
            self.journal.clone(),
        )))
    }

    /// The key that a setting asks for, or the usual one.
    pub(crate) fn choose(
        &self,
        usual: &'static str,
        others: &[(Setting, &'static str)],
    ) -> &'static str {
        let other = others
            .iter()
            .find(|(setting, _)| self.settings.has(*setting));
        other.map_or(usual, |(_, name)| name)
    }
}

fn started<T, E: std::fmt::Display>(
    role: &'static str,
    built: Result<T, E>,
) -> Result<T, WorldError> {
    built.map_err(|error| WorldError::Role {
        role,
        reason: error.to_string(),
    })
}

/// A document that a service publishes.
pub(crate) fn document(service: &dyn Service, path: &str) -> Result<String, WorldError> {
    let request = http::Request::get(path).body(Default::default());
    let request = started("metadata", request)?;
    let response = service.respond(&request);
    let body = String::from_utf8(response.body().to_vec());
    started("metadata", body)
}
