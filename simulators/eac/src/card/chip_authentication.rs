//! Chip Authentication version 2 on the card's side.
//!
//! Data fields and the terminal's authorization come in, new session keys and the response data go out. The response
//! still travels under the old keys; who owns the session switches afterwards.

use crypto::{Generator, PrivateKey, PublicKey};
use iso7816::tlv::Tag;
use rand_core::CryptoRng;
use secure_messaging::SessionKeys;

use super::fault::{Fault, Faults};
use super::refusal::{Reason, Refusal};
use super::terminal_authentication::EffectiveAuthorization;
use crate::encoding::{AuthenticationToken, CaProtocol, CompressedPublicKey, DynamicData, SetAt};

/// Bytes of the nonce. `[TR-03110-3 §B.2.2]`
pub const NONCE_LENGTH: usize = 8;

/// A key for Chip Authentication.
#[derive(Clone, Debug)]
pub struct ChipKey {
    /// Its identifier in the SecurityInfos.
    pub id: Option<u32>,
    /// The protocol for which it is offered.
    pub protocol: CaProtocol,
    /// The key.
    pub private: PrivateKey,
    /// Who may use it.
    pub audience: Audience,
}

/// Who may use a key. `[TR-03110-2 §2.1.4]`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Every authenticated terminal: a key shared by a generation of cards.
    Everyone,
    /// Privileged terminals: a key of this card alone.
    Privileged,
}

/// What MSE:Set AT chose.
#[derive(Clone, Debug)]
pub struct Selection {
    key: ChipKey,
    faults: Faults,
}

impl Selection {
    /// Judges the data field of MSE:Set AT (P1-P2 41A4).
    ///
    /// # Errors
    /// 6982 before Terminal Authentication or for a key of privileged terminals, 6A80 for broken data or an unknown
    /// protocol, 6A88 for an unknown key, or for none where there are several.
    pub fn judge(
        data: &[u8],
        keys: &[ChipKey],
        authorization: Option<&EffectiveAuthorization>,
        faults: Faults,
    ) -> Result<Self, Refusal> {
        if authorization.is_none() && !faults.has(Fault::CaWithoutTa) {
            return Err(Reason::NotAuthenticated.into());
        }
        let set = SetAt::decode(data)?;
        let mechanism = set.mechanism.ok_or(Reason::Missing(Tag::new(0x80)))?;
        let protocol =
            CaProtocol::from_oid(&mechanism).ok_or(Reason::UnknownProtocol(mechanism))?;
        let offered: Vec<_> = keys.iter().filter(|key| key.protocol == protocol).collect();
        if offered.is_empty() {
            return Err(Reason::UnknownProtocol(mechanism).into());
        }
        let is_privileged = authorization.is_some_and(EffectiveAuthorization::is_privileged)
            || faults.has(Fault::CaPrivilegedKeyForAll);
        let key = match misread_reference(&offered, faults) {
            Some(key) => key,
            None => choose(&set, &offered, is_privileged)?,
        };
        if key.audience == Audience::Privileged && !is_privileged {
            return Err(Reason::PrivilegedKey(key.id).into());
        }
        Ok(Self {
            key: key.clone(),
            faults,
        })
    }

    /// General Authenticate: agrees on keys with the bound ephemeral key. `[TR-03110-3 §B.2]`
    ///
    /// # Errors
    /// 6A80 for broken data, an invalid key, or one that Terminal Authentication has not bound.
    pub fn general_authenticate(
        &self,
        data: &[u8],
        authorization: Option<&EffectiveAuthorization>,
        rng: &mut (impl CryptoRng + ?Sized),
    ) -> Result<Established, Refusal> {
        let mut nonce = [0; NONCE_LENGTH];
        if !self.faults.has(Fault::CaNonceReused) {
            rng.fill_bytes(&mut nonce);
        }
        self.agree(data, authorization, nonce)
    }

    /// The same with a chosen nonce, for worked examples.
    ///
    /// # Errors
    /// As [`general_authenticate`](Self::general_authenticate).
    pub fn agree(
        &self,
        data: &[u8],
        authorization: Option<&EffectiveAuthorization>,
        nonce: [u8; NONCE_LENGTH],
    ) -> Result<Established, Refusal> {
        let dynamic = DynamicData::decode(data)?;
        let point = dynamic.only(0x80).or_else(|| self.misread_point(&dynamic));
        let point = point.ok_or(Reason::Missing(Tag::new(0x80)))?;
        let peer = self.peer_key(point)?;
        let bound = authorization.map(EffectiveAuthorization::ephemeral_key);
        let is_bound = bound == Some(&self.compressed(point, &peer)) || bound.is_none();
        if !is_bound && !self.faults.has(Fault::CaKeyNotBound) {
            return Err(Reason::UnboundKey.into());
        }
        let shared = self.key.private.agree(&peer).map_err(Reason::InvalidKey)?;
        let keys = SessionKeys::derive(self.key.protocol.cipher, shared.as_bytes(), &nonce);
        let token = self.token(&keys, &peer);
        let mut token = *token.as_bytes();
        if self.faults.has(Fault::CaTokenWrong) {
            token.iter_mut().for_each(|byte| *byte ^= 0xFF);
        }
        let response = DynamicData::new()
            .with(0x81, nonce)
            .with(0x82, token)
            .encode();
        Ok(Established { keys, response })
    }

