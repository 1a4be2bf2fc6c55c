//! One role alone, on an address and with peers of the user's: so that a system of the user's own can take any other
//! place.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use ambient::Ambient;
use conformance_harness::Setup;
use eidas_connector::RemoteLightCache;
use eidas_profile::light::{LightCache, MemoryLightCache};
use pki::Identity;
use serde::Deserialize;
use web::{Bound, HttpClient, Journal, Listen, Server, Tls, Trust};

use conformance_harness::site::role;

use super::faults::Misbehaviour;
use super::keys::Keys;
use super::network::runtime;
use super::roles::{Guest, Plan};
use super::settings::Settings;
use super::site::{LIGHT_LIFETIME, SERVICES};
use super::slot::Slot;
use crate::WorldError;
use crate::cards::Cards;

/// What one role is told about itself and its peers: the file behind `--config`.
///
/// ```toml
/// listen = "127.0.0.1:8443"
/// origin = "https://localhost:8443"
///
/// [peers]
/// connector = "http://127.0.0.1:8080"
///
/// [metadata]
/// connector = "https://node.example/EidasNode/ConnectorMetadata"
///
/// [keys."connector metadata"]
/// certificate = "connector-metadata.pem"
/// ```
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoleFile {
    /// Address and port; loopback unless it says otherwise.
    pub listen: String,
    /// How others reach it; from the listener when it is not said.
    pub origin: Option<String>,
    /// Where the other roles are: scheme, host and port by role.
    #[serde(default)]
    pub peers: BTreeMap<String, String>,
    /// Where the metadata of other roles are, when not where ours have them.
    #[serde(default)]
    pub metadata: BTreeMap<String, String>,
    /// Keys and certificates by party and use; test keys of the seed for all that are not named.
    #[serde(default)]
    pub keys: BTreeMap<String, KeyFiles>,
    /// Metadata of further SAML services that the portal knows.
    #[serde(default)]
    pub services: Vec<PathBuf>,
    /// What opens the connector's cache of light messages to a portal that runs elsewhere.
    pub light_cache_key: Option<String>,
    /// The address of the citizens' eID client.
    pub eid_client: Option<String>,
    /// What else is special, by the names of settings.
    #[serde(default)]
    pub with: BTreeSet<String>,
    /// The card on the reader of the eID client.
    pub card: Option<String>,
    /// The state of its PIN.
    pub state: Option<String>,
    /// What it does wrong, by the names of faults, for whoever wants to see how others take it.
    #[serde(default)]
    pub faults: Vec<String>,
}

/// Files of a key.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyFiles {
    /// PKCS#8 in PEM; only for keys of the role itself.
    pub key: Option<PathBuf>,
    /// X.509 in PEM.
    pub certificate: PathBuf,
}

impl RoleFile {
    /// Reads a file; paths in it are relative to its folder.
    ///
    /// # Errors
    ///
    /// A file that cannot be read, unknown keys and wrong types, with file and line.
    pub fn read(path: &Path) -> Result<Self, WorldError> {
        let text = read(path)?;
        let mut file: Self = toml::from_str(&text).map_err(|error| {
            let offset = error.span().map_or(0, |span| span.start);
            let before = text.get(..offset).unwrap_or_default();
            WorldError::Plan {
                file: path.display().to_string(),
                line: before.matches('\n').count() + 1,
                reason: error.message().to_owned(),
            }
        })?;
        let folder = path.parent().unwrap_or_else(|| Path::new("."));
        for files in file.keys.values_mut() {
            files.certificate = folder.join(&files.certificate);
            files.key = files.key.take().map(|key| folder.join(key));
        }
        for service in &mut file.services {
            *service = folder.join(&service);
        }
        Ok(file)
    }
}

fn read(path: &Path) -> Result<String, WorldError> {
    std::fs::read_to_string(path).map_err(|source| WorldError::Read {
        path: path.to_owned(),
        source,
    })
}

/// A role that runs alone. It stops when it is dropped.
pub struct RoleAlone {
    origin: String,
    journal: Journal,
    _server: Server,
}

