//! HMAC [RFC 2104], for tokens that misuse a public key as a shared secret.

use crypto::Hash;

/// The MAC with SHA-256 or SHA-512.
pub(crate) fn hmac(hash: Hash, key: &[u8], message: &[u8]) -> Vec<u8> {
    let length = match hash {
        Hash::Sha384 | Hash::Sha512 => 128,
        _ => 64,
    };
    let mut block = if key.len() > length {
        hash.digest(&[key]).as_bytes().to_vec()
    } else {
        key.to_vec()
    };
    block.resize(length, 0);
    let pad = |with: u8| block.iter().map(|byte| byte ^ with).collect::<Vec<_>>();
    let inner = hash.digest(&[&pad(0x36), message]);
    let outer = hash.digest(&[&pad(0x5C), inner.as_bytes()]);
    outer.as_bytes().to_vec()
}

#[cfg(test)]
mod tests {
    use super::{Hash, hmac};

    /// Key and message of [RFC 4231 §4.3], with the first bytes of both results.
    #[test]
    fn the_published_example_holds() {
        let mac = |hash| hmac(hash, b"Jefe", b"what do ya want for nothing?");
        assert!(mac(Hash::Sha256).starts_with(&[0x5B, 0xDC, 0xC1, 0x46, 0xBF, 0x60, 0x75, 0x4E]));
        assert!(mac(Hash::Sha512).starts_with(&[0x16, 0x4B, 0x7A, 0x7B, 0xFC, 0xF8, 0x19, 0xE2]));
    }
}
