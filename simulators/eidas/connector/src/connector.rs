//! The connector as a web service.
//!
//! ```text
//! /EidasNode/ConnectorMetadata         GET         signed metadata
//! /EidasNode/SpecificConnectorRequest  GET, POST   token of a light request -> form to the other node
//! /EidasNode/ColleagueResponse         POST        response of the other node -> form with a token
//! /EidasNode/light-cache/{cache}/{id}  PUT, DELETE the shared cache
//! ```

mod receive;
mod send;

use std::fmt;
use std::sync::Arc;

use ambient::Ambient;
use eidas_profile::{EuCode, Signer};
use http::{Method, StatusCode};
use saml::Replay;
use web::{Fetch, Journal, Request, Response, Service};
use xml::DecryptionKey;

use crate::config::{Config, ConfigError, Identity};
use crate::fault::Fault;
use crate::logins::Logins;
use crate::peers::Directory;
use crate::{description, pages, paths, shared_cache};

/// The name in the journal.
pub(crate) const ROLE: &str = "connector";

/// The Belgian eIDAS connector.
pub struct Connector {
    config: Config,
    signer: Signer,
    metadata_signer: Signer,
    keys: Vec<DecryptionKey>,
    peers: Directory,
    logins: Logins,
    /// Identifiers of light requests.
    asked: Replay,
    /// Identifiers of responses.
    answered: Replay,
    ambient: Ambient,
    journal: Journal,
}

impl Connector {
    /// Builds it.
    ///
    /// # Errors
    ///
    /// What is wrong with the configuration.
    pub fn new(
        config: Config,
        ambient: Ambient,
        fetch: Arc<dyn Fetch>,
        journal: Journal,
    ) -> Result<Self, ConfigError> {
        for (what, address) in [
            ("origin", &config.origin),
            ("return address", &config.return_url),
        ] {
            if web::origin(address).is_none() {
                let address = address.clone();
                return Err(ConfigError::Address { what, address });
            }
        }
        let key = |own: &Identity| {
            DecryptionKey::from_pkcs8(&own.key, &own.certificate).map_err(|error| {
                let why = error.to_string();
                ConfigError::Key {
                    what: "encryption",
                    why,
                }
            })
        };
        Ok(Self {
            signer: signer(&config.signing, "requests")?,
            metadata_signer: signer(&config.metadata_signing, "metadata")?,
            keys: config
                .encryption
                .iter()
                .map(key)
                .collect::<Result<_, _>>()?,
            peers: Directory::new(&config, &ambient, fetch)?,
            logins: Logins::new(&ambient, config.patience),
            asked: Replay::new(),
            answered: Replay::new(),
            config,
            ambient,
            journal,
        })
    }

    /// With one more wrong behaviour.
    #[cfg(feature = "faults")]
    #[must_use]
    pub fn with_fault(mut self, fault: Fault) -> Self {
        self.config.faults = std::mem::take(&mut self.config.faults).with(fault);
        self
    }

    /// What it was built from.
    #[must_use]
    pub const fn config(&self) -> &Config {
        &self.config
    }

    fn has(&self, fault: Fault) -> bool {
        self.config.faults.has(fault)
    }

    fn metadata(&self, request: &Request) -> Response {
        let now = self.ambient.now();
        let signer = match self.has(Fault::MetadataSignedWithMessageKey) {
            true => &self.signer,
            false => &self.metadata_signer,
        };
        match description::document(&self.config, signer, now) {
            Ok(text) => web::xml(StatusCode::OK, "application/samlmetadata+xml", text),
            Err(error) => self.fail(request, &error.to_string()),
        }
    }

    /// A fault of this node.
    fn fail(&self, request: &Request, because: &str) -> Response {
        self.journal.line(ROLE, "internal", because);
        pages::of_status(request, StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// A page with a code, and a line that names the rule.
    fn refuse(&self, request: &Request, code: EuCode, rule: &str, because: &str) -> Response {
        self.journal.line(ROLE, rule, because);
        pages::refuse(request, code, !self.has(Fault::CodeHidden))
    }
}

impl Service for Connector {
    fn respond(&self, request: &Request) -> Response {
        let path = request.uri().path();
        if path.starts_with(paths::LIGHT_CACHE) {
            return match &self.config.cache_key {
                Some(key) => shared_cache::respond(request, key, &*self.config.cache),
                None => pages::of_status(request, StatusCode::NOT_FOUND),
            };
        }
        match (path, request.method()) {
            (paths::METADATA, &Method::GET) => self.metadata(request),
            (paths::REQUEST, &Method::GET | &Method::POST) => self.receive_request(request),
            (paths::RESPONSE, &Method::POST) => self.receive_response(request),
            (paths::METADATA | paths::REQUEST | paths::RESPONSE, _) => {
                pages::of_status(request, StatusCode::METHOD_NOT_ALLOWED)
            }
            _ => pages::of_status(request, StatusCode::NOT_FOUND),
        }
    }
}

impl fmt::Debug for Connector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connector")
            .field("config", &self.config)
            .finish_non_exhaustive()
    }
}

fn signer(identity: &Identity, what: &'static str) -> Result<Signer, ConfigError> {
    Signer::new(&identity.key, &identity.certificate).map_err(|error| ConfigError::Key {
        what,
        why: error.to_string(),
    })
}
