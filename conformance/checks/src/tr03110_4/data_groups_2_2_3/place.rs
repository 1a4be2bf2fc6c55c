//! Place and GeneralPlace, the types of the groups that name places ([TR-03110-4 §2.2.3.1]).
//!
//! ```text
//! 30 Place                                     GeneralPlace
//! |- AA street, if any   (0C)                  |- 30 structuredPlace
//! |- AB city             (0C)                  |- A1 freetextPlace (0C)
//! |- AC state, if any    (0C)                  `- A2 noPlaceInfo   (0C)
//! |- AD country          (13, 1 or 3 letters)
//! `- AE zipcode, if any  (13)
//! ```

use super::{judge_icao, judge_string};
use crate::der::{Element, StringKind};
use crate::judgement::{Place, Report};
use crate::tr03110_3::fields::Fields;

/// IssuingEntity: a country, or a place.
pub(crate) fn judge_issuing_entity(element: &Element<'_>, place: &Place, report: &mut Report) {
    if element.tag == 0x30 {
        judge_structured(element, place, report);
    } else {
        judge_icao(element, &[1, 3], place, report);
    }
}

/// PlaceOfResidence: one general place, or a SET OF them.
pub(crate) fn judge_residence(element: &Element<'_>, place: &Place, report: &mut Report) {
    if element.tag != 0x31 {
        judge_general_place(element, place, report);
        return;
    }
    for (index, child) in element.children().unwrap_or_default().iter().enumerate() {
        judge_general_place(child, &place.item(index, child.offset), report);
    }
}

/// GeneralPlace: structured, free text, or the reason why there is none.
pub(crate) fn judge_general_place(element: &Element<'_>, place: &Place, report: &mut Report) {
    match element.tag {
        0x30 => judge_structured(element, place, report),
        0xA1 | 0xA2 => {
            let mut fields = Fields::of(element, place, report);
            fields.string(StringKind::Utf8, "text");
            fields.end();
        }
        tag => report.violation(
            place,
            format!("tag {tag:02X}"),
            "structuredPlace (30), freetextPlace [1] or noPlaceInfo [2]",
        ),
    }
}

fn judge_structured(element: &Element<'_>, place: &Place, report: &mut Report) {
    let mut fields = Fields::of(element, place, report);
    let street = fields.optional(0xAA);
    let city = fields.required(0xAB, "city");
    let state = fields.optional(0xAC);
    let country = fields.required(0xAD, "country");
    let zip = fields.optional(0xAE);
    fields.end();
    for (part, name) in [(street, "street"), (city, "city"), (state, "state")] {
        if let Some((inner, at)) = unwrap(part, name, place, report) {
            judge_string(&inner, StringKind::Utf8, &at, report);
        }
    }
    if let Some((inner, at)) = unwrap(country, "country", place, report) {
        judge_icao(&inner, &[1, 3], &at, report);
    }
    if let Some((inner, at)) = unwrap(zip, "zipcode", place, report) {
        judge_string(&inner, StringKind::Printable, &at, report);
    }
}

/// The one element inside an explicit tag.
fn unwrap<'a>(
    part: Option<Element<'a>>,
    name: &str,
    place: &Place,
    report: &mut Report,
) -> Option<(Element<'a>, Place)> {
    let part = part?;
    let place = place.below(name, part.offset);
    let mut fields = Fields::of(&part, &place, report);
    let inner = fields.any(name)?;
    fields.end();
    Some((inner, place))
}
