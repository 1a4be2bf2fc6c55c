//! Unit DATA_A.

use conformance_checks::tr03105_3_3::data_a::*;
use conformance_checks::tr03105_3_3::statement::ConformanceStatement;
use crypto::Curve;

use crate::der::{big_int, boolean, ia5, int, octets, oid, seq, set, set_as_given, tlv, utf8};
use crate::sample::*;
use crate::verdicts::{does_not_apply, fails, passes, stays_open, warns};

fn file(infos: Vec<Vec<u8>>) -> Vec<u8> {
    set(&infos)
}

fn good() -> Vec<u8> {
    file(card_access_infos())
}

fn nothing_declared() -> ConformanceStatement {
    ConformanceStatement::default()
}

/// The good file with one info replaced.
fn with_info(arc: &str, info: Vec<u8>) -> Vec<u8> {
    file(with(without(card_access_infos(), arc), info))
}

#[test]
fn a_good_file_passes_every_case() {
    let (good, statement) = (good(), nothing_declared());
    passes(&eac2_data_a_1a(&good));
    passes(&eac2_data_a_1b(&good));
    passes(&eac2_data_a_2(&good, &statement));
    does_not_apply(&eac2_data_a_3(&good));
    passes(&eac2_data_a_4(&good, &statement));
    passes(&eac2_data_a_5(&good));
    passes(&eac2_data_a_6(&good));
    passes(&eac2_data_a_7(&good));
    passes(&eac2_data_a_8(&good));
    passes(&eac2_data_a_9(&good));
}

#[test]
fn case_1a_asks_for_a_set_of_security_infos() {
    for bad in [
        vec![],
        tlv(0x30, &card_access_infos().concat()),
        good()[..good().len() - 1].to_vec(),
        [&good()[..], &[0x05, 0x00]].concat(),
        set(&with(card_access_infos(), any(0x04))),
        set(&with(
            card_access_infos(),
            seq(&[int(2), smartcard("4.2.4")]),
        )),
        set(&with(card_access_infos(), seq(&[oid("1.2.3")]))),
        set(&with(
            card_access_infos(),
            seq(&[oid("1.2.3"), int(1), int(2), int(3)]),
        )),
        set_as_given(&{
            let mut unsorted = card_access_infos();
            unsorted.sort();
            unsorted.reverse();
            unsorted
        }),
    ] {
        assert_eq!(
            eac2_data_a_1a(&bad).step_verdict(1),
            conformance_verdict::Verdict::Fail,
            "{bad:02X?}"
        );
        assert_eq!(
            eac2_data_a_1b(&bad).step_verdict(1),
            conformance_verdict::Verdict::Fail,
            "{bad:02X?}"
        );
    }
}

#[test]
fn case_1a_lets_a_file_be_filled_up() {
    warns(&eac2_data_a_1a(&[&good()[..], &[0; 7]].concat()), 1);
}

#[test]
fn case_1a_knows_infos_of_a_mobile_eid() {
    let info = seq(&[oid("0.4.0.127.0.7.3.2.3.2.1")]);
    warns(&eac2_data_a_1a(&file(with(card_access_infos(), info))), 1);
}

#[test]
fn case_1a_asks_for_the_infos_of_pace_and_terminal_authentication() {
    fails(&eac2_data_a_1a(&file(without(card_access_infos(), "4"))), 2);
    fails(&eac2_data_a_1a(&file(without(card_access_infos(), "2"))), 4);
    let only_version_1 = with_info("2", seq(&[smartcard("2"), int(1)]));
    fails(&eac2_data_a_1a(&only_version_1), 4);
}

#[test]
fn case_1a_asks_for_standardised_and_for_described_parameters() {
    let explicit_alone = seq(&[smartcard("4.2.2"), int(2), int(32)]);
    let described = seq(&[smartcard("4.2"), explicit(Curve::BrainpoolP256r1), int(32)]);
    let both = vec![explicit_alone.clone(), described];
    fails(
        &eac2_data_a_1a(&file([without(card_access_infos(), "4"), both].concat())),
        2,
    );
    fails(
        &eac2_data_a_1a(&file(with(card_access_infos(), explicit_alone))),
        3,
    );
}

