//! The program `eidolon`: everything that a person can ask for, joined.

pub mod card;
pub mod conformance;
pub mod pki;
pub mod soak;
