//! The world in which one citizen logs in: all services, reader and card in one process, on loopback.

mod control;
mod faults;
mod keys;
mod revocation;
mod roles;
mod settings;
mod site;
mod slot;
mod solo;
mod terminal;

pub use roles::Guest;
pub use settings::{Setting, Settings};
pub use solo::{KeyFiles, RoleAlone, RoleFile};
pub use site::{Addresses, LoginSite, WorldOptions, http_client};

pub(crate) use faults::Misbehaviour;
pub(crate) use keys::Keys;
pub(crate) use site::Opening;