#[test]
fn case_1a_only_recommends_exactly_one_card_info() {
    warns(&eac2_data_a_1a(&file(without(card_access_infos(), "6"))), 5);
    let another = seq(&[smartcard("6"), ia5("https://example.org/other.xml")]);
    warns(
        &eac2_data_a_1a(&file(with(card_access_infos(), another))),
        5,
    );
}

#[test]
fn case_1b_asks_for_the_infos_of_chip_authentication() {
    let bare = vec![pace(), terminal_authentication(), card_info()];
    fails(
        &eac2_data_a_1b(&file(with(bare.clone(), chip_domain_parameters(41)))),
        2,
    );
    fails(
        &eac2_data_a_1b(&file(with(bare, chip_authentication(2, 41)))),
        3,
    );
}

#[test]
fn case_2_knows_the_syntax_of_pace_info() {
    let statement = nothing_declared();
    for bad in [
        seq(&[smartcard("4.2.5"), int(2), int(13)]),
        seq(&[smartcard("4.5.2"), int(2), int(13)]),
        seq(&[smartcard("4.2.2"), int(3), int(13)]),
        seq(&[smartcard("4.2.2"), utf8("2"), int(13)]),
        seq(&[smartcard("4.2.2"), tlv(0x02, &[0xFE]), int(13)]),
        seq(&[smartcard("4.2.2"), int(2), int(13), int(13)]),
        seq(&[smartcard("4.2.2"), int(2), octets(&[13])]),
    ] {
        let judgement = eac2_data_a_2(&with_info("4", bad), &statement);
        assert_eq!(
            judgement.step_verdict(1),
            conformance_verdict::Verdict::Fail,
            "{judgement}"
        );
    }
    let judgement = eac2_data_a_2(&file(without(card_access_infos(), "4")), &statement);
    fails(&judgement, 1);
}

#[test]
fn case_2_knows_which_parameters_a_protocol_can_use() {
    let statement = nothing_declared();
    let with_id = |arc: &str, id: u32| with_info("4", seq(&[smartcard(arc), int(2), int(id)]));
    for good in [("4.2.2", 18), ("4.4.3", 12), ("4.6.2", 16), ("4.1.2", 2)] {
        passes(&eac2_data_a_2(&with_id(good.0, good.1), &statement));
    }
    for bad in [
        ("4.2.2", 7),
        ("4.2.2", 19),
        ("4.2.2", 0),
        ("4.1.2", 13),
        ("4.4.2", 10),
        ("4.2.2", 32),
    ] {
        fails(&eac2_data_a_2(&with_id(bad.0, bad.1), &statement), 2);
    }
    fails(
        &eac2_data_a_2(
            &with_info("4", seq(&[smartcard("4.2.2"), int(2)])),
            &statement,
        ),
        2,
    );
    warns(&eac2_data_a_2(&with_id("4.2.2", 8), &statement), 2);
    warns(&eac2_data_a_2(&with_id("4.2.1", 13), &statement), 1);
}

#[test]
fn case_2_takes_one_set_of_explicit_parameters_without_a_number() {
    let pace = seq(&[smartcard("4.2.2"), int(2)]);
    let domain = seq(&[smartcard("4.2"), explicit(Curve::BrainpoolP256r1)]);
    let infos = [without(card_access_infos(), "4"), vec![pace, domain]].concat();
    passes(&eac2_data_a_2(&file(infos), &nothing_declared()));
}

#[test]
fn case_2_compares_with_the_conformance_statement() {
    let declared = |name: &str| ConformanceStatement {
        protocol_suites: vec![name.to_owned()],
        ..ConformanceStatement::default()
    };
    passes(&eac2_data_a_2(
        &good(),
        &declared("id-PACE-ECDH-GM-AES-CBC-CMAC-128"),
    ));
    fails(
        &eac2_data_a_2(&good(), &declared("id-PACE-ECDH-GM-AES-CBC-CMAC-256")),
        2,
    );
}

