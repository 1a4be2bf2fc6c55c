//! The data fields of Manage Security Environment: Set AT and Set DST.
//!
//! Bytes come in, named parts go out. Which parts a protocol needs, and whether what they name exists, is not decided here.

use iso7816::tlv::{Reader, Tag, Tlv, Writer};

use super::chat::Chat;
use super::error::{DecodeError, DecodeErrorKind};
use super::extension::CertificateExtensions;
use super::oid::Oid;
use super::reference::CertificateHolderReference;
use super::tag;

const MECHANISM: Tag = Tag::new(0x80);
const PUBLIC_KEY_REFERENCE: Tag = Tag::new(0x83);
const PRIVATE_KEY_REFERENCE: Tag = Tag::new(0x84);
const EPHEMERAL_KEY: Tag = Tag::new(0x91);
const STORE_CONTEXT: Tag = Tag::new(0xE0);
const RESTORE_CONTEXT: Tag = Tag::new(0xE1);
const CONTEXT_IDENTIFIER: Tag = Tag::new(0x81);

/// The data field of MSE:Set AT; every part is optional here. `[TR-03110-3 §B.14.1]`
///
/// ```text
/// 80 OID value   83 password | CHR   84 key or domain parameters   67 auxiliary data   91 Comp(PK)
/// 7F4C CHAT   65 extensions   E0 { 81 id }   E1 { 81 id }
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SetAt {
    /// 80: the protocol.
    pub mechanism: Option<Oid>,
    /// 83: the password for PACE, the holder reference for Terminal Authentication.
    pub public_key_reference: Option<Vec<u8>>,
    /// 84: the domain parameters for PACE, the private key for Chip Authentication and Restricted Identification.
    pub private_key_reference: Option<Vec<u8>>,
    /// 67: the auxiliary data with tag and length, as received.
    pub auxiliary_data: Option<Vec<u8>>,
    /// 91: the compressed ephemeral public key.
    pub ephemeral_key: Option<Vec<u8>>,
    /// 7F4C: the confined authorization.
    pub chat: Option<Chat>,
    /// 65: confined authorization extensions.
    pub extensions: Option<CertificateExtensions>,
    /// E0: store the session context under this identifier.
    pub store_context: Option<u8>,
    /// E1: restore the session context with this identifier.
    pub restore_context: Option<u8>,
}

impl SetAt {
    /// Reads the data field. Objects may come in any order; unknown ones are passed over. `[TR-03110-3 §B.14]`
    ///
    /// # Errors
    /// Broken objects, one of them twice, or a value that is none.
    pub fn decode(data: &[u8]) -> Result<Self, DecodeError> {
        let mut seen = Vec::new();
        let mut set = Self::default();
        for object in Reader::new(data) {
            let object = object?;
            if seen.contains(&object.tag) {
                return Err(DecodeError::new(
                    DecodeErrorKind::Duplicate(object.tag),
                    object.offset,
                ));
            }
            seen.push(object.tag);
            set.take(&object)?;
        }
        Ok(set)
    }

    fn take(&mut self, object: &Tlv<'_>) -> Result<(), DecodeError> {
        match object.tag {
            MECHANISM => {
                self.mechanism =
                    Some(Oid::decode(object.value).map_err(|e| e.moved(object.value_offset()))?);
            }
            PUBLIC_KEY_REFERENCE => self.public_key_reference = Some(object.value.to_vec()),
            PRIVATE_KEY_REFERENCE => self.private_key_reference = Some(object.value.to_vec()),
            tag::AUTHENTICATION => self.auxiliary_data = Some(object.raw.to_vec()),
            EPHEMERAL_KEY => self.ephemeral_key = Some(object.value.to_vec()),
            tag::AUTHORIZATION_TEMPLATE => self.chat = Some(Chat::read(object.reader())?),
            tag::CERTIFICATE_EXTENSIONS => {
                self.extensions = Some(CertificateExtensions::read(object)?)
            }
            STORE_CONTEXT => self.store_context = Some(read_context(object)?),
            RESTORE_CONTEXT => self.restore_context = Some(read_context(object)?),
            _ => (),
        }
        Ok(())
    }

