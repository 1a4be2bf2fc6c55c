//! Responses to SAML services. What is wrong with them on purpose is in [`wrong`].

use ::saml::Instant;
use ::saml::fas::{Context, Level, attribute};
use ::saml::message::{
    Assertion, Attribute, AttributeStatement, AuthnStatement, Conditions, Header, NameId, Response,
    Status, Subject, SubjectConfirmation, SubjectConfirmationData,
};
use ::saml::names::{ASSERTION, status};
use ambient::Ambient;
use web::Language;
use xml::{Element, Hash, Position, SignWith, SignatureAlgorithm, SigningError, Which};

use crate::answer::{encryption, wrong};
use crate::config::Config;
use crate::flow::Denial;
use crate::keys::Keys;
use crate::order::{NameForm, Number, Order};
use crate::{Fault, Login};

/// Seconds for which an assertion may be delivered.
const DELIVERY_SECONDS: i64 = 300;
/// Seconds after which the session at the portal ends.
pub(crate) const SESSION_SECONDS: i64 = 3600;

/// Where a response goes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Address<'a> {
    pub(crate) reply: &'a ::saml::fas::request::Reply,
    pub(crate) name: NameForm,
}

/// What is written about a login, beside the login itself.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Session<'a> {
    pub(crate) login: &'a Login,
    pub(crate) index: &'a str,
    pub(crate) name_id: &'a str,
    pub(crate) language: Language,
}

/// Who writes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Writer<'a> {
    pub(crate) config: &'a Config,
    pub(crate) keys: &'a Keys,
    pub(crate) ambient: &'a Ambient,
    pub(crate) encryption: Option<&'a ::saml::metadata::SpDescriptor>,
}

