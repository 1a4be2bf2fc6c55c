//! Extended length and command chaining, as the card announces them ([TR-03110-3 §B.12.1], [TR-03110-3 §B.13.1]).
//!
//! ```text
//! 47 card capabilities (1 to 3): the third byte   80 chaining   40 extended length   20 lengths in 7F66
//! 7F66 { 02 longest command, 02 longest answer }
//! ```

use crate::der::{Element, small_unsigned};
use crate::iso7816_4::ef_atr_info;
use crate::iso7816_4::historical_bytes;
use crate::judgement::{Judgement, Place, Report};

const CHAINING: u8 = 0x80;
const EXTENDED_LENGTH: u8 = 0x40;
const LENGTHS_IN_FILE: u8 = 0x20;

/// Where a card may announce what it can do; empty where it has none.
#[derive(Clone, Copy, Debug, Default)]
pub struct Announcements<'a> {
    /// Content of EF.ATR/INFO.
    pub ef_atr_info: &'a [u8],
    /// Historical bytes of the answer to reset or to select.
    pub historical_bytes: &'a [u8],
}

/// Command chaining must be announced in one of the two places ([TR-03110-3 §B.13.1]); the other one should not deny it.
#[must_use]
pub fn chaining(announcements: Announcements<'_>) -> Judgement {
    let mut report = Report::new("REQ-TR03110-3-B.13.1-1", "[TR-03110-3 §B.13.1]");
    let place = Place::root("card capabilities");
    let places = announced(announcements);
    let yes = places.iter().filter(|byte| *byte & CHAINING != 0).count();
    if yes == 0 {
        report.violation(
            &place,
            "no announcement of command chaining",
            "bit 8 of the third capability byte",
        );
    } else if yes < places.len() {
        report.warning(
            &place,
            "EF.ATR/INFO and historical bytes that disagree on command chaining",
            "the same in both",
        );
    }
    report.finish()
}

/// Extended length must be announced by a card that needs it, and its buffers if other commands than the protocols'
/// are to use it ([TR-03110-3 §B.12.1], [TR-03110-3 §B.12.2]).
#[must_use]
pub fn extended_length(announcements: Announcements<'_>) -> Judgement {
    let mut report = Report::new("REQ-TR03110-3-B.12.1-1", "[TR-03110-3 §B.12.1]");
    let place = Place::root("card capabilities");
    let bytes = announced(announcements);
    if !bytes.iter().any(|byte| byte & EXTENDED_LENGTH != 0) {
        report.violation(
            &place,
            "no announcement of extended length",
            "bit 7 of the third capability byte",
        );
        return report.finish();
    }
    let objects = ef_atr_info::objects(announcements.ef_atr_info);
    let lengths = objects.iter().find(|object| object.tag == 0x7F66);
    match lengths {
        Some(lengths) => judge_lengths(lengths, &mut report),
        None if bytes.iter().any(|byte| byte & LENGTHS_IN_FILE != 0) => {
            report.violation(
                &place,
                "lengths announced in EF.ATR/INFO, which has none",
                "an object 7F66",
            );
        }
        None => report.warning(
            &place,
            "no buffer sizes",
            "object 7F66 in EF.ATR/INFO, for READ BINARY beyond 256 bytes",
        ),
    }
    report.finish()
}

fn judge_lengths(lengths: &Element<'_>, report: &mut Report) {
    let place = Place::root("EF.ATR/INFO").below("7F66", lengths.offset);
    let numbers: Vec<_> = lengths
        .children()
        .unwrap_or_default()
        .iter()
        .map(|child| {
            (child.tag == 0x02)
                .then(|| small_unsigned(child).ok())
                .flatten()
        })
        .collect();
    match numbers.as_slice() {
        [Some(command), Some(answer)] if *command > 256 && *answer > 256 => {}
        other => report.violation(
            &place,
            format!("{other:?}"),
            "the lengths of command and answer, both over 256",
        ),
    }
}

/// The third capability byte of each place that has one.
fn announced(announcements: Announcements<'_>) -> Vec<u8> {
    let objects = ef_atr_info::objects(announcements.ef_atr_info);
    let in_file = objects
        .iter()
        .find(|object| object.tag == 0x47)
        .and_then(|object| object.contents.get(2).copied());
    let in_history = historical_bytes::capabilities(announcements.historical_bytes);
    in_file.into_iter().chain(in_history).collect()
}
