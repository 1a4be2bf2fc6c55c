//! Link certificates and the current date: what moves them, and what must not.

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

use chain::{Issuer, Pki, date, reference};
use crypto::{Curve, Hash};
use eac::card::terminal_authentication::{PaceContext, TerminalAuthentication};
use eac::card::trust::{CertifiedKey, TrustStore};
use eac::card::{Fault, Faults, Reason, Refusal};
use eac::encoding::{
    CertificateBody, CertificateExtensions, Chat, CompressedPublicKey, CvCertificate, CvDate,
    CvPublicKey, Role, TerminalType, encode_set_dst,
};

const CURVE: Curve = Curve::P256;
const AT: TerminalType = TerminalType::AuthenticationTerminal;

/// Shows certificates to a card, each run in a session of its own.
fn show(
    store: &mut TrustStore,
    certificates: &[&CvCertificate],
    faults: Faults,
) -> Result<(), Refusal> {
    let id_icc = CompressedPublicKey::received(&[1; 32]);
    let pace = PaceContext {
        id_icc,
        chat: None,
        extensions: CertificateExtensions::default(),
    };
    let mut ta = TerminalAuthentication::new(pace, faults);
    for certificate in certificates {
        ta.select_verification_key(&encode_set_dst(&certificate.body().car), store)?;
        let update = ta.verify_certificate(&certificate.command_data(), store)?;
        store.apply(update);
    }
    Ok(())
}

fn between(mut body: CertificateBody, effective: CvDate, expiration: CvDate) -> CertificateBody {
    (body.effective, body.expiration) = (effective, expiration);
    body
}

fn pki() -> Pki {
    Pki::new(CURVE, AT)
}

fn link(pki: &Pki, from: &Issuer, number: u8, effective: CvDate) -> (Issuer, CvCertificate) {
    let to = Issuer::new(
        &format!("DETESTLINK0000{number}"),
        CURVE,
        u64::from(number) + 40,
    );
    let body = between(
        from.body(&to, pki.all(Role::Cvca)),
        effective,
        date(2029, 12, 31),
    );
    (to, from.sign(body))
}

fn names(store: &TrustStore) -> Vec<String> {
    store
        .references(AT)
        .iter()
        .map(ToString::to_string)
        .collect()
}

#[test]
fn a_link_certificate_becomes_the_newest_trust_point() {
    let pki = pki();
    let mut store = pki.store();
    let (_, certificate) = link(&pki, &pki.cvca, 2, date(2026, 5, 1));
    show(&mut store, &[&certificate], Faults::NONE).unwrap();
    assert_eq!(names(&store), ["DETESTLINK00002", "DETESTCVCA00001"]);
    assert_eq!(store.today(), date(2026, 5, 1));
}

#[test]
fn of_three_trust_points_the_oldest_goes() {
    let pki = pki();
    let mut store = pki.store();
    let (second, first_link) = link(&pki, &pki.cvca, 2, date(2026, 5, 1));
    let (_, second_link) = link(&pki, &second, 3, date(2026, 7, 1));
    show(&mut store, &[&first_link, &second_link], Faults::NONE).unwrap();
    assert_eq!(names(&store), ["DETESTLINK00003", "DETESTLINK00002"]);
    assert!(store.find(&reference("DETESTCVCA00001")).is_none());
}

#[test]
fn trust_points_of_other_terminal_types_stay() {
    let (at, is) = (pki(), Pki::new(CURVE, TerminalType::InspectionSystem));
    let mut body = is.cvca_body();
    body.chr = reference("DETESTCVIS00001");
    let mut store = at
        .store()
        .with_trust_point(CertifiedKey::trust_point(&body).unwrap());
    let (second, first_link) = link(&at, &at.cvca, 2, date(2026, 5, 1));
    let (_, second_link) = link(&at, &second, 3, date(2026, 7, 1));
    show(&mut store, &[&first_link, &second_link], Faults::NONE).unwrap();
    assert_eq!(
        store.references(TerminalType::InspectionSystem),
        [reference("DETESTCVIS00001")]
    );
    assert_eq!(names(&store).len(), 2);
}

#[test]
fn the_same_link_again_changes_nothing() {
    let pki = pki();
    let mut store = pki.store();
    let (_, certificate) = link(&pki, &pki.cvca, 2, date(2026, 5, 1));
    show(&mut store, &[&certificate], Faults::NONE).unwrap();
    let before = store.clone();
    show(&mut store, &[&certificate], Faults::NONE).unwrap();
    assert_eq!(store, before);
}

#[test]
fn a_link_may_change_curve_and_hash() {
    let pki = pki();
    let mut store = pki.store();
    let mut next = Issuer::new("DETESTLINK00002", Curve::BrainpoolP384r1, 42);
    next.hash = Hash::Sha384;
    let certificate = pki.cvca.sign(pki.cvca.body(&next, pki.all(Role::Cvca)));
    let mut dv = Issuer::new("DETESTDVDE00002", Curve::BrainpoolP384r1, 43);
    dv.hash = Hash::Sha384;
    let below = next.sign(next.body(&dv, pki.all(Role::OfficialDomesticDv)));
    show(&mut store, &[&certificate, &below], Faults::NONE).unwrap();
    let point = store.find(&next.name).unwrap();
    assert_eq!(
        (point.key.curve(), point.hash),
        (Curve::BrainpoolP384r1, Hash::Sha384)
    );
}

