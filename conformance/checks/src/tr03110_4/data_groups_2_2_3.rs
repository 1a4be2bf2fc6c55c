//! The types of the eID data groups ([TR-03110-4 §2.2.3.1]).
//!
//! ```text
//! 60+n [APPLICATION n], explicit
//! `- .. PrintableString, NumericString, UTF8String, OCTET STRING, Place, ...
//! ```
//!
//! Each function judges what is inside the application tag; [`open`] takes that tag off.

use ambient::Date;

use crate::der::{Element, StringKind, audit, read_one, string_fault};
use crate::judgement::{Place, Report};
use crate::tr03110_3::a_1_security_infos::judge_rest;
use crate::tr03110_3::fields::Fields;

mod place;

pub(crate) use place::{judge_general_place, judge_issuing_entity, judge_residence};

const CLAUSE: &str = "[TR-03110-4 §2.2.3.1]";

/// Takes the application tag of a data group off; returns the one element inside and its place.
pub(crate) fn open<'a>(
    file: &'a [u8],
    number: u8,
    report: &mut Report,
) -> Option<(Element<'a>, Place)> {
    report.clause(CLAUSE);
    let root = Place::root(&format!("DG{number}"));
    let (outer, rest) = match read_one(file, 0) {
        Ok(parts) => parts,
        Err(fault) => {
            report.fault(&root, fault);
            return None;
        }
    };
    let tag = 0x60 + u32::from(number);
    if outer.tag != tag {
        report.violation(
            &root,
            format!("tag {:02X}", outer.tag),
            format!("[APPLICATION {number}], tag {tag:02X}"),
        );
        return None;
    }
    judge_rest(rest, &root.below("end", outer.raw.len()), report);
    for fault in audit(&outer) {
        report.fault(&root, fault);
    }
    let mut fields = Fields::of(&outer, &root, report);
    let inner = fields.any("contents")?;
    fields.end();
    Some((inner, root.below("contents", inner.offset)))
}

/// Whether a file holds nothing, or nothing but 00: the group is there, but unused.
pub(crate) fn is_blank(file: &[u8]) -> bool {
    file.iter().all(|&byte| byte == 0)
}

/// A string of one kind; its text comes back if it has that kind.
pub(crate) fn judge_string<'a>(
    element: &Element<'a>,
    kind: StringKind,
    place: &Place,
    report: &mut Report,
) -> Option<&'a str> {
    if element.tag != kind.tag() {
        report.violation(
            place,
            format!("tag {:02X}", element.tag),
            format!("a {}", kind.name()),
        );
        return None;
    }
    if let Some(fault) = string_fault(element, kind) {
        report.fault(place, fault);
        return None;
    }
    std::str::from_utf8(element.contents).ok()
}

/// ICAOString: capital letters and spaces in a PrintableString, with one of these lengths.
pub(crate) fn judge_icao(
    element: &Element<'_>,
    lengths: &[usize],
    place: &Place,
    report: &mut Report,
) {
    let Some(text) = judge_string(element, StringKind::Printable, place, report) else {
        return;
    };
    if !text
        .bytes()
        .all(|byte| byte.is_ascii_uppercase() || byte == b' ')
    {
        report.violation(place, format!("\"{text}\""), "capital letters and spaces");
    }
    if !lengths.contains(&text.len()) {
        report.violation(
            place,
            format!("\"{text}\", {} characters", text.len()),
            format!("{lengths:?} characters"),
        );
    }
}

/// DocumentType, and that it is the expected one.
pub(crate) fn judge_document_type(
    element: &Element<'_>,
    expected: Option<&str>,
    place: &Place,
    report: &mut Report,
) {
    judge_icao(element, &[2], place, report);
    if let Some(expected) = expected.filter(|expected| expected.as_bytes() != element.contents) {
        let found = String::from_utf8_lossy(element.contents).into_owned();
        report.violation(place, format!("\"{found}\""), format!("\"{expected}\""));
    }
}

