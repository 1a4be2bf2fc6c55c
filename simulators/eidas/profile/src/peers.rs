//! What is known of the other nodes.

use std::collections::BTreeMap;
use std::sync::Arc;

use rules::Breach;
use thiserror::Error;

use crate::metadata::{self, Node};

/// Why nothing is known of a node.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum PeerError {
    /// Its metadata may not be fetched: not over TLS where that is asked for, or not a peer of this node.
    #[error("metadata may not come from {0}")]
    NotPermitted(String),
    /// Its metadata cannot be fetched.
    #[error("no metadata of {entity_id}: {because}")]
    Unavailable {
        /// The node.
        entity_id: String,
        /// What happened.
        because: String,
    },
    /// Its metadata are not genuine, not valid, or not complete.
    #[error("metadata of {entity_id}: {breach}")]
    Invalid {
        /// The node.
        entity_id: String,
        /// The rule that they break.
        breach: Breach<metadata::Rule>,
    },
}

/// Whoever knows the other nodes by their entity identifiers, which are the addresses of their metadata.
pub trait Peers: Sync {
    /// What the metadata of a node say.
    ///
    /// # Errors
    ///
    /// When there are none that count.
    fn find(&self, entity_id: &str) -> Result<Arc<Node>, PeerError>;
}

/// Nodes that are known from the start.
#[derive(Clone, Debug, Default)]
pub struct KnownPeers(BTreeMap<String, Arc<Node>>);

impl KnownPeers {
    /// These nodes and no others.
    #[must_use]
    pub fn new(nodes: impl IntoIterator<Item = Node>) -> Self {
        let named = |node: Node| (node.entity_id.clone(), Arc::new(node));
        Self(nodes.into_iter().map(named).collect())
    }
}

impl Peers for KnownPeers {
    fn find(&self, entity_id: &str) -> Result<Arc<Node>, PeerError> {
        let unavailable = || PeerError::Unavailable {
            entity_id: entity_id.to_owned(),
            because: "it is no peer of this node".to_owned(),
        };
        self.0.get(entity_id).cloned().ok_or_else(unavailable)
    }
}
