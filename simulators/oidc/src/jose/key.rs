//! Private keys of a signer.

use ambient::Ambient;
use crypto::rsa::RsaPrivateKey;
use crypto::{Curve, Hash, PrivateKey};

use super::{Algorithm, Jwk, PublicKey};
use crate::Error;

/// A private key with its id.
#[derive(Clone, Debug)]
pub struct SigningKey {
    kid: String,
    private: Private,
}

#[derive(Clone, Debug)]
enum Private {
    Rsa(RsaPrivateKey),
    P256(PrivateKey),
}

impl SigningKey {
    /// An RSA key, for RS256 and PS256.
    #[must_use]
    pub fn rsa(kid: &str, key: RsaPrivateKey) -> Self {
        Self {
            kid: kid.into(),
            private: Private::Rsa(key),
        }
    }

    /// An RSA key in PKCS#8 (DER).
    ///
    /// # Errors
    ///
    /// When the bytes are not one.
    pub fn rsa_pkcs8(kid: &str, der: &[u8]) -> Result<Self, Error> {
        let key = RsaPrivateKey::from_pkcs8_der(der).map_err(|error| Error::KeyForm {
            why: error.to_string(),
        })?;
        Ok(Self::rsa(kid, key))
    }

    /// A key on P-256, for ES256.
    ///
    /// # Errors
    ///
    /// When the key is on another curve.
    pub fn ec(kid: &str, key: PrivateKey) -> Result<Self, Error> {
        if key.curve() != Curve::P256 {
            return Err(Error::KeyForm {
                why: format!("ES256 needs P-256, the key is on {}", key.curve()),
            });
        }
        Ok(Self {
            kid: kid.into(),
            private: Private::P256(key),
        })
    }

    /// Its id.
    #[must_use]
    pub fn kid(&self) -> &str {
        &self.kid
    }

    /// The algorithm that it signs with unless told otherwise: RS256 or ES256.
    #[must_use]
    pub const fn algorithm(&self) -> Algorithm {
        match self.private {
            Private::Rsa(_) => Algorithm::Rs256,
            Private::P256(_) => Algorithm::Es256,
        }
    }

    /// The public half, as a key set shows it.
    #[must_use]
    pub fn jwk(&self) -> Jwk {
        let key = match &self.private {
            Private::Rsa(key) => PublicKey::Rsa(key.public_key()),
            Private::P256(key) => PublicKey::P256(Box::new(key.public_key())),
        };
        Jwk {
            kid: Some(self.kid.clone()),
            alg: Some(self.algorithm()),
            key_use: Some("sig".into()),
            key,
        }
    }

    /// The signature over a message.
    pub(crate) fn signature(
        &self,
        algorithm: &Algorithm,
        message: &[u8],
        ambient: &Ambient,
    ) -> Result<Vec<u8>, Error> {
        let signed = match (&self.private, algorithm) {
            (Private::Rsa(key), Algorithm::Rs256) => key.sign_pkcs1_v1_5(Hash::Sha256, message),
            (Private::Rsa(key), Algorithm::Ps256) => {
                key.sign_pss(Hash::Sha256, message, &mut ambient.stream("jws pss salt"))
            }
            (Private::P256(key), Algorithm::Es256) => Ok(key.sign(Hash::Sha256, &[message])),
            _ => {
                return Err(Error::Algorithm {
                    name: algorithm.to_string(),
                });
            }
        };
        signed.map_err(|error| Error::KeyForm {
            why: error.to_string(),
        })
    }
}
