//! Commands for the card, and its responses.

use xml::Element;

use crate::namespace::{ECARD, ISO};
use crate::reading::{all, all_hex, optional_hex, required_hex, text};
use crate::writing::{hex_element, hex_elements, optional_hex_element, text_elements};
use crate::{PaosError, ProtocolResult};

/// Commands for the card, one after the other. `[TR-03112-6 §3.2.5]`
///
/// ```text
/// Transmit { SlotHandle   InputAPDUInfo+ { InputAPDU   AcceptableStatusCode* } }
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Transmit {
    /// The slot.
    pub slot_handle: Option<Vec<u8>>,
    /// The commands.
    pub inputs: Vec<InputApdu>,
}

/// A command, and the status words with which the next one follows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InputApdu {
    /// The command APDU.
    pub apdu: Vec<u8>,
    /// Beginnings of status words in lower-case hexadecimal; when empty, all are accepted.
    pub acceptable: Vec<String>,
}

/// The card's responses, in the order of the commands, as far as it got.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransmitResponse {
    /// How it went.
    pub result: ProtocolResult,
    /// The response APDUs, status word at the end.
    pub outputs: Vec<Vec<u8>>,
}

impl InputApdu {
    /// A command after which anything is accepted.
    #[must_use]
    pub fn new(apdu: impl Into<Vec<u8>>) -> Self {
        Self {
            apdu: apdu.into(),
            acceptable: Vec::new(),
        }
    }

    /// With one more beginning of a status word that is accepted.
    #[must_use]
    pub fn accepting(mut self, status: impl Into<String>) -> Self {
        self.acceptable.push(status.into());
        self
    }

    /// Whether the next command follows after this response: its last two bytes, in lower-case hexadecimal, begin with
    /// one of the acceptable codes. Codes in capitals match nothing.
    #[must_use]
    pub fn accepts(&self, response: &[u8]) -> bool {
        let from = response.len().saturating_sub(2);
        let status = hex::encode(response.get(from..).unwrap_or_default());
        self.acceptable.is_empty() || self.acceptable.iter().any(|code| status.starts_with(code))
    }

    fn read(element: &Element) -> Result<Self, PaosError> {
        Ok(Self {
            apdu: required_hex(element, "InputAPDU")?,
            acceptable: all(element, "AcceptableStatusCode").map(text).collect(),
        })
    }

    fn write(&self) -> Element {
        Element::new("InputAPDUInfo", ISO)
            .child(hex_element("InputAPDU", ISO, &self.apdu))
            .children_from(text_elements("AcceptableStatusCode", &self.acceptable))
    }
}

impl Transmit {
    /// Commands for the card in slot 00.
    #[must_use]
    pub fn new(inputs: impl IntoIterator<Item = InputApdu>) -> Self {
        Self {
            slot_handle: Some(vec![0]),
            inputs: inputs.into_iter().collect(),
        }
    }

    pub(super) fn read(element: &Element) -> Result<Self, PaosError> {
        Ok(Self {
            slot_handle: optional_hex(element, "SlotHandle")?,
            inputs: all(element, "InputAPDUInfo")
                .map(InputApdu::read)
                .collect::<Result<_, _>>()?,
        })
    }

    pub(super) fn write(&self) -> Element {
        Element::new("Transmit", ISO)
            .child_if(optional_hex_element("SlotHandle", &self.slot_handle))
            .children_from(self.inputs.iter().map(InputApdu::write))
    }
}

impl TransmitResponse {
    /// All commands were sent, and accepted.
    #[must_use]
    pub const fn ok(outputs: Vec<Vec<u8>>) -> Self {
        Self {
            result: ProtocolResult::ok(),
            outputs,
        }
    }

    pub(super) fn read(element: &Element) -> Result<Self, PaosError> {
        Ok(Self {
            result: ProtocolResult::read(element)?,
            outputs: all_hex(element, "OutputAPDU")?,
        })
    }

    pub(super) fn write(&self) -> Element {
        Element::new("TransmitResponse", ISO)
            .attr("Profile", ECARD)
            .child(self.result.write())
            .children_from(hex_elements("OutputAPDU", &self.outputs))
    }
}
