//! Command APDUs: header, data field and expected length, in the four cases and both length forms.
//!
//! ```text
//! case 1   CLA INS P1 P2
//! case 2   CLA INS P1 P2                     Le            Le: 1 byte | 00 and 2 bytes
//! case 3   CLA INS P1 P2  Lc  data …                       Lc: 1 byte | 00 and 2 bytes
//! case 4   CLA INS P1 P2  Lc  data …         Le            Le: 1 byte | 2 bytes
//! ```

use crate::{Class, CommandError, Instruction, Length, Ne};

/// A command that borrows its data field `[ISO 7816-4 §5.2]`. Case 1 counts as short.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CommandView<'a> {
    /// CLA.
    pub class: Class,
    /// INS.
    pub instruction: Instruction,
    /// First parameter byte.
    pub p1: u8,
    /// Second parameter byte.
    pub p2: u8,
    /// Command data field, 0 to 65535 bytes; empty when the command has none.
    pub data: &'a [u8],
    /// The most bytes that the response may carry; nothing when none is expected.
    pub ne: Option<Ne>,
    /// How the length fields are coded.
    pub length: Length,
}

impl<'a> CommandView<'a> {
    /// Reads one whole command; the case follows from the number of bytes `[ISO 7816-4 §5.2]`.
    ///
    /// # Errors
    /// When the bytes are no command; a card answers 6700.
    pub fn decode(bytes: &'a [u8]) -> Result<Self, CommandError> {
        let [cla, ins, p1, p2, body @ ..] = bytes else {
            return Err(CommandError::HeaderIncomplete {
                length: bytes.len(),
            });
        };
        let (data, ne, length) = decode_body(body)?;
        Ok(Self {
            class: Class::new(*cla),
            instruction: Instruction::new(*ins),
            p1: *p1,
            p2: *p2,
            data,
            ne,
            length,
        })
    }

    /// CLA, INS, P1 and P2.
    #[must_use]
    pub const fn header(&self) -> [u8; 4] {
        [
            self.class.value(),
            self.instruction.value(),
            self.p1,
            self.p2,
        ]
    }

    /// Both parameter bytes as a number.
    #[must_use]
    pub const fn p1_p2(&self) -> u16 {
        u16::from_be_bytes([self.p1, self.p2])
    }

    /// Appends the command; it becomes extended when it is marked so or when its lengths need it.
    ///
    /// # Errors
    /// When the data field has more than 65535 bytes; nothing is written then.
    pub fn encode_into(&self, out: &mut Vec<u8>) -> Result<(), CommandError> {
        match self.coding() {
            Length::Short => self.encode_short(out),
            Length::Extended => self.encode_extended(out),
        }
    }

    /// How the command will be encoded: as marked, or extended when its lengths need it.
    #[must_use]
    pub fn coding(&self) -> Length {
        if self.data.len() > 255 || self.ne.is_some_and(|ne| !ne.is_short()) {
            Length::Extended
        } else {
            self.length
        }
    }

    /// The same command with a data field of its own.
    #[must_use]
    pub fn to_owned(&self) -> CommandApdu {
        CommandApdu {
            class: self.class,
            instruction: self.instruction,
            p1: self.p1,
            p2: self.p2,
            data: self.data.to_vec(),
            ne: self.ne,
            length: self.length,
        }
    }

    fn encode_short(&self, out: &mut Vec<u8>) -> Result<(), CommandError> {
        let lc = u8::try_from(self.data.len()).map_err(|_| self.too_long())?;
        out.extend_from_slice(&self.header());
        if lc > 0 {
            out.push(lc);
            out.extend_from_slice(self.data);
        }
        out.extend(self.ne.and_then(Ne::to_short));
        Ok(())
    }

    fn encode_extended(&self, out: &mut Vec<u8>) -> Result<(), CommandError> {
        let lc = u16::try_from(self.data.len()).map_err(|_| self.too_long())?;
        out.extend_from_slice(&self.header());
        if lc > 0 {
            out.push(0);
            out.extend_from_slice(&lc.to_be_bytes());
            out.extend_from_slice(self.data);
        } else if self.ne.is_some() {
            out.push(0);
        }
        if let Some(ne) = self.ne {
            out.extend_from_slice(&ne.to_extended().to_be_bytes());
        }
        Ok(())
    }

    fn too_long(&self) -> CommandError {
        CommandError::DataTooLong {
            length: self.data.len(),
        }
    }
}

type Body<'a> = (&'a [u8], Option<Ne>, Length);

fn decode_body(body: &[u8]) -> Result<Body<'_>, CommandError> {
    match body {
        [] => Ok((&[], None, Length::Short)),
        [le] => Ok((&[], Some(Ne::from_short(*le)), Length::Short)),
        [0, _] => Err(CommandError::LengthFieldIncomplete { found: 2 }),
        [0, high, low] => Ok((
            &[],
            Some(Ne::from_extended(u16::from_be_bytes([*high, *low]))),
            Length::Extended,
        )),
        [0, high, low, rest @ ..] => decode_extended(u16::from_be_bytes([*high, *low]), rest),
        [lc, rest @ ..] => decode_short(*lc, rest),
    }
}

