use crypto::one_pass::Block;
use iso7816::tlv::{LengthForm, Tag, Writer, encode};
use iso7816::{CommandView, Ne};

use super::Alteration;
use crate::SmError;
use crate::channel::{Channel, cryptogram_object, indicator, padded, padded_header};
use crate::objects::{CRYPTOGRAM, CRYPTOGRAM_TLV, EXPECTED_LENGTH, MAC, MAC_LEN, cryptogram_tag};
use crate::terminal::{Outer, expected_length_object};

/// A tag of the private class, which secure messaging does not use. It is odd, so it is under the checksum.
const UNKNOWN: Tag = Tag::new(0xC1);

/// Protects a command with one thing altered; `last` is the protected command before, to be sent again.
pub(crate) fn protect(
    channel: &mut Channel,
    command: &CommandView<'_>,
    alteration: Alteration,
    last: &[u8],
) -> Result<Vec<u8>, SmError> {
    let draft = Draft {
        command,
        alteration,
    };
    if alteration == Alteration::Replay && last.is_empty() {
        return Err(draft.does_not_apply());
    }
    let before = channel.counter();
    match alteration {
        Alteration::CounterRepeated => {}
        Alteration::CounterSkipped => {
            channel.count();
            channel.count();
        }
        _ => channel.count(),
    }
    if alteration == Alteration::Replay {
        return Ok(last.to_vec());
    }
    // What cannot be made leaves the session as it was.
    draft
        .encode(channel)
        .inspect_err(|_| channel.set_counter(before))
}

struct Draft<'a> {
    command: &'a CommandView<'a>,
    alteration: Alteration,
}

