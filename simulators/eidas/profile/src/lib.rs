//! The eIDAS profile of SAML: what one state's node asks another about a person, and what it may answer.
//! [eIDAS SAML Message Format] [eIDAS SAML Attribute Profile] [eIDAS Cryptographic Requirements]
//!
//! The vocabulary first: [`LevelOfAssurance`], [`Attribute`], [`PersonIdentifier`], [`CurrentAddress`]. Then the two
//! messages, [`request`] and [`response`], each with its writer, its receiver and its enum of rules; [`metadata`]; and
//! [`light`], the interface between a node and the national systems beside it. A [`Profile`] says which rules a kind of
//! receiver enforces; each rule knows what the EU node and the German middleware say when it is broken.
//!
//! Knows nothing of HTTP and holds no state: who was seen before and what waits for an answer is asked of the caller.
//!
//! ```
//! use eidas_profile::{Attribute, Attributes, LevelOfAssurance, RequestedLevels};
//!
//! let asked = RequestedLevels::parse(&["http://eidas.europa.eu/LoA/substantial"], Some("minimum"))?;
//! assert!(asked.accepts(&LevelOfAssurance::High));
//!
//! let person = Attributes::new().with(Attribute::PersonIdentifier, "DE/BE/0123");
//! let missing: Vec<String> = person.missing().iter().map(ToString::to_string).collect();
//! assert_eq!(missing, ["FamilyName", "FirstName", "DateOfBirth"]);
//! # Ok::<(), eidas_profile::LevelRequestError>(())
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

pub mod code;
pub mod light;
pub mod metadata;
pub mod names;
pub mod request;
pub mod response;

mod address;
mod attribute;
mod checked;
mod document;
mod identifier;
mod level;
mod peers;
mod profile;
mod script;
mod service_type;
mod signer;
#[cfg(test)]
mod testing;

pub use address::{AddressError, CurrentAddress};
pub use attribute::{
    Attribute, AttributeName, AttributeSet, AttributeValue, Attributes, Need, Person, Subject,
    ValueError, ValueRule,
};
pub use checked::Checked;
pub use code::{EuCode, EuCodes, MiddlewareCode, Outcome, StatusPair};
pub use identifier::{CountryCode, CountryCodeError, PersonIdentifier, PersonIdentifierError};
pub use level::{
    Comparison, LevelError, LevelOfAssurance, LevelRequestError, NOTIFIED_PREFIX, RequestedLevels,
};
pub use peers::{KnownPeers, PeerError, Peers};
pub use profile::Profile;
pub use request::{EidasRequest, RequestedAttribute};
pub use response::EidasResponse;
pub use script::{Script, is_latin};
pub use service_type::{ServiceType, ServiceTypeError};
pub use signer::Signer;