fn decode_short(lc: u8, rest: &[u8]) -> Result<Body<'_>, CommandError> {
    let wrong = CommandError::BodyLength {
        lc: usize::from(lc),
        found: rest.len(),
    };
    match rest.split_at_checked(usize::from(lc)).ok_or(wrong)? {
        (data, []) => Ok((data, None, Length::Short)),
        (data, [le]) => Ok((data, Some(Ne::from_short(*le)), Length::Short)),
        _ => Err(wrong),
    }
}

fn decode_extended(lc: u16, rest: &[u8]) -> Result<Body<'_>, CommandError> {
    if lc == 0 {
        return Err(CommandError::ZeroLc);
    }
    let wrong = CommandError::BodyLength {
        lc: usize::from(lc),
        found: rest.len(),
    };
    match rest.split_at_checked(usize::from(lc)).ok_or(wrong)? {
        (data, []) => Ok((data, None, Length::Extended)),
        (data, [high, low]) => Ok((
            data,
            Some(Ne::from_extended(u16::from_be_bytes([*high, *low]))),
            Length::Extended,
        )),
        _ => Err(wrong),
    }
}

/// A command that owns its data field `[ISO 7816-4 §5.2]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommandApdu {
    /// CLA.
    pub class: Class,
    /// INS.
    pub instruction: Instruction,
    /// First parameter byte.
    pub p1: u8,
    /// Second parameter byte.
    pub p2: u8,
    /// Command data field, 0 to 65535 bytes.
    pub data: Vec<u8>,
    /// The most bytes that the response may carry.
    pub ne: Option<Ne>,
    /// How the length fields are coded; `Short` gives way where a length needs more.
    pub length: Length,
}

impl CommandApdu {
    /// A command of case 1: header only.
    #[must_use]
    pub fn new(cla: u8, ins: u8, p1: u8, p2: u8) -> Self {
        Self {
            class: Class::new(cla),
            instruction: Instruction::new(ins),
            p1,
            p2,
            data: Vec::new(),
            ne: None,
            length: Length::Short,
        }
    }

    /// With this data field.
    #[must_use]
    pub fn with_data(mut self, data: impl Into<Vec<u8>>) -> Self {
        self.data = data.into();
        self
    }

    /// With this expected length.
    #[must_use]
    pub fn with_ne(mut self, ne: Ne) -> Self {
        self.ne = Some(ne);
        self
    }

    /// With extended length fields even where short ones would do.
    #[must_use]
    pub fn extended(mut self) -> Self {
        self.length = Length::Extended;
        self
    }

    /// The same as a borrow.
    #[must_use]
    pub fn as_view(&self) -> CommandView<'_> {
        CommandView {
            class: self.class,
            instruction: self.instruction,
            p1: self.p1,
            p2: self.p2,
            data: &self.data,
            ne: self.ne,
            length: self.length,
        }
    }

    /// The command as bytes, extended when marked so or when its lengths need it.
    ///
    /// # Errors
    /// When the data field has more than 65535 bytes.
    pub fn encode(&self) -> Result<Vec<u8>, CommandError> {
        let mut out = Vec::with_capacity(self.data.len() + 9);
        self.as_view().encode_into(&mut out)?;
        Ok(out)
    }

    /// Reads one whole command.
    ///
    /// # Errors
    /// When the bytes are no command.
    pub fn decode(bytes: &[u8]) -> Result<Self, CommandError> {
        Ok(CommandView::decode(bytes)?.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zero_byte_after_the_header_is_le_256_and_not_an_empty_lc() {
        let view = CommandView::decode(&[0, 0xB0, 0, 0, 0]);
        assert_eq!(
            view.map(|view| (view.data, view.ne)),
            Ok((&[][..], Some(Ne::SHORT_MAX)))
        );
    }

    #[test]
    fn mixed_length_forms_are_refused() {
        // Extended Lc, short Le.
        let bytes = [0, 0xA4, 2, 0x0C, 0, 0, 2, 1, 0x1C, 0];
        assert_eq!(
            CommandView::decode(&bytes),
            Err(CommandError::BodyLength { lc: 2, found: 3 })
        );
    }

    #[test]
    fn long_data_makes_the_command_extended() {
        let bytes = CommandApdu::new(0, 0x2A, 0, 0xBE)
            .with_data(vec![7; 256])
            .encode();
        assert_eq!(
            bytes.as_deref().map(|bytes| bytes.get(..7)),
            Ok(Some(&[0, 0x2A, 0, 0xBE, 0, 1, 0][..]))
        );
    }

    #[test]
    fn more_data_than_lc_can_say_is_an_error() {
        let command = CommandApdu::new(0, 0xD6, 0, 0).with_data(vec![0; 65_536]);
        assert_eq!(
            command.encode(),
            Err(CommandError::DataTooLong { length: 65_536 })
        );
    }
}