#[test]
fn a_link_without_parameters_inherits_them() {
    let pki = pki();
    let mut store = pki.store();
    let next = Issuer::new("DETESTLINK00002", CURVE, 42);
    let mut body = pki.cvca.body(&next, pki.all(Role::Cvca));
    body.public_key = CvPublicKey::ec(body.public_key.algorithm, &next.key.public_key());
    show(&mut store, &[&pki.cvca.sign(body)], Faults::NONE).unwrap();
    assert_eq!(store.find(&next.name).unwrap().key, next.key.public_key());
}

#[test]
fn a_link_for_another_terminal_type_is_refused() {
    let pki = pki();
    let next = Issuer::new("DETESTLINK00002", CURVE, 42);
    let chat = Chat::all_rights(TerminalType::InspectionSystem, Role::Cvca);
    let certificate = pki.cvca.sign(pki.cvca.body(&next, chat));
    let refusal = show(&mut pki.store(), &[&certificate], Faults::NONE).unwrap_err();
    assert!(matches!(
        refusal.because,
        Reason::LinkChangesTerminalType { .. }
    ));
}

#[test]
fn an_ignored_link_leaves_the_trust_as_it_was() {
    let pki = pki();
    let mut store = pki.store();
    let (_, certificate) = link(&pki, &pki.cvca, 2, date(2026, 5, 1));
    show(
        &mut store,
        &[&certificate],
        Faults::from(Fault::LinkCertificateIgnored),
    )
    .unwrap();
    assert_eq!(names(&store), ["DETESTCVCA00001"]);
}

#[test]
fn expired_links_are_taken_from_expired_trust_points() {
    let pki = pki();
    let mut store = TrustStore::new(date(2028, 1, 1))
        .with_trust_point(CertifiedKey::trust_point(&pki.cvca_body()).unwrap());
    let next = Issuer::new("DETESTLINK00002", CURVE, 42);
    let body = between(
        pki.cvca.body(&next, pki.all(Role::Cvca)),
        date(2026, 6, 1),
        date(2027, 6, 1),
    );
    show(&mut store, &[&pki.cvca.sign(body)], Faults::NONE).unwrap();
    assert_eq!(names(&store), ["DETESTLINK00002", "DETESTCVCA00001"]);
    assert_eq!(store.today(), date(2028, 1, 1));
}

#[test]
fn an_expired_trust_point_verifies_no_dv() {
    let pki = pki();
    let dv = pki
        .cvca
        .sign(between(pki.dv_body(), date(2026, 12, 1), date(2028, 12, 1)));
    let store = || {
        TrustStore::new(date(2027, 1, 1))
            .with_trust_point(CertifiedKey::trust_point(&pki.cvca_body()).unwrap())
    };
    let refusal = show(&mut store(), &[&dv], Faults::NONE).unwrap_err();
    assert_eq!(refusal.because, Reason::TrustPointExpired(pki.cvca.name));
    show(
        &mut store(),
        &[&dv],
        Faults::from(Fault::ExpiredTrustPointUsable),
    )
    .unwrap();
}

/// A DV of a role with a terminal from June on, and the card's date after both.
fn date_after(role: Role, faults: Faults) -> CvDate {
    let pki = pki();
    let dv = pki.cvca.sign(pki.cvca.body(&pki.dv, pki.all(role)));
    let terminal = pki.dv.sign(between(
        pki.terminal_body(),
        date(2026, 6, 1),
        date(2026, 12, 31),
    ));
    let mut store = pki.store();
    show(&mut store, &[&dv, &terminal], faults).unwrap();
    store.today()
}

#[test]
fn terminals_of_domestic_dvs_move_the_date_and_those_of_foreign_ones_do_not() {
    assert_eq!(
        date_after(Role::OfficialDomesticDv, Faults::NONE),
        date(2026, 6, 1)
    );
    assert_eq!(date_after(Role::ForeignDv, Faults::NONE), date(2026, 1, 1));
    assert_eq!(
        date_after(Role::ForeignDv, Faults::from(Fault::DateMovedByForeignDv)),
        date(2026, 6, 1)
    );
    assert_eq!(
        date_after(
            Role::OfficialDomesticDv,
            Faults::from(Fault::DateNeverMoved)
        ),
        date(2026, 1, 1)
    );
}

#[test]
fn the_date_moves_forward_only() {
    let pki = pki();
    let later = pki
        .cvca
        .sign(between(pki.dv_body(), date(2026, 9, 1), date(2026, 12, 31)));
    let earlier = pki
        .cvca
        .sign(between(pki.dv_body(), date(2026, 2, 1), date(2026, 12, 31)));
    for (faults, expected) in [
        (Faults::NONE, date(2026, 9, 1)),
        (Faults::from(Fault::DateMovedBackwards), date(2026, 2, 1)),
    ] {
        let mut store = pki.store();
        show(&mut store, &[&later], faults).unwrap();
        show(&mut store, &[&earlier], faults).unwrap();
        assert_eq!(store.today(), expected);
    }
}

#[test]
fn the_date_that_one_terminal_type_moves_holds_for_all() {
    let pki = pki();
    let mut store = pki.store();
    let later = pki
        .cvca
        .sign(between(pki.dv_body(), date(2026, 9, 1), date(2026, 12, 31)));
    show(&mut store, &[&later], Faults::NONE).unwrap();
    let old = pki
        .cvca
        .sign(between(pki.dv_body(), date(2026, 1, 1), date(2026, 8, 31)));
    assert!(matches!(
        show(&mut store, &[&old], Faults::NONE).unwrap_err().because,
        Reason::Expired { .. }
    ));
}

#[test]
fn only_a_cvca_can_be_a_trust_point() {
    let pki = pki();
    assert!(matches!(
        CertifiedKey::trust_point(&pki.dv_body())
            .unwrap_err()
            .because,
        Reason::RoleOrder { .. }
    ));
}
