//! AES with CBC and CMAC on buffers of the caller.
//!
//! In: a key and whole blocks. Out: the same buffer changed, or a MAC. No padding, no heap
//! memory, no counters: those belong to secure messaging.

use std::fmt;

use aes::{
    Aes128, Aes192, Aes256, Block,
    cipher::{BlockCipherDecrypt, BlockCipherEncrypt, KeyInit},
};

use crate::CipherError;

mod cmac;
mod schedule;

use self::schedule::RoundKeys;

/// A block cipher of the protocols [TR-03110-3 §A.2.3].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Cipher {
    /// AES with a key of 16 bytes.
    Aes128,
    /// AES with a key of 24 bytes.
    Aes192,
    /// AES with a key of 32 bytes.
    Aes256,
}

impl Cipher {
    /// Every cipher, shortest key first.
    pub const ALL: [Self; 3] = [Self::Aes128, Self::Aes192, Self::Aes256];

    /// Length of a key in bytes.
    #[must_use]
    pub const fn key_len(self) -> usize {
        match self {
            Self::Aes128 => 16,
            Self::Aes192 => 24,
            Self::Aes256 => 32,
        }
    }

    /// Length of a block in bytes.
    #[must_use]
    pub const fn block_len(self) -> usize {
        16
    }
}

/// An AES key, expanded once [FIPS 197 §5.2].
///
/// Wiped when dropped and masked in `Debug`; a clone copies about a kilobyte and allocates
/// nothing.
#[derive(Clone)]
pub struct CipherKey {
    aes: Aes,
    round_keys: RoundKeys,
    subkeys: cmac::Subkeys,
}

#[derive(Clone)]
enum Aes {
    Aes128(Aes128),
    Aes192(Aes192),
    Aes256(Aes256),
}

impl CipherKey {
    /// Expands a key of [`Cipher::key_len`] bytes.
    ///
    /// # Errors
    /// [`CipherError::KeyLength`].
    pub fn new(cipher: Cipher, key: &[u8]) -> Result<Self, CipherError> {
        if key.len() != cipher.key_len() {
            return Err(CipherError::KeyLength {
                cipher,
                found: key.len(),
            });
        }
        Ok(Self::from_prefix(cipher, key))
    }

    /// Expands the first bytes of a longer string; missing bytes count as zero.
    pub(crate) fn from_prefix(cipher: Cipher, material: &[u8]) -> Self {
        let aes = match cipher {
            Cipher::Aes128 => Aes::Aes128(Aes128::new(&prefix::<16>(material).into())),
            Cipher::Aes192 => Aes::Aes192(Aes192::new(&prefix::<24>(material).into())),
            Cipher::Aes256 => Aes::Aes256(Aes256::new(&prefix::<32>(material).into())),
        };
        let round_keys = RoundKeys::expand(cipher, &prefix(material));
        let mut zero = [0; 16];
        aes.encrypt_block(&mut zero);
        Self {
            aes,
            round_keys,
            subkeys: cmac::Subkeys::from_encrypted_zero(zero),
        }
    }

    /// Which cipher the key is for.
    #[must_use]
    pub const fn cipher(&self) -> Cipher {
        match self.aes {
            Aes::Aes128(_) => Cipher::Aes128,
            Aes::Aes192(_) => Cipher::Aes192,
            Aes::Aes256(_) => Cipher::Aes256,
        }
    }

    /// Encrypts one block in place [FIPS 197 §5.1].
    pub fn encrypt_block(&self, block: &mut [u8; 16]) {
        self.aes.encrypt_block(block);
    }

    /// Decrypts one block in place [FIPS 197 §5.3].
    pub fn decrypt_block(&self, block: &mut [u8; 16]) {
        self.aes
            .decrypt_blocks(Block::cast_slice_from_core_mut(std::slice::from_mut(block)));
    }

