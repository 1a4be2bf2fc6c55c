//! PACE on the terminal's side, one type for each moment. Each gives the command to send, and takes the answer.
//!
//! ```text
//! AwaitNonce -> AwaitMapping -> AwaitKey -> AwaitToken -> Outcome
//! ```
//!
//! A password and answers come in, at the end session keys go out. Nothing is sent from here.

use crypto::{CipherKey, Curve, Generator, KeyError, PrivateKey, PublicKey, Secret};
use iso7816::CommandApdu;
use iso7816::tlv::{Tag, TlvErrorKind};
use rand_core::CryptoRng;
use secure_messaging::SessionKeys;
use thiserror::Error;

use super::command;
use crate::encoding::{
    AuthenticationToken, CertificateHolderReference, CompressedPublicKey, DecodeError,
    DecodeErrorKind, DynamicData, PaceProtocol, Password,
};

/// What can be wrong with the card's answers.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum PaceError {
    /// The data are not what the step promises.
    #[error(transparent)]
    Data(#[from] DecodeError),
    /// The card's public key is no key.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The card sent the terminal's own public key back. `[TR-03110-2 §3.2.1]`
    #[error("the card's public key is the terminal's own")]
    OwnKey,
    /// The nonce does not fill whole blocks. `[TR-03110-3 §A.3.3]`
    #[error("an encrypted nonce of {0} bytes does not fill whole blocks")]
    NonceLength(usize),
    /// The card's token is wrong.
    #[error("the card's authentication token does not match")]
    Token,
}

fn answer(data: &[u8], tag: u32) -> Result<Vec<u8>, PaceError> {
    let dynamic = DynamicData::decode(data)?;
    Ok(object(&dynamic, tag, data.len())?.to_vec())
}

fn object(dynamic: &DynamicData, tag: u32, end: usize) -> Result<&[u8], DecodeError> {
    let missing = || {
        DecodeErrorKind::Tlv(TlvErrorKind::Missing {
            expected: Tag::new(tag),
        })
    };
    dynamic
        .get(tag)
        .ok_or_else(|| DecodeError::new(missing(), end))
}

/// Before step 1: the card will send its encrypted nonce.
#[derive(Debug)]
pub struct AwaitNonce {
    protocol: PaceProtocol,
    curve: Curve,
    key: CipherKey,
}

impl AwaitNonce {
    /// Starts with a password.
    #[must_use]
    pub fn new(protocol: PaceProtocol, curve: Curve, password: &Password) -> Self {
        Self {
            protocol,
            curve,
            key: password.key(protocol.cipher),
        }
    }

    /// Asks for the nonce: `10 86 00 00 02 7C 00 00`.
    #[must_use]
    pub fn command(&self) -> CommandApdu {
        command::general_authenticate_chained(&DynamicData::new())
    }

    /// Decrypts the nonce and makes the mapping key.
    ///
    /// # Errors
    /// Malformed data.
    pub fn receive(
        self,
        data: &[u8],
        rng: &mut (impl CryptoRng + ?Sized),
    ) -> Result<AwaitMapping, PaceError> {
        let own = PrivateKey::generate(self.curve, rng);
        self.receive_with_key(data, own)
    }

    /// The same with a chosen mapping key.
    ///
    /// # Errors
    /// Malformed data.
    pub fn receive_with_key(self, data: &[u8], own: PrivateKey) -> Result<AwaitMapping, PaceError> {
        let mut nonce = answer(data, 0x80)?;
        let length = nonce.len();
        let whole = length > 0 && self.key.decrypt_cbc(&[0; 16], &mut nonce).is_ok();
        if !whole {
            return Err(PaceError::NonceLength(length));
        }
        Ok(AwaitMapping {
            protocol: self.protocol,
            nonce: Secret::new(nonce),
            own,
        })
    }
}

/// Before step 2: the card will send its mapping key.
#[derive(Debug)]
pub struct AwaitMapping {
    protocol: PaceProtocol,
    nonce: Secret,
    own: PrivateKey,
}

impl AwaitMapping {
    /// Sends the mapping key: `81`.
    #[must_use]
    pub fn command(&self) -> CommandApdu {
        let own = self.own.public_key();
        command::general_authenticate_chained(&DynamicData::new().with(0x81, own.as_bytes()))
    }

    /// The decrypted nonce.
    #[must_use]
    pub const fn nonce(&self) -> &Secret {
        &self.nonce
    }

