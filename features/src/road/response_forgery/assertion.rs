//! The assertion: all of it but the attributes.

use xml::Element;

use super::{Change, Table, bare, gone, shift};
use crate::road::forge::SAML;

/// Somebody else.
const ELSEWHERE: &str = "https://elsewhere.example/Metadata";
const PERSISTENT: &str = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent";
const TRANSIENT: &str = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient";
const ENTITY: &str = "urn:oasis:names:tc:SAML:2.0:nameid-format:entity";

pub(super) const TABLE: &Table<Change> = &[
    ("in version 2.1", |a| {
        a.set_attribute("Version", "2.1");
        Some(())
    }),
    ("without an ID", |a| bare(a, "ID")),
    ("without IssueInstant", |a| bare(a, "IssueInstant")),
    ("made a day ago", |a| shift(a, "IssueInstant", -86_400)),
    ("without an issuer", |a| gone(a, SAML, "Issuer")),
    // The subject
    ("without a subject", |a| gone(a, SAML, "Subject")),
    ("without a name", |a| gone(a, SAML, "NameID")),
    ("with a persistent name of 257 characters", |a| {
        name(a, PERSISTENT, &"x".repeat(257))
    }),
    ("with a transient name of 257 characters", |a| {
        name(a, TRANSIENT, &"x".repeat(257))
    }),
    ("with an entity's name that is no URI", |a| {
        name(a, ENTITY, "somebody")
    }),
    ("with a transient name", |a| {
        name(a, TRANSIENT, "_a-name-for-once")
    }),
    // Its confirmation
    ("confirmed for another recipient", |a| {
        confirmation(a)?.set_attribute("Recipient", ELSEWHERE);
        Some(())
    }),
    ("confirmed until a second ago", |a| {
        let data = confirmation(a)?;
        let from = data.attribute("NotBefore")?.to_owned();
        data.set_attribute("NotOnOrAfter", from);
        shift(data, "NotBefore", -600)?;
        shift(data, "NotOnOrAfter", -1)
    }),
    ("confirmed for another request", |a| {
        confirmation(a)?.set_attribute("InResponseTo", "_another-request");
        Some(())
    }),
    ("not confirmed", |a| gone(a, SAML, "SubjectConfirmation")),
    ("confirmed for the holder of a key", |a| {
        let method = "urn:oasis:names:tc:SAML:2.0:cm:holder-of-key";
        a.find_mut(SAML, "SubjectConfirmation")?
            .set_attribute("Method", method);
        Some(())
    }),
    // Conditions
    ("without conditions", |a| gone(a, SAML, "Conditions")),
    ("without NotBefore", |a| bare(conditions(a)?, "NotBefore")),
    ("without NotOnOrAfter", |a| {
        bare(conditions(a)?, "NotOnOrAfter")
    }),
    ("without an audience restriction", |a| {
        gone(a, SAML, "AudienceRestriction")
    }),
    ("valid until a second ago", |a| {
        let issued = a.attribute("IssueInstant")?.to_owned();
        let conditions = conditions(a)?;
        conditions.set_attribute("NotOnOrAfter", issued);
        shift(conditions, "NotBefore", -600)?;
        shift(conditions, "NotOnOrAfter", -1)
    }),
    // The bound is a minute; the rest is for slow clocks.
    ("valid in 70 seconds", |a| {
        shift(conditions(a)?, "NotBefore", 70)
    }),
    ("valid in 59 seconds", |a| {
        shift(conditions(a)?, "NotBefore", 59)
    }),
    ("for another audience", |a| {
        a.find_mut(SAML, "Audience")?.set_text(ELSEWHERE);
        Some(())
    }),
    ("for another audience before the right one", |a| {
        let other = Element::new("saml2:Audience", SAML).text_child(ELSEWHERE);
        a.find_mut(SAML, "AudienceRestriction")?.push_first(other);
        Some(())
    }),
    // Statements
    ("without an authentication", |a| {
        gone(a, SAML, "AuthnStatement")
    }),
    ("with two authentications", |a| twice(a, "AuthnStatement")),
    ("without AuthnInstant", |a| {
        bare(a.first_mut(SAML, "AuthnStatement")?, "AuthnInstant")
    }),
    ("without a statement of attributes", |a| {
        gone(a, SAML, "AttributeStatement")
    }),
    ("with two statements of attributes", |a| {
        twice(a, "AttributeStatement")
    }),
    ("of the level substantial", |a| {
        level(a, "http://eidas.europa.eu/LoA/substantial")
    }),
    ("of a level that nobody knows", |a| {
        level(a, "http://eidas.europa.eu/LoA/highest")
    }),
];

fn conditions(assertion: &mut Element) -> Option<&mut Element> {
    assertion.first_mut(SAML, "Conditions")
}

fn confirmation(assertion: &mut Element) -> Option<&mut Element> {
    assertion.find_mut(SAML, "SubjectConfirmationData")
}

fn name(assertion: &mut Element, format: &str, value: &str) -> Option<()> {
    let name = assertion.find_mut(SAML, "NameID")?;
    name.set_attribute("Format", format);
    name.set_text(value);
    Some(())
}

fn twice(assertion: &mut Element, local: &str) -> Option<()> {
    let again = assertion.first(SAML, local)?.clone();
    assertion.insert_after(SAML, local, again);
    Some(())
}

fn level(assertion: &mut Element, uri: &str) -> Option<()> {
    assertion
        .find_mut(SAML, "AuthnContextClassRef")?
        .set_text(uri);
    Some(())
}
