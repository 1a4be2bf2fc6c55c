//! RestrictedIdentificationInfo and its domain parameters. `[TR-03110-3 §A.1.1.4]`

use crypto::Curve;
use iso7816::tlv::{Reader, Writer};

use crate::encoding::algorithm::AlgorithmIdentifier;
use crate::encoding::asn1;
use crate::encoding::error::DecodeError;
use crate::encoding::oid::{self, Oid};
use crate::encoding::protocol::RiProtocol;
use crate::encoding::public_key::surplus;

/// How a card speaks Restricted Identification.
///
/// ```text
/// SEQUENCE { protocol,
///            params SEQUENCE { version INTEGER, keyId INTEGER, authorizedOnly BOOLEAN },
///            maxKeyLen INTEGER OPTIONAL }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RestrictedIdentificationInfo {
    /// Key agreement and hash.
    pub protocol: Oid,
    /// 1.
    pub version: u32,
    /// Which key.
    pub key_id: u32,
    /// Whether the key needs the right "restricted identification".
    pub authorized_only: bool,
    /// Longest sector public key.
    pub max_key_length: Option<u32>,
}

/// Domain parameters for Restricted Identification.
///
/// ```text
/// SEQUENCE { protocol, domainParameter AlgorithmIdentifier }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RestrictedIdentificationDomainParameterInfo {
    /// id-RI-DH or id-RI-ECDH.
    pub protocol: Oid,
    /// The parameters.
    pub domain_parameter: AlgorithmIdentifier,
}

impl RestrictedIdentificationInfo {
    /// Restricted Identification version 1.
    #[must_use]
    pub const fn version_1(protocol: RiProtocol, key_id: u32, authorized_only: bool) -> Self {
        Self {
            protocol: protocol.oid(),
            version: 1,
            key_id,
            authorized_only,
            max_key_length: None,
        }
    }

    pub(super) fn read(protocol: Oid, mut reader: Reader<'_>) -> Result<Self, DecodeError> {
        let mut params = reader.expect(asn1::SEQUENCE)?.reader();
        let version = asn1::read_integer(&mut params)?;
        let key_id = asn1::read_integer(&mut params)?;
        let authorized_only = asn1::boolean(&params.expect(asn1::BOOLEAN)?)?;
        surplus(params)?;
        let max_key_length = asn1::optional_integer(&mut reader)?;
        surplus(reader)?;
        Ok(Self {
            protocol,
            version,
            key_id,
            authorized_only,
            max_key_length,
        })
    }

    pub(super) fn write(&self, writer: &mut Writer) {
        writer.nested(asn1::SEQUENCE, |params| {
            asn1::write_integer(params, self.version);
            asn1::write_integer(params, self.key_id);
            params.tlv(asn1::BOOLEAN, &asn1::boolean_byte(self.authorized_only));
        });
        if let Some(length) = self.max_key_length {
            asn1::write_integer(writer, length);
        }
    }
}

impl RestrictedIdentificationDomainParameterInfo {
    /// Standardised domain parameters of an elliptic curve.
    #[must_use]
    pub fn standardized(curve: Curve) -> Self {
        Self {
            protocol: oid::ID_RI_ECDH,
            domain_parameter: AlgorithmIdentifier::standardized(curve),
        }
    }

    pub(super) fn read(protocol: Oid, mut reader: Reader<'_>) -> Result<Self, DecodeError> {
        let domain_parameter = AlgorithmIdentifier::read(&reader.expect(asn1::SEQUENCE)?)?;
        surplus(reader)?;
        Ok(Self {
            protocol,
            domain_parameter,
        })
    }

    pub(super) fn write(&self, writer: &mut Writer) {
        self.domain_parameter.write(writer);
    }
}
