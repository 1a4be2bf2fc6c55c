//! Sets 1 to 6 and 10, 11: chains of inspection systems, regular and with the wrong issuer.

use crate::row::{EFF, EXP, Flaw, IS_CVCA, Rights, Row};
use eac::encoding::oid::ID_AT;

const DV: Row = Row::template(IS_CVCA, Rights::Is(0x83), EFF, EFF.plus(1, 0));
const IS: Row = Row::template("", Rights::Is(0x03), EFF, EFF.plus(1, 0));
const LINK: Row = Row::template("", Rights::Is(0xC3), EFF, EXP);
/// The holder reference of the first trust point, which two irregular link certificates claim.
const ROOT: &str = crate::own::IS_ROOT_HOLDER;

#[rustfmt::skip]
pub(super) const ROWS: &[Row] = &[
    // Set 1
    DV.named("DV_CERT_1", "DETESTDVDE001", "DV_KEY_01"),
    DV.named("DV_CERT_1a", "DETESTDVDE001", "DV_KEY_01").flawed(Flaw::NoRights),
    DV.named("DV_CERT_1b", "DETESTDVDE001", "DV_KEY_01").flawed(Flaw::NoEffectiveDate),
    DV.named("DV_CERT_1c", "DETESTDVDE001", "DV_KEY_01").flawed(Flaw::NoExpirationDate),
    DV.named("DV_CERT_1d", "DETESTDVDE001", "DV_KEY_01").flawed(Flaw::EffectiveDateNotBcd),
    DV.named("DV_CERT_1e", "DETESTDVDE001", "DV_KEY_01").flawed(Flaw::ExpirationDateNotBcd),
    DV.named("DV_CERT_1f", "DETESTDVDE001", "DV_KEY_01").flawed(Flaw::EffectiveOn32nd).during(EFF, EXP),
    DV.named("DV_CERT_1g", "DETESTDVDE001", "DV_KEY_01").flawed(Flaw::ExpirationOn32nd),
    DV.named("DV_CERT_1h", "DETESTDVDE001", "DV_KEY_01").during(EFF.plus(0, 1), EFF),
    DV.named("DV_CERT_1i", "DETESTDVDE001", "DV_KEY_01").rights(Rights::Raw(ID_AT, &[0x83])),
    DV.named("DV_CERT_1j", "DETESTDVDE001", "DV_KEY_01").flawed(Flaw::UnknownAlgorithm),
    IS.named("IS_CERT_1", "DETESTISDE001", "IS_KEY_01").by("DV_CERT_1").during(EFF, EFF.plus(0, 14)),
    // Set 2
    DV.named("DV_CERT_2", "DETESTDVDE002", "DV_KEY_02").is(0x43),
    IS.named("IS_CERT_2a", "DETESTISDE002", "IS_KEY_02").by("DV_CERT_2").during(EFF.plus(0, 14), EFF.plus(1, 0)),
    IS.named("IS_CERT_2b", "DETESTISDE002", "IS_KEY_02").by("DV_CERT_2").during(EFF, EFF.plus(0, 13)),
    // Set 3
    DV.named("DV_CERT_3", "DETESTDVDE003", "DV_KEY_03"),
    DV.named("DV_CERT_3a", "DETESTDVDE003", "DV_KEY_03").is(0xBF),
    IS.named("IS_CERT_3a", "DETESTISDE003", "IS_KEY_03").by("DV_CERT_3").is(0x01),
    IS.named("IS_CERT_3b", "DETESTISDE003", "IS_KEY_03").by("DV_CERT_3").is(0x02),
    IS.named("IS_CERT_3c", "DETESTISDE003", "IS_KEY_03").by("DV_CERT_3a").is(0x3D),
    // Set 4
    DV.named("DV_CERT_4", "DETESTDVDE004", "DV_KEY_04").is(0x81),
    IS.named("IS_CERT_4", "DETESTISDE004", "IS_KEY_04").by("DV_CERT_4"),
    // Set 5
    DV.named("DV_CERT_5", "DETESTDVDE005", "DV_KEY_05").is(0x82),
    IS.named("IS_CERT_5", "DETESTISDE005", "IS_KEY_05").by("DV_CERT_5"),
    // Set 6
    DV.named("DV_CERT_6", "DETESTDVDE006", "DV_KEY_06"),
    DV.named("DV_CERT_6a", "DETESTDVDE006", "DV_KEY_06").during(EFF.plus(1, 1), EFF.plus(2, 0)),
    IS.named("IS_CERT_6a", "DETESTISDE006", "IS_KEY_06").by("DV_CERT_6").during(EFF.plus(0, 14), EFF.plus(1, 0)),
    IS.named("IS_CERT_6b", "DETESTISDE006", "IS_KEY_06").by("DV_CERT_6").during(EFF, EFF.plus(0, 13)),
    // Set 10: signed by a DV, and a terminal signed by the CVCA
    LINK.named("LINK_CERT_10", ROOT, "CVCA_KEY_00").by("DV_CERT_10a"),
    DV.named("DV_CERT_10a", "DETESTDVDE010", "DV_KEY_10"),
    DV.named("DV_CERT_10b", "DETESTDVDE010", "DV_KEY_10").is(0x43),
    DV.named("DV_CERT_10c", "DETESTDVDE110", "DV_KEY_10").by("DV_CERT_10a"),
    DV.named("DV_CERT_10d", "DETESTDVDE110", "DV_KEY_10").by("DV_CERT_10a").is(0x43),
    IS.named("IS_CERT_10", "DETESTISDE010", "IS_KEY_10").by(IS_CVCA).during(EFF, EFF.plus(0, 13)),
    // Set 11: signed by an inspection system
    LINK.named("LINK_CERT_11a", ROOT, "CVCA_KEY_00").by("IS_CERT_11a"),
    DV.named("DV_CERT_11a", "DETESTDVDE011", "DV_KEY_11"),
    DV.named("DV_CERT_11b", "DETESTDVDE011", "DV_KEY_11").by("IS_CERT_11a").is(0x43),
    DV.named("DV_CERT_11c", "DETESTDVDE011", "DV_KEY_11").by("IS_CERT_11a"),
    IS.named("IS_CERT_11a", "DETESTISDE011", "IS_KEY_11").by("DV_CERT_11a").during(EFF, EFF.plus(0, 13)),
    IS.named("IS_CERT_11b", "DETESTISDE111", "IS_KEY_11").by("IS_CERT_11a").during(EFF, EFF.plus(0, 13)),
];
