use super::{Tag, TlvError, TlvErrorKind};

/// One data object, borrowed from the data field it was read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tlv<'a> {
    /// The tag.
    pub tag: Tag,
    /// The value, without tag and length.
    pub value: &'a [u8],
    /// Tag, length and value as received.
    pub raw: &'a [u8],
    /// Where the tag stands, counted from the first byte that the outermost reader was given.
    pub offset: usize,
    rules: Rules,
}

impl<'a> Tlv<'a> {
    /// Reads the value as objects, under the same length rules; places count on.
    #[must_use]
    pub fn reader(&self) -> Reader<'a> {
        Reader {
            rest: self.value,
            offset: self.value_offset(),
            rules: self.rules,
        }
    }

    /// Where the value begins.
    #[must_use]
    pub fn value_offset(&self) -> usize {
        self.offset + self.raw.len() - self.value.len()
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rules {
    Ber,
    Der,
}

/// Reads objects one after the other. After an error it has nothing more to give.
#[derive(Clone, Debug)]
pub struct Reader<'a> {
    rest: &'a [u8],
    offset: usize,
    rules: Rules,
}

impl<'a> Reader<'a> {
    /// Takes any definite length of up to four bytes, minimal or not.
    #[must_use]
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self {
            rest: bytes,
            offset: 0,
            rules: Rules::Ber,
        }
    }

    /// Takes lengths in their shortest form only.
    #[must_use]
    pub const fn der(bytes: &'a [u8]) -> Self {
        Self {
            rest: bytes,
            offset: 0,
            rules: Rules::Der,
        }
    }

    /// Bytes not yet read.
    #[must_use]
    pub const fn remaining(&self) -> &'a [u8] {
        self.rest
    }

    /// True when everything has been read.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// Place of the next object.
    #[must_use]
    pub const fn offset(&self) -> usize {
        self.offset
    }

    /// Steps over bytes 00 before the next object, which ISO 7816-4 allows as padding and eID cards do not use.
    pub fn skip_padding(&mut self) {
        while let [0, rest @ ..] = self.rest {
            self.rest = rest;
            self.offset += 1;
        }
    }

    /// The next object, which must have this tag.
    ///
    /// # Errors
    /// When it is another, malformed, or not there.
    pub fn expect(&mut self, tag: Tag) -> Result<Tlv<'a>, TlvError> {
        let offset = self.offset;
        match self.next().transpose()? {
            Some(tlv) if tlv.tag == tag => Ok(tlv),
            Some(tlv) => Err(self.fail(
                TlvErrorKind::UnexpectedTag {
                    expected: tag,
                    found: tlv.tag,
                },
                offset,
            )),
            None => Err(self.fail(TlvErrorKind::Missing { expected: tag }, offset)),
        }
    }

    /// The next object if it has this tag; otherwise nothing is read.
    ///
    /// # Errors
    /// When the next object is malformed.
    pub fn optional(&mut self, tag: Tag) -> Result<Option<Tlv<'a>>, TlvError> {
        let mut ahead = self.clone();
        match ahead.next().transpose()? {
            Some(tlv) if tlv.tag == tag => {
                *self = ahead;
                Ok(Some(tlv))
            }
            _ => Ok(None),
        }
    }

    /// The first object with this tag among those not yet read; the reader stays where it is.
    ///
    /// # Errors
    /// When an object before it is malformed.
    pub fn find(&self, tag: Tag) -> Result<Option<Tlv<'a>>, TlvError> {
        Iterator::find(
            &mut self.clone(),
            |item| !matches!(item, Ok(tlv) if tlv.tag != tag),
        )
        .transpose()
    }

    /// Says that nothing may follow.
    ///
    /// # Errors
    /// When something does.
    pub fn finish(self) -> Result<(), TlvError> {
        match self.rest {
            [] => Ok(()),
            rest => Err(TlvError {
                kind: TlvErrorKind::TrailingBytes { count: rest.len() },
                offset: self.offset,
            }),
        }
    }

    fn fail(&mut self, kind: TlvErrorKind, offset: usize) -> TlvError {
        self.rest = &[];
        TlvError { kind, offset }
    }

    #[inline]
    fn read(&mut self) -> Result<Tlv<'a>, TlvError> {
        let start = self.rest;
        let at = |rest: &[u8]| self.offset + start.len() - rest.len();
        let (tag, after_tag) = read_tag(start).map_err(|kind| TlvError {
            kind,
            offset: self.offset,
        })?;
        let (length, after_length) =
            read_length(after_tag, self.rules).map_err(|kind| TlvError {
                kind,
                offset: at(after_tag),
            })?;
        let Some((value, rest)) = after_length.split_at_checked(length) else {
            let kind = TlvErrorKind::ValueTruncated {
                length,
                available: after_length.len(),
            };
            return Err(TlvError {
                kind,
                offset: at(after_length),
            });
        };
        let raw = start.get(..start.len() - rest.len()).unwrap_or_default();
        let tlv = Tlv {
            tag,
            value,
            raw,
            offset: self.offset,
            rules: self.rules,
        };
        self.offset += raw.len();
        self.rest = rest;
        Ok(tlv)
    }
}

