//! Certificates on the card's side of Terminal Authentication: each rule, and the fault that breaks it.

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

use chain::{Issuer, date, reference};
use crypto::{Curve, Hash};
use eac::card::terminal_authentication::{PaceContext, TerminalAuthentication};
use eac::card::trust::TrustStore;
use eac::card::{Fault, Faults, Reason};
use eac::encoding::{
    CertificateExtension, Chat, RawCertificate, Right, Role, TaProtocol, TerminalType, oid, tag,
};
use iso7816::StatusWord;
use session::{CURVE, Session, credentials, only_with, pki};

#[test]
fn a_right_chain_gives_the_rights_of_all() {
    let pki = pki();
    let mut dv = pki.dv_body();
    dv.chat = dv.chat.without(Right::PinManagement);
    let mut terminal = pki.terminal_body();
    terminal.chat = terminal.chat.without(Right::ReadDataGroup(1));
    let confined = pki.all(Role::Terminal).without(Right::AgeVerification);
    let credentials = pki.credentials_with(terminal);
    let mut session = Session::with(&pki, Some(confined), Faults::NONE);
    session.verify(&pki.cvca.sign(dv)).unwrap();
    session.verify(credentials.certificate()).unwrap();
    let authorization = session.prove(&credentials).unwrap();
    let expected = confined
        .without(Right::PinManagement)
        .without(Right::ReadDataGroup(1));
    assert_eq!(*authorization.chat(), expected);
    assert_eq!(authorization.chat().role(), Role::Terminal);
    assert!(authorization.is_privileged());
    assert_eq!(authorization.holder(), &reference("DETESTATDE00001"));
}

#[test]
fn rights_beyond_the_chain_need_a_fault() {
    let pki = pki();
    let confined = Chat::new(TerminalType::AuthenticationTerminal, Role::Terminal)
        .with(Right::AgeVerification);
    let rights = |fault: Option<Fault>| {
        let faults = fault.map(Faults::from).unwrap_or_default();
        let mut session = Session::with(&pki, Some(confined), faults);
        *session.run(&pki, &credentials(&pki)).unwrap().chat()
    };
    assert_eq!(rights(None), confined);
    assert_eq!(
        rights(Some(Fault::ChatNotIntersected)),
        pki.all(Role::Terminal)
    );
}

#[test]
fn the_dv_confines_its_terminals() {
    let pki = pki();
    let dv = |faults| {
        let mut session = Session::new(&pki, faults);
        let mut body = pki.dv_body();
        body.chat = Chat::new(
            TerminalType::AuthenticationTerminal,
            Role::OfficialDomesticDv,
        );
        session.verify(&pki.cvca.sign(body)).unwrap();
        session.verify(&pki.terminal_certificate()).unwrap();
        *session.prove(&credentials(&pki)).unwrap().chat()
    };
    assert_eq!(dv(Faults::NONE).right_bits(), 0);
    assert_eq!(
        dv(Faults::from(Fault::DvRightsNotIntersected)),
        pki.all(Role::Terminal)
    );
}

#[test]
fn authorization_extensions_count_only_when_all_have_them() {
    let pki = pki();
    let extension =
        |bits: &[u8]| CertificateExtension::authorization(oid::ID_SPECIAL_FUNCTIONS, bits);
    let run = |dv_has_it: bool| {
        let mut cvca = pki.cvca_body();
        cvca.extensions = [extension(&[0xFF])].into_iter().collect();
        let mut dv = pki.dv_body();
        if dv_has_it {
            dv.extensions = [extension(&[0x00, 0xC0])].into_iter().collect();
        }
        let mut terminal = pki.terminal_body();
        terminal.extensions = [extension(&[0x40])].into_iter().collect();
        let credentials = pki.credentials_with(terminal);
        let mut session = Session::new(&pki, Faults::NONE);
        let point = eac::card::trust::CertifiedKey::trust_point(&cvca).unwrap();
        session.store = TrustStore::new(date(2026, 1, 1)).with_trust_point(point);
        let extensions = [extension(&[0xC0])].into_iter().collect();
        let pace = PaceContext {
            id_icc: session.id_icc.clone(),
            chat: Some(pki.all(Role::Terminal)),
            extensions,
        };
        session.ta = TerminalAuthentication::new(pace, Faults::NONE);
        session.verify(&pki.cvca.sign(dv)).unwrap();
        session.verify(credentials.certificate()).unwrap();
        session.prove(&credentials).unwrap()
    };
    assert!(run(true).has_extension(&oid::ID_SPECIAL_FUNCTIONS, 6));
    assert!(!run(true).has_extension(&oid::ID_SPECIAL_FUNCTIONS, 7));
    assert!(!run(false).has_extension(&oid::ID_SPECIAL_FUNCTIONS, 6));
}

