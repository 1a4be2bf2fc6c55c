//! The AES key expansion [FIPS 197 §5.2], for kernels that run the rounds themselves.
//!
//! The S-box is reached through a cipher round of the backend, so that no table is indexed by
//! a secret.

use aes::{Block, hazmat};
use zeroize::{Zeroize, ZeroizeOnDrop};

use super::{Cipher, prefix};

/// The most round keys: those of AES-256.
const MAX: usize = 15;

/// Round keys of both directions.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub(super) struct RoundKeys {
    encryption: [[u8; 16]; MAX],
    decryption: [[u8; 16]; MAX],
    count: usize,
}

impl RoundKeys {
    /// Expands the first bytes of `key` for the given cipher.
    pub(super) fn expand(cipher: Cipher, key: &[u8; 32]) -> Self {
        let key_words = cipher.key_len() / 4;
        let count = key_words + 7;
        let mut encryption = [[0; 16]; MAX];
        let words = expanded_words(key, key_words);
        let slots = encryption
            .iter_mut()
            .flat_map(|block| block.chunks_exact_mut(4));
        slots
            .zip(words)
            .for_each(|(slot, word)| slot.copy_from_slice(&word));

        let mut decryption = [[0; 16]; MAX];
        let reversed = encryption.iter().take(count).rev();
        for (place, (to, from)) in decryption.iter_mut().zip(reversed).enumerate() {
            let inner = place != 0 && place + 1 != count;
            *to = if inner {
                inverse_mix_columns(*from)
            } else {
                *from
            };
        }
        Self {
            encryption,
            decryption,
            count,
        }
    }

    pub(super) fn encryption(&self) -> &[[u8; 16]] {
        self.encryption.get(..self.count).unwrap_or_default()
    }

    pub(super) fn decryption(&self) -> &[[u8; 16]] {
        self.decryption.get(..self.count).unwrap_or_default()
    }
}

/// The endless sequence of words that begins with the key [FIPS 197 §5.2, algorithm 2].
fn expanded_words(key: &[u8; 32], key_words: usize) -> impl Iterator<Item = [u8; 4]> {
    // The last `key_words` words, oldest first.
    let mut window: [[u8; 4]; 8] = [[0; 4]; 8];
    window
        .iter_mut()
        .zip(key.chunks_exact(4))
        .for_each(|(to, from)| *to = prefix(from));
    let mut round_constant: u8 = 1;
    (0_usize..).map(move |place| {
        let window = window.get_mut(..key_words).unwrap_or_default();
        let position = place % key_words;
        let (Some(oldest), Some(newest)) = (window.first().copied(), window.last().copied()) else {
            return [0; 4];
        };
        let mut mask = newest;
        if position == 0 {
            mask.rotate_left(1);
            mask = substitute(mask);
            mask = (u32::from_be_bytes(mask) ^ u32::from(round_constant) << 24).to_be_bytes();
            round_constant = (round_constant << 1) ^ ((round_constant >> 7) * 0x1B);
        } else if key_words > 6 && position == 4 {
            mask = substitute(mask);
        }
        window.rotate_left(1);
        if let Some(slot) = window.last_mut() {
            *slot = (u32::from_be_bytes(oldest) ^ u32::from_be_bytes(mask)).to_be_bytes();
        }
        oldest
    })
}

/// Applies the S-box to each byte of a word.
///
/// In a block of four equal columns the shift of rows changes nothing, so a round without key
/// is the S-box and the mixing of columns, and the latter can be undone.
fn substitute([a, b, c, d]: [u8; 4]) -> [u8; 4] {
    let mut block: Block = [a, b, c, d, a, b, c, d, a, b, c, d, a, b, c, d].into();
    hazmat::cipher_round(&mut block, &Block::default());
    hazmat::inv_mix_columns(&mut block);
    prefix(&block)
}

fn inverse_mix_columns(block: [u8; 16]) -> [u8; 16] {
    let mut block = block.into();
    hazmat::inv_mix_columns(&mut block);
    block.into()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

    use super::{Block, Cipher, RoundKeys, hazmat, prefix};
    use crate::{CipherKey, cipher::xor};

    /// The keys of the example and the last round key that comes out [FIPS 197 §A].
    const EXPANSIONS: [(Cipher, &str, &str); 3] = [
        (
            Cipher::Aes128,
            "2b7e151628aed2a6abf7158809cf4f3c",
            "d014f9a8c9ee2589e13f0cc8b6630ca6",
        ),
        (
            Cipher::Aes192,
            "8e73b0f7da0e6452c810f32b809079e562f8ead2522c6b7b",
            "e98ba06f448c773c8ecc720401002202",
        ),
        (
            Cipher::Aes256,
            "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4",
            "fe4890d1e6188d0b046df344706c631e",
        ),
    ];

    #[test]
    fn the_last_round_key_is_that_of_the_example() {
        for (cipher, key, last) in EXPANSIONS {
            let key = hex::decode(key).unwrap();
            let round_keys = RoundKeys::expand(cipher, &prefix(&key));
            assert_eq!(round_keys.encryption().concat()[..key.len()], key);
            assert_eq!(hex::encode(round_keys.encryption().last().unwrap()), last);
        }
    }

    #[test]
    fn rounds_with_the_decryption_keys_decrypt() {
        for (cipher, key, _) in EXPANSIONS {
            let key = CipherKey::new(cipher, &hex::decode(key).unwrap()).unwrap();
            let mut expected = *b"sixteen bytes ok";
            let mut block = Block::from(expected);
            key.decrypt_block(&mut expected);
            let [first, inner @ .., last] = key.decryption_round_keys() else {
                panic!("too few round keys")
            };
            xor(&mut block, first);
            for round_key in inner {
                hazmat::equiv_inv_cipher_round(&mut block, &(*round_key).into());
            }
            // The last round does not mix columns: mix them back.
            hazmat::equiv_inv_cipher_round(&mut block, &Block::default());
            hazmat::mix_columns(&mut block);
            xor(&mut block, last);
            assert_eq!(<[u8; 16]>::from(block), expected);
        }
    }
}
