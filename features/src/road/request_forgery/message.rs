//! What is asked.

use xml::Element;

use super::{Change, EIDAS, Table};
use crate::road::forge::{SAML, SAMLP};

const NATURAL: &str = "http://eidas.europa.eu/attributes/naturalperson/";
const LEGAL: &str = "http://eidas.europa.eu/attributes/legalperson/";
const PERSISTENT: &str = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent";
const TRANSIENT: &str = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient";

/// How deep elements are, one in another, where that is too deep.
const DEPTH: usize = 100;

#[rustfmt::skip]
pub(super) const TABLE: &Table<Change> = &[
    // What no request goes without.
    ("without an ID", |r| r.remove_attribute("ID").map(drop)),
    ("without a Version", |r| r.remove_attribute("Version").map(drop)),
    ("without extensions", |r| r.remove_first(SAMLP, "Extensions").map(drop)),
    ("without an issuer", |r| r.remove_first(SAML, "Issuer").map(drop)),
    ("with two lists of attributes", |r| extend(r, Element::new("eidas:RequestedAttributes", EIDAS))),
    ("for a service that is a charity", |r| extend(r, service_type("charity"))),
    ("for a public service", |r| extend(r, service_type("public"))),
    ("with a hundred elements one in another", |r| first_attribute(r, &deep())),
    ("as a request to log out", |r| { r.rename("saml2p:LogoutRequest", SAMLP); Some(()) }),
    ("with 1 for true and 0 for false", |r| {
        set(r, "ForceAuthn", "1")?;
        set(r, "IsPassive", "0")
    }),
    // Where the answer goes.
    ("for an answer to a host that only looks like its own", |r| set_consumer(r, |origin| format!("{origin}@elsewhere.example"))),
    ("for an answer to a host that begins like its own", |r| set_consumer(r, |origin| format!("{origin}.elsewhere.example"))),
    ("for an answer to its own address", |r| set_consumer(r, str::to_owned)),
    ("for an answer by artifact", |r| set(r, "ProtocolBinding", "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Artifact")),
    ("with a consent that SAML does not know", |r| set(r, "Consent", "urn:oasis:names:tc:SAML:2.0:consent:whatever")),
    // Under which name.
    ("for a persistent name", |r| policy(r, PERSISTENT)),
    ("for a transient name", |r| policy(r, TRANSIENT)),
    // At which level.
    ("for a level without saying which", |r| levels(r, "minimum", &[])),
    ("for exactly the level high", |r| levels(r, "exact", &["http://eidas.europa.eu/LoA/high"])),
    ("for a level better than substantial", |r| levels(r, "better", &["http://eidas.europa.eu/LoA/substantial"])),
    ("for two levels at least", |r| levels(r, "minimum", &["http://eidas.europa.eu/LoA/low", "http://eidas.europa.eu/LoA/high"])),
    ("for the level high twice", |r| levels(r, "minimum", &["http://eidas.europa.eu/LoA/high", "http://eidas.europa.eu/LoA/high"])),
    ("for a level in a capital letter", |r| levels(r, "minimum", &["http://eidas.europa.eu/LoA/High"])),
    ("for a level of another scheme", |r| levels(r, "exact", &["http://eidas.europa.eu/NotNotified/LoA/low"])),
    ("for the level low", |r| levels(r, "minimum", &["http://eidas.europa.eu/LoA/low"])),
    // About whom and what.
    ("for no date of birth", |r| without_attribute(r, "DateOfBirth")),
    ("for a first name that need not be", |r| set(attribute(r, "CurrentGivenName")?, "isRequired", "false")),
    ("for a place of birth that must be", |r| list(r, requested(&format!("{NATURAL}PlaceOfBirth"), "true"))),
    ("for the size of a shoe, too", |r| list(r, requested(&format!("{NATURAL}ShoeSize"), "false"))),
    ("for a company, too", |r| {
        list(r, requested(&format!("{LEGAL}LegalName"), "true"))?;
        list(r, requested(&format!("{LEGAL}LegalPersonIdentifier"), "true"))
    }),
];

fn set(element: &mut Element, attribute: &str, value: &str) -> Option<()> {
    element.set_attribute(attribute, value);
    Some(())
}

fn extend(request: &mut Element, with: Element) -> Option<()> {
    let extensions = request.first_mut(SAMLP, "Extensions")?;
    match with.local() {
        "SPType" => extensions.push_first(with),
        _ => extensions.push(with),
    }
    Some(())
}

fn service_type(word: &str) -> Element {
    Element::new("eidas:SPType", EIDAS).text_child(word)
}

/// Adds to the list of attributes.
fn list(request: &mut Element, entry: Element) -> Option<()> {
    request.find_mut(EIDAS, "RequestedAttributes")?.push(entry);
    Some(())
}

fn requested(uri: &str, required: &str) -> Element {
    Element::new("eidas:RequestedAttribute", EIDAS)
        .attr("Name", uri)
        .attr(
            "NameFormat",
            "urn:oasis:names:tc:SAML:2.0:attrname-format:uri",
        )
        .attr("isRequired", required)
}

fn named(element: &Element, name: &str) -> bool {
    let uri = element.attribute("Name").unwrap_or_default();
    element.is(EIDAS, "RequestedAttribute") && uri.strip_prefix(NATURAL) == Some(name)
}

fn attribute<'r>(request: &'r mut Element, name: &str) -> Option<&'r mut Element> {
    request.find_mut_where(&mut |element| named(element, name))
}

fn without_attribute(request: &mut Element, name: &str) -> Option<()> {
    let list = request
        .find_mut(EIDAS, "RequestedAttributes")?
        .children_mut();
    let before = list.len();
    list.retain(|node| {
        node.as_element()
            .is_none_or(|element| !named(element, name))
    });
    (list.len() < before).then_some(())
}

/// Puts this below the first attribute of the list, where values may be.
fn first_attribute(request: &mut Element, value: &Element) -> Option<()> {
    request
        .find_mut(EIDAS, "RequestedAttribute")?
        .push(value.clone());
    Some(())
}

fn deep() -> Element {
    let inner = || Element::new("x:x", "urn:test:deep");
    (1..DEPTH).fold(inner(), |element, _| inner().child(element))
}

/// Writes the address for answers, from the origin in the issuer's name.
fn set_consumer(request: &mut Element, host: fn(&str) -> String) -> Option<()> {
    let issuer = request.first(SAML, "Issuer")?.text();
    let (origin, _) = issuer.split_once("/EidasNode/")?;
    let place = format!("{}/EidasNode/ColleagueResponse", host(origin));
    request.set_attribute("AssertionConsumerServiceURL", place);
    Some(())
}

fn policy(request: &mut Element, format: &str) -> Option<()> {
    request.remove_all(SAMLP, "NameIDPolicy");
    let policy = Element::new("saml2p:NameIDPolicy", SAMLP)
        .attr("AllowCreate", "true")
        .attr("Format", format);
    request.insert_before(SAMLP, "RequestedAuthnContext", policy);
    Some(())
}

fn levels(request: &mut Element, comparison: &str, levels: &[&str]) -> Option<()> {
    let context = request.first_mut(SAMLP, "RequestedAuthnContext")?;
    context.clear();
    context.set_attribute("Comparison", comparison);
    for level in levels {
        context.push(Element::new("saml2:AuthnContextClassRef", SAML).text_child(*level));
    }
    Some(())
}
