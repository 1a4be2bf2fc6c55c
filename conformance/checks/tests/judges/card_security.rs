//! Unit DATA_B, and what TR-03110 asks of EF.CardSecurity beside it.

use conformance_checks::Trust;
use conformance_checks::tr03105_3_3::data_b::*;
use conformance_checks::tr03105_3_3::statement::ConformanceStatement;
use conformance_checks::tr03110_3::a_1_2_storage;
use crypto::Curve;

use crate::der::{bits, int, seq, set, tlv};
use crate::sample::*;
use crate::signed::{
    Certificate, Signature, Signing, csca, impostor, sign, sign_content, stranger,
};
use crate::verdicts::{does_not_apply, fails, passes, stays_open, warns};

pub(crate) fn file(infos: Vec<Vec<u8>>) -> Vec<u8> {
    sign(&infos, &Signing::default())
}

pub(crate) fn good() -> Vec<u8> {
    file(card_security_infos())
}

pub(crate) fn access() -> Vec<u8> {
    set(&card_access_infos())
}

pub(crate) fn nothing_declared() -> ConformanceStatement {
    ConformanceStatement::default()
}

fn case_1(signing: &Signing) -> conformance_checks::Judgement {
    eac2_data_b_1(&sign(&card_security_infos(), signing), Trust::default())
}

#[test]
fn a_good_file_passes_every_case() {
    let (good, statement, csca) = (good(), nothing_declared(), csca());
    passes(&eac2_data_b_1(&good, Trust::default()));
    let trust = Trust {
        csca: Some(&csca),
        today: Some("2026-03-01".parse().unwrap()),
    };
    passes(&eac2_data_b_1(&good, trust));
    passes(&eac2_data_b_2(&good, &statement));
    does_not_apply(&eac2_data_b_3(&good));
    passes(&eac2_data_b_4(&good, &statement));
    passes(&eac2_data_b_5(&good));
    passes(&eac2_data_b_6(&good));
    passes(&eac2_data_b_7(&good));
    passes(&eac2_data_b_8(&good));
    passes(&eac2_data_b_9(&good, &statement));
    passes(&eac2_data_b_10(&good));
    passes(&eac2_data_b_11(&good, &access()));
    passes(&a_1_2_storage::card_security(&good, &access()));
}

#[test]
fn every_case_fails_on_what_is_no_signed_data() {
    let statement = nothing_declared();
    for bad in [vec![], access(), good()[..60].to_vec()] {
        for judgement in [
            eac2_data_b_1(&bad, Trust::default()),
            eac2_data_b_2(&bad, &statement),
            eac2_data_b_3(&bad),
            eac2_data_b_4(&bad, &statement),
            eac2_data_b_5(&bad),
            eac2_data_b_6(&bad),
            eac2_data_b_7(&bad),
            eac2_data_b_8(&bad),
            eac2_data_b_9(&bad, &statement),
            eac2_data_b_10(&bad),
            eac2_data_b_11(&bad, &access()),
            a_1_2_storage::card_security(&bad, &access()),
        ] {
            assert_eq!(
                judgement.verdict(),
                conformance_verdict::Verdict::Fail,
                "{judgement}"
            );
        }
    }
}

#[test]
fn case_1_knows_the_profile_of_signed_data() {
    let good = Signing::default();
    for bad in [
        Signing {
            content_info: "1.2.840.113549.1.7.1",
            ..good.clone()
        },
        Signing {
            version: 1,
            ..good.clone()
        },
        Signing {
            content_type: "2.23.136.1.1.1",
            ..good.clone()
        },
        Signing {
            attribute_type: "2.23.136.1.1.1",
            ..good.clone()
        },
        Signing {
            with_unsigned: true,
            ..good.clone()
        },
        Signing {
            signer_version: 3,
            ..good.clone()
        },
        Signing {
            by_key_id: true,
            ..good.clone()
        },
        Signing {
            unsorted: true,
            ..good.clone()
        },
    ] {
        let judgement = case_1(&bad);
        assert_eq!(
            judgement.step_verdict(2),
            conformance_verdict::Verdict::Fail,
            "{bad:?} {judgement}"
        );
    }
    passes(&case_1(&Signing {
        by_key_id: true,
        signer_version: 3,
        ..good.clone()
    }));
    warns(
        &case_1(&Signing {
            with_attribute: true,
            ..good.clone()
        }),
        2,
    );
    warns(
        &case_1(&Signing {
            digests: "2.16.840.1.101.3.4.2.1",
            ..good
        }),
        2,
    );
}