#[test]
fn a_certificate_without_selected_key_is_refused() {
    let pki = pki();
    let mut session = Session::new(&pki, Faults::NONE);
    let refusal = session
        .ta
        .verify_certificate(&pki.dv_certificate().command_data(), &session.store)
        .unwrap_err();
    assert_eq!(
        (refusal.status, refusal.because),
        (
            StatusWord::CONDITIONS_NOT_SATISFIED,
            Reason::NoVerificationKey
        )
    );
    let refusal = session.select("DETESTCVCA00002").unwrap_err();
    assert_eq!(refusal.status, StatusWord::REFERENCED_DATA_NOT_FOUND);
}

#[test]
fn the_signature_of_a_certificate_counts() {
    let reason = only_with(Fault::CertificateSignatureNotChecked, |session, pki| {
        let raw = RawCertificate::from(&pki.dv_body())
            .sign(&pki.cvca.key, Hash::Sha256)
            .with_wrong_signature();
        session.verify_data("DETESTCVCA00001", &raw.command_data())
    });
    assert!(matches!(reason, Reason::CertificateSignature(_)));
    assert_eq!(reason.status(), StatusWord::VERIFICATION_FAILED);
}

#[test]
fn signatures_with_a_zero_half_are_refused() {
    let pki = pki();
    let signed = RawCertificate::from(&pki.dv_body()).sign(&pki.cvca.key, Hash::Sha256);
    for raw in [signed.clone().with_r_zero(), signed.with_s_zero()] {
        let refusal = Session::new(&pki, Faults::NONE)
            .verify_data("DETESTCVCA00001", &raw.command_data())
            .unwrap_err();
        assert!(matches!(refusal.because, Reason::CertificateSignature(_)));
    }
}

#[test]
fn expired_certificates_are_refused() {
    let reason = only_with(Fault::CertificateExpiryNotChecked, |session, pki| {
        let mut body = pki.dv_body();
        (body.effective, body.expiration) = (date(2025, 1, 1), date(2025, 12, 31));
        session.verify(&pki.cvca.sign(body))
    });
    assert_eq!(
        reason,
        Reason::Expired {
            expiration: date(2025, 12, 31),
            today: date(2026, 1, 1)
        }
    );
}

#[test]
fn a_certificate_is_good_on_its_last_day() {
    let pki = pki();
    let mut body = pki.dv_body();
    body.expiration = date(2026, 1, 1);
    Session::new(&pki, Faults::NONE)
        .verify(&pki.cvca.sign(body))
        .unwrap();
}

#[test]
fn a_certificate_that_ends_before_it_begins_is_refused() {
    let pki = pki();
    let mut body = pki.dv_body();
    (body.effective, body.expiration) = (date(2026, 2, 2), date(2026, 2, 1));
    let refusal = Session::new(&pki, Faults::NONE)
        .verify(&pki.cvca.sign(body))
        .unwrap_err();
    assert!(matches!(refusal.because, Reason::NeverValid { .. }));
}

#[test]
fn dvs_do_not_certify_dvs() {
    let reason = only_with(Fault::RoleOrderNotChecked, |session, pki| {
        session.verify(&pki.dv_certificate())?;
        let second = Issuer::new("DETESTDVDE00002", CURVE, 8);
        session.verify(&pki.dv.sign(pki.dv.body(&second, pki.all(Role::ForeignDv))))
    });
    assert_eq!(
        reason,
        Reason::RoleOrder {
            issuer: Role::OfficialDomesticDv,
            holder: Role::ForeignDv
        }
    );
}

#[test]
fn other_wrong_orders_are_refused() {
    let pki = pki();
    let chain = [Role::Cvca, Role::OfficialDomesticDv, Role::Terminal];
    let allowed = [(0, 0), (0, 1), (1, 2)];
    for (from, to) in [(0, 2), (1, 0), (1, 1), (2, 0), (2, 1), (2, 2)] {
        assert!(!allowed.contains(&(from, to)));
        let mut session = Session::new(&pki, Faults::NONE);
        session.verify(&pki.dv_certificate()).unwrap();
        if from == 2 {
            session.verify(&pki.terminal_certificate()).unwrap();
        }
        let issuer = [&pki.cvca, &pki.dv, &pki.terminal][from];
        let holder = Issuer::new("DETESTOTHE00001", CURVE, 9);
        let refusal = session
            .verify(&issuer.sign(issuer.body(&holder, pki.all(chain[to]))))
            .unwrap_err();
        assert!(
            matches!(refusal.because, Reason::RoleOrder { .. }),
            "{from} {to} {refusal}"
        );
    }
}

