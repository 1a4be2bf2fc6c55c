//! Challenge and signature on the card's side of Terminal Authentication: each rule, and the fault that breaks it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

#[path = "support/chain.rs"]
#[allow(dead_code, unreachable_pub)]
mod chain;
#[path = "support/rng.rs"]
#[allow(dead_code, unreachable_pub)]
mod rng;
#[path = "support/session.rs"]
#[allow(
    dead_code,
    unreachable_pub,
    missing_debug_implementations,
    unnameable_types
)]
mod session;

use crypto::{Hash, PrivateKey};
use eac::card::{Fault, Faults, Reason};
use eac::encoding::{AuxiliaryData, SetAt, TaProtocol, oid};
use eac::terminal::terminal_authentication::{TerminalCredentials, set_at};
use iso7816::StatusWord;
use session::{CURVE, Session, credentials, only_with, pki};

#[test]
fn the_signature_of_the_terminal_counts() {
    let reason = only_with(Fault::TaSignatureNotChecked, |session, pki| {
        session.verify(&pki.dv_certificate())?;
        session.verify(&pki.terminal_certificate())?;
        session
            .prove_with(&credentials(pki), None, |_, _| vec![1; 64])
            .map(drop)
    });
    assert!(matches!(reason, Reason::TerminalSignature(_)));
    assert_eq!(reason.status(), StatusWord::VERIFICATION_FAILED);
}

#[test]
fn a_challenge_is_good_for_one_answer() {
    let reason = only_with(Fault::TaChallengeReusable, |session, pki| {
        let credentials = credentials(pki);
        session.verify(&pki.dv_certificate())?;
        session.verify(credentials.certificate())?;
        session
            .ta
            .set_template(&set_at(&credentials, &session.ephemeral, None).encode())?;
        let challenge = session.ta.challenge(&mut rng::rng(6));
        let signature = session.sign(&credentials, &challenge, None);
        assert!(session.ta.external_authenticate(&[0; 64]).is_err());
        session.ta.external_authenticate(&signature).map(drop)
    });
    assert_eq!(reason, Reason::NoTemplate);
}

#[test]
fn a_new_challenge_replaces_the_old_one() {
    let pki = pki();
    let credentials = credentials(&pki);
    let mut session = Session::new(&pki, Faults::NONE);
    session.verify(&pki.dv_certificate()).unwrap();
    session.verify(credentials.certificate()).unwrap();
    let refusal = session.prove_with(&credentials, None, |session, signature| {
        session.ta.challenge(&mut rng::rng(7));
        signature
    });
    assert!(matches!(
        refusal.unwrap_err().because,
        Reason::TerminalSignature(_)
    ));
    // The key stays usable after a failure [TR-03110-3 §A.7.2.2].
    session.prove(&credentials).unwrap();
}

#[test]
fn a_challenge_may_be_asked_for_before_the_certificates() {
    let pki = pki();
    let credentials = credentials(&pki);
    let mut session = Session::new(&pki, Faults::NONE);
    let challenge = session.ta.challenge(&mut rng::rng(6));
    session.verify(&pki.dv_certificate()).unwrap();
    session.verify(credentials.certificate()).unwrap();
    session
        .ta
        .set_template(&set_at(&credentials, &session.ephemeral, None).encode())
        .unwrap();
    let signature = session.sign(&credentials, &challenge, None);
    session.ta.external_authenticate(&signature).unwrap();
}

#[test]
fn auxiliary_data_are_bound_by_the_signature() {
    let auxiliary = AuxiliaryData::new()
        .with_municipality(&[0x02, 0x76])
        .encode();
    let reason = only_with(Fault::TaAuxiliaryDataNotBound, |session, pki| {
        let credentials = credentials(pki);
        session.verify(&pki.dv_certificate())?;
        session.verify(credentials.certificate())?;
        session
            .ta
            .set_template(&set_at(&credentials, &session.ephemeral, Some(&auxiliary)).encode())?;
        let challenge = session.ta.challenge(&mut rng::rng(6));
        let signature = session.sign(&credentials, &challenge, None);
        let authorization = session.ta.external_authenticate(&signature)?;
        assert_eq!(authorization.auxiliary_data().encode(), auxiliary);
        Ok(())
    });
    assert!(matches!(reason, Reason::TerminalSignature(_)));
}

