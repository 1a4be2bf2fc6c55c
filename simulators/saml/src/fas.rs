//! The Belgian Federal Authentication Service and its relying parties: levels, attributes, and what each asks of the
//! other's messages.
//!
//! A check takes what the browser brought and a [`rules::Rulebook`], and gives back what may be believed or the rule that
//! was broken. Signatures are RSA with PKCS#1 v1.5 and SHA-256, which the policy [`xml::SignaturePolicy::fas`] allows;
//! between eIDAS nodes it would be forbidden.

pub mod attribute;
mod incoming;
mod level;
pub mod logout;
pub mod request;
pub mod response;

pub use incoming::Incoming;
pub use level::{Context, Level};

/// Seconds that clocks may differ.
pub const SKEW: i64 = 60;
/// Seconds after which a request or a response is too old.
pub const MESSAGE_AGE: i64 = 300;

#[cfg(test)]
mod tests;