impl RoleAlone {
    pub(crate) fn open(
        cards: &Arc<Cards>,
        role: &str,
        file: &RoleFile,
        ambient: &Ambient,
    ) -> Result<Self, WorldError> {
        let role = SERVICES.into_iter().find(|known| *known == role);
        let role = role.ok_or_else(|| WorldError::Role {
            role: "role",
            reason: format!("roles are {}", SERVICES.join(", ")),
        })?;
        let runtime = runtime()?;
        let keys = with_files(cards.keys()?, &file.keys)?;
        let mut listen = Listen::on(&file.listen);
        if role == role::MIDDLEWARE_DE {
            let tls = keys.get("middleware-de tls")?;
            listen = listen.tls(Tls::new(tls.certificate.clone(), tls.key.clone()));
            listen = listen.host("localhost");
        }
        let bound = Bound::new(&listen)?;
        let origin = file
            .origin
            .clone()
            .unwrap_or_else(|| bound.origin().to_owned());
        let plan = plan(cards, keys, file, ambient, (role, &origin))?;
        let journal = plan.journal.clone();
        let mut wrong = Misbehaviour::default();
        file.faults.iter().for_each(|fault| wrong.add(role, fault));
        let service = plan.build(role, &wrong)?;
        Ok(Self {
            origin,
            journal,
            _server: bound.serve(&runtime, service)?,
        })
    }

    /// Where it is reached.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The lines that it wrote.
    #[must_use]
    pub fn journal(&self) -> Vec<String> {
        let lines = self.journal.lines();
        lines.iter().map(ToString::to_string).collect()
    }
}

impl fmt::Debug for RoleAlone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RoleAlone")
            .field("origin", &self.origin)
            .finish_non_exhaustive()
    }
}

fn plan(
    cards: &Arc<Cards>,
    keys: Keys,
    file: &RoleFile,
    ambient: &Ambient,
    (role, origin): (&'static str, &str),
) -> Result<Plan, WorldError> {
    let fetch: Arc<dyn web::Fetch> = Arc::new(HttpClient::new(&runtime()?, &Trust::Any)?);
    let mut origins = BTreeMap::new();
    let mut metadata = BTreeMap::new();
    for known in SERVICES {
        origins.extend(file.peers.get(known).map(|peer| (known, peer.clone())));
        metadata.extend(file.metadata.get(known).map(|url| (known, url.clone())));
    }
    for named in file.peers.keys().chain(file.metadata.keys()) {
        if !SERVICES.contains(&named.as_str()) {
            return Err(WorldError::Role {
                role: "peer",
                reason: format!("{named:?} is none of {}", SERVICES.join(", ")),
            });
        }
    }
    origins.insert(role, origin.to_owned());
    let slot = Slot::default();
    let setup = Setup {
        card: file.card.clone(),
        state: file.state.clone(),
        ..Setup::default()
    };
    slot.insert(cards.card(&setup)?.drawing_from(&ambient.fork("card")));
    let guests = file.services.iter().map(|path| read(path).map(Guest::Saml));
    Ok(Plan {
        cache: cache(role, file, ambient, &origins, &fetch),
        cache_key: file.light_cache_key.clone(),
        origins,
        metadata,
        keys: Arc::new(keys),
        pki: Arc::clone(cards.pki()),
        settings: Settings::read(file.with.iter().map(String::as_str))?,
        ambient: ambient.clone(),
        fetch,
        journal: Journal::new(ambient),
        slot: Arc::new(slot),
        guests: guests.collect::<Result<_, _>>()?,
        built: AtomicU64::new(0),
        eid_client: file.eid_client.clone(),
    })
}

/// The portal's messages wait at the connector when it runs elsewhere.
fn cache(
    role: &str,
    file: &RoleFile,
    ambient: &Ambient,
    origins: &BTreeMap<&'static str, String>,
    fetch: &Arc<dyn web::Fetch>,
) -> Arc<dyn LightCache> {
    match (role, &file.light_cache_key, origins.get(role::CONNECTOR)) {
        (role::CSAM, Some(key), Some(connector)) => {
            Arc::new(RemoteLightCache::new(connector, key, Arc::clone(fetch)))
        }
        _ => Arc::new(MemoryLightCache::new(ambient, LIGHT_LIFETIME)),
    }
}

fn with_files(keys: Arc<Keys>, files: &BTreeMap<String, KeyFiles>) -> Result<Keys, WorldError> {
    let mut keys = Keys::clone(&keys);
    for (name, files) in files {
        let pem = |path: &Path| {
            let text = read(path)?;
            pki::decode_pem(&text).map_err(WorldError::from)
        };
        let identity = Identity {
            certificate: pem(&files.certificate)?,
            key: match &files.key {
                Some(path) => pem(path)?,
                None => Vec::new(),
            },
        };
        keys.replace(name, identity)?;
    }
    Ok(keys)
}
