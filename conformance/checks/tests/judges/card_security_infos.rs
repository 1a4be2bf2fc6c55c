//! Unit DATA_B, cases 2 to 11: the infos inside EF.CardSecurity.

use conformance_checks::tr03105_3_3::data_b::*;
use conformance_checks::tr03105_3_3::statement::ConformanceStatement;
use crypto::Curve;

use crate::card_security::{access, file, good, nothing_declared};
use crate::der::{big_int, bits, boolean, int, octets, oid, seq, set, tlv};
use crate::sample::*;
use crate::verdicts::{does_not_apply, fails, passes, warns};

fn with_info(arc: &str, info: Vec<u8>) -> Vec<u8> {
    file(with(without(card_security_infos(), arc), info))
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
