//! SecurityInfos: which protocols a card speaks, in EF.CardAccess, EF.CardSecurity and EF.ChipSecurity.
//!
//! Bytes come in, structures go out; those that nobody here knows survive as they are. This module knows nothing of
//! files and signatures.

use iso7816::tlv::{Reader, Tlv, Writer};

use super::asn1;
use super::error::DecodeError;
use super::oid::{self, Oid};
use super::protocol::{CaProtocol, PaceProtocol};

mod card_info;
mod chip_authentication;
mod eid_security;
mod other;
mod pace;
mod password;
mod pseudonymous_signature;
mod restricted_identification;
mod terminal_authentication;

pub use card_info::{CardInfo, CardInfoData, ExtendedCardInfo, SupportedTerminalType};
pub use chip_authentication::{
    ChipAuthenticationDomainParameterInfo, ChipAuthenticationInfo, ChipAuthenticationPublicKeyInfo,
};
pub use eid_security::{DataGroupHash, EidSecurityInfo, EidVersionInfo};
pub use other::{ActiveAuthenticationInfo, MobileEidTypeInfo, PrivilegedTerminalInfo, UnknownInfo};
pub use pace::{PaceDomainParameterInfo, PaceInfo};
pub use password::{PasswordFlags, PasswordInfo, PasswordProperties};
pub use pseudonymous_signature::{
    PseudonymAuthorization, PseudonymousSignatureInfo, PseudonymousSignatureKeyInfo,
};
pub use restricted_identification::{
    RestrictedIdentificationDomainParameterInfo, RestrictedIdentificationInfo,
};
pub use terminal_authentication::{FileId, TerminalAuthenticationInfo};

/// One SecurityInfo. `[TR-03110-3 §A.1]`
///
/// ```text
/// SEQUENCE { protocol OBJECT IDENTIFIER, requiredData ANY, optionalData ANY OPTIONAL }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SecurityInfo {
    /// PACE.
    Pace(PaceInfo),
    /// Explicit domain parameters for PACE.
    PaceDomainParameter(PaceDomainParameterInfo),
    /// A password.
    Password(PasswordInfo),
    /// Chip Authentication.
    ChipAuthentication(ChipAuthenticationInfo),
    /// Domain parameters for Chip Authentication.
    ChipAuthenticationDomainParameter(ChipAuthenticationDomainParameterInfo),
    /// A public key for Chip Authentication.
    ChipAuthenticationPublicKey(ChipAuthenticationPublicKeyInfo),
    /// Terminal Authentication.
    TerminalAuthentication(TerminalAuthenticationInfo),
    /// Restricted Identification.
    RestrictedIdentification(RestrictedIdentificationInfo),
    /// Domain parameters for Restricted Identification.
    RestrictedIdentificationDomainParameter(RestrictedIdentificationDomainParameterInfo),
    /// Where the card is described.
    CardInfo(CardInfo),
    /// Hashes of data groups.
    EidSecurity(EidSecurityInfo),
    /// What only privileged terminals may use.
    PrivilegedTerminal(PrivilegedTerminalInfo),
    /// Pseudonymous signatures: authentication, messages, credentials.
    PseudonymousSignature(PseudonymousSignatureInfo),
    /// A public key for pseudonymous signatures.
    PseudonymousSignatureKey(PseudonymousSignatureKeyInfo),
    /// Active Authentication.
    ActiveAuthentication(ActiveAuthenticationInfo),
    /// A kind of mobile eID.
    MobileEidType(MobileEidTypeInfo),
    /// Anything else, as it is.
    Unknown(UnknownInfo),
}

