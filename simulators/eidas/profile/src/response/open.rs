//! Getting the assertion out of a response.

use rules::{Breach, Rulebook};
use saml::names::ENCRYPTION;
use saml::{Assertion, Response};
use xml::{DecryptionKey, Element, EncryptionError, EncryptionPolicy, KeyTransport, Which};

use super::Rule;
use super::check::Expectations;
use crate::document;
use crate::metadata::Node;

/// The one assertion of a success; nothing where even the rule about that is waived and there is none.
pub(super) fn assertion(
    response: &Response,
    peer: &Node,
    expect: &Expectations<'_>,
    book: &Rulebook<Rule>,
) -> Result<Option<Assertion>, Breach<Rule>> {
    let plain = response.assertions.len();
    let sealed = response.encrypted_assertions.len();
    book.require(Rule::Encrypted, plain == 0 || sealed > 0, || {
        format!("{plain} assertions in the clear")
    })?;
    let opened = response.encrypted_assertions.iter();
    let mut opened = opened.map(|content| decrypt(content, peer, expect.keys, book));
    let first = opened.next().transpose()?;
    if let Some(second) = opened.next() {
        second?;
    }
    book.require(Rule::OneAssertion, plain + sealed == 1, || {
        format!("{sealed} encrypted assertions, {plain} in the clear")
    })?;
    match first {
        Some(element) => {
            check_signature(&element, peer, book)?;
            let read = Assertion::from_element(&element);
            let read = read.map_err(|error| Breach::new(Rule::Schema, error.to_string()))?;
            Ok(Some(read))
        }
        None => Ok(response.assertions.first().cloned()),
    }
}

fn decrypt(
    content: &[Element],
    peer: &Node,
    keys: &[DecryptionKey],
    book: &Rulebook<Rule>,
) -> Result<Element, Breach<Rule>> {
    let data = content
        .iter()
        .find(|element| element.is(ENCRYPTION, "EncryptedData"))
        .ok_or_else(|| Breach::new(Rule::Decryption, "no EncryptedData"))?;
    check_transport(data, peer, book)?;
    let policy = policy(book);
    let mut failure = Breach::new(Rule::Decryption, "this node has no key to decrypt with");
    for key in keys {
        match xml::decrypt(data, key, &policy) {
            Ok(element) => return Ok(element),
            Err(error) => failure = refuse(&error),
        }
    }
    Err(failure)
}

/// The policy of the profile, less what is waived. Who may use the old key transport is a rule of its own.
fn policy(book: &Rulebook<Rule>) -> EncryptionPolicy {
    let any = EncryptionPolicy::any();
    let mut policy = EncryptionPolicy::eidas_1_3();
    if !book.enforces(Rule::EncryptionAlgorithm) {
        policy.data = any.data;
    }
    if !book.enforces(Rule::KeyTransport) {
        policy.transports = any.transports;
        policy.digests = any.digests;
        policy.wraps = any.wraps;
    }
    policy
}

fn check_transport(data: &Element, peer: &Node, book: &Rulebook<Rule>) -> Result<(), Breach<Rule>> {
    let legacy = KeyTransport::RsaOaepMgf1p {
        digest: xml::Hash::Sha1,
    };
    let used = data
        .descendants()
        .filter(|element| element.is(ENCRYPTION, "EncryptedKey"))
        .filter_map(|key| key.first(ENCRYPTION, "EncryptionMethod"))
        .any(|method| method.attribute("Algorithm") == Some(legacy.uri()));
    book.require(Rule::LegacyKeyTransport, !used || peer.is_legacy(), || {
        format!(
            "{} from a node of versions {:?}",
            legacy.uri(),
            peer.versions
        )
    })
}

fn refuse(error: &EncryptionError) -> Breach<Rule> {
    let rule = match error {
        EncryptionError::Data { .. } => Rule::EncryptionAlgorithm,
        EncryptionError::Transport { .. } | EncryptionError::Parameter { .. } => Rule::KeyTransport,
        _ => Rule::Decryption,
    };
    Breach::new(rule, error.to_string())
}

/// A signature of the assertion itself is optional; if it is there it must hold.
fn check_signature(
    assertion: &Element,
    peer: &Node,
    book: &Rulebook<Rule>,
) -> Result<(), Breach<Rule>> {
    if assertion
        .first(saml::names::SIGNATURE, "Signature")
        .is_none()
    {
        return Ok(());
    }
    let policy = document::policy(&|_| false);
    let verified = xml::verify(&assertion.to_text(), &Which::Root, &peer.signing, &policy);
    let holds = verified.as_ref().map(|_| ()).map_err(ToString::to_string);
    book.require(Rule::AssertionSignature, holds.is_ok(), || {
        holds.err().unwrap_or_default()
    })
}
