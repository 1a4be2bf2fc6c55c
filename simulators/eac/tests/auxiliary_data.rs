//! Comparison of auxiliary data on the card's side: each rule and the fault that breaks it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

#[path = "support/authorized.rs"]
#[allow(dead_code, unreachable_pub)]
mod authorized;
#[path = "support/chain.rs"]
#[allow(dead_code, unreachable_pub)]
mod chain;
#[path = "support/rng.rs"]
#[allow(dead_code, unreachable_pub)]
mod rng;

use authorized::authorized;
use eac::card::auxiliary_data::{Command, StoredData, compare};
use eac::card::{Fault, Faults, Reason, Refusal};
use eac::encoding::{AuxiliaryData, Oid, Right, TerminalType, oid};
use iso7816::StatusWord;

const STORED: StoredData<'_> = StoredData {
    date_of_birth: Some(*b"199006  "),
    date_of_expiry: Some(*b"20301231"),
    municipality_id: Some(&[0x02, 0x76, 0x05, 0x03]),
};

const RIGHTS: [Right; 2] = [Right::AgeVerification, Right::MunicipalityIdVerification];

fn ask(
    identifier: Oid,
    data: &AuxiliaryData,
    rights: &[Right],
    faults: Faults,
) -> Result<(), Refusal> {
    let who = authorized(
        TerminalType::AuthenticationTerminal,
        rights,
        Some(&data.encode()),
    );
    let command = eac::terminal::command::verify_auxiliary_data(&identifier);
    compare(&command.data, Command::Verify, &who, &STORED, faults)
}

fn sent(identifier: Oid, value: &[u8]) -> AuxiliaryData {
    AuxiliaryData::new().with(identifier, value)
}

#[test]
fn age_counts_from_the_latest_possible_birthday() {
    let age = |value: &[u8], faults| {
        ask(
            oid::ID_DATE_OF_BIRTH,
            &sent(oid::ID_DATE_OF_BIRTH, value),
            &RIGHTS,
            faults,
        )
    };
    assert!(age(b"19900630", Faults::NONE).is_ok());
    let refusal = age(b"19900629", Faults::NONE).unwrap_err();
    assert_eq!(refusal.status, StatusWord::VERIFICATION_FAILED);
    assert_eq!(
        refusal.because,
        Reason::ComparisonFailed(oid::ID_DATE_OF_BIRTH)
    );
    assert!(age(b"19900629", Faults::from(Fault::AgeUnknownPartsEarliest)).is_ok());
    assert!(age(b"19900531", Faults::from(Fault::AgeUnknownPartsEarliest)).is_err());
    assert!(age(b"19900629", Faults::from(Fault::AgeInverted)).is_ok());
    assert!(age(b"19900630", Faults::from(Fault::AgeInverted)).is_err());
    assert!(age(b"19900630", Faults::from(Fault::AgeBirthdayExcluded)).is_err());
    assert!(age(b"19900701", Faults::from(Fault::AgeBirthdayExcluded)).is_ok());
    for nonsense in [&b"1990063"[..], b"199006300", b"19901301", b"1990AB01", b""] {
        assert!(age(nonsense, Faults::NONE).is_err());
    }
}

#[test]
fn a_document_is_valid_up_to_its_last_day() {
    let valid = |value: &[u8], faults| {
        ask(
            oid::ID_DATE_OF_EXPIRY,
            &sent(oid::ID_DATE_OF_EXPIRY, value),
            &[],
            faults,
        )
    };
    assert!(valid(b"20301231", Faults::NONE).is_ok());
    assert!(valid(b"20310101", Faults::NONE).is_err());
    assert!(valid(b"20310101", Faults::from(Fault::ValidityNotChecked)).is_ok());
    assert!(valid(b"20310101", Faults::from(Fault::ValidityInverted)).is_ok());
    assert!(valid(b"20301230", Faults::from(Fault::ValidityInverted)).is_err());
    assert!(valid(b"20301231", Faults::from(Fault::ValidityLastDayExcluded)).is_err());
    assert!(valid(b"20301230", Faults::from(Fault::ValidityLastDayExcluded)).is_ok());
}

