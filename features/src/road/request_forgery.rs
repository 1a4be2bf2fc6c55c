//! Requests of a connector to the German middleware, written anew on their way.
//!
//! Somebody who has the connector's key asks what no connector should; somebody without it sends what they caught. Each
//! way has a table of alterations, which scenarios call by their words:
//!
//! ```text
//! message    what is asked; signed as the connector signs
//! signature  with which key of the metadata it is signed, and how
//! wrapping   a forged request with the signed one somewhere inside
//! bytes      what arrives in place of the signed text
//! query      the same request by GET
//! ```

mod bytes;
mod message;
mod query;
mod signature;
mod wrapping;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use browser::Navigation;
use conformance_harness::StepError;
use xml::Element;

pub use signature::SecondKey;

use super::forge::{DS, Signing};
use super::words::Party;
use crate::CardWorld;

/// The field of the form that carries the request.
const FIELD: &str = "SAMLRequest";

/// The namespace of the profile's extensions.
const EIDAS: &str = "http://eidas.europa.eu/saml-extensions";

/// The key with which the connector signs.
const CONNECTOR: &str = "connector signing";

/// What is behind an address that nobody should open.
const WATCHED: &str = "opened-by-a-parser";

/// A change of an element; nothing when there is nothing to change.
type Change = fn(&mut Element) -> Option<()>;

/// Alterations by their words.
type Table<T> = [(&'static str, T)];

/// The alteration of these words.
fn look_up<'a, T>(table: &'a Table<T>, words: &str) -> Result<&'a T, StepError> {
    let row = table.iter().find(|(known, _)| *known == words);
    let missing = || StepError::precondition(format!("no alteration is called {words:?}"));
    row.map(|(_, alteration)| alteration).ok_or_else(missing)
}

/// What a change made of it.
fn changed<T>(done: Option<T>, words: &str) -> Result<T, StepError> {
    let missing = || StepError::precondition(format!("there is nothing to change into {words:?}"));
    done.ok_or_else(missing)
}

fn said(error: impl std::fmt::Display) -> StepError {
    StepError::precondition(error.to_string())
}

/// Gives a request another identifier.
fn rename(request: &mut Element) -> Option<()> {
    let id = format!("{}-again", request.attribute("ID")?);
    request.set_attribute("ID", id);
    Some(())
}

/// Moves an attribute that is a moment.
fn shift(request: &mut Element, seconds: i64) -> Option<()> {
    let moment: saml::Instant = request.attribute("IssueInstant")?.parse().ok()?;
    request.set_attribute("IssueInstant", moment.plus(seconds).to_string());
    Some(())
}

/// Moves of somebody between connector and middleware. Each needs a request that the browser holds, and delivers another.
impl CardWorld {
    /// The request that the browser holds, without its signature.
    fn unsigned_request(&self) -> Result<Element, StepError> {
        let mut request = self.pending_xml(FIELD)?;
        request.remove_first(DS, "Signature");
        Ok(request)
    }

    /// The connector asks something else.
    ///
    /// # Errors
    ///
    /// When the words are unknown, or a party does not answer.
    pub fn ask_otherwise(&mut self, words: &str) -> Result<(), StepError> {
        let mut request = self.unsigned_request()?;
        changed(look_up(message::TABLE, words)?(&mut request), words)?;
        let text = signature::sign(self, &request)?;
        self.deliver_text(FIELD, &text)
    }

    /// The connector signs with its second key.
    ///
    /// # Errors
    ///
    /// As [`CardWorld::ask_otherwise`].
    pub fn sign_otherwise(&mut self, words: &str) -> Result<(), StepError> {
        let request = self.unsigned_request()?;
        let text = signature::sign_with_second(self, &request, words)?;
        self.deliver_text(FIELD, &text)
    }

