//! Keys as certificates and key files hold them.

mod pss;

use std::sync::Arc;

use crypto::Curve;
use crypto_bigint::BoxedUint;
use der::{Decode as _, asn1::ObjectIdentifier};
use rsa::{
    Pkcs1v15Sign, pkcs1::DecodeRsaPublicKey as _, pkcs8::DecodePrivateKey as _,
    traits::PublicKeyParts as _,
};
use sha1::Sha1;
use sha2::{Sha224, Sha256, Sha384, Sha512};

use crate::{Hash, KeyError, SignatureAlgorithm};

pub use self::pss::PssParameters;

const EC_PUBLIC_KEY: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
const RSA_ENCRYPTION: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
const RSA_PSS: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.10");

/// A public key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum PublicKey {
    Rsa(rsa::RsaPublicKey),
    Ec(Box<crypto::PublicKey>),
}

/// A private key.
#[derive(Clone)]
pub(crate) enum PrivateKey {
    Rsa(Box<rsa::RsaPrivateKey>),
    Ec(crypto::PrivateKey),
}

/// Calls a generic function with the type of a hash.
macro_rules! with_hash {
    ($hash:expr, $name:ident => $body:expr) => {
        match $hash {
            Hash::Sha1 => {
                type $name = Sha1;
                $body
            }
            Hash::Sha224 => {
                type $name = Sha224;
                $body
            }
            Hash::Sha256 => {
                type $name = Sha256;
                $body
            }
            Hash::Sha384 => {
                type $name = Sha384;
                $body
            }
            Hash::Sha512 => {
                type $name = Sha512;
                $body
            }
        }
    };
}
pub(crate) use with_hash;

impl PublicKey {
    /// Reads a SubjectPublicKeyInfo in DER [RFC 5280 §4.1.2.7].
    pub(crate) fn from_spki(der: &[u8]) -> Result<Self, KeyError> {
        let spki = x509_cert::spki::SubjectPublicKeyInfoRef::from_der(der).map_err(malformed)?;
        let bits = spki.subject_public_key.raw_bytes();
        match spki.algorithm.oid {
            EC_PUBLIC_KEY => Self::from_point(named_curve(spki.algorithm.parameters)?, bits),
            RSA_ENCRYPTION | RSA_PSS => Self::from_pkcs1(bits),
            oid => Err(KeyError::Algorithm {
                oid: oid.to_string(),
            }),
        }
    }

    /// Modulus and public exponent of an RSA key, big-endian and without leading zeros.
    pub(crate) fn rsa_numbers(&self) -> Option<(Vec<u8>, Vec<u8>)> {
        match self {
            Self::Rsa(key) => Some((key.n_bytes().into(), key.e_bytes().into())),
            Self::Ec(_) => None,
        }
    }

    /// Takes an uncompressed point `04 || X || Y`.
    pub(crate) fn from_point(curve: Curve, point: &[u8]) -> Result<Self, KeyError> {
        Ok(Self::Ec(Box::new(crypto::PublicKey::decode(curve, point)?)))
    }

    /// Takes modulus and public exponent, big-endian.
    pub(crate) fn from_components(modulus: &[u8], exponent: &[u8]) -> Result<Self, KeyError> {
        let number = BoxedUint::from_be_slice_vartime;
        rsa::RsaPublicKey::new(number(modulus), number(exponent))
            .map(Self::Rsa)
            .map_err(|error| KeyError::Rsa {
                reason: error.to_string(),
            })
    }

    fn from_pkcs1(der: &[u8]) -> Result<Self, KeyError> {
        rsa::RsaPublicKey::from_pkcs1_der(der)
            .map(Self::Rsa)
            .map_err(|error| KeyError::Rsa {
                reason: error.to_string(),
            })
    }

    /// Size in bits: of the modulus, or of the order of the curve.
    pub(crate) fn bits(&self) -> usize {
        match self {
            Self::Rsa(key) => usize::try_from(key.n().bit_width_vartime()).unwrap_or(usize::MAX),
            Self::Ec(key) => match key.curve() {
                Curve::P521 => 521,
                curve => curve.order_len().saturating_mul(8),
            },
        }
    }

