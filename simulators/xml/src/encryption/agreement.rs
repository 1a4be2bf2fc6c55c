//! ECDH-ES with ConcatKDF, and the AES key wrap under the agreed key.

use aes_kw::{KeyInit, KwAes128, KwAes192, KwAes256};

use crate::{EncryptionError, Hash, KeyWrap};

/// Derives a key of `len` bytes from an agreed secret [NIST SP 800-56A rev. 3 §5.8.2.1.1].
#[must_use]
pub fn concat_kdf(hash: Hash, secret: &[u8], other_info: &[u8], len: usize) -> Vec<u8> {
    let rounds = len.div_ceil(hash.len());
    (1_u32..)
        .take(rounds)
        .flat_map(|counter| {
            let block = hash.digest(&[&counter.to_be_bytes(), secret, other_info]);
            block.as_bytes().to_vec()
        })
        .take(len)
        .collect()
}

/// The octets that an attribute of `ConcatKDFParams` stands for: its first octet counts the bits at
/// the end that do not belong to it, and only whole octets are supported [XML Encryption 1.1 §5.4.1].
pub(super) fn info_octets(attribute: &str) -> Option<Vec<u8>> {
    let digits = attribute.as_bytes();
    if digits.is_empty() {
        return Some(Vec::new());
    }
    let (pairs, []) = digits.as_chunks::<2>() else {
        return None;
    };
    let octet = |pair: &[u8; 2]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    let octets = pairs.iter().map(octet).collect::<Option<Vec<_>>>()?;
    match octets.split_first() {
        Some((0, rest)) if !attribute.contains('+') => Some(rest.to_vec()),
        _ => None,
    }
}

/// Calls a generic function with the type of a key wrap.
macro_rules! with_wrap {
    ($wrap:expr, $name:ident => $body:expr) => {
        match $wrap {
            KeyWrap::Aes128 => {
                type $name = KwAes128;
                $body
            }
            KeyWrap::Aes192 => {
                type $name = KwAes192;
                $body
            }
            KeyWrap::Aes256 => {
                type $name = KwAes256;
                $body
            }
        }
    };
}

pub(super) fn wrap(
    wrap: KeyWrap,
    wrapping_key: &[u8],
    content_key: &[u8],
) -> Result<Vec<u8>, EncryptionError> {
    let mut wrapped = vec![0; content_key.len().saturating_add(8)];
    with_wrap!(wrap, W => {
        let key = W::new_from_slice(wrapping_key).map_err(|_| EncryptionError::Unwrap)?;
        key.wrap_key(content_key, &mut wrapped).map_err(|_| EncryptionError::Unwrap)?;
    });
    Ok(wrapped)
}

pub(super) fn unwrap_key(
    wrap: KeyWrap,
    wrapping_key: &[u8],
    wrapped: &[u8],
) -> Result<Vec<u8>, EncryptionError> {
    let mut content_key = vec![0; wrapped.len().saturating_sub(8)];
    with_wrap!(wrap, W => {
        let key = W::new_from_slice(wrapping_key).map_err(|_| EncryptionError::Unwrap)?;
        key.unwrap_key(wrapped, &mut content_key).map_err(|_| EncryptionError::Unwrap)?;
    });
    Ok(content_key)
}

#[cfg(test)]
mod tests {
    use super::{concat_kdf, info_octets, unwrap_key, wrap};
    use crate::{EncryptionError, Hash, KeyWrap};

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Z = 01 02 … 20; the values were computed apart from this crate, and the derivation was
    /// checked by decrypting messages of an EU node.
    #[test]
    fn concat_kdf_gives_the_published_values() {
        let secret: Vec<u8> = (1..=0x20).collect();
        let cases = [
            (
                "",
                "893d4d0d7d5d07b62132a837bd661e06e32c2a08c23aa4f4c08ed86037b2bd9c",
            ),
            (
                "000000",
                "83a190a8651fd44f07c204b68bf4e31d6eba69fe76f38354505a50a1d00d7c7a",
            ),
        ];
        for (info, expected) in cases {
            let info = vec![0; info.len() / 2];
            assert_eq!(hex(&concat_kdf(Hash::Sha256, &secret, &info, 32)), expected);
            assert_eq!(
                hex(&concat_kdf(Hash::Sha256, &secret, &info, 16)),
                expected[..32]
            );
        }
    }

    #[test]
    fn a_key_longer_than_the_hash_takes_more_rounds() {
        let long = concat_kdf(Hash::Sha1, b"secret", b"info", 50);
        assert_eq!(long.len(), 50);
        assert_eq!(long[..20], concat_kdf(Hash::Sha1, b"secret", b"info", 20));
        let third = Hash::Sha1.digest(&[&[0, 0, 0, 3], b"secret", b"info"]);
        assert_eq!(long[40..], third.as_bytes()[..10]);
    }

    #[test]
    fn the_first_octet_of_an_info_counts_unused_bits() {
        assert_eq!(info_octets("0000"), Some(vec![0]));
        assert_eq!(info_octets("00"), Some(vec![]));
        assert_eq!(info_octets(""), Some(vec![]));
        assert_eq!(info_octets("00AbFf"), Some(vec![0xAB, 0xFF]));
        for wrong in ["0", "000", "04F0", "zz", "+0", "00+1"] {
            assert_eq!(info_octets(wrong), None, "{wrong}");
        }
    }

    /// The key of 32 bytes of [RFC 3394 §4.6].
    #[test]
    fn key_wrap_gives_the_published_value() {
        let wrapping_key: Vec<u8> = (0..32).collect();
        let content_key: Vec<u8> = (0..16).map(|n| n * 0x11).chain(0..16).collect();
        let wrapped = wrap(KeyWrap::Aes256, &wrapping_key, &content_key).unwrap();
        let expected =
            "28c9f404c4b810f4cbccb35cfb87f8263f5786e2d80ed326cbc7f0e71a99f43bfb988b9b7a02dd21";
        assert_eq!(hex(&wrapped), expected);
        assert_eq!(
            unwrap_key(KeyWrap::Aes256, &wrapping_key, &wrapped).unwrap(),
            content_key
        );
    }

    #[test]
    fn a_wrong_key_unwraps_nothing() {
        let wrapped = wrap(KeyWrap::Aes128, &[1; 16], &[2; 32]).unwrap();
        for (key, wrapped) in [
            (&[3; 16][..], &wrapped[..]),
            (&[1; 16], &[0; 7]),
            (&[1; 5], &wrapped),
        ] {
            assert_eq!(
                unwrap_key(KeyWrap::Aes128, key, wrapped),
                Err(EncryptionError::Unwrap)
            );
        }
    }
}
