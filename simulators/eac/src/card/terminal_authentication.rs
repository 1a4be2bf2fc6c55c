//! Terminal Authentication version 2 on the card's side: the certificate chain, the challenge, the signature.
//!
//! Data fields come in; what comes out are changes of the card's trust, a challenge, and at the end an
//! [`EffectiveAuthorization`], which nothing else can make. The state belongs to one session with PACE and dies with it.

use rand_core::CryptoRng;

use super::fault::{Fault, Faults};
use super::refusal::{Reason, Refusal};
use super::trust::{CertifiedKey, TrustStore, TrustUpdate};
use crate::encoding::{
    CertificateExtensions, CertificateHolderReference, Chat, CompressedPublicKey, Oid, Role, SetAt,
    TaProtocol, decode_set_dst,
};

mod authorization;
mod certificate;
mod misbehaviour;

pub use authorization::EffectiveAuthorization;

use iso7816::tlv::Tag;

/// Bytes of a challenge. `[TR-03110-3 §B.14.6]`
pub const CHALLENGE_LENGTH: usize = 8;

/// What PACE leaves for Terminal Authentication.
#[derive(Clone, Debug)]
pub struct PaceContext {
    /// The card's name in this session.
    pub id_icc: CompressedPublicKey,
    /// The confined authorization, if the terminal named one.
    pub chat: Option<Chat>,
    /// Confined authorization extensions.
    pub extensions: CertificateExtensions,
}

/// Terminal Authentication in one session.
#[derive(Clone, Debug)]
pub struct TerminalAuthentication {
    pace: PaceContext,
    faults: Faults,
    selected: Option<CertificateHolderReference>,
    temporary: Option<ChainKey>,
    displaced: Option<ChainKey>,
    template: Option<Template>,
    challenge: Option<[u8; CHALLENGE_LENGTH]>,
    /// Bytes of the challenge that count: all of them, but for one fault.
    challenge_length: usize,
    progress: Progress,
}

/// Whether the terminal has proven itself already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Progress {
    Open,
    Done,
}

/// A temporarily imported key, and the keys above it up to the trust point.
#[derive(Clone, Debug)]
struct ChainKey {
    key: CertifiedKey,
    issuers: Vec<CertifiedKey>,
}

/// What MSE:Set AT chose.
#[derive(Clone, Debug)]
struct Template {
    terminal: ChainKey,
    auxiliary_data: Vec<u8>,
    ephemeral_key: CompressedPublicKey,
}

impl TerminalAuthentication {
    /// The start of a session.
    #[must_use]
    pub const fn new(pace: PaceContext, faults: Faults) -> Self {
        Self {
            pace,
            faults,
            selected: None,
            temporary: None,
            displaced: None,
            template: None,
            challenge: None,
            challenge_length: CHALLENGE_LENGTH,
            progress: Progress::Open,
        }
    }

    /// MSE:Set DST: selects the key that verifies the next certificate. `[TR-03110-3 §B.14.4]`
    ///
    /// # Errors
    /// 6A80 for broken data, 6A88 for a key that is neither a trust point nor the most recently imported one.
    pub fn select_verification_key(
        &mut self,
        data: &[u8],
        store: &TrustStore,
    ) -> Result<(), Refusal> {
        self.selected = None;
        let reference = decode_set_dst(data)?;
        self.find(&reference, store)?;
        self.selected = Some(reference);
        Ok(())
    }

