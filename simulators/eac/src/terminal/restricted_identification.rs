//! Restricted Identification on the terminal's side.
//!
//! Sector public keys come in, data fields go out, and identifiers are read from the answer. Nothing is sent from here.

use iso7816::tlv::{Tag, Writer};

use crate::encoding::{
    CvPublicKey, DecodeError, DynamicData, RiProtocol, SetAt, reference_bytes, tag,
};

/// The identifiers that a card gave.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SectorIdentifiers {
    /// For the first sector public key.
    pub first: Option<Vec<u8>>,
    /// For the second.
    pub second: Option<Vec<u8>>,
}

/// The data field of MSE:Set AT. `[TR-03110-3 §B.4]`
#[must_use]
pub fn set_at(protocol: RiProtocol, key_id: u32) -> SetAt {
    SetAt {
        mechanism: Some(protocol.oid()),
        private_key_reference: Some(reference_bytes(key_id)),
        ..SetAt::default()
    }
}

/// The data field of General Authenticate: one or two sector public keys, domain parameters included.
///
/// ```text
/// 7C { [A0 first sector public key] [A2 second sector public key] }
/// ```
#[must_use]
pub fn request(first: Option<&CvPublicKey>, second: Option<&CvPublicKey>) -> Vec<u8> {
    let mut writer = Writer::new();
    writer.nested(tag::DYNAMIC_AUTHENTICATION_DATA, |dynamic| {
        for (tag, key) in [(0xA0, first), (0xA2, second)] {
            if let Some(key) = key {
                dynamic.raw(&key.encode_as(Tag::new(tag)));
            }
        }
    });
    writer.into_bytes()
}

/// Reads the answer.
///
/// # Errors
/// Malformed data.
pub fn receive(data: &[u8]) -> Result<SectorIdentifiers, DecodeError> {
    let dynamic = DynamicData::decode(data)?;
    let identifier = |tag| dynamic.get(tag).map(<[u8]>::to_vec);
    Ok(SectorIdentifiers {
        first: identifier(0x81),
        second: identifier(0x83),
    })
}
