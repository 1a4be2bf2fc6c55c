//! Unit EAC2_EIDDATA_B: the coding of the data groups of the eID application ([TR-03105-3.3 §4.3]).
//!
//! In: the whole content of the elementary file as read, and what the judge cannot know: the kind of document, the day.
//! Out: one [`Judgement`] per test case. The plan counts test cases, not data groups: case 13 is data group 17.

use ambient::Date;

use crate::der::{Element, StringKind};
use crate::judgement::{Judgement, Place, Report};
use crate::tr03110_4::data_groups_2_2_3 as groups;
use groups::Completeness;

/// Opens data group `number` and lets `judge` look inside.
fn judge_group(
    (requirement, clause): (&'static str, &'static str),
    (number, file): (u8, &[u8]),
    judge: impl FnOnce(&Element<'_>, &Place, &mut Report),
) -> Judgement {
    let mut report = Report::new(requirement, clause);
    if let Some((inner, place)) = groups::open(file, number, &mut report) {
        judge(&inner, &place, &mut report);
    }
    report.finish()
}

/// A group whose content is one UTF-8 text.
fn judge_name(head: (&'static str, &'static str), number: u8, file: &[u8]) -> Judgement {
    judge_group(head, (number, file), |inner, place, report| {
        groups::judge_string(inner, StringKind::Utf8, place, report);
    })
}

/// A group that an issuer may leave without content ([TR-03127 §3.4.3]).
fn judge_if_used(
    head: (&'static str, &'static str),
    (number, file): (u8, &[u8]),
    judge: impl FnOnce(&Element<'_>, &Place, &mut Report),
) -> Judgement {
    if !groups::is_blank(file) {
        return judge_group(head, (number, file), judge);
    }
    let mut report = Report::new(head.0, head.1);
    report.clause("[TR-03127 §3.4.3]");
    report.warning(
        &Place::root(&format!("DG{number}")),
        "an empty file",
        "contents, or no such file",
    );
    report.finish()
}

/// DG1, DocumentType; `expected` is the kind of document if it is known ([TR-03105-3.3 §4.3.1]).
#[must_use]
pub fn eac2_eiddata_b_1(dg1: &[u8], expected: Option<&str>) -> Judgement {
    judge_group(
        ("EAC2_EIDDATA_B_1", "[TR-03105-3.3 §4.3.1]"),
        (1, dg1),
        |inner, place, report| {
            groups::judge_document_type(inner, expected, place, report);
        },
    )
}

/// DG2, IssuingEntity; the plan still calls it IssuingState ([TR-03105-3.3 §4.3.2]).
#[must_use]
pub fn eac2_eiddata_b_2(dg2: &[u8]) -> Judgement {
    judge_group(
        ("EAC2_EIDDATA_B_2", "[TR-03105-3.3 §4.3.2]"),
        (2, dg2),
        groups::judge_issuing_entity,
    )
}

/// DG3, DateOfExpiry ([TR-03105-3.3 §4.3.3]).
#[must_use]
pub fn eac2_eiddata_b_3(dg3: &[u8]) -> Judgement {
    judge_group(
        ("EAC2_EIDDATA_B_3", "[TR-03105-3.3 §4.3.3]"),
        (3, dg3),
        |inner, place, report| {
            groups::judge_date(inner, Completeness::Full, place, report);
        },
    )
}

/// DG4, GivenNames ([TR-03105-3.3 §4.3.4]).
#[must_use]
pub fn eac2_eiddata_b_4(dg4: &[u8]) -> Judgement {
    judge_name(("EAC2_EIDDATA_B_4", "[TR-03105-3.3 §4.3.4]"), 4, dg4)
}

/// DG5, FamilyNames ([TR-03105-3.3 §4.3.5]).
#[must_use]
pub fn eac2_eiddata_b_5(dg5: &[u8]) -> Judgement {
    judge_name(("EAC2_EIDDATA_B_5", "[TR-03105-3.3 §4.3.5]"), 5, dg5)
}

/// DG6, NomDePlume ([TR-03105-3.3 §4.3.6]).
#[must_use]
pub fn eac2_eiddata_b_6(dg6: &[u8]) -> Judgement {
    judge_name(("EAC2_EIDDATA_B_6", "[TR-03105-3.3 §4.3.6]"), 6, dg6)
}

/// DG7, AcademicTitle ([TR-03105-3.3 §4.3.7]).
#[must_use]
pub fn eac2_eiddata_b_7(dg7: &[u8]) -> Judgement {
    judge_name(("EAC2_EIDDATA_B_7", "[TR-03105-3.3 §4.3.7]"), 7, dg7)
}

/// DG8, DateOfBirth, not after `today`; unknown parts are spaces ([TR-03105-3.3 §4.3.8]).
#[must_use]
pub fn eac2_eiddata_b_8(dg8: &[u8], today: Option<Date>) -> Judgement {
    judge_group(
        ("EAC2_EIDDATA_B_8", "[TR-03105-3.3 §4.3.8]"),
        (8, dg8),
        |inner, place, report| {
            let date = groups::judge_date(inner, Completeness::PartsMayBeUnknown, place, report);
            groups::judge_past(date, today, place, report);
        },
    )
}

/// DG9, PlaceOfBirth ([TR-03105-3.3 §4.3.9]).
#[must_use]
pub fn eac2_eiddata_b_9(dg9: &[u8]) -> Judgement {
    judge_group(
        ("EAC2_EIDDATA_B_9", "[TR-03105-3.3 §4.3.9]"),
        (9, dg9),
        groups::judge_general_place,
    )
}

/// DG10, Nationality ([TR-03105-3.3 §4.3.10]).
#[must_use]
pub fn eac2_eiddata_b_10(dg10: &[u8]) -> Judgement {
    judge_if_used(
        ("EAC2_EIDDATA_B_10", "[TR-03105-3.3 §4.3.10]"),
        (10, dg10),
        |inner, place, report| {
            groups::judge_icao(inner, &[1, 3], place, report);
        },
    )
}

/// DG11, Sex ([TR-03105-3.3 §4.3.11]).
#[must_use]
pub fn eac2_eiddata_b_11(dg11: &[u8]) -> Judgement {
    judge_group(
        ("EAC2_EIDDATA_B_11", "[TR-03105-3.3 §4.3.11]"),
        (11, dg11),
        groups::judge_sex,
    )
}

/// DG12, OptionalDataR ([TR-03105-3.3 §4.3.12]).
#[must_use]
pub fn eac2_eiddata_b_12(dg12: &[u8]) -> Judgement {
    judge_group(
        ("EAC2_EIDDATA_B_12", "[TR-03105-3.3 §4.3.12]"),
        (12, dg12),
        groups::judge_optional_data,
    )
}

/// DG17, PlaceOfResidence ([TR-03105-3.3 §4.3.13]).
#[must_use]
pub fn eac2_eiddata_b_13(dg17: &[u8]) -> Judgement {
    judge_if_used(
        ("EAC2_EIDDATA_B_13", "[TR-03105-3.3 §4.3.13]"),
        (17, dg17),
        groups::judge_residence,
    )
}

/// DG18, MunicipalityID ([TR-03105-3.3 §4.3.14]).
#[must_use]
pub fn eac2_eiddata_b_14(dg18: &[u8]) -> Judgement {
    judge_if_used(
        ("EAC2_EIDDATA_B_14", "[TR-03105-3.3 §4.3.14]"),
        (18, dg18),
        |inner, place, report| {
            groups::judge_octets(inner, place, report);
        },
    )
}

/// DG19, ResidencePermitI ([TR-03105-3.3 §4.3.15]).
#[must_use]
pub fn eac2_eiddata_b_15(dg19: &[u8]) -> Judgement {
    judge_if_used(
        ("EAC2_EIDDATA_B_15", "[TR-03105-3.3 §4.3.15]"),
        (19, dg19),
        groups::judge_text,
    )
}

/// DG20, ResidencePermitII ([TR-03105-3.3 §4.3.16]).
#[must_use]
pub fn eac2_eiddata_b_16(dg20: &[u8]) -> Judgement {
    judge_if_used(
        ("EAC2_EIDDATA_B_16", "[TR-03105-3.3 §4.3.16]"),
        (20, dg20),
        groups::judge_text,
    )
}

/// DG21, PhoneNumber ([TR-03105-3.3 §4.3.17]).
#[must_use]
pub fn eac2_eiddata_b_17(dg21: &[u8]) -> Judgement {
    judge_if_used(
        ("EAC2_EIDDATA_B_17", "[TR-03105-3.3 §4.3.17]"),
        (21, dg21),
        groups::judge_phone,
    )
}

/// DG22, EmailAddress ([TR-03105-3.3 §4.3.18]).
#[must_use]
pub fn eac2_eiddata_b_18(dg22: &[u8]) -> Judgement {
    judge_if_used(
        ("EAC2_EIDDATA_B_18", "[TR-03105-3.3 §4.3.18]"),
        (22, dg22),
        groups::judge_email,
    )
}

/// DG13, BirthName ([TR-03105-3.3 §4.3.19]).
#[must_use]
pub fn eac2_eiddata_b_19(dg13: &[u8]) -> Judgement {
    judge_name(("EAC2_EIDDATA_B_19", "[TR-03105-3.3 §4.3.19]"), 13, dg13)
}

/// DG14, WrittenSignature ([TR-03105-3.3 §4.3.20]).
#[must_use]
pub fn eac2_eiddata_b_20(dg14: &[u8]) -> Judgement {
    judge_group(
        ("EAC2_EIDDATA_B_20", "[TR-03105-3.3 §4.3.20]"),
        (14, dg14),
        groups::judge_picture,
    )
}

/// DG15, DateOfIssuance, not after `today` ([TR-03105-3.3 §4.3.21]).
#[must_use]
pub fn eac2_eiddata_b_21(dg15: &[u8], today: Option<Date>) -> Judgement {
    judge_group(
        ("EAC2_EIDDATA_B_21", "[TR-03105-3.3 §4.3.21]"),
        (15, dg15),
        |inner, place, report| {
            let date = groups::judge_date(inner, Completeness::Full, place, report);
            groups::judge_past(date, today, place, report);
        },
    )
}
