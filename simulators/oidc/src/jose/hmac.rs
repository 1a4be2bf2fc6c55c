//! HMAC with SHA-256 [RFC 2104], for tokens that misuse a public key as a shared secret.

use crypto::Hash;

const BLOCK: usize = 64;

pub(crate) fn hmac_sha256(key: &[u8], message: &[u8]) -> Vec<u8> {
    let mut block = [0; BLOCK];
    let hashed = Hash::Sha256.digest(&[key]);
    let key = if key.len() > BLOCK {
        hashed.as_bytes()
    } else {
        key
    };
    for (to, from) in block.iter_mut().zip(key) {
        *to = *from;
    }
    let inner = Hash::Sha256.digest(&[&block.map(|byte| byte ^ 0x36), message]);
    let outer = Hash::Sha256.digest(&[&block.map(|byte| byte ^ 0x5C), inner.as_bytes()]);
    outer.as_bytes().to_vec()
}
