//! The answer of the card in Restricted Identification ([TR-03110-3 §B.4]).
//!
//! ```text
//! 7C { 81 first identifier, 83 second identifier }
//! ```

use crypto::Hash;

use super::b_14_2_general_authenticate::{expect, expect_length, objects, required};
use crate::judgement::{Judgement, Report};

/// Which sector keys the terminal sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sectors {
    /// The first key (A0) alone.
    First,
    /// The second key (A2) alone.
    Second,
    /// Both.
    Both,
}

/// One identifier for each sector key, as long as the hash of the protocol.
#[must_use]
pub fn identifiers(data: &[u8], sectors: Sectors, hash: Hash) -> Judgement {
    let mut report = Report::new("REQ-TR03110-3-B.4-91", "[TR-03110-3 §B.4]");
    let expected = match sectors {
        Sectors::First => &[required(0x81)][..],
        Sectors::Second => &[required(0x83)],
        Sectors::Both => &[required(0x81), required(0x83)],
    };
    let objects = objects(data, &mut report);
    for object in expect(objects, expected, &mut report) {
        expect_length(object.as_ref(), hash.len(), &mut report);
    }
    report.finish()
}
