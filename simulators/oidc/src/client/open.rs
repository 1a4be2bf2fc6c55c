//! From a token to what the provider signed.
//!
//! Strict, a token is opened by the key that its id names in the key set, by an algorithm agreed before. Each rule that
//! is waived opens one door of those that attackers try: an unsigned token, a public key taken for a password, a key out
//! of the token itself, any key of the set, any signature.

use crypto::Hash;
use rules::Breach;
use serde_json::Value;

use super::{Expectations, Rule};
use crate::jose::{Algorithm, Jws, PublicKey, base64url, hmac};
use crate::{Error, jose, json};

impl Expectations<'_> {
    /// The payload of a token.
    pub(super) fn open(&self, token: &str) -> Result<Vec<u8>, Breach<Rule>> {
        let object = token.trim_start().starts_with('{');
        self.book.require(Rule::Compact, !object, || {
            "the token is an object in JSON".into()
        })?;
        if object {
            return self.open_object(token);
        }
        let jws =
            Jws::parse(token).map_err(|error| Breach::new(Rule::TokenForm, error.to_string()))?;
        let header = jws.header();
        let book = self.book;
        book.require(Rule::Critical, header.crit.is_none(), || {
            format!("the header demands {:?}", header.crit)
        })?;
        let own = header.own_key_parameter();
        book.require(Rule::HeaderKey, own.is_none(), || {
            format!("the header brings {}", own.unwrap_or_default())
        })?;
        let agreed = self.algorithms.contains(&header.alg);
        book.require(Rule::Algorithm, agreed, || {
            format!(
                "alg is {}, expected one of {:?}",
                header.alg, self.algorithms
            )
        })?;
        if !agreed {
            return self.open_forged(&jws);
        }
        let key = self.key(&jws)?;
        let verified = key.map_or(Err(Error::Signature), |key| jws.verify(&key));
        book.require(Rule::Signature, verified.is_ok(), || {
            verified
                .err()
                .map(|error| error.to_string())
                .unwrap_or_default()
        })?;
        Ok(jws.payload().to_vec())
    }

    /// The key that shall verify; `None` when no rule is left that demands one.
    fn key(&self, jws: &Jws<'_>) -> Result<Option<PublicKey>, Breach<Rule>> {
        let header = jws.header();
        if let Ok(Some(own)) = header.own_key() {
            // Only reached when the rule against it is waived.
            return Ok(Some(own.key));
        }
        let chosen = self.keys.choose(header.kid.as_deref(), &header.alg);
        self.book.require(Rule::KeyId, chosen.is_ok(), || {
            chosen
                .as_ref()
                .err()
                .map(ToString::to_string)
                .unwrap_or_default()
        })?;
        let any = || {
            let mut keys = self.keys.keys.iter();
            keys.find(|key| jws.verify(&key.key).is_ok())
        };
        Ok(chosen.ok().or_else(any).map(|key| key.key.clone()))
    }

    /// What a client does that leaves the signature to a library which reads JSON, and cuts the token at its dots itself
    /// (CVE-2022-39227).
    fn open_object(&self, token: &str) -> Result<Vec<u8>, Breach<Rule>> {
        let form = |error: Error| Breach::new(Rule::TokenForm, error.to_string());
        let object = json::object("the token", token.as_bytes()).map_err(form)?;
        let part = |name: &str| object.get(name).and_then(Value::as_str).unwrap_or_default();
        let honest = [part("protected"), part("payload"), part("signature")].join(".");
        let signed = self.open(&honest)?;
        let Some(read) = token.split('.').nth(1) else {
            return Ok(signed);
        };
        base64url::decode("the payload", read).map_err(form)
    }

    /// What a client does that lets the token choose its algorithm.
    fn open_forged(&self, jws: &Jws<'_>) -> Result<Vec<u8>, Breach<Rule>> {
        let input = jws.signing_input().as_bytes();
        let mac = |hash: Hash, key: &jose::Jwk| {
            [key.key.to_pem().into_bytes(), key.key.to_spki(), Vec::new()]
                .iter()
                .any(|secret| crypto::ct_eq(&hmac::hmac(hash, secret, input), jws.signature()))
        };
        let fits = |key: &jose::Jwk| match jws.header().alg {
            Algorithm::Hs256 => mac(Hash::Sha256, key),
            Algorithm::Other(ref name) if name == "HS512" => mac(Hash::Sha512, key),
            _ => jws.verify(&key.key).is_ok(),
        };
        let none = jws.header().alg.as_str().eq_ignore_ascii_case("none");
        let unsigned = none && jws.signature().is_empty();
        let holds = unsigned || self.keys.keys.iter().any(fits);
        self.book.require(Rule::Signature, holds, || {
            format!("no key fits {}", jws.header().alg)
        })?;
        Ok(jws.payload().to_vec())
    }
}
