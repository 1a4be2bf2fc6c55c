//! The eID server, message by message.

use ambient::Date;
use crypto::Hash;
use eac::encoding::{AuxiliaryData, Chat, CvCertificate, Right, Role, oid};
use eidas_middleware_de::eid::{Culprit, EidServer, Failure, Rights, State, Wanted};
use iso7816::StatusWord;
use paos::{Message, ProtocolResult, ResultMinor, TransmitResponse};
use pki::Sector;

use crate::client::{Client, Manners, failed};
use crate::desk::{Desk, EVERYTHING, MINIMUM};

#[test]
fn an_adult_is_read_whole() {
    let desk = Desk::new();
    let run = desk.usual(Manners::default());
    let data = run.outcome.unwrap();
    assert_eq!(
        data.groups.keys().copied().collect::<Vec<_>>(),
        [4, 5, 8, 9, 10, 13, 17]
    );
    assert_eq!(data.groups[&4], b"\x64\x0C\x0C\x0ALENE MARIT");
    assert_eq!(data.pseudonym.unwrap().len(), 32);
    assert_eq!(run.client.result(), ProtocolResult::ok());
    let commands: Vec<_> = run
        .client
        .transmits()
        .iter()
        .map(|transmit| transmit.inputs.len())
        .collect();
    assert_eq!(commands, [6, 7]);
}

#[test]
fn the_chain_begins_below_the_root_and_ends_with_the_terminal() {
    let run = Desk::new().usual(Manners::default());
    let input = run.client.eac1();
    let certificates: Vec<_> = input
        .certificates
        .iter()
        .map(|bytes| CvCertificate::decode(bytes).unwrap())
        .collect();
    let roles: Vec<_> = certificates
        .iter()
        .map(|certificate| certificate.body().chat.role())
        .collect();
    assert_eq!(roles, [Role::OfficialDomesticDv, Role::Terminal]);
    let named = certificates[1]
        .body()
        .extensions
        .description_hash()
        .unwrap();
    let description = input.certificate_description.unwrap();
    assert_eq!(named, Hash::Sha256.digest(&[&description]).as_bytes());
}

#[test]
fn the_minimum_data_set_asks_for_names_birth_and_pseudonym_only() {
    let desk = Desk::new();
    let run = desk.play(
        &desk.server("AT_FULL"),
        desk.wanted(&MINIMUM),
        desk.card("adult"),
        Manners::default(),
    );
    let input = run.client.eac1();
    let required = Chat::decode(&input.required_chat.unwrap()).unwrap();
    assert_eq!(required.authorization(), [0, 0, 0, 0x98, 0x04]);
    assert_eq!(input.optional_chat, None);
    assert_eq!(
        run.outcome
            .unwrap()
            .groups
            .keys()
            .copied()
            .collect::<Vec<_>>(),
        [4, 5, 8]
    );
}

#[test]
fn the_validity_of_the_document_is_asked_for_today() {
    let run = Desk::new().usual(Manners::default());
    let data = AuxiliaryData::decode(&run.client.eac1().auxiliary_data.unwrap()).unwrap();
    assert_eq!(data.get(&oid::ID_DATE_OF_EXPIRY), Some(&b"20260301"[..]));
    assert_eq!(data.templates().len(), 1);
}

#[test]
fn the_challenge_may_come_late() {
    let run = Desk::new().usual(Manners {
        late: true,
        ..Manners::default()
    });
    assert!(run.client.eac2().signature.is_none());
    assert!(run.outcome.is_ok());
}

#[test]
fn the_identifier_is_that_of_the_sector() {
    let desk = Desk::new();
    let pseudonym = |sector, card: &str| {
        let wanted = Wanted {
            sector: desk.pki.sector_key(sector).public_key(),
            ..desk.wanted(&MINIMUM)
        };
        let server = desk.server("AT_FULL");
        let run = desk.play(&server, wanted, desk.card(card), Manners::default());
        run.outcome.unwrap().pseudonym.unwrap()
    };
    let first = pseudonym(Sector::First, "adult");
    assert_eq!(first, pseudonym(Sector::First, "adult"));
    assert_ne!(first, pseudonym(Sector::Second, "adult"));
}

#[test]
fn what_the_person_may_refuse_is_left_out() {
    let run = Desk::new().usual(Manners {
        refused: vec![Right::ReadDataGroup(17)],
        ..Manners::default()
    });
    let data = run.outcome.unwrap();
    assert!(!data.groups.contains_key(&17));
    assert!(data.groups.contains_key(&10));
}

#[test]
fn without_a_required_right_there_is_no_identity() {
    let refused = vec![Right::ReadDataGroup(8)];
    let run = Desk::new().usual(Manners {
        refused: refused.clone(),
        ..Manners::default()
    });
    let failure = run.outcome.unwrap_err();
    assert_eq!(failure, Failure::RightsRefused(refused));
    assert_eq!(failure.culprit(), Culprit::Consent);
    assert_eq!(run.client.result().minor, Some(ResultMinor::NO_PERMISSION));
}