    /// The data field, objects in the order of the guideline.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut writer = Writer::new();
        let mut optional = |tag, value: Option<&[u8]>| {
            if let Some(value) = value {
                writer.tlv(tag, value);
            }
        };
        optional(MECHANISM, self.mechanism.as_ref().map(Oid::as_bytes));
        optional(PUBLIC_KEY_REFERENCE, self.public_key_reference.as_deref());
        optional(PRIVATE_KEY_REFERENCE, self.private_key_reference.as_deref());
        writer.raw(self.auxiliary_data.as_deref().unwrap_or_default());
        if let Some(key) = &self.ephemeral_key {
            writer.tlv(EPHEMERAL_KEY, key);
        }
        writer.raw(&self.chat.map(|chat| chat.encode()).unwrap_or_default());
        writer.raw(
            &self
                .extensions
                .as_ref()
                .map(CertificateExtensions::encode)
                .unwrap_or_default(),
        );
        for (tag, identifier) in [
            (STORE_CONTEXT, self.store_context),
            (RESTORE_CONTEXT, self.restore_context),
        ] {
            if let Some(identifier) = identifier {
                writer.nested(tag, |template| {
                    template.tlv(CONTEXT_IDENTIFIER, &[identifier]);
                });
            }
        }
        writer.into_bytes()
    }

    /// Data object 84 as a number. `None` when it is absent, empty or larger than 32 bits.
    #[must_use]
    pub fn private_key_number(&self) -> Option<u32> {
        match self.private_key_reference.as_deref()? {
            [] => None,
            digits if digits.len() > 4 => None,
            digits => Some(
                digits
                    .iter()
                    .fold(0, |number, digit| number << 8 | u32::from(*digit)),
            ),
        }
    }
}

/// The value of data object 84 for a number: big-endian, at least one byte.
#[must_use]
pub fn reference_bytes(number: u32) -> Vec<u8> {
    let bytes = number.to_be_bytes();
    let start = bytes.iter().position(|byte| *byte != 0).unwrap_or(3);
    bytes.get(start..).unwrap_or_default().to_vec()
}

fn read_context(object: &Tlv<'_>) -> Result<u8, DecodeError> {
    let mut reader = object.reader();
    let identifier = reader.expect(CONTEXT_IDENTIFIER)?;
    reader.finish()?;
    match identifier.value {
        [identifier] => Ok(*identifier),
        value => {
            let kind = DecodeErrorKind::Length {
                expected: 1,
                found: value.len(),
            };
            Err(DecodeError::new(kind, identifier.value_offset()))
        }
    }
}

/// The data field of MSE:Set DST for verification: the name of the key. `[TR-03110-3 §B.14.4]`
///
/// ```text
/// 83 reference
/// ```
#[must_use]
pub fn encode_set_dst(reference: &CertificateHolderReference) -> Vec<u8> {
    iso7816::tlv::encode(PUBLIC_KEY_REFERENCE, reference.as_bytes())
}

/// Reads the data field of MSE:Set DST; unknown objects are passed over.
///
/// # Errors
/// No data object 83, or one that is no reference.
pub fn decode_set_dst(data: &[u8]) -> Result<CertificateHolderReference, DecodeError> {
    let reader = Reader::new(data);
    for object in reader.clone() {
        object?;
    }
    let missing = iso7816::tlv::TlvErrorKind::Missing {
        expected: PUBLIC_KEY_REFERENCE,
    };
    let object = reader.find(PUBLIC_KEY_REFERENCE)?;
    let object = object.ok_or_else(|| DecodeError::new(missing.into(), data.len()))?;
    CertificateHolderReference::decode(object.value).map_err(|e| e.moved(object.value_offset()))
}
