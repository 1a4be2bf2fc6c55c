//! What German documents put into the data groups of the eID application ([TR-03127 §3.4.3]).

use crate::judgement::{Judgement, Place, Report};
use crate::tr03110_4::data_groups_2_2_3 as groups;

const CLAUSE: &str = "[TR-03127 §3.4.3]";

/// Identity card, three residence documents, eID card for EU citizens, Smart-eID.
const DOCUMENT_TYPES: [&[u8]; 6] = [b"ID", b"AR", b"AS", b"AF", b"UB", b"OA"];

/// Bytes of a municipality id: fourteen decimal digits.
const MUNICIPALITY_ID_LEN: usize = 7;

/// DG1 names a German kind of document.
#[must_use]
pub fn document_type(dg1: &[u8]) -> Judgement {
    let mut report = Report::new("REQ-TR03127-3.4.3-1", CLAUSE);
    if let Some((inner, place)) = groups::open(dg1, 1, &mut report) {
        report.clause(CLAUSE);
        if !DOCUMENT_TYPES.contains(&inner.contents) {
            let found = String::from_utf8_lossy(inner.contents).into_owned();
            report.violation(&place, format!("{found:?}"), "ID, AR, AS, AF, UB or OA");
        }
    }
    report.finish()
}

/// DG18 is a municipality id in binary coded decimal, two digits in a byte, usually fourteen of them; nothing where no
/// address in Germany is stored.
#[must_use]
pub fn municipality_id(dg18: &[u8]) -> Judgement {
    let mut report = Report::new("REQ-TR03127-3.4.3-2", CLAUSE);
    if groups::is_blank(dg18) {
        return report.finish();
    }
    let Some((inner, place)) = groups::open(dg18, 18, &mut report) else {
        return report.finish();
    };
    let Some(digits) = groups::judge_octets(&inner, &place, &mut report) else {
        return report.finish();
    };
    report.clause(CLAUSE);
    judge_digits(digits, &place, &mut report);
    report.finish()
}

fn judge_digits(digits: &[u8], place: &Place, report: &mut Report) {
    let is_decimal = |byte: &u8| byte >> 4 <= 9 && byte & 0x0F <= 9;
    if let Some(byte) = digits.iter().find(|byte| !is_decimal(byte)) {
        report.violation(
            place,
            format!("byte {byte:02X}"),
            "two decimal digits in a byte",
        );
    } else if digits.len() > MUNICIPALITY_ID_LEN {
        report.violation(
            place,
            format!("{} bytes", digits.len()),
            "fourteen digits in seven bytes",
        );
    } else if digits.len() < MUNICIPALITY_ID_LEN && !digits.is_empty() {
        report.warning(
            place,
            format!("{} bytes", digits.len()),
            "fourteen digits in seven bytes",
        );
    }
}