#[test]
fn rights_that_nobody_asked_for_are_not_believed() {
    let run = Desk::new().usual(Manners {
        invented: vec![Right::AgeVerification],
        ..Manners::default()
    });
    let expected = Failure::RightsInvented(vec![Right::AgeVerification]);
    assert_eq!(run.outcome.unwrap_err(), expected);
}

#[test]
fn a_cancellation_is_answered_and_kept() {
    let run = Desk::new().usual(Manners {
        cancels: true,
        ..Manners::default()
    });
    assert_eq!(run.outcome.unwrap_err(), Failure::Cancelled);
    assert_eq!(
        run.client.result().minor,
        Some(ResultMinor::CANCELLATION_BY_USER)
    );
}

#[test]
fn an_error_of_the_client_comes_back_to_it_as_it_was() {
    let desk = Desk::new();
    let server = desk.server("AT_FULL");
    let state = started(&desk, &server);
    let minor = ResultMinor::TRUSTED_CHANNEL_FAILED;
    let (state, answer) = server.step(state, failed(minor.clone()), &desk.ambient);
    let Message::StartPaosResponse(response) = answer else {
        panic!("the last message is due");
    };
    assert_eq!(response.result.minor, Some(minor));
    let failure = state.outcome().unwrap().clone().unwrap_err();
    assert_eq!(failure.culprit(), Culprit::Card);
}

#[test]
fn messages_out_of_order_end_the_session() {
    let desk = Desk::new();
    let server = desk.server("AT_FULL");
    let transmit = || Message::TransmitResponse(TransmitResponse::ok(Vec::new()));
    for (state, message) in [
        (State::new(desk.wanted(&EVERYTHING)), transmit()),
        (started(&desk, &server), transmit()),
        (started(&desk, &server), Client::start("again")),
    ] {
        let (state, answer) = server.step(state, message, &desk.ambient);
        assert!(matches!(answer, Message::StartPaosResponse(_)));
        let outcome = state.outcome().unwrap().clone();
        assert!(matches!(outcome, Err(Failure::WrongOrder { .. })));
        // What is over stays as it is.
        let (state, answer) = server.step(state, Client::start("again"), &desk.ambient);
        assert!(matches!(answer, Message::StartPaosResponse(response) if !response.result.is_ok()));
        assert_eq!(*state.outcome().unwrap(), outcome);
    }
}

fn started(desk: &Desk, server: &EidServer) -> State {
    let state = State::new(desk.wanted(&EVERYTHING));
    server
        .step(state, Client::start("session"), &desk.ambient)
        .0
}

#[test]
fn an_expired_document_is_refused() {
    let desk = Desk::new();
    let run = desk.play(
        &desk.server("AT_FULL"),
        desk.wanted(&MINIMUM),
        desk.card("expired"),
        Manners::default(),
    );
    assert_eq!(run.outcome.unwrap_err(), Failure::Expired);
    assert_eq!(
        run.client.result().minor,
        Some(ResultMinor::DOCUMENT_VALIDITY_FAILED)
    );
    let run = desk.play(
        &desk.server("AT_FULL"),
        desk.wanted(&MINIMUM),
        desk.card("expires-today"),
        Manners::default(),
    );
    assert!(run.outcome.is_ok());
}

#[test]
fn a_blocked_card_is_refused() {
    let desk = Desk::new();
    let identification = desk.blocking_identification("revoked");
    let mut server = desk.server("AT_FULL");
    server.block(identification);
    let play = |card| {
        let wanted = desk.wanted(&MINIMUM);
        desk.play(&server, wanted, desk.card(card), Manners::default())
            .outcome
    };
    assert_eq!(play("revoked").unwrap_err(), Failure::Blocked);
}

#[test]
fn a_card_that_nobody_trusted_has_signed_is_refused() {
    let desk = Desk::new();
    let stranger = pki::TestPki::from_seed(99, Date::new(2026, 3, 1).unwrap());
    let infos = desk.card_security_infos("adult");
    let forged = stranger
        .sign_security_object(&oid::ID_SECURITY_OBJECT, &infos)
        .unwrap();
    let run = desk.usual(Manners {
        card_security: Some(forged),
        ..Manners::default()
    });
    assert!(matches!(run.outcome, Err(Failure::Passive(_))));
}

#[test]
fn a_chip_that_does_not_have_its_key_is_refused() {
    let run = Desk::new().usual(Manners {
        wrong_token: true,
        ..Manners::default()
    });
    assert!(matches!(run.outcome, Err(Failure::Chip(_))));
}

#[test]
fn a_batch_with_too_few_answers_is_refused() {
    for (answers, expected) in [(0, 6), (3, 6)] {
        let run = Desk::new().usual(Manners {
            answers: Some(answers),
            ..Manners::default()
        });
        let failure = Failure::AnswerCount {
            expected,
            found: answers,
        };
        assert_eq!(run.outcome.unwrap_err(), failure);
    }
}

