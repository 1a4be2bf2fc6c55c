//! What a card claims and what it has are the same.
#![allow(clippy::unwrap_used)]

use ambient::Ambient;
use card_de_npa::{DeNpa, EID_APPLICATION, PASSPORT_APPLICATION};
use conformance_harness::{Setup, Target as _};
use conformance_world::{PERSONALISATIONS, Reference, personalisation, start_date};

#[test]
fn a_statement_claims_the_data_groups_that_the_card_has() {
    let reference = Reference::new(7);
    let ambient = Ambient::simulated(7, start_date());
    let mut differences = Vec::new();
    for name in PERSONALISATIONS {
        let card = DeNpa::new(personalisation(name).unwrap(), reference.pki(), &ambient).unwrap();
        let setup = Setup {
            card: Some((*name).to_owned()),
            ..Setup::default()
        };
        let statement = reference.statement(&setup).unwrap();
        for (application, prefix) in [
            (&EID_APPLICATION[..], ""),
            (&PASSPORT_APPLICATION[..], "ePassport_"),
        ] {
            let directory = card.files().application(application);
            for number in 1..=22_u8 {
                let id = card::FileId::new(0x0100 | u16::from(number));
                let there = directory.is_some_and(|d| card.files().file_in(d, id).is_some());
                let claimed = statement.claims(&format!("{prefix}DG{number}"));
                if there != claimed {
                    differences.push(format!("{name}: {prefix}DG{number} claimed {claimed}"));
                }
            }
        }
    }
    assert_eq!(differences, Vec::<String>::new());
}
