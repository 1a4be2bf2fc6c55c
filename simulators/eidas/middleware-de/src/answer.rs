//! The answer to a connector: a signed response with an encrypted assertion, or with a status that says why not.

use ambient::Ambient;
use eidas_profile::request::Reply;
use eidas_profile::response::{Answer, Flavour, Identity, seal};
use eidas_profile::{Attribute, Attributes, LevelOfAssurance, MiddlewareCode, Signer, StatusPair};
use saml::message::SubjectConfirmationData;
use saml::names::name_id;
use saml::{Assertion, Instant, NameId, Response, Status};
use thiserror::Error;
use xml::{Element, EncryptionError, Hash, SigningError};

use crate::{Fault, Faults};

/// Whoever nobody is.
const ELSEWHERE: &str = "https://elsewhere.example/";
/// An hour, in seconds.
const HOUR: i64 = 3600;

/// Why there is no answer.
#[derive(Debug, Error)]
pub(crate) enum AnswerError {
    #[error("connector {0} has no key to encrypt to")]
    NoRecipient(String),
    #[error("assertion cannot be encrypted: {0}")]
    Encryption(#[from] EncryptionError),
    #[error("response cannot be signed: {0}")]
    Signing(#[from] SigningError),
}

/// Who answers.
pub(crate) struct Responder<'a> {
    pub(crate) entity_id: &'a str,
    pub(crate) signer: &'a Signer,
    pub(crate) metadata_signer: &'a Signer,
    pub(crate) faults: &'a Faults,
    pub(crate) ambient: &'a Ambient,
}

impl Responder<'_> {
    /// The text of a response about a person.
    pub(crate) fn success(
        &self,
        reply: &Reply,
        attributes: Attributes,
        format: Option<&str>,
    ) -> Result<String, AnswerError> {
        let answer = self.answer(reply);
        let identity = Identity {
            level: self.level().to_owned(),
            name_id: self.name_id(&attributes, format),
            attributes,
        };
        let mut assertion = answer.assertion(&identity, self.ambient);
        self.spoil_assertion(&mut assertion);
        let assertion = assertion.to_element();
        let mut response = answer.success(self.ambient);
        if self.has(Fault::AssertionNotEncrypted) {
            let assertion = Assertion::from_element(&assertion).ok();
            response.assertions.extend(assertion);
        } else {
            let recipient = reply.peer.encryption.first();
            let recipient =
                recipient.ok_or_else(|| AnswerError::NoRecipient(reply.audience.clone()))?;
            let times = 1 + usize::from(self.has(Fault::AssertionTwice));
            for _ in 0..times {
                seal(&mut response, &assertion, recipient, self.ambient)?;
            }
        }
        self.sign(response)
    }

    /// The text of a response about a failure.
    pub(crate) fn failure(
        &self,
        reply: &Reply,
        code: MiddlewareCode,
        message: &str,
    ) -> Result<String, AnswerError> {
        let code = match code {
            MiddlewareCode::CancellationByUser if self.has(Fault::CancellationCalledError) => {
                MiddlewareCode::EidError
            }
            code => code,
        };
        self.status(reply, code.status(), message)
    }

    /// The text of a response with a status.
    pub(crate) fn status(
        &self,
        reply: &Reply,
        pair: StatusPair,
        message: &str,
    ) -> Result<String, AnswerError> {
        let mut response = self.answer(reply).failure(pair, message, self.ambient);
        if self.has(Fault::FailureWithSuccessStatus) {
            response.status = Some(Status::success());
        }
        self.sign(response)
    }

    fn has(&self, fault: Fault) -> bool {
        self.faults.has(fault)
    }

    fn answer(&self, reply: &Reply) -> Answer {
        Answer {
            issuer: match self.has(Fault::WrongIssuer) {
                true => ELSEWHERE.to_owned(),
                false => self.entity_id.to_owned(),
            },
            reply: reply.clone(),
            flavour: Flavour::MiddlewareDe,
        }
    }

