//! What follows Terminal Authentication: Chip Authentication and Restricted Identification; each rule and the fault that
//! breaks it.

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

use authorized::{CURVE, RI, at, authorized, ephemeral, sector_key};
use crypto::{Cipher, Curve, Generator, PrivateKey};
use eac::card::{
    EffectiveAuthorization, Fault, Faults, Reason, Refusal, chip_authentication as ca,
    restricted_identification as ri,
};
use eac::encoding::{CaProtocol, DynamicData, Right, SetAt, TerminalType, oid, reference_bytes};
use eac::terminal::chip_authentication::{ChipChoice, ChipError, request};
use eac::terminal::restricted_identification as terminal_ri;
use iso7816::StatusWord;
use rng::rng;

const CA: CaProtocol = CaProtocol {
    cipher: Cipher::Aes128,
};

fn chip_key(id: u32, audience: ca::Audience) -> ca::ChipKey {
    let private = PrivateKey::generate(CURVE, &mut rng(u64::from(id)));
    ca::ChipKey {
        id: Some(id),
        protocol: CA,
        private,
        audience,
    }
}

fn chip_keys() -> [ca::ChipKey; 2] {
    [
        chip_key(41, ca::Audience::Everyone),
        chip_key(45, ca::Audience::Privileged),
    ]
}

fn choose(id: Option<u32>) -> Vec<u8> {
    SetAt {
        mechanism: Some(CA.oid()),
        private_key_reference: id.map(reference_bytes),
        ..SetAt::default()
    }
    .encode()
}

fn select(
    id: Option<u32>,
    who: Option<&EffectiveAuthorization>,
    faults: Faults,
) -> Result<Option<u32>, Refusal> {
    ca::Selection::judge(&choose(id), &chip_keys(), who, faults).map(|selection| selection.key().id)
}

#[test]
fn chip_keys_are_chosen_by_identifier_or_by_being_alone() {
    let ordinary = at(&[]);
    let privileged = at(&[Right::PrivilegedTerminal]);
    let none = Faults::NONE;
    assert_eq!(select(Some(41), Some(&ordinary), none).unwrap(), Some(41));
    assert_eq!(select(None, Some(&ordinary), none).unwrap(), Some(41));
    assert_eq!(
        select(None, Some(&privileged), none).unwrap_err().because,
        Reason::UnknownKey(None)
    );
    assert_eq!(
        select(Some(7), Some(&ordinary), none).unwrap_err().status,
        StatusWord::REFERENCED_DATA_NOT_FOUND
    );
    let unknown = SetAt {
        mechanism: Some(oid::ID_TA.child(&[5, 1])),
        ..SetAt::default()
    };
    let refusal =
        ca::Selection::judge(&unknown.encode(), &chip_keys(), Some(&ordinary), none).unwrap_err();
    assert_eq!(refusal.status, StatusWord::WRONG_DATA);
    let other = SetAt {
        mechanism: Some(
            CaProtocol {
                cipher: Cipher::Aes256,
            }
            .oid(),
        ),
        ..SetAt::default()
    };
    let refusal =
        ca::Selection::judge(&other.encode(), &chip_keys(), Some(&ordinary), none).unwrap_err();
    assert!(matches!(refusal.because, Reason::UnknownProtocol(_)));
}

#[test]
fn individual_keys_serve_privileged_terminals() {
    let ordinary = at(&[]);
    let refusal = select(Some(45), Some(&ordinary), Faults::NONE).unwrap_err();
    assert_eq!(refusal.because, Reason::PrivilegedKey(Some(45)));
    assert_eq!(refusal.status, StatusWord::SECURITY_STATUS_NOT_SATISFIED);
    assert!(
        select(
            Some(45),
            Some(&at(&[Right::PrivilegedTerminal])),
            Faults::NONE
        )
        .is_ok()
    );
    let inspection = authorized(TerminalType::InspectionSystem, &[], None);
    assert!(select(Some(45), Some(&inspection), Faults::NONE).is_ok());
    let signature = authorized(TerminalType::SignatureTerminal, &[], None);
    assert!(select(Some(45), Some(&signature), Faults::NONE).is_err());
    assert!(
        select(
            Some(45),
            Some(&ordinary),
            Faults::from(Fault::CaPrivilegedKeyForAll)
        )
        .is_ok()
    );
}

#[test]
fn chip_authentication_follows_terminal_authentication() {
    let refusal = select(Some(41), None, Faults::NONE).unwrap_err();
    assert_eq!(
        (refusal.status, refusal.because),
        (
            StatusWord::SECURITY_STATUS_NOT_SATISFIED,
            Reason::NotAuthenticated
        )
    );
    assert!(select(Some(41), None, Faults::from(Fault::CaWithoutTa)).is_ok());
}

