//! A response in its parts, and how it is put together again.
//!
//! The portal has sent it in the clear. Whoever changes it needs no secret of the service: what goes to the service is
//! encrypted to the certificate of its metadata, as anybody can.

use conformance_harness::StepError;
use saml::metadata::{KeyDescriptor, KeyUse};
use xml::{
    Certificate, DataAlgorithm, Element, Hash, KeyTransport, Position, SignWith,
    SignatureAlgorithm, SigningKey, Which,
};

use super::super::{ALGORITHM, said};
use crate::CardWorld;
use crate::road::Party;
use crate::road::forge::{DS, SAML};

/// The family name of the person whom a forger writes in.
pub const FORGED: &str = "MALLORY";
/// Stands where an assertion in the clear goes.
const PLACE: &str = "place-of-the-assertion";
/// RSA-OAEP in the form that every implementation has.
const RSA_OAEP: KeyTransport = KeyTransport::RsaOaepMgf1p { digest: Hash::Sha1 };

type Made<T> = Result<T, StepError>;

/// A response of the portal.
pub(super) struct Letter<'w> {
    pub(super) world: &'w CardWorld,
    /// As it came.
    pub(super) genuine: Element,
    /// Its assertion as it came, on its own.
    pub(super) signed: Element,
    /// The response without signature and assertion.
    pub(super) response: Element,
    /// The assertion without signature.
    pub(super) assertion: Element,
}

/// Who signs, and how.
pub(super) struct Hand {
    /// The key, by its name at the site.
    pub(super) key: &'static str,
    /// Whose certificate is shown.
    pub(super) shows: &'static str,
    pub(super) algorithm: SignatureAlgorithm,
    pub(super) digest: Hash,
    /// Changes the signature before it is computed.
    pub(super) edit: fn(&mut Element) -> Option<()>,
}

impl Hand {
    /// The portal's own, as it signs.
    pub(super) fn portal() -> Self {
        Self {
            key: Party::Portal.message_key(),
            shows: Party::Portal.message_key(),
            algorithm: ALGORITHM,
            digest: Hash::Sha256,
            edit: |_| Some(()),
        }
    }

    /// Somebody's whom the service does not know.
    pub(super) fn stranger() -> Self {
        const NAME: &str = "stranger rsa signing";
        Self {
            key: NAME,
            shows: NAME,
            ..Self::portal()
        }
    }
}

/// How an assertion is encrypted.
pub(super) struct Sealing {
    pub(super) data: DataAlgorithm,
    pub(super) transport: KeyTransport,
}

impl<'w> Letter<'w> {
    /// The response that the browser holds, whose assertion is in the clear.
    pub(super) fn open(world: &'w CardWorld, field: &str) -> Made<Self> {
        let genuine = world.pending_xml(field)?;
        let signed = genuine
            .first(SAML, "Assertion")
            .ok_or_else(|| said("the portal has sent no assertion in the clear"))?
            .clone()
            .declare_scope();
        let mut response = genuine.clone();
        response.remove_first(DS, "Signature");
        response.remove_all(SAML, "Assertion");
        let mut assertion = signed.clone();
        assertion.remove_first(DS, "Signature");
        Ok(Self {
            world,
            genuine,
            signed,
            response,
            assertion,
        })
    }

    /// The signature of the assertion.
    pub(super) fn signature(&self) -> Made<Element> {
        let signature = self.signed.first(DS, "Signature");
        signature
            .cloned()
            .ok_or_else(|| said("the portal's assertion has no signature"))
    }

    /// An assertion about somebody else, with another ID and without a signature.
    pub(super) fn forged(&self) -> Made<Element> {
        let mut forged = self.about_another()?;
        forged.set_attribute("ID", "_forged");
        Ok(forged)
    }

    /// The portal's assertion about somebody else, without a signature.
    pub(super) fn about_another(&self) -> Made<Element> {
        let mut forged = self.assertion.clone();
        value_of(&mut forged, "surname")
            .ok_or_else(|| said("there is no surname"))?
            .set_text(FORGED);
        Ok(forged)
    }

    /// Signs an element by its ID, behind its issuer.
    pub(super) fn sign(&self, element: &mut Element, hand: &Hand) -> Made<()> {
        let certificate = self.world.identity(hand.shows)?.certificate;
        let key = self.world.identity(hand.key)?.key;
        let key = SigningKey::from_pkcs8(&key, &certificate).map_err(said)?;
        let edit = |signature: &mut Element| {
            // What cannot be changed shows in the verdict.
            let _ = (hand.edit)(signature);
        };
        let with = SignWith::new(&key, &hand.algorithm)
            .digest(hand.digest)
            .position(Position::After {
                namespace: SAML,
                local: "Issuer",
            })
            .edit(&edit);
        xml::sign_in_place(element, Which::Root, &with).map_err(said)
    }

