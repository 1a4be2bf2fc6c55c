//! The two chains side by side, on x86-64 processors with AES instructions.
//!
//! Each AES round waits for the one before it, so a single chain leaves most of the processor idle. Here one round of
//! the cipher chain and one of the authentication chain are issued together. The cryptogram begins a few bytes into the
//! authenticated objects; what does not yet fill a block of that grid is carried in a register to the next step.
//!
//! ```text
//! cipher chain           IV    C0    C1    C2    C3
//! authentication chain   SSC  header M0    M1    M2    M3 … padded
//!
//! objects                front C0 C0|C0 C1 C1|C1 C2 …     M(i) ends inside C(i)
//! ```
//!
//! All of it is safe code: the instructions are safe to use inside functions that declare them, and only the calls from
//! outside need proof that the processor has them.

use std::arch::x86_64::{
    __m128i, _mm_aesdec_si128, _mm_aesdeclast_si128, _mm_aesenc_si128, _mm_aesenclast_si128,
    _mm_cvtsi128_si64, _mm_or_si128, _mm_set_epi64x, _mm_setzero_si128, _mm_shuffle_epi8,
    _mm_unpackhi_epi64, _mm_xor_si128,
};

use zeroize::Zeroize;

use super::{Block, Opening, Sealing};
use crate::CipherKey;

/// Both keys of a session, loaded for the three directions that are needed. `M` is the number of middle rounds.
#[derive(Clone)]
pub(super) struct Kernel<const M: usize> {
    encrypt: RoundKeys<M>,
    decrypt: RoundKeys<M>,
    mac: RoundKeys<M>,
    /// CMAC subkey of a last block that is full `[NIST SP 800-38B §6.1]`.
    subkey: __m128i,
}

impl<const M: usize> Kernel<M> {
    /// Loads both keys; nothing unless both have `M + 2` round keys.
    #[target_feature(enable = "aes,ssse3")]
    pub(super) fn new(encryption: &CipherKey, mac: &CipherKey) -> Option<Self> {
        let (subkey, _) = mac.cmac_subkeys();
        Some(Self {
            encrypt: RoundKeys::load(encryption.encryption_round_keys())?,
            decrypt: RoundKeys::load(encryption.decryption_round_keys())?,
            mac: RoundKeys::load(mac.encryption_round_keys())?,
            subkey: load(subkey),
        })
    }

    /// Encrypts the padded data into its place and authenticates the objects around it.
    #[target_feature(enable = "aes,ssse3")]
    pub(super) fn seal(&self, ssc: &Block, header: Option<&Block>, sealing: Sealing<'_>) -> Block {
        let Sealing {
            front,
            plain,
            cryptogram,
            tail,
        } = sealing;
        let (whole, rest) = plain.as_chunks::<16>();
        let last = padded(rest);
        let (first, others) = whole.split_first().unwrap_or((&last, &[]));
        let (front, begun) = front.as_chunks::<16>();

        let cipher = self
            .encrypt
            .turn(self.encrypt.enter(load(ssc)), load(first));
        let mut mac = self.mac.enter(load(ssc));
        for block in header.into_iter().chain(front) {
            mac = self.mac.turn(mac, load(block));
        }
        let mut chains = Chains {
            cipher,
            mac,
            grid: Grid::after(begun),
        };
        if let Some((end, places)) = cryptogram.split_last_mut() {
            let mut places = places.iter_mut();
            for (next, place) in others.iter().zip(&mut places) {
                *place = chains.step(self, load(next));
            }
            for place in places {
                *place = chains.step(self, load(&last));
            }
            *end = chains.step(self, _mm_setzero_si128());
        }
        self.finish(chains.mac, chains.grid.carried, chains.grid.shift, tail)
    }

    /// Authenticates the message and decrypts its cryptogram into `plain`.
    #[target_feature(enable = "aes,ssse3")]
    pub(super) fn open(
        &self,
        ssc: &Block,
        header: Option<&Block>,
        opening: &mut Opening<'_>,
    ) -> Block {
        let Opening {
            objects,
            cryptogram,
            plain,
        } = opening;
        let mut previous = self.encrypt.leave(self.encrypt.enter(load(ssc)));
        let mut mac = self.mac.enter(load(ssc));
        if let Some(header) = header {
            mac = self.mac.turn(mac, load(header));
        }
        let (blocks, rest) = objects.as_chunks::<16>();
        let mut blocks = blocks.iter();
        for ((cipher, place), block) in cryptogram.iter().zip(plain.iter_mut()).zip(&mut blocks) {
            let cipher = load(cipher);
            let clear;
            (clear, mac) = self.decrypt_beside_mac((cipher, previous), (mac, load(block)));
            *place = store(clear);
            previous = cipher;
        }
        for block in blocks {
            mac = self.mac.turn(mac, load(block));
        }
        if objects.is_empty() {
            // The header is the last block; there is nothing to pad.
            store(self.mac.leave(_mm_xor_si128(mac, self.subkey)))
        } else {
            self.finish(mac, _mm_setzero_si128(), 0, rest)
        }
    }

