//! The door to the processor's AES instructions: no kernel exists here unless the processor was asked.

use super::aes_ni::Kernel as AesNi;
use super::{Block, Opening, Sealing};
use crate::{Cipher, CipherKey};

/// Both keys of a session, loaded on a processor that has AES and SSSE3 instructions. That it exists is the proof.
#[derive(Clone)]
pub(super) struct Kernel(Rounds);

/// One number of rounds for each length of key.
#[derive(Clone)]
enum Rounds {
    Aes128(Box<AesNi<9>>),
    Aes192(Box<AesNi<11>>),
    Aes256(Box<AesNi<13>>),
}

/// Calls a function of the kernel, whatever its number of rounds.
macro_rules! call {
    ($kernel:expr, $call:ident($($argument:expr),*)) => {
        match &$kernel.0 {
            Rounds::Aes128(kernel) => kernel.$call($($argument),*),
            Rounds::Aes192(kernel) => kernel.$call($($argument),*),
            Rounds::Aes256(kernel) => kernel.$call($($argument),*),
        }
    };
}

impl Kernel {
    /// Loads both keys; nothing when the processor lacks the instructions or the keys are for different ciphers.
    pub(super) fn new(encryption: &CipherKey, mac: &CipherKey) -> Option<Self> {
        if !is_x86_feature_detected!("aes") || !is_x86_feature_detected!("ssse3") {
            return None;
        }
        // SAFETY: the processor has just said that it has AES and SSSE3 instructions.
        #[expect(
            unsafe_code,
            reason = "a call into a function for detected instructions"
        )]
        let rounds = unsafe {
            match encryption.cipher() {
                Cipher::Aes128 => Rounds::Aes128(Box::new(AesNi::new(encryption, mac)?)),
                Cipher::Aes192 => Rounds::Aes192(Box::new(AesNi::new(encryption, mac)?)),
                Cipher::Aes256 => Rounds::Aes256(Box::new(AesNi::new(encryption, mac)?)),
            }
        };
        Some(Self(rounds))
    }

    pub(super) fn seal(&self, ssc: &Block, header: Option<&Block>, sealing: Sealing<'_>) -> Block {
        // SAFETY: a kernel is made by `new` only, after the processor said that it has the instructions.
        #[expect(
            unsafe_code,
            reason = "a call into a function for detected instructions"
        )]
        unsafe {
            call!(self, seal(ssc, header, sealing))
        }
    }

    pub(super) fn open(
        &self,
        ssc: &Block,
        header: Option<&Block>,
        opening: &mut Opening<'_>,
    ) -> Block {
        // SAFETY: a kernel is made by `new` only, after the processor said that it has the instructions.
        #[expect(
            unsafe_code,
            reason = "a call into a function for detected instructions"
        )]
        unsafe {
            call!(self, open(ssc, header, opening))
        }
    }
}