#[test]
fn case_1_verifies_digest_and_signature() {
    let good = Signing::default();
    passes(&case_1(&Signing {
        signature: Signature::EcdsaPlain,
        ..good.clone()
    }));
    passes(&case_1(&Signing {
        certificate: Certificate::Named,
        ..good.clone()
    }));
    for bad in [
        Signing {
            signature: Signature::Wrong,
            ..good.clone()
        },
        Signing {
            signature: Signature::NotDer,
            ..good.clone()
        },
        Signing {
            digest_of: Some(b"something else".to_vec()),
            ..good.clone()
        },
        Signing {
            without_digest: true,
            ..good.clone()
        },
        Signing {
            serial: 8,
            ..good.clone()
        },
        Signing {
            certificate: Certificate::OffCurve,
            ..good.clone()
        },
    ] {
        fails(&case_1(&bad), 3);
    }
    let judgement = case_1(&Signing {
        without_certificate: true,
        ..good.clone()
    });
    assert_eq!(
        judgement.step_verdict(2),
        conformance_verdict::Verdict::Fail
    );
    assert_eq!(
        judgement.step_verdict(3),
        conformance_verdict::Verdict::Fail
    );
    for open in [Signature::RsaName, Signature::UnknownName] {
        stays_open(&case_1(&Signing {
            signature: open,
            ..good.clone()
        }));
    }
    stays_open(&case_1(&Signing {
        certificate: Certificate::Rsa,
        ..good
    }));
}

#[test]
fn case_1_follows_the_chain_to_the_given_authority() {
    let trusting = |csca: &[u8]| {
        eac2_data_b_1(
            &good(),
            Trust {
                csca: Some(csca),
                today: None,
            },
        )
    };
    fails(&trusting(&impostor()), 3);
    fails(&trusting(&stranger()), 3);
    fails(&trusting(&[0x30, 0x00]), 3);
    let later = Trust {
        csca: None,
        today: Some("2056-01-01".parse().unwrap()),
    };
    warns(&eac2_data_b_1(&good(), later), 3);
}

#[test]
fn case_1_judges_the_signed_set() {
    let judge = |content: &[u8]| {
        eac2_data_b_1(
            &sign_content(content, &Signing::default()),
            Trust::default(),
        )
    };
    let mut unsorted = card_security_infos();
    unsorted.sort();
    unsorted.reverse();
    fails(&judge(&tlv(0x31, &unsorted.concat())), 1);
    fails(
        &judge(&[&set(&card_security_infos())[..], &[1]].concat()),
        1,
    );
    warns(
        &judge(&[&set(&card_security_infos())[..], &[0]].concat()),
        1,
    );
}

#[test]
fn case_1_asks_for_every_info() {
    let judge =
        |arc: &str| eac2_data_b_1(&file(without(card_security_infos(), arc)), Trust::default());
    fails(&judge("4"), 4);
    let explicit_pace = seq(&[smartcard("4.2.2"), int(2), int(32)]);
    fails(
        &eac2_data_b_1(
            &file(with(card_security_infos(), explicit_pace)),
            Trust::default(),
        ),
        5,
    );
    fails(&judge("3.2.2"), 6);
    let no_domain: Vec<_> = card_security_infos()
        .into_iter()
        .filter(|info| ![chip_domain_parameters(41), chip_domain_parameters(42)].contains(info))
        .collect();
    fails(&eac2_data_b_1(&file(no_domain), Trust::default()), 7);
    fails(&judge("1.2"), 8);
    fails(&judge("2"), 9);
    warns(&judge("6"), 10);
}

#[test]
fn case_1_asks_version_3_for_another_key() {
    let signature_key = seq(&[
        smartcard("1.3.2"),
        seq(&[seq(&[explicit(Curve::P256), bits(&[4])])]),
    ]);
    let infos = vec![
        pace(),
        terminal_authentication(),
        chip_authentication(3, 42),
        chip_domain_parameters(42),
        psa(),
        card_info(),
    ];
    warns(
        &eac2_data_b_1(&file(with(infos.clone(), signature_key)), Trust::default()),
        8,
    );
    fails(&eac2_data_b_1(&file(infos), Trust::default()), 8);
}

#[test]
fn card_security_has_the_key_of_each_chip_authentication() {
    let judge = |infos| a_1_2_storage::card_security(&file(infos), &access());
    fails(&judge(without(card_security_infos(), "1.2")), 1);
    warns(&judge(with(card_security_infos(), eid_security())), 1);
    let privileged = privileged_terminal(&[chip_authentication(2, 45), chip_domain_parameters(45)]);
    warns(&judge(with(card_security_infos(), privileged)), 1);
}
