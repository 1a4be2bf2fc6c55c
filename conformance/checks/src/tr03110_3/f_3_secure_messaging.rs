//! Protected answers as raw bytes ([TR-03110-3 §F.3.2]).
//!
//! ```text
//! 87 01 || cryptogram   (85 cryptogram for odd instructions)   if the plain answer has data
//! 99 status (2)
//! 8E checksum (8)
//! SW1 SW2
//! ```
//!
//! Judges the form. Whether the checksum is right only the owner of the session keys can tell.

use crate::der::{Element, read_all};
use crate::judgement::{Judgement, Place, Report};

const STRUCTURE: &str = "[TR-03110-3 §F.3.2]";

/// What the command below secure messaging was like, and what its answer may carry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Expected {
    /// Whether data must, may or may not be there.
    pub data: Data,
    /// Even instructions answer in 87, odd ones in 85.
    pub instruction: Instruction,
    /// Block length of the cipher in bytes: 16 for AES, 8 for 3DES.
    pub block_len: usize,
}

/// Whether an answer carries data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Data {
    /// It must.
    Present,
    /// It must not: the command expects none, or it failed.
    Absent,
    /// Both are right.
    Any,
}

/// Bit 1 of the instruction byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Instruction {
    /// Data is a string of bytes, object 87.
    Even,
    /// Data is BER-TLV, object 85.
    Odd,
}

impl Default for Expected {
    /// Any answer of an even instruction under AES.
    fn default() -> Self {
        Self {
            data: Data::Any,
            instruction: Instruction::Even,
            block_len: 16,
        }
    }
}

/// A whole protected answer, status bytes included.
#[must_use]
pub fn response(raw: &[u8], expected: Expected) -> Judgement {
    let mut report = Report::new("REQ-TR03110-3-F.3.2-91", STRUCTURE);
    let place = Place::root("response");
    let Some((body, trailer)) = raw.split_last_chunk::<2>() else {
        report.violation(
            &place,
            format!("{} bytes", raw.len()),
            "at least the status bytes",
        );
        return report.finish();
    };
    if body.is_empty() {
        report.violation(
            &place,
            format!(
                "{:02X}{:02X} without secure messaging",
                trailer[0], trailer[1]
            ),
            "a protected answer",
        );
        return report.finish();
    }
    match read_all(body, 0) {
        Ok(objects) => judge_objects(&objects, *trailer, expected, &mut report),
        Err(fault) => report.fault(&place, fault),
    }
    report.finish()
}

/// An answer that ends a session, or comes without one: the status bytes and nothing else ([TR-03110-3 §F.6]).
#[must_use]
pub fn plain_status(raw: &[u8]) -> Judgement {
    let mut report = Report::new("REQ-TR03110-3-F.6-91", "[TR-03110-3 §F.6]");
    if raw.len() != 2 {
        let place = Place::root("response");
        report.violation(
            &place,
            format!("{} bytes", raw.len()),
            "the two status bytes alone",
        );
    }
    report.finish()
}

/// The status of a session that ends for a fault in secure messaging: 6987 for missing, 6988 for incorrect objects
/// ([TR-03110-3 §F.6]).
#[must_use]
pub fn session_ended(raw: &[u8], expected: &[u16]) -> Judgement {
    let mut report = Report::new("REQ-TR03110-3-F.6-92", "[TR-03110-3 §F.6]");
    let place = Place::root("response");
    match raw {
        &[sw1, sw2] if expected.contains(&u16::from_be_bytes([sw1, sw2])) => {}
        &[sw1, sw2] => report.violation(
            &place,
            format!("{sw1:02X}{sw2:02X}"),
            format!("{expected:04X?}"),
        ),
        longer => report.violation(
            &place,
            format!("{} bytes", longer.len()),
            "the two status bytes alone",
        ),
    }
    report.finish()
}

fn judge_objects(
    objects: &[Element<'_>],
    trailer: [u8; 2],
    expected: Expected,
    report: &mut Report,
) {
    let place = Place::root("response");
    let mut rest = objects.iter().peekable();
    let data = rest.next_if(|object| matches!(object.tag, 0x85 | 0x87));
    judge_data(data, expected, report);
    for (tag, length, name) in [
        (0x99, 2, "processing status"),
        (0x8E, 8, "cryptographic checksum"),
    ] {
        let Some(object) = rest.next_if(|object| object.tag == tag) else {
            let next = rest.peek();
            let at = place.below(
                &format!("{tag:02X}"),
                next.map_or(place.offset, |next| next.offset),
            );
            let found = next.map_or_else(
                || "the end".to_owned(),
                |next| format!("object {:02X}", next.tag),
            );
            report.violation(&at, found, format!("object {tag:02X}, the {name}"));
            continue;
        };
        let at = place.below(&format!("{tag:02X}"), object.offset);
        if object.contents.len() != length {
            report.violation(
                &at,
                format!("{} bytes", object.contents.len()),
                format!("{length} bytes"),
            );
        } else if tag == 0x99 && object.contents != trailer {
            let [sw1, sw2] = trailer;
            report.violation(
                &at,
                format!("{:02X?}", object.contents),
                format!("the status bytes {sw1:02X} {sw2:02X}"),
            );
        }
    }
    for extra in rest {
        let at = place.below(&format!("{:02X}", extra.tag), extra.offset);
        report.violation(
            &at,
            format!("object {:02X}", extra.tag),
            "[87 or 85] 99 8E, in this order, and nothing else",
        );
    }
}

fn judge_data(data: Option<&Element<'_>>, expected: Expected, report: &mut Report) {
    let place = Place::root("response");
    let Some(object) = data else {
        if expected.data == Data::Present {
            report.violation(&place, "no data object", "data");
        }
        return;
    };
    let at = place.below(&format!("{:02X}", object.tag), object.offset);
    if expected.data == Data::Absent {
        report.violation(&at, "a data object", "no data");
    }
    let tag = match expected.instruction {
        Instruction::Even => 0x87,
        Instruction::Odd => 0x85,
    };
    if object.tag != tag {
        report.violation(
            &at,
            format!("object {:02X}", object.tag),
            format!("object {tag:02X}"),
        );
    }
    let cryptogram = match (object.tag, object.contents) {
        (0x87, [0x01, cryptogram @ ..]) => cryptogram,
        (0x87, other) => {
            report.violation(
                &at,
                format!("padding indicator {:02X?}", other.first()),
                "padding indicator 01",
            );
            return;
        }
        (_, cryptogram) => cryptogram,
    };
    let length = cryptogram.len();
    if length == 0 || !length.is_multiple_of(expected.block_len.max(1)) {
        let blocks = expected.block_len;
        report.violation(
            &at,
            format!("a cryptogram of {length} bytes"),
            format!("a multiple of {blocks} bytes"),
        );
    }
}
