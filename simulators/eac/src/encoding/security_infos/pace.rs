//! PACEInfo and PACEDomainParameterInfo. `[TR-03110-3 §A.1.1.1]`

use crypto::Curve;
use iso7816::tlv::{Reader, Writer};

use super::SecurityInfo;
use crate::encoding::algorithm::AlgorithmIdentifier;
use crate::encoding::asn1;
use crate::encoding::error::DecodeError;
use crate::encoding::oid::{self, Oid};
use crate::encoding::protocol::PaceProtocol;
use crate::encoding::public_key::surplus;

/// How a card speaks PACE.
///
/// ```text
/// SEQUENCE { protocol, version INTEGER, parameterId INTEGER OPTIONAL }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaceInfo {
    /// Key agreement, mapping, cipher.
    pub protocol: Oid,
    /// 2; 1 is deprecated.
    pub version: u32,
    /// Number of the domain parameters; below 32 standardised ones.
    pub parameter_id: Option<u32>,
}

/// Explicit domain parameters for PACE.
///
/// ```text
/// SEQUENCE { protocol, domainParameter AlgorithmIdentifier, parameterId INTEGER OPTIONAL }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaceDomainParameterInfo {
    /// Key agreement and mapping.
    pub protocol: Oid,
    /// The parameters.
    pub domain_parameter: AlgorithmIdentifier,
    /// Their number, 32 or above.
    pub parameter_id: Option<u32>,
}

/// Without an arc for the cipher it is domain parameters, with it PACE itself.
pub(super) fn read(protocol: Oid, mut reader: Reader<'_>) -> Result<SecurityInfo, DecodeError> {
    let is_group = protocol
        .below(&oid::ID_PACE)
        .is_some_and(|arcs| arcs.len() == 1);
    if !is_group {
        let version = asn1::read_integer(&mut reader)?;
        let parameter_id = asn1::optional_integer(&mut reader)?;
        surplus(reader)?;
        return Ok(SecurityInfo::Pace(PaceInfo {
            protocol,
            version,
            parameter_id,
        }));
    }
    let domain_parameter = AlgorithmIdentifier::read(&reader.expect(asn1::SEQUENCE)?)?;
    let parameter_id = asn1::optional_integer(&mut reader)?;
    surplus(reader)?;
    Ok(SecurityInfo::PaceDomainParameter(PaceDomainParameterInfo {
        protocol,
        domain_parameter,
        parameter_id,
    }))
}

impl PaceInfo {
    /// PACE version 2 over standardised domain parameters.
    #[must_use]
    pub fn new(protocol: PaceProtocol, curve: Curve) -> Self {
        Self {
            protocol: protocol.oid(),
            version: 2,
            parameter_id: Some(u32::from(curve.parameter_id())),
        }
    }

    /// The protocol, when it is version 2 of one that this crate speaks.
    #[must_use]
    pub fn pace_protocol(&self) -> Option<PaceProtocol> {
        PaceProtocol::from_oid(&self.protocol).filter(|_| self.version == 2)
    }

    /// The standardised curve.
    #[must_use]
    pub fn curve(&self) -> Option<Curve> {
        Curve::from_parameter_id(u8::try_from(self.parameter_id?).ok()?)
    }

    pub(super) fn write(&self, writer: &mut Writer) {
        asn1::write_integer(writer, self.version);
        if let Some(id) = self.parameter_id {
            asn1::write_integer(writer, id);
        }
    }
}

impl PaceDomainParameterInfo {
    pub(super) fn write(&self, writer: &mut Writer) {
        self.domain_parameter.write(writer);
        if let Some(id) = self.parameter_id {
            asn1::write_integer(writer, id);
        }
    }
}
