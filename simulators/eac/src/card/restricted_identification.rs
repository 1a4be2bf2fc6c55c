//! Restricted Identification on the card's side: a pseudonym for each sector.
//!
//! Data fields and the terminal's authorization come in, sector-specific identifiers go out. No state changes.

use crypto::PrivateKey;
use iso7816::tlv::{Reader, Tag};

use super::fault::{Fault, Faults};
use super::refusal::{Reason, Refusal};
use super::terminal_authentication::EffectiveAuthorization;
use crate::encoding::{
    AlgorithmRule, CvPublicKey, DynamicData, RiProtocol, Right, SetAt, oid, tag,
};

const FIRST_SECTOR: Tag = Tag::new(0xA0);
const SECOND_SECTOR: Tag = Tag::new(0xA2);

/// A key for Restricted Identification.
#[derive(Clone, Debug)]
pub struct IdentificationKey {
    /// Its identifier in the SecurityInfos.
    pub id: u32,
    /// The protocol for which it is offered.
    pub protocol: RiProtocol,
    /// The key.
    pub private: PrivateKey,
    /// Who may use it.
    pub audience: Audience,
}

/// Who may use a key. `[TR-03110-3 §A.1.1.4]`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Every authenticated terminal.
    Everyone,
    /// Terminals with the right "restricted identification": authorizedOnly.
    AuthorizedOnly,
}

/// What MSE:Set AT chose.
#[derive(Clone, Debug)]
pub struct Selection {
    key: IdentificationKey,
    faults: Faults,
}

impl Selection {
    /// Judges the data field of MSE:Set AT (P1-P2 41A4). Whether the terminal may use the key is asked later.
    ///
    /// # Errors
    /// 6A80 for broken data or an unknown protocol, 6A88 for an unknown key, or for none where there are several.
    pub fn judge(data: &[u8], keys: &[IdentificationKey], faults: Faults) -> Result<Self, Refusal> {
        let set = SetAt::decode(data)?;
        let mechanism = set.mechanism.ok_or(Reason::Missing(Tag::new(0x80)))?;
        let lenient = keys
            .first()
            .filter(|_| faults.has(Fault::RiProtocolNotChecked))
            .map(|key| key.protocol);
        let protocol = RiProtocol::from_oid(&mechanism)
            .or(lenient)
            .ok_or(Reason::UnknownProtocol(mechanism))?;
        let mut offered = keys.iter().filter(|key| key.protocol == protocol);
        let id = set.private_key_number();
        let key = if set.private_key_reference.is_some() {
            offered.find(|key| Some(key.id) == id)
        } else {
            offered.next().filter(|_| offered.next().is_none())
        };
        let key = key.ok_or(Reason::UnknownKey(id))?.clone();
        Ok(Self { key, faults })
    }

    /// General Authenticate: one identifier for each sector public key. `[TR-03110-3 §B.4]`
    ///
    /// # Errors
    /// 6982 when the right is missing; 6A80 for broken data, a key on another curve, or one that is not in the terminal
    /// certificate.
    pub fn general_authenticate(
        &self,
        data: &[u8],
        authorization: &EffectiveAuthorization,
    ) -> Result<Vec<u8>, Refusal> {
        self.check_right(authorization)?;
        let mut reader = Reader::new(data);
        let dynamic = reader
            .expect(tag::DYNAMIC_AUTHENTICATION_DATA)
            .map_err(crate::encoding::DecodeError::from)?;
        reader
            .finish()
            .map_err(crate::encoding::DecodeError::from)?;
        let mut response = DynamicData::new();
        for object in dynamic.reader() {
            let object = object.map_err(crate::encoding::DecodeError::from)?;
            let (answer, expected) = match object.tag {
                FIRST_SECTOR => (0x81, &authorization.sector().first),
                SECOND_SECTOR => (0x83, &authorization.sector().second),
                other => return Err(Reason::Missing(other).into()),
            };
            let answer = match (self.faults.has(Fault::RiAnswerTagsSwapped), answer) {
                (true, 0x81) => 0x83,
                (true, _) => 0x81,
                (false, right) => right,
            };
            let sector_key = CvPublicKey::read(&object, AlgorithmRule::Any)?;
            let found = sector_key.digest(authorization.sector_hash());
            if expected.as_deref() != Some(&found) && !self.faults.has(Fault::RiSectorNotChecked) {
                return Err(Reason::WrongSector.into());
            }
            response = response.with(answer, self.identifier(&sector_key, authorization)?);
        }
        match response.objects() {
            [] => Err(Reason::Missing(FIRST_SECTOR).into()),
            _ => Ok(response.encode()),
        }
    }

    fn check_right(&self, authorization: &EffectiveAuthorization) -> Result<(), Refusal> {
        let needed = match self.key.audience {
            Audience::AuthorizedOnly => !self.faults.has(Fault::RiAuthorizedOnlyIgnored),
            Audience::Everyone => self.faults.has(Fault::RiRightAlwaysNeeded),
        };
        if needed && !authorization.has(Right::RestrictedIdentification) {
            return Err(Reason::RightMissing(Right::RestrictedIdentification).into());
        }
        Ok(())
    }

    /// The hash of the x coordinate of the agreed point. `[TR-03110-3 §A.5.4]`
    fn identifier(
        &self,
        sector_key: &CvPublicKey,
        authorization: &EffectiveAuthorization,
    ) -> Result<Vec<u8>, Refusal> {
        let protocol = self.key.protocol;
        if sector_key.algorithm.below(&oid::ID_RI_ECDH).is_none() {
            return Err(Reason::UnknownProtocol(sector_key.algorithm).into());
        }
        let sector = sector_key.public_key(None)?;
        let sector = match self.faults.has(Fault::RiSectorsLinkable) {
            true => self.key.private.public_key(),
            false => sector,
        };
        let shared = self
            .key
            .private
            .agree(&sector)
            .map_err(Reason::InvalidKey)?;
        let session = match self.faults.has(Fault::RiIdentifierOfSession) {
            true => authorization.ephemeral_key().as_bytes(),
            false => &[],
        };
        Ok(protocol
            .hash
            .digest(&[shared.as_bytes(), session])
            .as_bytes()
            .to_vec())
    }

    /// The chosen key.
    #[must_use]
    pub const fn key(&self) -> &IdentificationKey {
        &self.key
    }
}
