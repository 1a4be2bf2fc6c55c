//! The authentication token of PACE and Chip Authentication.
//!
//! A MAC key, the protocol and the received public key come in, eight bytes go out.

use crypto::{CipherKey, PublicKey};
use iso7816::tlv::Writer;

use super::oid::Oid;
use super::public_key::PUBLIC_POINT;
use super::tag;

/// Bytes of a token.
pub const TOKEN_LENGTH: usize = 8;

/// A token: the first eight bytes of a CMAC. Compared in constant time. `[TR-03110-3 §A.2.4]`
#[derive(Clone, Copy, Debug)]
pub struct AuthenticationToken([u8; TOKEN_LENGTH]);

impl AuthenticationToken {
    /// The token over the key that was received from the other side.
    #[must_use]
    pub fn compute(mac_key: &CipherKey, protocol: &Oid, received: &PublicKey) -> Self {
        Self::over(mac_key, protocol, received.as_bytes())
    }

    /// The token over a point as it is, right or wrong.
    pub(crate) fn over(mac_key: &CipherKey, protocol: &Oid, point: &[u8]) -> Self {
        let mac = mac_key.cmac(&[&input(protocol, point)]);
        let mut token = [0; TOKEN_LENGTH];
        for (place, byte) in token.iter_mut().zip(mac) {
            *place = byte;
        }
        Self(token)
    }

    /// The eight bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; TOKEN_LENGTH] {
        &self.0
    }

    /// Whether the other side sent this token.
    #[must_use]
    pub fn matches(&self, received: &[u8]) -> bool {
        crypto::ct_eq(&self.0, received)
    }
}

/// What the token is computed over: a public key data object without domain parameters.
///
/// ```text
/// 7F49 { 06 protocol   86 public point }
/// ```
#[must_use]
pub fn token_input(protocol: &Oid, key: &PublicKey) -> Vec<u8> {
    input(protocol, key.as_bytes())
}

fn input(protocol: &Oid, point: &[u8]) -> Vec<u8> {
    let mut writer = Writer::new();
    writer.nested(tag::PUBLIC_KEY, |object| {
        object
            .tlv(tag::OBJECT_IDENTIFIER, protocol.as_bytes())
            .tlv(PUBLIC_POINT, point);
    });
    writer.into_bytes()
}
