//! A card in a session with PACE, to which certificates are shown.

use crypto::Curve;
use eac::card::terminal_authentication::{PaceContext, TerminalAuthentication};
use eac::card::trust::TrustStore;
use eac::card::{EffectiveAuthorization, Fault, Faults, Reason, Refusal};
use eac::encoding::{
    CertificateExtensions, Chat, CompressedPublicKey, CvCertificate, Role, TerminalType,
    encode_set_dst,
};
use eac::terminal::terminal_authentication::{SignedData, TerminalCredentials, set_at};

use super::chain::{Pki, reference};
use super::rng;

pub const CURVE: Curve = Curve::P256;

/// A card in a session with PACE.
pub struct Session {
    pub store: TrustStore,
    pub ta: TerminalAuthentication,
    pub id_icc: CompressedPublicKey,
    pub ephemeral: CompressedPublicKey,
}

impl Session {
    pub fn with(pki: &Pki, chat: Option<Chat>, faults: Faults) -> Self {
        let id_icc = CompressedPublicKey::received(&[1; 32]);
        let pace = PaceContext {
            id_icc: id_icc.clone(),
            chat,
            extensions: CertificateExtensions::default(),
        };
        let ta = TerminalAuthentication::new(pace, faults);
        Self {
            store: pki.store(),
            ta,
            id_icc,
            ephemeral: CompressedPublicKey::received(&[2; 32]),
        }
    }

    pub fn new(pki: &Pki, faults: Faults) -> Self {
        Self::with(pki, Some(pki.all(Role::Terminal)), faults)
    }

    pub fn select(&mut self, name: &str) -> Result<(), Refusal> {
        self.ta
            .select_verification_key(&encode_set_dst(&reference(name)), &self.store)
    }

    pub fn verify_data(&mut self, issuer: &str, data: &[u8]) -> Result<(), Refusal> {
        self.select(issuer)?;
        let update = self.ta.verify_certificate(data, &self.store)?;
        self.store.apply(update);
        Ok(())
    }

    pub fn verify(&mut self, certificate: &CvCertificate) -> Result<(), Refusal> {
        self.verify_data(
            &certificate.body().car.to_string(),
            &certificate.command_data(),
        )
    }

    pub fn prove(
        &mut self,
        credentials: &TerminalCredentials,
    ) -> Result<EffectiveAuthorization, Refusal> {
        self.prove_with(credentials, None, |_, signature| signature)
    }

    pub fn prove_with(
        &mut self,
        credentials: &TerminalCredentials,
        auxiliary: Option<&[u8]>,
        change: impl FnOnce(&mut Self, Vec<u8>) -> Vec<u8>,
    ) -> Result<EffectiveAuthorization, Refusal> {
        self.ta
            .set_template(&set_at(credentials, &self.ephemeral, auxiliary).encode())?;
        let challenge = self.ta.challenge(&mut rng::rng(5));
        let signature = self.sign(credentials, &challenge, auxiliary);
        let signature = change(self, signature);
        self.ta.external_authenticate(&signature)
    }

    pub fn sign(
        &self,
        credentials: &TerminalCredentials,
        challenge: &[u8],
        auxiliary: Option<&[u8]>,
    ) -> Vec<u8> {
        credentials.sign(&SignedData {
            id_icc: &self.id_icc,
            challenge,
            ephemeral_key: &self.ephemeral,
            auxiliary_data: auxiliary.unwrap_or_default(),
        })
    }

    pub fn run(
        &mut self,
        pki: &Pki,
        credentials: &TerminalCredentials,
    ) -> Result<EffectiveAuthorization, Refusal> {
        self.verify(&pki.dv_certificate())?;
        self.verify(credentials.certificate())?;
        self.prove(credentials)
    }
}

pub fn pki() -> Pki {
    Pki::new(CURVE, TerminalType::AuthenticationTerminal)
}

pub fn credentials(pki: &Pki) -> TerminalCredentials {
    pki.credentials_with(pki.terminal_body())
}

/// A card that follows the rule refuses for this reason; a card with the fault does not.
pub fn only_with(fault: Fault, act: impl Fn(&mut Session, &Pki) -> Result<(), Refusal>) -> Reason {
    let pki = pki();
    act(&mut Session::new(&pki, Faults::from(fault)), &pki)
        .unwrap_or_else(|refusal| panic!("{fault}: {refusal}"));
    act(&mut Session::new(&pki, Faults::NONE), &pki)
        .unwrap_err()
        .because
}
