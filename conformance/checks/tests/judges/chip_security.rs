//! Unit DATA_C, and what TR-03110 asks of EF.ChipSecurity beside it.

use conformance_checks::Trust;
use conformance_checks::tr03105_3_3::data_c::*;
use conformance_checks::tr03105_3_3::statement::ConformanceStatement;
use conformance_checks::tr03110_3::a_1_2_storage;
use crypto::Curve;

use crate::der::{bits, int, octets, oid, printable, seq, set};
use crate::sample::*;
use crate::signed::{Signature, Signing, sign};
use crate::verdicts::{does_not_apply, fails, passes, stays_open, warns};

fn file(infos: Vec<Vec<u8>>) -> Vec<u8> {
    sign(&infos, &Signing::default())
}

fn with_info(arc: &str, info: Vec<u8>) -> Vec<u8> {
    file(with(without(chip_security_infos(), arc), info))
}

fn access() -> Vec<u8> {
    set(&card_access_infos())
}

#[test]
fn a_good_file_passes_every_case() {
    let good = file(chip_security_infos());
    let statement = ConformanceStatement::default();
    passes(&eac2_data_c_1(&good, Trust::default()));
    passes(&eac2_data_c_2(&good, &statement));
    does_not_apply(&eac2_data_c_3(&good));
    passes(&eac2_data_c_4(&good, &statement));
    passes(&eac2_data_c_5(&good));
    passes(&eac2_data_c_6(&good));
    passes(&eac2_data_c_7(&good));
    passes(&eac2_data_c_8(&good));
    passes(&eac2_data_c_9(&good, &statement));
    passes(&eac2_data_c_10(&good));
    passes(&eac2_data_c_11(&good));
    passes(&eac2_data_c_12(&good));
    passes(&a_1_2_storage::chip_security(&good, &access()));
}

#[test]
fn case_1_judges_signature_and_infos() {
    let wrong = Signing {
        signature: Signature::Wrong,
        ..Signing::default()
    };
    fails(
        &eac2_data_c_1(&sign(&chip_security_infos(), &wrong), Trust::default()),
        3,
    );
    fails(
        &eac2_data_c_1(&file(without(chip_security_infos(), "2")), Trust::default()),
        9,
    );
    warns(
        &eac2_data_c_1(&file(without(chip_security_infos(), "8")), Trust::default()),
        11,
    );
    let another = privileged_terminal(&[chip_authentication(2, 47)]);
    fails(
        &eac2_data_c_1(
            &file(with(chip_security_infos(), another)),
            Trust::default(),
        ),
        11,
    );
}

#[test]
fn cases_2_to_10_judge_as_in_card_security() {
    let statement = ConformanceStatement::default();
    fails(
        &eac2_data_c_2(
            &with_info("4", seq(&[smartcard("4.2.2"), int(2), int(20)])),
            &statement,
        ),
        2,
    );
    let domain = seq(&[smartcard("4.2"), explicit(Curve::P256), int(33)]);
    fails(
        &eac2_data_c_3(&file(with(chip_security_infos(), domain))),
        2,
    );
    let unnumbered = seq(&[smartcard("3.2.2"), int(2)]);
    fails(
        &eac2_data_c_4(&file(with(chip_security_infos(), unnumbered)), &statement),
        2,
    );
    let domain = seq(&[smartcard("3.2"), standardized(19), int(41)]);
    fails(
        &eac2_data_c_5(&file(with(chip_security_infos(), domain))),
        3,
    );
    fails(
        &eac2_data_c_6(&with_info("2", seq(&[smartcard("2"), int(1)]))),
        1,
    );
    fails(
        &eac2_data_c_7(&with_info(
            "6",
            seq(&[smartcard("6"), octets(b"https://example.org")]),
        )),
        1,
    );
    fails(&eac2_data_c_8(&with_info("1.2", chip_public_key(43))), 2);
    fails(
        &eac2_data_c_9(&file(without(chip_security_infos(), "5.2.3")), &statement),
        1,
    );
    let domain = seq(&[smartcard("5.2"), standardized(12)]);
    fails(
        &eac2_data_c_10(&file(with(chip_security_infos(), domain))),
        1,
    );
}

