//! Public keys as JSON [RFC 7517].

use crypto::rsa::RsaPublicKey;
use crypto::{Curve, Hash};
use serde_json::{Map, Value, json};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::{Algorithm, base64url};
use crate::error::bounded;
use crate::{Error, json as unique};

/// Bytes of a key set that are read.
const MAX_SET: usize = 262_144;
/// The shortest modulus in bits [RFC 7518 §3.3].
const MIN_RSA_BITS: usize = 2048;

/// A public key that verifies tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PublicKey {
    /// RSA, for RS256 and PS256.
    Rsa(RsaPublicKey),
    /// A point of P-256, for ES256.
    P256(Box<crypto::PublicKey>),
}

impl PublicKey {
    /// Verifies a signature over a message.
    ///
    /// # Errors
    ///
    /// [`Error::Algorithm`] when the key is not of the algorithm's kind, [`Error::KeyForm`] when it is too short,
    /// [`Error::Signature`] when it did not sign.
    pub fn verify(
        &self,
        algorithm: &Algorithm,
        message: &[u8],
        signature: &[u8],
    ) -> Result<(), Error> {
        let holds = match (self, algorithm) {
            (Self::Rsa(key), Algorithm::Rs256) => {
                long_enough(key)?;
                key.verify_pkcs1_v1_5(Hash::Sha256, message, signature)
                    .is_ok()
            }
            (Self::Rsa(key), Algorithm::Ps256) => {
                long_enough(key)?;
                key.verify_pss(Hash::Sha256, message, signature).is_ok()
            }
            (Self::P256(key), Algorithm::Es256) => {
                key.verify(Hash::Sha256, &[message], signature).is_ok()
            }
            _ => {
                return Err(Error::Algorithm {
                    name: algorithm.to_string(),
                });
            }
        };
        if holds { Ok(()) } else { Err(Error::Signature) }
    }

    /// The key as SubjectPublicKeyInfo in DER [RFC 5280 §4.1.2.7].
    #[must_use]
    pub fn to_spki(&self) -> Vec<u8> {
        match self {
            Self::Rsa(key) => rsa_spki(key),
            Self::P256(key) => tlv(
                0x30,
                &[P256_ALGORITHM, &bit_string(key.as_bytes())].concat(),
            ),
        }
    }

    /// The key as SubjectPublicKeyInfo in PEM: what a forger of HS256 takes for a shared secret.
    #[must_use]
    pub fn to_pem(&self) -> String {
        let text = STANDARD.encode(self.to_spki());
        let lines: Vec<&str> = chunks(&text, 64).collect();
        format!(
            "-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n",
            lines.join("\n")
        )
    }
}

fn long_enough(key: &RsaPublicKey) -> Result<(), Error> {
    if key.bits() < MIN_RSA_BITS {
        return Err(Error::KeyForm {
            why: format!("{} bits, at least {MIN_RSA_BITS} are needed", key.bits()),
        });
    }
    Ok(())
}

/// `SEQUENCE { id-ecPublicKey, prime256v1 }`
const P256_ALGORITHM: &[u8] =
    b"\x30\x13\x06\x07\x2A\x86\x48\xCE\x3D\x02\x01\x06\x08\x2A\x86\x48\xCE\x3D\x03\x01\x07";
/// `SEQUENCE { rsaEncryption, NULL }`
const RSA_ALGORITHM: &[u8] = b"\x30\x0D\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x01\x01\x05\x00";

fn rsa_spki(key: &RsaPublicKey) -> Vec<u8> {
    let numbers = [integer(&key.modulus()), integer(&key.exponent())].concat();
    tlv(
        0x30,
        &[RSA_ALGORITHM, &bit_string(&tlv(0x30, &numbers))].concat(),
    )
}

fn integer(magnitude: &[u8]) -> Vec<u8> {
    let sign: &[u8] = match magnitude.first() {
        Some(0x80..) => &[0],
        _ => &[],
    };
    tlv(0x02, &[sign, magnitude].concat())
}

fn bit_string(bytes: &[u8]) -> Vec<u8> {
    tlv(0x03, &[&[0], bytes].concat())
}

fn tlv(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len().to_be_bytes();
    let significant: Vec<u8> = length.into_iter().skip_while(|byte| *byte == 0).collect();
    let mut out = vec![tag];
    match significant.as_slice() {
        [] => out.push(0),
        [short @ ..=0x7F] => out.push(*short),
        long => {
            // Cannot fail: a length has at most eight bytes.
            out.push(0x80 | u8::try_from(long.len()).unwrap_or_default());
            out.extend_from_slice(long);
        }
    }
    out.extend_from_slice(content);
    out
}

fn chunks(text: &str, size: usize) -> impl Iterator<Item = &str> {
    (0..text.len())
        .step_by(size)
        .filter_map(move |start| text.get(start..text.len().min(start + size)))
}

/// A public key with what a key set says about it [RFC 7517 §4].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Jwk {
    /// Its id.
    pub kid: Option<String>,
    /// The only algorithm that it is for.
    pub alg: Option<Algorithm>,
    /// What it is for: `sig` or `enc`.
    pub key_use: Option<String>,
    /// The key.
    pub key: PublicKey,
}

