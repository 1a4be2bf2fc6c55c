//! Chip Authentication version 2 on the terminal's side: the request, and the check of the card's token.
//!
//! The card's signed public key and the terminal's ephemeral key come in, session keys go out. Nothing is sent from here.

use crypto::{KeyError, PrivateKey, PublicKey};
use iso7816::tlv::{Tag, TlvErrorKind};
use secure_messaging::SessionKeys;
use thiserror::Error;

use super::error::{Step, TerminalError};
use crate::encoding::{
    AuthenticationToken, CaProtocol, DecodeError, DecodeErrorKind, DynamicData, SecurityInfos,
    SetAt, reference_bytes,
};

/// Which key of the card, as its security object has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChipChoice {
    /// The protocol.
    pub protocol: CaProtocol,
    /// The key's identifier, if it has one.
    pub key_id: Option<u32>,
    /// The key.
    pub public_key: PublicKey,
}

impl ChipChoice {
    /// The first key of version 2 that the infos offer.
    #[must_use]
    pub fn first(infos: &SecurityInfos) -> Option<Self> {
        let (info, protocol, public_key) = infos.usable_chip_authentication()?;
        Some(Self {
            protocol,
            key_id: info.key_id,
            public_key,
        })
    }

    /// The data field of MSE:Set AT. `[TR-03110-3 §B.2]`
    #[must_use]
    pub fn set_at(&self) -> SetAt {
        SetAt {
            mechanism: Some(self.protocol.oid()),
            private_key_reference: self.key_id.map(reference_bytes),
            ..SetAt::default()
        }
    }

    /// Takes the card's answer: derives the keys with its nonce and checks its token. `[TR-03110-2 §3.4.1]`
    ///
    /// # Errors
    /// Malformed data, or a wrong token: the card does not hold the private key.
    pub fn receive(&self, ephemeral: &PrivateKey, data: &[u8]) -> Result<Outcome, ChipError> {
        let dynamic = DynamicData::decode(data)?;
        let object = |tag| {
            let missing = DecodeErrorKind::Tlv(TlvErrorKind::Missing {
                expected: Tag::new(tag),
            });
            dynamic
                .get(tag)
                .ok_or_else(|| DecodeError::new(missing, data.len()))
        };
        let shared = ephemeral.agree(&self.public_key)?;
        let keys = SessionKeys::derive(self.protocol.cipher, shared.as_bytes(), object(0x81)?);
        let own = ephemeral.public_key();
        let expected = AuthenticationToken::compute(&keys.mac, &self.protocol.oid(), &own);
        if !expected.matches(object(0x82)?) {
            return Err(ChipError::Token);
        }
        Ok(Outcome { keys })
    }
}

/// The data field of General Authenticate: the ephemeral public key.
#[must_use]
pub fn request(ephemeral: &PublicKey) -> DynamicData {
    DynamicData::new().with(0x80, ephemeral.as_bytes())
}

/// What can be wrong with the card's answer.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ChipError {
    /// The data are not what the step promises.
    #[error(transparent)]
    Data(#[from] DecodeError),
    /// The keys do not agree.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The card's token is wrong.
    #[error("the card's authentication token does not match")]
    Token,
}

impl ChipError {
    pub(super) fn at<E: std::error::Error>(self, step: Step) -> TerminalError<E> {
        match self {
            Self::Data(source) => TerminalError::Data { step, source },
            Self::Key(source) => TerminalError::Key { step, source },
            Self::Token => TerminalError::Token(step),
        }
    }
}

/// Chip Authentication succeeded.
#[derive(Debug)]
pub struct Outcome {
    /// Keys of the session that begins with the next command; the send sequence counter starts at 0.
    pub keys: SessionKeys,
}
