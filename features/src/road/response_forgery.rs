//! Responses between nodes, changed on their way to the connector.
//!
//! Each way of changing has a table of alterations, which scenarios call by their words:
//!
//! ```text
//! message     the response itself; signed again
//! assertion   the assertion inside; encrypted and signed again
//! encryption  how the assertion is encrypted; signed again
//! signature   how response and assertion are signed
//! wrapping    a forged response with the signed one somewhere inside
//! text        the text of the response after it was signed
//! ```

mod assertion;
mod attributes;
mod encryption;
mod message;
mod signature;
mod text;
mod wrapping;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use conformance_harness::StepError;
use xml::{Element, Hash, KeyTransport, SignatureAlgorithm};

use super::forge::{DS, SAML, Sealing};
use crate::CardWorld;
use signature::Hand;

/// The field of the form that carries the response.
pub(super) const FIELD: &str = "SAMLResponse";

/// A change of an element; nothing when there is nothing to change.
type Change = fn(&mut Element) -> Option<()>;

/// Alterations by their words.
type Table<T> = [(&'static str, T)];

/// The alteration of these words.
fn look_up<'a, T>(tables: &[&'a Table<T>], words: &str) -> Result<&'a T, StepError> {
    let mut rows = tables.iter().flat_map(|table| table.iter());
    let row = rows.find(|(known, _)| *known == words);
    let missing = || StepError::precondition(format!("no alteration is called {words:?}"));
    row.map(|(_, alteration)| alteration).ok_or_else(missing)
}

/// What a change made of it.
fn changed(done: Option<()>, words: &str) -> Result<(), StepError> {
    let missing = || StepError::precondition(format!("there is nothing to change into {words:?}"));
    done.ok_or_else(missing)
}

/// Takes out all elements of this name; there must be one.
fn gone(element: &mut Element, namespace: &str, local: &str) -> Option<()> {
    (element.remove_all(namespace, local) > 0).then_some(())
}

/// Takes an attribute out.
fn bare(element: &mut Element, attribute: &str) -> Option<()> {
    element.remove_attribute(attribute).map(drop)
}

/// Adds so many seconds to an attribute that is a moment.
fn shift(element: &mut Element, attribute: &str, seconds: i64) -> Option<()> {
    let moment: saml::Instant = element.attribute(attribute)?.parse().ok()?;
    element.set_attribute(attribute, moment.plus(seconds).to_string());
    Some(())
}

/// Gives a message another identifier.
fn rename(element: &mut Element) -> Option<()> {
    let id = format!("{}-again", element.attribute("ID")?);
    element.set_attribute("ID", id);
    Some(())
}

/// Another character of base64 for the first one.
fn spoil(element: &mut Element) -> Option<()> {
    let text = element.text();
    let rest = text.get(1..)?;
    let first = if text.starts_with('A') { 'B' } else { 'A' };
    element.set_text(format!("{first}{rest}"));
    Some(())
}

/// What the response is, and the keys of this world.
impl CardWorld {
    /// The response that the browser holds, without its signature.
    fn unsigned_response(&self) -> Result<Element, StepError> {
        let mut response = self.pending_xml(FIELD)?;
        response.remove_first(DS, "Signature");
        Ok(response)
    }

    fn world_has(&self, setting: &str) -> Result<bool, StepError> {
        Ok(self.check()?.settings.contains(setting))
    }

    /// How the middleware of this world signs.
    fn middleware_hand(&self) -> Result<Hand, StepError> {
        let pss = SignatureAlgorithm::RsaPss(Hash::Sha256);
        let ecdsa = SignatureAlgorithm::Ecdsa(Hash::Sha256);
        Ok(if self.world_has("rsa-signing")? {
            Hand::new("middleware-de rsa signing", pss)
        } else if self.world_has("brainpool")? {
            Hand::new("brainpool signing", ecdsa)
        } else {
            Hand::new("middleware-de signing", ecdsa)
        })
    }

    /// How the middleware of this world encrypts to the connector.
    fn connector_sealing(&self) -> Result<Sealing, StepError> {
        Ok(if self.world_has("rsa-encryption")? {
            Sealing {
                transport: KeyTransport::OAEP_SHA256,
                ..Sealing::to("connector rsa encryption")
            }
        } else if self.world_has("brainpool")? {
            Sealing::to("brainpool encryption")
        } else {
            Sealing::to("connector encryption")
        })
    }

    /// The assertion inside the response.
    fn assertion_of(&self, response: &Element) -> Result<Element, StepError> {
        self.open_assertion(response, &self.connector_sealing()?.key)
    }

    /// Puts another assertion into the response.
    fn put_assertion(&self, response: &mut Element, assertion: &Element) -> Result<(), StepError> {
        let sealed = self.seal(assertion, &self.connector_sealing()?)?;
        replace_assertion(response, sealed)
    }

    /// Signs the response as the middleware does, and delivers it.
    fn deliver_signed(&mut self, response: &Element) -> Result<(), StepError> {
        let text = self.middleware_hand()?.sign(self, response)?;
        self.deliver_text(FIELD, &text)
    }
}

