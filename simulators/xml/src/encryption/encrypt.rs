//! Encrypting.

use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use rand_core::CryptoRng;

use crate::{
    Certificate, DataAlgorithm, Element, EncryptionError, Hash, KeyTransport, KeyWrap,
    algorithm::{digest_uri, mgf_uri},
    key::PublicKey,
    ns,
    signature::template::{ds, key_info},
};

use super::{
    agreement::{concat_kdf, info_octets, wrap},
    cipher,
    transport::Padding,
};

/// The hash under ConcatKDF.
const DERIVATION: Hash = Hash::Sha256;

/// Encrypts an element to the certificate of a recipient, in DER. Returns `xenc:EncryptedData` with
/// the key inside. The same random bytes give the same result.
///
/// # Errors
/// [`EncryptionError::Key`] or [`EncryptionError::KeyKind`].
pub fn encrypt(
    element: &Element,
    recipient: &[u8],
    data: &DataAlgorithm,
    transport: &KeyTransport,
    rng: &mut (impl CryptoRng + ?Sized),
) -> Result<Element, EncryptionError> {
    encrypt_bytes(
        element.to_text().as_bytes(),
        recipient,
        data,
        transport,
        rng,
    )
}

/// Encrypts any bytes as if they were an element.
///
/// # Errors
/// As [`encrypt`].
pub fn encrypt_bytes(
    plaintext: &[u8],
    recipient: &[u8],
    data: &DataAlgorithm,
    transport: &KeyTransport,
    rng: &mut (impl CryptoRng + ?Sized),
) -> Result<Element, EncryptionError> {
    let recipient = Certificate::from_der(recipient)?;
    let mut content_key = vec![0; data.key_len()];
    rng.fill_bytes(&mut content_key);
    let encrypted_key = encrypt_key(&content_key, &recipient, transport, rng)?;
    let encrypted = cipher::encrypt(data, &content_key, plaintext, rng)?;
    Ok(xenc("EncryptedData")
        .attr("Type", "http://www.w3.org/2001/04/xmlenc#Element")
        .child(xenc("EncryptionMethod").attr("Algorithm", data.uri()))
        .child(ds("KeyInfo").child(encrypted_key))
        .child(cipher_data(&encrypted)))
}

fn encrypt_key(
    content_key: &[u8],
    recipient: &Certificate,
    transport: &KeyTransport,
    rng: &mut (impl CryptoRng + ?Sized),
) -> Result<Element, EncryptionError> {
    match (transport, recipient.key()) {
        (KeyTransport::EcdhEs { wrap, other_info }, PublicKey::Ec(key)) => {
            let sender = crypto::PrivateKey::generate(key.curve(), rng);
            Agreement {
                wrap: *wrap,
                other_info: *other_info,
                sender,
                recipient: key,
            }
            .encrypted_key(content_key, recipient.as_der())
        }
        (KeyTransport::EcdhEs { .. }, _) | (_, PublicKey::Ec(_)) => Err(EncryptionError::KeyKind {
            uri: transport.uri().to_owned(),
        }),
        (_, PublicKey::Rsa(key)) => {
            let (padding, parameters) = padding(transport);
            let encrypted = padding.encrypt(key, content_key, rng)?;
            let method = xenc("EncryptionMethod")
                .attr("Algorithm", transport.uri())
                .children_from(parameters);
            Ok(encrypted_key(
                method,
                key_info(recipient.as_der()),
                &encrypted,
            ))
        }
    }
}

/// The padding of a key transport, and the elements that describe it.
fn padding(transport: &KeyTransport) -> (Padding, Vec<Element>) {
    let oaep = |digest, mask| Padding::Oaep {
        digest,
        mask,
        label: Vec::new(),
    };
    match transport {
        KeyTransport::RsaOaep { digest, mask } => {
            let function = Element::new("xenc11:MGF", ns::XENC11).attr("Algorithm", mgf_uri(*mask));
            (oaep(*digest, *mask), vec![digest_method(*digest), function])
        }
        KeyTransport::RsaOaepMgf1p { digest } => {
            (oaep(*digest, Hash::Sha1), vec![digest_method(*digest)])
        }
        KeyTransport::Rsa15 | KeyTransport::EcdhEs { .. } => (Padding::Pkcs1, Vec::new()),
    }
}

/// A key of the sender, made for one message, and the recipient's.
struct Agreement<'a> {
    wrap: KeyWrap,
    other_info: [&'static str; 3],
    sender: crypto::PrivateKey,
    recipient: &'a crypto::PublicKey,
}

impl Agreement<'_> {
    fn encrypted_key(
        &self,
        content_key: &[u8],
        certificate: &[u8],
    ) -> Result<Element, EncryptionError> {
        let secret = self
            .sender
            .agree(self.recipient)
            .map_err(|error| EncryptionError::Key(error.into()))?;
        let mut info = Vec::new();
        for attribute in self.other_info {
            // What cannot be read is derived as if it were empty: the other side refuses it anyway.
            info.extend(info_octets(attribute).unwrap_or_default());
        }
        let key = concat_kdf(DERIVATION, secret.as_bytes(), &info, self.wrap.key_len());
        let wrapped = wrap(self.wrap, &key, content_key)?;
        let method = xenc("EncryptionMethod").attr("Algorithm", self.wrap.uri());
        let agreement = ds("KeyInfo").child(self.method(certificate));
        Ok(encrypted_key(method, agreement, &wrapped))
    }

    fn method(&self, certificate: &[u8]) -> Element {
        let [algorithm, party_u, party_v] = self.other_info;
        let parameters = xenc11("ConcatKDFParams")
            .attr("AlgorithmID", algorithm)
            .attr("PartyUInfo", party_u)
            .attr("PartyVInfo", party_v)
            .child(digest_method(DERIVATION));
        let derivation = xenc11("KeyDerivationMethod")
            .attr("Algorithm", "http://www.w3.org/2009/xmlenc11#ConcatKDF")
            .child(parameters);
        let mut recipient = key_info(certificate);
        recipient.rename("xenc:RecipientKeyInfo", ns::XENC);
        xenc("AgreementMethod")
            .attr("Algorithm", "http://www.w3.org/2009/xmlenc11#ECDH-ES")
            .child(derivation)
            .child(xenc("OriginatorKeyInfo").child(self.sender_key()))
            .child(recipient)
    }

    fn sender_key(&self) -> Element {
        let key = self.sender.public_key();
        let curve = format!("urn:oid:{}", key.curve().oid());
        let point = ds11("PublicKey").text_child(BASE64.encode(key.as_bytes()));
        ds("KeyValue").child(
            ds11("ECKeyValue")
                .child(ds11("NamedCurve").attr("URI", curve))
                .child(point),
        )
    }
}

fn encrypted_key(method: Element, key_info: Element, encrypted: &[u8]) -> Element {
    xenc("EncryptedKey")
        .child(method)
        .child(key_info)
        .child(cipher_data(encrypted))
}

fn cipher_data(bytes: &[u8]) -> Element {
    xenc("CipherData").child(xenc("CipherValue").text_child(BASE64.encode(bytes)))
}

fn digest_method(hash: Hash) -> Element {
    ds("DigestMethod").attr("Algorithm", digest_uri(hash))
}

fn xenc(local: &str) -> Element {
    Element::new(&format!("xenc:{local}"), ns::XENC)
}

fn xenc11(local: &str) -> Element {
    Element::new(&format!("xenc11:{local}"), ns::XENC11)
}

fn ds11(local: &str) -> Element {
    Element::new(&format!("ds11:{local}"), ns::DS11)
}
