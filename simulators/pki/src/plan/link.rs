//! Sets 7 to 9, 11, 13 and 23: link certificates and what hangs below the trust points that they bring.

use crate::row::{AT_CVCA, EXP, IS_CVCA, KeyKind, Rights, Row};

const LINK: Row = Row::template("", Rights::Is(0xC3), EXP, EXP);
const DV: Row = Row::template("", Rights::Is(0x83), EXP, EXP);
const IS: Row = Row::template("", Rights::Is(0x03), EXP, EXP);
const AT_LINK: Row = Row::template("", Rights::At(0xFF_7FFF_FFFF), EXP, EXP);

#[rustfmt::skip]
pub(super) const ROWS: &[Row] = &[
    // Set 7
    LINK.named("LINK_CERT_7", "DETESTLINKDE007", "CVCA_KEY_07").by(IS_CVCA).during(EXP.plus(0, -1), EXP.plus(2, 0)),
    DV.named("DV_CERT_7a", "DETESTDVDE007", "DV_KEY_07").by(IS_CVCA).during(crate::row::EFF, EXP),
    DV.named("DV_CERT_7b", "DETESTDVDE007", "DV_KEY_07").by("LINK_CERT_7").during(EXP.plus(0, 1), EXP.plus(1, 0)),
    // Set 8
    LINK.named("LINK_CERT_8", "DETESTLINKDE008", "CVCA_KEY_08").by("LINK_CERT_7").during(EXP.plus(1, 0), EXP.plus(4, 0)),
    // Set 9
    LINK.named("LINK_CERT_9", "DETEST_LINKDE009", "CVCA_KEY_09").by("LINK_CERT_8").during(EXP.plus(3, 0), EXP.plus(6, 0)),
    DV.named("DV_CERT_9", "DETESTDVDE009", "DV_KEY_09").by("LINK_CERT_9").during(EXP.plus(3, 0), EXP.plus(4, 0)),
    // Set 11
    LINK.named("LINK_CERT_11b", "DETEST_LINKDE011", "CVCA_KEY_11").by("LINK_CERT_9").during(EXP.plus(5, 0), EXP.plus(8, 0)),
    DV.named("DV_CERT_11d", "DETESTDVDE011", "DV_KEY_11").by("LINK_CERT_11b").during(EXP.plus(5, 0), EXP.plus(6, 0)),
    IS.named("IS_CERT_11c", "DETESTISDE011", "IS_KEY_11").by("LINK_CERT_11b").during(EXP.plus(5, 0), EXP.plus(6, 0)),
    // Set 13: another cryptosystem
    LINK.named("LINK_CERT_13a", "DETESTLINKDE013", "CVCA_KEY_13").by("LINK_CERT_11b").during(EXP.plus(7, 0), EXP.plus(10, 0)).on(KeyKind::Migrated),
    DV.named("DV_CERT_13a", "DETESTDVDE013", "DV_KEY_13").by("LINK_CERT_13a").during(EXP.plus(7, 0), EXP.plus(8, 0)).on(KeyKind::Migrated),
    IS.named("IS_CERT_13a", "DETESTISDE013", "IS_KEY_13").by("DV_CERT_13a").during(EXP.plus(7, 0), EXP.plus(8, 0)).on(KeyKind::Migrated),
    LINK.named("LINK_CERT_13b", "DETESTLINKDE013", "CVCA_KEY_13").by("LINK_CERT_11b").during(EXP.plus(7, 0), EXP.plus(10, 0)).on(KeyKind::Migrated),
    DV.named("DV_CERT_13b", "DETESTDVDE013", "DV_KEY_13").by("LINK_CERT_13b").during(EXP.plus(7, 0), EXP.plus(8, 0)).on(KeyKind::Migrated),
    IS.named("AT_CERT_13b", "DETESTATDE013", "IS_KEY_13").by("DV_CERT_13b").during(EXP.plus(7, 0), EXP.plus(8, 0)).on(KeyKind::Migrated),
    IS.named("IS_CERT_13b", "DETESTATDE013", "IS_KEY_13").by("DV_CERT_13b").during(EXP.plus(7, 0), EXP.plus(8, 0)).on(KeyKind::Migrated),
    // Set 23
    AT_LINK.named("LINK_CERT_23a", "DETESTLINKDE23A", "AT_CVCA_KEY_23a").by(AT_CVCA).during(EXP.plus(0, -1), EXP.plus(3, 0)),
    AT_LINK.named("LINK_CERT_23b", "DETESTLINKDE23B", "AT_CVCA_KEY_23b").by("LINK_CERT_23a").during(EXP.plus(2, 0), EXP.plus(5, 0)),
    DV.named("DV_CERT_23", "DETESTDVDE023", "DV_KEY_23").by("LINK_CERT_23b").at(0x80_3FFF_FF00).during(EXP.plus(4, 0), EXP.plus(5, 0)),
];
