//! PasswordInfo: what a password of the card is like. `[TR-03110-3 §A.1.1.1]`

use iso7816::tlv::{Reader, Tlv, Writer};

use crate::encoding::asn1;
use crate::encoding::error::{DecodeError, DecodeErrorKind};
use crate::encoding::oid::Oid;
use crate::encoding::public_key::surplus;

/// A password of the card.
///
/// ```text
/// SEQUENCE { protocol, SEQUENCE { pwdId INTEGER }, OptionalPwdData OPTIONAL }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PasswordInfo {
    /// id-MRZ, id-CAN, id-PIN or id-PUK.
    pub protocol: Oid,
    /// The reference of the password in MSE:Set AT.
    pub id: u32,
    /// Further properties.
    pub properties: Option<PasswordProperties>,
}

/// Properties of a password.
///
/// ```text
/// SEQUENCE { pwdFlags BIT STRING,
///            [0] resuming SET OF INTEGER, [1] resetting SET OF INTEGER, [2] changing SET OF INTEGER,
///            [3] pwdType ENUMERATED, [4] minLength, [5] storedLength, [6] maxLength INTEGER,
///            [7] padChar OCTET STRING (1) }        all but pwdFlags OPTIONAL
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PasswordProperties {
    /// The flags, bit 0 first.
    pub flags: PasswordFlags,
    /// Passwords that resume this one.
    pub resuming: Option<Vec<u32>>,
    /// Passwords that reset this one.
    pub resetting: Option<Vec<u32>>,
    /// Passwords that change this one.
    pub changing: Option<Vec<u32>>,
    /// 0 bcd, 1 ascii-numeric, 2 utf8, 3 half-nibble-bcd, 4 iso9564-1.
    pub kind: Option<u32>,
    /// Least characters of a new password.
    pub min_length: Option<u32>,
    /// Bytes that the card stores.
    pub stored_length: Option<u32>,
    /// Most characters.
    pub max_length: Option<u32>,
    /// The character that fills up.
    pub pad_character: Option<u8>,
}

/// Flags of a password as the bytes of a BIT STRING; bit 0 is the highest bit of the first byte.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PasswordFlags {
    unused: u8,
    bytes: Vec<u8>,
}

impl PasswordFlags {
    /// Names of the flags, bit 0 first.
    pub const NAMES: [&'static str; 12] = [
        "local",
        "unblocks-others",
        "is-blocking",
        "is-suspending",
        "limited-resetUT",
        "unblock-allowedUT",
        "unblock-allowedAT",
        "change-allowedUT",
        "change-allowedAT",
        "activation-allowedAT",
        "deactivation-allowedAT",
        "needs-padding",
    ];

    /// Flags with these bits set; trailing zero bits are left out, as DER wants it of named bits.
    #[must_use]
    pub fn new(bits: &[u8]) -> Self {
        let Some(last) = bits.iter().max() else {
            return Self::default();
        };
        let mut bytes = vec![0; usize::from(last / 8) + 1];
        for bit in bits {
            if let Some(byte) = bytes.get_mut(usize::from(bit / 8)) {
                *byte |= 0x80 >> (bit % 8);
            }
        }
        Self {
            unused: 7 - last % 8,
            bytes,
        }
    }

    /// Whether a bit is set.
    #[must_use]
    pub fn has(&self, bit: u8) -> bool {
        self.bytes
            .get(usize::from(bit / 8))
            .is_some_and(|byte| byte & 0x80 >> (bit % 8) != 0)
    }

    fn read(object: &Tlv<'_>) -> Result<Self, DecodeError> {
        match object.value {
            [unused @ 0..=7, bytes @ ..] if *unused == 0 || !bytes.is_empty() => Ok(Self {
                unused: *unused,
                bytes: bytes.to_vec(),
            }),
            _ => Err(DecodeError::new(
                DecodeErrorKind::BitString,
                object.value_offset(),
            )),
        }
    }
}

impl PasswordInfo {
    pub(super) fn read(protocol: Oid, mut reader: Reader<'_>) -> Result<Self, DecodeError> {
        let mut required = reader.expect(asn1::SEQUENCE)?.reader();
        let id = asn1::read_integer(&mut required)?;
        surplus(required)?;
        let optional = reader.optional(asn1::SEQUENCE)?;
        surplus(reader)?;
        let properties = optional
            .map(|data| PasswordProperties::read(data.reader()))
            .transpose()?;
        Ok(Self {
            protocol,
            id,
            properties,
        })
    }

    pub(super) fn write(&self, writer: &mut Writer) {
        writer.nested(asn1::SEQUENCE, |required| {
            asn1::write_integer(required, self.id)
        });
        if let Some(properties) = &self.properties {
            writer.nested(asn1::SEQUENCE, |optional| properties.write(optional));
        }
    }
}

impl PasswordProperties {
    fn read(mut reader: Reader<'_>) -> Result<Self, DecodeError> {
        let flags = PasswordFlags::read(&reader.expect(asn1::BIT_STRING)?)?;
        let resuming = optional_set(&mut reader, 0)?;
        let resetting = optional_set(&mut reader, 1)?;
        let changing = optional_set(&mut reader, 2)?;
        let kind = optional_number(&mut reader, 3)?;
        let min_length = optional_number(&mut reader, 4)?;
        let stored_length = optional_number(&mut reader, 5)?;
        let max_length = optional_number(&mut reader, 6)?;
        let pad = reader.optional(asn1::context(7, false))?;
        surplus(reader)?;
        let pad_character = pad
            .map(|pad| asn1::fixed::<1>(&pad))
            .transpose()?
            .map(|[pad]| pad);
        Ok(Self {
            flags,
            resuming,
            resetting,
            changing,
            kind,
            min_length,
            stored_length,
            max_length,
            pad_character,
        })
    }

    fn write(&self, writer: &mut Writer) {
        let flags = [&[self.flags.unused], self.flags.bytes.as_slice()].concat();
        writer.tlv(asn1::BIT_STRING, &flags);
        for (number, set) in [
            (0, &self.resuming),
            (1, &self.resetting),
            (2, &self.changing),
        ] {
            if let Some(set) = set {
                let element =
                    |id: &u32| iso7816::tlv::encode(asn1::INTEGER, &asn1::integer_bytes(*id));
                asn1::write_set_of(
                    writer,
                    asn1::context(number, true),
                    set.iter().map(element).collect(),
                );
            }
        }
        let numbers = [
            (3, self.kind),
            (4, self.min_length),
            (5, self.stored_length),
            (6, self.max_length),
        ];
        for (number, value) in numbers {
            if let Some(value) = value {
                writer.tlv(asn1::context(number, false), &asn1::integer_bytes(value));
            }
        }
        if let Some(pad) = self.pad_character {
            writer.tlv(asn1::context(7, false), &[pad]);
        }
    }
}

fn optional_set(reader: &mut Reader<'_>, number: u32) -> Result<Option<Vec<u32>>, DecodeError> {
    let Some(set) = reader.optional(asn1::context(number, true))? else {
        return Ok(None);
    };
    let mut reader = set.reader();
    let mut ids = Vec::new();
    while !reader.is_empty() {
        ids.push(asn1::read_integer(&mut reader)?);
    }
    Ok(Some(ids))
}

fn optional_number(reader: &mut Reader<'_>, number: u32) -> Result<Option<u32>, DecodeError> {
    reader
        .optional(asn1::context(number, false))?
        .map(|value| asn1::integer(&value))
        .transpose()
}
