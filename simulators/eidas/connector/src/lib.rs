//! The Belgian eIDAS connector: it asks other states about their citizens for the Belgian portal.
//!
//! From the portal a browser brings a token; behind it, in a cache, waits a light request. It becomes a signed request
//! to the node of the citizen's country, and what that node answers, signed and encrypted, becomes a light response
//! behind another token. Everything that comes in is held to the rules of [`eidas_profile`]; what breaks one ends on a
//! page with a code of six digits, except failures that the portal is told of.
//!
//! [`flow`] is the pure core, [`Connector`] the HTTP shell around it. It knows nothing of the portal but the address to
//! which answers go, and nothing of the other node but its metadata.
//!
//! ```no_run
//! # fn build(config: eidas_connector::Config, ambient: ambient::Ambient, fetch: std::sync::Arc<dyn web::Fetch>)
//! #     -> Result<(), eidas_connector::ConfigError> {
//! use eidas_connector::Connector;
//! use web::Journal;
//!
//! let journal = Journal::new(&ambient);
//! let connector = Connector::new(config, ambient, fetch, journal)?;
//! assert!(connector.config().entity_id().ends_with("/EidasNode/ConnectorMetadata"));
//! # Ok(())
//! # }
//! ```

#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::indexing_slicing,
        clippy::panic,
        clippy::too_many_lines
    )
)]

mod config;
mod connector;
mod description;
mod fault;
pub mod flow;
mod logins;
mod pages;
pub mod paths;
mod peers;
mod shared_cache;

pub use config::{Books, Config, ConfigError, Identity, Keys, MetadataSource, Peer};
pub use connector::Connector;
pub use fault::{Fault, Faults};
pub use shared_cache::RemoteLightCache;

#[cfg(test)]
mod tests;
