//! How libraries have read responses that they should have refused.
//!
//! A careless reader looks for a reason to believe an assertion, and finds one where there is none. What it believes is
//! put into the response alone, in the clear and without signatures; all other rules still hold for that.

use rules::Rulebook;
use saml::fas::response::{Receiver, Rule};
use saml::names::{ASSERTION, ENCRYPTION, SIGNATURE};
use xml::{
    Element, EncryptionPolicy, Hash, Limits, Node, SignatureAlgorithm, SignaturePolicy, Structure,
    Trust, Which,
};

use crate::Fault;

/// A reader who has made up its mind.
struct Reader<'a> {
    fault: Fault,
    receiver: &'a Receiver<'a>,
    /// The message, with every assertion in the clear.
    root: Element,
    assertions: Vec<Element>,
}

/// The response with the one assertion that a careless reader believes; nothing when it has no reason for any.
pub(super) fn believed(fault: Fault, text: &str, receiver: &Receiver<'_>) -> Option<String> {
    if !is_reading(fault) {
        return None;
    }
    let text = if fault == Fault::ResolvesEntities {
        without_document_type(text)
    } else {
        text.to_owned()
    };
    let mut root = xml::parse(text.as_bytes(), &Limits::SAML).ok()?;
    open(&mut root, fault, receiver);
    let assertions: Vec<Element> = root
        .descendants()
        .filter(|element| element.is(ASSERTION, "Assertion"))
        .map(|element| element.clone().declare_scope())
        .collect();
    let reader = Reader {
        fault,
        receiver,
        root,
        assertions,
    };
    let assertion = reader.choice()?;
    Some(reader.alone(assertion))
}

/// The rules that are left to whoever has believed an assertion already.
pub(super) fn rules(book: &Rulebook<Rule>) -> Rulebook<Rule> {
    [
        Rule::Signature,
        Rule::AssertionSigned,
        Rule::SignedElementUsed,
        Rule::Encryption,
    ]
    .into_iter()
    .fold(book.clone(), Rulebook::without)
}

const fn is_reading(fault: Fault) -> bool {
    matches!(
        fault,
        Fault::ReadsFirstAssertion
            | Fault::ReadsLastAssertion
            | Fault::ReadsUnderSignature
            | Fault::TrustsKeyInMessage
            | Fault::TakesWeakAlgorithms
            | Fault::TakesUnknownAlgorithm
            | Fault::TakesMacUnderCertificate
            | Fault::ReadsDigestInComment
            | Fault::ReadsOtherSignedInfo
            | Fault::NeedsNoReference
            | Fault::RunsAnyTransform
            | Fault::ForgetsDigest
            | Fault::OpensAnyEncryption
            | Fault::DigestsInstructionsAsText
            | Fault::ResolvesEntities
            | Fault::ReadsFirstAudience
            | Fault::ReadsLastValue
            | Fault::ReadsNamesInAnyCase
    )
}

/// Opens every encrypted assertion where it is.
fn open(root: &mut Element, fault: Fault, receiver: &Receiver<'_>) {
    let Some(decryption) = receiver.decryption else {
        return;
    };
    let any = EncryptionPolicy::any();
    let policy = if fault == Fault::OpensAnyEncryption {
        &any
    } else {
        decryption.policy
    };
    for node in root.children_mut() {
        let Node::Element(child) = node else {
            continue;
        };
        if !child.is(ASSERTION, "EncryptedAssertion") {
            continue;
        }
        let data = child.first(ENCRYPTION, "EncryptedData");
        let opened = data.and_then(|data| xml::decrypt(data, decryption.key, policy).ok());
        if let Some(opened) = opened {
            *child = opened;
        }
    }
}

fn without_document_type(text: &str) -> String {
    let Some((before, rest)) = text.split_once("<!DOCTYPE") else {
        return text.to_owned();
    };
    let end = match rest.find("]>") {
        Some(end) => end.saturating_add(2),
        None => rest.find('>').map_or(0, |end| end.saturating_add(1)),
    };
    format!("{before}{}", rest.get(end..).unwrap_or_default())
}

