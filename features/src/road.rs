//! The road of a login: what a citizen does in a browser, and what somebody in the middle does to messages.
//!
//! As with cards, steps are thin and the work is here. A role is known by its words; everything goes through the public
//! addresses of the site.

pub mod citizen;
pub mod forge;
mod network;
pub mod words;

pub use citizen::good_login;
pub use words::{Party, Way};
