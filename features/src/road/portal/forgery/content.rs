//! What the portal itself says wrong, or in an odd way.

use conformance_harness::StepError;
use saml::Instant;
use xml::Element;

use super::super::{Table, in_other_case, said};
use super::letter::{Hand, Letter, value_of};
use super::{FORGED, Forge};
use crate::road::forge::{SAML, SAMLP};

/// Longer than clocks may differ.
const LONG: i64 = 600;

pub(super) const TABLE: &Table<Forge> = &[
    ("without an audience", |letter| {
        change(letter, |assertion| {
            let conditions = assertion.first_mut(SAML, "Conditions")?;
            conditions
                .remove_first(SAML, "AudienceRestriction")
                .map(drop)
        })
    }),
    ("without conditions", |letter| {
        change(letter, |assertion| {
            assertion.remove_first(SAML, "Conditions").map(drop)
        })
    }),
    ("for two audiences, the service last", |letter| {
        change(letter, |assertion| {
            let audience =
                Element::new("saml2:Audience", SAML).text_child("https://other.example/");
            assertion
                .find_mut(SAML, "AudienceRestriction")?
                .push_first(audience);
            Some(())
        })
    }),
    (
        "for the service and, under another restriction, for somebody else",
        |letter| {
            change(letter, |assertion| {
                let audience =
                    Element::new("saml2:Audience", SAML).text_child("https://other.example/");
                let second = Element::new("saml2:AudienceRestriction", SAML).child(audience);
                assertion.first_mut(SAML, "Conditions")?.insert_after(
                    SAML,
                    "AudienceRestriction",
                    second,
                );
                Some(())
            })
        },
    ),
    (
        "for an audience whose name begins as the service's",
        |letter| audience(letter, |name| Some(format!("{name}.attacker.example"))),
    ),
    ("for an audience in other letters", |letter| {
        audience(letter, |name| Some(in_other_case(name)))
    }),
    (
        "for an audience with a letter of another alphabet",
        |letter| audience(letter, lookalike),
    ),
    (
        "from an issuer with a letter of another alphabet",
        |letter| {
            change(letter, |assertion| {
                let issuer = assertion.first_mut(SAML, "Issuer")?;
                let other = lookalike(&issuer.text())?;
                issuer.set_text(other);
                Some(())
            })
        },
    ),
    (
        "with the request of its confirmation in other letters",
        |letter| {
            confirmation(letter, |data| {
                let other = in_other_case(data.attribute("InResponseTo")?);
                data.set_attribute("InResponseTo", other);
                Some(())
            })
        },
    ),
    ("without a recipient", |letter| {
        confirmation(letter, |data| data.remove_attribute("Recipient").map(drop))
    }),
    ("without an end of its confirmation", |letter| {
        confirmation(letter, |data| {
            data.remove_attribute("NotOnOrAfter").map(drop)
        })
    }),
    ("without the request in its confirmation", |letter| {
        confirmation(letter, |data| {
            data.remove_attribute("InResponseTo").map(drop)
        })
    }),
    ("with a confirmation that has a beginning", |letter| {
        let begin = now(letter)?.plus(LONG).to_string();
        let mut assertion = letter.assertion.clone();
        let data = assertion.find_mut(SAML, "SubjectConfirmationData");
        data.ok_or_else(|| said("there is no confirmation"))?
            .set_attribute("NotBefore", begin);
        letter.by_portal(&assertion)
    }),
    ("with no confirmation", |letter| {
        change(letter, |assertion| {
            let subject = assertion.first_mut(SAML, "Subject")?;
            subject.remove_first(SAML, "SubjectConfirmation").map(drop)
        })
    }),
    ("without a destination", |letter| {
        header(letter, |response| {
            response.remove_attribute("Destination").map(drop)
        })
    }),
    ("without the request in its header", |letter| {
        header(letter, |response| {
            response.remove_attribute("InResponseTo").map(drop)
        })
    }),
    ("without a status", |letter| {
        header(letter, |response| {
            response.remove_first(SAMLP, "Status").map(drop)
        })
    }),
    ("with a success within a failure", |letter| {
        header(letter, |response| {
            let code = response.find_mut(SAMLP, "StatusCode")?;
            let within = code.clone();
            code.set_attribute("Value", saml::names::status::REQUESTER);
            code.push(within);
            Some(())
        })
    }),
    ("without an issuer of the assertion", |letter| {
        change(letter, |assertion| {
            assertion.first_mut(SAML, "Issuer")?.set_text("");
            Some(())
        })
    }),
    (
        "with the family name under another format of its attribute",
        |letter| named(letter, "surname", Some("urn:example:format")),
    ),
    (
        "with another family name under its name in capitals",
        |letter| named(letter, "SURNAME", None),
    ),
    ("with two values of the family name", |letter| {
        change(letter, |assertion| {
            let value = Element::new("saml2:AttributeValue", SAML).text_child(FORGED);
            attribute(assertion)?.push(value);
            Some(())
        })
    }),
    (
        "with the family name twice, the second one another's",
        |letter| {
            change(letter, |assertion| {
                let mut second = attribute(assertion)?.clone();
                second.first_mut(SAML, "AttributeValue")?.set_text(FORGED);
                assertion
                    .first_mut(SAML, "AttributeStatement")?
                    .push(second);
                Some(())
            })
        },
    ),
    (
        "with the family name in a second statement as well",
        |letter| {
            change(letter, |assertion| {
                let mut second = attribute(assertion)?.clone();
                second.first_mut(SAML, "AttributeValue")?.set_text(FORGED);
                let statement = Element::new("saml2:AttributeStatement", SAML).child(second);
                assertion.push(statement);
                Some(())
            })
        },
    ),
    ("with an empty family name", |letter| {
        change(letter, |assertion| {
            value_of(assertion, "surname")?.set_text("");
            Some(())
        })
    }),
    ("without a name of the person", |letter| {
        change(letter, |assertion| {
            assertion.find_mut(SAML, "NameID")?.set_text("");
            Some(())
        })
    }),
    ("with another name of a level", |letter| {
        change(letter, |assertion| {
            let class = assertion.find_mut(SAML, "AuthnContextClassRef")?;
            class.set_text("urn:oasis:names:tc:SAML:2.0:ac:classes:unspecified");
            Some(())
        })
    }),
    ("with the level and a line behind it", |letter| {
        change(letter, |assertion| {
            let class = assertion.find_mut(SAML, "AuthnContextClassRef")?;
            class.set_text(
                "urn:be:fedict:iam:fas:citizen:Level100\nurn:be:fedict:iam:fas:citizen:Level500",
            );
            Some(())
        })
    }),
];