    /// Whether a key of this kind can make signatures of the algorithm.
    pub(crate) const fn fits(&self, algorithm: &SignatureAlgorithm) -> bool {
        matches!(
            (self, algorithm),
            (
                Self::Rsa(_),
                SignatureAlgorithm::RsaPkcs1(_) | SignatureAlgorithm::RsaPss(_)
            ) | (Self::Ec(_), SignatureAlgorithm::Ecdsa(_))
        )
    }

    /// Whether the signature value belongs to key and message.
    pub(crate) fn verify(
        &self,
        algorithm: &SignatureAlgorithm,
        message: &[u8],
        value: &[u8],
    ) -> bool {
        match (self, algorithm) {
            (Self::Rsa(key), SignatureAlgorithm::RsaPkcs1(hash)) => {
                let padding = with_hash!(hash, D => Pkcs1v15Sign::new::<D>());
                key.verify(padding, hash.digest(&[message]).as_bytes(), value)
                    .is_ok()
            }
            (Self::Rsa(key), SignatureAlgorithm::RsaPss(hash)) => {
                let digest = hash.digest(&[message]);
                with_hash!(hash, D => key.verify(rsa::Pss::<D>::new(), digest.as_bytes(), value))
                    .is_ok()
            }
            (Self::Ec(key), SignatureAlgorithm::Ecdsa(hash)) => {
                key.verify(*hash, &[message], value).is_ok()
            }
            _ => false,
        }
    }
}

impl PrivateKey {
    /// Reads PKCS#8 in DER: an RSA key, or a key on a named curve [RFC 5208 §5] [RFC 5915 §3].
    pub(crate) fn from_pkcs8(der: &[u8]) -> Result<Self, KeyError> {
        let info = rsa::pkcs8::PrivateKeyInfoRef::from_der(der).map_err(malformed)?;
        match info.algorithm.oid {
            EC_PUBLIC_KEY => {
                let curve = named_curve(info.algorithm.parameters)?;
                let key = EcPrivateKey::from_der(info.private_key.as_bytes()).map_err(malformed)?;
                let key = crypto::PrivateKey::from_bytes(curve, key.private_key.as_bytes())?;
                Ok(Self::Ec(key))
            }
            RSA_ENCRYPTION => rsa::RsaPrivateKey::from_pkcs8_der(der)
                .map(|key| Self::Rsa(Box::new(key)))
                .map_err(|error| KeyError::Rsa {
                    reason: error.to_string(),
                }),
            oid => Err(KeyError::Algorithm {
                oid: oid.to_string(),
            }),
        }
    }

    /// Signs a message. The same input gives the same value: the nonce of ECDSA and the salt of PSS
    /// follow from key and message.
    pub(crate) fn sign(
        &self,
        algorithm: &SignatureAlgorithm,
        pss: Option<PssParameters>,
        message: &[u8],
    ) -> Result<Vec<u8>, KeyError> {
        match (self, algorithm) {
            (Self::Rsa(key), SignatureAlgorithm::RsaPkcs1(hash)) => {
                let padding = with_hash!(hash, D => Pkcs1v15Sign::new::<D>());
                key.sign(padding, hash.digest(&[message]).as_bytes())
                    .map_err(|error| refused(&error))
            }
            (Self::Rsa(key), SignatureAlgorithm::RsaPss(hash)) => pss::sign(
                key,
                *hash,
                pss.unwrap_or(PssParameters::usual(*hash)),
                message,
            ),
            (Self::Ec(key), SignatureAlgorithm::Ecdsa(hash)) => Ok(key.sign(*hash, &[message])),
            // Nobody can verify it, so any bytes of the usual length will do.
            (_, SignatureAlgorithm::Other(_)) => {
                Ok(Hash::Sha256.digest(&[message]).as_bytes().to_vec())
            }
            _ => Err(KeyError::Kind {
                algorithm: algorithm.uri().to_owned(),
            }),
        }
    }
}

/// The private key of a signer, and the certificate that goes with it.
#[derive(Clone)]
pub struct SigningKey {
    private: Arc<PrivateKey>,
    certificate: Vec<u8>,
    pss: Option<PssParameters>,
}

