//! Decrypting.

use crate::{
    DataAlgorithm, DecryptionKey, Element, EncryptionError, EncryptionPolicy, Hash, KeyTransport,
    KeyWrap, Node, Recipient, XmlError,
    algorithm::{digest_from_uri, mgf_from_uri},
    key::{PrivateKey, PublicKey},
    ns, parse,
    signature::{dom::from_base64, key_info::named_curve},
};

use super::{
    agreement::{concat_kdf, info_octets, unwrap_key},
    cipher,
    transport::Padding,
};

const CONCAT_KDF: &str = "http://www.w3.org/2009/xmlenc11#ConcatKDF";
const ECDH_ES: &str = KeyTransport::ECDH_ES.uri();

/// Decrypts `xenc:EncryptedData`, or the one inside an element such as `EncryptedAssertion`, and
/// reads the element that it holds.
///
/// The key is in the data's `KeyInfo` or beside the data; of several, the one that names our
/// certificate is taken, or else the first.
///
/// # Errors
/// [`EncryptionError`], one variant for each rule.
pub fn decrypt(
    data: &Element,
    key: &DecryptionKey,
    policy: &EncryptionPolicy,
) -> Result<Element, EncryptionError> {
    let (data, beside) = if data.is(ns::XENC, "EncryptedData") {
        (data, None)
    } else {
        (child(data, ns::XENC, "EncryptedData")?, Some(data))
    };
    let uri = method(data)?;
    let algorithm = DataAlgorithm::from_uri(uri);
    if !policy.data.contains(&algorithm) {
        return Err(EncryptionError::Data {
            uri: uri.to_owned(),
        });
    }
    let encrypted_key = encrypted_key(data, beside, &key.certificate)?;
    let content_key = content_key(encrypted_key, key, policy)?;
    if content_key.len() != algorithm.key_len() {
        return Err(EncryptionError::KeyLength {
            found: content_key.len(),
            expected: algorithm.key_len(),
        });
    }
    let plaintext = cipher::decrypt(&algorithm, &content_key, &cipher_value(data)?)?;
    read(&plaintext, data, policy).map_err(EncryptionError::Plaintext)
}

/// Reads the element. Some senders rely on namespaces that are declared around the encrypted data.
fn read(plaintext: &[u8], data: &Element, policy: &EncryptionPolicy) -> Result<Element, XmlError> {
    let alone = parse(plaintext, &policy.limits);
    if !matches!(alone, Err(XmlError::Malformed { .. })) {
        return alone;
    }
    read_in_scope(plaintext, data, policy).map_or(alone, Ok)
}

fn read_in_scope(plaintext: &[u8], data: &Element, policy: &EncryptionPolicy) -> Option<Element> {
    const NAME: &str = "around:data";
    let mut around = Element::new(NAME, "urn:eidolon:around");
    around.scope = data.scope.clone();
    let start = around.declare_scope().to_text();
    let start = start.strip_suffix("/>")?;
    let plaintext = std::str::from_utf8(plaintext).ok()?;
    let text = format!("{start}>{plaintext}</{NAME}>");
    let mut read = parse(text.as_bytes(), &policy.limits).ok()?;
    match (read.children.pop(), read.children.is_empty()) {
        (Some(Node::Element(element)), true) => Some(element.declare_scope()),
        _ => None,
    }
}

/// The first key that names our certificate, or else the first.
fn encrypted_key<'a>(
    data: &'a Element,
    beside: Option<&'a Element>,
    certificate: &[u8],
) -> Result<&'a Element, EncryptionError> {
    let inside = data.first(ns::DS, "KeyInfo");
    let keys: Vec<_> = [inside, beside]
        .into_iter()
        .flatten()
        .flat_map(|parent| parent.all(ns::XENC, "EncryptedKey"))
        .collect();
    let ours = |key: &&&Element| {
        let named = key.find(ns::DS, "X509Certificate").map(Element::text);
        named.and_then(|text| from_base64(&text)).as_deref() == Some(certificate)
    };
    let first = keys.first().copied();
    keys.iter()
        .find(ours)
        .copied()
        .or(first)
        .ok_or_else(|| missing("EncryptedKey"))
}