impl Writer<'_> {
    /// The response about a login.
    pub(crate) fn granted(
        &self,
        order: &Order,
        to: Address<'_>,
        session: Session<'_>,
    ) -> Result<String, SigningError> {
        let mut response = self.response(to, Status::success());
        wrong::response(&mut response, &self.config.faults, self.ambient);
        let mut response = response.to_element();
        let copies = if self.has(Fault::TwoAssertions) { 2 } else { 1 };
        for _ in 0..copies {
            let mut assertion = self.assertion(order, to, session);
            wrong::assertion(&mut assertion, &self.config.faults, self.ambient);
            let plain = self.protected(assertion.to_element())?;
            response.push(self.encrypted(&plain).unwrap_or(plain));
        }
        let sealed = !self.any(&[
            Fault::ResponseUnsigned,
            Fault::Unsigned,
            Fault::AlteredAfterSigning,
            Fault::SignatureWrapped,
        ]);
        self.finished(&response, sealed)
    }

    /// The response that says that nobody logged in.
    pub(crate) fn denied(&self, to: Address<'_>, denial: Denial) -> Result<String, SigningError> {
        let (sub, words) = match denial {
            Denial::Cancelled => (status::AUTHN_FAILED, "the person gave up"),
            Denial::Level => (status::NO_AUTHN_CONTEXT, "the level was not reached"),
            Denial::Number => (status::REQUEST_DENIED, "LINK_REQUIRED"),
        };
        self.refused(to, Status::failure(status::RESPONDER, Some(sub), words))
    }

    /// The response with a status of failure.
    pub(crate) fn refused(&self, to: Address<'_>, status: Status) -> Result<String, SigningError> {
        self.finished(&self.response(to, status).to_element(), true)
    }

    fn has(&self, fault: Fault) -> bool {
        self.config.faults.has(fault)
    }

    fn any(&self, faults: &[Fault]) -> bool {
        faults.iter().any(|fault| self.has(*fault))
    }

    fn issuer(&self) -> NameId {
        NameId::new(&self.config.entity_id)
    }

    fn now(&self) -> Instant {
        self.ambient.now().into()
    }

    fn response(&self, to: Address<'_>, status: Status) -> Response {
        Response {
            header: Header {
                destination: Some(to.reply.consumer.clone()),
                issuer: Some(self.issuer()),
                ..Header::fresh(self.ambient)
            },
            in_response_to: Some(to.reply.in_response_to.clone()),
            status: Some(status),
            ..Response::default()
        }
    }

    fn assertion(&self, order: &Order, to: Address<'_>, session: Session<'_>) -> Assertion {
        let audience = to.reply.entity_id.as_str();
        let class_ref = order.levels.class_ref(session.login.level);
        let mut statement = AuthnStatement::new(session.login.at.into(), class_ref);
        statement.session_index = Some(session.index.into());
        statement.session_not_on_or_after = Some(self.now().plus(SESSION_SECONDS));
        Assertion {
            issuer: Some(self.issuer()),
            subject: Some(self.subject(to, session)),
            conditions: Some(Conditions::lasting(self.now(), DELIVERY_SECONDS, audience)),
            authn_statements: vec![statement],
            attribute_statements: vec![self.attributes(order, session)],
            ..Assertion::fresh(self.ambient)
        }
    }

    fn subject(&self, to: Address<'_>, session: Session<'_>) -> Subject {
        let data = SubjectConfirmationData {
            not_on_or_after: Some(self.now().plus(DELIVERY_SECONDS)),
            recipient: Some(to.reply.consumer.clone()),
            in_response_to: Some(to.reply.in_response_to.clone()),
            ..SubjectConfirmationData::default()
        };
        let mut name = NameId::new(session.name_id).with_format(to.name.uri());
        name.name_qualifier = Some(self.config.entity_id.clone());
        name.sp_name_qualifier = Some(to.reply.entity_id.clone());
        Subject {
            name_id: Some(name),
            confirmations: vec![SubjectConfirmation::bearer(data)],
        }
    }

    fn attributes(&self, order: &Order, session: Session<'_>) -> AttributeStatement {
        let Session {
            login, language, ..
        } = session;
        let person = &login.person;
        let class_ref = order.levels.class_ref(login.level);
        let context = match Level::parse(&class_ref) {
            Some((_, Some(Context::Enterprise))) => "enterprise",
            _ => "citizen",
        };
        let mut attributes = vec![
            Attribute::text(attribute::SURNAME, &person.surname),
            Attribute::text(attribute::GIVEN_NAME, &person.given_name),
            Attribute::text(attribute::DATE_OF_BIRTH, &person.date_of_birth),
            Attribute::text(attribute::PREF_LANGUAGE, language.code()),
            Attribute::text(attribute::FED_ID, &person.federal_id(self.ambient)),
            Attribute::text(attribute::EIDAS_PERSON_IDENTIFIER, &person.identifier),
            Attribute::text(attribute::AUTHENTICATION_METHOD, &login.method()),
            Attribute::text(attribute::CONTEXT, context),
        ];
        let known = person.number.as_deref();
        let asked = order.number != Number::Unasked;
        let number = known.or_else(|| self.has(Fault::NumberEmpty).then_some(""));
        if let Some(number) = number.filter(|_| asked) {
            attributes.push(Attribute::text(attribute::EGOV_NRN, number));
        }
        AttributeStatement::of(attributes)
    }

    /// The assertion with its signature.
    fn protected(&self, assertion: Element) -> Result<Element, SigningError> {
        let mut signed = assertion;
        if self.any(&[Fault::AssertionUnsigned, Fault::Unsigned]) {
            return Ok(signed);
        }
        xml::sign_in_place(&mut signed, Which::Root, &self.with(&self.algorithm()))?;
        if self.has(Fault::AlteredAfterSigning) {
            wrong::alter(&mut signed);
        }
        if self.has(Fault::SignatureWrapped) {
            return Ok(wrong::wrapped(signed, self.ambient));
        }
        Ok(signed)
    }

    fn algorithm(&self) -> SignatureAlgorithm {
        SignatureAlgorithm::RsaPkcs1(if self.has(Fault::Sha1Signature) {
            Hash::Sha1
        } else {
            Hash::Sha256
        })
    }

    fn with<'k>(&'k self, algorithm: &'k SignatureAlgorithm) -> SignWith<'k> {
        let key = if self.has(Fault::ForeignKey) {
            &self.keys.foreign_message
        } else {
            &self.keys.message
        };
        let digest = if self.has(Fault::Sha1Signature) {
            Hash::Sha1
        } else {
            Hash::Sha256
        };
        SignWith::new(key, algorithm)
            .digest(digest)
            .position(Position::After {
                namespace: ASSERTION,
                local: "Issuer",
            })
    }

    /// The assertion in the form that only the service can read, when it has a key for that.
    fn encrypted(&self, assertion: &Element) -> Option<Element> {
        if self.has(Fault::NotEncrypted) {
            return None;
        }
        let data = encryption::to_service(assertion, self.encryption?, self.ambient)?;
        Some(Element::new("saml2:EncryptedAssertion", ASSERTION).child(data))
    }

    fn finished(&self, response: &Element, sealed: bool) -> Result<String, SigningError> {
        if sealed {
            xml::sign(response, &self.with(&self.algorithm()))
        } else {
            Ok(response.to_document())
        }
    }
}
