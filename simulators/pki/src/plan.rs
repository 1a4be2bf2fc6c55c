//! The certificate sets of the test plan, one row for each certificate [TR-03105-3.3 §2.4].
//!
//! Dates count from the effective and the expiration date of the trust points. Names, rights and dates are
//! the plan's. Where its tables contradict each other, the row says what it follows:
//!
//! - Set 13: DV and terminal name the holder of the link certificate as issuer, which the plan spells in two
//!   ways. What the plan defines as `AT_CERT_13b` is called `IS_CERT_13b` by the test that uses it; it exists
//!   under both names.
//! - Set 14: the plan wants other domain parameters, which only a certificate that carries some can have.
//! - Set 31: terminals are signed by the key of `DV_CERT_31`, not by that of set 30, so that the chain holds.
//! - Set 32: the content of `DV_CERT_32g` is lost from the plan; it is that of its terminal certificate.
//!
//! `DV_CERT_12k`, `12l` and `12o` need RSA and are not here. The plan has deleted `DV_CERT_12n` and sets 15,
//! 16 and 25 to 29.

mod evolution;
mod inspection;
mod link;
mod structure;
mod terminal;

use crate::row::Row;

/// Every table of the plan.
pub(crate) const TABLES: &[&[Row]] = &[
    inspection::ROWS,
    link::ROWS,
    structure::ROWS,
    terminal::SPECIAL_FUNCTIONS,
    terminal::READ_OFFICIAL,
    terminal::READ_NON_OFFICIAL,
    terminal::WRITE,
    evolution::COMPARE_OFFICIAL,
    evolution::COMPARE_NON_OFFICIAL,
    evolution::ROWS,
];

/// The number of the set that a certificate of the plan belongs to, told by its name.
pub(crate) fn set_number(name: &str) -> Option<u8> {
    let (_, rest) = name.split_once("_CERT_")?;
    let digits = rest.trim_end_matches(|c: char| c.is_ascii_lowercase());
    digits.parse().ok()
}
