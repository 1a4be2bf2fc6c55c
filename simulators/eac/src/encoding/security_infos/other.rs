//! PrivilegedTerminalInfo, and infos of other protocols. `[TR-03110-3 §A.1.1.9]` `[TR-03110-3 §A.1.1.10]`

use iso7816::tlv::{Reader, Writer};

use super::SecurityInfos;
use crate::encoding::asn1;
use crate::encoding::error::DecodeError;
use crate::encoding::oid::Oid;
use crate::encoding::public_key::surplus;

/// Infos that concern keys for privileged terminals only. `[TR-03110-3 §A.1.1.9]`
///
/// ```text
/// SEQUENCE { id-PT, privilegedTerminalInfos SecurityInfos }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrivilegedTerminalInfo {
    /// The infos inside.
    pub infos: SecurityInfos,
}

impl PrivilegedTerminalInfo {
    pub(super) fn read(mut reader: Reader<'_>) -> Result<Self, DecodeError> {
        let infos = SecurityInfos::read(&reader.expect(asn1::SET)?)?;
        surplus(reader)?;
        Ok(Self { infos })
    }

    pub(super) fn write(&self, writer: &mut Writer) {
        self.infos.write(writer);
    }
}

/// Active Authentication with elliptic curves. `[ICAO 9303-11 §9.2.4]`
///
/// ```text
/// SEQUENCE { id-AA, version INTEGER, signatureAlgorithm OBJECT IDENTIFIER }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActiveAuthenticationInfo {
    /// 1.
    pub version: u32,
    /// A plain ECDSA signature with its hash.
    pub signature_algorithm: Oid,
}

impl ActiveAuthenticationInfo {
    pub(super) fn read(mut reader: Reader<'_>) -> Result<Self, DecodeError> {
        let version = asn1::read_integer(&mut reader)?;
        let signature_algorithm = asn1::read_oid(&mut reader)?;
        surplus(reader)?;
        Ok(Self {
            version,
            signature_algorithm,
        })
    }

    pub(super) fn write(&self, writer: &mut Writer) {
        asn1::write_integer(writer, self.version);
        asn1::write_oid(writer, &self.signature_algorithm);
    }
}

/// A kind of mobile eID: the identifier says it all; some cards add a version. `[TR-03159-1]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MobileEidTypeInfo {
    /// SECertified, SEEndorsed or HWKeystore.
    pub protocol: Oid,
    /// A version, where there is one.
    pub version: Option<u32>,
}

impl MobileEidTypeInfo {
    pub(super) fn read(protocol: Oid, mut reader: Reader<'_>) -> Result<Self, DecodeError> {
        let version = asn1::optional_integer(&mut reader)?;
        surplus(reader)?;
        Ok(Self { protocol, version })
    }

    pub(super) fn write(&self, writer: &mut Writer) {
        if let Some(version) = self.version {
            asn1::write_integer(writer, version);
        }
    }
}

/// An info of a protocol that this crate does not know, as received.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownInfo {
    /// Its protocol.
    pub protocol: Oid,
    /// What follows the protocol identifier.
    pub data: Vec<u8>,
}