    /// The connector signs with its own key, over something else.
    ///
    /// # Errors
    ///
    /// As [`CardWorld::ask_otherwise`].
    pub fn sign_over(&mut self, words: &str) -> Result<(), StepError> {
        let request = self.unsigned_request()?;
        let edit = *look_up(signature::TEMPLATES, words)?;
        let signing = Signing {
            edit: Some(Box::new(move |signature| {
                // What cannot be changed shows in the verdict.
                let _ = edit(signature);
            })),
            ..Signing::with(CONNECTOR)
        };
        let text = self.sign(&request, &signing)?;
        self.deliver_text(FIELD, &text)
    }

    /// Somebody without a key of the connector sends a request that carries the signed one.
    ///
    /// # Errors
    ///
    /// As [`CardWorld::ask_otherwise`].
    pub fn wrap_request(&mut self, words: &str) -> Result<(), StepError> {
        let genuine = self.pending_xml(FIELD)?;
        let text = wrapping::wrap(self, &genuine, words)?;
        self.deliver_text(FIELD, &text)
    }

    /// Other bytes arrive than those that were signed.
    ///
    /// # Errors
    ///
    /// As [`CardWorld::ask_otherwise`].
    pub fn replace_bytes(&mut self, words: &str) -> Result<(), StepError> {
        let text = self.pending_text(FIELD)?;
        let address = format!("{}/{WATCHED}", self.origin(Party::Connector)?);
        let bytes = changed(look_up(bytes::TABLE, words)?(&text, &address), words)?;
        let message = self.pending()?.field(FIELD, &STANDARD.encode(bytes));
        self.deliver(message)
    }

    /// Whether somebody has opened the address that stands in the replaced bytes.
    ///
    /// # Errors
    ///
    /// Outside a run.
    pub fn somebody_opened_it(&self) -> Result<bool, StepError> {
        let messages = self.site()?.messages();
        Ok(messages.iter().any(|message| message.url.contains(WATCHED)))
    }

    /// The request comes by GET.
    ///
    /// # Errors
    ///
    /// As [`CardWorld::ask_otherwise`].
    pub fn ask_by_get(&mut self, words: &str) -> Result<(), StepError> {
        let query = query::write(self, words)?;
        let address = self.pending()?.url;
        self.deliver(Navigation::get(format!("{address}?{query}")))
    }

    /// The form has these values for the request, in this order.
    ///
    /// # Errors
    ///
    /// As [`CardWorld::ask_otherwise`].
    pub fn deliver_requests(&mut self, values: &[String]) -> Result<(), StepError> {
        let message = self.pending()?.without(FIELD);
        let fields = values
            .iter()
            .fold(message.fields, |form, value| form.with(FIELD, value));
        self.deliver(Navigation { fields, ..message })
    }

    /// The value of a request that nobody has signed, for the form.
    ///
    /// # Errors
    ///
    /// When the browser holds no request.
    pub fn unsigned_value(&self) -> Result<String, StepError> {
        let mut request = self.unsigned_request()?;
        changed(rename(&mut request), "another request")?;
        Ok(STANDARD.encode(request.to_document()))
    }

    /// Delivers the request, and then another one of the same ID that the connector has signed, too.
    ///
    /// # Errors
    ///
    /// As [`CardWorld::ask_otherwise`].
    pub fn ask_again_under_its_id(&mut self) -> Result<(), StepError> {
        let message = self.pending()?;
        let mut request = self.unsigned_request()?;
        request.set_attribute("ProviderName", "TEST another service");
        let second = self.sign(&request, &Signing::with(CONNECTOR))?;
        let second = message.clone().field(FIELD, &STANDARD.encode(second));
        self.deliver(message)?;
        self.deliver(second)
    }

    /// A copy of the request without its signature is delivered, and then the request.
    ///
    /// # Errors
    ///
    /// As [`CardWorld::ask_otherwise`].
    pub fn deliver_after_a_broken_copy(&mut self) -> Result<(), StepError> {
        let message = self.pending()?;
        let copy = self.unsigned_request()?.to_document();
        let copy = message.clone().field(FIELD, &STANDARD.encode(copy));
        let mut stranger = self.browser()?.clone();
        stranger.forget_cookies();
        let sent = stranger.resume(copy);
        sent.map_err(super::citizen::unanswered)?;
        self.deliver(message)
    }
}
