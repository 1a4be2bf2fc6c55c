//! Writing responses.

use ambient::{Ambient, UnixSeconds};
use saml::message::{AuthnContext, AuthnStatement, SubjectConfirmationData};
use saml::names::{ASSERTION, consent, name_id, status};
use saml::{
    Assertion, AttributeStatement, Conditions, Header, Instant, NameId, Response, Status, Subject,
    SubjectConfirmation,
};
use xml::{DataAlgorithm, Element, EncryptionError, KeyTransport};

use super::assertion::attribute;
use crate::attribute::Attributes;
use crate::code::StatusPair;
use crate::request::Reply;

/// Habits in which implementations differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Flavour {
    /// The EU eIDAS-Node 2.9.
    EuNode,
    /// The German eIDAS middleware.
    MiddlewareDe,
}

impl Flavour {
    /// How long assertions are valid, in seconds.
    #[must_use]
    pub const fn lifetime(self) -> i64 {
        match self {
            Self::EuNode => 300,
            Self::MiddlewareDe => 600,
        }
    }
}

/// Who a person is, and how sure that is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The URI of the level of assurance.
    pub level: String,
    /// The name.
    pub name_id: NameId,
    /// The attributes.
    pub attributes: Attributes,
}

/// The answer of one node to one request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The entity identifier of the node that answers.
    pub issuer: String,
    /// Where the answer goes.
    pub reply: Reply,
    /// The habits of the node that answers.
    pub flavour: Flavour,
}

impl Answer {
    /// The response of a success, without its assertion and not yet signed.
    #[must_use]
    pub fn success(&self, ambient: &Ambient) -> Response {
        let mut good = Status::success();
        if self.flavour == Flavour::EuNode {
            good.message = Some(status::SUCCESS.to_owned());
        }
        self.response(good, ambient)
    }

    /// The response of a failure, not yet signed.
    #[must_use]
    pub fn failure(&self, pair: StatusPair, message: &str, ambient: &Ambient) -> Response {
        self.response(Status::failure(pair.0, pair.1, message), ambient)
    }

    /// What is stated of a person, in the clear.
    #[must_use]
    pub fn assertion(&self, identity: &Identity, ambient: &Ambient) -> Assertion {
        let now = ambient.now();
        let lifetime = self.flavour.lifetime();
        let issued = Instant::new(now);
        let attributes = identity.attributes.iter();
        let attributes = attributes.map(|set| attribute(set, self.flavour)).collect();
        Assertion {
            issuer: Some(self.issuer_name()),
            subject: Some(Subject {
                name_id: Some(identity.name_id.clone()),
                confirmations: vec![SubjectConfirmation::bearer(self.confirmation(now))],
            }),
            conditions: Some(Conditions::lasting(issued, lifetime, &self.reply.audience)),
            authn_statements: vec![self.authentication(&identity.level, ambient)],
            attribute_statements: vec![AttributeStatement::of(attributes)],
            ..Assertion::fresh(ambient)
        }
    }

    fn response(&self, status: Status, ambient: &Ambient) -> Response {
        let agreed = (self.flavour == Flavour::EuNode).then(|| consent::UNSPECIFIED.to_owned());
        Response {
            header: Header {
                destination: Some(self.reply.destination.clone()),
                consent: agreed,
                issuer: Some(self.issuer_name()),
                ..Header::fresh(ambient)
            },
            in_response_to: Some(self.reply.in_response_to.clone()),
            status: Some(status),
            ..Response::default()
        }
    }

    fn issuer_name(&self) -> NameId {
        let issuer = NameId::new(&self.issuer);
        match self.flavour {
            Flavour::EuNode => issuer.with_format(name_id::ENTITY),
            Flavour::MiddlewareDe => issuer,
        }
    }

    fn confirmation(&self, now: UnixSeconds) -> SubjectConfirmationData {
        let not_before = (self.flavour == Flavour::MiddlewareDe).then(|| Instant::new(now));
        SubjectConfirmationData {
            not_before,
            not_on_or_after: Some(Instant::new(now).plus(self.flavour.lifetime())),
            recipient: Some(self.reply.destination.clone()),
            in_response_to: Some(self.reply.in_response_to.clone()),
            address: None,
        }
    }

    fn authentication(&self, level: &str, ambient: &Ambient) -> AuthnStatement {
        let statement = AuthnStatement::new(ambient.now().into(), level);
        match self.flavour {
            Flavour::EuNode => AuthnStatement {
                context: Some(AuthnContext {
                    class_ref: Some(level.to_owned()),
                    decl: Some(Element::new("saml2:AuthnContextDecl", ASSERTION)),
                    ..AuthnContext::default()
                }),
                ..statement
            },
            Flavour::MiddlewareDe => AuthnStatement {
                session_index: Some(saml::fresh_id(ambient)),
                ..statement
            },
        }
    }
}

/// Puts an assertion into a response, encrypted to the certificate of its reader: RSA keys get RSA-OAEP, others
/// ECDH-ES, the data AES-256 in Galois/Counter Mode.
///
/// # Errors
///
/// When the certificate has no key that can be encrypted to.
pub fn seal(
    response: &mut Response,
    assertion: &Element,
    recipient: &[u8],
    ambient: &Ambient,
) -> Result<(), EncryptionError> {
    let certificate = xml::Certificate::from_der(recipient)?;
    let transport = if certificate.has_rsa_key() {
        KeyTransport::OAEP_SHA256
    } else {
        KeyTransport::ECDH_ES
    };
    let mut random = ambient.stream("assertion encryption");
    let data = xml::encrypt(
        assertion,
        recipient,
        &DataAlgorithm::Aes256Gcm,
        &transport,
        &mut random,
    )?;
    response.encrypted_assertions.push(vec![data]);
    Ok(())
}
