//! PACE on the card's side: choosing a suite, and the four steps of General Authenticate.
//!
//! Data fields come in, response data fields go out, at the end session keys. Every step consumes the state, so that an
//! error leaves nothing behind: the nonce is gone. Whether a password may still be tried is decided by whoever counts
//! tries; they get the terminal's token *before* it is compared, so that the counter can fall first.

use crypto::{Cipher, CipherKey, Generator, PrivateKey, PublicKey, Secret};
use rand_core::CryptoRng;
use secure_messaging::SessionKeys;

use super::fault::{Fault, Faults};
use super::refusal::{Reason, Refusal};
use crate::encoding::{
    AuthenticationToken, CertificateHolderReference, CompressedPublicKey, DynamicData, Password,
};

mod selection;

pub use selection::{PaceSuite, Selection};

/// Whether a command of the chain announces another one (class bit 5).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chaining {
    /// More to come: steps 1 to 3.
    More,
    /// The last command: step 4.
    Last,
}

/// A run of PACE on the card's side, between two steps. Consumed by each step.
#[derive(Clone, Debug)]
pub struct Pace {
    suite: PaceSuite,
    faults: Faults,
    step: Step,
}

#[derive(Clone, Debug)]
enum Step {
    Nonce { key: Box<CipherKey> },
    Map { nonce: Secret },
    Agree { generator: Box<Generator> },
    Token { agreed: Box<Agreed> },
}

/// What both sides have agreed on before the tokens.
#[derive(Clone, Debug)]
struct Agreed {
    keys: SessionKeys,
    own: PublicKey,
    peer: PublicKey,
}

/// Where a run stands after a command.
#[derive(Debug)]
pub enum Progress {
    /// Answer with these data; the run waits for the next command.
    Continue {
        /// The run.
        pace: Pace,
        /// Response data: 7C.
        response: Vec<u8>,
    },
    /// The terminal's token is here. Let the retry counter fall, then [`judge`](PendingToken::judge) it.
    Token(PendingToken),
}

impl Pace {
    /// A run with the password that [`Selection::password`] names.
    #[must_use]
    pub fn new(suite: PaceSuite, password: &Password, faults: Faults) -> Self {
        Self {
            suite,
            faults,
            step: Step::Nonce {
                key: Box::new(password.key(suite.protocol.cipher)),
            },
        }
    }

    /// Takes the data field of General Authenticate, gives random numbers and ephemeral keys from `rng`.
    ///
    /// # Errors
    /// 6985 when another step is due or the chaining bit is wrong, 6A80 for broken data or an invalid public key. The run
    /// is over then; nothing of it is left.
    pub fn general_authenticate(
        self,
        data: &[u8],
        chaining: Chaining,
        rng: &mut (impl CryptoRng + ?Sized),
    ) -> Result<Progress, Refusal> {
        let curve = self.suite.curve;
        match self.step {
            Step::Nonce { .. } => self.send_nonce(data, chaining, rng),
            Step::Map { .. } => self.map(data, chaining, &PrivateKey::generate(curve, rng)),
            Step::Agree { .. } => self.agree(data, chaining, &PrivateKey::generate(curve, rng)),
            Step::Token { .. } => self.take_token(data, chaining),
        }
    }

    /// Step 1: the encrypted nonce. `[TR-03110-3 §A.3.3]`
    fn send_nonce(
        self,
        data: &[u8],
        chaining: Chaining,
        rng: &mut (impl CryptoRng + ?Sized),
    ) -> Result<Progress, Refusal> {
        let mut nonce = vec![0; nonce_length(self.suite.protocol.cipher)];
        if !self.faults.has(Fault::PaceNonceReused) {
            rng.fill_bytes(&mut nonce);
        }
        self.send_chosen_nonce(data, chaining, Secret::new(nonce))
    }

    /// Step 1 with a chosen nonce, for worked examples.
    ///
    /// # Errors
    /// As [`general_authenticate`](Self::general_authenticate).
    pub fn send_chosen_nonce(
        self,
        data: &[u8],
        chaining: Chaining,
        nonce: Secret,
    ) -> Result<Progress, Refusal> {
        let Step::Nonce { key } = &self.step else {
            return Err(Reason::UnexpectedStep.into());
        };
        let dynamic = read(data, chaining, Chaining::More)?;
        if !dynamic.objects().is_empty() {
            return Err(Reason::UnexpectedStep.into());
        }
        let mut encrypted = nonce.as_bytes().to_vec();
        // Cannot fail: the nonce fills whole blocks.
        let filled = key.encrypt_cbc(&[0; 16], &mut encrypted);
        filled.map_err(|_| Reason::UnexpectedStep)?;
        let response = DynamicData::new().with(0x80, encrypted).encode();
        Ok(self.proceed(Step::Map { nonce }, response))
    }

    /// Step 2 with a chosen key, for worked examples: the mapped generator. `[TR-03110-3 §A.3.4.1]`
    ///
    /// # Errors
    /// As [`general_authenticate`](Self::general_authenticate).
    pub fn map(
        self,
        data: &[u8],
        chaining: Chaining,
        own: &PrivateKey,
    ) -> Result<Progress, Refusal> {
        let Step::Map { nonce } = &self.step else {
            return Err(Reason::UnexpectedStep.into());
        };
        let dynamic = read(data, chaining, Chaining::More)?;
        let point = dynamic.only(0x81).ok_or(Reason::UnexpectedStep)?;
        let peer = self.peer_key(point, Fault::PaceMapInvalidPointAccepted)?;
        let own_key = own.public_key();
        self.refuse_own_key(&own_key, &peer)?;
        let generator = Generator::map(nonce.as_bytes(), own, &peer).map_err(Reason::InvalidKey)?;
        let response = DynamicData::new().with(0x82, own_key.as_bytes()).encode();
        Ok(self.proceed(
            Step::Agree {
                generator: Box::new(generator),
            },
            response,
        ))
    }

