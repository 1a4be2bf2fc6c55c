//! What a middleware is made of.

use std::collections::BTreeSet;

use eac::encoding::{CvPublicKey, TerminalType};
use eidas_profile::{Profile, metadata, request};
use rules::Rulebook;
use thiserror::Error;

use crate::Faults;
use crate::eid::Terminal;

/// A key and its X.509 certificate.
#[derive(Clone)]
pub struct Identity {
    /// PKCS#8 in DER.
    pub key: Vec<u8>,
    /// X.509 in DER.
    pub certificate: Vec<u8>,
}

impl std::fmt::Debug for Identity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Identity").finish_non_exhaustive()
    }
}

/// Where a connector's metadata come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MetadataSource {
    /// The document itself.
    Document(String),
    /// The address of the document, which is also the connector's name.
    Address(String),
}

/// A connector that may ask.
#[derive(Clone, Debug)]
pub struct Connector {
    /// Its metadata.
    pub metadata: MetadataSource,
    /// The certificates that may have signed the metadata, X.509 in DER. With none of them nobody looks at signatures,
    /// as an operator of the real middleware may choose.
    pub metadata_signers: Vec<Vec<u8>>,
    /// The sector in which it knows people; nothing means the terminal's. The terminal certificate must name it.
    pub sector: Option<CvPublicKey>,
}

/// Everything that makes a middleware.
#[derive(Clone, Debug)]
pub struct Config {
    /// Scheme, host and port under which it is reached, such as `https://localhost:8443`.
    pub origin: String,
    /// Signs responses.
    pub signing: Identity,
    /// Signs the metadata.
    pub metadata_signing: Identity,
    /// Certificates, key, description and sector of the authentication terminal.
    pub terminal: Terminal,
    /// Country signers whose cards are trusted, X.509 in DER.
    pub country_signers: Vec<Vec<u8>>,
    /// Blocking identifications of lost cards, in the sector of each connector.
    pub blocked: BTreeSet<Vec<u8>>,
    /// Who may ask.
    pub connectors: Vec<Connector>,
    /// The private services that may ask by their RequesterID, if that is looked at.
    pub requesters: Option<Vec<String>>,
    /// Where the eID client listens, such as `http://127.0.0.1:24727/eID-Client`.
    pub eid_client_url: String,
    /// What requests are held to.
    pub rulebook: Rulebook<request::Rule>,
    /// What metadata of connectors are held to.
    pub metadata_rules: Rulebook<metadata::Rule>,
    /// Wrong behaviours.
    pub faults: Faults,
}

impl Config {
    /// What the real middleware holds requests to.
    #[must_use]
    pub fn usual_rules() -> Rulebook<request::Rule> {
        Profile::MiddlewareDe.requests()
    }
}

/// Why a middleware cannot be made.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// The origin is not that of an https server.
    #[error("{0:?} is not an origin such as https://localhost:8443")]
    Origin(String),
    /// The address of the eID client is none.
    #[error("{0:?} is not the address of an eID client")]
    ClientAddress(String),
    /// A signing key cannot be used.
    #[error("key for {what}: {why}")]
    Key {
        /// What it signs.
        what: &'static str,
        /// What is wrong.
        why: String,
    },
    /// A country signer's certificate cannot be read.
    #[error("country signer: {0}")]
    CountrySigner(String),
    /// A connector's document names nobody.
    #[error("connector {0} has metadata without an entity identifier")]
    Connector(usize),
    /// A card-verifiable certificate cannot be read.
    #[error("card-verifiable certificate: {0}")]
    Certificate(String),
    /// Not exactly one terminal certificate.
    #[error("{0} terminal certificates where one belongs")]
    TerminalCertificates(usize),
    /// Not the certificate of an authentication terminal.
    #[error("certificate of an {0}, not of an authentication terminal")]
    TerminalType(TerminalType),
    /// The terminal's key is of another kind than its certificate says.
    #[error("the terminal certificate is not for ECDSA")]
    TerminalKey,
    /// The description does not belong to the terminal certificate.
    #[error("certificate description: {0}")]
    Description(String),
    /// The terminal certificate does not name the sector.
    #[error("the terminal certificate does not name the sector")]
    Sector,
}