    fn token(&self, keys: &SessionKeys, peer: &PublicKey) -> AuthenticationToken {
        let protocol = self.key.protocol.oid();
        match self.misencoded(peer) {
            Some(point) => AuthenticationToken::over(&keys.mac, &protocol, &point),
            None => AuthenticationToken::compute(&keys.mac, &protocol, peer),
        }
    }

    fn peer_key(&self, point: &[u8]) -> Result<PublicKey, Refusal> {
        let curve = self.key.private.curve();
        match PublicKey::decode(curve, point) {
            Err(_) if self.faults.has(Fault::CaInvalidPointAccepted) => {
                Ok(Generator::standard(curve).to_point())
            }
            key => key.map_err(|error| Reason::InvalidKey(error).into()),
        }
    }

    /// The chosen key.
    #[must_use]
    pub const fn key(&self) -> &ChipKey {
        &self.key
    }
}

/// The key that data object 84 names. Without it there has to be one only that the terminal may use.
fn choose<'a>(
    set: &SetAt,
    offered: &[&'a ChipKey],
    is_privileged: bool,
) -> Result<&'a ChipKey, Refusal> {
    let id = set.private_key_number();
    let chosen = if set.private_key_reference.is_some() {
        offered.iter().find(|key| id.is_some() && key.id == id)
    } else {
        let mut usable = offered
            .iter()
            .filter(|key| is_privileged || key.audience == Audience::Everyone);
        usable.next().filter(|_| usable.next().is_none())
    };
    chosen.copied().ok_or_else(|| Reason::UnknownKey(id).into())
}

/// What only a card with a fault does. Without one, nothing here changes anything.
impl Selection {
    /// The first object of the data, whatever its tag.
    fn misread_point<'a>(&self, dynamic: &'a DynamicData) -> Option<&'a [u8]> {
        let (_, value) = dynamic.objects().first()?;
        self.faults
            .has(Fault::CaKeyTagNotChecked)
            .then_some(value.as_slice())
    }

    /// Comp of the terminal's key; of the bytes as they came where they need not be a point.
    fn compressed(&self, point: &[u8], peer: &PublicKey) -> CompressedPublicKey {
        if self.faults.has(Fault::CaInvalidPointAccepted) {
            let x = point.get(1..=point.len() / 2);
            return CompressedPublicKey::received(x.unwrap_or_default());
        }
        CompressedPublicKey::of(peer)
    }

    /// The terminal's key with coordinates of other lengths.
    fn misencoded(&self, peer: &PublicKey) -> Option<Vec<u8>> {
        let drops = self.faults.has(Fault::CaLeadingZerosDropped);
        let extends = self.faults.has(Fault::CaHighBitExtended);
        if !drops && !extends {
            return None;
        }
        let coordinates = peer.as_bytes().get(1..)?;
        let mut point = vec![0x04];
        for coordinate in coordinates.chunks(peer.curve().field_len()) {
            let zeros = coordinate.iter().take_while(|byte| **byte == 0).count();
            let skipped = if drops { zeros } else { 0 };
            if extends && coordinate.first().is_some_and(|byte| *byte >= 0x80) {
                point.push(0);
            }
            point.extend(coordinate.iter().skip(skipped));
        }
        Some(point)
    }
}

/// The key for everyone, whatever the terminal names, on a card with that fault.
fn misread_reference<'a>(offered: &[&'a ChipKey], faults: Faults) -> Option<&'a ChipKey> {
    let mut keys = offered.iter().copied();
    keys.find(|key| key.audience == Audience::Everyone)
        .filter(|_| faults.has(Fault::CaKeyReferenceIgnored))
}

/// Chip Authentication succeeded.
#[derive(Debug)]
pub struct Established {
    /// Keys of the session that begins after the response; the send sequence counter starts at 0.
    pub keys: SessionKeys,
    /// Response data: 7C with nonce and token, sent under the old keys.
    pub response: Vec<u8>,
}