#[test]
fn every_case_fails_on_what_is_no_signed_data() {
    let statement = ConformanceStatement::default();
    let bad = access();
    for judgement in [
        eac2_data_c_1(&bad, Trust::default()),
        eac2_data_c_2(&bad, &statement),
        eac2_data_c_7(&bad),
        eac2_data_c_10(&bad),
        eac2_data_c_11(&bad),
        eac2_data_c_12(&bad),
        a_1_2_storage::chip_security(&bad, &access()),
    ] {
        assert_eq!(
            judgement.verdict(),
            conformance_verdict::Verdict::Fail,
            "{judgement}"
        );
    }
}

#[test]
fn case_11_asks_for_the_public_key_of_each_privileged_key() {
    does_not_apply(&eac2_data_c_11(&file(without(chip_security_infos(), "8"))));
    let (info, domain, public) = (
        chip_authentication(2, 45),
        chip_domain_parameters(45),
        chip_public_key(45),
    );
    let judge = |parts: &[Vec<u8>]| eac2_data_c_11(&with_info("8", privileged_terminal(parts)));
    fails(&judge(&[info.clone(), domain.clone()]), 2);
    fails(
        &judge(&[info.clone(), domain.clone(), chip_public_key(46)]),
        2,
    );
    let bad_key = seq(&[
        smartcard("1.2"),
        seq(&[standardized(13), bits(&[4; 65])]),
        int(45),
    ]);
    fails(&judge(&[info.clone(), domain.clone(), bad_key]), 2);
    fails(&judge(&[info.clone(), public.clone()]), 3);
    let unnumbered = seq(&[smartcard("3.2.2"), int(2)]);
    fails(&judge(&[unnumbered, domain.clone(), public.clone()]), 3);
    let bad_version = seq(&[smartcard("3.2.2"), int(7), int(45)]);
    fails(&judge(&[bad_version, domain, public]), 1);
}

#[test]
fn case_12_knows_eid_security_info() {
    does_not_apply(&eac2_data_c_12(&file(without(chip_security_infos(), "7"))));
    let hash = |dotted: &str| seq(&[oid(dotted)]);
    let sha256 = || hash("2.16.840.1.101.3.4.2.1");
    let value = |number: u32, length: usize| seq(&[int(number), octets(&vec![0x5A; length])]);
    let judge = |parts: &[Vec<u8>]| {
        eac2_data_c_12(&with_info(
            "7",
            seq(&[vec![smartcard("7")], parts.to_vec()].concat()),
        ))
    };
    let object = |parts: &[Vec<u8>]| seq(parts);
    let versions = seq(&[printable("1.0"), printable("4.0.0")]);
    passes(&judge(&[
        object(&[sha256(), seq(&[value(4, 32)])]),
        versions,
    ]));
    passes(&judge(&[object(&[
        hash("2.16.840.1.101.3.4.2.4"),
        seq(&[value(4, 28)]),
    ])]));
    for bad in [
        vec![object(&[sha256(), seq(&[value(4, 20)])])],
        vec![object(&[sha256(), seq(&[value(4, 32), value(4, 32)])])],
        vec![object(&[sha256(), seq(&[seq(&[int(4)])])])],
        vec![object(&[sha256(), seq(&[int(4)])])],
        vec![object(&[sha256()])],
        vec![object(&[seq(&[value(4, 32)])])],
        vec![
            object(&[sha256(), seq(&[value(4, 32)])]),
            seq(&[printable("1.0")]),
        ],
        vec![octets(&[1])],
    ] {
        fails(&judge(&bad), 1);
    }
    stays_open(&judge(&[object(&[hash("1.2.3"), seq(&[value(4, 32)])])]));
    let another = seq(&[smartcard("7"), object(&[sha256(), seq(&[value(8, 32)])])]);
    warns(
        &eac2_data_c_12(&file(with(chip_security_infos(), another))),
        1,
    );
}

#[test]
fn chip_security_has_everything_of_card_access() {
    let judge = |infos| a_1_2_storage::chip_security(&file(infos), &access());
    fails(&judge(without(chip_security_infos(), "6")), 1);
    fails(&judge(without(chip_security_infos(), "1.2")), 1);
    fails(&judge(without(chip_security_infos(), "8")), 1);
    let other_key = privileged_terminal(&[
        chip_authentication(2, 46),
        chip_domain_parameters(46),
        chip_public_key(46),
    ]);
    fails(
        &judge(with(without(chip_security_infos(), "8"), other_key)),
        1,
    );
}
