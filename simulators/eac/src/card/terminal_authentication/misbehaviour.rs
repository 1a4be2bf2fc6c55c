//! What only a card with a fault does in Terminal Authentication. Without one, every method here changes nothing.

use super::{CHALLENGE_LENGTH, ChainKey, Template, TerminalAuthentication, certificate};
use crate::card::fault::Fault;
use crate::card::refusal::{Reason, Refusal};
use crate::card::trust::{DateChange, TrustStore, TrustUpdate};
use crate::encoding::{CertificateHolderReference, CompressedPublicKey, Role, SetAt};

impl TerminalAuthentication {
    /// Takes the trust point that MSE:Set AT names for an imported key.
    pub fn import_trust_point(&mut self, data: &[u8], store: &TrustStore) {
        if !self.faults.has(Fault::TaTrustPointAccepted) {
            return;
        }
        let named = SetAt::decode(data)
            .ok()
            .and_then(|set| set.public_key_reference);
        let reference = named.and_then(|name| CertificateHolderReference::decode(&name).ok());
        if let Some(point) = reference.and_then(|reference| store.find(&reference)) {
            self.temporary = Some(ChainKey {
                key: point.clone(),
                issuers: Vec::new(),
            });
        }
    }

    /// Counts only the first bytes of the challenge that is out.
    pub const fn shorten_challenge(&mut self, length: usize) {
        self.challenge_length = length;
    }

    /// The data of MSE:Set AT as they are understood.
    pub(super) fn misread(&self, mut set: SetAt) -> SetAt {
        if self.faults.has(Fault::TaReferenceTagNotChecked) && set.public_key_reference.is_none() {
            set.public_key_reference = set.private_key_reference.take();
        }
        set
    }

    pub(super) const fn overlooks_names(&self) -> bool {
        self.faults.has(Fault::TaHolderNotChecked)
    }

    /// Whether a key that is not a terminal's counts as one.
    pub(super) fn overlooks_role(&self, chain: &ChainKey) -> bool {
        let fault = match chain.key.chat.role() {
            Role::Cvca => Fault::TaTrustPointAccepted,
            _ => Fault::TaRoleNotChecked,
        };
        self.faults.has(fault)
    }

    pub(super) const fn forget_early_challenge(&mut self) {
        if self.faults.has(Fault::TaEarlyChallengeForgotten) {
            self.challenge = None;
        }
    }

    /// What MSE:Set AT would have chosen, where a card does without it.
    pub(super) fn assumed_template(&self) -> Option<Template> {
        let fault = self.faults.has(Fault::TaTemplateNotNeeded);
        let terminal = self.temporary.as_ref().filter(|_| fault)?;
        Some(Template {
            terminal: terminal.clone(),
            auxiliary_data: Vec::new(),
            ephemeral_key: CompressedPublicKey::received(&[]),
        })
    }

    /// The bytes of the challenge that have to be signed.
    pub(super) fn counted<'a>(
        &self,
        challenge: Option<&'a [u8; CHALLENGE_LENGTH]>,
    ) -> Result<&'a [u8], Refusal> {
        match challenge {
            Some(challenge) => Ok(challenge.get(..self.challenge_length).unwrap_or(challenge)),
            None if self.faults.has(Fault::TaChallengeNotNeeded) => Ok(&[]),
            None => Err(Reason::NoChallenge.into()),
        }
    }

    /// The card's name as it has to be signed.
    pub(super) fn signed_name(&self) -> &[u8] {
        if self.faults.has(Fault::TaIdentifierLeftOut) {
            return &[];
        }
        self.pace.id_icc.as_bytes()
    }

    /// The key that verifies a certificate.
    pub(super) fn selected_for(&self, data: &[u8]) -> Option<CertificateHolderReference> {
        if self.faults.has(Fault::IssuerNeedNotBeSelected) {
            return certificate::issuer_of(data).or(self.selected);
        }
        self.selected
    }

    /// Whether a card with a fault answers 9000 to a certificate that cannot be read.
    pub(super) fn passes_over(&self, refusal: &Refusal) -> bool {
        matches!(refusal.because, Reason::Malformed(_))
            && self.faults.has(Fault::MalformedCertificateAnswers9000)
    }

    /// What a refused certificate changes: nothing, unless the card has the fault that moves its date.
    pub fn after_refusal(&self, data: &[u8]) -> TrustUpdate {
        let fault = self.faults.has(Fault::DateMovedByRejectedCertificate);
        let date = Some(data)
            .filter(|_| fault)
            .and_then(certificate::effective_date_in);
        TrustUpdate {
            date: date.map(DateChange::Forward),
            trust_point: None,
        }
    }

    /// Takes over the imported key of an earlier session: a card with a fault that does not forget it.
    pub fn inherit(&mut self, earlier: &Self) {
        if self.temporary.is_none() {
            self.temporary.clone_from(&earlier.temporary);
        }
    }
}
