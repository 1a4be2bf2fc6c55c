//! The trust points, and certificates of ours that no set of the plan has: what software and demonstrations need.

use crate::row::{AT_CVCA, EFF, EXP, Extra, IS_CVCA, Rights, Row, ST_CVCA};

/// The holder reference of the trust point of inspection systems.
pub(crate) const IS_ROOT_HOLDER: &str = "DETESTePass00001";

/// Every right of an authentication terminal but the role and the reserved bit.
const ALL: u64 = 0x3F_7FFF_FFFF;
/// Read access to every data group.
const READ: u64 = 0x00_3FFF_FF00;
const DV: Row = Row::template(AT_CVCA, Rights::At(0), EFF, EFF.plus(3, 0));
const AT: Row = Row::template("AT_DV", Rights::At(0), EFF, EFF.plus(1, 0)).with(AT_EXTENSIONS);
const AT_EXTENSIONS: &[Extra] = &[Extra::Description, Extra::BothSectors];

/// The self-signed certificates that cards are personalised with.
#[rustfmt::skip]
pub(crate) const TRUST_POINTS: &[Row] = &[
    Row::template(IS_CVCA, Rights::Is(0xC3), EFF, EXP).named(IS_CVCA, IS_ROOT_HOLDER, "CVCA_KEY_00"),
    Row::template(AT_CVCA, Rights::At(0xFF_7FFF_FFFF), EFF, EXP).named(AT_CVCA, "DETESTeID00001", "CVCA_KEY_17"),
    Row::template(ST_CVCA, Rights::St(0xC3), EFF, EXP).named(ST_CVCA, "DETESTeSign00001", "CVCA_KEY_ST"),
];

/// Document verifiers and terminals below the trust points.
#[rustfmt::skip]
pub(crate) const ROWS: &[Row] = &[
    // Inspection systems
    DV.named("IS_DV", "DETESTDVIS00001", "IS_DV").by(IS_CVCA).is(0x83),
    DV.named("IS_FOREIGN_DV", "FRTESTDVIS00001", "IS_FOREIGN_DV").by(IS_CVCA).is(0x43),
    AT.named("IS_FULL", "DETESTIS00001", "IS_FULL").by("IS_DV").is(0x03).with(&[]),
    AT.named("IS_NONE", "DETESTIS00002", "IS_NONE").by("IS_DV").is(0x00).with(&[]),
    AT.named("IS_FOREIGN", "FRTESTIS00001", "IS_FOREIGN").by("IS_FOREIGN_DV").is(0x03).with(&[]),
    // Authentication terminals
    DV.named("AT_DV", "DETESTDVAT00001", "AT_DV").at(0x80_0000_0000 | ALL),
    DV.named("AT_FOREIGN_DV", "DETESTDVAT00002", "AT_FOREIGN_DV").at(0x40_0000_0000 | ALL),
    AT.named("AT_FULL", "DETESTAT00001", "AT_FULL").at(ALL),
    AT.named("AT_NONE", "DETESTAT00002", "AT_NONE"),
    AT.named("AT_AGE", "DETESTAT00003", "AT_AGE").at(0x01),
    AT.named("AT_COMMUNITY", "DETESTAT00004", "AT_COMMUNITY").at(0x02),
    AT.named("AT_PSEUDONYM", "DETESTAT00005", "AT_PSEUDONYM").at(0x04),
    AT.named("AT_PRIVILEGED", "DETESTAT00006", "AT_PRIVILEGED").at(READ | 0x08),
    AT.named("AT_CAN", "DETESTAT00007", "AT_CAN").at(READ | 0x10),
    AT.named("AT_PIN", "DETESTAT00008", "AT_PIN").at(0x30),
    AT.named("AT_READ", "DETESTAT00009", "AT_READ").at(READ),
    AT.named("AT_READ_NAME", "DETESTAT00010", "AT_READ_NAME").at(0x00_0000_1800),
    AT.named("AT_READ_ADDRESS", "DETESTAT00011", "AT_READ_ADDRESS").at(0x00_0100_0000),
    AT.named("AT_WRITE_ADDRESS", "DETESTAT00012", "AT_WRITE_ADDRESS").at(0x30_0300_0010),
    AT.named("AT_FOREIGN", "DETESTAT00013", "AT_FOREIGN").by("AT_FOREIGN_DV").at(ALL),
    // Signature terminals
    DV.named("ST_DV", "DETESTDVST00001", "ST_DV").by(ST_CVCA).st(0x83),
    AT.named("ST_FULL", "DETESTST00001", "ST_FULL").by("ST_DV").st(0x03).with(&[]),
    // Link certificates, made a month before the trust point ends, and a chain below each
    LINK.named("IS_LINK", "DETESTePass00002", "IS_LINK").by(IS_CVCA).is(0xC3),
    AFTER.named("IS_LINK_DV", "DETESTDVIS00002", "IS_LINK_DV").by("IS_LINK").is(0x83),
    AFTER.named("IS_LINK_FULL", "DETESTIS00003", "IS_LINK_FULL").by("IS_LINK_DV").is(0x03),
    LINK.named("AT_LINK", "DETESTeID00002", "AT_LINK").at(0xFF_7FFF_FFFF),
    AFTER.named("AT_LINK_DV", "DETESTDVAT00003", "AT_LINK_DV").by("AT_LINK").at(0x80_0000_0000 | ALL),
    AFTER.named("AT_LINK_FULL", "DETESTAT00014", "AT_LINK_FULL").by("AT_LINK_DV").at(ALL).with(AT_EXTENSIONS),
];
const LINK: Row = Row::template(AT_CVCA, Rights::At(0), EXP.plus(-1, 0), EXP.plus(35, 0));
const AFTER: Row = Row::template("", Rights::At(0), EXP.plus(-1, 0), EXP.plus(2, 0));
