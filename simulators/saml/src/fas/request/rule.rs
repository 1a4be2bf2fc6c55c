//! The rules for requests.

use crate::names::status;

crate::rule::rules! {
    "What the service asks of a request.";

    /// It is an authentication request that follows the schema.
    Syntax: "fas-request-syntax", "SAML Core §3.4.1";
    /// Its issuer is registered.
    KnownIssuer: "fas-request-known-issuer", "SAML Profiles §4.1.4.1";
    /// It is signed by its issuer, with an allowed algorithm; what was signed is what is read.
    Signature: "fas-request-signature", "SAML Bindings §3.4.4.1";
    /// Its version is 2.0.
    Version: "fas-request-version", "SAML Core §4.1.2";
    /// It has an identifier.
    Identifier: "fas-request-id", "SAML Core §3.2.1";
    /// It is addressed to this service.
    Destination: "fas-request-destination", "SAML Bindings §3.4.5.2";
    /// It was made a moment ago.
    IssueInstant: "fas-request-issue-instant", "SAML Core §3.2.1";
    /// It was not seen before.
    Replay: "fas-request-replay", "SAML Bindings §3.4.5.1";
    /// The answer goes to a registered address.
    Consumer: "fas-request-consumer", "SAML Core §3.4.1";
    /// The answer goes by form.
    ProtocolBinding: "fas-request-protocol-binding", "SAML Profiles §4.1.2";
    /// The name has a format that is on offer.
    NameIdPolicy: "fas-request-name-id-policy", "SAML Core §3.4.1.1";
    /// The level exists and is asked for in a way that is understood.
    AuthnContext: "fas-request-authn-context", "SAML Core §3.3.2.2.1";
}

/// How a broken rule is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// With a page: nobody is known to whom a response could go.
    Page,
    /// With a SAML response.
    Saml {
        /// The status code.
        code: &'static str,
        /// The more precise one.
        sub: &'static str,
    },
}

impl Rule {
    /// How a broken rule is answered.
    #[must_use]
    pub const fn answer(self) -> Answer {
        let sub = match self {
            Self::ProtocolBinding => status::REQUEST_UNSUPPORTED,
            Self::NameIdPolicy => status::INVALID_NAME_ID_POLICY,
            Self::AuthnContext => status::NO_AUTHN_CONTEXT,
            _ => return Answer::Page,
        };
        Answer::Saml {
            code: status::REQUESTER,
            sub,
        }
    }
}
