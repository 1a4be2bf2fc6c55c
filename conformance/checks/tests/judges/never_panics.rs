//! No judge panics, whatever the bytes; and what a card sends cut short or changed is never mistaken for a good file.

use conformance_checks::tr03105_3_3::statement::ConformanceStatement;
use conformance_checks::tr03105_3_3::{data_a, data_b, data_c, eiddata_b};
use conformance_checks::tr03110_3::b_1_pace::{self, Mapping, References};
use conformance_checks::tr03110_3::b_4_restricted_identification::{self, Sectors};
use conformance_checks::tr03110_3::b_12_card_capabilities::{self, Announcements};
use conformance_checks::tr03110_3::f_3_secure_messaging::{self, Expected};
use conformance_checks::tr03110_3::{
    a_1_2_storage, b_2_chip_authentication, b_14_2_general_authenticate, b_14_6_get_challenge,
};
use conformance_checks::{Judgement, Trust, iso7816_3, iso7816_4, tr03127};
use conformance_verdict::{Requirement, Verdict};
use crypto::{Curve, Hash};
use proptest::prelude::*;

use crate::der::set;
use crate::sample::{card_access_infos, card_security_infos, chip_security_infos};
use crate::signed::{Signing, csca, sign};

fn on_files(bytes: &[u8]) -> Vec<Judgement> {
    let statement = ConformanceStatement::default();
    let trust = Trust {
        csca: Some(bytes),
        today: Some("2026-03-01".parse().unwrap()),
    };
    vec![
        data_a::eac2_data_a_1a(bytes),
        data_a::eac2_data_a_1b(bytes),
        data_a::eac2_data_a_2(bytes, &statement),
        data_a::eac2_data_a_3(bytes),
        data_a::eac2_data_a_4(bytes, &statement),
        data_a::eac2_data_a_5(bytes),
        data_a::eac2_data_a_6(bytes),
        data_a::eac2_data_a_7(bytes),
        data_a::eac2_data_a_8(bytes),
        data_a::eac2_data_a_9(bytes),
        data_b::eac2_data_b_1(bytes, trust),
        data_b::eac2_data_b_8(bytes),
        data_b::eac2_data_b_9(bytes, &statement),
        data_b::eac2_data_b_10(bytes),
        data_b::eac2_data_b_11(bytes, bytes),
        data_c::eac2_data_c_1(bytes, trust),
        data_c::eac2_data_c_11(bytes),
        data_c::eac2_data_c_12(bytes),
        a_1_2_storage::card_security(bytes, bytes),
        a_1_2_storage::chip_security(bytes, bytes),
    ]
}

fn on_groups(bytes: &[u8]) -> Vec<Judgement> {
    use eiddata_b as group;
    let judges = [
        group::eac2_eiddata_b_2,
        group::eac2_eiddata_b_3,
        group::eac2_eiddata_b_4,
        group::eac2_eiddata_b_5,
        group::eac2_eiddata_b_6,
        group::eac2_eiddata_b_7,
        group::eac2_eiddata_b_9,
        group::eac2_eiddata_b_10,
        group::eac2_eiddata_b_11,
        group::eac2_eiddata_b_12,
        group::eac2_eiddata_b_13,
        group::eac2_eiddata_b_14,
        group::eac2_eiddata_b_15,
        group::eac2_eiddata_b_16,
        group::eac2_eiddata_b_17,
        group::eac2_eiddata_b_18,
        group::eac2_eiddata_b_19,
        group::eac2_eiddata_b_20,
    ];
    let today = Some("2026-03-01".parse().unwrap());
    let mut judgements: Vec<_> = judges.iter().map(|judge| judge(bytes)).collect();
    judgements.push(group::eac2_eiddata_b_1(bytes, Some("ID")));
    judgements.push(group::eac2_eiddata_b_8(bytes, today));
    judgements.push(group::eac2_eiddata_b_21(bytes, today));
    judgements
}