#[test]
fn what_the_card_refuses_is_named() {
    let desk = Desk::new();
    // A sector that the terminal certificate does not name.
    let wanted = Wanted {
        sector: desk.pki.sector_key(Sector::Foreign).public_key(),
        ..desk.wanted(&MINIMUM)
    };
    let server = desk.server("AT_FULL");
    let run = desk.play(&server, wanted, desk.card("adult"), Manners::default());
    let failure = Failure::Status {
        command: "GENERAL AUTHENTICATE of the blocking identification",
        status: StatusWord::WRONG_DATA,
    };
    assert_eq!(run.outcome.unwrap_err(), failure);
}

#[test]
fn a_terminal_asks_only_for_what_its_certificate_grants() {
    let desk = Desk::new();
    let server = desk.server("AT_READ_NAME");
    let outcome = |attributes: &[&str]| {
        let wanted = desk.wanted(attributes);
        desk.play(&server, wanted, desk.card("adult"), Manners::default())
    };
    let denied = outcome(&MINIMUM);
    let expected = Failure::NotCertified(vec![
        Right::RestrictedIdentification,
        Right::ReadDataGroup(8),
    ]);
    let failure = denied.outcome.unwrap_err();
    assert_eq!(failure, expected);
    assert_eq!(failure.culprit(), Culprit::Middleware);
    // Optional rights are left out without a word.
    let run = outcome(&["FirstName", "FamilyName", "CurrentAddress"]);
    assert_eq!(run.client.eac1().optional_chat, None);
    assert_eq!(run.outcome.unwrap().groups.len(), 2);
}

#[test]
fn a_terminal_certificate_is_used_only_in_its_time() {
    let desk = Desk::new();
    desk.ambient
        .clock()
        .set_date(Date::new(2026, 6, 15).unwrap());
    let run = desk.usual(Manners::default());
    let failure = run.outcome.unwrap_err();
    assert!(matches!(failure, Failure::CertificateNotValid { .. }));
    assert_eq!(failure.culprit(), Culprit::Middleware);
}

#[test]
fn unknown_authorities_get_the_missing_links_or_the_end() {
    let run = Desk::new().usual(Manners {
        unknown_authorities: vec!["DETESTeID99999".into()],
        ..Manners::default()
    });
    assert!(matches!(run.outcome, Err(Failure::NoPath(_))));
    assert_eq!(
        run.client.result().minor,
        Some(ResultMinor::INVALID_CERTIFICATE_PATH)
    );
}

#[test]
fn no_rights_at_all_end_after_the_first_batch() {
    let desk = Desk::new();
    let wanted = Wanted {
        rights: Rights::none(),
        ..desk.wanted(&[])
    };
    let server = desk.server("AT_FULL");
    let run = desk.play(&server, wanted, desk.card("adult"), Manners::default());
    assert_eq!(run.client.transmits().len(), 1);
    assert_eq!(run.outcome.unwrap().pseudonym, None);
}

#[test]
fn link_certificates_lead_from_an_old_trust_point() {
    let desk = Desk::new();
    desk.ambient
        .clock()
        .set_date(Date::new(2029, 2, 10).unwrap());
    let server = desk.server("AT_LINK_FULL");
    let play = |manners| {
        let card = desk.card("adult");
        desk.play(&server, desk.wanted(&MINIMUM), card, manners)
    };
    let run = play(Manners::default());
    assert_eq!(run.client.eac1().certificates.len(), 3);
    assert!(run.client.eac2().certificates.is_empty());
    assert!(run.outcome.is_ok());
    // A client that found no way gets the link once more.
    let run = play(Manners {
        unknown_authorities: vec!["DETESTeID00001".into()],
        ..Manners::default()
    });
    let links = run.client.eac2().certificates;
    assert_eq!(links.len(), 1);
    let link = CvCertificate::decode(&links[0]).unwrap();
    assert_eq!(link.body().chat.role(), Role::Cvca);
    assert!(run.outcome.is_ok());
}

#[test]
fn a_terminal_is_made_of_parts_that_belong_together() {
    use eidas_middleware_de::ConfigError;
    use eidas_middleware_de::eid::Terminal;

    let desk = Desk::new();
    let chain = desk.pki.chain("AT_FULL");
    let key = chain.last().unwrap().key.clone().unwrap();
    let certificates: Vec<_> = chain.iter().map(|named| named.bytes.clone()).collect();
    let description = desk.pki.description().encode();
    let sector = |sector| desk.pki.sector_key(sector).public_key();
    let make = |certificates: &[Vec<u8>], description: &[u8], place| {
        Terminal::new(
            certificates,
            key.clone(),
            description.to_vec(),
            sector(place),
        )
        .unwrap_err()
    };
    assert_eq!(
        make(&certificates[..1], &description, Sector::First),
        ConfigError::TerminalCertificates(0)
    );
    assert!(matches!(
        make(&certificates, &[0x30, 0x00], Sector::First),
        ConfigError::Description(_)
    ));
    assert_eq!(
        make(&certificates, &description, Sector::Foreign),
        ConfigError::Sector
    );
    assert!(matches!(
        make(&[vec![0x7F]], &description, Sector::First),
        ConfigError::Certificate(_)
    ));
}