fn agree(point: &[u8], faults: Faults) -> Result<ca::Established, Refusal> {
    let who = at(&[]);
    let selection =
        ca::Selection::judge(&choose(Some(41)), &chip_keys(), Some(&who), faults).unwrap();
    selection.general_authenticate(
        &DynamicData::new().with(0x80, point).encode(),
        Some(&who),
        &mut rng(3),
    )
}

#[test]
fn the_ephemeral_key_has_to_be_the_bound_one_and_a_key() {
    assert!(agree(ephemeral().public_key().as_bytes(), Faults::NONE).is_ok());
    let other = PrivateKey::generate(CURVE, &mut rng(51)).public_key();
    assert_eq!(
        agree(other.as_bytes(), Faults::NONE).unwrap_err().because,
        Reason::UnboundKey
    );
    assert!(agree(other.as_bytes(), Faults::from(Fault::CaKeyNotBound)).is_ok());
    let mut off = ephemeral().public_key().as_bytes().to_vec();
    off[64] ^= 1;
    let refusal = agree(&off, Faults::NONE).unwrap_err();
    assert!(matches!(refusal.because, Reason::InvalidKey(_)));
    assert_eq!(refusal.status, StatusWord::WRONG_DATA);
    // The fault takes the base point instead, which is still not the bound key: two faults are needed to go through.
    let two = Faults::from(Fault::CaInvalidPointAccepted).with(Fault::CaKeyNotBound);
    assert!(agree(&off, two).is_ok());
    let short = Generator::standard(Curve::P224).to_point();
    assert!(agree(short.as_bytes(), Faults::NONE).is_err());
    assert!(agree(&[], Faults::NONE).is_err());
}

#[test]
fn a_general_authenticate_without_its_object_is_refused() {
    let who = at(&[]);
    let selection =
        ca::Selection::judge(&choose(Some(41)), &chip_keys(), Some(&who), Faults::NONE).unwrap();
    let point = ephemeral().public_key().as_bytes().to_vec();
    for data in [
        vec![0x7C, 0],
        DynamicData::new().with(0x82, point).encode(),
        vec![0x7C],
        Vec::new(),
    ] {
        let refusal = selection
            .general_authenticate(&data, Some(&who), &mut rng(3))
            .unwrap_err();
        assert_eq!(refusal.status, StatusWord::WRONG_DATA);
    }
}

#[test]
fn the_terminal_notices_a_wrong_token_and_a_reused_nonce() {
    let choice = ChipChoice {
        protocol: CA,
        key_id: Some(41),
        public_key: chip_keys()[0].private.public_key(),
    };
    let point = request(&ephemeral().public_key())
        .get(0x80)
        .unwrap()
        .to_vec();
    let right = agree(&point, Faults::NONE).unwrap();
    assert!(choice.receive(&ephemeral(), &right.response).is_ok());
    let wrong = agree(&point, Faults::from(Fault::CaTokenWrong)).unwrap();
    assert_eq!(
        choice.receive(&ephemeral(), &wrong.response).unwrap_err(),
        ChipError::Token
    );
    let impostor = ChipChoice {
        public_key: chip_keys()[1].private.public_key(),
        ..choice
    };
    assert_eq!(
        impostor.receive(&ephemeral(), &right.response).unwrap_err(),
        ChipError::Token
    );
    let nonce = |established: ca::Established| {
        DynamicData::decode(&established.response)
            .unwrap()
            .get(0x81)
            .unwrap()
            .to_vec()
    };
    assert_eq!(
        nonce(agree(&point, Faults::from(Fault::CaNonceReused)).unwrap()),
        [0; 8]
    );
    assert_ne!(nonce(right), [0; 8]);
}

fn identification_keys() -> [ri::IdentificationKey; 2] {
    [
        (1, ri::Audience::Everyone),
        (2, ri::Audience::AuthorizedOnly),
    ]
    .map(|(id, audience)| {
        let private = PrivateKey::generate(CURVE, &mut rng(u64::from(id) + 80));
        ri::IdentificationKey {
            id,
            protocol: RI,
            private,
            audience,
        }
    })
}