impl<'a> Iterator for Reader<'a> {
    type Item = Result<Tlv<'a>, TlvError>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let item = self.read();
        if item.is_err() {
            self.rest = &[];
        }
        Some(item)
    }
}

impl std::iter::FusedIterator for Reader<'_> {}

#[inline]
fn read_tag(bytes: &[u8]) -> Result<(Tag, &[u8]), TlvErrorKind> {
    match bytes {
        [] => Err(TlvErrorKind::Truncated),
        [0, ..] => Err(TlvErrorKind::ReservedTag),
        [first, rest @ ..] if first & 0x1F == 0x1F => read_long_tag(u32::from(*first), rest),
        [first, rest @ ..] => Ok((Tag::new(u32::from(*first)), rest)),
    }
}

/// The bytes after a first one that ends in 11111: seven bits of the number each, the top bit set on all but the last.
fn read_long_tag(first: u32, mut bytes: &[u8]) -> Result<(Tag, &[u8]), TlvErrorKind> {
    if matches!(bytes, [0..=0x1E | 0x80, ..]) {
        return Err(TlvErrorKind::TagNotMinimal);
    }
    let mut value = first;
    for _ in 0..3 {
        let [byte, rest @ ..] = bytes else {
            return Err(TlvErrorKind::Truncated);
        };
        value = value << 8 | u32::from(*byte);
        bytes = rest;
        if byte & 0x80 == 0 {
            return Ok((Tag::new(value), bytes));
        }
    }
    Err(if bytes.is_empty() {
        TlvErrorKind::Truncated
    } else {
        TlvErrorKind::TagTooLong
    })
}