/// ICAOSex: M, F or a space.
pub(crate) fn judge_sex(element: &Element<'_>, place: &Place, report: &mut Report) {
    let Some(text) = judge_string(element, StringKind::Printable, place, report) else {
        return;
    };
    if !text.bytes().all(|byte| matches!(byte, b'M' | b'F' | b' ')) {
        report.violation(place, format!("\"{text}\""), "M, F or a space");
    } else if text.len() != 1 {
        report.warning(
            place,
            format!("\"{text}\", {} characters", text.len()),
            "one character",
        );
    }
}

/// What a date may lack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Completeness {
    /// Every part is known.
    Full,
    /// Parts of a date of birth may be unknown, and are spaces then.
    PartsMayBeUnknown,
}

/// Date: eight digits `YYYYMMDD` in a NumericString.
pub(crate) fn judge_date(
    element: &Element<'_>,
    completeness: Completeness,
    place: &Place,
    report: &mut Report,
) -> Option<Date> {
    let text = judge_string(element, StringKind::Numeric, place, report)?;
    let parts = (text.get(..4), text.get(4..6), text.get(6..8));
    let (Some(year), Some(month), Some(day), 8) = (parts.0, parts.1, parts.2, text.len()) else {
        report.violation(place, format!("\"{text}\""), "eight characters YYYYMMDD");
        return None;
    };
    if let Ok(date) = format!("{year}-{month}-{day}").parse::<Date>() {
        return Some(date);
    }
    let known = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let unknown = |part: &str| part.bytes().all(|byte| byte == b' ');
    let parts = [year, month, day];
    let whole = parts.iter().all(|part| known(part) || unknown(part));
    if completeness == Completeness::PartsMayBeUnknown
        && whole
        && parts.iter().any(|part| unknown(part))
    {
        judge_known_parts(month, day, place, report);
    } else {
        report.violation(
            place,
            format!("\"{text}\""),
            "a date YYYYMMDD of the calendar",
        );
    }
    None
}

fn judge_known_parts(month: &str, day: &str, place: &Place, report: &mut Report) {
    for (name, part, most) in [("month", month, 12), ("day", day, 31)] {
        if let Ok(number) = part.parse::<u32>()
            && !(1..=most).contains(&number)
        {
            report.violation(
                place,
                format!("{name} {part}"),
                format!("01 to {most}, or spaces"),
            );
        }
    }
}

/// A date that cannot lie ahead.
pub(crate) fn judge_past(
    date: Option<Date>,
    today: Option<Date>,
    place: &Place,
    report: &mut Report,
) {
    if let (Some(date), Some(today)) = (date, today)
        && date > today
    {
        report.warning(place, format!("{date}"), format!("a day not after {today}"));
    }
}

/// OptionalDataR: a SET OF object identifiers with their data.
pub(crate) fn judge_optional_data(element: &Element<'_>, place: &Place, report: &mut Report) {
    if element.tag != 0x31 {
        report.violation(
            place,
            format!("tag {:02X}", element.tag),
            "a SET OF OptionalData with tag 31",
        );
        return;
    }
    for (index, child) in element.children().unwrap_or_default().iter().enumerate() {
        let place = place.item(index, child.offset);
        if child.tag != 0x30 {
            report.violation(
                &place,
                format!("tag {:02X}", child.tag),
                "OptionalData with tag 30",
            );
            continue;
        }
        let count = child.children().unwrap_or_default().len();
        let mut fields = Fields::of(child, &place, report);
        fields.oid("type");
        if count > 1 {
            fields.any("data");
        }
        fields.end();
    }
}

/// OCTET STRING; its bytes come back.
pub(crate) fn judge_octets<'a>(
    element: &Element<'a>,
    place: &Place,
    report: &mut Report,
) -> Option<&'a [u8]> {
    if element.tag == 0x04 {
        return Some(element.contents);
    }
    report.violation(place, format!("tag {:02X}", element.tag), "an OCTET STRING");
    None
}

