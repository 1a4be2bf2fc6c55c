//! Encrypting and decrypting data with a content key: IV in front, tag behind.

use aes_gcm::{
    AesGcm,
    aead::{Aead, KeyInit, consts::U12},
    aes::{Aes128, Aes192, Aes256},
};
use crypto::{Cipher, CipherKey};
use rand_core::CryptoRng;

use crate::{DataAlgorithm, EncryptionError};

const NONCE: usize = 12;
const BLOCK: usize = 16;

/// Calls a generic function with the cipher of a GCM algorithm; `$other` for the rest.
macro_rules! with_gcm {
    ($algorithm:expr, $name:ident => $body:expr, $other:expr) => {
        match $algorithm {
            DataAlgorithm::Aes128Gcm => {
                type $name = AesGcm<Aes128, U12>;
                $body
            }
            DataAlgorithm::Aes192Gcm => {
                type $name = AesGcm<Aes192, U12>;
                $body
            }
            DataAlgorithm::Aes256Gcm => {
                type $name = AesGcm<Aes256, U12>;
                $body
            }
            _ => $other,
        }
    };
}

pub(super) fn encrypt(
    algorithm: &DataAlgorithm,
    key: &[u8],
    plaintext: &[u8],
    rng: &mut (impl CryptoRng + ?Sized),
) -> Result<Vec<u8>, EncryptionError> {
    with_gcm!(algorithm, C => gcm_encrypt::<C>(key, plaintext, rng), match cbc(algorithm) {
        Some(cipher) => cbc_encrypt(cipher, key, plaintext, rng),
        None => {
            let mut random = vec![0; plaintext.len().saturating_add(NONCE).saturating_add(BLOCK)];
            rng.fill_bytes(&mut random);
            Ok(random)
        }
    })
}

pub(super) fn decrypt(
    algorithm: &DataAlgorithm,
    key: &[u8],
    data: &[u8],
) -> Result<Vec<u8>, EncryptionError> {
    with_gcm!(algorithm, C => gcm_decrypt::<C>(key, data), match cbc(algorithm) {
        Some(cipher) => cbc_decrypt(cipher, key, data),
        None => Err(EncryptionError::Data { uri: algorithm.uri().to_owned() }),
    })
}

fn gcm_encrypt<C: KeyInit + Aead<NonceSize = U12>>(
    key: &[u8],
    plaintext: &[u8],
    rng: &mut (impl CryptoRng + ?Sized),
) -> Result<Vec<u8>, EncryptionError> {
    let mut nonce = [0; NONCE];
    rng.fill_bytes(&mut nonce);
    let cipher = C::new_from_slice(key).map_err(|_| EncryptionError::Value)?;
    let sealed = cipher
        .encrypt(&nonce.into(), plaintext)
        .map_err(|_| EncryptionError::Value)?;
    Ok([&nonce[..], &sealed].concat())
}

fn gcm_decrypt<C: KeyInit + Aead<NonceSize = U12>>(
    key: &[u8],
    data: &[u8],
) -> Result<Vec<u8>, EncryptionError> {
    let (nonce, sealed) = data
        .split_first_chunk::<NONCE>()
        .ok_or(EncryptionError::Value)?;
    let cipher = C::new_from_slice(key).map_err(|_| EncryptionError::Value)?;
    cipher
        .decrypt(&(*nonce).into(), sealed)
        .map_err(|_| EncryptionError::Value)
}

const fn cbc(algorithm: &DataAlgorithm) -> Option<Cipher> {
    match algorithm {
        DataAlgorithm::Aes128Cbc => Some(Cipher::Aes128),
        DataAlgorithm::Aes192Cbc => Some(Cipher::Aes192),
        DataAlgorithm::Aes256Cbc => Some(Cipher::Aes256),
        _ => None,
    }
}

/// Padding is random but for its last byte, which is its length [XML Encryption 1.1 §5.2].
fn cbc_encrypt(
    cipher: Cipher,
    key: &[u8],
    plaintext: &[u8],
    rng: &mut (impl CryptoRng + ?Sized),
) -> Result<Vec<u8>, EncryptionError> {
    let mut iv = [0; BLOCK];
    rng.fill_bytes(&mut iv);
    let mut padding = [0; BLOCK];
    rng.fill_bytes(&mut padding);
    // Between 1 and 16, so it fits a byte.
    let len = BLOCK.saturating_sub(plaintext.len() % BLOCK);
    let padding = padding
        .get_mut(BLOCK.saturating_sub(len)..)
        .unwrap_or_default();
    if let (Some(last), Ok(len)) = (padding.last_mut(), u8::try_from(len)) {
        *last = len;
    }
    let mut data = [plaintext, padding].concat();
    CipherKey::new(cipher, key)
        .and_then(|key| key.encrypt_cbc(&iv, &mut data))
        .map_err(|_| EncryptionError::Value)?;
    Ok([&iv[..], &data].concat())
}

fn cbc_decrypt(cipher: Cipher, key: &[u8], data: &[u8]) -> Result<Vec<u8>, EncryptionError> {
    let (iv, data) = data
        .split_first_chunk::<BLOCK>()
        .ok_or(EncryptionError::Value)?;
    let mut data = data.to_vec();
    CipherKey::new(cipher, key)
        .and_then(|key| key.decrypt_cbc(iv, &mut data))
        .map_err(|_| EncryptionError::Value)?;
    let padding = usize::from(data.last().copied().ok_or(EncryptionError::Value)?);
    if padding == 0 || padding > BLOCK {
        return Err(EncryptionError::Value);
    }
    data.truncate(data.len().saturating_sub(padding));
    Ok(data)
}

#[cfg(test)]
mod tests {
    use super::{decrypt, encrypt};
    use crate::{DataAlgorithm, EncryptionError};
    use ambient::{Ambient, Date};
    use proptest::prelude::{any, proptest};

    proptest! {
        #[test]
        fn every_algorithm_decrypts_what_it_has_encrypted(
            seed: u64,
            key in proptest::array::uniform32(any::<u8>()),
            plaintext: Vec<u8>,
        ) {
            let ambient = Ambient::simulated(seed, Date::new(2026, 3, 1).unwrap());
            for algorithm in DataAlgorithm::ALL {
                let key = &key[..algorithm.key_len()];
                let data = encrypt(&algorithm, key, &plaintext, &mut ambient.stream("iv")).unwrap();
                assert_eq!(decrypt(&algorithm, key, &data).unwrap(), plaintext);
            }
        }

        #[test]
        fn no_data_makes_decryption_panic(data: Vec<u8>, key: Vec<u8>) {
            for algorithm in DataAlgorithm::ALL {
                let _ = decrypt(&algorithm, &key, &data);
            }
        }
    }

    #[test]
    fn one_changed_bit_spoils_gcm() {
        let ambient = Ambient::simulated(1, Date::new(2026, 3, 1).unwrap());
        let algorithm = DataAlgorithm::Aes192Gcm;
        let data = encrypt(&algorithm, &[7; 24], b"text", &mut ambient.stream("iv")).unwrap();
        for index in 0..data.len() {
            let mut changed = data.clone();
            changed[index] ^= 1;
            assert_eq!(
                decrypt(&algorithm, &[7; 24], &changed),
                Err(EncryptionError::Value)
            );
        }
    }
}