#[inline]
fn read_length(bytes: &[u8], rules: Rules) -> Result<(usize, &[u8]), TlvErrorKind> {
    let [first, rest @ ..] = bytes else {
        return Err(TlvErrorKind::Truncated);
    };
    let count = match first {
        0..=0x7F => return Ok((usize::from(*first), rest)),
        0x80 => return Err(TlvErrorKind::IndefiniteLength),
        0x81..=0x84 => usize::from(first & 0x7F),
        _ => return Err(TlvErrorKind::LengthTooLong),
    };
    let (digits, rest) = rest
        .split_at_checked(count)
        .ok_or(TlvErrorKind::Truncated)?;
    // On a machine with 32-bit addresses four digits still fit.
    let length = digits
        .iter()
        .fold(0_usize, |length, digit| length << 8 | usize::from(*digit));
    if rules == Rules::Der && (length < 0x80 || digits.first() == Some(&0)) {
        return Err(TlvErrorKind::LengthNotMinimal);
    }
    Ok((length, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(bytes: &[u8]) -> Option<TlvErrorKind> {
        Reader::new(bytes)
            .find_map(Result::err)
            .map(|error| error.kind)
    }

    #[test]
    fn every_kind_of_malformed_object_is_named() {
        assert_eq!(kind(&[0x00, 0x00]), Some(TlvErrorKind::ReservedTag));
        assert_eq!(kind(&[0x87]), Some(TlvErrorKind::Truncated));
        assert_eq!(kind(&[0x5F]), Some(TlvErrorKind::Truncated));
        assert_eq!(
            kind(&[0x5F, 0x80, 0x01, 0x00]),
            Some(TlvErrorKind::TagNotMinimal)
        );
        assert_eq!(kind(&[0x5F, 0x1E, 0x00]), Some(TlvErrorKind::TagNotMinimal));
        assert_eq!(
            kind(&[0x5F, 0x81, 0x82, 0x83, 0x01, 0x00]),
            Some(TlvErrorKind::TagTooLong)
        );
        assert_eq!(
            kind(&[0x30, 0x80, 0x00, 0x00]),
            Some(TlvErrorKind::IndefiniteLength)
        );
        assert_eq!(kind(&[0x30, 0xFF]), Some(TlvErrorKind::LengthTooLong));
        assert_eq!(
            kind(&[0x30, 0x85, 0, 0, 0, 0, 0]),
            Some(TlvErrorKind::LengthTooLong)
        );
        assert_eq!(kind(&[0x30, 0x82, 0x01]), Some(TlvErrorKind::Truncated));
        assert_eq!(
            kind(&[0x30, 0x02, 0x01]),
            Some(TlvErrorKind::ValueTruncated {
                length: 2,
                available: 1
            })
        );
    }

    #[test]
    fn ber_takes_a_long_length_that_der_refuses() {
        let bytes = [0x7F, 0x21, 0x82, 0x00, 0x01, 0xAA];
        assert_eq!(
            Reader::new(&bytes)
                .expect(Tag::new(0x7F21))
                .map(|tlv| tlv.value),
            Ok(&[0xAA][..])
        );
        let refused = Reader::der(&bytes).expect(Tag::new(0x7F21));
        assert_eq!(
            refused,
            Err(TlvError {
                kind: TlvErrorKind::LengthNotMinimal,
                offset: 2
            })
        );
    }

    #[test]
    fn the_place_of_an_inner_error_counts_from_the_outermost_byte() {
        let bytes = [0x04, 0x00, 0x30, 0x04, 0x04, 0x00, 0x04, 0x05];
        let sequence = Reader::der(&bytes).nth(1).and_then(Result::ok);
        let inner = sequence.and_then(|tlv| tlv.reader().find_map(Result::err));
        let kind = TlvErrorKind::ValueTruncated {
            length: 5,
            available: 0,
        };
        assert_eq!(inner, Some(TlvError { kind, offset: 8 }));
    }

    #[test]
    fn optional_reads_nothing_when_the_tag_is_another() {
        let mut reader = Reader::new(&[0x80, 0x00, 0x81, 0x00]);
        assert_eq!(reader.optional(Tag::new(0x81)), Ok(None));
        assert_eq!(
            reader
                .find(Tag::new(0x81))
                .map(|found| found.map(|tlv| tlv.offset)),
            Ok(Some(2))
        );
        assert_eq!(
            reader.optional(Tag::new(0x80)).map(|found| found.is_some()),
            Ok(true)
        );
        assert_eq!(reader.offset(), 2);
        assert!(reader.finish().is_err());
    }

    #[test]
    fn padding_is_skipped_when_asked_for() {
        let mut reader = Reader::new(&[0, 0, 0x80, 0x00]);
        reader.skip_padding();
        assert_eq!(reader.expect(Tag::new(0x80)).map(|tlv| tlv.offset), Ok(2));
    }
}
