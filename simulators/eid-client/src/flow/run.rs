//! What a run knows through all its phases.

use std::collections::BTreeSet;

use ambient::{Ambient, UnixSeconds};
use crypto::Hash;
use eac::encoding::{CertificateDescription, CvCertificate};
use paos::{Envelope, Message, TcToken};
use rules::{Breach, Rulebook};

use super::trouble::Trouble;
use super::{Effect, PaosRequest};
use crate::tls::SeenServers;
use crate::{Config, Fault, Rule};

/// What the client holds others to, and what it does wrong itself.
#[derive(Clone, Debug)]
pub struct Policy {
    /// The rules that are enforced.
    pub rulebook: Rulebook<Rule>,
    /// The wrong behaviours.
    pub faults: BTreeSet<Fault>,
    /// The roots that services may have their certificates from.
    pub roots: Vec<CvCertificate>,
}

impl Policy {
    /// The policy of a configuration.
    #[must_use]
    pub fn of(config: &Config) -> Self {
        Self {
            rulebook: config.rulebook.clone(),
            faults: config.faults.clone(),
            roots: config.roots.clone(),
        }
    }
}

/// The facts of a run.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) policy: Policy,
    pub(crate) token_url: String,
    pub(crate) token: TcToken,
    pub(crate) servers: SeenServers,
    /// Who asks, once that is known, and how the hashes in it are made.
    pub(crate) description: Option<(CertificateDescription, Hash)>,
    /// The name of the server's last message.
    pub(crate) last_message: Option<String>,
    /// The request of the server that waits for an answer.
    pub(crate) pending: Pending,
    /// What went wrong, the first of it.
    pub(crate) trouble: Option<Trouble>,
    pub(crate) notes: Vec<(String, String)>,
}

/// The kind of response that the server waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pending {
    /// None.
    Nothing,
    /// DIDAuthenticateResponse.
    Authenticate,
    /// TransmitResponse.
    Transmit,
}

impl Run {
    pub(crate) fn new(policy: Policy, token_url: &str) -> Self {
        Self {
            policy,
            token_url: token_url.to_owned(),
            token: TcToken::default(),
            servers: SeenServers::default(),
            description: None,
            last_message: None,
            pending: Pending::Nothing,
            trouble: None,
            notes: Vec::new(),
        }
    }

    pub(crate) fn has(&self, fault: Fault) -> bool {
        self.policy.faults.contains(&fault)
    }

    pub(crate) fn note(&mut self, rule: &str, because: &str) {
        self.notes.push((rule.to_owned(), because.to_owned()));
    }

    /// Notes who answered, and holds the certificate to what is known by now.
    pub(crate) fn meet(
        &mut self,
        url: &str,
        certificate: Option<&[u8]>,
        now: UnixSeconds,
    ) -> Result<(), Breach<Rule>> {
        let book = &self.policy.rulebook;
        self.servers.meet(url, certificate, now, book)?;
        match &self.description {
            Some((description, hash)) => {
                self.servers
                    .check_hashes(&description.communication_certificates, *hash, book)
            }
            None => Ok(()),
        }
    }

    /// The address whose origin the way back must have: that of the description, or of the TC token as long as there is
    /// no description. `[TR-03124-1 §2.7.4.1]`
    pub(crate) fn subject_url(&self) -> &str {
        self.description
            .as_ref()
            .and_then(|(description, _)| description.subject_url.as_deref())
            .unwrap_or(&self.token_url)
    }

    pub(crate) fn return_addresses(&self) -> Vec<String> {
        let addresses = [
            self.token.refresh_address.as_deref(),
            self.token.communication_error_address.as_deref(),
            Some(self.subject_url()),
        ];
        let mut origins: Vec<_> = addresses
            .into_iter()
            .flatten()
            .filter_map(web::origin)
            .collect();
        origins.dedup();
        origins
    }

    /// Sends a message to the server; whatever it waited for is answered then.
    pub(crate) fn post(&mut self, message: Message, ambient: &Ambient) -> Effect {
        self.pending = Pending::Nothing;
        let name = paos::message_id(ambient.stream("eid-client message names").bytes());
        let envelope = Envelope::from_client(message, name);
        let envelope = match self.last_message.take() {
            Some(last) => envelope.relating_to(last),
            None => envelope,
        };
        Effect::Post(Box::new(PaosRequest {
            url: self.token.server_address.clone().unwrap_or_default(),
            session: self.token.session_identifier.clone().unwrap_or_default(),
            body: envelope.encode(),
        }))
    }
}