    /// Maps the nonce to a generator and makes the agreement key.
    ///
    /// # Errors
    /// Malformed data, an invalid key, or the terminal's own one.
    pub fn receive(
        self,
        data: &[u8],
        rng: &mut (impl CryptoRng + ?Sized),
    ) -> Result<AwaitKey, PaceError> {
        let own = PrivateKey::generate(self.own.curve(), rng);
        self.receive_with_key(data, own)
    }

    /// The same with a chosen agreement key.
    ///
    /// # Errors
    /// As [`receive`](Self::receive).
    pub fn receive_with_key(self, data: &[u8], own: PrivateKey) -> Result<AwaitKey, PaceError> {
        let peer = peer_key(data, 0x82, &self.own.public_key())?;
        let generator = Generator::map(self.nonce.as_bytes(), &self.own, &peer)?;
        let own_key = own.public_key_on(&generator)?;
        Ok(AwaitKey {
            protocol: self.protocol,
            own,
            own_key,
            generator: Box::new(generator),
        })
    }
}

fn peer_key(data: &[u8], tag: u32, own: &PublicKey) -> Result<PublicKey, PaceError> {
    let peer = PublicKey::decode(own.curve(), &answer(data, tag)?)?;
    if peer == *own {
        return Err(PaceError::OwnKey);
    }
    Ok(peer)
}

/// Before step 3: the card will send its agreement key.
#[derive(Debug)]
pub struct AwaitKey {
    protocol: PaceProtocol,
    own: PrivateKey,
    own_key: PublicKey,
    generator: Box<Generator>,
}

impl AwaitKey {
    /// Sends the agreement key: `83`.
    #[must_use]
    pub fn command(&self) -> CommandApdu {
        command::general_authenticate_chained(
            &DynamicData::new().with(0x83, self.own_key.as_bytes()),
        )
    }

    /// The mapped generator.
    #[must_use]
    pub const fn generator(&self) -> &Generator {
        &self.generator
    }

    /// Agrees on session keys.
    ///
    /// # Errors
    /// Malformed data, an invalid key, or the terminal's own one.
    pub fn receive(self, data: &[u8]) -> Result<AwaitToken, PaceError> {
        let peer = peer_key(data, 0x84, &self.own_key)?;
        let shared = self.own.agree(&peer)?;
        let keys = SessionKeys::derive(self.protocol.cipher, shared.as_bytes(), &[]);
        Ok(AwaitToken {
            protocol: self.protocol,
            keys,
            own_key: self.own_key,
            peer,
        })
    }
}

/// Before step 4: the card will send its token.
#[derive(Debug)]
pub struct AwaitToken {
    protocol: PaceProtocol,
    keys: SessionKeys,
    own_key: PublicKey,
    peer: PublicKey,
}

impl AwaitToken {
    /// Sends the terminal's token: `85`. It ends the chain.
    #[must_use]
    pub fn command(&self) -> CommandApdu {
        command::general_authenticate(&DynamicData::new().with(0x85, *self.token().as_bytes()))
    }

    /// The terminal's token.
    #[must_use]
    pub fn token(&self) -> AuthenticationToken {
        AuthenticationToken::compute(&self.keys.mac, &self.protocol.oid(), &self.peer)
    }

    /// Checks the card's token.
    ///
    /// # Errors
    /// Malformed data, or a wrong token.
    pub fn receive(self, data: &[u8]) -> Result<Outcome, PaceError> {
        let dynamic = DynamicData::decode(data)?;
        let expected =
            AuthenticationToken::compute(&self.keys.mac, &self.protocol.oid(), &self.own_key);
        if !expected.matches(object(&dynamic, 0x86, data.len())?) {
            return Err(PaceError::Token);
        }
        let authority = |tag| {
            dynamic
                .get(tag)
                .map(CertificateHolderReference::decode)
                .transpose()
        };
        let authorities = [authority(0x87)?, authority(0x88)?]
            .into_iter()
            .flatten()
            .collect();
        Ok(Outcome {
            keys: self.keys,
            id_icc: CompressedPublicKey::of(&self.peer),
            authorities,
        })
    }
}

/// PACE succeeded.
#[derive(Debug)]
pub struct Outcome {
    /// Keys of the new session; the send sequence counter starts at 0.
    pub keys: SessionKeys,
    /// The card's name in Terminal Authentication.
    pub id_icc: CompressedPublicKey,
    /// Trust points of the card for the terminal type, most recent first.
    pub authorities: Vec<CertificateHolderReference>,
}
