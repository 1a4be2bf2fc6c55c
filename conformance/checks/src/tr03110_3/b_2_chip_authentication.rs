//! The answer of the card in Chip Authentication version 2 ([TR-03110-3 §B.2]).
//!
//! ```text
//! 7C { 81 nonce (8), 82 token (8) }
//! ```

use super::b_14_2_general_authenticate::{expect, expect_length, objects, required};
use crate::judgement::{Judgement, Report};

/// Nonce and authentication token, eight bytes each.
#[must_use]
pub fn version_2(data: &[u8]) -> Judgement {
    let mut report = Report::new("REQ-TR03110-3-B.2-91", "[TR-03110-3 §B.2]");
    let objects = objects(data, &mut report);
    for object in expect(objects, &[required(0x81), required(0x82)], &mut report) {
        expect_length(object.as_ref(), 8, &mut report);
    }
    report.finish()
}
