//! The middleware's answer to the connector, as the browser carries it.

use conformance_harness::StepError;
use saml::Instant;
use xml::{Element, SignaturePolicy, Which};

use super::judge::check;
use crate::CardWorld;
use crate::road::Party;
use crate::road::forge::{DS, SAML, SAMLP};

const METADATA: &str = "urn:oasis:names:tc:SAML:2.0:metadata";
const STATUS: &str = "urn:oasis:names:tc:SAML:2.0:status:";
/// The key that assertions are encrypted to.
const RECIPIENT: &str = "connector encryption";
/// How far clocks of this world may be apart, in seconds.
const SLACK: i64 = 60;

fn said(error: impl std::fmt::Display) -> StepError {
    StepError::requirement(error.to_string())
}

/// A response that the browser holds before the connector, and what it should fit.
#[derive(Clone, Debug)]
pub struct Response {
    /// As it was signed.
    pub text: String,
    /// The message.
    pub message: Element,
    /// Where the browser takes it.
    pub posted_to: String,
    /// What comes along.
    pub relay_state: Option<String>,
    /// The request.
    pub request: Element,
}

/// What a browser holds.
impl CardWorld {
    /// The response that the browser holds.
    ///
    /// # Errors
    ///
    /// When it holds none.
    pub fn response(&self) -> Result<Response, StepError> {
        let held = self.pending()?;
        Ok(Response {
            text: self.pending_text("SAMLResponse")?,
            message: self.pending_xml("SAMLResponse")?,
            posted_to: held.url.clone(),
            relay_state: held.value("RelayState"),
            request: self
                .requests()?
                .pop()
                .map(|(request, _)| request)
                .ok_or_else(|| StepError::precondition("no request has reached the middleware"))?,
        })
    }

    /// The assertion in the response that the browser holds.
    ///
    /// # Errors
    ///
    /// When there is none, or not one that the connector can open.
    pub fn assertion(&self) -> Result<Element, StepError> {
        let response = self.response()?;
        let sealed = response.message.all(SAML, "EncryptedAssertion").count();
        let open = response.message.all(SAML, "Assertion").count();
        check(
            sealed == 1 && open == 0,
            "one encrypted assertion",
            format!("{sealed}, {open} open"),
        )?;
        self.open_assertion(&response.message, RECIPIENT)
            .map_err(|error| StepError::requirement(error.text()))
    }

    /// The entity in the metadata of a party.
    ///
    /// # Errors
    ///
    /// When it publishes none.
    pub fn entity(&self, party: Party) -> Result<Element, StepError> {
        let document = self.site()?.metadata(party.role());
        let none = || StepError::precondition(format!("the {party:?} publishes no metadata"));
        let document = document.ok_or_else(none)?;
        xml::parse(document.as_bytes(), &xml::Limits::METADATA)
            .map_err(|error| StepError::precondition(error.to_string()))
    }

    /// Where responses go, as the connector's metadata say.
    ///
    /// # Errors
    ///
    /// When they say nothing.
    pub fn consumer(&self) -> Result<String, StepError> {
        let entity = self.entity(Party::Connector)?;
        let service = entity.find(METADATA, "AssertionConsumerService");
        let address = service.and_then(|service| service.attribute("Location"));
        let none = || StepError::precondition("the connector has no address for responses");
        address.map(str::to_owned).ok_or_else(none)
    }

    /// The name of a party, as its metadata say.
    ///
    /// # Errors
    ///
    /// When they say nothing.
    pub fn entity_id(&self, party: Party) -> Result<String, StepError> {
        let entity = self.entity(party)?;
        let none = || StepError::precondition(format!("the {party:?} has no name"));
        entity
            .attribute("entityID")
            .map(str::to_owned)
            .ok_or_else(none)
    }

    /// The certificates that may have signed the middleware's messages: those of its role, not of its metadata.
    ///
    /// # Errors
    ///
    /// When there are none.
    pub fn signers(&self) -> Result<Vec<Vec<u8>>, StepError> {
        use base64::Engine as _;
        let entity = self.entity(Party::Middleware)?;
        let role = entity.find(METADATA, "IDPSSODescriptor");
        let role = role.ok_or_else(|| StepError::precondition("the middleware has no role"))?;
        let keys = role.all(METADATA, "KeyDescriptor");
        let signing = keys.filter(|key| key.attribute("use") != Some("encryption"));
        let texts = signing.filter_map(|key| Some(key.find(DS, "X509Certificate")?.text()));
        let certificates = texts.map(|text| {
            let plain: String = text.split_whitespace().collect();
            base64::engine::general_purpose::STANDARD.decode(plain)
        });
        certificates
            .collect::<Result<_, _>>()
            .map_err(|error| StepError::precondition(error.to_string()))
    }
}

