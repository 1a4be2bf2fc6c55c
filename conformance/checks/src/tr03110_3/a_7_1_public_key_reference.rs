//! References of public keys: holder and authority references of certificates ([TR-03110-3 §A.7.1]).
//!
//! ```text
//! country code (2) | holder mnemonic (0 to 9) | sequence number (5)
//! ```

use crate::judgement::{Place, Report};

const CLAUSE: &str = "[TR-03110-3 §A.7.1]";

/// Country code, mnemonic and sequence number, 7 to 16 bytes.
pub(super) fn judge_reference(reference: &[u8], place: &Place, report: &mut Report) {
    report.clause(CLAUSE);
    let length = reference.len();
    if !(7..=16).contains(&length) {
        report.violation(
            place,
            format!("a reference of {length} bytes"),
            "7 to 16 bytes",
        );
        return;
    }
    let (country, rest) = reference.split_at(2);
    let (mnemonic, sequence) = rest.split_at(length - 7);
    if !country.iter().all(u8::is_ascii_uppercase) {
        report.violation(
            place,
            format!("country code {}", text(country)),
            "two capital letters",
        );
    }
    if mnemonic
        .iter()
        .any(|byte| matches!(byte, 0x00..=0x1F | 0x7F..=0x9F))
    {
        report.violation(
            place,
            format!("mnemonic {}", text(mnemonic)),
            "printing characters of ISO/IEC 8859-1",
        );
    }
    if !sequence
        .iter()
        .all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase())
    {
        report.violation(
            place,
            format!("sequence number {}", text(sequence)),
            "five of 0 to 9 and A to Z",
        );
    }
}

fn text(bytes: &[u8]) -> String {
    let text: String = bytes.iter().map(|&byte| char::from(byte)).collect();
    format!("{text:?}")
}