impl Jwk {
    /// A key from JSON.
    ///
    /// # Errors
    ///
    /// When it is of a kind that signs no token of ours, or malformed.
    pub fn from_value(value: &Value) -> Result<Self, Error> {
        let text = |name: &str| value.get(name).and_then(Value::as_str);
        let bytes = |name: &'static str| {
            let encoded = text(name).ok_or_else(|| malformed(format!("{name} is missing")))?;
            base64url::decode(name, encoded)
        };
        let key = match (text("kty"), text("crv")) {
            (Some("RSA"), _) => RsaPublicKey::from_components(&bytes("n")?, &bytes("e")?)
                .map(PublicKey::Rsa)
                .map_err(|error| malformed(error.to_string()))?,
            (Some("EC"), Some("P-256")) => {
                let point = [&[4][..], &bytes("x")?, &bytes("y")?].concat();
                crypto::PublicKey::decode(Curve::P256, &point)
                    .map(|key| PublicKey::P256(Box::new(key)))
                    .map_err(|error| malformed(error.to_string()))?
            }
            (kty, crv) => return Err(malformed(format!("kty {kty:?}, crv {crv:?}"))),
        };
        Ok(Self {
            kid: text("kid").map(Into::into),
            alg: text("alg").map(|name| Algorithm::from(name.to_owned())),
            key_use: text("use").map(Into::into),
            key,
        })
    }

    /// The key as JSON.
    #[must_use]
    pub fn to_value(&self) -> Value {
        let mut members = match &self.key {
            PublicKey::Rsa(key) => Map::from_iter([
                ("kty".to_owned(), json!("RSA")),
                ("n".to_owned(), json!(base64url::encode(&key.modulus()))),
                ("e".to_owned(), json!(base64url::encode(&key.exponent()))),
            ]),
            PublicKey::P256(key) => {
                let y = key.as_bytes().get(33..).unwrap_or_default();
                Map::from_iter([
                    ("kty".to_owned(), json!("EC")),
                    ("crv".to_owned(), json!("P-256")),
                    ("x".to_owned(), json!(base64url::encode(key.x()))),
                    ("y".to_owned(), json!(base64url::encode(y))),
                ])
            }
        };
        let about = [
            ("kid", self.kid.as_deref()),
            ("alg", self.alg.as_ref().map(Algorithm::as_str)),
            ("use", self.key_use.as_deref()),
        ];
        members.extend(
            about
                .into_iter()
                .filter_map(|(name, value)| Some((name.to_owned(), json!(value?)))),
        );
        Value::Object(members)
    }

    /// Whether the set offers this key for signatures of an algorithm.
    #[must_use]
    pub fn serves(&self, algorithm: &Algorithm) -> bool {
        self.key_use.as_deref().is_none_or(|of| of == "sig")
            && self.alg.as_ref().is_none_or(|only| {
                only == algorithm || (*only == Algorithm::Rs256 && *algorithm == Algorithm::Ps256)
            })
    }
}

fn malformed(why: String) -> Error {
    Error::KeyForm { why }
}

/// A set of public keys [RFC 7517 §5].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Jwks {
    /// The keys.
    pub keys: Vec<Jwk>,
}

impl Jwks {
    /// A set of keys.
    #[must_use]
    pub const fn new(keys: Vec<Jwk>) -> Self {
        Self { keys }
    }

    /// Reads a key set of at most 256 KiB; keys of kinds that are not known here are left out [RFC 7517 §5].
    ///
    /// # Errors
    ///
    /// When it is not an object with an array `keys`.
    pub fn parse(text: &str) -> Result<Self, Error> {
        bounded("the key set", text, MAX_SET)?;
        let members = unique::object("the key set", text.as_bytes())?;
        let keys = members
            .get("keys")
            .and_then(Value::as_array)
            .ok_or_else(|| malformed("keys is not an array".into()))?;
        Ok(Self {
            keys: keys
                .iter()
                .filter_map(|key| Jwk::from_value(key).ok())
                .collect(),
        })
    }

    /// The set as JSON.
    #[must_use]
    pub fn to_text(&self) -> String {
        let keys: Vec<Value> = self.keys.iter().map(Jwk::to_value).collect();
        unique::text(&json!({ "keys": keys }))
    }

    /// The key for a token: the one with its id, or the only one that could be meant when it names none.
    ///
    /// # Errors
    ///
    /// When there is no such key, or more than one.
    pub fn choose(&self, kid: Option<&str>, algorithm: &Algorithm) -> Result<&Jwk, Error> {
        let mut fitting = self
            .keys
            .iter()
            .filter(|key| key.serves(algorithm) && (kid.is_none() || key.kid.as_deref() == kid));
        match (fitting.next(), fitting.next()) {
            (Some(key), None) => Ok(key),
            _ => Err(Error::Key {
                kid: kid.map(Into::into),
                algorithm: algorithm.to_string(),
            }),
        }
    }
}