/// The message.
impl Response {
    /// Signed as a whole, by one of these, with an algorithm of today.
    ///
    /// # Errors
    ///
    /// What is otherwise.
    pub fn is_signed_by(&self, signers: &[Vec<u8>]) -> Result<(), StepError> {
        let policy = SignaturePolicy::eidas();
        let verified = xml::verify(&self.text, &Which::Root, signers, &policy);
        verified.map(drop).map_err(said)
    }

    /// The status codes, the first one and those below it, without what all have in common.
    #[must_use]
    pub fn statuses(&self) -> Vec<String> {
        let status = self.message.first(SAMLP, "Status");
        let mut code = status.and_then(|status| status.first(SAMLP, "StatusCode"));
        let mut codes = Vec::new();
        while let Some(element) = code {
            let value = element.attribute("Value").unwrap_or_default();
            codes.push(value.strip_prefix(STATUS).unwrap_or(value).to_owned());
            code = element.first(SAMLP, "StatusCode");
        }
        codes
    }

    /// What the status says in words.
    #[must_use]
    pub fn status_message(&self) -> String {
        let message = self.message.find(SAMLP, "StatusMessage");
        message.map(Element::text).unwrap_or_default()
    }

    /// Whether there is an assertion of any kind.
    #[must_use]
    pub fn has_assertion(&self) -> bool {
        let mut children = self.message.elements();
        children.any(|child| child.local().ends_with("Assertion"))
    }
}

/// An attribute of an element; a requirement.
///
/// # Errors
///
/// When it is missing.
pub fn attribute<'e>(element: &'e Element, name: &str) -> Result<&'e str, StepError> {
    let missing = || StepError::requirement(format!("{} has no {name}", element.local()));
    element.attribute(name).ok_or_else(missing)
}

/// An element somewhere in an assertion; a requirement.
///
/// # Errors
///
/// When it is missing.
pub fn part<'e>(assertion: &'e Element, local: &str) -> Result<&'e Element, StepError> {
    let missing = || StepError::requirement(format!("the assertion has no {local}"));
    assertion.find(SAML, local).ok_or_else(missing)
}

/// The value of an attribute of the person, by its friendly name.
#[must_use]
pub fn value<'e>(assertion: &'e Element, friendly_name: &str) -> Option<&'e Element> {
    let mut attributes = assertion.descendants().filter(|e| e.is(SAML, "Attribute"));
    let found =
        attributes.find(|attribute| attribute.attribute("FriendlyName") == Some(friendly_name));
    found?.first(SAML, "AttributeValue")
}

/// The text of it; a requirement.
///
/// # Errors
///
/// When it is missing.
pub fn told(assertion: &Element, friendly_name: &str) -> Result<String, StepError> {
    let missing = || StepError::requirement(format!("the assertion has no {friendly_name}"));
    value(assertion, friendly_name)
        .map(Element::text)
        .ok_or_else(missing)
}

/// A moment in an attribute.
///
/// # Errors
///
/// When it is missing, or no moment.
pub fn moment(element: &Element, name: &str) -> Result<Instant, StepError> {
    attribute(element, name)?.parse().map_err(said)
}

/// Whether a moment is now, as far as clocks can tell.
///
/// # Errors
///
/// When it is not.
pub fn is_now(moment: Instant, now: Instant) -> Result<(), StepError> {
    let apart = moment.seconds().get() - now.seconds().get();
    check(apart.abs() <= SLACK, now, moment)
}

/// Whether now is between two moments, and they are at most so many seconds apart.
///
/// # Errors
///
/// When it is not, or they are not.
pub fn holds_now(from: Instant, until: Instant, now: Instant, most: i64) -> Result<(), StepError> {
    let begun = from <= now.plus(SLACK);
    check(
        begun && now < until,
        format!("a time with {now} in it"),
        format!("{from} to {until}"),
    )?;
    let length = until.seconds().get() - from.seconds().get();
    check(length <= most, format!("{most} s at most"), length)
}
