//! Reading the extensions of a request.

use rules::{Breach, Rulebook};
use saml::AuthnRequest;
use saml::names::attribute_format;
use xml::Element;

use super::{RequestedAttribute, Rule};
use crate::attribute::{AttributeName, Subject};
use crate::names::EXTENSIONS;
use crate::service_type::{ServiceType, ServiceTypeError};

/// The shape of the extensions: the two elements of the profile, each once, with what belongs in them.
pub(super) fn check_shape(
    request: &AuthnRequest,
    book: &Rulebook<Rule>,
) -> Result<(), Breach<Rule>> {
    let extensions = &request.header.extensions;
    let count = |local| {
        let found = extensions
            .iter()
            .filter(|element| element.is(EXTENSIONS, local));
        found.count()
    };
    let (types, lists) = (count("SPType"), count("RequestedAttributes"));
    let foreign = extensions.len() - types - lists;
    let holds = types <= 1 && lists == 1 && foreign == 0;
    book.require(Rule::Extensions, holds, || {
        format!("{types} SPType, {lists} RequestedAttributes and {foreign} other extensions")
    })?;
    if let Some(Err(error)) = stated_type(request) {
        book.require(Rule::Extensions, false, || error.to_string())?;
    }
    let stranger = listed(request).find(|element| !element.is(EXTENSIONS, "RequestedAttribute"));
    book.require(Rule::Extensions, stranger.is_none(), || {
        let name = stranger.map_or("", Element::local);
        format!("{name} among the requested attributes")
    })
}

/// The elements in the list of requested attributes.
fn listed(request: &AuthnRequest) -> impl Iterator<Item = &Element> {
    let lists = request.header.extensions.iter();
    lists
        .filter(|element| element.is(EXTENSIONS, "RequestedAttributes"))
        .flat_map(Element::elements)
}

fn stated_type(request: &AuthnRequest) -> Option<Result<ServiceType, ServiceTypeError>> {
    let mut extensions = request.header.extensions.iter();
    let kind = extensions.find(|element| element.is(EXTENSIONS, "SPType"))?;
    Some(kind.text().trim().parse())
}

/// The type of the service that the request states.
pub(super) fn service_type(request: &AuthnRequest) -> Option<ServiceType> {
    stated_type(request)?.ok()
}

/// The attributes of the registry that are requested; unknown ones are passed over.
pub(super) fn attributes(
    request: &AuthnRequest,
    book: &Rulebook<Rule>,
) -> Result<Vec<RequestedAttribute>, Breach<Rule>> {
    let read = listed(request).filter_map(|element| requested(element, book).transpose());
    read.collect()
}

fn requested(
    element: &Element,
    book: &Rulebook<Rule>,
) -> Result<Option<RequestedAttribute>, Breach<Rule>> {
    let uri = element.attribute("Name");
    let format = element.attribute("NameFormat");
    let flag = match element.attribute("isRequired") {
        None | Some("false" | "0") => Some(false),
        Some("true" | "1") => Some(true),
        Some(_) => None,
    };
    let well = uri.is_some() && format == Some(attribute_format::URI) && flag.is_some();
    book.require(Rule::AttributeSyntax, well, || {
        format!("attribute {uri:?} with name format {format:?}")
    })?;
    let Some(name) = uri.and_then(AttributeName::parse) else {
        return Ok(None);
    };
    book.require(
        Rule::Representative,
        name.of != Subject::Representative,
        || format!("{name} is requested"),
    )?;
    let required = flag.unwrap_or_default();
    let mandatory = name.attribute.is_mandatory();
    book.require(Rule::AttributeFlag, required == mandatory, || {
        format!("{name} has isRequired=\"{required}\", the registry says {mandatory}")
    })?;
    Ok(Some(RequestedAttribute { name, required }))
}
