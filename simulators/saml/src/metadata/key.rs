//! The keys of a party.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use xml::Element;

use crate::binding::without_line_breaks;
use crate::error::SamlError;
use crate::names::{METADATA, SIGNATURE};
use crate::read::{Optional, name};

/// What a key is for. `[SAML Metadata §2.4.1.1]`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyUse {
    /// Signatures.
    Signing,
    /// Encryption towards this party.
    Encryption,
}

/// A key of a party. `[SAML Metadata §2.4.1.1]`
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeyDescriptor {
    /// What it is for; absent means both.
    pub usage: Option<KeyUse>,
    /// Its certificates in DER.
    pub certificates: Vec<Vec<u8>>,
    /// Algorithms of encryption that the party prefers: `md:EncryptionMethod` elements.
    pub encryption_methods: Vec<Element>,
}

impl KeyDescriptor {
    /// A key by its certificate in DER.
    #[must_use]
    pub fn new(usage: KeyUse, certificate: impl Into<Vec<u8>>) -> Self {
        Self {
            usage: Some(usage),
            certificates: vec![certificate.into()],
            encryption_methods: Vec::new(),
        }
    }

    /// The same key with preferred algorithms, by their URIs.
    #[must_use]
    pub fn preferring(mut self, algorithms: &[&str]) -> Self {
        let method =
            |uri: &&str| Element::new("md:EncryptionMethod", METADATA).attr("Algorithm", *uri);
        self.encryption_methods
            .extend(algorithms.iter().map(method));
        self
    }

    /// Whether the key may be used so.
    #[must_use]
    pub fn serves(&self, usage: KeyUse) -> bool {
        self.usage.is_none_or(|own| own == usage)
    }

    pub(crate) fn to_element(&self) -> Element {
        let usage = self.usage.map(|usage| match usage {
            KeyUse::Signing => "signing",
            KeyUse::Encryption => "encryption",
        });
        let certificate = |der: &Vec<u8>| {
            let text = STANDARD.encode(der);
            let certificate = Element::new("ds:X509Certificate", SIGNATURE).text_child(&text);
            Element::new("ds:X509Data", SIGNATURE).child(certificate)
        };
        let info = Element::new("ds:KeyInfo", SIGNATURE)
            .children_from(self.certificates.iter().map(certificate));
        Element::new("md:KeyDescriptor", METADATA)
            .maybe_attr("use", usage)
            .child(info)
            .children_from(self.encryption_methods.iter().cloned())
    }

    pub(crate) fn read(element: &Element) -> Result<Self, SamlError> {
        let usage = match element.attribute("use") {
            None => None,
            Some("signing") => Some(KeyUse::Signing),
            Some("encryption") => Some(KeyUse::Encryption),
            Some(other) => return Err(wrong("KeyDescriptor/@use", other, "signing or encryption")),
        };
        let info = element.all(SIGNATURE, "KeyInfo");
        let data = info.flat_map(|info| info.all(SIGNATURE, "X509Data"));
        let certificates = data.flat_map(|data| data.all(SIGNATURE, "X509Certificate"));
        Ok(Self {
            usage,
            certificates: certificates.map(certificate).collect::<Result<_, _>>()?,
            encryption_methods: element.all(METADATA, "EncryptionMethod").cloned().collect(),
        })
    }
}

fn certificate(element: &Element) -> Result<Vec<u8>, SamlError> {
    let text = element.text();
    let compact: String = without_line_breaks(&text).filter(|c| *c != ' ').collect();
    STANDARD
        .decode(compact)
        .map_err(|_| wrong(&name(element), &text, "base64"))
}

fn wrong(place: &str, text: &str, expected: &'static str) -> SamlError {
    SamlError::Value {
        place: place.to_owned(),
        text: text.chars().take(64).collect(),
        expected,
    }
}