    /// Encrypts whole blocks in place in CBC mode, without padding [ISO 10116 §7].
    ///
    /// # Errors
    /// [`CipherError::NotWholeBlocks`]; the data is unchanged then.
    pub fn encrypt_cbc(&self, iv: &[u8; 16], data: &mut [u8]) -> Result<(), CipherError> {
        let mut previous = *iv;
        for block in whole_blocks(data)? {
            xor(&mut previous, block);
            self.aes.encrypt_block(&mut previous);
            *block = previous.into();
        }
        Ok(())
    }

    /// Decrypts whole blocks in place in CBC mode, without removing padding [ISO 10116 §7].
    ///
    /// # Errors
    /// [`CipherError::NotWholeBlocks`]; the data is unchanged then.
    pub fn decrypt_cbc(&self, iv: &[u8; 16], data: &mut [u8]) -> Result<(), CipherError> {
        let mut previous = Block::from(*iv);
        // Eight blocks at once, because the backend decrypts them side by side.
        for group in whole_blocks(data)?.chunks_mut(8) {
            let mut encrypted = [previous; 9];
            encrypted
                .iter_mut()
                .skip(1)
                .zip(&*group)
                .for_each(|(to, from)| *to = *from);
            self.aes.decrypt_blocks(group);
            for (block, mask) in group.iter_mut().zip(&encrypted) {
                xor(block, mask);
            }
            previous = encrypted.get(group.len()).copied().unwrap_or_default();
        }
        Ok(())
    }

    /// The CMAC of the parts, one after the other, 16 bytes [NIST SP 800-38B §6.2]. Protocols
    /// that want 8 bytes take the first 8.
    #[must_use]
    pub fn cmac(&self, message: &[&[u8]]) -> [u8; 16] {
        cmac::mac(self, message)
    }

    /// The round keys of encryption: 11, 13 or 15, in the order of use.
    pub(crate) fn encryption_round_keys(&self) -> &[[u8; 16]] {
        self.round_keys.encryption()
    }

    /// The round keys of the equivalent inverse cipher: as many, in the order of use
    /// [FIPS 197 §5.3.5].
    pub(crate) fn decryption_round_keys(&self) -> &[[u8; 16]] {
        self.round_keys.decryption()
    }

    /// The two masks of CMAC's last block, for a whole one and for a padded one.
    pub(crate) const fn cmac_subkeys(&self) -> (&[u8; 16], &[u8; 16]) {
        (&self.subkeys.whole, &self.subkeys.padded)
    }
}

impl Aes {
    fn encrypt_block(&self, block: &mut [u8; 16]) {
        let block: &mut Block = block.into();
        match self {
            Self::Aes128(aes) => aes.encrypt_block(block),
            Self::Aes192(aes) => aes.encrypt_block(block),
            Self::Aes256(aes) => aes.encrypt_block(block),
        }
    }

    fn decrypt_blocks(&self, blocks: &mut [Block]) {
        match self {
            Self::Aes128(aes) => aes.decrypt_blocks(blocks),
            Self::Aes192(aes) => aes.decrypt_blocks(blocks),
            Self::Aes256(aes) => aes.decrypt_blocks(blocks),
        }
    }
}

impl fmt::Debug for CipherKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CipherKey({:?})", self.cipher())
    }
}

fn whole_blocks(data: &mut [u8]) -> Result<&mut [Block], CipherError> {
    let found = data.len();
    match Block::slice_as_chunks_mut(data) {
        (blocks, []) => Ok(blocks),
        _ => Err(CipherError::NotWholeBlocks { found }),
    }
}

fn xor(block: &mut [u8], mask: &[u8]) {
    block
        .iter_mut()
        .zip(mask)
        .for_each(|(byte, mask)| *byte ^= mask);
}

/// The first `N` bytes, filled up with zeros.
fn prefix<const N: usize>(bytes: &[u8]) -> [u8; N] {
    let mut out = [0; N];
    out.iter_mut().zip(bytes).for_each(|(to, from)| *to = *from);
    out
}
