//! EF.ATR/INFO, the data objects about the card as a whole ([ISO 7816-4:2005 §8.2.1.1]).

use crate::der::{Element, read_one};
use crate::judgement::{Judgement, Place, Report};

/// A list of data objects; card capabilities (47) of one to three bytes.
#[must_use]
pub fn data_objects(file: &[u8]) -> Judgement {
    let mut report = Report::new("REQ-ISO7816-4-8.2.1.1-2", "[ISO 7816-4:2005 §8.2.1.1]");
    let place = Place::root("EF.ATR/INFO");
    let mut rest = file;
    while rest.iter().any(|&byte| byte != 0) {
        let offset = file.len() - rest.len();
        if let [0x00, after @ ..] = rest {
            rest = after; // padding between objects
            continue;
        }
        match read_one(rest, offset) {
            Ok((object, after)) => {
                rest = after;
                judge_capabilities(&object, &place, &mut report);
            }
            Err(fault) => {
                report.fault(&place, fault);
                break;
            }
        }
    }
    report.finish()
}

fn judge_capabilities(object: &Element<'_>, place: &Place, report: &mut Report) {
    if object.tag == 0x47 && !(1..=3).contains(&object.contents.len()) {
        let place = place.below("47", object.offset);
        report.violation(
            &place,
            format!("{} bytes", object.contents.len()),
            "1 to 3 bytes of card capabilities",
        );
    }
}

/// The objects as far as they can be read; [`data_objects`] says what cannot.
pub(crate) fn objects(file: &[u8]) -> Vec<Element<'_>> {
    let mut objects = Vec::new();
    let mut rest = file;
    loop {
        let offset = file.len() - rest.len();
        match rest {
            [] => break,
            [0x00, after @ ..] => rest = after,
            other => match read_one(other, offset) {
                Ok((object, after)) => {
                    objects.push(object);
                    rest = after;
                }
                Err(_) => break,
            },
        }
    }
    objects
}