fn identify(
    key: u32,
    sectors: (Option<u64>, Option<u64>),
    rights: &[Right],
    faults: Faults,
) -> Result<terminal_ri::SectorIdentifiers, Refusal> {
    let template = terminal_ri::set_at(RI, key).encode();
    let selection = ri::Selection::judge(&template, &identification_keys(), faults)?;
    let (first, second) = (sectors.0.map(sector_key), sectors.1.map(sector_key));
    let answer = selection.general_authenticate(
        &terminal_ri::request(first.as_ref(), second.as_ref()),
        &at(rights),
    )?;
    Ok(terminal_ri::receive(&answer).unwrap())
}

#[test]
fn pseudonyms_differ_by_key_and_sector_and_stay() {
    let rights = [Right::RestrictedIdentification];
    let both = identify(2, (Some(60), Some(61)), &rights, Faults::NONE).unwrap();
    let first = identify(2, (Some(60), None), &rights, Faults::NONE).unwrap();
    let second = identify(2, (None, Some(61)), &rights, Faults::NONE).unwrap();
    assert_eq!(
        (both.first.clone(), both.second.clone()),
        (first.first.clone(), second.second)
    );
    assert_ne!(both.first, both.second);
    assert_ne!(
        first.first,
        identify(1, (Some(60), None), &rights, Faults::NONE)
            .unwrap()
            .first
    );
    let linkable = identify(
        2,
        (Some(60), Some(61)),
        &rights,
        Faults::from(Fault::RiSectorsLinkable),
    )
    .unwrap();
    assert_eq!(linkable.first, linkable.second);
    let swapped = Faults::from(Fault::RiAnswerTagsSwapped);
    let swapped = identify(2, (Some(60), None), &rights, swapped).unwrap();
    assert_eq!((swapped.first, swapped.second), (None, first.first.clone()));
    let session = Faults::from(Fault::RiIdentifierOfSession);
    let session = identify(2, (Some(60), None), &rights, session).unwrap();
    assert_ne!(session.first, first.first);
}

#[test]
fn a_sector_has_to_be_that_of_the_certificate() {
    for sectors in [(Some(62), None), (Some(61), None), (None, Some(60))] {
        let refusal = identify(1, sectors, &[], Faults::NONE).unwrap_err();
        assert_eq!(
            (refusal.status, refusal.because),
            (StatusWord::WRONG_DATA, Reason::WrongSector)
        );
        assert!(identify(1, sectors, &[], Faults::from(Fault::RiSectorNotChecked)).is_ok());
    }
}

#[test]
fn an_authorized_only_key_needs_the_right() {
    let refusal = identify(2, (Some(60), None), &[], Faults::NONE).unwrap_err();
    assert_eq!(
        refusal.because,
        Reason::RightMissing(Right::RestrictedIdentification)
    );
    assert_eq!(refusal.status, StatusWord::SECURITY_STATUS_NOT_SATISFIED);
    assert!(identify(1, (Some(60), None), &[], Faults::NONE).is_ok());
    let needed = Faults::from(Fault::RiRightAlwaysNeeded);
    assert!(identify(1, (Some(60), None), &[], needed).is_err());
    assert!(
        identify(
            2,
            (Some(60), None),
            &[],
            Faults::from(Fault::RiAuthorizedOnlyIgnored)
        )
        .is_ok()
    );
}

#[test]
fn identification_keys_and_data_have_to_exist() {
    let judge = |template: SetAt| {
        ri::Selection::judge(&template.encode(), &identification_keys(), Faults::NONE)
            .unwrap_err()
            .status
    };
    assert_eq!(
        judge(terminal_ri::set_at(RI, 9)),
        StatusWord::REFERENCED_DATA_NOT_FOUND
    );
    let ambiguous = SetAt {
        private_key_reference: None,
        ..terminal_ri::set_at(RI, 1)
    };
    assert_eq!(judge(ambiguous), StatusWord::REFERENCED_DATA_NOT_FOUND);
    let unknown = SetAt {
        mechanism: Some(oid::ID_TA.child(&[5, 1])),
        ..SetAt::default()
    };
    assert_eq!(judge(unknown), StatusWord::WRONG_DATA);
    let nothing = identify(1, (None, None), &[], Faults::NONE).unwrap_err();
    assert_eq!(nothing.status, StatusWord::WRONG_DATA);
    let template = terminal_ri::set_at(RI, 1).encode();
    let selection = ri::Selection::judge(&template, &identification_keys(), Faults::NONE).unwrap();
    for data in [vec![], vec![0x7C, 2, 0xA1, 0], vec![0x7C, 3, 0xA0, 2, 6]] {
        assert_eq!(
            selection
                .general_authenticate(&data, &at(&[]))
                .unwrap_err()
                .status,
            StatusWord::WRONG_DATA
        );
    }
}
