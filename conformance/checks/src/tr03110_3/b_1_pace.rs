//! Answers of the card in PACE ([TR-03110-3 §B.1]): the objects of each step, in order, and their contents.
//!
//! ```text
//! 1  7C { 80 encrypted nonce }
//! 2  7C { 82 mapping data }
//! 3  7C { 84 ephemeral public key }
//! 4  7C { 86 token (8), 87 reference, 88 previous reference, 8A encrypted chip data }
//! ```

use crypto::{Curve, PublicKey};

use super::a_7_1_public_key_reference::judge_reference;
use super::b_14_2_general_authenticate::{expect, expect_length, objects, optional, required};
use crate::der::Element;
use crate::judgement::{Judgement, Place, Report};

const CLAUSE: &str = "[TR-03110-3 §B.1]";

/// Length of an authentication token in bytes.
const TOKEN_LEN: usize = 8;

/// Step 1: an encrypted nonce of whole blocks; `block_len` is 16 for AES, 8 for 3DES ([TR-03110-3 §A.3.3]).
#[must_use]
pub fn encrypted_nonce(data: &[u8], block_len: usize) -> Judgement {
    let mut report = Report::new("REQ-TR03110-3-B.1-91", CLAUSE);
    let objects = objects(data, &mut report);
    if let [Some(nonce)] = expect(objects, &[required(0x80)], &mut report).as_slice() {
        report.clause("[TR-03110-3 §A.3.3]");
        let length = nonce.contents.len();
        if length == 0 || !length.is_multiple_of(block_len.max(1)) {
            let place = Place::root("7C").below("80", nonce.offset);
            report.violation(
                &place,
                format!("{length} bytes"),
                format!("a multiple of {block_len} bytes"),
            );
        }
    }
    report.finish()
}

/// Step 2 with the generic mapping on a curve: a point of it.
#[must_use]
pub fn mapping_data(data: &[u8], curve: Curve) -> Judgement {
    judge_point(
        Report::new("REQ-TR03110-3-B.1-92", CLAUSE),
        data,
        0x82,
        curve,
    )
}

/// Step 3 on a curve: a point of it.
#[must_use]
pub fn ephemeral_key(data: &[u8], curve: Curve) -> Judgement {
    judge_point(
        Report::new("REQ-TR03110-3-B.1-93", CLAUSE),
        data,
        0x84,
        curve,
    )
}

/// Whether an answer has to name certification authorities.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum References {
    /// The terminal sent a certificate holder authorization template: at least one reference.
    Expected,
    /// It sent none: nothing calls for a reference.
    NotExpected,
}

/// Whether the protocol is one of PACE with Chip Authentication Mapping, whose last answer has one more object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mapping {
    /// Generic or integrated mapping.
    Plain,
    /// Chip Authentication Mapping ([ICAO 9303-11 §4.4.4]).
    ChipAuthentication,
}

/// Step 4: the token, then one or two certification authority references, the most recent first ([TR-03110-3 §B.1.4]).
#[must_use]
pub fn mutual_authentication(data: &[u8], references: References, mapping: Mapping) -> Judgement {
    let mut report = Report::new("REQ-TR03110-3-B.1-94", CLAUSE);
    let objects = objects(data, &mut report);
    let chip_data = match mapping {
        Mapping::Plain => &[][..],
        Mapping::ChipAuthentication => &[required(0x8A)],
    };
    let first = match references {
        References::Expected => required(0x87),
        References::NotExpected => optional(0x87),
    };
    let expected = [&[required(0x86), first, optional(0x88)], chip_data].concat();
    let found = expect(objects, &expected, &mut report);
    let mut found = found.iter().map(Option::as_ref);
    expect_length(found.next().flatten(), TOKEN_LEN, &mut report);
    report.clause("[TR-03110-3 §B.1.4]");
    let (current, previous) = (found.next().flatten(), found.next().flatten());
    judge_references(current, previous, references, &mut report);
    report.finish()
}

fn judge_references(
    current: Option<&Element<'_>>,
    previous: Option<&Element<'_>>,
    references: References,
    report: &mut Report,
) {
    let place = |element: &Element<'_>| {
        Place::root("7C").below(&format!("{:02X}", element.tag), element.offset)
    };
    if let (Some(current), References::NotExpected) = (current, references) {
        report.warning(
            &place(current),
            "a reference that nothing calls for",
            "the token alone",
        );
    }
    if let (None, Some(previous)) = (current, previous) {
        report.violation(
            &place(previous),
            "a previous reference without a current one",
            "object 87 first",
        );
    }
    for reference in [current, previous].into_iter().flatten() {
        judge_reference(reference.contents, &place(reference), report);
    }
    if let (Some(current), Some(previous)) = (current, previous)
        && current.contents == previous.contents
    {
        report.warning(
            &place(previous),
            "the same reference twice",
            "the previous reference",
        );
    }
}

fn judge_point(mut report: Report, data: &[u8], tag: u32, curve: Curve) -> Judgement {
    let objects = objects(data, &mut report);
    if let [Some(point)] = expect(objects, &[required(tag)], &mut report).as_slice()
        && let Err(error) = PublicKey::decode(curve, point.contents)
    {
        let place = Place::root("7C").below(&format!("{tag:02X}"), point.offset);
        report.violation(
            &place,
            format!("{} bytes: {error}", point.contents.len()),
            format!(
                "an uncompressed point on {}, {} bytes",
                curve.name(),
                curve.point_len()
            ),
        );
    }
    report.finish()
}