/// The good file with explicit parameters for PACE beside the standardised ones.
fn with_explicit(algorithm: Vec<u8>) -> Vec<u8> {
    let pace = seq(&[smartcard("4.2.2"), int(2), int(32)]);
    let domain = seq(&[smartcard("4.2"), algorithm, int(32)]);
    file([card_access_infos(), vec![pace, domain]].concat())
}

#[test]
fn case_3_takes_explicit_parameters_of_known_curves() {
    for curve in Curve::ALL {
        passes(&eac2_data_a_3(&with_explicit(explicit(curve))));
    }
}

#[test]
fn case_3_knows_the_syntax_and_the_pace_info_behind_it() {
    let algorithm = || explicit(Curve::BrainpoolP256r1);
    let with_domain = |domain: Vec<u8>| {
        let pace = seq(&[smartcard("4.2.2"), int(2), int(32)]);
        file([card_access_infos(), vec![pace, domain]].concat())
    };
    fails(
        &eac2_data_a_3(&with_domain(seq(&[
            smartcard("4.2"),
            algorithm(),
            int(32),
            int(1),
        ]))),
        1,
    );
    fails(
        &eac2_data_a_3(&with_domain(seq(&[smartcard("4.4"), algorithm(), int(32)]))),
        2,
    );
    fails(
        &eac2_data_a_3(&with_domain(seq(&[smartcard("4.2"), algorithm(), int(33)]))),
        2,
    );
    fails(
        &eac2_data_a_3(&with_domain(seq(&[smartcard("4.2"), algorithm(), int(13)]))),
        2,
    );
    let unnumbered = seq(&[smartcard("4.2"), explicit(Curve::P256)]);
    let two = with(
        with(card_access_infos(), unnumbered),
        seq(&[smartcard("4.2"), algorithm(), int(13)]),
    );
    assert_eq!(
        eac2_data_a_3(&file(two)).step_verdict(2),
        conformance_verdict::Verdict::Fail
    );
}

#[test]
fn case_3_knows_which_algorithms_may_describe_parameters() {
    let own = Curve::BrainpoolP256r1.parameters();
    let ec_parameters = &explicit(Curve::BrainpoolP256r1);
    let inner = &ec_parameters[ec_parameters.len() - seq_len(own)..];
    let with_oid = |dotted: &str| seq(&[oid(dotted), inner.to_vec()]);
    fails(
        &eac2_data_a_3(&with_explicit(with_oid("0.4.0.127.0.7.1.1.5.2.2.2"))),
        3,
    );
    fails(
        &eac2_data_a_3(&with_explicit(with_oid("1.2.840.10046.2.1"))),
        3,
    );
    warns(&eac2_data_a_3(&with_explicit(standardized(13))), 3);
    fails(&eac2_data_a_3(&with_explicit(standardized(1))), 3);
    let named = seq(&[oid("1.2.840.10045.2.1"), oid("1.3.36.3.3.2.8.1.1.7")]);
    fails(&eac2_data_a_3(&with_explicit(named)), 4);
}

fn seq_len(own: &crypto::DomainParameters) -> usize {
    let algorithm = explicit_with(own.p, (own.a, own.b), own.g, own.n);
    algorithm.len() - 3 - oid("1.2.840.10045.2.1").len()
}

#[test]
fn case_3_finds_invalid_curves() {
    let own = Curve::BrainpoolP256r1.parameters();
    let mut point = own.g.to_vec();
    *point.last_mut().unwrap() ^= 1;
    let mut compressed = own.g[..33].to_vec();
    compressed[0] = 2;
    let mut p = own.p.to_vec();
    p[31] = p[31].wrapping_sub(2);
    for bad in [
        explicit_with(own.p, (own.a, own.b), &point, own.n),
        explicit_with(own.p, (own.a, own.b), &compressed, own.n),
        explicit_with(own.p, (&[0], &[0]), own.g, own.n),
        explicit_with(&p, (own.a, own.b), own.g, own.n),
        explicit_with(own.p, (own.a, own.b), own.g, &[0x77; 32]),
        explicit_with(own.p, (&[0xFF; 32], own.b), own.g, own.n),
    ] {
        fails(&eac2_data_a_3(&with_explicit(bad)), 4);
    }
}

