//! The data objects of secure messaging, told apart and checked one by one, before any key is used.

use std::borrow::Cow;
use std::ops::Range;

use iso7816::tlv::{Reader, Tag, Tlv};

use crate::SmError;

/// Padding indicator and cryptogram, for even instructions.
pub(crate) const CRYPTOGRAM: Tag = Tag::new(0x87);
/// Cryptogram of data that is BER-TLV, for odd instructions.
pub(crate) const CRYPTOGRAM_TLV: Tag = Tag::new(0x85);
/// Expected length of the plain command.
pub(crate) const EXPECTED_LENGTH: Tag = Tag::new(0x97);
/// Status word of the plain response.
pub(crate) const STATUS: Tag = Tag::new(0x99);
/// Cryptographic checksum.
pub(crate) const MAC: Tag = Tag::new(0x8E);

/// Bytes of a cryptographic checksum.
pub(crate) const MAC_LEN: usize = 8;
/// Padding method 2 of ISO 9797-1: 80 00 ….
pub(crate) const PADDING_INDICATOR: u8 = 0x01;
/// Bytes of a cipher block.
pub(crate) const BLOCK: usize = 16;

/// The tag for the cryptogram of a command with this instruction, and of its response.
pub(crate) const fn cryptogram_tag(odd: bool) -> Tag {
    if odd { CRYPTOGRAM_TLV } else { CRYPTOGRAM }
}

/// The objects of one message, as received.
pub(crate) struct Objects<'a> {
    field: &'a [u8],
    /// 87 or 85.
    cryptogram: Option<Tlv<'a>>,
    /// 97 in a command, 99 in a response.
    pub(crate) control: Option<Tlv<'a>>,
    mac: Option<Tlv<'a>>,
    /// Bytes of checksum objects before the cryptogram, which are not authenticated.
    before_cryptogram: usize,
    /// Bytes of all checksum objects.
    checksums: usize,
}

impl<'a> Objects<'a> {
    /// Tells the objects apart, in whatever order they come. What `tolerate` says yes to is no error.
    pub(crate) fn decode(
        field: &'a [u8],
        control: Tag,
        tolerate: impl Fn(&SmError) -> bool,
    ) -> Result<Self, SmError> {
        let mut objects = Self {
            field,
            cryptogram: None,
            control: None,
            mac: None,
            before_cryptogram: 0,
            checksums: 0,
        };
        for tlv in Reader::new(field) {
            let tlv = tlv?;
            let place = match tlv.tag {
                CRYPTOGRAM | CRYPTOGRAM_TLV => {
                    objects.before_cryptogram = objects.checksums;
                    &mut objects.cryptogram
                }
                MAC => {
                    objects.checksums += tlv.raw.len();
                    &mut objects.mac
                }
                tag if tag == control => &mut objects.control,
                tag => {
                    refuse(
                        SmError::UnknownObject {
                            tag,
                            offset: tlv.offset,
                        },
                        &tolerate,
                    )?;
                    continue;
                }
            };
            if place.is_some() {
                refuse(
                    SmError::DuplicateObject {
                        tag: tlv.tag,
                        offset: tlv.offset,
                    },
                    &tolerate,
                )?;
            }
            *place = Some(tlv);
        }
        Ok(objects)
    }

    /// The checksum, eight bytes; nothing where a missing one is tolerated.
    pub(crate) fn mac(
        &self,
        tolerate: impl Fn(&SmError) -> bool,
    ) -> Result<Option<&'a [u8]>, SmError> {
        match self.mac {
            None => refuse(SmError::MacMissing, tolerate).map(|()| None),
            Some(mac) if mac.value.len() == MAC_LEN => Ok(Some(mac.value)),
            Some(mac) => Err(SmError::MacLength {
                length: mac.value.len(),
            }),
        }
    }

    /// Whether there is anything to decrypt.
    pub(crate) const fn has_cryptogram(&self) -> bool {
        self.cryptogram.is_some()
    }

    /// Where the blocks of the cryptogram lie in [`Objects::authenticated`]; empty when there is none.
    pub(crate) fn cryptogram(
        &self,
        expected: Tag,
        tolerate: impl Fn(&SmError) -> bool,
    ) -> Result<Range<usize>, SmError> {
        let Some(tlv) = self.cryptogram else {
            return Ok(0..0);
        };
        if tlv.tag != expected {
            return Err(SmError::CryptogramObject {
                expected,
                found: tlv.tag,
            });
        }
        let indicator = if tlv.tag == CRYPTOGRAM { 1 } else { 0 };
        if indicator == 1 && tlv.value.first() != Some(&PADDING_INDICATOR) {
            refuse(
                SmError::PaddingIndicator {
                    found: tlv.value.first().copied(),
                },
                tolerate,
            )?;
        }
        let length = tlv.value.len().saturating_sub(indicator);
        if length == 0 || !length.is_multiple_of(BLOCK) {
            return Err(SmError::CryptogramLength { length });
        }
        let start = tlv.value_offset() + indicator - self.before_cryptogram;
        Ok(start..start + length)
    }

    /// All objects but the checksum, with tags and lengths as received. Copied only if the checksum is not the last.
    pub(crate) fn authenticated(&self) -> Cow<'a, [u8]> {
        let Some(mac) = self.mac else {
            return Cow::Borrowed(self.field);
        };
        match self.field.split_at_checked(mac.offset) {
            Some((before, last)) if last.len() == mac.raw.len() && self.checksums == last.len() => {
                Cow::Borrowed(before)
            }
            _ => {
                let others = Reader::new(self.field)
                    .flatten()
                    .filter(|tlv| tlv.tag != MAC);
                Cow::Owned(others.flat_map(|tlv| tlv.raw).copied().collect())
            }
        }
    }
}

/// Raises an error unless it is one that a fault makes the receiver overlook.
pub(crate) fn refuse(error: SmError, tolerate: impl Fn(&SmError) -> bool) -> Result<(), SmError> {
    if tolerate(&error) { Ok(()) } else { Err(error) }
}
