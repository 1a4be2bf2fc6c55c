//! Where messages wait for their token.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

use ambient::{Ambient, UnixSeconds};

/// The four caches, one for each direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CacheName {
    /// From the national system to the connector.
    ConnectorRequest,
    /// From the connector to the national system.
    ConnectorResponse,
    /// From the proxy service to the national system.
    ProxyServiceRequest,
    /// From the national system to the proxy service.
    ProxyServiceResponse,
}

impl CacheName {
    /// All of them.
    pub const ALL: [Self; 4] = [
        Self::ConnectorRequest,
        Self::ConnectorResponse,
        Self::ProxyServiceRequest,
        Self::ProxyServiceResponse,
    ];

    /// The name that the EU node gives it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ConnectorRequest => "specificNodeConnectorRequestCache",
            Self::ConnectorResponse => "nodeSpecificConnectorResponseCache",
            Self::ProxyServiceRequest => "nodeSpecificProxyserviceRequestCache",
            Self::ProxyServiceResponse => "specificNodeProxyserviceResponseCache",
        }
    }

    /// The cache of this name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|cache| cache.as_str() == name)
    }
}

impl fmt::Display for CacheName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A cache that both sides reach.
pub trait LightCache: Send + Sync {
    /// Leaves a message under the identifier of its token; whether it was taken.
    fn put(&self, cache: CacheName, id: &str, message: &str) -> bool;

    /// Takes a message out, once.
    fn take(&self, cache: CacheName, id: &str) -> Option<String>;
}

/// Most messages that are kept; the one that would expire first gives way.
const MOST_MESSAGES: usize = 10_000;

/// A cache in memory. Messages that nobody fetches expire.
pub struct MemoryLightCache {
    ambient: Ambient,
    lifetime: u32,
    messages: Mutex<BTreeMap<(CacheName, String), (UnixSeconds, String)>>,
}

impl MemoryLightCache {
    /// An empty cache whose messages live for so many seconds.
    #[must_use]
    pub fn new(ambient: &Ambient, lifetime: u32) -> Self {
        Self {
            ambient: ambient.clone(),
            lifetime,
            messages: Mutex::default(),
        }
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<(CacheName, String), (UnixSeconds, String)>> {
        // A thread that panicked leaves a map that is still a map.
        let mut messages = self.messages.lock().unwrap_or_else(PoisonError::into_inner);
        let now = self.ambient.now();
        messages.retain(|_, (until, _)| *until >= now);
        messages
    }
}

impl LightCache for MemoryLightCache {
    fn put(&self, cache: CacheName, id: &str, message: &str) -> bool {
        let until = self.ambient.now().plus(i64::from(self.lifetime));
        let mut messages = self.lock();
        if messages.len() >= MOST_MESSAGES {
            let first = messages.iter().min_by_key(|(_, (until, _))| *until);
            if let Some(key) = first.map(|(key, _)| key.clone()) {
                messages.remove(&key);
            }
        }
        messages.insert((cache, id.to_owned()), (until, message.to_owned()));
        true
    }

    fn take(&self, cache: CacheName, id: &str) -> Option<String> {
        let taken = self.lock().remove(&(cache, id.to_owned()))?;
        Some(taken.1)
    }
}

impl fmt::Debug for MemoryLightCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryLightCache")
            .field("lifetime", &self.lifetime)
            .finish_non_exhaustive()
    }
}