#[test]
fn case_3_cannot_tell_of_a_curve_that_nobody_knows() {
    // brainpoolP256t1 shares field and order with the curve that the table has [RFC 5639 §3.4].
    let hex = |text: &str| -> Vec<u8> {
        (0..text.len() / 2)
            .map(|i| u8::from_str_radix(&text[2 * i..2 * i + 2], 16).unwrap())
            .collect()
    };
    let own = Curve::BrainpoolP256r1.parameters();
    let a = hex("A9FB57DBA1EEA9BC3E660A909D838D726E3BF623D52620282013481D1F6E5374");
    let b = hex("662C61C430D84EA4FE66A7733D0B76B7BF93EBC4AF2F49256AE58101FEE92B04");
    let g = hex(concat!(
        "04A3E8EB3CC1CFE7B7732213B23A656149AFA142C47AAFBC2B79A191562E1305F4",
        "2D996C823439C56D7F7B22E14644417E69BCB6DE39D027001DABE8F35B25C9BE"
    ));
    stays_open(&eac2_data_a_3(&with_explicit(explicit_with(
        own.p,
        (&a, &b),
        &g,
        own.n,
    ))));
}

/// A file with explicit DH parameters.
fn with_field(p: &[u8], g: &[u8], q: &[u8]) -> Vec<u8> {
    let algorithm = seq(&[
        oid("1.2.840.10046.2.1"),
        seq(&[big_int(p), big_int(g), big_int(q)]),
    ]);
    let pace = seq(&[smartcard("4.1.2"), int(2), int(40)]);
    let domain = seq(&[smartcard("4.1"), algorithm, int(40)]);
    file([card_access_infos(), vec![pace, domain]].concat())
}

#[test]
fn case_3_checks_prime_fields() {
    passes(&eac2_data_a_3(&with_field(&[23], &[4], &[11])));
    for (p, g, q) in [
        (21, 4, 11),
        (23, 5, 11),
        (23, 4, 7),
        (23, 1, 11),
        (23, 4, 9),
        (23, 24, 11),
    ] {
        fails(&eac2_data_a_3(&with_field(&[p], &[g], &[q])), 4);
    }
}

#[test]
fn case_4_knows_the_syntax_of_chip_authentication_info() {
    let statement = nothing_declared();
    for bad in [
        seq(&[smartcard("3.2.7"), int(2), int(41)]),
        seq(&[smartcard("3.2.2"), int(4), int(41)]),
        seq(&[smartcard("3.2.2"), int(0), int(41)]),
        seq(&[smartcard("3.2.2"), octets(&[2]), int(41)]),
        seq(&[smartcard("3.2.2"), int(2), int(41), int(1)]),
    ] {
        let judgement = eac2_data_a_4(&file(with(card_access_infos(), bad)), &statement);
        assert_eq!(
            judgement.step_verdict(1),
            conformance_verdict::Verdict::Fail,
            "{judgement}"
        );
    }
    let old_cipher = seq(&[smartcard("3.2.1"), int(2), int(41)]);
    warns(
        &eac2_data_a_4(&file(with(card_access_infos(), old_cipher)), &statement),
        1,
    );
    does_not_apply(&eac2_data_a_4(&file(vec![pace()]), &statement));
}

#[test]
fn case_4_needs_a_key_id_to_tell_keys_apart() {
    let statement = nothing_declared();
    let unnumbered = seq(&[smartcard("3.2.2"), int(2)]);
    fails(
        &eac2_data_a_4(
            &file(with(card_access_infos(), unnumbered.clone())),
            &statement,
        ),
        2,
    );
    let single = seq(&[smartcard("3.2"), standardized(13)]);
    passes(&eac2_data_a_4(
        &file(vec![pace(), unnumbered, single]),
        &statement,
    ));
    let declared = ConformanceStatement {
        protocol_suites: vec!["id-CA-ECDH-AES-CBC-CMAC-256".to_owned()],
        ..nothing_declared()
    };
    fails(&eac2_data_a_4(&good(), &declared), 2);
}