fn content_key(
    encrypted_key: &Element,
    key: &DecryptionKey,
    policy: &EncryptionPolicy,
) -> Result<Vec<u8>, EncryptionError> {
    let info = encrypted_key.first(ns::DS, "KeyInfo");
    let agreement = info.and_then(|info| info.first(ns::XENC, "AgreementMethod"));
    match agreement {
        Some(agreement) => agreed_key(encrypted_key, agreement, key, policy),
        None => transported_key(encrypted_key, info, key, policy),
    }
}

fn transported_key(
    encrypted_key: &Element,
    info: Option<&Element>,
    key: &DecryptionKey,
    policy: &EncryptionPolicy,
) -> Result<Vec<u8>, EncryptionError> {
    let uri = method(encrypted_key)?;
    check_transport(uri, policy)?;
    let padding = padding(
        uri,
        child(encrypted_key, ns::XENC, "EncryptionMethod")?,
        policy,
    )?;
    check_recipient(info, policy)?;
    match &key.private {
        PrivateKey::Rsa(private) => padding.decrypt(private, &cipher_value(encrypted_key)?),
        PrivateKey::Ec(_) => Err(EncryptionError::KeyKind {
            uri: uri.to_owned(),
        }),
    }
}

fn padding(
    uri: &str,
    method: &Element,
    policy: &EncryptionPolicy,
) -> Result<Padding, EncryptionError> {
    if uri == KeyTransport::Rsa15.uri() {
        return Ok(Padding::Pkcs1);
    }
    let digest = digest(method, policy)?;
    let mask = if uri == KeyTransport::OAEP_SHA256.uri() {
        let uri = method
            .first(ns::XENC11, "MGF")
            .and_then(|function| function.attribute("Algorithm"))
            .unwrap_or("http://www.w3.org/2009/xmlenc11#mgf1sha1");
        allowed("mask generation function", uri, mgf_from_uri(uri), policy)?
    } else {
        // The mask of rsa-oaep-mgf1p is SHA-1 whatever the digest is [XML Encryption 1.1 §5.5.2].
        Hash::Sha1
    };
    let label = match method.first(ns::XENC, "OAEPparams") {
        Some(parameters) => from_base64(&parameters.text()).ok_or_else(|| missing("OAEPparams"))?,
        None => Vec::new(),
    };
    Ok(Padding::Oaep {
        digest,
        mask,
        label,
    })
}

fn agreed_key(
    encrypted_key: &Element,
    agreement: &Element,
    key: &DecryptionKey,
    policy: &EncryptionPolicy,
) -> Result<Vec<u8>, EncryptionError> {
    let uri = agreement
        .attribute("Algorithm")
        .ok_or_else(|| missing("AgreementMethod"))?;
    check_transport(uri, policy)?;
    if uri != ECDH_ES {
        return Err(EncryptionError::Transport {
            uri: uri.to_owned(),
        });
    }
    let wrap_uri = method(encrypted_key)?;
    let wrap = KeyWrap::from_uri(wrap_uri)
        .filter(|wrap| policy.wraps.contains(wrap))
        .ok_or_else(|| EncryptionError::Parameter {
            role: "key wrap",
            uri: wrap_uri.to_owned(),
        })?;
    let (hash, info) = derivation(agreement, policy)?;
    check_recipient(agreement.first(ns::XENC, "RecipientKeyInfo"), policy)?;
    let PrivateKey::Ec(private) = &key.private else {
        return Err(EncryptionError::KeyKind {
            uri: uri.to_owned(),
        });
    };
    let PublicKey::Ec(sender) = sender_key(agreement)? else {
        return Err(missing("ECKeyValue"));
    };
    let secret = private
        .agree(&sender)
        .map_err(|error| EncryptionError::Key(error.into()))?;
    let wrapping_key = concat_kdf(hash, secret.as_bytes(), &info, wrap.key_len());
    unwrap_key(wrap, &wrapping_key, &cipher_value(encrypted_key)?)
}

