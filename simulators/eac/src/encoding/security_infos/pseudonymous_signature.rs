//! PSAInfo, PSMInfo, PSCInfo and the public keys of pseudonymous signatures. `[TR-03110-3 §A.1.1.2]`

use iso7816::tlv::{Reader, Writer};

use crate::encoding::algorithm::SubjectPublicKeyInfo;
use crate::encoding::asn1;
use crate::encoding::error::{DecodeError, DecodeErrorKind};
use crate::encoding::oid::Oid;
use crate::encoding::public_key::surplus;

/// How a card makes pseudonymous signatures. `[TR-03110-3 §A.1.1.5]` `[TR-03110-3 §A.1.1.6]`
///
/// ```text
/// SEQUENCE { protocol, SEQUENCE { version INTEGER, ps1-authInfo INTEGER, ps2-authInfo INTEGER }, keyId INTEGER OPTIONAL }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PseudonymousSignatureInfo {
    /// id-PSA, id-PSM or id-PSC with algorithm and hash.
    pub protocol: Oid,
    /// 1.
    pub version: u32,
    /// Who may have the first pseudonym.
    pub first: PseudonymAuthorization,
    /// Who may have the second pseudonym.
    pub second: PseudonymAuthorization,
    /// Which key.
    pub key_id: Option<u32>,
}

/// Who may have a pseudonym.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PseudonymAuthorization {
    /// 0: every terminal.
    Everyone,
    /// 1: terminals with the right.
    ExplicitRight,
    /// 2: nobody.
    Nobody,
}

/// A public key for pseudonymous signatures.
///
/// ```text
/// SEQUENCE { protocol, SEQUENCE { SubjectPublicKeyInfo }, SEQUENCE { [1] INTEGER OPTIONAL, [2] INTEGER OPTIONAL } OPTIONAL }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PseudonymousSignatureKeyInfo {
    /// id-PS-PK-ECDH-ECSchnorr.
    pub protocol: Oid,
    /// The key with extended domain parameters.
    pub public_key: SubjectPublicKeyInfo,
    /// Number of the domain parameters and of the key; `None` when the sequence is absent.
    pub identifiers: Option<(Option<u32>, Option<u32>)>,
}

impl PseudonymAuthorization {
    fn read(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let object = reader.expect(asn1::INTEGER)?;
        match asn1::integer(&object)? {
            0 => Ok(Self::Everyone),
            1 => Ok(Self::ExplicitRight),
            2 => Ok(Self::Nobody),
            _ => Err(DecodeError::new(
                DecodeErrorKind::Integer(object.value.to_vec()),
                object.value_offset(),
            )),
        }
    }

    const fn number(self) -> u32 {
        match self {
            Self::Everyone => 0,
            Self::ExplicitRight => 1,
            Self::Nobody => 2,
        }
    }
}

impl PseudonymousSignatureInfo {
    pub(super) fn read(protocol: Oid, mut reader: Reader<'_>) -> Result<Self, DecodeError> {
        let mut required = reader.expect(asn1::SEQUENCE)?.reader();
        let version = asn1::read_integer(&mut required)?;
        let first = PseudonymAuthorization::read(&mut required)?;
        let second = PseudonymAuthorization::read(&mut required)?;
        surplus(required)?;
        let key_id = asn1::optional_integer(&mut reader)?;
        surplus(reader)?;
        Ok(Self {
            protocol,
            version,
            first,
            second,
            key_id,
        })
    }

    pub(super) fn write(&self, writer: &mut Writer) {
        writer.nested(asn1::SEQUENCE, |required| {
            asn1::write_integer(required, self.version);
            asn1::write_integer(required, self.first.number());
            asn1::write_integer(required, self.second.number());
        });
        if let Some(id) = self.key_id {
            asn1::write_integer(writer, id);
        }
    }
}

impl PseudonymousSignatureKeyInfo {
    pub(super) fn read(protocol: Oid, mut reader: Reader<'_>) -> Result<Self, DecodeError> {
        let mut required = reader.expect(asn1::SEQUENCE)?.reader();
        let public_key = SubjectPublicKeyInfo::read(&required.expect(asn1::SEQUENCE)?)?;
        surplus(required)?;
        let mut identifiers = None;
        if let Some(optional) = reader.optional(asn1::SEQUENCE)? {
            let mut optional = optional.reader();
            let parameter = optional
                .optional(asn1::context(1, false))?
                .map(|id| asn1::integer(&id))
                .transpose()?;
            let key = optional
                .optional(asn1::context(2, false))?
                .map(|id| asn1::integer(&id))
                .transpose()?;
            surplus(optional)?;
            identifiers = Some((parameter, key));
        }
        surplus(reader)?;
        Ok(Self {
            protocol,
            public_key,
            identifiers,
        })
    }

    pub(super) fn write(&self, writer: &mut Writer) {
        writer.nested(asn1::SEQUENCE, |required| self.public_key.write(required));
        if let Some((parameter, key)) = self.identifiers {
            writer.nested(asn1::SEQUENCE, |optional| {
                for (number, id) in [(1, parameter), (2, key)] {
                    if let Some(id) = id {
                        optional.tlv(asn1::context(number, false), &asn1::integer_bytes(id));
                    }
                }
            });
        }
    }
}
