//! RSASSA-PSS with parameters of one's choice [RFC 8017 §9.1].

use std::convert::Infallible;

use crypto_bigint::{BoxedUint, modular::BoxedMontyForm};
use rand_core::{TryCryptoRng, TryRng};
use rsa::{
    RsaPrivateKey,
    traits::{PrivateKeyParts as _, PublicKeyParts as _},
};

use crate::{Hash, KeyError};

use super::{Sha1, Sha224, Sha256, Sha384, Sha512, refused, with_hash};

/// Parameters of RSASSA-PSS besides the hash of the message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PssParameters {
    /// The hash under MGF1.
    pub mask: Hash,
    /// Length of the salt in bytes.
    pub salt: usize,
}

impl PssParameters {
    /// What the identifiers of XML signatures mean: the same hash, a salt of its length.
    #[must_use]
    pub const fn usual(hash: Hash) -> Self {
        Self {
            mask: hash,
            salt: hash.len(),
        }
    }
}

pub(super) fn sign(
    key: &RsaPrivateKey,
    hash: Hash,
    parameters: PssParameters,
    message: &[u8],
) -> Result<Vec<u8>, KeyError> {
    let digest = hash.digest(&[message]);
    let mut salt = SaltStream::new(key, digest.as_bytes());
    if parameters.mask == hash {
        return with_hash!(hash, D => {
            let padding = rsa::Pss::<D>::new_with_salt(parameters.salt);
            key.sign_with_rng(&mut salt, padding, digest.as_bytes())
        })
        .map_err(|error| refused(&error));
    }
    let bits = usize::try_from(key.n().bit_width_vartime()).unwrap_or_default();
    let mut drawn = vec![0; parameters.salt];
    salt.fill(&mut drawn);
    let encoded = encode(hash, parameters.mask, digest.as_bytes(), &drawn, bits)?;
    Ok(private_operation(key, &encoded))
}

/// EMSA-PSS-ENCODE with a mask hash of its own; the library knows one hash only.
fn encode(
    hash: Hash,
    mask: Hash,
    digest: &[u8],
    salt: &[u8],
    modulus_bits: usize,
) -> Result<Vec<u8>, KeyError> {
    let bits = modulus_bits.saturating_sub(1);
    let len = bits.div_ceil(8);
    let block_len = len
        .checked_sub(hash.len().saturating_add(1))
        .filter(|block| *block > salt.len())
        .ok_or_else(|| KeyError::Rsa {
            reason: format!("{modulus_bits} bits are too few for this salt"),
        })?;
    let h = hash.digest(&[&[0; 8], digest, salt]);
    let mut block = vec![0; block_len.saturating_sub(salt.len()).saturating_sub(1)];
    block.push(1);
    block.extend_from_slice(salt);
    let masks = mgf1(mask, h.as_bytes());
    block
        .iter_mut()
        .zip(masks)
        .for_each(|(byte, mask)| *byte ^= mask);
    if let Some(first) = block.first_mut() {
        *first &= 0xFF_u8 >> (len.saturating_mul(8).saturating_sub(bits));
    }
    block.extend_from_slice(h.as_bytes());
    block.push(0xBC);
    Ok(block)
}

fn mgf1(hash: Hash, seed: &[u8]) -> impl Iterator<Item = u8> {
    (0_u32..).flat_map(move |counter| {
        hash.digest(&[seed, &counter.to_be_bytes()])
            .as_bytes()
            .to_vec()
    })
}

/// The plain private operation, at the length of the modulus.
fn private_operation(key: &RsaPrivateKey, message: &[u8]) -> Vec<u8> {
    let precision = key.n_params().bits_precision();
    let message = BoxedUint::from_be_slice_truncated(message, precision);
    let value = BoxedMontyForm::new(message, key.n_params())
        .pow(key.d())
        .retrieve()
        .to_be_bytes();
    let len = usize::try_from(key.n().bit_width_vartime().div_ceil(8)).unwrap_or_default();
    value
        .get(value.len().saturating_sub(len)..)
        .unwrap_or_default()
        .to_vec()
}

/// Salts that follow from key and message, so that a run can be repeated and no source of
/// randomness is needed; whoever lacks the key cannot foresee them.
struct SaltStream {
    seed: [u8; 64],
    drawn: Vec<u8>,
    counter: u32,
}

impl SaltStream {
    fn new(key: &RsaPrivateKey, digest: &[u8]) -> Self {
        let mut seed = [0; 64];
        let secret = key.d().to_be_bytes();
        seed.copy_from_slice(
            Hash::Sha512
                .digest(&[b"pss salt", &secret, digest])
                .as_bytes(),
        );
        Self {
            seed,
            drawn: Vec::new(),
            counter: 0,
        }
    }

    fn fill(&mut self, bytes: &mut [u8]) {
        for byte in bytes {
            if self.drawn.is_empty() {
                self.drawn = Hash::Sha512
                    .digest(&[&self.seed, &self.counter.to_be_bytes()])
                    .as_bytes()
                    .to_vec();
                self.counter = self.counter.wrapping_add(1);
            }
            *byte = self.drawn.pop().unwrap_or_default();
        }
    }
}

impl TryRng for SaltStream {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let mut bytes = [0; 4];
        self.fill(&mut bytes);
        Ok(u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let mut bytes = [0; 8];
        self.fill(&mut bytes);
        Ok(u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        self.fill(bytes);
        Ok(())
    }
}

impl TryCryptoRng for SaltStream {}
