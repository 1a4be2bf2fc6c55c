//! Sets 30 to 32: authorization extensions, and certificates of a later version of the guideline.

use eac::encoding::oid::{ID_AT, ID_EID_ACCESS, ID_SPECIAL_FUNCTIONS, ID_ST};

use crate::row::{AT_CVCA, EFF, EXP, Extra, Rights, Row, per_data_group};

/// Every right of the template but the role.
const ALL: u64 = 0x00_7FFF_FFFF;
const DV: Row = Row::template(
    AT_CVCA,
    Rights::At(0x40_0000_0000 | ALL),
    EFF,
    EFF.plus(1, 0),
);
const AT: Row = Row::template("", Rights::At(ALL), EFF, EFF.plus(1, 0));
const AT_30: Row = AT.by("DV_CERT_30").named("", "DETESTATDE030", "AT_KEY_30");
const AT_31: Row = AT.by("DV_CERT_31").named("", "DETESTATDE030", "AT_KEY_31");
const DV_32: Row = DV.named("", "DETESTDVDE032", "DV_KEY_32");
const AT_32: Row = AT.named("", "DETESTATDE032", "AT_KEY_32");
const LINK: Row = Row::template(
    AT_CVCA,
    Rights::At(0xC0_0000_0000),
    EXP.plus(0, -1),
    EXP.plus(3, 0),
);

/// Every data group may be compared.
const COMPARE_ALL: &[Extra] = &[Extra::Compare(0x3F_FFFF)];
const READ_DG23: &[Extra] = &[Extra::Authorization(ID_EID_ACCESS, &[0x10, 0, 0, 0, 0, 0])];
const UNDEFINED_BIT: &[Extra] = &[Extra::Authorization(ID_EID_ACCESS, &[0x20])];
const LONGER_ACCESS: &[Extra] = &[Extra::Authorization(
    ID_EID_ACCESS,
    &[0, 0, 0, 0, 0, 0, 0, 1],
)];
const LONGER_FUNCTIONS: &[Extra] = &[Extra::Authorization(ID_EID_ACCESS, &[0, 0, 1])];
const OTHER_ACCESS: &[Extra] = &[Extra::Authorization(
    ID_SPECIAL_FUNCTIONS,
    &[0, 0, 0, 0, 0, 1],
)];
const OTHER_FUNCTIONS: &[Extra] = &[Extra::Authorization(ID_SPECIAL_FUNCTIONS, &[1])];
const LONG_DV: Rights = Rights::Raw(ID_AT, &[0, 0, 0x40, 0x7F, 0xFF, 0xFF, 0xFF]);
const LONG_AT: Rights = Rights::Raw(ID_AT, &[0, 0, 0, 0x7F, 0xFF, 0xFF, 0xFF]);
const OTHER_DV: Rights = Rights::Raw(ID_ST, &[0x40, 0x7F, 0xFF, 0xFF, 0xFF]);
const OTHER_AT: Rights = Rights::Raw(ID_ST, &[0, 0x7F, 0xFF, 0xFF, 0xFF]);

/// Set 30 without its DV: comparison of one data group each, official DV.
pub(super) const COMPARE_OFFICIAL: &[Row] = &per_data_group!("AT_CERT_30", GROUP => Row { extensions: &[Extra::Compare(1 << (GROUP - 1))], ..AT_30 });

/// Set 31 without its DV: comparison of one data group each, non-official DV.
pub(super) const COMPARE_NON_OFFICIAL: &[Row] = &per_data_group!("AT_CERT_31", GROUP => Row { extensions: &[Extra::Compare(1 << (GROUP - 1))], ..AT_31 });

const fn named(template: Row, name: &'static str) -> Row {
    Row { name, ..template }
}

#[rustfmt::skip]
pub(super) const ROWS: &[Row] = &[
    DV.named("DV_CERT_30", "DETESTDVDE030", "DV_KEY_30").at(0x80_0000_0000 | ALL).with(COMPARE_ALL),
    named(AT_30, "AT_CERT_30w").with(&[Extra::Compare(0)]),
    named(AT_30, "AT_CERT_30x").with(&[Extra::Compare(0x02_0084)]),
    DV.named("DV_CERT_31", "DETESTDVDE030", "DV_KEY_31").with(COMPARE_ALL),
    named(AT_31, "AT_CERT_31w").with(&[Extra::Compare(0)]),
    // Set 32
    named(DV_32, "DV_CERT_32a").with(READ_DG23),
    named(DV_32, "DV_CERT_32b").with(UNDEFINED_BIT),
    named(DV_32, "DV_CERT_32c").rights(LONG_DV),
    named(DV_32, "DV_CERT_32d").with(LONGER_ACCESS),
    named(DV_32, "DV_CERT_32e").with(LONGER_FUNCTIONS),
    named(DV_32, "DV_CERT_32f").rights(OTHER_DV),
    named(DV_32, "DV_CERT_32g").with(OTHER_ACCESS),
    named(DV_32, "DV_CERT_32h").with(OTHER_FUNCTIONS),
    named(AT_32, "AT_CERT_32a").by("DV_CERT_32a").with(READ_DG23),
    named(AT_32, "AT_CERT_32b").by("DV_CERT_32b").with(UNDEFINED_BIT),
    named(AT_32, "AT_CERT_32c").by("DV_CERT_32c").rights(LONG_AT),
    named(AT_32, "AT_CERT_32d").by("DV_CERT_32d").with(LONGER_ACCESS),
    named(AT_32, "AT_CERT_32e").by("DV_CERT_32e").with(LONGER_FUNCTIONS),
    named(AT_32, "AT_CERT_32f").by("DV_CERT_32f").rights(OTHER_AT),
    named(AT_32, "AT_CERT_32g").by("DV_CERT_32g").with(OTHER_ACCESS),
    named(AT_32, "AT_CERT_32h").by("DV_CERT_32h").with(OTHER_FUNCTIONS),
    LINK.named("LINK_CERT_32a", "DETESTLINKDE32A", "AT_CVCA_KEY_32").at(0xC0_0000_0100),
    LINK.named("LINK_CERT_32b", "DETESTLINKDE32B", "AT_CVCA_KEY_32"),
    LINK.named("LINK_CERT_32c", "DETESTLINKDE32C", "AT_CVCA_KEY_32").at(0xC0_0000_8000).with(&[Extra::Compare(0x80)]),
    LINK.named("LINK_CERT_32d", "DETESTLINKDE32D", "AT_CVCA_KEY_32").with(&[Extra::Compare(0)]),
];
