//! The connectors that may ask, and what their metadata say.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use ambient::Ambient;
use eac::encoding::CvPublicKey;
use eidas_profile::metadata::{self, Node, Role, Rule};
use eidas_profile::{PeerError, Peers};
use rules::{Breach, Rulebook};
use web::Fetch;
use xml::Limits;

use crate::config::{Config, ConfigError, Connector, MetadataSource};

/// Rules about signatures, which are not asked where no signer is known.
const SIGNATURE_RULES: [Rule; 5] = [
    Rule::Signed,
    Rule::SignatureStructure,
    Rule::SignatureAlgorithm,
    Rule::SignatureTrust,
    Rule::SignatureValue,
];

/// All connectors. Metadata are read when they are first needed, and again when they have expired.
pub(crate) struct Connectors {
    known: Vec<Known>,
    rules: Rulebook<Rule>,
    fetch: Arc<dyn Fetch>,
    ambient: Ambient,
}

struct Known {
    entity_id: String,
    connector: Connector,
    node: Mutex<Option<Arc<Node>>>,
}

impl Connectors {
    pub(crate) fn new(
        config: &Config,
        ambient: &Ambient,
        fetch: Arc<dyn Fetch>,
    ) -> Result<Self, ConfigError> {
        let known = |(index, connector): (usize, &Connector)| {
            if let Some(sector) = &connector.sector
                && config.terminal.place(sector).is_none()
            {
                return Err(ConfigError::Sector);
            }
            Ok(Known {
                entity_id: entity_id(&connector.metadata).ok_or(ConfigError::Connector(index))?,
                connector: connector.clone(),
                node: Mutex::default(),
            })
        };
        Ok(Self {
            known: config
                .connectors
                .iter()
                .enumerate()
                .map(known)
                .collect::<Result<_, _>>()?,
            rules: config.metadata_rules.clone(),
            fetch,
            ambient: ambient.clone(),
        })
    }

    /// The sector that a connector has of its own.
    pub(crate) fn sector(&self, entity_id: &str) -> Option<&CvPublicKey> {
        let known = self.known.iter().find(|known| known.entity_id == entity_id);
        known?.connector.sector.as_ref()
    }

    fn read(&self, known: &Known) -> Result<Node, PeerError> {
        let text = self.text(known)?;
        let signers = &known.connector.metadata_signers;
        let book = self.rules.clone();
        let book = match signers.is_empty() {
            true => SIGNATURE_RULES.into_iter().fold(book, Rulebook::without),
            false => book,
        };
        let expect = metadata::Expectations {
            entity_id: &known.entity_id,
            role: Role::Connector,
            trusted: signers,
            now: self.ambient.now(),
        };
        let checked = metadata::check(&text, &expect, &book);
        checked
            .map(eidas_profile::Checked::into_inner)
            .map_err(|breach| invalid(known, breach))
    }

    fn text(&self, known: &Known) -> Result<String, PeerError> {
        let unavailable = |because: String| PeerError::Unavailable {
            entity_id: known.entity_id.clone(),
            because,
        };
        let address = match &known.connector.metadata {
            MetadataSource::Document(text) => return Ok(text.clone()),
            MetadataSource::Address(address) => address,
        };
        let request = web::get(address).map_err(|error| unavailable(error.to_string()))?;
        let response = self
            .fetch
            .fetch(request)
            .map_err(|error| unavailable(error.to_string()))?;
        if response.status() != http::StatusCode::OK {
            return Err(unavailable(format!("status {}", response.status())));
        }
        String::from_utf8(response.into_body().to_vec())
            .map_err(|_| unavailable("the document is not UTF-8".to_owned()))
    }
}

impl Peers for Connectors {
    fn find(&self, entity_id: &str) -> Result<Arc<Node>, PeerError> {
        let known = self.known.iter().find(|known| known.entity_id == entity_id);
        let known = known.ok_or_else(|| PeerError::Unavailable {
            entity_id: entity_id.to_owned(),
            because: "it is no connector of this middleware".to_owned(),
        })?;
        let now = self.ambient.now();
        let fresh = |node: &&Arc<Node>| node.valid_until.is_some_and(|until| until > now);
        if let Some(node) = known.kept().as_ref().filter(fresh) {
            return Ok(Arc::clone(node));
        }
        // Nobody waits for the network with the lock in hand.
        let node = Arc::new(self.read(known)?);
        *known.kept() = Some(Arc::clone(&node));
        Ok(node)
    }
}

impl Known {
    fn kept(&self) -> MutexGuard<'_, Option<Arc<Node>>> {
        self.node.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn invalid(known: &Known, breach: Breach<Rule>) -> PeerError {
    PeerError::Invalid {
        entity_id: known.entity_id.clone(),
        breach,
    }
}

/// The name of a connector, before anybody has looked at its metadata.
fn entity_id(source: &MetadataSource) -> Option<String> {
    match source {
        MetadataSource::Address(address) => Some(address.clone()),
        MetadataSource::Document(text) => {
            let root = xml::parse(text.as_bytes(), &Limits::METADATA).ok()?;
            root.attribute("entityID").map(str::to_owned)
        }
    }
}
