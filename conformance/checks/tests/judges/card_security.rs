//! Unit DATA_B, and what TR-03110 asks of EF.CardSecurity beside it.

use conformance_checks::Trust;
use conformance_checks::tr03105_3_3::data_b::*;
use conformance_checks::tr03105_3_3::statement::ConformanceStatement;
use conformance_checks::tr03110_3::a_1_2_storage;
use crypto::Curve;

use crate::der::{big_int, bits, boolean, int, octets, oid, seq, set, tlv};
use crate::sample::*;
use crate::signed::{
    Certificate, Signature, Signing, csca, impostor, sign, sign_content, stranger,
};
use crate::verdicts::{does_not_apply, fails, passes, stays_open, warns};

fn file(infos: Vec<Vec<u8>>) -> Vec<u8> {
    sign(&infos, &Signing::default())
}

fn good() -> Vec<u8> {
    file(card_security_infos())
}

fn access() -> Vec<u8> {
    set(&card_access_infos())
}

fn nothing_declared() -> ConformanceStatement {
    ConformanceStatement::default()
}

fn with_info(arc: &str, info: Vec<u8>) -> Vec<u8> {
    file(with(without(card_security_infos(), arc), info))
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
fn cases_2_to_7_judge_as_in_card_access() {
    let statement = nothing_declared();
    fails(
        &eac2_data_b_2(
            &with_info("4", seq(&[smartcard("4.2.2"), int(2), int(20)])),
            &statement,
        ),
        2,
    );
    let domain = seq(&[smartcard("4.2"), explicit(Curve::P256), int(33)]);
    fails(
        &eac2_data_b_3(&file(with(card_security_infos(), domain))),
        2,
    );
    let unnumbered = seq(&[smartcard("3.2.2"), int(2)]);
    fails(
        &eac2_data_b_4(&file(with(card_security_infos(), unnumbered)), &statement),
        2,
    );
    let domain = seq(&[smartcard("3.2"), standardized(19), int(41)]);
    fails(
        &eac2_data_b_5(&file(with(card_security_infos(), domain))),
        3,
    );
    fails(
        &eac2_data_b_6(&with_info("2", seq(&[smartcard("2"), int(1)]))),
        1,
    );
    fails(
        &eac2_data_b_7(&with_info(
            "6",
            seq(&[smartcard("6"), octets(b"https://example.org")]),
        )),
        1,
    );
    does_not_apply(&eac2_data_b_7(&file(without(card_security_infos(), "6"))));
}

#[test]
fn cases_4_and_5_do_not_accept_an_empty_file() {
    let infos = vec![pace(), terminal_authentication()];
    fails(&eac2_data_b_4(&file(infos.clone()), &nothing_declared()), 1);
    fails(&eac2_data_b_5(&file(infos)), 1);
}

/// The good file with another public key for key 41.
fn with_key(algorithm: Vec<u8>, key: Vec<u8>) -> Vec<u8> {
    with_info(
        "1.2",
        seq(&[smartcard("1.2"), seq(&[algorithm, key]), int(41)]),
    )
}

#[test]
fn case_8_knows_the_syntax_and_the_infos_behind_it() {
    fails(
        &eac2_data_b_8(&file(without(card_security_infos(), "1.2"))),
        1,
    );
    fails(
        &eac2_data_b_8(&with_info(
            "1.2",
            seq(&[smartcard("1.2"), octets(&[4]), int(41)]),
        )),
        1,
    );
    fails(
        &eac2_data_b_8(&with_info(
            "1.2",
            seq(&[smartcard("1.2"), seq(&[standardized(13)]), int(41)]),
        )),
        1,
    );
    fails(&eac2_data_b_8(&with_info("1.2", chip_public_key(43))), 2);
    let point = key(Curve::BrainpoolP256r1, 0x21).public_key();
    let unnumbered = seq(&[
        smartcard("1.2"),
        seq(&[standardized(13), bits(point.as_bytes())]),
    ]);
    fails(&eac2_data_b_8(&with_info("1.2", unnumbered)), 2);
}

#[test]
fn case_8_allows_version_1_without_domain_parameters_with_a_warning() {
    let infos = |version| {
        vec![
            pace(),
            chip_authentication(version, 41),
            chip_public_key(41),
        ]
    };
    warns(&eac2_data_b_8(&file(infos(1))), 2);
    fails(&eac2_data_b_8(&file(infos(2))), 2);
}

#[test]
fn case_8_does_not_apply_to_version_3_alone() {
    let infos = vec![
        pace(),
        chip_authentication(3, 42),
        chip_domain_parameters(42),
        psa(),
    ];
    does_not_apply(&eac2_data_b_8(&file(infos)));
}

#[test]
fn case_8_knows_valid_keys() {
    let own = key(Curve::BrainpoolP256r1, 0x21).public_key();
    let mut off_curve = own.as_bytes().to_vec();
    *off_curve.last_mut().unwrap() ^= 1;
    passes(&eac2_data_b_8(&with_key(
        explicit(Curve::BrainpoolP256r1),
        bits(own.as_bytes()),
    )));
    for bad in [
        bits(&off_curve),
        bits(&own.as_bytes()[1..]),
        bits(&[0]),
        tlv(0x03, &[&[1], own.as_bytes()].concat()),
    ] {
        let judgement = eac2_data_b_8(&with_key(standardized(13), bad));
        assert_eq!(
            judgement.step_verdict(4),
            conformance_verdict::Verdict::Fail,
            "{judgement}"
        );
    }
    fails(
        &eac2_data_b_8(&with_key(standardized(25), bits(own.as_bytes()))),
        3,
    );
    let other = key(Curve::P256, 0x21).public_key();
    let judgement = eac2_data_b_8(&with_key(standardized(12), bits(other.as_bytes())));
    assert_eq!(
        judgement.verdict(),
        conformance_verdict::Verdict::Fail,
        "other parameters than described: {judgement}"
    );
}

#[test]
fn case_8_knows_public_values_of_prime_fields() {
    let infos = |key: Vec<u8>| {
        let ca = seq(&[smartcard("3.1.2"), int(2), int(41)]);
        let domain = seq(&[smartcard("3.1"), standardized(2), int(41)]);
        let public = seq(&[smartcard("1.1"), seq(&[standardized(2), key]), int(41)]);
        file(vec![pace(), ca, domain, public])
    };
    passes(&eac2_data_b_8(&infos(bits(&big_int(&[0xAB; 256])))));
    for bad in [
        bits(&big_int(&[1])),
        bits(&big_int(&[0])),
        bits(&octets(&[5])),
        bits(&[2, 2, 0, 1]),
        bits(&[0x02, 0x01, 0x80]),
    ] {
        fails(&eac2_data_b_8(&infos(bad)), 4);
    }
}

#[test]
fn case_9_knows_restricted_identification_info() {
    let statement = nothing_declared();
    fails(
        &eac2_data_b_9(&file(without(card_security_infos(), "5.2.3")), &statement),
        1,
    );
    let info = |version, id: u32, flag: Vec<u8>| {
        seq(&[smartcard("5.2.3"), seq(&[int(version), int(id), flag])])
    };
    for bad in [
        info(2, 3, boolean(true)),
        info(1, 3, int(1)),
        seq(&[smartcard("5.2.3"), seq(&[int(1), int(3)])]),
        seq(&[smartcard("5.2.7"), seq(&[int(1), int(3), boolean(true)])]),
        seq(&[
            smartcard("5.2.3"),
            seq(&[int(1), int(3), boolean(true)]),
            boolean(true),
        ]),
        seq(&[smartcard("5.2.3"), int(1)]),
    ] {
        fails(
            &eac2_data_b_9(&file(with(card_security_infos(), bad)), &statement),
            1,
        );
    }
    let bad_flag = info(1, 3, tlv(0x01, &[0x01]));
    let judgement = eac2_data_b_9(&file(with(card_security_infos(), bad_flag)), &statement);
    assert_eq!(
        judgement.step_verdict(1),
        conformance_verdict::Verdict::Fail
    );
    let with_length = seq(&[
        smartcard("5.2.3"),
        seq(&[int(1), int(3), boolean(true)]),
        int(256),
    ]);
    passes(&eac2_data_b_9(
        &file(with(card_security_infos(), with_length)),
        &statement,
    ));
    let old_hash = seq(&[smartcard("5.2.1"), seq(&[int(1), int(3), boolean(true)])]);
    warns(
        &eac2_data_b_9(&file(with(card_security_infos(), old_hash)), &statement),
        1,
    );
    fails(
        &eac2_data_b_9(
            &file(with(card_security_infos(), info(1, 2, boolean(false)))),
            &statement,
        ),
        2,
    );
}

#[test]
fn case_9_compares_with_the_conformance_statement() {
    let declared = |keys: &[(u32, bool)]| ConformanceStatement {
        restricted_identification_keys: keys.to_vec(),
        ..nothing_declared()
    };
    passes(&eac2_data_b_9(&good(), &declared(&[(1, false), (2, true)])));
    fails(&eac2_data_b_9(&good(), &declared(&[(1, false)])), 2);
    fails(
        &eac2_data_b_9(&good(), &declared(&[(1, true), (2, true)])),
        2,
    );
    fails(
        &eac2_data_b_9(&good(), &declared(&[(1, false), (2, true), (3, true)])),
        2,
    );
}

#[test]
fn case_10_knows_the_one_restricted_domain_parameter_info() {
    does_not_apply(&eac2_data_b_10(&file(without(card_security_infos(), "5"))));
    let with_domain = |info: Vec<u8>| {
        let others: Vec<_> = card_security_infos()
            .into_iter()
            .filter(|info| *info != restricted_domain_parameters())
            .collect();
        file(with(others, info))
    };
    fails(
        &eac2_data_b_10(&file(with(
            card_security_infos(),
            seq(&[smartcard("5.2"), standardized(12)]),
        ))),
        1,
    );
    fails(
        &eac2_data_b_10(&with_domain(seq(&[
            smartcard("5.2"),
            standardized(13),
            int(1),
        ]))),
        1,
    );
    fails(
        &eac2_data_b_10(&with_domain(seq(&[smartcard("5.3"), standardized(13)]))),
        1,
    );
    fails(
        &eac2_data_b_10(&with_domain(seq(&[smartcard("5.2"), standardized(30)]))),
        2,
    );
    let named = seq(&[oid("1.2.840.10045.2.1"), oid("1.2.840.10045.3.1.7")]);
    fails(
        &eac2_data_b_10(&with_domain(seq(&[smartcard("5.2"), named]))),
        3,
    );
    passes(&eac2_data_b_10(&with_domain(seq(&[
        smartcard("5.2"),
        explicit(Curve::P384),
    ]))));
}

#[test]
fn case_11_asks_for_the_same_bytes_in_both_files() {
    for arc in ["4", "2", "3.2.2", "6", "11"] {
        fails(
            &eac2_data_b_11(&file(without(card_security_infos(), arc)), &access()),
            1,
        );
    }
    let changed = set(&with(
        card_access_infos(),
        seq(&[smartcard("3.2.2"), int(2), int(46)]),
    ));
    fails(&eac2_data_b_11(&good(), &changed), 1);
}

#[test]
fn card_security_has_the_key_of_each_chip_authentication() {
    let judge = |infos| a_1_2_storage::card_security(&file(infos), &access());
    fails(&judge(without(card_security_infos(), "1.2")), 1);
    warns(&judge(with(card_security_infos(), eid_security())), 1);
    let privileged = privileged_terminal(&[chip_authentication(2, 45), chip_domain_parameters(45)]);
    warns(&judge(with(card_security_infos(), privileged)), 1);
}