impl Reader<'_> {
    fn choice(&self) -> Option<Element> {
        let assertions = || self.assertions.iter();
        match self.fault {
            Fault::ReadsFirstAssertion => {
                self.any_signed().then(|| assertions().next().cloned())?
            }
            Fault::ReadsLastAssertion => self.any_signed().then(|| assertions().last().cloned())?,
            Fault::ReadsFirstAudience => self.strictly(|assertion| {
                keep_one(assertion, "AudienceRestriction", "Audience", true);
            }),
            Fault::ReadsNamesInAnyCase => self.strictly(fold_names),
            Fault::ReadsLastValue => self.strictly(|assertion| {
                keep_one(assertion, "Attribute", "AttributeValue", false);
            }),
            Fault::ReadsUnderSignature => assertions()
                .find(|assertion| self.covers_id(assertion))
                .cloned(),
            _ => assertions()
                .find(|assertion| self.believes(assertion))
                .cloned(),
        }
    }

    /// The assertion that is signed as it should be, changed.
    fn strictly(&self, change: fn(&mut Element)) -> Option<Element> {
        let mut assertions = self.assertions.iter();
        let mut found = assertions
            .find(|assertion| self.holds(assertion, self.receiver.policy))?
            .clone();
        change(&mut found);
        Some(found)
    }

    fn believes(&self, assertion: &Element) -> bool {
        let strict = self.receiver.policy.clone();
        match self.fault {
            Fault::TrustsKeyInMessage => {
                let trust = Trust::Anybody;
                self.holds(assertion, &SignaturePolicy { trust, ..strict })
            }
            Fault::TakesWeakAlgorithms => self.holds(assertion, &SignaturePolicy::any()),
            Fault::RunsAnyTransform => {
                let structure = Structure::Library;
                self.holds(
                    assertion,
                    &SignaturePolicy {
                        structure,
                        ..strict
                    },
                ) || self.signed_values(assertion).any(|(_, holds)| holds)
                    && has_foreign_transform(assertion)
            }
            Fault::OpensAnyEncryption | Fault::ResolvesEntities => self.holds(assertion, &strict),
            Fault::DigestsInstructionsAsText => {
                self.holds(&instructions_as_text(assertion), &strict)
            }
            _ => self.pieces_hold(assertion),
        }
    }

    /// Value and digest, each looked at on its own.
    fn pieces_hold(&self, assertion: &Element) -> bool {
        let infos: Vec<(Element, bool)> = self.signed_values(assertion).collect();
        let any_value = infos.iter().any(|(_, holds)| *holds);
        let digest = digest_of(assertion);
        let told = |info: &Element| info.find(SIGNATURE, "DigestValue").map(Element::text);
        let right = |info: &Element| told(info) == digest;
        match self.fault {
            Fault::ReadsOtherSignedInfo => any_value && infos.iter().any(|(info, _)| right(info)),
            Fault::ReadsDigestInComment => {
                any_value
                    && infos
                        .iter()
                        .any(|(info, _)| comments(info).into_iter().any(|it| Some(it) == digest))
            }
            Fault::NeedsNoReference => infos
                .iter()
                .any(|(info, holds)| *holds && info.first(SIGNATURE, "Reference").is_none()),
            Fault::ForgetsDigest => any_value,
            Fault::TakesUnknownAlgorithm => infos
                .iter()
                .any(|(info, _)| right(info) && algorithm(info).hash().is_none()),
            Fault::TakesMacUnderCertificate => infos
                .iter()
                .any(|(info, _)| right(info) && self.mac_holds(assertion, info)),
            _ => false,
        }
    }

    fn holds(&self, assertion: &Element, policy: &SignaturePolicy) -> bool {
        let text = assertion.to_text();
        xml::verify(&text, &Which::Root, self.receiver.certificates, policy).is_ok()
    }

    /// Whether some signature in the message holds, for whatever element.
    fn any_signed(&self) -> bool {
        let strict = self.receiver.policy;
        let here = |element: &Element, which: Which<'_>| {
            let text = element.clone().declare_scope().to_text();
            xml::verify(&text, &which, self.receiver.certificates, strict).is_ok()
        };
        let signed = |element: &&Element| element.first(SIGNATURE, "Signature").is_some();
        self.root
            .descendants()
            .filter(signed)
            .any(|element| here(element, Which::Root) || here(element, Which::Any))
            || here(&self.root, Which::Any)
            || self.moved_holds()
    }

    /// Whether a signature that was moved fits the element of its ID.
    fn moved_holds(&self) -> bool {
        let mut signatures = self
            .root
            .descendants()
            .filter(|element| element.is(SIGNATURE, "Signature"));
        signatures.any(|signature| {
            let info = signature.first(SIGNATURE, "SignedInfo");
            let told = info.and_then(|info| info.find(SIGNATURE, "DigestValue"));
            let told = told.map(Element::text);
            let value = info.is_some_and(|info| self.value_holds(signature, info));
            value
                && self
                    .root
                    .descendants()
                    .any(|element| digest_of(element) == told)
        })
    }

    /// Whether an assertion has the ID that a signature somewhere refers to.
    fn covers_id(&self, assertion: &Element) -> bool {
        let id = assertion.attribute("ID").unwrap_or_default();
        let wanted = format!("#{id}");
        self.any_signed()
            && self
                .root
                .descendants()
                .filter(|element| element.is(SIGNATURE, "Reference"))
                .any(|reference| reference.attribute("URI") == Some(&wanted))
    }

    /// Each SignedInfo of an assertion, and whether the value of its signature holds for it.
    fn signed_values<'e>(
        &'e self,
        assertion: &'e Element,
    ) -> impl Iterator<Item = (Element, bool)> + 'e {
        let signature = assertion.first(SIGNATURE, "Signature");
        signature.into_iter().flat_map(move |signature| {
            let infos = signature.all(SIGNATURE, "SignedInfo");
            infos.map(move |info| (info.clone(), self.value_holds(signature, info)))
        })
    }

    fn value_holds(&self, signature: &Element, info: &Element) -> bool {
        let Ok(bytes) = xml::canonical(info) else {
            return false;
        };
        let value = signature.first(SIGNATURE, "SignatureValue");
        let value = value.map(Element::text).unwrap_or_default();
        let Some(value) = xml::decode_base64(&value) else {
            return false;
        };
        let receiver = self.receiver;
        let certificates = receiver.certificates;
        xml::verify_bytes(
            &bytes,
            &value,
            &algorithm(info),
            certificates,
            receiver.policy,
        )
        .is_ok()
    }

    /// Whether the value is a MAC under a certificate that everybody knows.
    fn mac_holds(&self, assertion: &Element, info: &Element) -> bool {
        let value = assertion
            .find(SIGNATURE, "SignatureValue")
            .map(Element::text)
            .and_then(|text| xml::decode_base64(&text));
        let (Some(value), Ok(bytes)) = (value, xml::canonical(info)) else {
            return false;
        };
        let certificates = self.receiver.certificates.iter();
        algorithm(info).uri().contains("hmac")
            && certificates
                .into_iter()
                .any(|key| hmac(key, &bytes) == value)
    }

    /// The message with nothing but this assertion in it.
    fn alone(&self, mut assertion: Element) -> String {
        assertion.remove_all(SIGNATURE, "Signature");
        assertion.remove_all(ASSERTION, "Assertion");
        let mut root = self.root.clone();
        root.remove_all(SIGNATURE, "Signature");
        root.remove_all(ASSERTION, "Assertion");
        root.remove_all(ASSERTION, "EncryptedAssertion");
        root.push(assertion);
        root.to_document()
    }
}

