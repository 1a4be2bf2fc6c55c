//! The other nodes, as their own metadata describe them: read when first needed, kept until they expire.

use std::sync::{Arc, Mutex, PoisonError};

use ambient::Ambient;
use eidas_profile::metadata::{self, Node, Role};
use eidas_profile::response::Skew;
use eidas_profile::{Checked, CountryCode, PeerError, Peers};
use http::StatusCode;
use rules::Rulebook;
use web::Fetch;
use xml::Limits;

use crate::config::{Config, ConfigError, MetadataSource, Peer};

/// All peers of a connector.
pub(crate) struct Directory {
    known: Vec<Known>,
    https_only: bool,
    book: Rulebook<metadata::Rule>,
    fetch: Arc<dyn Fetch>,
    ambient: Ambient,
}

struct Known {
    entity_id: String,
    peer: Peer,
    node: Mutex<Option<Arc<Node>>>,
}

impl Directory {
    pub(crate) fn new(
        config: &Config,
        ambient: &Ambient,
        fetch: Arc<dyn Fetch>,
    ) -> Result<Self, ConfigError> {
        let known = |peer: &Peer| {
            Ok(Known {
                entity_id: entity_id(&peer.metadata).ok_or(ConfigError::Peer(peer.country))?,
                peer: peer.clone(),
                node: Mutex::default(),
            })
        };
        Ok(Self {
            known: config.peers.iter().map(known).collect::<Result<_, _>>()?,
            https_only: config.https_only,
            book: config.books.metadata.clone(),
            fetch,
            ambient: ambient.clone(),
        })
    }

    /// The countries that somebody answers for.
    pub(crate) fn countries(&self) -> Vec<CountryCode> {
        self.known.iter().map(|known| known.peer.country).collect()
    }

    /// Who answers for a country.
    pub(crate) fn of_country(&self, country: CountryCode) -> Result<Arc<Node>, PeerError> {
        let known = self
            .known
            .iter()
            .find(|known| known.peer.country == country);
        match known {
            Some(known) => self.node(known),
            None => Err(unavailable(country.as_str(), "nobody answers for it")),
        }
    }

    /// How far the clock of a country's node may be off.
    pub(crate) fn skew(&self, country: CountryCode) -> Skew {
        let known = self
            .known
            .iter()
            .find(|known| known.peer.country == country);
        known.map(|known| known.peer.skew).unwrap_or_default()
    }

    /// Forgets what was read, so that it is read again: a peer that has new keys says so in its metadata.
    pub(crate) fn forget(&self) {
        for known in &self.known {
            *known.node.lock().unwrap_or_else(PoisonError::into_inner) = None;
        }
    }

    fn node(&self, known: &Known) -> Result<Arc<Node>, PeerError> {
        let now = self.ambient.now();
        let fresh = |node: &Arc<Node>| node.valid_until.is_some_and(|until| until > now);
        let kept = known.node.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(node) = kept.clone().filter(fresh) {
            return Ok(node);
        }
        // Others need not wait while a peer is slow.
        drop(kept);
        let node = Arc::new(self.read(known)?.into_inner());
        let mut kept = known.node.lock().unwrap_or_else(PoisonError::into_inner);
        *kept = Some(Arc::clone(&node));
        Ok(node)
    }

    fn read(&self, known: &Known) -> Result<Checked<Node>, PeerError> {
        let text = self.text(known)?;
        let expect = metadata::Expectations {
            entity_id: &known.entity_id,
            role: Role::ProxyService,
            trusted: &known.peer.metadata_signers,
            now: self.ambient.now(),
        };
        metadata::check(&text, &expect, &self.book).map_err(|breach| PeerError::Invalid {
            entity_id: known.entity_id.clone(),
            breach,
        })
    }

    fn text(&self, known: &Known) -> Result<String, PeerError> {
        let address = match &known.peer.metadata {
            MetadataSource::Document(text) => return Ok(text.clone()),
            MetadataSource::Address(address) => address,
        };
        if self.https_only && !address.starts_with("https:") {
            return Err(PeerError::NotPermitted(address.clone()));
        }
        let failed = |because: String| unavailable(&known.entity_id, &because);
        let request = web::get(address).map_err(|error| failed(error.to_string()))?;
        let response = self
            .fetch
            .fetch(request)
            .map_err(|error| failed(error.to_string()))?;
        if response.status() != StatusCode::OK {
            return Err(failed(format!("status {}", response.status())));
        }
        String::from_utf8(response.into_body().to_vec())
            .map_err(|_| failed("the document is not UTF-8".to_owned()))
    }
}

impl Peers for Directory {
    fn find(&self, entity_id: &str) -> Result<Arc<Node>, PeerError> {
        let known = self.known.iter().find(|known| known.entity_id == entity_id);
        match known {
            Some(known) => self.node(known),
            None => Err(unavailable(entity_id, "it is no peer of this node")),
        }
    }
}

fn unavailable(entity_id: &str, because: &str) -> PeerError {
    PeerError::Unavailable {
        entity_id: entity_id.to_owned(),
        because: because.to_owned(),
    }
}

/// The name of a peer, before anybody has looked at its metadata.
fn entity_id(source: &MetadataSource) -> Option<String> {
    match source {
        MetadataSource::Address(address) => Some(address.clone()),
        MetadataSource::Document(text) => {
            let root = xml::parse(text.as_bytes(), &Limits::METADATA).ok()?;
            root.attribute("entityID").map(str::to_owned)
        }
    }
}
