//! The template of a signature, and where it goes.

use std::fmt;

use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};

use crate::{
    Element, Hash, SignatureAlgorithm, SigningKey,
    algorithm::{ENVELOPED, EXCLUSIVE, digest_uri},
    ns,
};

/// How to sign an element.
#[derive(Clone, Copy)]
pub struct SignWith<'a> {
    /// The signer.
    pub key: &'a SigningKey,
    /// The signature algorithm.
    pub algorithm: &'a SignatureAlgorithm,
    /// The hash of the reference.
    pub digest: Hash,
    /// What the reference says.
    pub reference: Reference,
    /// Where the signature goes.
    pub position: Position,
    /// What the signature says about the signer.
    pub key_info: KeyInfo,
    /// Changes the `ds:Signature` before it is filled in: further references, other transforms.
    /// Values that are not empty then are left as they are.
    pub edit: Option<&'a (dyn Fn(&mut Element) + Sync)>,
}

/// What the reference of a signature says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reference {
    /// The ID of the element.
    Id,
    /// Nothing, which means the whole document.
    Whole,
}

/// Where among the children of the element the signature goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Position {
    /// In front of everything.
    First,
    /// Behind the first child element of this name; in front of everything if there is none.
    After {
        /// Its namespace.
        namespace: &'static str,
        /// Its local name.
        local: &'static str,
    },
    /// Behind everything.
    Last,
}

/// What a signature says about the signer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyInfo {
    /// The certificate.
    Certificate,
    /// Nothing.
    Absent,
}

impl<'a> SignWith<'a> {
    /// Signs by ID, with the signature in front, a SHA-256 digest and the certificate.
    #[must_use]
    pub const fn new(key: &'a SigningKey, algorithm: &'a SignatureAlgorithm) -> Self {
        Self {
            key,
            algorithm,
            digest: Hash::Sha256,
            reference: Reference::Id,
            position: Position::First,
            key_info: KeyInfo::Certificate,
            edit: None,
        }
    }

    /// With another digest.
    #[must_use]
    pub const fn digest(mut self, digest: Hash) -> Self {
        self.digest = digest;
        self
    }

    /// With another reference.
    #[must_use]
    pub const fn reference(mut self, reference: Reference) -> Self {
        self.reference = reference;
        self
    }

    /// In another place.
    #[must_use]
    pub const fn position(mut self, position: Position) -> Self {
        self.position = position;
        self
    }

    /// Saying something else about the signer.
    #[must_use]
    pub const fn key_info(mut self, key_info: KeyInfo) -> Self {
        self.key_info = key_info;
        self
    }

    /// With changes to the template.
    #[must_use]
    pub const fn edit(mut self, edit: &'a (dyn Fn(&mut Element) + Sync)) -> Self {
        self.edit = Some(edit);
        self
    }

    /// The signature with empty values.
    pub(super) fn template(&self, uri: &str) -> Element {
        let transforms = [ENVELOPED, EXCLUSIVE].map(|uri| ds("Transform").attr("Algorithm", uri));
        let reference = ds("Reference")
            .attr("URI", uri)
            .child(ds("Transforms").children_from(transforms))
            .child(ds("DigestMethod").attr("Algorithm", digest_uri(self.digest)))
            .child(ds("DigestValue"));
        let signed_info = ds("SignedInfo")
            .child(ds("CanonicalizationMethod").attr("Algorithm", EXCLUSIVE))
            .child(ds("SignatureMethod").attr("Algorithm", self.algorithm.uri()))
            .child(reference);
        let mut signature = ds("Signature")
            .child(signed_info)
            .child(ds("SignatureValue"));
        if self.key_info == KeyInfo::Certificate {
            signature.push(key_info(self.key.certificate()));
        }
        if let Some(edit) = self.edit {
            edit(&mut signature);
        }
        signature
    }
}

impl fmt::Debug for SignWith<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignWith")
            .field("algorithm", &self.algorithm.uri())
            .field("digest", &self.digest)
            .finish_non_exhaustive()
    }
}

/// Bytes as they stand in an element.
#[must_use]
pub fn encode_base64(bytes: &[u8]) -> String {
    BASE64.encode(bytes)
}

/// The bytes of a text that may have line ends; nothing when it has anything else.
#[must_use]
pub fn decode_base64(text: &str) -> Option<Vec<u8>> {
    let plain: String = text.split_whitespace().collect();
    BASE64.decode(plain).ok()
}

/// `ds:KeyInfo` with a certificate.
pub(crate) fn key_info(certificate: &[u8]) -> Element {
    let certificate = ds("X509Certificate").text_child(BASE64.encode(certificate));
    ds("KeyInfo").child(ds("X509Data").child(certificate))
}

/// An empty element of XML Signature.
pub(crate) fn ds(local: &str) -> Element {
    Element::new(&format!("ds:{local}"), ns::DS)
}