#[test]
fn a_terminal_proves_itself_once_in_a_session() {
    let reason = only_with(Fault::TaRepeatable, |session, pki| {
        let credentials = credentials(pki);
        session.run(pki, &credentials)?;
        session.run(pki, &credentials).map(drop)
    });
    assert_eq!(reason, Reason::AlreadyAuthenticated);
    assert_eq!(reason.status(), StatusWord::SECURITY_STATUS_NOT_SATISFIED);
}

#[test]
fn certificates_are_taken_without_a_terminal_type_but_no_terminal_is() {
    let pki = pki();
    let credentials = credentials(&pki);
    let mut session = Session::with(&pki, None, Faults::NONE);
    session.verify(&pki.dv_certificate()).unwrap();
    session.verify(credentials.certificate()).unwrap();
    assert_eq!(
        session.prove(&credentials).unwrap_err().because,
        Reason::NotConfined
    );
    assert_eq!(
        session
            .ta
            .external_authenticate(&[0; 64])
            .unwrap_err()
            .because,
        Reason::NotConfined
    );
}

#[test]
fn the_key_of_a_dv_authenticates_nobody() {
    let pki = pki();
    let mut session = Session::new(&pki, Faults::NONE);
    session.verify(&pki.dv_certificate()).unwrap();
    let mut template = set_at(&credentials(&pki), &session.ephemeral, None);
    template.public_key_reference = Some(b"DETESTDVDE00001".to_vec());
    assert!(matches!(
        session
            .ta
            .set_template(&template.encode())
            .unwrap_err()
            .because,
        Reason::NotATerminal(_)
    ));
    template.public_key_reference = Some(b"DETESTCVCA00001".to_vec());
    assert!(matches!(
        session
            .ta
            .set_template(&template.encode())
            .unwrap_err()
            .because,
        Reason::UnknownReference(_)
    ));
}

#[test]
fn a_template_needs_its_parts_and_the_right_algorithm() {
    let pki = pki();
    let mut session = Session::new(&pki, Faults::NONE);
    session.verify(&pki.dv_certificate()).unwrap();
    session.verify(&pki.terminal_certificate()).unwrap();
    let right = set_at(&credentials(&pki), &session.ephemeral, None);
    let mut refuse = |change: fn(&mut SetAt)| {
        let mut template = right.clone();
        change(&mut template);
        session
            .ta
            .set_template(&template.encode())
            .unwrap_err()
            .because
    };
    assert!(matches!(refuse(|t| t.mechanism = None), Reason::Missing(_)));
    assert!(matches!(
        refuse(|t| t.public_key_reference = None),
        Reason::Missing(_)
    ));
    assert!(matches!(
        refuse(|t| t.ephemeral_key = None),
        Reason::Missing(_)
    ));
    assert!(matches!(
        refuse(|t| t.mechanism = Some(oid::ID_CA)),
        Reason::UnknownProtocol(_)
    ));
    let other = |t: &mut SetAt| t.mechanism = Some(TaProtocol::ecdsa_oid(Hash::Sha384));
    assert!(matches!(refuse(other), Reason::AlgorithmDiffers { .. }));
}

#[test]
fn the_private_key_of_the_terminal_is_needed() {
    let pki = pki();
    let mut session = Session::new(&pki, Faults::NONE);
    session.verify(&pki.dv_certificate()).unwrap();
    session.verify(&pki.terminal_certificate()).unwrap();
    let impostor = PrivateKey::generate(CURVE, &mut rng::rng(99));
    let impostor =
        TerminalCredentials::new(pki.terminal_certificate(), impostor, Vec::new()).unwrap();
    assert!(matches!(
        session.prove(&impostor).unwrap_err().because,
        Reason::TerminalSignature(_)
    ));
}
