//! The road of a login: what a citizen does in a browser, and what somebody in the middle does to messages.
//!
//! As with cards, steps are thin and the work is here. A role is known by its words; everything goes through the public
//! addresses of the site.

pub mod answers;
pub mod bad_messages;
pub mod citizen;
pub mod doors;
pub mod eid_server;
pub mod evidence;
pub mod forge;
pub mod light;
pub mod metadata;
mod network;
pub mod paos;
pub mod portal;
pub mod pseudonym;
pub mod request_alteration;
pub mod request_forgery;
pub mod response_forgery;
pub mod service;
pub mod tokens;
pub mod wire;
pub mod words;

pub use citizen::good_login;
pub use words::{Party, Way};
