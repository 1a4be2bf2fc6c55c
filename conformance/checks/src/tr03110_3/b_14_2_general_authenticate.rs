//! Answers to GENERAL AUTHENTICATE ([TR-03110-3 §B.14.2]).
//!
//! ```text
//! 7C Dynamic Authentication Data
//! `- 80 to 8A: what the protocol step answers with
//! ```

use iso7816::StatusWord;

use crate::der::{Element, read_one};
use crate::judgement::{Judgement, Place, Report};

const CLAUSE: &str = "[TR-03110-3 §B.14.2]";

/// Dynamic Authentication Data must be there after success, must not be there after an error, and may after a warning.
#[must_use]
pub fn presence(data: &[u8], status: StatusWord) -> Judgement {
    let mut report = Report::new("REQ-TR03110-3-B.14.2-91", CLAUSE);
    let place = Place::root("response");
    match status.value() {
        0x9000 if data.is_empty() => report.violation(&place, "no data after 9000", "an object 7C"),
        0x6400..=0x6FFF if !data.is_empty() => {
            report.violation(
                &place,
                format!("{} bytes of data after {status}", data.len()),
                "no data",
            );
        }
        _ => {}
    }
    report.finish()
}

/// The objects inside the one 7C that a data field is; anything else is reported.
pub(super) fn objects<'a>(data: &'a [u8], report: &mut Report) -> Vec<Element<'a>> {
    let place = Place::root("7C");
    let (outer, rest) = match read_one(data, 0) {
        Ok(parts) => parts,
        Err(fault) => {
            report.fault(&place, fault);
            return Vec::new();
        }
    };
    if outer.tag != 0x7C {
        report.violation(
            &place,
            format!("tag {:02X}", outer.tag),
            "Dynamic Authentication Data, tag 7C",
        );
        return Vec::new();
    }
    if !rest.is_empty() {
        let end = place.below("end", outer.raw.len());
        report.violation(&end, format!("{} bytes behind 7C", rest.len()), "nothing");
    }
    match outer.children() {
        Ok(children) => children,
        Err(fault) => {
            report.fault(&place, fault);
            Vec::new()
        }
    }
}

/// One data object that an answer is made of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Object {
    pub(super) tag: u32,
    pub(super) presence: Presence,
}

/// Whether an object must be in an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Presence {
    Required,
    Optional,
}

/// Matches the objects of an answer with the expected ones, in this order and no others; one slot for each expected.
pub(super) fn expect<'a>(
    objects: Vec<Element<'a>>,
    expected: &[Object],
    report: &mut Report,
) -> Vec<Option<Element<'a>>> {
    let place = Place::root("7C");
    let mut rest = objects.into_iter().peekable();
    let slots = expected
        .iter()
        .map(|object| {
            let found = rest.next_if(|element| element.tag == object.tag);
            if found.is_none() && object.presence == Presence::Required {
                let next = rest.peek();
                let at = place.below(
                    &format!("{:02X}", object.tag),
                    next.map_or(0, |next| next.offset),
                );
                let found = next.map_or_else(
                    || "the end".to_owned(),
                    |next| format!("object {:02X}", next.tag),
                );
                report.violation(&at, found, format!("object {:02X}", object.tag));
            }
            found
        })
        .collect();
    for extra in rest {
        let at = place.below(&format!("{:02X}", extra.tag), extra.offset);
        report.violation(
            &at,
            format!("object {:02X}", extra.tag),
            "no other object, and this order",
        );
    }
    slots
}

/// A required object.
pub(super) const fn required(tag: u32) -> Object {
    Object {
        tag,
        presence: Presence::Required,
    }
}

/// An object that may be missing.
pub(super) const fn optional(tag: u32) -> Object {
    Object {
        tag,
        presence: Presence::Optional,
    }
}

/// An object must have exactly this many bytes.
pub(super) fn expect_length(object: Option<&Element<'_>>, length: usize, report: &mut Report) {
    if let Some(object) = object.filter(|object| object.contents.len() != length) {
        let at = Place::root("7C").below(&format!("{:02X}", object.tag), object.offset);
        report.violation(
            &at,
            format!("{} bytes", object.contents.len()),
            format!("{length} bytes"),
        );
    }
}
