//! Wrong behaviours of the eID server, as client and card see them.

use card_de_npa::{ContentFault, DeNpa, Fault as CardFault};
use eac::encoding::{CertificateDescription, Chat, CvCertificate, Role};
use eidas_middleware_de::eid::{EidServer, Failure, Wanted};
use eidas_middleware_de::{Fault, Faults};
use paos::ProtocolResult;
use pki::Sector;

use crate::client::Manners;
use crate::desk::{Desk, EVERYTHING, MINIMUM, Run};

fn faulty(desk: &Desk, fault: Fault, manners: Manners) -> Run {
    desk.play(
        &desk.faulty(fault),
        desk.wanted(&MINIMUM),
        desk.card("adult"),
        manners,
    )
}

fn roles(run: &Run) -> Vec<Role> {
    let certificates = run.client.eac1().certificates;
    certificates
        .iter()
        .map(|bytes| CvCertificate::decode(bytes).unwrap().body().chat.role())
        .collect()
}

#[test]
fn chains_that_no_client_takes() {
    use Role::{Cvca, OfficialDomesticDv, Terminal};
    let desk = Desk::new();
    for (fault, expected) in [
        (
            Fault::RootCertificateSent,
            vec![Cvca, OfficialDomesticDv, Terminal],
        ),
        (Fault::IssuerCertificateMissing, vec![Terminal]),
        (
            Fault::TerminalCertificateTwice,
            vec![OfficialDomesticDv, Terminal, Terminal],
        ),
    ] {
        let run = faulty(&desk, fault, Manners::default());
        assert_eq!(roles(&run), expected, "{fault}");
    }
    let run = faulty(&desk, Fault::TerminalCertificateForged, Manners::default());
    assert!(!run.client.refusals.is_empty());
}

#[test]
fn descriptions_that_do_not_belong() {
    let desk = Desk::new();
    let run = faulty(&desk, Fault::DescriptionMissing, Manners::default());
    assert_eq!(run.client.eac1().certificate_description, None);
    let run = faulty(&desk, Fault::DescriptionOfAnother, Manners::default());
    let sent = run.client.eac1().certificate_description.unwrap();
    let sent = CertificateDescription::decode(&sent).unwrap();
    assert_ne!(sent, *desk.pki.description());
}

#[test]
fn rights_that_nobody_wanted() {
    let desk = Desk::new();
    let required = |fault, attributes: &[&str]| {
        let run = desk.play(
            &desk.faulty(fault),
            desk.wanted(attributes),
            desk.card("adult"),
            Manners::default(),
        );
        Chat::decode(&run.client.eac1().required_chat.unwrap()).unwrap()
    };
    let many = required(Fault::RequiredRightsTooMany, &MINIMUM);
    assert_eq!(many.authorization(), [0, 1, 0, 0xD8, 0x04]);
    let insistent = required(Fault::OptionalRightsRequired, &EVERYTHING);
    assert!(insistent.has(eac::encoding::Right::ReadDataGroup(17)));
}

#[test]
fn signatures_that_the_card_refuses() {
    let desk = Desk::new();
    for fault in [
        Fault::SignatureWithoutAuxiliaryData,
        Fault::SignatureOverAnotherChallenge,
        Fault::SignatureOverAnotherKey,
        Fault::SignatureAltered,
        Fault::SignatureAsSequence,
    ] {
        let run = faulty(&desk, fault, Manners::default());
        assert_eq!(run.client.refusals.len(), 1, "{fault}");
        assert!(matches!(run.outcome, Err(Failure::Client { .. })));
    }
}

#[test]
fn a_kept_key_is_the_same_every_time() {
    let desk = Desk::new();
    let key = |server: &EidServer| {
        let wanted = desk.wanted(&MINIMUM);
        let run = desk.play(server, wanted, desk.card("adult"), Manners::default());
        run.client.eac2().ephemeral_public_key
    };
    let usual = desk.server("AT_FULL");
    assert_ne!(key(&usual), key(&usual));
    let kept = desk.faulty(Fault::EphemeralKeyKept);
    assert_eq!(key(&kept), key(&kept));
}

#[test]
fn bad_chips_pass_where_nobody_looks() {
    let desk = Desk::new();
    let stranger = pki::TestPki::from_seed(99, ambient::Date::new(2026, 3, 1).unwrap());
    let infos = desk.card_security_infos("adult");
    let object = eac::encoding::oid::ID_SECURITY_OBJECT;
    let forged = stranger.sign_security_object(&object, &infos).unwrap();
    let with = |card_security| Manners {
        card_security: Some(card_security),
        ..Manners::default()
    };
    let run = faulty(&desk, Fault::AnySignerTrusted, with(forged.clone()));
    assert!(run.outcome.is_ok());

    let mut broken = forged;
    *broken.last_mut().unwrap() ^= 1;
    let run = faulty(&desk, Fault::AnySignerTrusted, with(broken.clone()));
    assert!(matches!(run.outcome, Err(Failure::Passive(_))));
    let run = faulty(&desk, Fault::PassiveAuthenticationSkipped, with(broken));
    assert!(run.outcome.is_ok());

    let wrong_token = Manners {
        wrong_token: true,
        ..Manners::default()
    };
    let run = faulty(&desk, Fault::ChipTokenNotChecked, wrong_token);
    assert!(run.outcome.is_ok());
}

