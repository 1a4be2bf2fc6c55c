//! The answer to GET CHALLENGE ([TR-03110-3 §B.14.6]).

use crate::judgement::{Judgement, Place, Report};

/// Eight bytes of randomness; all equal bytes are suspicious.
#[must_use]
pub fn challenge(data: &[u8]) -> Judgement {
    let mut report = Report::new("REQ-TR03110-3-B.14.6-91", "[TR-03110-3 §B.14.6]");
    let place = Place::root("challenge");
    if data.len() != 8 {
        report.violation(&place, format!("{} bytes", data.len()), "8 bytes");
    } else if data.windows(2).all(|pair| pair.first() == pair.last()) {
        report.warning(&place, "eight equal bytes", "randomness");
    }
    report.finish()
}

/// Two challenges of one session must differ.
#[must_use]
pub fn freshness(first: &[u8], second: &[u8]) -> Judgement {
    let mut report = Report::new("REQ-TR03110-3-B.14.6-92", "[TR-03110-3 §B.14.6]");
    if first == second {
        report.violation(
            &Place::root("challenge"),
            "the same challenge again",
            "a new one",
        );
    }
    report.finish()
}
