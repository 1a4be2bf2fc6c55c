//! Who runs an entity, and whom to ask.

use xml::Element;

use crate::metadata::texts;
use crate::names::METADATA;
use crate::read::{string, trimmed};

const LANGUAGE: &str = "http://www.w3.org/XML/1998/namespace";

/// Who runs an entity. `[SAML Metadata §2.3.2.1]`
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Organization {
    /// The language of what follows.
    pub language: String,
    /// Its name.
    pub name: String,
    /// Its name for people.
    pub display_name: String,
    /// Its web address.
    pub url: String,
}

/// Whom to ask. `[SAML Metadata §2.3.2.2]`
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contact {
    /// `technical`, `support`, `administrative`, `billing` or `other`.
    pub kind: String,
    /// The company.
    pub company: Option<String>,
    /// Given name.
    pub given_name: Option<String>,
    /// Family name.
    pub surname: Option<String>,
    /// Mail addresses.
    pub mail: Vec<String>,
    /// Telephone numbers.
    pub telephone: Vec<String>,
}

impl Organization {
    pub(crate) fn to_element(&self) -> Element {
        let localized = |name: &str, text: &str| {
            Element::new(name, METADATA)
                .attr_in("xml:lang", LANGUAGE, &self.language)
                .text_child(text)
        };
        Element::new("md:Organization", METADATA)
            .child(localized("md:OrganizationName", &self.name))
            .child(localized("md:OrganizationDisplayName", &self.display_name))
            .child(localized("md:OrganizationURL", &self.url))
    }

    /// The first language of each.
    pub(crate) fn read(element: &Element) -> Self {
        let name = element.first(METADATA, "OrganizationName");
        let text = |local| {
            element
                .first(METADATA, local)
                .map(trimmed)
                .unwrap_or_default()
        };
        Self {
            language: name
                .and_then(|name| name.attribute_in(LANGUAGE, "lang"))
                .unwrap_or_default()
                .to_owned(),
            name: text("OrganizationName"),
            display_name: text("OrganizationDisplayName"),
            url: text("OrganizationURL"),
        }
    }
}

impl Contact {
    pub(crate) fn to_element(&self) -> Element {
        let text = |name: &str, text: &String| Element::new(name, METADATA).text_child(text);
        Element::new("md:ContactPerson", METADATA)
            .attr("contactType", &self.kind)
            .child_if(self.company.as_ref().map(|t| text("md:Company", t)))
            .child_if(self.given_name.as_ref().map(|t| text("md:GivenName", t)))
            .child_if(self.surname.as_ref().map(|t| text("md:SurName", t)))
            .children_from(self.mail.iter().map(|t| text("md:EmailAddress", t)))
            .children_from(self.telephone.iter().map(|t| text("md:TelephoneNumber", t)))
    }

    pub(crate) fn read(element: &Element) -> Self {
        let text = |local| element.first(METADATA, local).map(trimmed);
        Self {
            kind: string(element, "contactType").unwrap_or_default(),
            company: text("Company"),
            given_name: text("GivenName"),
            surname: text("SurName"),
            mail: texts(element, "EmailAddress"),
            telephone: texts(element, "TelephoneNumber"),
        }
    }
}