#[test]
fn case_5_knows_syntax_references_and_parameters() {
    let infos = || {
        vec![
            pace(),
            chip_authentication(2, 41),
            chip_domain_parameters(41),
        ]
    };
    let with_domain = |domain: Vec<u8>| file(with(infos(), domain));
    passes(&eac2_data_a_5(&file(infos())));
    does_not_apply(&eac2_data_a_5(&file(vec![pace()])));
    let syntax = eac2_data_a_5(&with_domain(seq(&[
        smartcard("3.5"),
        standardized(13),
        int(41),
    ])));
    assert_eq!(syntax.step_verdict(1), conformance_verdict::Verdict::Fail);
    fails(
        &eac2_data_a_5(&with_domain(seq(&[
            smartcard("3.2"),
            standardized(13),
            int(41),
            int(1),
        ]))),
        1,
    );
    fails(&eac2_data_a_5(&with_domain(chip_domain_parameters(43))), 2);
    fails(
        &eac2_data_a_5(&with_domain(seq(&[
            smartcard("3.1"),
            standardized(2),
            int(41),
        ]))),
        2,
    );
    fails(
        &eac2_data_a_5(&with_domain(seq(&[smartcard("3.2"), standardized(13)]))),
        2,
    );
    fails(
        &eac2_data_a_5(&with_domain(seq(&[
            smartcard("3.2"),
            standardized(20),
            int(41),
        ]))),
        3,
    );
    let text = seq(&[oid(STANDARDIZED), octets(&[13])]);
    fails(
        &eac2_data_a_5(&with_domain(seq(&[smartcard("3.2"), text, int(41)]))),
        3,
    );
    let named = seq(&[oid("1.2.840.10045.2.1"), tlv(0x05, &[])]);
    fails(
        &eac2_data_a_5(&with_domain(seq(&[smartcard("3.2"), named, int(41)]))),
        4,
    );
    passes(&eac2_data_a_5(&with_domain(seq(&[
        smartcard("3.2"),
        explicit(Curve::P256),
        int(41),
    ]))));
}

#[test]
fn case_6_knows_terminal_authentication_info() {
    let file_id = |fid: &[u8], sfid: &[u8]| seq(&[octets(fid), octets(sfid)]);
    let version_1 = seq(&[smartcard("2"), int(1), file_id(&[0x01, 0x1C], &[0x1C])]);
    passes(&eac2_data_a_6(&file(with(card_access_infos(), version_1))));
    for bad in [
        seq(&[smartcard("2.2.3"), int(2)]),
        seq(&[smartcard("2"), int(3)]),
        seq(&[smartcard("2"), int(2), file_id(&[0x01, 0x1C], &[0x1C])]),
        seq(&[smartcard("2"), int(1), file_id(&[0x1C], &[0x1C])]),
        seq(&[
            smartcard("2"),
            int(1),
            file_id(&[0x01, 0x1C], &[0x01, 0x1C]),
        ]),
        seq(&[smartcard("2"), int(1), int(1)]),
    ] {
        fails(&eac2_data_a_6(&file(with(card_access_infos(), bad))), 1);
    }
    fails(&eac2_data_a_6(&file(without(card_access_infos(), "2"))), 1);
}

