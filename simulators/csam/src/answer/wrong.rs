//! SAML answers that are wrong on purpose: honest ones are altered before or after they are signed.

use ambient::Ambient;
use saml::fas::{Context, Level, attribute};
use saml::message::{
    Assertion, Attribute, AuthnStatement, NameId, Response, StatusCode, SubjectConfirmationData,
};
use saml::names::{ASSERTION, SIGNATURE, confirmation, status};
use saml::{Instant, fresh_id};
use xml::Element;

use crate::{Fault, Faults};

/// More seconds than anybody waits.
const LONG: i64 = 3600;
const OTHER_PORTAL: &str = "https://other-portal.example/saml/metadata";
const OTHER_SERVICE: &str = "https://other-service.example/saml/metadata";
const OTHER_CONSUMER: &str = "https://other-service.example/saml/acs";

/// A response that is wrong in what stands around the assertion.
pub(crate) fn response(response: &mut Response, faults: &Faults, ambient: &Ambient) {
    let header = &mut response.header;
    if faults.has(Fault::WrongVersion) {
        header.version = Some("1.1".into());
    }
    if faults.has(Fault::OldResponse) {
        header.issue_instant = Some(Instant::new(ambient.now()).plus(-LONG));
    }
    if faults.has(Fault::WrongDestination) {
        header.destination = Some(OTHER_CONSUMER.into());
    }
    if faults.has(Fault::WrongIssuer) {
        header.issuer = Some(NameId::new(OTHER_PORTAL));
    }
    if faults.has(Fault::WrongInResponseTo) {
        response.in_response_to = Some(fresh_id(ambient));
    }
    if faults.has(Fault::FailureWithAssertion)
        && let Some(status) = &mut response.status
    {
        status.code = Some(StatusCode::new(status::RESPONDER));
    }
}

/// An assertion that is wrong in what it says.
pub(crate) fn assertion(assertion: &mut Assertion, faults: &Faults, ambient: &Ambient) {
    let now = Instant::new(ambient.now());
    if faults.has(Fault::WrongAssertionIssuer) {
        assertion.issuer = Some(NameId::new(OTHER_PORTAL));
    }
    subject(assertion, faults, ambient);
    conditions(assertion, faults, now);
    for statement in &mut assertion.authn_statements {
        authentication(statement, faults, now);
    }
    if faults.has(Fault::NoAuthnStatement) {
        assertion.authn_statements.clear();
    }
    for statement in &mut assertion.attribute_statements {
        attributes(&mut statement.attributes, faults, ambient);
    }
}

fn subject(assertion: &mut Assertion, faults: &Faults, ambient: &Ambient) {
    let Some(subject) = &mut assertion.subject else {
        return;
    };
    if faults.has(Fault::NameMissing) {
        subject.name_id = None;
    }
    for proof in &mut subject.confirmations {
        if faults.has(Fault::NoBearer) {
            proof.method = Some(confirmation::HOLDER_OF_KEY.into());
        }
        if let Some(data) = &mut proof.data {
            bounds(data, faults, ambient);
        }
    }
}

fn bounds(data: &mut SubjectConfirmationData, faults: &Faults, ambient: &Ambient) {
    if faults.has(Fault::WrongRecipient) {
        data.recipient = Some(OTHER_CONSUMER.into());
    }
    if faults.has(Fault::ConfirmationExpired) {
        data.not_on_or_after = data.not_on_or_after.map(|end| end.plus(-LONG));
    }
    if faults.has(Fault::WrongConfirmationInResponseTo) {
        data.in_response_to = Some(fresh_id(ambient));
    }
}