#[test]
fn expired_and_blocked_cards_pass_where_nobody_asks() {
    let desk = Desk::new();
    let play = |server: &EidServer, card: DeNpa| {
        let wanted = desk.wanted(&MINIMUM);
        desk.play(server, wanted, card, Manners::default()).outcome
    };
    for fault in [
        Fault::ExpiredCardAccepted,
        Fault::DocumentValidityNotAsked,
        Fault::DocumentValidityOfAnotherDay,
    ] {
        assert!(play(&desk.faulty(fault), desk.card("expired")).is_ok());
    }
    for fault in [Fault::BlockedCardAccepted, Fault::BlockingNotAsked] {
        let mut server = desk.faulty(fault);
        server.block(desk.blocking_identification("revoked"));
        assert!(play(&server, desk.card("revoked")).is_ok());
    }
}

#[test]
fn identifiers_that_tell_too_much() {
    let desk = Desk::new();
    let pseudonym = |server: &EidServer, sector| {
        let wanted = Wanted {
            sector: desk.pki.sector_key(sector).public_key(),
            ..desk.wanted(&MINIMUM)
        };
        let run = desk.play(server, wanted, desk.card("adult"), Manners::default());
        run.outcome.unwrap().pseudonym.unwrap()
    };
    let usual = pseudonym(&desk.server("AT_FULL"), Sector::First);
    let linkable = desk.faulty(Fault::OneSectorForAll);
    assert_eq!(pseudonym(&linkable, Sector::Second), usual);
    let blocking = desk.faulty(Fault::PseudonymFromBlockingKey);
    assert_eq!(
        pseudonym(&blocking, Sector::First),
        desk.blocking_identification("adult")
    );
}

#[test]
fn a_kept_counter_breaks_the_session_with_the_card() {
    let run = faulty(&Desk::new(), Fault::CounterKept, Manners::default());
    assert!(run.outcome.is_err());
}

#[test]
fn curiosity_is_seen_in_the_commands_and_refused_by_the_card() {
    let run = faulty(
        &Desk::new(),
        Fault::ReadsBeyondEffectiveChat,
        Manners::default(),
    );
    assert_eq!(run.client.transmits()[1].inputs.len(), 7);
    assert_eq!(run.outcome.unwrap().groups.len(), 3);
}

#[test]
fn results_that_are_not_what_happened() {
    let desk = Desk::new();
    let run = faulty(&desk, Fault::SuccessTooEarly, Manners::default());
    assert_eq!(run.client.result(), ProtocolResult::ok());
    assert!(run.client.transmits().is_empty());
    let cancelled = Manners {
        cancels: true,
        ..Manners::default()
    };
    let run = faulty(&desk, Fault::FailureCalledSuccess, cancelled);
    assert_eq!(run.client.result(), ProtocolResult::ok());
    assert_eq!(run.outcome.unwrap_err(), Failure::Cancelled);
}

#[test]
fn what_ef_card_access_says_is_compared_unless_nobody_looks() {
    let desk = Desk::new();
    let play = |server: &EidServer| {
        let card = desk.card("adult");
        let card = card.with_fault(CardFault::Content(ContentFault::CardAccessDiffers));
        let wanted = desk.wanted(&MINIMUM);
        desk.play(server, wanted, card, Manners::default()).outcome
    };
    assert_eq!(
        play(&desk.server("AT_FULL")),
        Err(Failure::CardAccessDiffers)
    );
    assert!(play(&desk.faulty(Fault::CardAccessNotCompared)).is_ok());
}

#[test]
fn an_expired_certificate_can_be_used() {
    let desk = Desk::new();
    let later = ambient::Date::new(2026, 4, 15).unwrap();
    desk.ambient.clock().set_date(later);
    let run = faulty(&desk, Fault::ExpiredCertificateUsed, Manners::default());
    assert_eq!(run.client.eac1().certificates.len(), 2);
    assert!(run.outcome.is_ok(), "the card does not know the date");
}

#[test]
fn rights_beyond_the_certificate_can_be_asked_for() {
    let desk = Desk::new();
    let faults = Faults::none().with(Fault::RightsBeyondCertificate);
    let server = desk.server("AT_READ").with_faults(faults);
    let wanted = desk.wanted(&["FirstName"]);
    let run = desk.play(&server, wanted, desk.card("adult"), Manners::default());
    let required = Chat::decode(&run.client.eac1().required_chat.unwrap()).unwrap();
    assert!(required.has(eac::encoding::Right::WriteDataGroup(17)));
}
