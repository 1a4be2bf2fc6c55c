//! The attributes of an assertion.

use xml::{Element, Node, ns};

use super::{Change, Table};
use crate::road::forge::SAML;

const NATURAL: &str = "http://eidas.europa.eu/attributes/naturalperson";
const LEGAL: &str = "http://eidas.europa.eu/attributes/legalperson";
const REPRESENTATIVE: &str = "http://eidas.europa.eu/attributes/naturalperson/representative";
const URI: &str = "urn:oasis:names:tc:SAML:2.0:attrname-format:uri";
/// A family name in Greek letters.
const GREEK: &str = "Παπαδοπούλου";

pub(super) const TABLE: &Table<Change> = &[
    // Identifiers
    ("with an identifier without countries", |a| {
        identify(a, |own| {
            own.rsplit('/').next().unwrap_or_default().to_owned()
        })
    }),
    ("with an identifier of de", |a| {
        identify(a, |own| own.replacen("DE/", "de/", 1))
    }),
    ("with an identifier of FR", |a| {
        identify(a, |own| own.replacen("DE/", "FR/", 1))
    }),
    ("with an identifier for FR", |a| {
        identify(a, |own| own.replacen("/BE/", "/FR/", 1))
    }),
    ("with a company of FR", |a| {
        add(a, LEGAL, "LegalPersonIdentifier", "FR/BE/0001")?;
        add(a, LEGAL, "LegalName", "TEST Compagnie")
    }),
    ("with a representative of FR", |a| {
        add(a, REPRESENTATIVE, "PersonIdentifier", "FR/BE/0001")?;
        add(a, REPRESENTATIVE, "CurrentFamilyName", "TEST")?;
        add(a, REPRESENTATIVE, "CurrentGivenName", "Camille")?;
        add(a, REPRESENTATIVE, "DateOfBirth", "1990-01-01")
    }),
    ("with comments in its identifiers", |a| {
        interrupt(a.find_mut(SAML, "NameID")?)?;
        interrupt(value(a, "PersonIdentifier")?)
    }),
    // Values
    ("with the 13th month in the date of birth", |a| {
        value(a, "DateOfBirth")?.set_text("1999-13-01");
        Some(())
    }),
    ("with the gender X", |a| add(a, NATURAL, "Gender", "X")),
    ("with the nationality nl", |a| {
        add(a, NATURAL, "Nationality", "nl")
    }),
    ("with a telephone number of words", |a| {
        add(a, NATURAL, "PhoneNumber", "at home")
    }),
    ("with an e-mail address without a place", |a| {
        add(a, NATURAL, "EmailAddress", "lene")
    }),
    ("with a town of 65536 letters", |a| {
        add(a, NATURAL, "TownOfBirth", &"x".repeat(65_536))
    }),
    ("without the date of birth", |a| without(a, "DateOfBirth")),
    ("without the given names", |a| {
        without(a, "CurrentGivenName")
    }),
    ("with an attribute that nobody knows", |a| {
        add(a, NATURAL, "ShoeSize", "42")
    }),
    // Scripts
    ("with a Greek family name alone", |a| {
        let family = value(a, "CurrentFamilyName")?;
        family.set_text(GREEK);
        mark(family, "false");
        Some(())
    }),
    ("with a Greek family name before the Latin one", |a| {
        greek_first(a, |greek| mark(greek, "false"))
    }),
    ("with a Greek family name marked by 0", |a| {
        greek_last(a, |greek| mark(greek, "0"))
    }),
    ("with a Greek family name marked without a namespace", |a| {
        greek_last(a, |greek| {
            greek.remove_attribute_in(NATURAL, "LatinScript");
            greek.set_attribute("LatinScript", "false");
        })
    }),
];

/// The identifier of the person, comments left out.
pub(super) fn identifier(assertion: &mut Element) -> Option<String> {
    value(assertion, "PersonIdentifier").map(|value| value.text())
}

/// An attribute of the person, by its local name.
fn attribute<'a>(assertion: &'a mut Element, local: &str) -> Option<&'a mut Element> {
    let name = format!("{NATURAL}/{local}");
    assertion.find_mut_where(&mut |element| {
        element.is(SAML, "Attribute") && element.attribute("Name") == Some(&name)
    })
}

fn value<'a>(assertion: &'a mut Element, local: &str) -> Option<&'a mut Element> {
    attribute(assertion, local)?.first_mut(SAML, "AttributeValue")
}

fn identify(assertion: &mut Element, change: fn(&str) -> String) -> Option<()> {
    let identifier = value(assertion, "PersonIdentifier")?;
    let own = identifier.text();
    let other = change(&own);
    identifier.set_text(&other);
    (own != other).then_some(())
}

fn without(assertion: &mut Element, local: &str) -> Option<()> {
    let name = format!("{NATURAL}/{local}");
    let statement = assertion.first_mut(SAML, "AttributeStatement")?;
    let before = statement.children().len();
    statement.children_mut().retain(|node| {
        let named = node.as_element().and_then(|e| e.attribute("Name"));
        named != Some(&name)
    });
    (statement.children().len() < before).then_some(())
}

fn add(assertion: &mut Element, namespace: &str, local: &str, text: &str) -> Option<()> {
    let value = Element::new("saml2:AttributeValue", SAML)
        .declare("own", namespace)
        .attr_in("xsi:type", ns::XSI, format!("own:{local}Type"))
        .text_child(text);
    let attribute = Element::new("saml2:Attribute", SAML)
        .attr("FriendlyName", local)
        .attr("Name", format!("{namespace}/{local}"))
        .attr("NameFormat", URI)
        .child(value);
    assertion
        .first_mut(SAML, "AttributeStatement")?
        .push(attribute);
    Some(())
}

/// Puts a comment into the middle of a text.
fn interrupt(element: &mut Element) -> Option<()> {
    let text = element.text();
    let (first, second) = text.split_at_checked(text.len() / 2)?;
    *element.children_mut() = vec![
        Node::Text(first.to_owned()),
        Node::Comment(" who reads this? ".to_owned()),
        Node::Text(second.to_owned()),
    ];
    Some(())
}

fn mark(value: &mut Element, word: &str) {
    value.set_attribute_in("eidasnp:LatinScript", NATURAL, word);
}

fn greek(assertion: &mut Element, marked: fn(&mut Element)) -> Option<Element> {
    let mut greek = value(assertion, "CurrentFamilyName")?.clone();
    greek.set_text(GREEK);
    marked(&mut greek);
    Some(greek)
}

fn greek_first(assertion: &mut Element, marked: fn(&mut Element)) -> Option<()> {
    let greek = greek(assertion, marked)?;
    attribute(assertion, "CurrentFamilyName")?.push_first(greek);
    Some(())
}

fn greek_last(assertion: &mut Element, marked: fn(&mut Element)) -> Option<()> {
    let greek = greek(assertion, marked)?;
    attribute(assertion, "CurrentFamilyName")?.push(greek);
    Some(())
}
