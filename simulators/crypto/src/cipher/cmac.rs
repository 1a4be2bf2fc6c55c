//! CMAC over a message in several parts [NIST SP 800-38B §6].

use zeroize::{Zeroize, ZeroizeOnDrop};

use super::{CipherKey, xor};

/// The masks of the last block.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub(super) struct Subkeys {
    /// K1: the last block is whole.
    pub(super) whole: [u8; 16],
    /// K2: the last block was padded.
    pub(super) padded: [u8; 16],
}

impl Subkeys {
    /// Doubles the encrypted zero block once and twice [NIST SP 800-38B §6.1].
    pub(super) fn from_encrypted_zero(zero: [u8; 16]) -> Self {
        let whole = double(u128::from_be_bytes(zero));
        Self {
            whole: whole.to_be_bytes(),
            padded: double(whole).to_be_bytes(),
        }
    }
}

/// Multiplies by x in the field of 2^128 elements, without a branch on the secret.
const fn double(element: u128) -> u128 {
    (element << 1) ^ ((element >> 127) * 0x87)
}

pub(super) fn mac(key: &CipherKey, message: &[&[u8]]) -> [u8; 16] {
    let mut state = [0; 16];
    let mut filled = 0;
    for part in message {
        let mut rest = *part;
        while !rest.is_empty() {
            // A full block waits until it is known whether it is the last one.
            if filled == state.len() {
                key.encrypt_block(&mut state);
                filled = 0;
            }
            let (now, later) = rest.split_at(rest.len().min(state.len() - filled));
            xor(state.get_mut(filled..).unwrap_or_default(), now);
            filled += now.len();
            rest = later;
        }
    }
    match state.get_mut(filled) {
        Some(first_of_padding) => {
            *first_of_padding ^= 0x80;
            xor(&mut state, &key.subkeys.padded);
        }
        None => xor(&mut state, &key.subkeys.whole),
    }
    key.encrypt_block(&mut state);
    state
}