impl SecurityInfo {
    fn read(object: &Tlv<'_>) -> Result<Self, DecodeError> {
        let mut reader = object.reader();
        let protocol = asn1::read_oid(&mut reader)?;
        let is_below = |ancestor: Oid| protocol.below(&ancestor).is_some();
        Ok(match protocol {
            oid::ID_TA => Self::TerminalAuthentication(TerminalAuthenticationInfo::read(reader)?),
            oid::ID_CI => Self::CardInfo(CardInfo::read(reader)?),
            oid::ID_EID_SECURITY => Self::EidSecurity(EidSecurityInfo::read(reader)?),
            oid::ID_PT => Self::PrivilegedTerminal(PrivilegedTerminalInfo::read(reader)?),
            oid::ID_AA => Self::ActiveAuthentication(ActiveAuthenticationInfo::read(reader)?),
            oid::ID_PK_DH | oid::ID_PK_ECDH => Self::ChipAuthenticationPublicKey(
                ChipAuthenticationPublicKeyInfo::read(protocol, reader)?,
            ),
            oid::ID_CA_DH | oid::ID_CA_ECDH => Self::ChipAuthenticationDomainParameter(
                ChipAuthenticationDomainParameterInfo::read(protocol, reader)?,
            ),
            oid::ID_RI_DH | oid::ID_RI_ECDH => Self::RestrictedIdentificationDomainParameter(
                RestrictedIdentificationDomainParameterInfo::read(protocol, reader)?,
            ),
            oid::ID_PS_PK_ECDH_ECSCHNORR => Self::PseudonymousSignatureKey(
                PseudonymousSignatureKeyInfo::read(protocol, reader)?,
            ),
            _ if is_below(oid::ID_PASSWORD_TYPE) => {
                Self::Password(PasswordInfo::read(protocol, reader)?)
            }
            _ if is_below(oid::ID_PACE) => pace::read(protocol, reader)?,
            _ if is_below(oid::ID_CA) => {
                Self::ChipAuthentication(ChipAuthenticationInfo::read(protocol, reader)?)
            }
            _ if is_below(oid::ID_RI) => Self::RestrictedIdentification(
                RestrictedIdentificationInfo::read(protocol, reader)?,
            ),
            _ if is_below(oid::ID_PS) => {
                Self::PseudonymousSignature(PseudonymousSignatureInfo::read(protocol, reader)?)
            }
            _ if is_below(oid::ID_MOBILE_EID_TYPE) => {
                Self::MobileEidType(MobileEidTypeInfo::read(protocol, reader)?)
            }
            _ => Self::Unknown(UnknownInfo {
                protocol,
                data: reader.remaining().to_vec(),
            }),
        })
    }

    /// The protocol identifier.
    #[must_use]
    pub const fn protocol(&self) -> Oid {
        match self {
            Self::Pace(info) => info.protocol,
            Self::PaceDomainParameter(info) => info.protocol,
            Self::Password(info) => info.protocol,
            Self::ChipAuthentication(info) => info.protocol,
            Self::ChipAuthenticationDomainParameter(info) => info.protocol,
            Self::ChipAuthenticationPublicKey(info) => info.protocol,
            Self::TerminalAuthentication(_) => oid::ID_TA,
            Self::RestrictedIdentification(info) => info.protocol,
            Self::RestrictedIdentificationDomainParameter(info) => info.protocol,
            Self::CardInfo(_) => oid::ID_CI,
            Self::EidSecurity(_) => oid::ID_EID_SECURITY,
            Self::PrivilegedTerminal(_) => oid::ID_PT,
            Self::PseudonymousSignature(info) => info.protocol,
            Self::PseudonymousSignatureKey(info) => info.protocol,
            Self::ActiveAuthentication(_) => oid::ID_AA,
            Self::MobileEidType(info) => info.protocol,
            Self::Unknown(info) => info.protocol,
        }
    }

    /// The SecurityInfo in DER.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut writer = Writer::new();
        writer.nested(asn1::SEQUENCE, |sequence| {
            asn1::write_oid(sequence, &self.protocol());
            match self {
                Self::Pace(info) => info.write(sequence),
                Self::PaceDomainParameter(info) => info.write(sequence),
                Self::Password(info) => info.write(sequence),
                Self::ChipAuthentication(info) => info.write(sequence),
                Self::ChipAuthenticationDomainParameter(info) => info.write(sequence),
                Self::ChipAuthenticationPublicKey(info) => info.write(sequence),
                Self::TerminalAuthentication(info) => info.write(sequence),
                Self::RestrictedIdentification(info) => info.write(sequence),
                Self::RestrictedIdentificationDomainParameter(info) => info.write(sequence),
                Self::CardInfo(info) => info.write(sequence),
                Self::EidSecurity(info) => info.write(sequence),
                Self::PrivilegedTerminal(info) => info.write(sequence),
                Self::PseudonymousSignature(info) => info.write(sequence),
                Self::PseudonymousSignatureKey(info) => info.write(sequence),
                Self::ActiveAuthentication(info) => info.write(sequence),
                Self::MobileEidType(info) => info.write(sequence),
                Self::Unknown(info) => {
                    sequence.raw(&info.data);
                }
            }
        });
        writer.into_bytes()
    }
}

/// A set of SecurityInfo, in the order received. `[TR-03110-3 §A.1]`
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SecurityInfos(pub Vec<SecurityInfo>);