type Change = fn(&mut Element) -> Option<()>;

fn now(letter: &Letter<'_>) -> Result<Instant, StepError> {
    Ok(letter.world.site_now()?.into())
}

/// Another assertion of the portal.
fn change(letter: &Letter<'_>, change: Change) -> Result<String, StepError> {
    let mut assertion = letter.assertion.clone();
    change(&mut assertion).ok_or_else(|| said("the portal's assertion has another shape"))?;
    letter.by_portal(&assertion)
}

fn confirmation(letter: &Letter<'_>, alter: Change) -> Result<String, StepError> {
    let mut assertion = letter.assertion.clone();
    assertion
        .find_mut(SAML, "SubjectConfirmationData")
        .and_then(alter)
        .ok_or_else(|| said("the portal's confirmation has another shape"))?;
    letter.by_portal(&assertion)
}

/// Another response of the portal.
fn header(letter: &Letter<'_>, change: Change) -> Result<String, StepError> {
    let mut response = letter.response.clone();
    change(&mut response).ok_or_else(|| said("the portal's response has another shape"))?;
    sent(letter, response, letter.assertion.clone())
}

fn sent(
    letter: &Letter<'_>,
    mut response: Element,
    mut assertion: Element,
) -> Result<String, StepError> {
    letter.sign(&mut assertion, &Hand::portal())?;
    response.push(letter.closed(&assertion)?);
    letter.sign(&mut response, &Hand::portal())?;
    Ok(response.to_document())
}

/// The portal's assertion for somebody else, whose name comes of the service's.
fn audience(letter: &Letter<'_>, other: fn(&str) -> Option<String>) -> Result<String, StepError> {
    let mut assertion = letter.assertion.clone();
    let audience = assertion.find_mut(SAML, "Audience");
    let audience = audience.ok_or_else(|| said("there is no audience"))?;
    let name = other(&audience.text());
    audience.set_text(name.ok_or_else(|| said("no other name looks like the audience"))?);
    letter.by_portal(&assertion)
}

/// The same name in the eyes of a person, and another one.
fn lookalike(text: &str) -> Option<String> {
    const PAIRS: [(char, &str); 4] = [
        ('e', "\u{435}"),
        ('a', "\u{430}"),
        ('o', "\u{43e}"),
        ('p', "\u{440}"),
    ];
    let pair = PAIRS.iter().find(|(latin, _)| text.contains(*latin));
    pair.map(|(latin, cyrillic)| text.replacen(*latin, cyrillic, 1))
}

fn attribute(assertion: &mut Element) -> Option<&mut Element> {
    assertion.find_mut_where(&mut |element| element.attribute("Name") == Some("surname"))
}

/// A second family name beside the right one.
fn named(letter: &Letter<'_>, name: &str, format: Option<&str>) -> Result<String, StepError> {
    let mut assertion = letter.assertion.clone();
    let own = attribute(&mut assertion).ok_or_else(|| said("there is no family name"))?;
    let mut second = own.clone();
    second.set_attribute("Name", name);
    if let Some(format) = format {
        second.set_attribute("NameFormat", format);
    }
    if let Some(value) = second.first_mut(SAML, "AttributeValue") {
        value.set_text(FORGED);
    }
    let statement = assertion.first_mut(SAML, "AttributeStatement");
    let statement = statement.ok_or_else(|| said("there is no statement"))?;
    statement.push(second);
    letter.by_portal(&assertion)
}