#[test]
fn the_issuer_has_to_be_the_selected_key() {
    let reason = only_with(Fault::CarNotChecked, |session, pki| {
        let mut body = pki.dv_body();
        body.car = reference("DETESTCVCA00009");
        session.verify_data("DETESTCVCA00001", &pki.cvca.sign(body).command_data())
    });
    assert!(matches!(reason, Reason::WrongIssuer { .. }));
    assert_eq!(reason.status(), StatusWord::REFERENCED_DATA_NOT_FOUND);
}

#[test]
fn terminal_types_have_to_agree() {
    let reason = only_with(Fault::TerminalTypeNotChecked, |session, pki| {
        let is = Chat::all_rights(TerminalType::InspectionSystem, Role::OfficialDomesticDv);
        session.verify(&pki.cvca.sign(pki.cvca.body(&pki.dv, is)))?;
        session.verify(&pki.terminal_certificate())?;
        session.prove(&credentials(pki)).map(drop)
    });
    assert_eq!(
        reason,
        Reason::TerminalTypeMismatch {
            pace: TerminalType::AuthenticationTerminal
        }
    );
    assert_eq!(reason.status(), StatusWord::CONDITIONS_NOT_SATISFIED);
}

#[test]
fn keys_inherit_parameters_and_algorithm() {
    let pki = pki();
    let verify = |body| {
        Session::new(&pki, Faults::NONE)
            .verify(&pki.cvca.sign(body))
            .unwrap_err()
            .because
    };
    let mut body = pki.dv_body();
    body.public_key = eac::encoding::CvPublicKey::ec_with_parameters(
        body.public_key.algorithm,
        &pki.dv.key.public_key(),
    );
    assert_eq!(verify(body), Reason::ParametersNotInherited);
    let mut body = pki.dv_body();
    body.public_key.algorithm = TaProtocol::ecdsa_oid(Hash::Sha512);
    assert!(matches!(verify(body), Reason::AlgorithmDiffers { .. }));
    let short = Issuer::new("DETESTDVDE00001", Curve::P224, 2);
    assert!(matches!(
        verify(pki.cvca.body(&short, pki.all(Role::OfficialDomesticDv))),
        Reason::Malformed(_)
    ));
}

#[test]
fn impossible_dates_and_foreign_algorithms_are_refused() {
    let wrong_date = |fault, date: &'static [u8]| {
        only_with(fault, move |session, pki| {
            let raw = RawCertificate::from(&pki.dv_body()).with_value(tag::EFFECTIVE_DATE, date);
            session.verify_data(
                "DETESTCVCA00001",
                &raw.sign(&pki.cvca.key, Hash::Sha256).command_data(),
            )
        })
    };
    for date in [&[10, 11, 12, 13, 14, 15][..], &[2, 6, 0, 1, 3, 2]] {
        assert!(matches!(
            wrong_date(Fault::CertificateInvalidDateAccepted, date),
            Reason::Malformed(_)
        ));
    }
    let missing = only_with(Fault::CertificateInvalidDateAccepted, |session, pki| {
        let raw = RawCertificate::from(&pki.dv_body()).without(tag::EXPIRATION_DATE);
        session.verify_data(
            "DETESTCVCA00001",
            &raw.sign(&pki.cvca.key, Hash::Sha256).command_data(),
        )
    });
    assert!(matches!(missing, Reason::Malformed(_)));
    let foreign = only_with(Fault::CertificateInvalidOidAccepted, |session, pki| {
        let mut body = pki.dv_body();
        body.public_key.algorithm = oid::ID_TA.child(&[5, 1]);
        session.verify(&pki.cvca.sign(body))
    });
    assert!(matches!(foreign, Reason::Malformed(_)));
}

#[test]
fn only_the_newest_temporary_key_can_be_selected() {
    let reason = only_with(Fault::OldTemporaryKeySelectable, |session, pki| {
        session.verify(&pki.dv_certificate())?;
        session.verify(&pki.terminal_certificate())?;
        session.select("DETESTDVDE00001")
    });
    assert_eq!(
        reason,
        Reason::UnknownReference(reference("DETESTDVDE00001"))
    );
}

#[test]
fn a_refused_certificate_changes_nothing() {
    let pki = pki();
    let mut session = Session::new(&pki, Faults::NONE);
    let mut body = pki.dv_body();
    body.effective = date(2026, 6, 1);
    let raw = RawCertificate::from(&body)
        .sign(&pki.cvca.key, Hash::Sha256)
        .with_wrong_signature();
    session
        .verify_data("DETESTCVCA00001", &raw.command_data())
        .unwrap_err();
    assert_eq!(session.store, pki.store());
    assert!(session.select("DETESTDVDE00001").is_err());
}