fn conditions(assertion: &mut Assertion, faults: &Faults, now: Instant) {
    let Some(conditions) = &mut assertion.conditions else {
        return;
    };
    if faults.has(Fault::WrongAudience) {
        conditions.audience_restrictions = vec![vec![OTHER_SERVICE.into()]];
    }
    if faults.has(Fault::Expired) {
        conditions.not_before = Some(now.plus(-2 * LONG));
        conditions.not_on_or_after = Some(now.plus(-LONG));
    }
    if faults.has(Fault::NotYetValid) {
        conditions.not_before = Some(now.plus(LONG));
        conditions.not_on_or_after = Some(now.plus(2 * LONG));
    }
    if faults.has(Fault::UnknownCondition) {
        let condition = Element::new("saml2:Condition", ASSERTION)
            .declare("ex", "https://other-portal.example/conditions")
            .attr_in("xsi:type", saml::names::SCHEMA_INSTANCE, "ex:OnSundaysOnly");
        conditions.others.push(condition);
    }
}

fn authentication(statement: &mut AuthnStatement, faults: &Faults, now: Instant) {
    if faults.has(Fault::AuthnInstantAhead) {
        statement.authn_instant = Some(now.plus(LONG));
    }
    if faults.has(Fault::SessionEnded) {
        statement.session_not_on_or_after = Some(now.plus(-LONG));
    }
    if faults.has(Fault::LevelTooLow)
        && let Some(context) = &mut statement.context
    {
        context.class_ref = Some(Level::SELF_REGISTERED.class_ref(Context::Citizen));
    }
}

fn attributes(attributes: &mut Vec<Attribute>, faults: &Faults, ambient: &Ambient) {
    let named = |attribute: &Attribute, name: &str| attribute.name.as_deref() == Some(name);
    if faults.has(Fault::AttributeMissing) {
        attributes.retain(|own| !named(own, attribute::SURNAME));
    }
    if faults.has(Fault::AttributeTwice) {
        attributes.push(Attribute::text(attribute::SURNAME, "OTHER"));
    }
    for own in attributes {
        if faults.has(Fault::CommentInName) && named(own, attribute::SURNAME) {
            own.values = vec![with_comment(&own.first_text().unwrap_or_default())];
        }
        if faults.has(Fault::FederalIdChanges) && named(own, attribute::FED_ID) {
            own.values = vec![Attribute::value(&changing_id(ambient))];
        }
        if faults.has(Fault::NamesSwapped) {
            own.name = match own.name.take().as_deref() {
                Some(attribute::SURNAME) => Some(attribute::GIVEN_NAME.into()),
                Some(attribute::GIVEN_NAME) => Some(attribute::SURNAME.into()),
                other => other.map(Into::into),
            };
        }
    }
}

/// A federal id that nobody had before.
pub(crate) fn changing_id(ambient: &Ambient) -> String {
    hex::encode(ambient.stream("csam changing id").bytes::<20>())
}

/// A value with a comment in its middle.
fn with_comment(text: &str) -> Element {
    let middle = text.chars().count() / 2;
    Element::new("saml2:AttributeValue", ASSERTION)
        .text_child(text.chars().take(middle).collect::<String>())
        .comment_child("")
        .text_child(text.chars().skip(middle).collect::<String>())
}

/// Another family name in an assertion whose signature stays as it is.
pub(crate) fn alter(assertion: &mut Element) {
    let mut is_surname = |element: &Element| element.attribute("Name") == Some(attribute::SURNAME);
    let surname = assertion.find_mut_where(&mut is_surname);
    if let Some(value) = surname.and_then(|surname| surname.elements_mut().next()) {
        value.set_text("ALTERED");
    }
}

/// The signed assertion inside another one that carries its signature: who follows the reference finds what was signed,
/// who reads the outer element reads something else.
pub(crate) fn wrapped(mut signed: Element, ambient: &Ambient) -> Element {
    let signature = signed.remove_first(SIGNATURE, "Signature");
    let mut outer = signed.clone();
    outer.set_attribute("ID", fresh_id(ambient));
    alter(&mut outer);
    if let Some(signature) = signature {
        outer.insert_after(ASSERTION, "Issuer", signature);
    }
    let advice = Element::new("saml2:Advice", ASSERTION).child(signed);
    outer.insert_after(ASSERTION, "Conditions", advice);
    outer
}
