//! Requests between nodes, changed on their way to the middleware.
//!
//! The request that the browser holds is taken apart, changed, signed again as the connector signs, and delivered. Three
//! tables of alterations, which scenarios call by their words: of the message before it is signed, of how it is signed,
//! and of the bytes afterwards.

use conformance_harness::StepError;
use xml::{Element, Hash, SignatureAlgorithm};

use super::forge::{DS, SAML, SAMLP, Signing};
use crate::CardWorld;

/// The field of the form that carries the request.
const FIELD: &str = "SAMLRequest";
const EIDAS: &str = "http://eidas.europa.eu/saml-extensions";
const CONNECTOR: &str = "connector signing";
const INCLUSIVE: &str = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315";

/// A change of the message; nothing when there is nothing to change.
type Change = fn(&mut Element) -> Option<()>;

/// Alterations by their words.
type Table<T> = [(&'static str, T)];

/// Before it is signed.
#[rustfmt::skip]
const MESSAGES: &Table<Change> = &[
    ("without an IssueInstant", |request| request.remove_attribute("IssueInstant").map(drop)),
    ("without a Version", |request| request.remove_attribute("Version").map(drop)),
    ("in Version 1.1", |request| set(request, "Version", "1.1")),
    ("with ForceAuthn false", |request| set(request, "ForceAuthn", "false")),
    ("without ForceAuthn", |request| request.remove_attribute("ForceAuthn").map(drop)),
    ("with IsPassive true", |request| set(request, "IsPassive", "true")),
    ("without IsPassive", |request| request.remove_attribute("IsPassive").map(drop)),
    ("for an address outside the metadata", |request| set(request, "AssertionConsumerServiceURL", "http://stranger.test/acs")),
    ("from an issuer that nobody knows", |request| text(request, SAML, "Issuer", "http://stranger.test/metadata")),
    ("61 seconds old", |request| shift(request, -61)),
    ("two days old", |request| shift(request, -172_800)),
    ("59 seconds old", |request| shift(request, -59)),
    ("with an unknown element in Extensions", |request| child(request, SAMLP, "Extensions", Element::new("x:unknown", "urn:test:unknown"))),
    ("without Extensions", |request| request.remove_first(SAMLP, "Extensions").map(drop)),
    ("with the type of the service twice", |request| child(request, SAMLP, "Extensions", Element::new("eidas:SPType", EIDAS).text_child("public"))),
    ("for an e-mail address as name", |request| policy(request, "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress")),
    ("for a name of a format that does not exist", |request| policy(request, "urn:test:no-format")),
    ("without a level", |request| request.remove_first(SAMLP, "RequestedAuthnContext").map(drop)),
    ("with a comment inside the issuer", comment_in_issuer),
    ("with a persistent name", |request| policy(request, "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent")),
];

/// How it is signed.
#[rustfmt::skip]
const SIGNATURES: &Table<fn() -> Signing> = &[
    ("by a key that the metadata do not name", || Signing::with("stranger signing")),
    ("with the key of the metadata", || Signing::with("connector metadata")),
    ("with SHA-1", || Signing::with(CONNECTOR).algorithm(SignatureAlgorithm::Ecdsa(Hash::Sha1))),
    ("over a digest of SHA-1", || Signing { digest: Hash::Sha1, ..Signing::with(CONNECTOR) }),
    ("with two references", || edited(two_references)),
    ("with a foreign transform", || edited(foreign_transform)),
    ("with SHA-384", || Signing { digest: Hash::Sha384, ..Signing::with(CONNECTOR).algorithm(SignatureAlgorithm::Ecdsa(Hash::Sha384)) }),
];

/// The text after it was signed.
#[rustfmt::skip]
const TEXTS: &Table<fn(&str) -> String> = &[
    ("without its signature", without_signature),
    ("changed after signing", |text| text.replace("/LoA/high<", "/LoA/low<")),
    ("behind a document type", |text| behind("<!DOCTYPE x>", text)),
    ("with an external entity", |text| behind("<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/hostname\">]>", text)),
    ("with entities that grow", |text| behind("<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>", text)),
    ("cut in the middle", |text| text.chars().take(text.len() / 2).collect()),
    ("as another document", |_| "<greeting xmlns=\"urn:test\">hello</greeting>".to_owned()),
    ("below a thousand elements", |text| format!("{}{}{}", "<a>".repeat(1000), body(text), "</a>".repeat(1000))),
];

fn set(element: &mut Element, attribute: &str, value: &str) -> Option<()> {
    element.set_attribute(attribute, value);
    Some(())
}

fn text(element: &mut Element, namespace: &str, local: &str, value: &str) -> Option<()> {
    element.first_mut(namespace, local)?.set_text(value);
    Some(())
}

fn child(element: &mut Element, namespace: &str, local: &str, new: Element) -> Option<()> {
    element.first_mut(namespace, local)?.push(new);
    Some(())
}

fn shift(request: &mut Element, seconds: i64) -> Option<()> {
    let moment: saml::Instant = request.attribute("IssueInstant")?.parse().ok()?;
    request.set_attribute("IssueInstant", moment.plus(seconds).to_string());
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

fn comment_in_issuer(request: &mut Element) -> Option<()> {
    let issuer = request.first_mut(SAML, "Issuer")?;
    let whole = issuer.text();
    let (head, tail) = whole.split_at_checked(whole.len() / 2)?;
    let (head, tail) = (head.to_owned(), tail.to_owned());
    issuer.clear();
    issuer.push(xml::Node::Text(head));
    issuer.push(xml::Node::Comment("TEST".into()));
    issuer.push(xml::Node::Text(tail));
    Some(())
}

fn edited(edit: fn(&mut Element)) -> Signing {
    Signing {
        edit: Some(Box::new(edit)),
        ..Signing::with(CONNECTOR)
    }
}

fn two_references(signature: &mut Element) {
    if let Some(info) = signature.first_mut(DS, "SignedInfo")
        && let Some(reference) = info.first(DS, "Reference").cloned()
    {
        info.push(reference);
    }
}

fn foreign_transform(signature: &mut Element) {
    if let Some(transforms) = signature.find_mut(DS, "Transforms") {
        transforms.push(Element::new("ds:Transform", DS).attr("Algorithm", INCLUSIVE));
    }
}

fn without_signature(text: &str) -> String {
    match (text.find("<ds:Signature "), text.find("</ds:Signature>")) {
        (Some(begin), Some(end)) => {
            let (head, tail) = (text.get(..begin), text.get(end + "</ds:Signature>".len()..));
            [head, tail].into_iter().flatten().collect()
        }
        _ => text.to_owned(),
    }
}

/// The text without its XML declaration.
fn body(text: &str) -> &str {
    match text.split_once("?>") {
        Some((_, body)) if text.starts_with("<?xml") => body,
        _ => text,
    }
}

fn behind(prologue: &str, text: &str) -> String {
    format!("{prologue}{}", body(text))
}

fn look_up<T: Copy>(table: &Table<T>, words: &str) -> Result<T, StepError> {
    let row = table.iter().find(|(known, _)| *known == words);
    let missing = || StepError::precondition(format!("no alteration is called {words:?}"));
    row.map(|(_, alteration)| *alteration).ok_or_else(missing)
}

/// Moves of somebody between connector and middleware.
impl CardWorld {
    /// Changes the request, signs it again and delivers it.
    ///
    /// # Errors
    ///
    /// When no alteration has these words, or the middleware does not answer.
    pub fn alter_request(&mut self, words: &str) -> Result<(), StepError> {
        let mut request = self.pending_xml(FIELD)?;
        let changed = look_up(MESSAGES, words)?(&mut request);
        changed.ok_or_else(|| StepError::precondition("there is nothing to change"))?;
        let text = self.sign(&request, &Signing::with(CONNECTOR))?;
        self.deliver_text(FIELD, &text)
    }

    /// Signs the request in another way and delivers it.
    ///
    /// # Errors
    ///
    /// As [`CardWorld::alter_request`].
    pub fn sign_request(&mut self, words: &str) -> Result<(), StepError> {
        let request = self.pending_xml(FIELD)?;
        let text = self.sign(&request, &look_up(SIGNATURES, words)?())?;
        self.deliver_text(FIELD, &text)
    }

    /// Changes the bytes of the signed request and delivers them.
    ///
    /// # Errors
    ///
    /// As [`CardWorld::alter_request`].
    pub fn alter_request_text(&mut self, words: &str) -> Result<(), StepError> {
        let text = self.pending_text(FIELD)?;
        let changed = look_up(TEXTS, words)?(&text);
        if changed == text {
            return Err(StepError::precondition("there is nothing to change"));
        }
        self.deliver_text(FIELD, &changed)
    }

    /// Delivers the request twice.
    ///
    /// # Errors
    ///
    /// When the middleware does not answer.
    pub fn deliver_request_twice(&mut self) -> Result<(), StepError> {
        let message = self.pending()?;
        self.browser()?
            .resume(message.clone())
            .map_err(super::citizen::unanswered)?;
        self.deliver(message)
    }
}
