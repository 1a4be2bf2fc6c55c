//! The answer to reset ([ISO 7816-3 §8.2]).
//!
//! ```text
//! TS | T0 | TA1 TB1 TC1 TD1 | ... | historical bytes (to 15) | TCK
//! ```

use crate::judgement::{Judgement, Place, Report};

/// Longest answer in bytes.
const MAX_LEN: usize = 33;

/// Initial byte, interface bytes, as many historical bytes as announced, a check byte exactly where it belongs.
#[must_use]
pub fn answer_to_reset(atr: &[u8]) -> Judgement {
    let mut report = Report::new("REQ-ISO7816-3-8.2-1", "[ISO 7816-3 §8.2]");
    let place = Place::root("ATR");
    if !matches!(atr.first(), Some(0x3B | 0x3F)) {
        report.violation(&place, format!("TS {:02X?}", atr.first()), "3B or 3F");
    }
    if atr.len() > MAX_LEN {
        report.violation(&place, format!("{} bytes", atr.len()), "at most 33 bytes");
    }
    match Layout::read(atr) {
        Some(layout) => layout.judge(atr, &mut report),
        None => report.violation(
            &place,
            "an answer that ends too early",
            "all announced interface bytes",
        ),
    }
    report.finish()
}

/// Where the parts of an answer lie.
struct Layout {
    historical_start: usize,
    historical_len: usize,
    needs_check_byte: bool,
}

impl Layout {
    fn read(atr: &[u8]) -> Option<Self> {
        let &format = atr.get(1)?;
        let (mut indicator, mut index, mut needs_check_byte) = (format, 2_usize, false);
        loop {
            // TA, TB and TC are announced by bits 5, 6 and 7, TD by bit 8.
            index += (indicator & 0x70).count_ones() as usize;
            if indicator & 0x80 == 0 {
                break;
            }
            indicator = *atr.get(index)?;
            index += 1;
            needs_check_byte |= indicator & 0x0F != 0;
        }
        (index <= atr.len()).then_some(Self {
            historical_start: index,
            historical_len: usize::from(format & 0x0F),
            needs_check_byte,
        })
    }

    fn judge(&self, atr: &[u8], report: &mut Report) {
        let place = Place {
            path: "ATR/historical bytes".to_owned(),
            offset: self.historical_start,
        };
        let left = atr.len() - self.historical_start;
        let expected = self.historical_len + usize::from(self.needs_check_byte);
        if left != expected {
            report.violation(
                &place,
                format!("{left} bytes behind the interface bytes"),
                format!(
                    "{} historical bytes{}",
                    self.historical_len,
                    if self.needs_check_byte {
                        " and TCK"
                    } else {
                        ""
                    }
                ),
            );
            return;
        }
        let sum = atr.iter().skip(1).fold(0, |sum, byte| sum ^ byte);
        if self.needs_check_byte && sum != 0 {
            let place = Place {
                path: "ATR/TCK".to_owned(),
                offset: atr.len().saturating_sub(1),
            };
            let tck = atr.last().copied().unwrap_or_default();
            report.violation(&place, format!("{tck:02X}"), format!("{:02X}", tck ^ sum));
        }
    }
}