impl SigningKey {
    /// Takes PKCS#8 and a certificate, both in DER. Whether they belong together is not checked, so
    /// that a test can sign with the wrong key.
    ///
    /// # Errors
    /// [`KeyError`] if the bytes are no such key: RSA, or elliptic on a NIST or brainpool curve.
    pub fn from_pkcs8(der: &[u8], certificate: &[u8]) -> Result<Self, KeyError> {
        Ok(Self {
            private: Arc::new(PrivateKey::from_pkcs8(der)?),
            certificate: certificate.to_vec(),
            pss: None,
        })
    }

    /// Makes RSASSA-PSS signatures with other parameters than the identifier says.
    #[must_use]
    pub const fn with_pss(mut self, parameters: PssParameters) -> Self {
        self.pss = Some(parameters);
        self
    }

    /// The certificate in DER.
    #[must_use]
    pub fn certificate(&self) -> &[u8] {
        &self.certificate
    }

    /// Whether the key is an RSA key; if not, it is one of an elliptic curve.
    #[must_use]
    pub fn is_rsa(&self) -> bool {
        matches!(*self.private, PrivateKey::Rsa(_))
    }

    /// Whether the key can sign with the algorithm.
    pub(crate) fn check(&self, algorithm: &SignatureAlgorithm) -> Result<(), KeyError> {
        match (&*self.private, algorithm) {
            (PrivateKey::Rsa(_), SignatureAlgorithm::Ecdsa(_))
            | (
                PrivateKey::Ec(_),
                SignatureAlgorithm::RsaPkcs1(_) | SignatureAlgorithm::RsaPss(_),
            ) => Err(KeyError::Kind {
                algorithm: algorithm.uri().to_owned(),
            }),
            _ => Ok(()),
        }
    }

    pub(crate) fn sign(
        &self,
        algorithm: &SignatureAlgorithm,
        message: &[u8],
    ) -> Result<Vec<u8>, KeyError> {
        self.private.sign(algorithm, self.pss, message)
    }
}

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SigningKey").finish_non_exhaustive()
    }
}

/// The private key of a recipient, and the certificate that senders encrypt to.
#[derive(Clone)]
pub struct DecryptionKey {
    pub(crate) private: PrivateKey,
    pub(crate) certificate: Vec<u8>,
}

impl DecryptionKey {
    /// Takes PKCS#8 and a certificate, both in DER. Whether they belong together is not checked.
    ///
    /// # Errors
    /// [`KeyError`] if the bytes are no such key: RSA, or elliptic on a NIST or brainpool curve.
    pub fn from_pkcs8(der: &[u8], certificate: &[u8]) -> Result<Self, KeyError> {
        Ok(Self {
            private: PrivateKey::from_pkcs8(der)?,
            certificate: certificate.to_vec(),
        })
    }

    /// The certificate in DER.
    #[must_use]
    pub fn certificate(&self) -> &[u8] {
        &self.certificate
    }
}

impl std::fmt::Debug for DecryptionKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("DecryptionKey").finish_non_exhaustive()
    }
}

/// ECPrivateKey [RFC 5915 §3]; the curve is named by the PKCS#8 around it.
#[derive(der::Sequence)]
struct EcPrivateKey<'a> {
    version: u8,
    private_key: &'a der::asn1::OctetStringRef,
    #[asn1(context_specific = "0", optional = "true")]
    parameters: Option<der::Any>,
    #[asn1(context_specific = "1", optional = "true")]
    public_key: Option<der::Any>,
}

fn named_curve(parameters: Option<der::AnyRef<'_>>) -> Result<Curve, KeyError> {
    let oid = parameters
        .and_then(|parameters| parameters.decode_as::<ObjectIdentifier>().ok())
        .map(|oid| oid.to_string())
        .unwrap_or_default();
    Curve::from_oid(&oid).ok_or(KeyError::Curve { oid })
}

fn malformed(error: der::Error) -> KeyError {
    KeyError::Encoding {
        reason: error.to_string(),
    }
}

fn refused(error: &rsa::Error) -> KeyError {
    KeyError::Rsa {
        reason: error.to_string(),
    }
}
