//! With which key a request is signed, and how.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use conformance_harness::StepError;
use conformance_harness::site::Identity;
use crypto::Curve;
use pki::{IdentityDraft, Purpose};
use xml::{
    Element, Hash, Position, PssParameters, Reference, SignWith, SignatureAlgorithm, SigningKey,
};

use super::{CONNECTOR, Change, Table, look_up, said};
use crate::CardWorld;
use crate::road::forge::{DS, SAML};
use crate::road::metadata::{METADATA, MetadataSigning};
use crate::road::words::Party;

const XPATH: &str = "http://www.w3.org/TR/1999/REC-xpath-19991116";

/// A key that the connector's metadata name beside its own.
#[derive(Debug)]
pub struct SecondKey(Identity);

/// Changes of the signature before it is computed.
pub(super) const TEMPLATES: &Table<Change> = &[
    ("an object of its own, too", |signature| {
        signature.push(Element::new("ds:Object", DS).text_child("nothing of weight"));
        Some(())
    }),
    ("everything but what it asks for", |signature| {
        let rest = Element::new("ds:XPath", DS)
            .declare("eidas", super::EIDAS)
            .text_child("not(ancestor-or-self::eidas:RequestedAttributes)");
        let transform = Element::new("ds:Transform", DS)
            .attr("Algorithm", XPATH)
            .child(rest);
        let transforms = signature.find_mut(DS, "Transforms")?;
        transforms.insert_after(DS, "Transform", transform);
        Some(())
    }),
];

/// How the second key signs.
struct Hand {
    algorithm: SignatureAlgorithm,
    digest: Hash,
    pss: Option<PssParameters>,
}

impl Hand {
    const fn new(algorithm: SignatureAlgorithm, digest: Hash) -> Self {
        Self {
            algorithm,
            digest,
            pss: None,
        }
    }

    fn with_pss(mask: Hash, salt: usize) -> Self {
        Self {
            pss: Some(PssParameters { mask, salt }),
            ..Self::new(SignatureAlgorithm::RsaPss(Hash::Sha256), Hash::Sha256)
        }
    }
}

#[rustfmt::skip]
const HANDS: &Table<fn() -> Hand> = &[
    ("ECDSA", || Hand::new(SignatureAlgorithm::Ecdsa(Hash::Sha256), Hash::Sha256)),
    ("RSA-PSS", || Hand::new(SignatureAlgorithm::RsaPss(Hash::Sha256), Hash::Sha256)),
    ("RSA-PSS and SHA-512", || Hand::new(SignatureAlgorithm::RsaPss(Hash::Sha512), Hash::Sha512)),
    ("the RSA padding of 1993", || Hand::new(SignatureAlgorithm::RsaPkcs1(Hash::Sha256), Hash::Sha256)),
    ("a mask of SHA-1", || Hand::with_pss(Hash::Sha1, 32)),
    ("a salt of 20 bytes", || Hand::with_pss(Hash::Sha256, 20)),
];

/// The text of a request that the connector has signed: by reference to its ID, or to the whole where it has none.
pub(super) fn sign(world: &CardWorld, request: &Element) -> Result<String, StepError> {
    let identity = world.identity(CONNECTOR)?;
    let hand = Hand::new(SignatureAlgorithm::Ecdsa(Hash::Sha256), Hash::Sha256);
    write(&identity, &hand, request)
}

/// The text of a request that is signed with the second key.
pub(super) fn sign_with_second(
    world: &CardWorld,
    request: &Element,
    words: &str,
) -> Result<String, StepError> {
    let hand = look_up(HANDS, words)?();
    let SecondKey(identity) = world.kept::<SecondKey>("a second key of the connector")?;
    write(identity, &hand, request)
}