fn on_answers(bytes: &[u8]) -> Vec<Judgement> {
    let announcements = Announcements {
        ef_atr_info: bytes,
        historical_bytes: bytes,
    };
    vec![
        b_1_pace::encrypted_nonce(bytes, 16),
        b_1_pace::encrypted_nonce(bytes, 0),
        b_1_pace::mapping_data(bytes, Curve::BrainpoolP256r1),
        b_1_pace::ephemeral_key(bytes, Curve::P521),
        b_1_pace::mutual_authentication(bytes, References::Expected, Mapping::ChipAuthentication),
        b_2_chip_authentication::version_2(bytes),
        b_4_restricted_identification::identifiers(bytes, Sectors::Both, Hash::Sha256),
        b_14_2_general_authenticate::presence(bytes, iso7816::StatusWord::from(0x6A80)),
        b_14_6_get_challenge::challenge(bytes),
        b_12_card_capabilities::chaining(announcements),
        b_12_card_capabilities::extended_length(announcements),
        f_3_secure_messaging::response(bytes, Expected::default()),
        f_3_secure_messaging::plain_status(bytes),
        f_3_secure_messaging::session_ended(bytes, &[0x6988]),
        tr03127::data_groups_3_4_3::document_type(bytes),
        tr03127::data_groups_3_4_3::municipality_id(bytes),
        iso7816_3::atr::answer_to_reset(bytes),
        iso7816_4::ef_dir::applications(bytes, &[&[1, 2, 3, 4, 5]]),
        iso7816_4::ef_atr_info::data_objects(bytes),
    ]
}

/// Judges `bytes` with everything; the count keeps the work from being thrown away.
fn judge_all(bytes: &[u8]) -> usize {
    let judgements = [on_files(bytes), on_groups(bytes), on_answers(bytes)].concat();
    judgements
        .iter()
        .map(|judgement| judgement.to_string().len())
        .sum()
}

#[test]
fn every_judge_names_a_requirement_and_a_clause() {
    for judgement in [on_files(&[]), on_groups(&[]), on_answers(&[])].concat() {
        judgement.requirement.parse::<Requirement>().unwrap();
        assert!(
            judgement.clause.starts_with('[') && judgement.clause.contains('§'),
            "{judgement}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        judge_all(&bytes);
    }

    #[test]
    fn tags_before_any_bytes(
        number in 0_u8..24,
        bytes in proptest::collection::vec(any::<u8>(), 0..100),
    ) {
        judge_all(&crate::der::tlv(0x60 + u32::from(number), &bytes));
        judge_all(&crate::der::tlv(0x30, &bytes));
        judge_all(&crate::der::tlv(0x31, &bytes));
        judge_all(&crate::der::tlv(0x7C, &bytes));
    }

    #[test]
    fn a_changed_file(index in any::<prop::sample::Index>(), value in any::<u8>(), which in 0..4) {
        let mut file = match which {
            0 => set(&card_access_infos()),
            1 => sign(&card_security_infos(), &Signing::default()),
            2 => sign(&chip_security_infos(), &Signing::default()),
            _ => csca(),
        };
        let at = index.index(file.len());
        file[at] ^= value;
        judge_all(&file);
    }

    #[test]
    fn a_prefix_of_a_file_never_passes(index in any::<prop::sample::Index>()) {
        let file = set(&card_access_infos());
        let cut = &file[..index.index(file.len())];
        prop_assert_eq!(data_a::eac2_data_a_1a(cut).verdict(), Verdict::Fail);
    }

    #[test]
    fn a_changed_signed_byte_never_passes(index in any::<prop::sample::Index>(), value in 1_u8..) {
        let file = sign(&card_security_infos(), &Signing::default());
        let content = set(&card_security_infos());
        let start = file.windows(content.len()).position(|window| window == content).unwrap();
        let mut changed = file;
        changed[start + index.index(content.len())] ^= value;
        prop_assert_eq!(data_b::eac2_data_b_1(&changed, Trust::default()).step_verdict(3), Verdict::Fail);
    }
}