    /// The key that the service encrypts with, when its metadata have one.
    fn receiver(&self) -> Made<Option<KeyDescriptor>> {
        let entity = self.world.entity_of(Party::RelyingParty)?;
        let service = entity
            .service_provider()
            .ok_or_else(|| said("the metadata of the service have no role"))?;
        let keys = &service.role.keys;
        let own = keys
            .iter()
            .find(|key| key.usage == Some(KeyUse::Encryption));
        let any = || keys.iter().find(|key| key.serves(KeyUse::Encryption));
        Ok(own.or_else(any).cloned())
    }

    /// The algorithms that the service asks for, else those that everybody has.
    pub(super) fn sealing(key: &KeyDescriptor) -> Sealing {
        let wanted: Vec<&str> = key
            .encryption_methods
            .iter()
            .filter_map(|method| method.attribute("Algorithm"))
            .collect();
        let data = wanted
            .iter()
            .map(|uri| DataAlgorithm::from_uri(uri))
            .find(|algorithm| !matches!(algorithm, DataAlgorithm::Other(_)))
            .unwrap_or(DataAlgorithm::Aes256Gcm);
        let certificate = key.certificates.first();
        let rsa = certificate
            .and_then(|bytes| Certificate::from_der(bytes).ok())
            .is_none_or(|certificate| certificate.has_rsa_key());
        let known = [KeyTransport::OAEP_SHA256, RSA_OAEP];
        let transport = if rsa {
            let named = |uri: &&str| known.iter().find(|known| known.uri() == *uri);
            wanted.iter().find_map(named).cloned().unwrap_or(RSA_OAEP)
        } else {
            KeyTransport::ECDH_ES
        };
        Sealing { data, transport }
    }

    /// Encrypts the text of an element for the service, if it has a key for that.
    pub(super) fn seal(&self, text: &str, how: Option<Sealing>) -> Made<Option<Element>> {
        let Some(key) = self.receiver()? else {
            return Ok(None);
        };
        let how = how.unwrap_or_else(|| Self::sealing(&key));
        let certificate = key
            .certificates
            .first()
            .ok_or_else(|| said("the service's key for encryption has no certificate"))?;
        let mut random = self.world.random("somebody in the middle")?;
        let data = xml::encrypt_bytes(
            text.as_bytes(),
            certificate,
            &how.data,
            &how.transport,
            &mut random,
        );
        let sealed = Element::new("saml2:EncryptedAssertion", SAML);
        Ok(Some(sealed.child(data.map_err(said)?)))
    }

    /// The assertion as it goes into a response: encrypted where the service has a key.
    pub(super) fn closed(&self, assertion: &Element) -> Made<Element> {
        let sealed = self.seal(&assertion.to_text(), None)?;
        Ok(sealed.unwrap_or_else(|| assertion.clone()))
    }

    /// The response with these assertions, as its text, without a signature of its own.
    pub(super) fn loose(&self, assertions: &[&Element]) -> Made<String> {
        Ok(self.with(assertions)?.to_document())
    }

    /// The response with these assertions.
    pub(super) fn with(&self, assertions: &[&Element]) -> Made<Element> {
        let mut response = self.response.clone();
        for assertion in assertions {
            response.push(self.closed(assertion)?);
        }
        Ok(response)
    }

    /// The response with this assertion, both signed by the portal.
    pub(super) fn by_portal(&self, assertion: &Element) -> Made<String> {
        let mut assertion = assertion.clone();
        self.sign(&mut assertion, &Hand::portal())?;
        self.whole(&assertion)
    }

    /// The response with this assertion, signed by the portal as a whole.
    pub(super) fn whole(&self, assertion: &Element) -> Made<String> {
        let mut response = self.with(&[assertion])?;
        self.sign(&mut response, &Hand::portal())?;
        Ok(response.to_document())
    }

    /// The response with the text of an assertion, which need not be well-formed.
    pub(super) fn around(&self, text: &str) -> Made<String> {
        let readable = || xml::parse(text.as_bytes(), &xml::Limits::SAML).ok();
        let content = self.seal(text, None)?.or_else(readable);
        let mut response = self.response.clone();
        if let Some(content) = content {
            response.push(content);
            self.sign(&mut response, &Hand::portal())?;
            return Ok(response.to_document());
        }
        response.push(Element::new("saml2:Assertion", SAML).attr("ID", PLACE));
        let document = response.to_document();
        let place = format!("<saml2:Assertion ID=\"{PLACE}\"/>");
        Ok(document.replace(&place, text))
    }
}

/// The value of an attribute.
pub(super) fn value_of<'a>(assertion: &'a mut Element, name: &str) -> Option<&'a mut Element> {
    assertion
        .find_mut_where(&mut |element| element.attribute("Name") == Some(name))?
        .first_mut(SAML, "AttributeValue")
}
