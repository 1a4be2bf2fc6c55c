//! Signatures of bytes, as a query string carries them [SAML Bindings §3.4.4.1].

use crate::{KeyError, SignatureAlgorithm, SignatureError, SignaturePolicy, SigningKey};

use super::{key_info, verify::check_algorithm};

/// Signs bytes.
///
/// # Errors
/// [`KeyError`] if the key is of another kind than the algorithm.
pub fn sign_bytes(
    bytes: &[u8],
    key: &SigningKey,
    algorithm: &SignatureAlgorithm,
) -> Result<Vec<u8>, KeyError> {
    key.sign(algorithm, bytes)
}

/// Checks a signature of bytes against trusted certificates in DER. Returns the index of the signer.
///
/// # Errors
/// [`SignatureError::Algorithm`], [`SignatureError::Untrusted`],
/// [`SignatureError::CertificateHash`], [`SignatureError::KeySize`] or [`SignatureError::Value`].
pub fn verify_bytes(
    bytes: &[u8],
    value: &[u8],
    algorithm: &SignatureAlgorithm,
    trusted: &[Vec<u8>],
    policy: &SignaturePolicy,
) -> Result<usize, SignatureError> {
    check_algorithm(algorithm.uri(), policy)?;
    let candidates = key_info::check(key_info::all(trusted)?, algorithm, policy)?;
    candidates
        .iter()
        .find(|candidate| candidate.key.verify(algorithm, bytes, value))
        .and_then(|candidate| candidate.signer)
        .ok_or(SignatureError::Value)
}
