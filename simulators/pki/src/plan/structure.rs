//! Sets 12 and 14: certificates with a wrong structure, a wrong signature or a wrong key.

use crate::row::{EFF, Flaw, IS_CVCA, KeyKind, Rights, Row};

/// Set 12 lies in the future, so that a card which accepts it would have moved its date.
const LATER: Row = Row::template(IS_CVCA, Rights::Is(0x83), EFF.plus(1, 20), EFF.plus(1, 25))
    .named("", "DETESTDVDE012", "DV_KEY_12");
const DV: Row = Row::template(IS_CVCA, Rights::Is(0x83), EFF, EFF.plus(1, 0));
const IS: Row = Row::template("", Rights::Is(0x03), EFF, EFF.plus(0, 14));

const fn later(name: &'static str, flaw: Flaw) -> Row {
    Row {
        name,
        flaw,
        ..LATER
    }
}

#[rustfmt::skip]
pub(super) const ROWS: &[Row] = &[
    // Set 12
    later("DV_CERT_12a", Flaw::None),
    later("DV_CERT_12b", Flaw::BodyTag),
    later("DV_CERT_12c", Flaw::SignatureTag),
    later("DV_CERT_12d", Flaw::BodyLength),
    later("DV_CERT_12e", Flaw::SignatureLength),
    later("DV_CERT_12f", Flaw::WrongSignature),
    later("DV_CERT_12g", Flaw::ShortSignature),
    later("DV_CERT_12h", Flaw::NoAlgorithm),
    later("DV_CERT_12i", Flaw::ForeignAlgorithm),
    later("DV_CERT_12j", Flaw::NoPoint),
    later("DV_CERT_12m", Flaw::UnknownObject),
    later("DV_CERT_12p", Flaw::ZeroR),
    later("DV_CERT_12q", Flaw::ZeroS),
    // Set 14
    DV.named("DV_CERT_14a", "DETESTDVDE014", "DV_KEY_14a"),
    DV.named("DV_CERT_14b", "DETESTDVDE014", "DV_KEY_14b").on(KeyKind::Short),
    IS.named("IS_CERT_14a", "DETESTISDE014", "IS_KEY_14a").by("DV_CERT_14b"),
    IS.named("IS_CERT_14b", "DETESTISDE014", "IS_KEY_14b").by("DV_CERT_14a").on(KeyKind::Short),
];
