//! ChipAuthenticationInfo, its domain parameters and its public keys. `[TR-03110-3 §A.1.1.2]`

use crypto::{Curve, PublicKey};
use iso7816::tlv::{Reader, Writer};

use crate::encoding::algorithm::{AlgorithmIdentifier, SubjectPublicKeyInfo};
use crate::encoding::asn1;
use crate::encoding::error::DecodeError;
use crate::encoding::oid::{self, Oid};
use crate::encoding::protocol::CaProtocol;
use crate::encoding::public_key::surplus;

/// How a card speaks Chip Authentication.
///
/// ```text
/// SEQUENCE { protocol, version INTEGER, keyId INTEGER OPTIONAL }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChipAuthenticationInfo {
    /// Key agreement and cipher.
    pub protocol: Oid,
    /// 1, 2 or 3.
    pub version: u32,
    /// Which key.
    pub key_id: Option<u32>,
}

/// Domain parameters for Chip Authentication.
///
/// ```text
/// SEQUENCE { protocol, domainParameter AlgorithmIdentifier, keyId INTEGER OPTIONAL }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChipAuthenticationDomainParameterInfo {
    /// id-CA-DH or id-CA-ECDH.
    pub protocol: Oid,
    /// The parameters.
    pub domain_parameter: AlgorithmIdentifier,
    /// Of which key.
    pub key_id: Option<u32>,
}

/// A public key for Chip Authentication.
///
/// ```text
/// SEQUENCE { protocol, chipAuthenticationPublicKey SubjectPublicKeyInfo, keyId INTEGER OPTIONAL }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChipAuthenticationPublicKeyInfo {
    /// id-PK-DH or id-PK-ECDH.
    pub protocol: Oid,
    /// The key with its domain parameters.
    pub public_key: SubjectPublicKeyInfo,
    /// Which key.
    pub key_id: Option<u32>,
}

impl ChipAuthenticationInfo {
    /// Chip Authentication version 2.
    #[must_use]
    pub const fn version_2(protocol: CaProtocol, key_id: Option<u32>) -> Self {
        Self {
            protocol: protocol.oid(),
            version: 2,
            key_id,
        }
    }

    /// The protocol, when it is one that this crate speaks.
    #[must_use]
    pub fn ca_protocol(&self) -> Option<CaProtocol> {
        CaProtocol::from_oid(&self.protocol)
    }

    pub(super) fn read(protocol: Oid, mut reader: Reader<'_>) -> Result<Self, DecodeError> {
        let version = asn1::read_integer(&mut reader)?;
        let key_id = asn1::optional_integer(&mut reader)?;
        surplus(reader)?;
        Ok(Self {
            protocol,
            version,
            key_id,
        })
    }

    pub(super) fn write(&self, writer: &mut Writer) {
        asn1::write_integer(writer, self.version);
        write_key_id(writer, self.key_id);
    }
}

impl ChipAuthenticationDomainParameterInfo {
    /// Standardised domain parameters of an elliptic curve.
    #[must_use]
    pub fn standardized(curve: Curve, key_id: Option<u32>) -> Self {
        Self {
            protocol: oid::ID_CA_ECDH,
            domain_parameter: AlgorithmIdentifier::standardized(curve),
            key_id,
        }
    }

    pub(super) fn read(protocol: Oid, mut reader: Reader<'_>) -> Result<Self, DecodeError> {
        let domain_parameter = AlgorithmIdentifier::read(&reader.expect(asn1::SEQUENCE)?)?;
        let key_id = asn1::optional_integer(&mut reader)?;
        surplus(reader)?;
        Ok(Self {
            protocol,
            domain_parameter,
            key_id,
        })
    }

    pub(super) fn write(&self, writer: &mut Writer) {
        self.domain_parameter.write(writer);
        write_key_id(writer, self.key_id);
    }
}

impl ChipAuthenticationPublicKeyInfo {
    /// A key over standardised domain parameters of an elliptic curve.
    #[must_use]
    pub fn standardized(key: &PublicKey, key_id: Option<u32>) -> Self {
        Self {
            protocol: oid::ID_PK_ECDH,
            public_key: SubjectPublicKeyInfo::standardized(key),
            key_id,
        }
    }

    pub(super) fn read(protocol: Oid, mut reader: Reader<'_>) -> Result<Self, DecodeError> {
        let public_key = SubjectPublicKeyInfo::read(&reader.expect(asn1::SEQUENCE)?)?;
        let key_id = asn1::optional_integer(&mut reader)?;
        surplus(reader)?;
        Ok(Self {
            protocol,
            public_key,
            key_id,
        })
    }

    pub(super) fn write(&self, writer: &mut Writer) {
        self.public_key.write(writer);
        write_key_id(writer, self.key_id);
    }
}

fn write_key_id(writer: &mut Writer, key_id: Option<u32>) {
    if let Some(id) = key_id {
        asn1::write_integer(writer, id);
    }
}