fn replace_assertion(response: &mut Element, with: Element) -> Result<(), StepError> {
    let place = response.first_mut(SAML, "EncryptedAssertion");
    *place.ok_or_else(|| StepError::precondition("the response has no encrypted assertion"))? =
        with;
    Ok(())
}

/// The identifier that a changed assertion has, for the one who wants to see it arrive.
pub(crate) struct StatedIdentifier(pub(crate) String);

/// Moves of somebody between middleware and connector. Each needs a response that the browser holds, and delivers another.
impl CardWorld {
    /// The response itself is another one.
    ///
    /// # Errors
    ///
    /// When the words are unknown, or a party does not answer.
    pub fn forge_response(&mut self, words: &str) -> Result<(), StepError> {
        let mut response = self.unsigned_response()?;
        changed(look_up(&[message::TABLE], words)?(&mut response), words)?;
        if let Some((_, change)) = message::INSIDE.iter().find(|(known, _)| *known == words) {
            let mut assertion = self.assertion_of(&response)?;
            changed(change(&mut assertion), words)?;
            self.put_assertion(&mut response, &assertion)?;
        }
        self.deliver_signed(&response)
    }

    /// The assertion inside is another one.
    ///
    /// # Errors
    ///
    /// As [`CardWorld::forge_response`].
    pub fn forge_assertion(&mut self, words: &str) -> Result<(), StepError> {
        let mut response = self.unsigned_response()?;
        let mut assertion = self.assertion_of(&response)?;
        let change = look_up(&[assertion::TABLE, attributes::TABLE], words)?;
        changed(change(&mut assertion), words)?;
        self.put_assertion(&mut response, &assertion)?;
        if let Some(identifier) = attributes::identifier(&mut assertion) {
            self.keep(StatedIdentifier(identifier));
        }
        self.deliver_signed(&response)
    }

    /// The assertion is signed, too.
    ///
    /// # Errors
    ///
    /// As [`CardWorld::forge_response`].
    pub fn sign_assertion(&mut self, words: &str) -> Result<(), StepError> {
        let mut response = self.unsigned_response()?;
        let assertion = self.assertion_of(&response)?;
        let signed = signature::assertion(self, assertion, words)?;
        self.put_assertion(&mut response, &signed)?;
        self.deliver_signed(&response)
    }

    /// The assertion is encrypted in another way, or not.
    ///
    /// # Errors
    ///
    /// As [`CardWorld::forge_response`].
    pub fn encrypt_assertion(&mut self, words: &str) -> Result<(), StepError> {
        let mut response = self.unsigned_response()?;
        let assertion = self.assertion_of(&response)?;
        encryption::put(self, &mut response, &assertion, words)?;
        self.deliver_signed(&response)
    }

    /// The response is signed in another way, or not.
    ///
    /// # Errors
    ///
    /// As [`CardWorld::forge_response`].
    pub fn sign_response(&mut self, words: &str) -> Result<(), StepError> {
        let response = self.unsigned_response()?;
        let hand = look_up(&[signature::TABLE], words)?(self.middleware_hand()?);
        let text = hand.sign(self, &response)?;
        self.deliver_text(FIELD, &text)
    }

    /// A forged response comes in place of the signed one, which it carries somewhere. Somebody without a key of the
    /// middleware can do this.
    ///
    /// # Errors
    ///
    /// As [`CardWorld::forge_response`].
    pub fn wrap_response(&mut self, words: &str) -> Result<(), StepError> {
        let genuine = self.pending_xml(FIELD)?;
        let text = wrapping::wrap(self, &genuine, words)?;
        self.deliver_text(FIELD, &text)
    }

    /// The text of the signed response is changed where its signature does not notice.
    ///
    /// # Errors
    ///
    /// As [`CardWorld::forge_response`].
    pub fn change_response_text(&mut self, words: &str) -> Result<(), StepError> {
        let text = self.pending_text(FIELD)?;
        let change = look_up(&[text::TABLE], words)?;
        let text = change(&text).ok_or_else(|| {
            StepError::precondition(format!("the text cannot be changed into {words:?}"))
        })?;
        self.deliver_text(FIELD, &text)
    }

    /// The response is delivered twice.
    ///
    /// # Errors
    ///
    /// When a party does not answer.
    pub fn deliver_again(&mut self) -> Result<(), StepError> {
        let message = self.pending()?;
        self.deliver(message.clone())?;
        self.deliver(message)
    }

    /// The response is delivered, and then another one for the same request.
    ///
    /// # Errors
    ///
    /// When a party does not answer.
    pub fn deliver_second(&mut self) -> Result<(), StepError> {
        let message = self.pending()?;
        let mut response = self.unsigned_response()?;
        changed(rename(&mut response), "another response")?;
        let second = self.middleware_hand()?.sign(self, &response)?;
        let second = message.clone().field(FIELD, &STANDARD.encode(second));
        self.deliver(message)?;
        self.deliver(second)
    }
}