/// WrittenSignature: a JPEG 2000 picture, as a file (signature box first) or as a bare code stream.
pub(crate) fn judge_picture(element: &Element<'_>, place: &Place, report: &mut Report) {
    const FILE: [u8; 12] = [0, 0, 0, 12, 0x6A, 0x50, 0x20, 0x20, 0x0D, 0x0A, 0x87, 0x0A];
    const CODE_STREAM: [u8; 4] = [0xFF, 0x4F, 0xFF, 0x51];
    if let Some(bytes) = judge_octets(element, place, report)
        && !bytes.starts_with(&FILE)
        && !bytes.starts_with(&CODE_STREAM)
    {
        report.violation(
            place,
            format!("{} bytes that begin otherwise", bytes.len()),
            "a JPEG 2000 picture",
        );
    }
}

/// Text: as it is in `[1]`, or compressed in `[2]`.
pub(crate) fn judge_text(element: &Element<'_>, place: &Place, report: &mut Report) {
    let mut fields = Fields::of(element, place, report);
    match element.tag {
        0xA1 => {
            fields.string(StringKind::Utf8, "uncompressed");
            fields.end();
        }
        0xA2 => {
            let compressed = fields.required(0x04, "compressed");
            fields.end();
            if let Some(compressed) = compressed {
                judge_compressed(
                    &compressed,
                    &place.below("compressed", compressed.offset),
                    report,
                );
            }
        }
        tag => report.violation(
            place,
            format!("tag {tag:02X}"),
            "uncompressed [1] or compressed [2]",
        ),
    }
}

/// Most text that a data group of 65535 bytes could be worth; more is a bomb.
const MAX_TEXT: usize = 1 << 20;

fn judge_compressed(compressed: &Element<'_>, place: &Place, report: &mut Report) {
    match miniz_oxide::inflate::decompress_to_vec_with_limit(compressed.contents, MAX_TEXT) {
        Err(error) => report.violation(
            place,
            format!("bytes that do not inflate ({:?})", error.status),
            "DEFLATE",
        ),
        Ok(text) if std::str::from_utf8(&text).is_err() => {
            report.violation(place, "text that is not UTF-8 once inflated", "UTF-8 text");
        }
        Ok(_) => {}
    }
}

/// PhoneNumber: a telephone URI with a global number.
pub(crate) fn judge_phone(element: &Element<'_>, place: &Place, report: &mut Report) {
    let Some(text) = judge_string(element, StringKind::Printable, place, report) else {
        return;
    };
    let (scheme, number) = text.split_once(':').unwrap_or(("", text));
    let digits = number.strip_prefix('+').unwrap_or_default();
    let is_global = digits.bytes().any(|byte| byte.is_ascii_digit())
        && digits
            .bytes()
            .all(|byte| byte.is_ascii_digit() || b"-.()".contains(&byte));
    if !is_global {
        report.violation(place, format!("\"{text}\""), "tel:+ and a global number");
    } else if !scheme.eq_ignore_ascii_case("tel") {
        report.warning(
            place,
            format!("\"{text}\""),
            "a telephone URI, tel:+ and a global number",
        );
    }
}

/// EmailAddress: an IA5String; one that looks like no address is worth a second look.
pub(crate) fn judge_email(element: &Element<'_>, place: &Place, report: &mut Report) {
    let Some(text) = judge_string(element, StringKind::Ia5, place, report) else {
        return;
    };
    let looks_right = text.rsplit_once('@').is_some_and(|(local, domain)| {
        !local.is_empty() && domain.contains(|c: char| c.is_ascii_alphanumeric())
    });
    if !looks_right {
        report.warning(place, format!("\"{text}\""), "local part, @ and domain");
    }
}
