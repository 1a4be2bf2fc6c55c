//! The road of a login: what a citizen does in a browser, and what somebody in the middle does to messages.
//!
//! As with cards, steps are thin and the work is here. A role is known by its words; everything goes through the public
//! addresses of the site.

pub mod citizen;
pub mod forge;
pub mod light;
pub mod metadata;
mod network;
pub mod request_alteration;
pub mod response_forgery;
pub mod words;

pub use citizen::good_login;
pub use words::{Party, Way};
