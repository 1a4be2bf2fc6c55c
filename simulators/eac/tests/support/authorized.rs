//! Authenticated terminals.

use crypto::{Curve, Hash, PrivateKey};
use eac::card::terminal_authentication::{PaceContext, TerminalAuthentication};
use eac::card::{EffectiveAuthorization, Faults};
use eac::encoding::{
    CertificateExtension, CertificateExtensions, Chat, CompressedPublicKey, CvPublicKey,
    RiProtocol, Right, Role, TerminalType, encode_set_dst,
};
use eac::terminal::terminal_authentication::{SignedData, set_at};

use super::chain::{self, Pki};
use super::rng::rng;

pub const CURVE: Curve = Curve::P256;
pub const RI: RiProtocol = RiProtocol { hash: Hash::Sha256 };

pub fn ephemeral() -> PrivateKey {
    PrivateKey::generate(CURVE, &mut rng(50))
}

pub fn sector_key(seed: u64) -> CvPublicKey {
    CvPublicKey::ec_with_parameters(
        RI.oid(),
        &PrivateKey::generate(CURVE, &mut rng(seed)).public_key(),
    )
}

/// An authenticated terminal with these rights and auxiliary data, in the sectors 60 and 61.
pub fn authorized(
    kind: TerminalType,
    rights: &[Right],
    auxiliary: Option<&[u8]>,
) -> EffectiveAuthorization {
    let pki = Pki::new(CURVE, kind);
    let digest = |seed| sector_key(seed).digest(chain::HASH);
    let mut body = pki.terminal_body();
    body.extensions = [CertificateExtension::sector(
        Some(&digest(60)),
        Some(&digest(61)),
    )]
    .into_iter()
    .collect();
    let credentials = pki.credentials_with(body);
    let id_icc = CompressedPublicKey::received(&[1; 32]);
    let chat = Some(Chat::with_rights(kind, Role::Terminal, rights));
    let pace = PaceContext {
        id_icc: id_icc.clone(),
        chat,
        extensions: CertificateExtensions::default(),
    };
    let mut ta = TerminalAuthentication::new(pace, Faults::NONE);
    let store = pki.store();
    for certificate in [&pki.dv_certificate(), credentials.certificate()] {
        ta.select_verification_key(&encode_set_dst(&certificate.body().car), &store)
            .unwrap();
        assert!(
            ta.verify_certificate(&certificate.command_data(), &store)
                .unwrap()
                .is_empty()
        );
    }
    let ephemeral_key = CompressedPublicKey::of(&ephemeral().public_key());
    ta.set_template(&set_at(&credentials, &ephemeral_key, auxiliary).encode())
        .unwrap();
    let challenge = ta.challenge(&mut rng(1));
    let signed = SignedData {
        id_icc: &id_icc,
        challenge: &challenge,
        ephemeral_key: &ephemeral_key,
        auxiliary_data: auxiliary.unwrap_or_default(),
    };
    ta.external_authenticate(&credentials.sign(&signed))
        .unwrap()
}

pub fn at(rights: &[Right]) -> EffectiveAuthorization {
    authorized(TerminalType::AuthenticationTerminal, rights, None)
}
