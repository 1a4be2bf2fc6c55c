//! The response itself.

use xml::Element;

use super::{Change, Table, bare, gone, shift};
use crate::road::forge::{SAML, SAMLP};

/// Somebody whom nobody knows.
const ELSEWHERE: &str = "https://elsewhere.example/Metadata";

/// A request that there is not.
const UNSENT: &str = "_nobody-has-sent-a-request-of-this-name";

pub(super) const TABLE: &Table<Change> = &[
    ("without a status", |r| gone(r, SAMLP, "Status")),
    ("without a status code", |r| gone(r, SAMLP, "StatusCode")),
    ("with a second-level status on top", |r| {
        status(r, "urn:oasis:names:tc:SAML:2.0:status:AuthnFailed")
    }),
    ("with a failure beside its assertion", |r| {
        status(r, "urn:oasis:names:tc:SAML:2.0:status:Responder")
    }),
    ("without an issuer", |r| gone(r, SAML, "Issuer")),
    ("of an issuer that nobody knows", |r| {
        r.first_mut(SAML, "Issuer")?.set_text(ELSEWHERE);
        Some(())
    }),
    ("in version 1.1", |r| attribute(r, "Version", "1.1")),
    ("without IssueInstant", |r| bare(r, "IssueInstant")),
    ("made a day ago", |r| shift(r, "IssueInstant", -86_400)),
    ("without InResponseTo", |r| bare(r, "InResponseTo")),
    ("for a request that nobody sent", |r| {
        attribute(r, "InResponseTo", UNSENT)
    }),
    ("without Destination", |r| bare(r, "Destination")),
    ("for another destination", |r| {
        attribute(r, "Destination", ELSEWHERE)
    }),
    ("with a consent that SAML does not know", |r| {
        attribute(r, "Consent", "urn:oasis:names:tc:SAML:2.0:consent:whatever")
    }),
    ("with the consent obtained", |r| {
        attribute(r, "Consent", "urn:oasis:names:tc:SAML:2.0:consent:obtained")
    }),
    ("without its assertion", |r| {
        gone(r, SAML, "EncryptedAssertion")
    }),
    ("with its assertion twice", |r| {
        let again = r.first(SAML, "EncryptedAssertion")?.clone();
        r.push(again);
        Some(())
    }),
    ("with its status behind the assertion", |r| {
        let status = r.remove_first(SAMLP, "Status")?;
        r.push(status);
        Some(())
    }),
];

fn attribute(response: &mut Element, name: &str, value: &str) -> Option<()> {
    response.set_attribute(name, value);
    Some(())
}

fn status(response: &mut Element, code: &str) -> Option<()> {
    let status = response.find_mut(SAMLP, "StatusCode")?;
    status.set_attribute("Value", code);
    Some(())
}

/// What changes in the assertion along with the response of these words, so that nothing else is wrong with it.
pub(super) const INSIDE: &Table<Change> = &[("for a request that nobody sent", |assertion| {
    assertion
        .find_mut(SAML, "SubjectConfirmationData")?
        .set_attribute("InResponseTo", UNSENT);
    Some(())
})];
