//! What a response of the portal says, on its way to the relying party.

use conformance_harness::StepError;
use saml::fas::{Level, attribute};
use saml::metadata::SpDescriptor;
use saml::names::{confirmation, name_id};
use saml::{Assertion, Instant, Response, redirect};
use xml::{Element, Limits, SignaturePolicy, Which};

use super::said;
use crate::CardWorld;
use crate::road::Party;
use crate::road::forge::SAML;

/// Seconds by which clocks may differ.
const SKEW: i64 = 60;
/// The longest that an assertion may take to be delivered.
const DELIVERY: i64 = 600;

/// A response with what is known of the login that it ends.
#[derive(Debug)]
pub struct Answer {
    text: String,
    response: Response,
    /// The one assertion, its element, and whether it came encrypted.
    assertion: Option<(Element, Assertion, bool)>,
    portal: String,
    certificates: Vec<Vec<u8>>,
    service: String,
    consumer: String,
    /// The identifier of the request.
    asked: String,
    now: Instant,
}

type Judged = Result<(), StepError>;

/// What has to hold, or what was seen instead.
fn holds(yes: bool, expected: &str, seen: impl std::fmt::Debug) -> Judged {
    if yes {
        return Ok(());
    }
    Err(StepError::expected(expected, format!("{seen:?}")))
}

fn broken(error: impl std::fmt::Display) -> StepError {
    StepError::requirement(error.to_string())
}

impl CardWorld {
    /// The response that the browser holds before the relying party.
    ///
    /// # Errors
    ///
    /// When there is none, or what is there cannot be read.
    pub fn portal_answer(&self) -> Result<Answer, StepError> {
        let text = self.pending_text("SAMLResponse")?;
        let root = xml::parse(text.as_bytes(), &Limits::SAML).map_err(broken)?;
        let service = self.entity_of(Party::RelyingParty)?;
        let consumer = service
            .service_provider()
            .and_then(SpDescriptor::default_consumer)
            .and_then(|consumer| consumer.location.clone());
        Ok(Answer {
            response: Response::from_element(&root).map_err(broken)?,
            assertion: self.assertion_in(&root)?,
            portal: self.entity_id_of(Party::Portal)?,
            certificates: self.certificates_of(Party::Portal)?,
            service: service.entity_id.unwrap_or_default(),
            consumer: consumer.unwrap_or_default(),
            asked: self.request_sent()?,
            now: self.site_now()?.into(),
            text,
        })
    }

    fn assertion_in(
        &self,
        root: &Element,
    ) -> Result<Option<(Element, Assertion, bool)>, StepError> {
        let read = |element: Element, encrypted| {
            let assertion = Assertion::from_element(&element).map_err(broken)?;
            Ok(Some((element, assertion, encrypted)))
        };
        if let Some(plain) = root.first(SAML, "Assertion") {
            return read(plain.clone().declare_scope(), false);
        }
        if root.first(SAML, "EncryptedAssertion").is_none() {
            return Ok(None);
        }
        read(self.open_assertion(root, "relying-party encryption")?, true)
    }

    /// The identifier of the request with which the relying party sent the browser away.
    fn request_sent(&self) -> Result<String, StepError> {
        let history = self.kept::<browser::Browser>("a browser")?.history();
        let sent = history.iter().rev().find_map(|visit| {
            let (_, query) = visit.navigation.url.split_once('?')?;
            let incoming = redirect::parse(query, &Limits::SAML).ok()?;
            let root = xml::parse(incoming.carried.text.as_bytes(), &Limits::SAML).ok()?;
            root.attribute("ID").map(str::to_owned)
        });
        sent.ok_or_else(|| said("no request was seen"))
    }
}

/// The message.
impl Answer {
    /// The response is signed by a key of the portal's metadata, with an algorithm of today.
    ///
    /// # Errors
    ///
    /// What is wrong with the signature.
    pub fn is_signed(&self) -> Judged {
        self.verified(&self.text)
    }

