//! Trust points and the current date: what a link certificate changes, and what a foreign one does not.

use eac::encoding::{CvDate, TerminalType};
use eac::terminal::command;
use iso7816::{Card, StatusWord};

use crate::world::{Desk, can, card_of, every_right, secured};

#[test]
fn a_link_certificate_adds_a_trust_point_for_good() {
    let mut desk = Desk::new();
    let card = desk.card("adult");
    let before: Vec<_> = card
        .trust()
        .references(TerminalType::AuthenticationTerminal);
    assert_eq!(before.len(), 1);
    let mut card = card_of(desk.whole(card, &can(), every_right(), "AT_LINK_FULL", None));
    card.reset();
    let after = card
        .trust()
        .references(TerminalType::AuthenticationTerminal);
    assert_eq!((after.len(), after[1]), (2, before[0]));
    assert_eq!(after[0].to_string(), "DETESTeID00002");
    assert_eq!(card.trust().today(), CvDate::new(2029, 2, 1).unwrap());

    // PACE names both, the new one first, and the old chain has expired with the new date.
    let terminal = desk
        .pace(card.clone(), &can(), Some(every_right()))
        .unwrap();
    assert_eq!(terminal.state().authorities(), after);
    let mut terminal = terminal;
    let dv = desk.pki.certificate("AT_DV").unwrap();
    assert_eq!(
        secured(&mut terminal, &command::set_dst(&dv.car)),
        StatusWord::OK
    );
    let verify = command::verify_certificate_data(&dv.body_and_signature);
    assert_eq!(
        secured(&mut terminal, &verify),
        StatusWord::REFERENCE_DATA_NOT_USABLE
    );
    // The other terminal types keep their trust points.
    assert_eq!(
        card.trust()
            .references(TerminalType::InspectionSystem)
            .len(),
        1
    );
}

#[test]
fn each_terminal_type_is_told_its_own_trust_point() {
    let mut desk = Desk::new();
    let inspection = desk
        .pace(
            desk.card("adult"),
            &can(),
            Some(crate::world::inspection_chat()),
        )
        .unwrap();
    let authentication = desk
        .pace(desk.card("adult"), &can(), Some(every_right()))
        .unwrap();
    assert_eq!(
        inspection.state().authorities()[0].to_string(),
        "DETESTePass00001"
    );
    assert_eq!(
        authentication.state().authorities()[0].to_string(),
        "DETESTeID00001"
    );
}

#[test]
fn an_expired_terminal_certificate_is_refused() {
    let mut desk = Desk::new();
    let mut card = card_of(desk.whole(
        desk.card("adult"),
        &can(),
        every_right(),
        "AT_LINK_FULL",
        None,
    ));
    card.reset();
    let terminal = desk
        .pace(card, &can(), Some(crate::world::inspection_chat()))
        .unwrap();
    let credentials = desk.credentials("IS_FULL");
    let refused = terminal.authenticate(
        &credentials,
        crypto::Curve::BrainpoolP256r1,
        None,
        &mut desk.random,
    );
    assert_eq!(
        crate::world::status_of(refused.unwrap_err()),
        StatusWord::REFERENCE_DATA_NOT_USABLE
    );
}
