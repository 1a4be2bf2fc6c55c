//! The few ASN.1 types that SecurityInfos and certificate descriptions are made of, in DER.
//!
//! Data objects come in and go out by `iso7816::tlv`; this is only what stands inside them.

use iso7816::tlv::{Reader, Tag, Tlv, Writer};

use super::error::{DecodeError, DecodeErrorKind};
use super::oid::Oid;

pub(crate) const BOOLEAN: Tag = Tag::new(0x01);
pub(crate) const INTEGER: Tag = Tag::new(0x02);
pub(crate) const BIT_STRING: Tag = Tag::new(0x03);
pub(crate) const OCTET_STRING: Tag = Tag::new(0x04);
pub(crate) const OBJECT_IDENTIFIER: Tag = Tag::new(0x06);
pub(crate) const UTF8_STRING: Tag = Tag::new(0x0C);
pub(crate) const PRINTABLE_STRING: Tag = Tag::new(0x13);
pub(crate) const IA5_STRING: Tag = Tag::new(0x16);
pub(crate) const SEQUENCE: Tag = Tag::new(0x30);
pub(crate) const SET: Tag = Tag::new(0x31);

/// A context specific tag, constructed or not.
pub(crate) const fn context(number: u32, constructed: bool) -> Tag {
    Tag::new(if constructed {
        0xA0 | number
    } else {
        0x80 | number
    })
}

/// An INTEGER from 0 to 2^32 - 1, under any tag.
pub(crate) fn integer(object: &Tlv<'_>) -> Result<u32, DecodeError> {
    let digits = match object.value {
        [0] => &[],
        [0, rest @ ..] if rest.first().is_some_and(|first| first & 0x80 != 0) => rest,
        value @ [1..=0x7F, ..] => value,
        _ => return Err(bad_integer(object)),
    };
    if digits.len() > 4 {
        return Err(bad_integer(object));
    }
    Ok(digits
        .iter()
        .fold(0, |number, digit| number << 8 | u32::from(*digit)))
}

fn bad_integer(object: &Tlv<'_>) -> DecodeError {
    DecodeError::new(
        DecodeErrorKind::Integer(object.value.to_vec()),
        object.value_offset(),
    )
}

/// The value bytes of an INTEGER.
pub(crate) fn integer_bytes(number: u32) -> Vec<u8> {
    unsigned_bytes(&number.to_be_bytes())
}

/// The value bytes of an INTEGER from an unsigned big-endian number.
pub(crate) fn unsigned_bytes(number: &[u8]) -> Vec<u8> {
    let start = number
        .iter()
        .position(|byte| *byte != 0)
        .unwrap_or(number.len());
    let digits = number.get(start..).unwrap_or_default();
    let mut value = Vec::with_capacity(digits.len() + 1);
    if digits.first().is_none_or(|first| first & 0x80 != 0) {
        value.push(0);
    }
    value.extend_from_slice(digits);
    value
}

pub(crate) fn write_integer(writer: &mut Writer, number: u32) {
    writer.tlv(INTEGER, &integer_bytes(number));
}

pub(crate) fn write_oid(writer: &mut Writer, oid: &Oid) {
    writer.tlv(OBJECT_IDENTIFIER, oid.as_bytes());
}

/// An OBJECT IDENTIFIER at the reader's place.
pub(crate) fn read_oid(reader: &mut Reader<'_>) -> Result<Oid, DecodeError> {
    let object = reader.expect(OBJECT_IDENTIFIER)?;
    Oid::decode(object.value).map_err(|error| error.moved(object.value_offset()))
}

pub(crate) fn read_integer(reader: &mut Reader<'_>) -> Result<u32, DecodeError> {
    integer(&reader.expect(INTEGER)?)
}

pub(crate) fn optional_integer(reader: &mut Reader<'_>) -> Result<Option<u32>, DecodeError> {
    reader
        .optional(INTEGER)?
        .map(|object| integer(&object))
        .transpose()
}

/// A BOOLEAN: 00 or FF.
pub(crate) fn boolean(object: &Tlv<'_>) -> Result<bool, DecodeError> {
    match object.value {
        [0x00] => Ok(false),
        [0xFF] => Ok(true),
        value => Err(DecodeError::new(
            DecodeErrorKind::Boolean(value.to_vec()),
            object.value_offset(),
        )),
    }
}

pub(crate) const fn boolean_byte(value: bool) -> [u8; 1] {
    if value { [0xFF] } else { [0] }
}

/// The bytes of a BIT STRING that holds whole bytes.
pub(crate) fn bit_string<'a>(object: &Tlv<'a>) -> Result<&'a [u8], DecodeError> {
    match object.value {
        [0, bytes @ ..] => Ok(bytes),
        _ => Err(DecodeError::new(
            DecodeErrorKind::BitString,
            object.value_offset(),
        )),
    }
}

/// A string of UTF-8.
pub(crate) fn utf8(object: &Tlv<'_>) -> Result<String, DecodeError> {
    String::from_utf8(object.value.to_vec()).map_err(|_| bad_text(object))
}

/// A string of 7-bit characters (IA5String, PrintableString).
pub(crate) fn ascii(object: &Tlv<'_>) -> Result<String, DecodeError> {
    if object.value.is_ascii() {
        utf8(object)
    } else {
        Err(bad_text(object))
    }
}

fn bad_text(object: &Tlv<'_>) -> DecodeError {
    DecodeError::new(
        DecodeErrorKind::Text(object.value.to_vec()),
        object.value_offset(),
    )
}

/// An OCTET STRING of exactly so many bytes.
pub(crate) fn fixed<const N: usize>(object: &Tlv<'_>) -> Result<[u8; N], DecodeError> {
    <[u8; N]>::try_from(object.value).map_err(|_| {
        let kind = DecodeErrorKind::Length {
            expected: N,
            found: object.value.len(),
        };
        DecodeError::new(kind, object.value_offset())
    })
}

/// A SET OF in the order that DER prescribes: encodings compared as byte strings.
pub(crate) fn write_set_of(writer: &mut Writer, tag: Tag, mut elements: Vec<Vec<u8>>) {
    elements.sort();
    writer.nested(tag, |set| {
        for element in &elements {
            set.raw(element);
        }
    });
}