impl Draft<'_> {
    const fn does_not_apply(&self) -> SmError {
        SmError::AlterationDoesNotApply {
            alteration: self.alteration,
        }
    }

    fn encode(&self, channel: &Channel) -> Result<Vec<u8>, SmError> {
        let objects = self.arrange(self.cryptogram(channel)?, self.expected_length()?)?;
        let mac = self.mac(channel, &objects);
        let data = match self.alteration {
            Alteration::MacMissing => objects,
            Alteration::MacFirst => [mac, objects].concat(),
            Alteration::MacDoubled => [&*objects, &*mac, &*mac].concat(),
            _ => [objects, mac].concat(),
        };
        self.frame(&data)
    }

    /// The object with the data, empty when the command has none.
    fn cryptogram(&self, channel: &Channel) -> Result<Vec<u8>, SmError> {
        let tag = self.tag();
        if self.command.data.is_empty() {
            return if self.concerns_cryptogram() {
                Err(self.does_not_apply())
            } else {
                Ok(Vec::new())
            };
        }
        let mut blocks = self.padded()?;
        let keys = channel.keys();
        let mut vector: Block = channel.counter().to_be_bytes();
        keys.enc.encrypt_block(&mut vector);
        keys.enc
            .encrypt_cbc(&vector, &mut blocks)
            .map_err(|_| self.does_not_apply())?;
        Ok(match self.alteration {
            Alteration::CryptogramCut => {
                blocks.pop();
                cryptogram_object(tag, &blocks)
            }
            Alteration::CryptogramEmpty => encode(tag, indicator(tag)),
            Alteration::PaddingIndicatorWrong => encode(tag, &[&[0x02], &*blocks].concat()),
            Alteration::PaddingIndicatorMissing => encode(tag, &blocks),
            Alteration::LengthNotMinimal => {
                let mut writer = Writer::new();
                writer.tlv_as(
                    tag,
                    &[indicator(tag), &*blocks].concat(),
                    LengthForm::Long(3),
                );
                writer.into_bytes()
            }
            _ => cryptogram_object(tag, &blocks),
        })
    }

    fn tag(&self) -> Tag {
        let tag = cryptogram_tag(self.command.instruction.is_odd());
        match self.alteration {
            Alteration::CryptogramTagOther if tag == CRYPTOGRAM => CRYPTOGRAM_TLV,
            Alteration::CryptogramTagOther => CRYPTOGRAM,
            _ => tag,
        }
    }

    const fn concerns_cryptogram(&self) -> bool {
        matches!(
            self.alteration,
            Alteration::CryptogramDoubled
                | Alteration::CryptogramCut
                | Alteration::CryptogramEmpty
                | Alteration::CryptogramTagOther
                | Alteration::PaddingWrong
                | Alteration::PaddingMissing
                | Alteration::PaddingIndicatorWrong
                | Alteration::PaddingIndicatorMissing
        )
    }

    fn padded(&self) -> Result<Vec<u8>, SmError> {
        let data = self.command.data;
        let mut blocks = padded(data);
        let indicator = matches!(
            self.alteration,
            Alteration::PaddingIndicatorWrong | Alteration::PaddingIndicatorMissing
        );
        if indicator && self.tag() != CRYPTOGRAM {
            return Err(self.does_not_apply());
        }
        match self.alteration {
            Alteration::PaddingWrong => {
                blocks
                    .iter_mut()
                    .skip(data.len())
                    .take(1)
                    .for_each(|byte| *byte = 0x81);
            }
            // Bytes that cannot be taken for padding fill the block.
            Alteration::PaddingMissing => blocks
                .iter_mut()
                .skip(data.len())
                .for_each(|byte| *byte = 0x55),
            _ => {}
        }
        Ok(blocks)
    }

    /// Object 97, empty when the command expects nothing.
    fn expected_length(&self) -> Result<Vec<u8>, SmError> {
        let (object, used) = expected_length_object(self.command);
        let object = object.get(..used).unwrap_or_default().to_vec();
        let concerned = matches!(
            self.alteration,
            Alteration::ExpectedLengthMissing
                | Alteration::ExpectedLengthDoubled
                | Alteration::ExpectedLengthFirst
                | Alteration::ExpectedLengthEmpty
                | Alteration::ExpectedLengthTooLong
        );
        if concerned && object.is_empty() {
            return Err(self.does_not_apply());
        }
        Ok(match self.alteration {
            Alteration::ExpectedLengthMissing => Vec::new(),
            Alteration::ExpectedLengthEmpty => encode(EXPECTED_LENGTH, &[]),
            Alteration::ExpectedLengthTooLong => encode(EXPECTED_LENGTH, &[0, 0, 0]),
            Alteration::LengthNotMinimal if self.command.data.is_empty() && !object.is_empty() => {
                let mut writer = Writer::new();
                writer.tlv_as(
                    EXPECTED_LENGTH,
                    object.get(2..).unwrap_or_default(),
                    LengthForm::Long(1),
                );
                writer.into_bytes()
            }
            _ => object,
        })
    }

    /// All objects but the checksum.
    fn arrange(&self, cryptogram: Vec<u8>, length: Vec<u8>) -> Result<Vec<u8>, SmError> {
        Ok(match self.alteration {
            Alteration::CryptogramDoubled => [&*cryptogram, &*cryptogram, &*length].concat(),
            Alteration::ExpectedLengthDoubled => [&*cryptogram, &*length, &*length].concat(),
            Alteration::ExpectedLengthFirst if cryptogram.is_empty() => {
                return Err(self.does_not_apply());
            }
            Alteration::ExpectedLengthFirst => [length, cryptogram].concat(),
            Alteration::UnknownObject => [cryptogram, length, encode(UNKNOWN, &[0])].concat(),
            Alteration::LengthNotMinimal | Alteration::MacFirst
                if cryptogram.is_empty() && length.is_empty() =>
            {
                return Err(self.does_not_apply());
            }
            _ => [cryptogram, length].concat(),
        })
    }

    /// Object 8E.
    fn mac(&self, channel: &Channel, objects: &[u8]) -> Vec<u8> {
        let header = padded_header(self.command);
        let header = Some(&header).filter(|_| self.alteration != Alteration::MacWithoutHeader);
        let mac = channel.mac(channel.counter(), header, objects);
        let mut checksum = mac.get(..MAC_LEN).unwrap_or_default().to_vec();
        match self.alteration {
            Alteration::MacWrong => checksum
                .iter_mut()
                .rev()
                .take(1)
                .for_each(|byte| *byte ^= 1),
            Alteration::MacShortened => drop(checksum.pop()),
            _ => {}
        }
        let claimed = if self.alteration == Alteration::LengthTooLong {
            checksum.len() + 1
        } else {
            checksum.len()
        };
        let mut writer = Writer::new();
        writer.tlv_as(MAC, &checksum, LengthForm::Claimed(claimed));
        writer.into_bytes()
    }

    /// The whole command around its data field.
    fn frame(&self, data: &[u8]) -> Result<Vec<u8>, SmError> {
        let outer = Outer::new(self.command, data.len())?;
        let [cla, ins, p1, p2] = self.command.header();
        let p2 = if self.alteration == Alteration::HeaderChanged {
            p2 ^ 1
        } else {
            p2
        };
        let mut out = vec![cla, ins, p1, p2];
        if !data.is_empty() {
            outer.write_lc(&mut out);
            out.extend_from_slice(data);
        }
        match self.alteration {
            Alteration::OuterExpectedLengthMissing => {}
            Alteration::OuterExpectedLengthPlain => outer.write_le_of(self.plain_ne()?, &mut out),
            _ if data.is_empty() => out.push(0),
            _ => outer.write_le(&mut out),
        }
        Ok(out)
    }

    fn plain_ne(&self) -> Result<Ne, SmError> {
        self.command.ne.ok_or(self.does_not_apply())
    }
}