impl SecurityInfos {
    /// Reads a SET OF SecurityInfo. The order of the elements is not checked: real cards keep their own.
    ///
    /// # Errors
    /// Another structure, or a known SecurityInfo with other contents than the guideline gives it.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::der(bytes);
        let set = reader.expect(asn1::SET)?;
        reader.finish()?;
        Self::read(&set)
    }

    /// Reads a file: the SET OF SecurityInfo, and whatever pads it.
    ///
    /// # Errors
    /// As [`decode`](Self::decode).
    pub fn decode_file(content: &[u8]) -> Result<Self, DecodeError> {
        Self::read(&Reader::der(content).expect(asn1::SET)?)
    }

    pub(crate) fn read(set: &Tlv<'_>) -> Result<Self, DecodeError> {
        let mut reader = set.reader();
        let mut infos = Vec::new();
        while !reader.is_empty() {
            infos.push(SecurityInfo::read(&reader.expect(asn1::SEQUENCE)?)?);
        }
        Ok(Self(infos))
    }

    /// The set in DER: elements in the order of their encodings.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut writer = Writer::new();
        self.write(&mut writer);
        writer.into_bytes()
    }

    pub(crate) fn write(&self, writer: &mut Writer) {
        asn1::write_set_of(
            writer,
            asn1::SET,
            self.0.iter().map(SecurityInfo::encode).collect(),
        );
    }

    /// Iterates over the infos.
    pub fn iter(&self) -> std::slice::Iter<'_, SecurityInfo> {
        self.0.iter()
    }

    /// The PACE infos, in order.
    pub fn pace(&self) -> impl Iterator<Item = &PaceInfo> {
        self.iter().filter_map(|info| {
            if let SecurityInfo::Pace(info) = info {
                Some(info)
            } else {
                None
            }
        })
    }

    /// The first PACE info that both the guideline's version 2 and this crate can speak, with its protocol and curve.
    #[must_use]
    pub fn usable_pace(&self) -> Option<(&PaceInfo, PaceProtocol, crypto::Curve)> {
        self.pace()
            .find_map(|info| Some((info, info.pace_protocol()?, info.curve()?)))
    }

    /// The Chip Authentication infos, in order.
    pub fn chip_authentication(&self) -> impl Iterator<Item = &ChipAuthenticationInfo> {
        self.iter().filter_map(|info| {
            if let SecurityInfo::ChipAuthentication(info) = info {
                Some(info)
            } else {
                None
            }
        })
    }

    /// The first Chip Authentication of version 2 that this crate can speak, with its public key.
    #[must_use]
    pub fn usable_chip_authentication(
        &self,
    ) -> Option<(&ChipAuthenticationInfo, CaProtocol, crypto::PublicKey)> {
        self.chip_authentication()
            .filter(|info| info.version == 2)
            .find_map(|info| {
                let key = self.chip_authentication_key(info.key_id)?;
                Some((info, info.ca_protocol()?, key))
            })
    }

    /// The public key with this key identifier, checked against its curve.
    #[must_use]
    pub fn chip_authentication_key(&self, key_id: Option<u32>) -> Option<crypto::PublicKey> {
        self.iter().find_map(|info| match info {
            SecurityInfo::ChipAuthenticationPublicKey(info)
                if key_id.is_none() || info.key_id == key_id =>
            {
                info.public_key.public_key().ok()
            }
            _ => None,
        })
    }

    /// The domain parameters for Chip Authentication with this key identifier.
    #[must_use]
    pub fn chip_authentication_curve(&self, key_id: Option<u32>) -> Option<crypto::Curve> {
        self.iter().find_map(|info| match info {
            SecurityInfo::ChipAuthenticationDomainParameter(info)
                if key_id.is_none() || info.key_id == key_id =>
            {
                info.domain_parameter.curve()
            }
            _ => None,
        })
    }

    /// What is kept for privileged terminals.
    #[must_use]
    pub fn privileged(&self) -> Option<&Self> {
        self.iter().find_map(|info| match info {
            SecurityInfo::PrivilegedTerminal(info) => Some(&info.infos),
            _ => None,
        })
    }
}

impl<'a> IntoIterator for &'a SecurityInfos {
    type Item = &'a SecurityInfo;
    type IntoIter = std::slice::Iter<'a, SecurityInfo>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl FromIterator<SecurityInfo> for SecurityInfos {
    fn from_iter<I: IntoIterator<Item = SecurityInfo>>(infos: I) -> Self {
        Self(infos.into_iter().collect())
    }
}