#[test]
fn municipalities_match_from_the_left() {
    let lives = |value: &[u8], faults| {
        ask(
            oid::ID_MUNICIPALITY_ID,
            &sent(oid::ID_MUNICIPALITY_ID, value),
            &RIGHTS,
            faults,
        )
    };
    assert!(lives(&[0x02, 0x76], Faults::NONE).is_ok());
    assert!(lives(&[0x02, 0x76, 0x05, 0x03], Faults::NONE).is_ok());
    for other in [
        &[0x76][..],
        &[0x02, 0x77],
        &[0x02, 0x76, 0x05, 0x03, 0x00],
        &[],
    ] {
        assert!(lives(other, Faults::NONE).is_err());
    }
    assert!(lives(&[0x09], Faults::from(Fault::MunicipalityNotChecked)).is_ok());
    let whole = &[0x02, 0x76, 0x05, 0x03];
    assert!(lives(whole, Faults::from(Fault::MunicipalityNeverMatches)).is_err());
    assert!(lives(whole, Faults::from(Fault::MunicipalityWholeOnly)).is_ok());
    assert!(lives(&[0x02, 0x76], Faults::from(Fault::MunicipalityWholeOnly)).is_err());
}

#[test]
fn comparisons_need_their_right() {
    for (identifier, value) in [
        (oid::ID_DATE_OF_BIRTH, &b"20000101"[..]),
        (oid::ID_MUNICIPALITY_ID, &[0x02]),
    ] {
        let data = sent(identifier, value);
        let refusal = ask(identifier, &data, &[], Faults::NONE).unwrap_err();
        assert_eq!(refusal.status, StatusWord::SECURITY_STATUS_NOT_SATISFIED);
        assert!(
            ask(
                identifier,
                &data,
                &[],
                Faults::from(Fault::AuxiliaryRightNotChecked)
            )
            .is_ok()
        );
    }
}

#[test]
fn what_was_not_authenticated_is_not_found() {
    let empty = AuxiliaryData::new();
    for identifier in [
        oid::ID_DATE_OF_BIRTH,
        oid::ID_DATE_OF_EXPIRY,
        oid::ID_MUNICIPALITY_ID,
        oid::ID_PSM_MESSAGE,
    ] {
        let refusal = ask(identifier, &empty, &RIGHTS, Faults::NONE).unwrap_err();
        assert_eq!(
            (refusal.status, refusal.because),
            (
                StatusWord::REFERENCED_DATA_NOT_FOUND,
                Reason::NoAuxiliaryData(identifier)
            )
        );
    }
    let who = authorized(
        TerminalType::AuthenticationTerminal,
        &RIGHTS,
        Some(&sent(oid::ID_MUNICIPALITY_ID, &[2]).encode()),
    );
    let command = eac::terminal::command::compare(&oid::ID_MUNICIPALITY_ID);
    let unknown = StoredData {
        municipality_id: None,
        ..STORED
    };
    let refusal = compare(
        &command.data,
        Command::Compare,
        &who,
        &unknown,
        Faults::NONE,
    )
    .unwrap_err();
    assert_eq!(refusal.status, StatusWord::REFERENCED_DATA_NOT_FOUND);
    for broken in [&[][..], &[6], &[6, 1, 1, 0], &[4, 1, 1]] {
        let refusal = compare(broken, Command::Verify, &who, &STORED, Faults::NONE).unwrap_err();
        assert_eq!(refusal.status, StatusWord::WRONG_DATA);
    }
}

#[test]
fn the_last_of_several_templates_counts() {
    let data = sent(oid::ID_DATE_OF_BIRTH, b"19000101").with(oid::ID_DATE_OF_BIRTH, *b"20000101");
    assert!(ask(oid::ID_DATE_OF_BIRTH, &data, &RIGHTS, Faults::NONE).is_ok());
    let first = Faults::from(Fault::AuxiliaryFirstTemplateCounts);
    assert!(ask(oid::ID_DATE_OF_BIRTH, &data, &RIGHTS, first).is_err());
}

#[test]
fn compare_says_no_in_its_own_words() {
    let data = sent(oid::ID_MUNICIPALITY_ID, &[9]).encode();
    let who = authorized(TerminalType::AuthenticationTerminal, &RIGHTS, Some(&data));
    let command = eac::terminal::command::compare(&oid::ID_MUNICIPALITY_ID);
    let refusal =
        compare(&command.data, Command::Compare, &who, &STORED, Faults::NONE).unwrap_err();
    assert_eq!(refusal.status, StatusWord::COMPARISON_FAILED);
}