    /// PSO:Verify Certificate: judges a certificate and imports its key; the caller applies the update.
    /// `[TR-03110-3 §B.14.5]`
    ///
    /// # Errors
    /// 6985 without a selected key, 6A80 for a malformed certificate, 6A88 for another issuer than the selected one, 6984
    /// for a role, date or trust point that does not allow it, 6300 for a wrong signature. Nothing changes then.
    pub fn verify_certificate(
        &mut self,
        data: &[u8],
        store: &TrustStore,
    ) -> Result<TrustUpdate, Refusal> {
        let selected = self.selected_for(data).ok_or(Reason::NoVerificationKey)?;
        let issuer = self.find(&selected, store)?;
        let verified = match certificate::verify(data, &issuer, store.today(), self.faults) {
            Err(refusal) if self.passes_over(&refusal) => return Ok(TrustUpdate::default()),
            verified => verified?,
        };
        if verified.key.chat.role() == Role::Cvca {
            return Ok(verified.link_update(self.faults));
        }
        let update = verified.date_update(&issuer.key, store.today(), self.faults);
        if self.faults.has(Fault::CertificateNotImported) {
            return Ok(update);
        }
        let mut issuers = issuer.issuers;
        issuers.push(issuer.key);
        self.displaced = self.temporary.replace(ChainKey {
            key: verified.key,
            issuers,
        });
        Ok(update)
    }

    fn find(
        &self,
        reference: &CertificateHolderReference,
        store: &TrustStore,
    ) -> Result<ChainKey, Refusal> {
        if let Some(point) = store.find(reference) {
            return Ok(ChainKey {
                key: point.clone(),
                issuers: Vec::new(),
            });
        }
        let old = self
            .displaced
            .as_ref()
            .filter(|_| self.faults.has(Fault::OldTemporaryKeySelectable));
        let mut keys = self.temporary.iter().chain(old);
        keys.find(|chain| chain.key.reference == *reference)
            .cloned()
            .ok_or_else(|| Reason::UnknownReference(*reference).into())
    }

    /// MSE:Set AT (P1-P2 81A4): chooses the terminal's key, takes auxiliary data and the compressed ephemeral key.
    /// `[TR-03110-3 §B.3]`
    ///
    /// # Errors
    /// 6982 when PACE named no terminal type or the terminal is authenticated already, 6A80 for broken data or another
    /// algorithm than the key's, 6A88 for a key that is not the imported terminal key.
    pub fn set_template(&mut self, data: &[u8]) -> Result<(), Refusal> {
        self.template = None;
        self.may_run()?;
        let set = self.misread(SetAt::decode(data)?);
        let mechanism = set.mechanism.ok_or(Reason::Missing(Tag::new(0x80)))?;
        TaProtocol::from_oid(&mechanism).ok_or(Reason::UnknownProtocol(mechanism))?;
        let reference = set
            .public_key_reference
            .ok_or(Reason::Missing(Tag::new(0x83)))?;
        let reference = CertificateHolderReference::decode(&reference)?;
        let ephemeral_key = set.ephemeral_key.ok_or(Reason::Missing(Tag::new(0x91)))?;
        let imported = self
            .temporary
            .as_ref()
            .filter(|chain| chain.key.reference == reference || self.overlooks_names());
        let terminal = imported.ok_or(Reason::UnknownReference(reference))?.clone();
        if terminal.key.chat.role() != Role::Terminal && !self.overlooks_role(&terminal) {
            return Err(Reason::NotATerminal(reference).into());
        }
        same_algorithm(&terminal.key.algorithm, &mechanism)?;
        self.forget_early_challenge();
        self.template = Some(Template {
            terminal,
            auxiliary_data: set.auxiliary_data.unwrap_or_default(),
            ephemeral_key: CompressedPublicKey::received(&ephemeral_key),
        });
        Ok(())
    }

    fn may_run(&self) -> Result<Chat, Refusal> {
        if self.progress == Progress::Done && !self.faults.has(Fault::TaRepeatable) {
            return Err(Reason::AlreadyAuthenticated.into());
        }
        self.pace.chat.ok_or_else(|| Reason::NotConfined.into())
    }

    /// GET CHALLENGE, before or after the certificates: eight bytes that are good for one answer. `[TR-03110-3 §B.14.6]`
    pub fn challenge(&mut self, rng: &mut (impl CryptoRng + ?Sized)) -> [u8; CHALLENGE_LENGTH] {
        let mut challenge = [0; CHALLENGE_LENGTH];
        if !self.faults.has(Fault::TaChallengeRepeated) {
            rng.fill_bytes(&mut challenge);
        }
        self.set_challenge(challenge)
    }

