//! The world in which one citizen logs in: all services, reader and card in one process, on loopback.

mod clients;
mod control;
mod door;
mod faults;
mod keys;
mod network;
mod revocation;
mod roles;
mod seat;
mod settings;
mod shell_fault;
mod site;
mod slot;
mod solo;
mod terminal;

pub use network::{Network, http_client};
pub use roles::Guest;
pub use seat::{ServiceOptions, ServiceTarget};
pub use settings::{Setting, Settings};
pub use site::{Addresses, LoginSite, WorldOptions};
pub use solo::{KeyFiles, RoleAlone, RoleFile};

pub(crate) use faults::Misbehaviour;
pub(crate) use keys::Keys;
pub(crate) use site::Opening;
