//! Tokens as an attacker or a broken provider makes them, for receivers to refuse.

use ambient::Ambient;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use crypto::Hash;

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
    /// HS512 with the public key in PEM as the shared secret [RFC 8725 §2.1].
    Hmac512WithPublicKey,
    /// HS256 with nothing as the shared secret.
    HmacWithNothing,
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
    /// Another key signs, and the header brings its certificate along as `x5c` [RFC 7515 §4.1.6].
    HeaderX5c,
    /// The header is that of the true key, and there is no signature.
    EmptySignature,
    /// The true key signs, then the last byte of the signature is altered.
    AlteredSignature,
    /// The true key signs, then a blank is added to the payload.
    AlteredPayload,
    /// The header demands an extension that nobody knows [RFC 7515 §4.1.11].
    Critical,
    /// The true key signs over the payload as it is [RFC 7797 §7 keeps that out of tokens].
    Unencoded,
    /// An honest token in JSON, in whose first name the forged one stands: two readers see two tokens.
    TwoTokensInOne,
}

impl Forgery {
    /// Every forgery.
    pub const ALL: [Self; 20] = [
        Self::AlgorithmNone,
        Self::AlgorithmNoneOtherCase,
        Self::HmacWithPublicKey,
        Self::HmacWithPublicKeyDer,
        Self::Hmac512WithPublicKey,
        Self::HmacWithNothing,
        Self::ForeignKey,
        Self::UnknownKeyId,
        Self::WrongKeyId,
        Self::HeaderJwk,
        Self::HeaderJwkUnderTrueId,
        Self::HeaderJku,
        Self::HeaderX5u,
        Self::HeaderX5c,
        Self::EmptySignature,
        Self::AlteredSignature,
        Self::AlteredPayload,
        Self::Critical,
        Self::Unencoded,
        Self::TwoTokensInOne,
    ];
}

/// Who forges: the true key, and one that no receiver trusts.
#[derive(Clone, Copy, Debug)]
pub struct Forger<'a> {
    /// The key in the provider's key set.
    pub key: &'a SigningKey,
    /// A key that is in no set; of the same kind, so that only trust in it is wrong.
    pub foreign: &'a SigningKey,
    /// A certificate of the foreign key, in DER.
    pub foreign_certificate: &'a [u8],
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
        let Self { key, foreign, .. } = self;
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
            Forgery::HmacWithPublicKey
            | Forgery::HmacWithPublicKeyDer
            | Forgery::Hmac512WithPublicKey
            | Forgery::HmacWithNothing => Ok(with_mac(key, forgery, payload)),
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
            Forgery::HeaderJku | Forgery::HeaderX5u | Forgery::HeaderX5c => sign(
                &self.naming_a_key(forgery, strange),
                payload,
                foreign,
                ambient,
            ),
            Forgery::EmptySignature => Ok(unsigned(&honest, payload)),
            Forgery::AlteredSignature => altered(&sign(&honest, payload, key, ambient)?),
            Forgery::AlteredPayload => padded(&sign(&honest, payload, key, ambient)?),
            Forgery::Critical => {
                let mut header = honest;
                header.crit = Some(vec!["https://attacker.example/extension".into()]);
                sign(&header, payload, key, ambient)
            }
            Forgery::Unencoded => unencoded(honest, payload, key, ambient),
            Forgery::TwoTokensInOne => two_in_one(&sign(&honest, payload, key, ambient)?),
        }
    }
}

impl Forger<'_> {
    /// The header with a key that nobody should use, or its address.
    fn naming_a_key(&self, forgery: Forgery, mut header: Header) -> Header {
        match forgery {
            Forgery::HeaderJku => header.jku = Some("https://attacker.example/keys".into()),
            Forgery::HeaderX5u => header.x5u = Some("https://attacker.example/certificate".into()),
            _ => {
                let chain = vec![STANDARD.encode(self.foreign_certificate)];
                header.other.insert("x5c".into(), chain.into());
            }
        }
        header
    }
}

fn unsigned(header: &Header, payload: &[u8]) -> String {
    format!("{}.", jws::signing_input(header, payload))
}

fn with_mac(key: &SigningKey, forgery: Forgery, payload: &[u8]) -> String {
    let public = key.jwk().key;
    let (algorithm, hash) = match forgery {
        Forgery::Hmac512WithPublicKey => (Algorithm::Other("HS512".into()), Hash::Sha512),
        _ => (Algorithm::Hs256, Hash::Sha256),
    };
    let secret = match forgery {
        Forgery::HmacWithNothing => Vec::new(),
        Forgery::HmacWithPublicKeyDer => public.to_spki(),
        _ => public.to_pem().into_bytes(),
    };
    let header = Header::new(algorithm).kid(key.kid()).typ("JWT");
    let input = jws::signing_input(&header, payload);
    let mac = hmac::hmac(hash, &secret, input.as_bytes());
    format!("{input}.{}", base64url::encode(&mac))
}

/// The payload is sent in base64url, since it has dots, and signed without [RFC 7797 §3].
fn unencoded(
    mut header: Header,
    payload: &[u8],
    key: &SigningKey,
    ambient: &Ambient,
) -> Result<String, Error> {
    header.crit = Some(vec!["b64".into()]);
    header.other.insert("b64".into(), false.into());
    let encoded = jws::signing_input(&header, payload);
    let (head, _) = encoded.split_once('.').unwrap_or_default();
    let signed = [head.as_bytes(), b".", payload].concat();
    let signature = key.signature(&header.alg, &signed, ambient)?;
    Ok(format!("{encoded}.{}", base64url::encode(&signature)))
}

/// `{"  HEADER.FORGED.":"","protected":HEADER,"payload":HONEST,"signature":SIGNATURE}`: read as JSON it is an honest
/// token in the flattened serialisation [RFC 7515 §7.2.2], cut at its dots it is another one.
fn two_in_one(honest: &str) -> Result<String, Error> {
    let mut parts = honest.split('.');
    let mut next = || parts.next().unwrap_or_default();
    let (header, payload, signature) = (next(), next(), next());
    let forged = base64url::encode(&with_a_claim_more(Jws::parse(honest)?.payload()));
    Ok(format!(
        r#"{{"  {header}.{forged}.":"","protected":"{header}","payload":"{payload}","signature":"{signature}"}}"#
    ))
}

/// The same claims and one more, by which the forged token is told from the honest one.
fn with_a_claim_more(payload: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(payload);
    let inner = text.trim_start_matches('{');
    format!("{{\"forged\":true,{inner}").into_bytes()
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