    /// The MAC when this is left: the first `filled` bytes of `block`, then `tail`, then the padding 80 00 ….
    #[inline]
    #[target_feature(enable = "aes,ssse3")]
    fn finish(&self, mut mac: __m128i, block: __m128i, mut filled: usize, tail: &[u8]) -> Block {
        // Bytes are put together in a register: a block in memory would have to settle before it can be loaded.
        let mut block = u128::from_le_bytes(store(block));
        for byte in tail.iter().chain(&[0x80]) {
            if filled == 16 {
                mac = self.mac.turn(mac, load(&block.to_le_bytes()));
                (block, filled) = (0, 0);
            }
            block |= u128::from(*byte) << (8 * filled);
            filled += 1;
        }
        let block = _mm_xor_si128(load(&block.to_le_bytes()), self.subkey);
        store(self.mac.leave(self.mac.turn(mac, block)))
    }

    /// Decrypts a block, given the one before it, and takes the authentication chain to its next block.
    #[inline]
    #[target_feature(enable = "aes,ssse3")]
    fn decrypt_beside_mac(
        &self,
        (cipher, previous): (__m128i, __m128i),
        (mac, next): (__m128i, __m128i),
    ) -> (__m128i, __m128i) {
        let mut clear = _mm_xor_si128(cipher, self.decrypt.first);
        let mut mac = mac;
        for (cipher_key, mac_key) in self.decrypt.middle.iter().zip(&self.mac.middle) {
            clear = _mm_aesdec_si128(clear, *cipher_key);
            mac = _mm_aesenc_si128(mac, *mac_key);
        }
        let clear = _mm_aesdeclast_si128(clear, _mm_xor_si128(self.decrypt.last, previous));
        (
            clear,
            _mm_aesenclast_si128(mac, _mm_xor_si128(self.mac.between, next)),
        )
    }
}

/// Both chains while a message is being sealed, each with its next block mixed in and its rounds still to run.
struct Chains {
    cipher: __m128i,
    mac: __m128i,
    grid: Grid,
}

impl Chains {
    /// Encrypts the block that is mixed in, mixes the next one in, and lets the authentication chain do the same: its
    /// next block is the one of the grid that this block of the cryptogram completes.
    #[inline]
    #[target_feature(enable = "aes,ssse3")]
    fn step<const M: usize>(&mut self, kernel: &Kernel<M>, next: __m128i) -> Block {
        let (mut cipher, mut mac) = (self.cipher, self.mac);
        for (cipher_key, mac_key) in kernel.encrypt.middle.iter().zip(&kernel.mac.middle) {
            cipher = _mm_aesenc_si128(cipher, *cipher_key);
            mac = _mm_aesenc_si128(mac, *mac_key);
        }
        let mixed = _mm_xor_si128(next, kernel.encrypt.first);
        self.cipher = _mm_aesenclast_si128(cipher, _mm_xor_si128(mixed, kernel.encrypt.last));
        let encrypted = _mm_xor_si128(self.cipher, mixed);
        let block = self.grid.push(encrypted);
        self.mac = _mm_aesenclast_si128(mac, _mm_xor_si128(kernel.mac.between, block));
        store(encrypted)
    }
}

/// Moves blocks of the cryptogram onto the grid of the authenticated objects, which begins `shift` bytes earlier.
struct Grid {
    shift: usize,
    /// Bytes of the grid's current block that are known, at its beginning; zeros after them.
    carried: __m128i,
    to_current: __m128i,
    to_next: __m128i,
}

impl Grid {
    /// A grid whose first block begins with `front`, at most 15 bytes.
    #[inline]
    #[target_feature(enable = "aes,ssse3")]
    fn after(front: &[u8]) -> Self {
        let shift = front.len();
        let mut block = [0; 16];
        for (place, byte) in block.iter_mut().zip(front) {
            *place = *byte;
        }
        Self {
            shift,
            carried: load(&block),
            to_current: load(&selection(16 - shift)),
            to_next: load(&selection(32 - shift)),
        }
    }