    fn verified(&self, text: &str) -> Judged {
        let policy = SignaturePolicy::fas();
        let verified = xml::verify(text, &Which::Root, &self.certificates, &policy);
        verified.map(drop).map_err(broken)
    }

    /// The assertion is for the eyes of the relying party.
    ///
    /// # Errors
    ///
    /// When it is in the clear.
    pub fn is_encrypted(&self) -> Judged {
        let encrypted = self.assertion.as_ref().map(|(_, _, encrypted)| *encrypted);
        holds(encrypted == Some(true), "an encrypted assertion", encrypted)
    }

    /// The assertion itself is signed, whole.
    ///
    /// # Errors
    ///
    /// What is wrong with the signature.
    pub fn assertion_is_signed(&self) -> Judged {
        match &self.assertion {
            Some((element, _, _)) => self.verified(&element.to_text()),
            None => Err(StepError::expected("an assertion", "none")),
        }
    }

    /// It is a success, and there is one assertion.
    ///
    /// # Errors
    ///
    /// When it is not.
    pub fn is_success(&self) -> Judged {
        let status = self.response.status.clone().unwrap_or_default();
        holds(status.is_success(), "the status Success", &status)?;
        let count = self.response.assertions.len() + self.response.encrypted_assertions.len();
        holds(count == 1, "one assertion", count)
    }

    /// Response and confirmation are for this consumer and this request.
    ///
    /// # Errors
    ///
    /// What is for something else.
    pub fn is_addressed(&self) -> Judged {
        let response = &self.response;
        let destination = response.header.destination.as_deref();
        holds(
            destination == Some(&self.consumer),
            &self.consumer,
            destination,
        )?;
        let answers = response.in_response_to.as_deref();
        holds(answers == Some(&self.asked), &self.asked, answers)?;
        let subject = self.assertion()?.subject.clone().unwrap_or_default();
        let data = subject
            .confirmations
            .into_iter()
            .next()
            .and_then(|own| own.data);
        let data = data.unwrap_or_default();
        holds(
            data.recipient.as_deref() == Some(&self.consumer),
            &self.consumer,
            &data,
        )?;
        holds(
            data.in_response_to.as_deref() == Some(&self.asked),
            &self.asked,
            &data,
        )
    }

    /// Response and assertion come from the portal, in version 2.0, and were made just now.
    ///
    /// # Errors
    ///
    /// What is otherwise.
    pub fn is_of_now(&self) -> Judged {
        let header = &self.response.header;
        self.made("response", header.version.as_deref(), header.issue_instant)?;
        let issuer = header.issuer_text();
        holds(issuer == Some(&self.portal), &self.portal, issuer)?;
        let assertion = self.assertion()?;
        self.made(
            "assertion",
            assertion.version.as_deref(),
            assertion.issue_instant,
        )?;
        let issuer = assertion.issuer_text();
        holds(issuer == Some(&self.portal), &self.portal, issuer)
    }

    fn made(&self, what: &str, version: Option<&str>, at: Option<Instant>) -> Judged {
        holds(
            version == Some("2.0"),
            &format!("a {what} of version 2.0"),
            version,
        )?;
        let now = self.now.plus(-SKEW)..=self.now.plus(SKEW);
        let fresh = at.is_some_and(|at| now.contains(&at));
        holds(fresh, &format!("a {what} of {}", self.now), at)
    }

    fn assertion(&self) -> Result<&Assertion, StepError> {
        let assertion = self.assertion.as_ref().map(|(_, assertion, _)| assertion);
        assertion.ok_or_else(|| StepError::expected("an assertion", "none"))
    }
}

/// The assertion.
impl Answer {
    /// The person has a transient name, and the bearer may deliver it for some minutes.
    ///
    /// # Errors
    ///
    /// What is otherwise.
    pub fn names_bearer(&self) -> Judged {
        let subject = self.assertion()?.subject.clone().unwrap_or_default();
        let name = subject.name_id.unwrap_or_default();
        let transient = name.format.as_deref() == Some(name_id::TRANSIENT);
        holds(
            transient && !name.value.is_empty(),
            "a transient name",
            &name,
        )?;
        let bearer = subject
            .confirmations
            .iter()
            .find(|own| own.method.as_deref() == Some(confirmation::BEARER));
        let data = bearer.and_then(|bearer| bearer.data.as_ref());
        let until = data.and_then(|data| data.not_on_or_after);
        holds(
            self.soon(until),
            "a bearer confirmation of some minutes",
            &subject.confirmations,
        )
    }

