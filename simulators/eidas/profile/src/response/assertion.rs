//! Attributes in an assertion: written and read.

use rules::{Breach, Rulebook};
use saml::Attribute;
use saml::names::{ASSERTION, attribute_format};
use xml::Element;

use super::Rule;
use super::answer::Flavour;
use crate::attribute::{AttributeName, AttributeSet, AttributeValue, Attributes};
use crate::script::Script;

/// An attribute with its typed values. Every prefix is bound where it is used, so that an assertion which is decrypted
/// and read alone has them all.
pub(super) fn attribute(set: &AttributeSet, flavour: Flavour) -> Attribute {
    let values = set.values.iter();
    Attribute {
        name: Some(set.name.uri()),
        name_format: Some(attribute_format::URI.to_owned()),
        friendly_name: Some(set.name.friendly_name().to_owned()),
        values: values
            .map(|value| typed(set.name, value, flavour))
            .collect(),
    }
}

fn typed(name: AttributeName, value: &AttributeValue, flavour: Flavour) -> Element {
    let prefix = match flavour {
        Flavour::EuNode => name.prefix(),
        Flavour::MiddlewareDe => "eidasnp",
    };
    // The EU node says something only of other scripts, the middleware of every name.
    let mark = match (value.script, flavour) {
        (Script::Other, _) => Some("false"),
        (Script::Latin, Flavour::MiddlewareDe) if name.attribute.is_transliterated() => {
            Some("true")
        }
        (Script::Latin, _) => None,
    };
    let kind = format!("{prefix}:{}", name.value_type());
    let element = Element::new("saml2:AttributeValue", ASSERTION)
        .declare(prefix, name.namespace())
        .attr_in("xsi:type", xml::ns::XSI, kind)
        .text_child(&value.text);
    match mark {
        Some(mark) => element.attr_in(&format!("{prefix}:LatinScript"), name.namespace(), mark),
        None => element,
    }
}

/// The attributes of an assertion. Whether a value is in another script is what its mark in the namespace of the type
/// says; only the word `false` says so.
pub(super) fn attributes<'a>(
    attributes: impl IntoIterator<Item = &'a Attribute>,
    book: &Rulebook<Rule>,
) -> Result<Attributes, Breach<Rule>> {
    let mut read = Vec::new();
    for attribute in attributes {
        let uri = attribute.name.as_deref().unwrap_or_default();
        let Some(name) = AttributeName::parse(uri) else {
            book.require(Rule::AttributeKnown, false, || {
                format!("attribute \"{uri}\" is not in the registry")
            })?;
            continue;
        };
        let values: Vec<AttributeValue> = attribute
            .values
            .iter()
            .map(|element| value(name, element))
            .collect();
        for value in &values {
            check_syntax(name, &value.text, book)?;
        }
        read.push(AttributeSet { name, values });
    }
    Ok(read.into_iter().collect())
}

fn value(name: AttributeName, element: &Element) -> AttributeValue {
    let mark = element.attribute_in(name.namespace(), "LatinScript");
    let script = if mark == Some("false") {
        Script::Other
    } else {
        Script::Latin
    };
    AttributeValue {
        text: element.text(),
        script,
    }
}

fn check_syntax(
    name: AttributeName,
    text: &str,
    book: &Rulebook<Rule>,
) -> Result<(), Breach<Rule>> {
    match name.attribute.rule().check(text) {
        Err(error) if error.breaks_schema() => {
            book.require(Rule::AttributeSyntax, false, || format!("{name}: {error}"))
        }
        _ => Ok(()),
    }
}