fn algorithm(info: &Element) -> SignatureAlgorithm {
    let method = info.first(SIGNATURE, "SignatureMethod");
    let uri = method.and_then(|method| method.attribute("Algorithm"));
    SignatureAlgorithm::from_uri(uri.unwrap_or_default())
}

/// The digest of an element without its signature.
fn digest_of(element: &Element) -> Option<String> {
    let mut bare = element.clone();
    bare.remove_all(SIGNATURE, "Signature");
    let bytes = xml::canonical(&bare).ok()?;
    Some(xml::encode_base64(
        Hash::Sha256.digest(&[&bytes]).as_bytes(),
    ))
}

fn comments(info: &Element) -> Vec<String> {
    let value = info.find(SIGNATURE, "DigestValue");
    let nodes = value.map(Element::children).unwrap_or_default();
    let comment = |node: &Node| match node {
        Node::Comment(text) => Some(text.clone()),
        _ => None,
    };
    nodes.iter().filter_map(comment).collect()
}

fn has_foreign_transform(assertion: &Element) -> bool {
    assertion
        .find(SIGNATURE, "Transforms")
        .is_some_and(|transforms| transforms.elements().count() > 2)
}

/// Every instruction becomes what it says.
fn instructions_as_text(element: &Element) -> Element {
    let mut read = element.clone();
    for node in read.children_mut() {
        match node {
            Node::Instruction { data, .. } => *node = Node::Text(data.clone()),
            Node::Element(child) => *child = instructions_as_text(child),
            _ => {}
        }
    }
    read
}

/// Of the children of one name in each element of another, the first or the last stays.
fn keep_one(element: &mut Element, parent: &str, child: &str, first: bool) {
    if element.is(ASSERTION, parent) {
        let all: Vec<Element> = element.all(ASSERTION, child).cloned().collect();
        let one = if first { all.first() } else { all.last() };
        element.remove_all(ASSERTION, child);
        if let Some(one) = one {
            element.push(one.clone());
        }
        return;
    }
    for inner in element.elements_mut() {
        keep_one(inner, parent, child, first);
    }
}

/// Every attribute gives its values to the ones before it whose names it has in other letters.
fn fold_names(assertion: &mut Element) {
    let all: Vec<Element> = assertion
        .descendants()
        .filter(|element| element.is(ASSERTION, "Attribute"))
        .cloned()
        .collect();
    for later in &all {
        let name = later.attribute("Name").unwrap_or_default();
        let same = |known: &str| known != name && known.eq_ignore_ascii_case(name);
        let mut alike = |element: &Element| element.attribute("Name").is_some_and(same);
        if let Some(earlier) = assertion.find_mut_where(&mut alike) {
            *earlier.children_mut() = later.children().to_vec();
        }
    }
}

/// HMAC with SHA-256 `[RFC 2104]`.
fn hmac(key: &[u8], message: &[u8]) -> Vec<u8> {
    const BLOCK: usize = 64;
    let mut block = if key.len() > BLOCK {
        Hash::Sha256.digest(&[key]).as_bytes().to_vec()
    } else {
        key.to_vec()
    };
    block.resize(BLOCK, 0);
    let pad = |with: u8| block.iter().map(|byte| byte ^ with).collect::<Vec<_>>();
    let inner = Hash::Sha256.digest(&[&pad(0x36), message]);
    let outer = Hash::Sha256.digest(&[&pad(0x5c), inner.as_bytes()]);
    outer.as_bytes().to_vec()
}
