//! Tokens as an attacker or a broken provider makes them, for receivers to refuse.

use ambient::Ambient;

use super::{Algorithm, Header, Jws, SigningKey, base64url, hmac, jws, sign};
use crate::Error;

/// One wrong way to sign a token [RFC 8725 §2].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Forgery {
    /// `alg` is `none` and the signature is empty [RFC 8725 §2.1].
    AlgorithmNone,
    /// `alg` is `nOnE` and the signature is empty: a list of names that are refused has `none` only.
    AlgorithmNoneOtherCase,
    /// HS256 with the public key in PEM as the shared secret [RFC 8725 §2.1].
    HmacWithPublicKey,
    /// HS256 with the public key in DER as the shared secret [RFC 8725 §2.1].
    HmacWithPublicKeyDer,
    /// Another key signs under the id of the true one.
    ForeignKey,
    /// Another key signs under its own id, which is in no key set.
    UnknownKeyId,
    /// The true key signs under an id that is in no key set.
    WrongKeyId,
    /// Another key signs, and the header brings it along as `jwk` [RFC 8725 §2.6].
    HeaderJwk,
    /// The same under the id of the true key.
    HeaderJwkUnderTrueId,
    /// Another key signs, and the header says where to fetch it by `jku` [RFC 8725 §2.10].
    HeaderJku,
    /// Another key signs, and the header says where to fetch it by `x5u` [RFC 8725 §2.10].
    HeaderX5u,
    /// The header is that of the true key, and there is no signature.
    EmptySignature,
    /// The true key signs, then the last byte of the signature is altered.
    AlteredSignature,
    /// The true key signs, then a blank is added to the payload.
    AlteredPayload,
    /// The header demands an extension that nobody knows [RFC 7515 §4.1.11].
    Critical,
}

impl Forgery {
    /// Every forgery.
    pub const ALL: [Self; 15] = [
        Self::AlgorithmNone,
        Self::AlgorithmNoneOtherCase,
        Self::HmacWithPublicKey,
        Self::HmacWithPublicKeyDer,
        Self::ForeignKey,
        Self::UnknownKeyId,
        Self::WrongKeyId,
        Self::HeaderJwk,
        Self::HeaderJwkUnderTrueId,
        Self::HeaderJku,
        Self::HeaderX5u,
        Self::EmptySignature,
        Self::AlteredSignature,
        Self::AlteredPayload,
        Self::Critical,
    ];
}

/// Who forges: the true key, and one that no receiver trusts.
#[derive(Clone, Copy, Debug)]
pub struct Forger<'a> {
    /// The key in the provider's key set.
    pub key: &'a SigningKey,
    /// A key that is in no set; of the same kind, so that only trust in it is wrong.
    pub foreign: &'a SigningKey,
}

impl Forger<'_> {
    /// A token over the payload, wrong in one way.
    ///
    /// # Errors
    ///
    /// When a key cannot sign.
    pub fn forge(
        &self,
        forgery: Forgery,
        payload: &[u8],
        ambient: &Ambient,
    ) -> Result<String, Error> {
        let Self { key, foreign } = self;
        let honest = Header::new(key.algorithm()).kid(key.kid()).typ("JWT");
        let strange = Header::new(foreign.algorithm())
            .kid(foreign.kid())
            .typ("JWT");
        match forgery {
            Forgery::AlgorithmNone => {
                Ok(unsigned(&Header::new(Algorithm::None).typ("JWT"), payload))
            }
            Forgery::AlgorithmNoneOtherCase => {
                let header = Header::new(Algorithm::Other("nOnE".into())).typ("JWT");
                Ok(unsigned(&header, payload))
            }
            Forgery::HmacWithPublicKey => {
                Ok(hmac_token(key, key.jwk().key.to_pem().as_bytes(), payload))
            }
            Forgery::HmacWithPublicKeyDer => Ok(hmac_token(key, &key.jwk().key.to_spki(), payload)),
            Forgery::ForeignKey => sign(&strange.kid(key.kid()), payload, foreign, ambient),
            Forgery::UnknownKeyId => sign(&strange, payload, foreign, ambient),
            Forgery::WrongKeyId => sign(&honest.kid("no-such-key"), payload, key, ambient),
            Forgery::HeaderJwk | Forgery::HeaderJwkUnderTrueId => {
                let mut header = if forgery == Forgery::HeaderJwk {
                    strange
                } else {
                    strange.kid(key.kid())
                };
                header.jwk = Some(foreign.jwk().to_value());
                sign(&header, payload, foreign, ambient)
            }
            Forgery::HeaderJku => {
                let mut header = strange;
                header.jku = Some("https://attacker.example/keys".into());
                sign(&header, payload, foreign, ambient)
            }
            Forgery::HeaderX5u => {
                let mut header = strange;
                header.x5u = Some("https://attacker.example/certificate".into());
                sign(&header, payload, foreign, ambient)
            }
            Forgery::EmptySignature => Ok(unsigned(&honest, payload)),
            Forgery::AlteredSignature => altered(&sign(&honest, payload, key, ambient)?),
            Forgery::AlteredPayload => padded(&sign(&honest, payload, key, ambient)?),
            Forgery::Critical => {
                let mut header = honest;
                header.crit = Some(vec!["https://attacker.example/extension".into()]);
                sign(&header, payload, key, ambient)
            }
        }
    }
}

fn unsigned(header: &Header, payload: &[u8]) -> String {
    format!("{}.", jws::signing_input(header, payload))
}

fn hmac_token(key: &SigningKey, secret: &[u8], payload: &[u8]) -> String {
    let header = Header::new(Algorithm::Hs256).kid(key.kid()).typ("JWT");
    let input = jws::signing_input(&header, payload);
    let mac = hmac::hmac_sha256(secret, input.as_bytes());
    format!("{input}.{}", base64url::encode(&mac))
}

fn altered(token: &str) -> Result<String, Error> {
    let jws = Jws::parse(token)?;
    let mut signature = jws.signature().to_vec();
    if let Some(last) = signature.last_mut() {
        *last ^= 1;
    }
    Ok(format!(
        "{}.{}",
        jws.signing_input(),
        base64url::encode(&signature)
    ))
}

fn padded(token: &str) -> Result<String, Error> {
    let jws = Jws::parse(token)?;
    let payload = [jws.payload(), b" "].concat();
    Ok(format!(
        "{}.{}",
        jws::signing_input(jws.header(), &payload),
        base64url::encode(jws.signature())
    ))
}