    /// A chosen challenge, for worked examples.
    pub const fn set_challenge(
        &mut self,
        challenge: [u8; CHALLENGE_LENGTH],
    ) -> [u8; CHALLENGE_LENGTH] {
        if self.challenge.is_none() || !self.faults.has(Fault::TaFirstChallengeCounts) {
            self.challenge = Some(challenge);
        }
        challenge
    }

    /// EXTERNAL AUTHENTICATE: checks the terminal's signature. Challenge and template are used up, whatever comes out.
    /// `[TR-03110-3 §B.14.7]`
    ///
    /// # Errors
    /// 6982 when PACE named no terminal type or the terminal is authenticated already, 6985 without template or challenge
    /// or for certificates of another terminal type, 6300 for a wrong signature.
    pub fn external_authenticate(
        &mut self,
        signature: &[u8],
    ) -> Result<EffectiveAuthorization, Refusal> {
        let challenge = self.challenge.take();
        let template = self.template.take();
        if self.faults.has(Fault::TaChallengeReusable) {
            self.challenge = challenge;
            self.template.clone_from(&template);
        }
        let confined = self.may_run()?;
        let template = template.or_else(|| self.assumed_template());
        let template = template.ok_or(Reason::NoTemplate)?;
        let challenge = self.counted(challenge.as_ref())?;
        self.same_terminal_type(&template.terminal, &confined)?;
        self.check_signature(&template, challenge, signature)?;
        let chain = authorization::Chain {
            terminal: &template.terminal.key,
            issuers: &template.terminal.issuers,
            confined: &confined,
            confined_extensions: &self.pace.extensions,
        };
        let authorization = chain.authorize(
            &template.auxiliary_data,
            template.ephemeral_key,
            self.faults,
        );
        self.progress = Progress::Done;
        Ok(authorization)
    }

    /// Terminal types have to be the same in PACE and in every certificate. `[TR-03110-3 §2.7.1]`
    fn same_terminal_type(&self, terminal: &ChainKey, confined: &Chat) -> Result<(), Refusal> {
        let pace = confined.terminal_type();
        let mut keys = terminal.issuers.iter().chain([&terminal.key]);
        if keys.any(|key| key.chat.terminal_type() != pace)
            && !self.faults.has(Fault::TerminalTypeNotChecked)
        {
            return Err(Reason::TerminalTypeMismatch { pace }.into());
        }
        Ok(())
    }

    /// The signature covers ID_ICC, r_ICC, Comp(PK_PCD) and A_PCD as received. `[TR-03110-2 §3.3.1]`
    fn check_signature(
        &self,
        template: &Template,
        challenge: &[u8],
        signature: &[u8],
    ) -> Result<(), Refusal> {
        let terminal = &template.terminal.key;
        let verify = |auxiliary_data: &[u8]| {
            let signed: [&[u8]; 4] = [
                self.signed_name(),
                challenge,
                template.ephemeral_key.as_bytes(),
                auxiliary_data,
            ];
            terminal.key.verify(terminal.hash, &signed, signature)
        };
        let mut verdict = verify(&template.auxiliary_data);
        if verdict.is_err() && self.faults.has(Fault::TaAuxiliaryDataNotBound) {
            verdict = verify(&[]);
        }
        match verdict {
            Err(_) if self.faults.has(Fault::TaSignatureNotChecked) => Ok(()),
            verdict => verdict.map_err(|error| Reason::TerminalSignature(error).into()),
        }
    }
}

fn same_algorithm(expected: &Oid, found: &Oid) -> Result<(), Refusal> {
    if expected == found {
        return Ok(());
    }
    Err(Reason::AlgorithmDiffers {
        expected: *expected,
        found: *found,
    }
    .into())
}