    /// Completes the current block with the first bytes of `cipher` and carries the others on.
    #[inline]
    #[target_feature(enable = "aes,ssse3")]
    fn push(&mut self, cipher: __m128i) -> __m128i {
        let full = _mm_or_si128(self.carried, _mm_shuffle_epi8(cipher, self.to_current));
        self.carried = _mm_shuffle_epi8(cipher, self.to_next);
        full
    }
}

/// Sixteen bytes from `start` on of: 16 times "zero", the places 0 to 15, 16 times "zero".
fn selection(start: usize) -> Block {
    const ZERO: u8 = 0x80;
    let mut mask = [ZERO; 16];
    for (index, place) in mask.iter_mut().enumerate() {
        if let Some(source @ 0..=15) = (start + index).checked_sub(16) {
            *place = u8::try_from(source).unwrap_or(ZERO);
        }
    }
    mask
}

/// Round keys: the first, those of the middle rounds (9, 11 or 13), and the last. Wiped when dropped.
///
/// A chain mixes its next block in before the rounds run. The last round adds a key anyway, so the next block and the
/// first key are added to that one beforehand: what waits for the chain is rounds and nothing else.
#[derive(Clone)]
struct RoundKeys<const M: usize> {
    first: __m128i,
    middle: [__m128i; M],
    last: __m128i,
    /// First and last key together.
    between: __m128i,
}

impl<const M: usize> RoundKeys<M> {
    #[target_feature(enable = "aes,ssse3")]
    fn load(keys: &[Block]) -> Option<Self> {
        let [first, middle @ .., last] = keys else {
            return None;
        };
        let middle: &[Block; M] = middle.try_into().ok()?;
        let (first, last) = (load(first), load(last));
        let middle = middle.map(|key| load(&key));
        Some(Self {
            first,
            middle,
            last,
            between: _mm_xor_si128(first, last),
        })
    }

    /// Mixes the first block in.
    #[inline]
    #[target_feature(enable = "aes,ssse3")]
    fn enter(&self, block: __m128i) -> __m128i {
        _mm_xor_si128(block, self.first)
    }

    /// Encrypts what is mixed in, and mixes the result with the next block.
    #[inline]
    #[target_feature(enable = "aes,ssse3")]
    fn turn(&self, state: __m128i, next: __m128i) -> __m128i {
        _mm_aesenclast_si128(self.rounds(state), _mm_xor_si128(self.between, next))
    }

    /// Encrypts what is mixed in.
    #[inline]
    #[target_feature(enable = "aes,ssse3")]
    fn leave(&self, state: __m128i) -> __m128i {
        _mm_aesenclast_si128(self.rounds(state), self.last)
    }

    #[inline]
    #[target_feature(enable = "aes,ssse3")]
    fn rounds(&self, mut state: __m128i) -> __m128i {
        for key in &self.middle {
            state = _mm_aesenc_si128(state, *key);
        }
        state
    }
}

impl<const M: usize> Drop for RoundKeys<M> {
    fn drop(&mut self) {
        self.first.zeroize();
        self.middle.zeroize();
        self.last.zeroize();
        self.between.zeroize();
    }
}

/// The last block of the data: what is left of it (at most 15 bytes), then 80 00 ….
fn padded(rest: &[u8]) -> Block {
    let mut block = [0; 16];
    for (place, byte) in block.iter_mut().zip(rest.iter().chain(&[0x80])) {
        *place = *byte;
    }
    block
}

#[inline]
#[target_feature(enable = "aes,ssse3")]
fn load(block: &Block) -> __m128i {
    let value = u128::from_le_bytes(*block);
    let [low, high] = [value, value >> 64]
        .map(|half| u64::try_from(half & u128::from(u64::MAX)).unwrap_or_default());
    _mm_set_epi64x(high.cast_signed(), low.cast_signed())
}

#[inline]
#[target_feature(enable = "aes,ssse3")]
fn store(value: __m128i) -> Block {
    let low = _mm_cvtsi128_si64(value).cast_unsigned();
    let high = _mm_cvtsi128_si64(_mm_unpackhi_epi64(value, value)).cast_unsigned();
    (u128::from(high) << 64 | u128::from(low)).to_le_bytes()
}