    fn level(&self) -> &str {
        if self.has(Fault::LevelSubstantial) {
            "http://eidas.europa.eu/LoA/substantial"
        } else if self.has(Fault::LevelUnknown) {
            "http://eidas.europa.eu/LoA/highest"
        } else {
            // A constant of a type that owns its text.
            const HIGH: &LevelOfAssurance = &LevelOfAssurance::High;
            HIGH.uri()
        }
    }

    /// The identifier of the person, or a text for this time only where it was not asked for.
    fn name_id(&self, attributes: &Attributes, format: Option<&str>) -> NameId {
        let format = format.filter(|_| !self.has(Fault::NameFormatIgnored));
        let format = format.unwrap_or(name_id::UNSPECIFIED);
        let known = attributes
            .get(Attribute::PersonIdentifier)
            .filter(|_| format != name_id::TRANSIENT);
        let value = known.map_or_else(|| saml::fresh_id(self.ambient), str::to_owned);
        NameId::new(value).with_format(format)
    }

    fn spoil_assertion(&self, assertion: &mut Assertion) {
        let now = Instant::new(self.ambient.now());
        let times = if self.has(Fault::AssertionExpired) {
            Some((now.plus(-2 * HOUR), now.plus(-HOUR)))
        } else if self.has(Fault::AssertionEarly) {
            Some((now.plus(HOUR), now.plus(2 * HOUR)))
        } else {
            None
        };
        if let (Some((from, until)), Some(conditions)) = (times, &mut assertion.conditions) {
            conditions.not_before = Some(from);
            conditions.not_on_or_after = Some(until);
        }
        if self.has(Fault::WrongAudience)
            && let Some(conditions) = &mut assertion.conditions
        {
            conditions.audience_restrictions = vec![vec![ELSEWHERE.to_owned()]];
        }
        let subject = assertion.subject.iter_mut();
        let confirmations = subject.flat_map(|subject| &mut subject.confirmations);
        for data in confirmations.filter_map(|confirmation| confirmation.data.as_mut()) {
            self.spoil_confirmation(data, times);
        }
    }

    fn spoil_confirmation(
        &self,
        data: &mut SubjectConfirmationData,
        times: Option<(Instant, Instant)>,
    ) {
        if self.has(Fault::WrongRecipient) {
            data.recipient = Some(ELSEWHERE.to_owned());
        }
        if self.has(Fault::WrongSubjectInResponseTo) {
            data.in_response_to = Some(saml::fresh_id(self.ambient));
        }
        if let Some((from, until)) = times {
            data.not_before = Some(from);
            data.not_on_or_after = Some(until);
        }
    }

    fn spoil_response(&self, response: &mut Response) {
        if self.has(Fault::WrongDestination) {
            response.header.destination = Some(ELSEWHERE.to_owned());
        }
        if self.has(Fault::WrongInResponseTo) {
            response.in_response_to = Some(saml::fresh_id(self.ambient));
        }
        if self.has(Fault::ResponseOld) {
            let now = Instant::new(self.ambient.now());
            response.header.issue_instant = Some(now.plus(-24 * HOUR));
        }
        if self.has(Fault::ResponseIdKept) {
            response.header.id = Some(format!("_{}", "kept".repeat(15)));
        }
    }

    fn sign(&self, mut response: Response) -> Result<String, AnswerError> {
        self.spoil_response(&mut response);
        let element = response.to_element();
        if self.has(Fault::ResponseNotSigned) {
            return Ok(element.to_document());
        }
        let text = self.signature(&element)?;
        if self.has(Fault::ResponseAltered) {
            let altered =
                "Version=\"2.0\" Consent=\"urn:oasis:names:tc:SAML:2.0:consent:obtained\"";
            return Ok(text.replacen("Version=\"2.0\"", altered, 1));
        }
        Ok(text)
    }

    fn signature(&self, element: &Element) -> Result<String, SigningError> {
        if self.has(Fault::ResponseSignedWithMetadataKey) {
            self.metadata_signer.sign_message(element)
        } else if self.has(Fault::ResponseSignedWithSha1) {
            let key = self.signer.key.clone();
            Signer::with_hash(key, Hash::Sha1).sign_message(element)
        } else {
            self.signer.sign_message(element)
        }
    }
}
