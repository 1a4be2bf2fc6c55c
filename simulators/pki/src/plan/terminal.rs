//! Sets 17 to 22 and 24: authentication terminals with special functions, read and write access.

use crate::row::{AT_CVCA, EFF, Extra, Rights, Row, per_data_group};

const DV: Row = Row::template(AT_CVCA, Rights::At(0), EFF, EFF.plus(1, 0));
const AT_17: Row = Row::template("DV_CERT_17", Rights::At(0), EFF, EFF.plus(1, 0)).named(
    "",
    "DETESTATDE017",
    "AT_KEY_17",
);
const AT_18: Row = Row::template("DV_CERT_18", Rights::At(0), EFF, EFF.plus(1, 0)).named(
    "",
    "DETESTATDE018",
    "AT_KEY_18",
);
const AT_19: Row = Row::template("DV_CERT_19", Rights::At(0), EFF, EFF.plus(1, 0)).named(
    "",
    "DETESTATDE019",
    "AT_KEY_19",
);
const AT_20: Row = Row::template("DV_CERT_20", Rights::At(0), EFF, EFF.plus(1, 0)).named(
    "",
    "DETESTATDE020",
    "AT_KEY_20",
);
const AT_21: Row = Row::template("DV_CERT_21", Rights::At(0), EFF, EFF.plus(1, 0)).named(
    "",
    "DETESTATDE021",
    "AT_KEY_21",
);
const AT_22: Row = Row::template("DV_CERT_22", Rights::At(0), EFF, EFF.plus(1, 0)).named(
    "",
    "DETESTATDE022",
    "AT_KEY_22",
);
const AT_24: Row = Row::template("DV_CERT_24", Rights::At(0), EFF, EFF.plus(1, 0)).named(
    "",
    "DETESTATDE024",
    "AT_KEY_24",
);

const fn at(template: Row, name: &'static str, bits: u64) -> Row {
    Row {
        name,
        rights: Rights::At(bits),
        ..template
    }
}

#[rustfmt::skip]
pub(super) const SPECIAL_FUNCTIONS: &[Row] = &[
    // Set 17: official DV
    DV.named("DV_CERT_17", "DETESTDVDE017", "DV_KEY_17").at(0x80_4000_01FF),
    at(AT_17, "AT_CERT_17a", 0x00_0000_0110),
    at(AT_17, "AT_CERT_17b", 0x00_0000_0030),
    at(AT_17, "AT_CERT_17c", 0x00_0000_0004).with(&[Extra::FirstSector]),
    at(AT_17, "AT_CERT_17d", 0x00_0000_0080),
    at(AT_17, "AT_CERT_17e", 0x00_0000_0040),
    at(AT_17, "AT_CERT_17f", 0x00_0000_0001),
    at(AT_17, "AT_CERT_17g", 0x00_0000_0002),
    at(AT_17, "AT_CERT_17h", 0x00_0000_0018),
    at(AT_17, "AT_CERT_17i", 0x00_4000_0008).with(&[Extra::PseudonymSector]),
    at(AT_17, "AT_CERT_17j", 0x00_0000_0003),
    // Set 18: non-official DV
    DV.named("DV_CERT_18", "DETESTDVDE018", "DV_KEY_18").at(0x40_4000_00FF),
    at(AT_18, "AT_CERT_18c", 0x00_0000_0004).with(&[Extra::FirstSector]),
    at(AT_18, "AT_CERT_18f", 0x00_0000_0001),
    at(AT_18, "AT_CERT_18g", 0x00_0000_0002),
    // Set 19: official DV, read access; the terminals of each data group are below
    DV.named("DV_CERT_19", "DETESTDVDE019", "DV_KEY_19").at(0x80_3FFF_FF10),
    DV.named("DV_CERT_19a", "DETESTDVDE019", "DV_KEY_19").at(0x80_BFFF_FF10),
    at(AT_19, "AT_CERT_19w", 0x00_8000_0110).by("DV_CERT_19a"),
    // Set 20: non-official DV, read access
    DV.named("DV_CERT_20", "DETESTDVDE020", "DV_KEY_20").at(0x40_3FFF_FF00),
    // Set 24: two sectors
    DV.named("DV_CERT_24", "DETESTDVDE024", "DV_KEY_24").at(0x80_0000_0004),
    at(AT_24, "AT_CERT_24", 0x00_0000_0004).with(&[Extra::BothSectors]),
];

/// Read access to one data group each, and the right to use the CAN.
pub(super) const READ_OFFICIAL: &[Row] = &per_data_group!("AT_CERT_19", GROUP => Row { rights: Rights::At(1 << (7 + GROUP) | 0x10), ..AT_19 });

/// Read access to one data group each.
pub(super) const READ_NON_OFFICIAL: &[Row] =
    &per_data_group!("AT_CERT_20", GROUP => Row { rights: Rights::At(1 << (7 + GROUP)), ..AT_20 });

#[rustfmt::skip]
pub(super) const WRITE: &[Row] = &[
    // Set 21: official DV
    DV.named("DV_CERT_21", "DETESTDVDE021", "DV_KEY_21").at(0xBF_0000_0010),
    at(AT_21, "AT_CERT_21a", 0x20_0000_0010),
    at(AT_21, "AT_CERT_21b", 0x10_0000_0010),
    at(AT_21, "AT_CERT_21c", 0x08_0000_0010),
    at(AT_21, "AT_CERT_21d", 0x04_0000_0010),
    at(AT_21, "AT_CERT_21e", 0x02_0000_0010),
    at(AT_21, "AT_CERT_21f", 0x01_0000_0010),
    // Set 22: non-official DV
    DV.named("DV_CERT_22", "DETESTDVDE022", "DV_KEY_22").at(0x7F_0000_0000),
    at(AT_22, "AT_CERT_22a", 0x20_0000_0000),
    at(AT_22, "AT_CERT_22b", 0x10_0000_0000),
    at(AT_22, "AT_CERT_22c", 0x08_0000_0000),
    at(AT_22, "AT_CERT_22d", 0x04_0000_0000),
    at(AT_22, "AT_CERT_22e", 0x02_0000_0000),
    at(AT_22, "AT_CERT_22f", 0x01_0000_0000),
];