fn write(identity: &Identity, hand: &Hand, request: &Element) -> Result<String, StepError> {
    let key = SigningKey::from_pkcs8(&identity.key, &identity.certificate).map_err(said)?;
    let key = match hand.pss {
        Some(parameters) => key.with_pss(parameters),
        None => key,
    };
    let reference = match request.attribute("ID") {
        Some(_) => Reference::Id,
        None => Reference::Whole,
    };
    let with = SignWith::new(&key, &hand.algorithm)
        .digest(hand.digest)
        .reference(reference)
        .position(Position::After {
            namespace: SAML,
            local: "Issuer",
        });
    xml::sign(request, &with).map_err(said)
}

/// Moves with the connector's keys.
impl CardWorld {
    /// The connector's metadata name a second key from now on, which is kept.
    ///
    /// # Errors
    ///
    /// When the words are unknown, or this world publishes nothing.
    pub fn publish_second_key(&mut self, words: &str) -> Result<(), StepError> {
        let identity = self.second_key(words)?;
        let mut metadata = self.own_metadata(Party::Connector)?;
        let role = metadata
            .first_mut(METADATA, "SPSSODescriptor")
            .ok_or_else(|| StepError::precondition("the metadata have no role"))?;
        let own = role.all(METADATA, "KeyDescriptor");
        let own = own
            .into_iter()
            .find(|key| key.attribute("use") == Some("signing"));
        let mut second = own
            .cloned()
            .ok_or_else(|| StepError::precondition("the metadata have no key for signatures"))?;
        if let Some(certificate) = second.find_mut(DS, "X509Certificate") {
            certificate.set_text(STANDARD.encode(&identity.certificate));
        }
        role.insert_after(METADATA, "KeyDescriptor", second);
        self.publish_connector(&metadata)?;
        self.keep(SecondKey(identity));
        Ok(())
    }

    /// The connector's metadata do not say the type of the service from now on.
    ///
    /// # Errors
    ///
    /// When this world publishes nothing.
    pub fn publish_no_service_type(&mut self) -> Result<(), StepError> {
        let mut metadata = self.own_metadata(Party::Connector)?;
        let extensions = metadata.first_mut(METADATA, "Extensions");
        let gone = extensions.map(|all| all.remove_all(super::EIDAS, "SPType"));
        if gone.unwrap_or_default() == 0 {
            let because = "the metadata do not say the type of the service";
            return Err(StepError::precondition(because));
        }
        self.publish_connector(&metadata)
    }

    fn publish_connector(&self, metadata: &Element) -> Result<(), StepError> {
        let signing = MetadataSigning {
            key: Party::Connector.metadata_key(),
            hash: Hash::Sha256,
        };
        let document = self.sign_metadata(metadata, signing)?;
        self.publish(Party::Connector, &document)
    }

    fn second_key(&self, words: &str) -> Result<Identity, StepError> {
        let ambient = self.stage()?.ambient.fork("second key");
        let today = ambient.today();
        let day = |days| today.checked_add_days(days).unwrap_or(today);
        let draft = |from, until| IdentityDraft {
            name: "TEST connector second key",
            purpose: Purpose::Signing,
            from: day(from),
            until: day(until),
        };
        let made = match words {
            "a second key" => pki::Identity::ec(&draft(-1, 300), Curve::P256, &ambient),
            "a key of 224 bits" => pki::Identity::ec(&draft(-1, 300), Curve::P224, &ambient),
            "a key whose certificate ended yesterday" => {
                pki::Identity::ec(&draft(-300, -1), Curve::P256, &ambient)
            }
            "an RSA key" => {
                let key = self.identity("connector rsa encryption")?.key;
                pki::Identity::rsa(&draft(-1, 300), &key, &ambient)
            }
            "an RSA key of 2048 bits" => {
                let key = self.identity("spare rsa signing")?.key;
                pki::Identity::rsa(&draft(-1, 300), &key, &ambient)
            }
            other => {
                let unknown = format!("no second key is called {other:?}");
                return Err(StepError::precondition(unknown));
            }
        };
        let pki::Identity { key, certificate } = made.map_err(said)?;
        Ok(Identity { key, certificate })
    }
}
