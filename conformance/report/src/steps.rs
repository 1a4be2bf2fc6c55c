//! The steps of a check as rows of a page, with what was seen under each.

use conformance_verdict::{DecodedPart, Evidence, Exchange, MessageSeen};

use crate::trace::{arrow, protection, sections, status, word};

/// A step or a control.
pub(crate) struct StepRow<'a> {
    pub(crate) title: &'a str,
    pub(crate) word: &'static str,
    pub(crate) message: &'a str,
    pub(crate) exchanges: Vec<ExchangeRow<'a>>,
    pub(crate) messages: Vec<MessageRow<'a>>,
}

/// An APDU.
pub(crate) struct ExchangeRow<'a> {
    pub(crate) number: usize,
    pub(crate) exchange: &'a Exchange,
    pub(crate) protection: &'static str,
}

/// A message between services.
pub(crate) struct MessageRow<'a> {
    pub(crate) number: usize,
    pub(crate) seen: &'a MessageSeen,
    pub(crate) status: String,
    pub(crate) parts: Vec<PartRow<'a>>,
}

/// Something that a message carried.
pub(crate) struct PartRow<'a> {
    pub(crate) arrow: &'static str,
    pub(crate) part: &'a DecodedPart,
}

/// Steps and controls in order.
pub(crate) fn steps(evidence: &Evidence) -> Vec<StepRow<'_>> {
    let rows = sections(evidence).into_iter().map(|section| StepRow {
        title: section.title,
        word: section.verdict.map_or("", word),
        message: section.message,
        exchanges: section
            .exchanges
            .into_iter()
            .map(|(number, exchange)| ExchangeRow {
                number,
                exchange,
                protection: protection(exchange.protection),
            })
            .collect(),
        messages: section.messages.into_iter().map(MessageRow::new).collect(),
    });
    rows.collect()
}

impl<'a> MessageRow<'a> {
    fn new((number, seen): (usize, &'a MessageSeen)) -> Self {
        let parts = seen.decoded.iter().map(|part| PartRow {
            arrow: arrow(part.side),
            part,
        });
        Self {
            number,
            seen,
            status: status(seen),
            parts: parts.collect(),
        }
    }
}