    /// Step 3 with a chosen key, for worked examples: the shared secret. `[TR-03110-2 §3.2.1]`
    ///
    /// # Errors
    /// As [`general_authenticate`](Self::general_authenticate).
    pub fn agree(
        self,
        data: &[u8],
        chaining: Chaining,
        own: &PrivateKey,
    ) -> Result<Progress, Refusal> {
        let Step::Agree { generator } = &self.step else {
            return Err(Reason::UnexpectedStep.into());
        };
        let dynamic = read(data, chaining, Chaining::More)?;
        let point = dynamic.only(0x83).ok_or(Reason::UnexpectedStep)?;
        let peer = self.peer_key(point, Fault::PaceAgreeInvalidPointAccepted)?;
        let own_key = own.public_key_on(generator).map_err(Reason::InvalidKey)?;
        self.refuse_own_key(&own_key, &peer)?;
        let shared = own.agree(&peer).map_err(Reason::InvalidKey)?;
        let keys = SessionKeys::derive(self.suite.protocol.cipher, shared.as_bytes(), &[]);
        let response = DynamicData::new().with(0x84, own_key.as_bytes()).encode();
        let agreed = Agreed {
            keys,
            own: own_key,
            peer,
        };
        Ok(self.proceed(
            Step::Token {
                agreed: Box::new(agreed),
            },
            response,
        ))
    }

    /// Step 4: the terminal's token, not compared yet.
    fn take_token(self, data: &[u8], chaining: Chaining) -> Result<Progress, Refusal> {
        let Step::Token { agreed } = self.step else {
            return Err(Reason::UnexpectedStep.into());
        };
        let dynamic = read(data, chaining, Chaining::Last)?;
        let token = dynamic.only(0x85).ok_or(Reason::UnexpectedStep)?.to_vec();
        Ok(Progress::Token(PendingToken {
            suite: self.suite,
            faults: self.faults,
            agreed,
            token,
        }))
    }

    fn peer_key(&self, point: &[u8], hook: Fault) -> Result<PublicKey, Refusal> {
        match PublicKey::decode(self.suite.curve, point) {
            Err(_) if self.faults.has(hook) => Ok(Generator::standard(self.suite.curve).to_point()),
            key => key.map_err(|error| Reason::InvalidKey(error).into()),
        }
    }

    fn refuse_own_key(&self, own: &PublicKey, peer: &PublicKey) -> Result<(), Refusal> {
        if own == peer && !self.faults.has(Fault::PaceOwnKeyAccepted) {
            return Err(Reason::OwnKey.into());
        }
        Ok(())
    }

    fn proceed(self, step: Step, response: Vec<u8>) -> Progress {
        Progress::Continue {
            pace: Self { step, ..self },
            response,
        }
    }
}

/// Bytes of the nonce: whole blocks, at least as long as the key. `[ICAO 9303-11 §4.4.3.2]`
const fn nonce_length(cipher: Cipher) -> usize {
    cipher.key_len().div_ceil(cipher.block_len()) * cipher.block_len()
}

fn read(data: &[u8], found: Chaining, expected: Chaining) -> Result<DynamicData, Refusal> {
    if found != expected {
        return Err(Reason::UnexpectedStep.into());
    }
    Ok(DynamicData::decode(data)?)
}

/// The terminal's token, waiting to be compared.
#[derive(Debug)]
pub struct PendingToken {
    suite: PaceSuite,
    faults: Faults,
    agreed: Box<Agreed>,
    token: Vec<u8>,
}

impl PendingToken {
    /// Compares the token.
    ///
    /// # Errors
    /// 6300: the password was wrong. A card that counts tries answers with the tries left instead.
    pub fn judge(self) -> Result<Established, Refusal> {
        let protocol = self.suite.protocol.oid();
        let Agreed { keys, own, peer } = *self.agreed;
        let expected = AuthenticationToken::compute(&keys.mac, &protocol, &own);
        if !expected.matches(&self.token) && !self.faults.has(Fault::PaceTokenNotChecked) {
            return Err(Reason::TokenMismatch.into());
        }
        let token = AuthenticationToken::compute(&keys.mac, &protocol, &peer);
        Ok(Established {
            keys,
            id_icc: CompressedPublicKey::of(&own),
            token,
        })
    }
}

/// PACE succeeded: the password was right.
#[derive(Debug)]
pub struct Established {
    /// Keys of the new session; the send sequence counter starts at 0.
    pub keys: SessionKeys,
    /// The card's name in Terminal Authentication: its compressed ephemeral key. `[TR-03110-2 §3.3]`
    pub id_icc: CompressedPublicKey,
    token: AuthenticationToken,
}

impl Established {
    /// The response data of step 4: the card's token, and the names of the trust points for the terminal type that PACE
    /// named, most recent first. `[TR-03110-3 §B.1.4]`
    #[must_use]
    pub fn response(&self, authorities: &[CertificateHolderReference]) -> Vec<u8> {
        let mut dynamic = DynamicData::new().with(0x86, *self.token.as_bytes());
        for (tag, authority) in [0x87, 0x88].into_iter().zip(authorities) {
            dynamic = dynamic.with(tag, authority.as_bytes());
        }
        dynamic.encode()
    }
}