/// Hash and OtherInfo of ConcatKDF. The attributes are read, not assumed: some senders write one
/// zero octet, others none.
fn derivation(
    agreement: &Element,
    policy: &EncryptionPolicy,
) -> Result<(Hash, Vec<u8>), EncryptionError> {
    let method = child(agreement, ns::XENC11, "KeyDerivationMethod")?;
    let uri = method.attribute("Algorithm").unwrap_or_default();
    if uri != CONCAT_KDF {
        return Err(EncryptionError::Parameter {
            role: "key derivation",
            uri: uri.to_owned(),
        });
    }
    let parameters = child(method, ns::XENC11, "ConcatKDFParams")?;
    let hash = digest(parameters, policy)?;
    let mut info = Vec::new();
    for name in [
        "AlgorithmID",
        "PartyUInfo",
        "PartyVInfo",
        "SuppPubInfo",
        "SuppPrivInfo",
    ] {
        let attribute = parameters.attribute(name).unwrap_or_default();
        info.extend(info_octets(attribute).ok_or_else(|| missing(name))?);
    }
    Ok((hash, info))
}

fn sender_key(agreement: &Element) -> Result<PublicKey, EncryptionError> {
    let info = child(agreement, ns::XENC, "OriginatorKeyInfo")?;
    let value = info.first(ns::DS, "KeyValue");
    if let Some(key) = value.and_then(|value| value.first(ns::DS11, "ECKeyValue")) {
        let named = child(key, ns::DS11, "NamedCurve")?;
        let curve = named_curve(named.attribute("URI").unwrap_or_default())?;
        let point = binary(child(key, ns::DS11, "PublicKey")?)?;
        return Ok(PublicKey::from_point(curve, &point)?);
    }
    // The schema has it beside KeyValue, some senders put it inside.
    let der = info
        .first(ns::DS11, "DEREncodedKeyValue")
        .or_else(|| value?.first(ns::DS11, "DEREncodedKeyValue"));
    let der = der.ok_or_else(|| missing("ECKeyValue"))?;
    Ok(PublicKey::from_spki(&binary(der)?)?)
}

fn check_transport(uri: &str, policy: &EncryptionPolicy) -> Result<(), EncryptionError> {
    if policy.transports.iter().any(|allowed| allowed == uri) {
        return Ok(());
    }
    Err(EncryptionError::Transport {
        uri: uri.to_owned(),
    })
}

fn check_recipient(
    info: Option<&Element>,
    policy: &EncryptionPolicy,
) -> Result<(), EncryptionError> {
    let named = info.is_some_and(|info| {
        info.find(ns::DS, "X509Certificate").is_some()
            || info.first(ns::DS, "KeyValue").is_some()
            || info.first(ns::DS11, "DEREncodedKeyValue").is_some()
    });
    if named || policy.recipient == Recipient::Open {
        return Ok(());
    }
    Err(EncryptionError::RecipientMissing)
}

/// The hash of a `DigestMethod`; SHA-1 if there is none [XML Encryption 1.1 §5.5.2].
fn digest(parent: &Element, policy: &EncryptionPolicy) -> Result<Hash, EncryptionError> {
    let uri = parent
        .first(ns::DS, "DigestMethod")
        .and_then(|method| method.attribute("Algorithm"))
        .unwrap_or("http://www.w3.org/2000/09/xmldsig#sha1");
    allowed("digest", uri, digest_from_uri(uri), policy)
}

fn allowed(
    role: &'static str,
    uri: &str,
    hash: Option<Hash>,
    policy: &EncryptionPolicy,
) -> Result<Hash, EncryptionError> {
    hash.filter(|hash| policy.digests.contains(hash))
        .ok_or_else(|| EncryptionError::Parameter {
            role,
            uri: uri.to_owned(),
        })
}

fn method(parent: &Element) -> Result<&str, EncryptionError> {
    child(parent, ns::XENC, "EncryptionMethod")?
        .attribute("Algorithm")
        .ok_or_else(|| missing("EncryptionMethod"))
}

/// The bytes of `CipherData`. A `CipherReference`, which would name another place, is not followed.
fn cipher_value(parent: &Element) -> Result<Vec<u8>, EncryptionError> {
    let data = child(parent, ns::XENC, "CipherData")?;
    binary(child(data, ns::XENC, "CipherValue")?)
}

fn binary(element: &Element) -> Result<Vec<u8>, EncryptionError> {
    from_base64(&element.text()).ok_or_else(|| missing(element.local()))
}

fn child<'a>(
    parent: &'a Element,
    namespace: &str,
    local: &str,
) -> Result<&'a Element, EncryptionError> {
    parent.first(namespace, local).ok_or_else(|| missing(local))
}

fn missing(what: &str) -> EncryptionError {
    EncryptionError::Structure {
        what: what.to_owned(),
    }
}

#[cfg(test)]
mod tests;
