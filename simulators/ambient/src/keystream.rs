//! Keys that are derived by name, and the bytes that follow from them.
//!
//! ```text
//! block(K, N)       the first 32 bytes of ChaCha20 with key K, nonce N and counter 0          [RFC 8439 §2.4]
//! derive(K, text)   text in pieces of up to 11 bytes; K := block(K, flag and length || piece, filled with 00)
//! stream(K)         the bytes of ChaCha20 with key K and nonce 0
//! ```
//!
//! This is the promise that old seeds replay: it does not depend on the version of any random number crate.

use chacha20::ChaCha20;
use chacha20::cipher::{KeyIvInit, StreamCipher};

const PIECE: usize = 11;
const LAST_PIECE: u8 = 0x80;

/// A key from which other keys and streams follow.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Key([u8; 32]);

impl Key {
    pub(crate) const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    pub(crate) fn from_seed(seed: u64) -> Self {
        let mut bytes = [0; 32];
        for (place, byte) in bytes.iter_mut().zip(seed.to_be_bytes()) {
            *place = byte;
        }
        Self(bytes).derive("seed", "")
    }

    /// The key for a purpose and a label; different pairs give unrelated keys.
    pub(crate) fn derive(&self, purpose: &str, label: &str) -> Self {
        self.absorb(purpose.as_bytes()).absorb(label.as_bytes())
    }

    fn absorb(&self, text: &[u8]) -> Self {
        let mut key = self.clone();
        let mut rest = text;
        while let Some((piece, more)) = rest
            .split_at_checked(PIECE)
            .filter(|(_, more)| !more.is_empty())
        {
            key = key.block(piece, 0);
            rest = more;
        }
        key.block(rest, LAST_PIECE)
    }

    fn block(&self, piece: &[u8], flag: u8) -> Self {
        let mut nonce = [0; 12];
        let (head, tail) = nonce.split_at_mut(1);
        // Cannot fail: a piece has at most 11 bytes.
        let length = u8::try_from(piece.len()).unwrap_or_default();
        head.fill(flag | length);
        for (place, byte) in tail.iter_mut().zip(piece) {
            *place = *byte;
        }
        let mut block = [0; 32];
        ChaCha20::new(&self.0.into(), &nonce.into()).apply_keystream(&mut block);
        Self(block)
    }
}

/// The endless bytes of one key.
pub(crate) struct Keystream {
    key: Key,
    cipher: ChaCha20,
}

impl Keystream {
    pub(crate) fn new(key: Key) -> Self {
        let cipher = ChaCha20::new(&key.0.into(), &[0; 12].into());
        Self { key, cipher }
    }

    pub(crate) fn fill(&mut self, bytes: &mut [u8]) {
        bytes.fill(0);
        // ChaCha20 ends after 256 GiB; the stream goes on under the next key, which changes no earlier byte.
        while self.cipher.try_apply_keystream(bytes).is_err() {
            *self = Self::new(self.key.derive("next", ""));
        }
    }
}