    fn soon(&self, until: Option<Instant>) -> bool {
        until.is_some_and(|until| until > self.now && until <= self.now.plus(DELIVERY))
    }

    /// It is for this service alone, now, under no condition that nobody knows.
    ///
    /// # Errors
    ///
    /// What is otherwise.
    pub fn is_for_the_service(&self) -> Judged {
        let conditions = self.assertion()?.conditions.clone().unwrap_or_default();
        let alone = conditions.audience_restrictions == [[self.service.clone()]];
        holds(alone, &self.service, &conditions.audience_restrictions)?;
        let begun = conditions.not_before.is_none_or(|from| from <= self.now);
        let valid = begun && self.soon(conditions.not_on_or_after);
        holds(
            valid,
            "an assertion that is valid for some minutes",
            &conditions,
        )?;
        let known = |other: &Element| ["ProxyRestriction", "OneTimeUse"].contains(&other.local());
        let understood = conditions.others.iter().all(known);
        holds(understood, "conditions of the standard", &conditions.others)
    }

    /// The citizen was authenticated since the request, at this level at least, and the session can be ended.
    ///
    /// # Errors
    ///
    /// What is otherwise.
    pub fn tells_authentication(&self, level: u16) -> Judged {
        let statements = &self.assertion()?.authn_statements;
        let [statement] = statements.as_slice() else {
            return holds(false, "one statement of authentication", statements);
        };
        let reached = statement.class_ref().and_then(Level::parse);
        let enough = reached.is_some_and(|(reached, _)| reached >= Level(level));
        holds(enough, &format!("level {level}"), statement.class_ref())?;
        let at = statement.authn_instant;
        let past = at.is_some_and(|at| at <= self.now.plus(SKEW));
        holds(past, "an authentication that has been", at)?;
        let index = statement.session_index.as_deref().unwrap_or_default();
        holds(!index.is_empty(), "a session index", index)?;
        let end = statement.session_not_on_or_after;
        holds(
            end.is_none_or(|end| end > self.now),
            "a session that lasts",
            end,
        )
    }

    /// Each attribute is there once, with the values of this citizen.
    ///
    /// # Errors
    ///
    /// The first that is not.
    pub fn tells_person(&self, given: &str, surname: &str) -> Judged {
        for (name, value) in [
            (attribute::SURNAME, surname),
            (attribute::GIVEN_NAME, given),
            (attribute::CONTEXT, "citizen"),
            (attribute::PREF_LANGUAGE, "en"),
        ] {
            let values = self.values(name)?;
            holds(values == [value], &format!("{name} {value}"), &values)?;
        }
        let id = self.federal_id()?;
        let hexadecimal = id.len() == 40 && id.bytes().all(|byte| byte.is_ascii_hexdigit());
        holds(hexadecimal, "a federal id of 40 hexadecimal digits", id)
    }

    /// The stable identifier.
    ///
    /// # Errors
    ///
    /// When there is none, or more than one.
    pub fn federal_id(&self) -> Result<String, StepError> {
        let values = self.values(attribute::FED_ID)?;
        match values.as_slice() {
            [only] => Ok(only.clone()),
            others => Err(StepError::expected("one federal id", format!("{others:?}"))),
        }
    }

    /// All values of all attributes of a name.
    fn values(&self, name: &str) -> Result<Vec<String>, StepError> {
        let statements = self.assertion()?.attribute_statements.iter();
        let attributes = statements.flat_map(|statement| &statement.attributes);
        let named = attributes.filter(|own| own.name.as_deref() == Some(name));
        Ok(named.flat_map(saml::Attribute::texts).collect())
    }
}
