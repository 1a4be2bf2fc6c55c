//! Responses of the portal, changed on their way to the relying party.
//!
//! ```text
//! letter      a response in its parts, and how it is put together again
//! signature   who signs, how, and what
//! wrapping    the signed assertion beside one that nobody signed
//! content     what the portal itself says wrong
//! text        characters
//! ```

mod content;
mod letter;
mod signature;
mod text;
mod wrapping;

use conformance_harness::{Order, StepError};
use saml::names::status;
use saml::{Response, Status};
use xml::Element;

use super::{ALGORITHM, Table, look_up, said};
use crate::CardWorld;
use crate::road::forge::{SAML, SAMLP, Signing};
use crate::road::{Party, Way};

use letter::{Hand, Letter};

pub use letter::FORGED;

/// Markup that shows up as an element of its own wherever it is not taken for text.
pub const MARKUP: &str = "<b id=\"injected\">injected</b>";
/// Where [`MARKUP`] shows up.
pub const INJECTED: &str = "#injected";

const FIELD: &str = "SAMLResponse";

/// From the parts of a response to the text that is sent.
type Forge = fn(&Letter<'_>) -> Result<String, StepError>;

const FORGERIES: &Table<Forge> = &[
    ("signed by a stranger", |letter| {
        let mut assertion = letter.assertion.clone();
        letter.sign(&mut assertion, &Hand::stranger())?;
        let mut response = letter.with(&[&assertion])?;
        letter.sign(&mut response, &Hand::stranger())?;
        Ok(response.to_document())
    }),
    ("with an unsigned assertion of the attacker's", |letter| {
        letter.loose(&[&letter.forged()?])
    }),
    ("with an assertion that the attacker signed", |letter| {
        let mut forged = letter.forged()?;
        letter.sign(&mut forged, &Hand::stranger())?;
        letter.loose(&[&forged])
    }),
    ("hidden in one of the attacker's", |letter| {
        let mut outer = letter.with(&[&letter.forged()?])?;
        outer.set_attribute("ID", "_outer");
        let extensions = Element::new("saml2p:Extensions", SAMLP).child(letter.genuine.clone());
        outer.insert_after(SAML, "Issuer", extensions);
        Ok(outer.to_document())
    }),
];

/// The words of a failure, which need no assertion.
const FAILURE: &str = "with a failure whose words are markup";

impl CardWorld {
    /// A login whose response has an assertion in the clear, and stops before the relying party.
    ///
    /// # Errors
    ///
    /// When it does not come that far.
    pub fn hold_plain_response(&mut self) -> Result<(), StepError> {
        let order = Order::Other {
            name: "fault".to_owned(),
            value: format!("{} saml-not-encrypted", Party::Portal.role()),
        };
        self.site()?.control(order).map_err(said)?;
        self.log_in_up_to(Party::RelyingParty, Way::Saml)
    }

    /// Changes the response that the browser holds, and delivers it.
    ///
    /// # Errors
    ///
    /// When no forgery is called so, or a party does not answer.
    pub fn forge_portal_response(&mut self, words: &str) -> Result<(), StepError> {
        let text = self.portal_forgery(words)?;
        self.deliver_text(FIELD, &text)
    }

    /// The response that the browser holds, changed.
    ///
    /// # Errors
    ///
    /// When no forgery is called so, or the response has no assertion in the clear.
    pub fn portal_forgery(&self, words: &str) -> Result<String, StepError> {
        if words == FAILURE {
            return self.failure();
        }
        let all = [
            FORGERIES,
            signature::TABLE,
            wrapping::TABLE,
            content::TABLE,
            text::TABLE,
        ]
        .concat();
        let forge = look_up(&all, words)?;
        forge(&Letter::open(self, FIELD)?)
    }

    fn failure(&self) -> Result<String, StepError> {
        let response = self.pending_xml(FIELD)?;
        let mut failed = Response::from_element(&response).map_err(said)?;
        failed.encrypted_assertions.clear();
        failed.assertions.clear();
        failed.status = Some(Status::failure(
            status::RESPONDER,
            Some(status::AUTHN_FAILED),
            MARKUP,
        ));
        let signing = Signing::with(Party::Portal.message_key()).algorithm(ALGORITHM);
        self.sign(&failed.to_element(), &signing)
    }
}
