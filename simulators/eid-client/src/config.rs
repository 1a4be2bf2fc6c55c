//! What makes one client differ from another.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use eac::encoding::{CvCertificate, DecodeError};
use rules::Rulebook;
use web::Language;

use crate::{CardSlot, Connection, Fault, Rule};

/// A client's surroundings and manners.
#[derive(Clone)]
pub struct Config {
    /// Where the card lies.
    pub slot: Arc<dyn CardSlot>,
    /// How the slot is connected.
    pub connection: Connection,
    /// The roots that services may have their certificates from; without any, nobody is asked. `[TR-03112-7 §3.6.4.1]`
    pub roots: Vec<CvCertificate>,
    /// The language of the pages when the browser has not chosen one.
    pub language: Option<Language>,
    /// The rules that are enforced.
    pub rulebook: Rulebook<Rule>,
    /// The wrong behaviours.
    pub faults: BTreeSet<Fault>,
}

impl Config {
    /// A strict client with a reader, that asks nobody about certificates.
    #[must_use]
    pub fn new(slot: Arc<dyn CardSlot>) -> Self {
        Self {
            slot,
            connection: Connection::Reader,
            roots: Vec::new(),
            language: None,
            rulebook: Rulebook::strict(),
            faults: BTreeSet::new(),
        }
    }

    /// The same with one more root, a self-signed certificate with tag 7F21.
    ///
    /// # Errors
    /// Bytes that are no certificate.
    pub fn with_root(mut self, certificate: &[u8]) -> Result<Self, DecodeError> {
        self.roots.push(CvCertificate::decode(certificate)?);
        Ok(self)
    }

    /// The same with another connection.
    #[must_use]
    pub fn with_connection(self, connection: Connection) -> Self {
        Self { connection, ..self }
    }

    /// The same that looks away from a rule.
    #[must_use]
    pub fn without(self, rule: Rule) -> Self {
        Self {
            rulebook: self.rulebook.clone().without(rule),
            ..self
        }
    }

    /// The same with one more wrong behaviour.
    #[must_use]
    pub fn with_fault(mut self, fault: Fault) -> Self {
        self.faults.insert(fault);
        self
    }
}

impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Config")
            .field("connection", &self.connection)
            .field("roots", &self.roots.len())
            .field("language", &self.language)
            .field("rulebook", &self.rulebook)
            .field("faults", &self.faults)
            .finish_non_exhaustive()
    }
}