#[test]
fn case_7_knows_card_info() {
    let extended = |parts: &[Vec<u8>]| {
        with_info(
            "6",
            seq(&[
                smartcard("6"),
                ia5("https://example.org"),
                tlv(0xA0, &parts.concat()),
            ]),
        )
    };
    let types = tlv(0xA2, &seq(&[smartcard("9"), set(&[oid("1.2.3")])]));
    let full = [
        tlv(0xA0, &octets(&[0x01, 0x23])),
        tlv(0x81, b"Version 2.21"),
        types,
        tlv(0x83, &[0x7F]),
        tlv(0x84, &[0xFF]),
    ];
    passes(&eac2_data_a_7(&extended(&full)));
    does_not_apply(&eac2_data_a_7(&file(without(card_access_infos(), "6"))));
    for bad in [
        extended(&[tlv(0xA0, &octets(&[0x01]))]),
        extended(&[tlv(0x81, &[0xFF])]),
        extended(&[tlv(0xA2, &seq(&[int(1)]))]),
        extended(&[tlv(0xA2, &int(1))]),
        extended(&[tlv(0xA2, &seq(&[oid("1.2.3"), set(&[int(1)])]))]),
        extended(&[tlv(0x83, &[0x00, 0x80])]),
        extended(&[tlv(0x84, &[0x01])]),
        extended(&[tlv(0x84, &[0xFF]), tlv(0x83, &[0x01])]),
        with_info("6", seq(&[smartcard("6"), utf8("https://example.org")])),
        with_info("6", seq(&[smartcard("6"), tlv(0x16, b"https://\xC4")])),
        with_info("6", seq(&[smartcard("6.1"), ia5("https://example.org")])),
        with_info(
            "6",
            seq(&[smartcard("6"), ia5("https://example.org"), int(1)]),
        ),
    ] {
        assert_eq!(
            eac2_data_a_7(&bad).verdict(),
            conformance_verdict::Verdict::Fail,
            "{bad:02X?}"
        );
    }
    warns(
        &eac2_data_a_7(&with_info("6", seq(&[smartcard("6"), ia5("a test card")]))),
        1,
    );
    warns(&eac2_data_a_7(&extended(&[tlv(0x81, b"2.21")])), 1);
}

#[test]
fn case_8_knows_psa_info() {
    let data = |version, one, two| seq(&[int(version), int(one), int(two)]);
    does_not_apply(&eac2_data_a_8(&file(without(card_access_infos(), "11"))));
    for bad in [
        seq(&[smartcard("11.1.2.2"), data(1, 0, 1), int(42)]),
        seq(&[smartcard("11.1.2.3"), data(2, 0, 1), int(42)]),
        seq(&[smartcard("11.1.2.3"), data(1, 3, 1), int(42)]),
        seq(&[smartcard("11.1.2.3"), data(1, 0, 3), int(42)]),
        seq(&[smartcard("11.1.2.3"), seq(&[int(1), int(0)]), int(42)]),
        seq(&[smartcard("11.1.2.3"), data(1, 0, 1)]),
        seq(&[smartcard("11.1.2.3"), int(1), int(42)]),
    ] {
        fails(&eac2_data_a_8(&with_info("11", bad)), 1);
    }
    warns(
        &eac2_data_a_8(&with_info(
            "11",
            seq(&[smartcard("11.1.2.3"), data(1, 0, 1), int(41)]),
        )),
        1,
    );
}

#[test]
fn case_9_knows_privileged_terminal_info() {
    does_not_apply(&eac2_data_a_9(&file(without(card_access_infos(), "8"))));
    for bad in [
        seq(&[smartcard("8"), seq(&[chip_authentication(2, 45)])]),
        seq(&[
            smartcard("8.1"),
            set(&[chip_authentication(2, 45), chip_domain_parameters(45)]),
        ]),
        privileged_terminal(&[]),
        privileged_terminal(&[chip_domain_parameters(45)]),
        privileged_terminal(&[chip_authentication(2, 45)]),
        privileged_terminal(&[chip_authentication(2, 45), chip_domain_parameters(46)]),
        privileged_terminal(&[
            seq(&[smartcard("3.2.2"), int(2)]),
            chip_domain_parameters(45),
        ]),
        privileged_terminal(&[chip_authentication(9, 45), chip_domain_parameters(45)]),
        privileged_terminal(&[
            chip_authentication(2, 45),
            seq(&[smartcard("3.2"), standardized(5), int(45)]),
        ]),
        seq(&[smartcard("8"), set(&[boolean(true)])]),
    ] {
        let judgement = eac2_data_a_9(&with_info("8", bad));
        fails(&judgement, 1);
    }
    let another = privileged_terminal(&[chip_authentication(2, 46), chip_domain_parameters(46)]);
    fails(&eac2_data_a_9(&file(with(card_access_infos(), another))), 1);
}
