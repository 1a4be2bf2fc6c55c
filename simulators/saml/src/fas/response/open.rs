//! From the text of a response to an assertion that may be believed.

use rules::{Breach, Rulebook};
use xml::{Element, Limits, Node, SignatureError, Which};

use crate::fas::response::{Receiver, Rule};
use crate::message::Assertion;
use crate::names::{ASSERTION, ENCRYPTION, SIGNATURE};

/// Where an assertion in the clear is.
const IN_THE_CLEAR: Which<'static> = Which::Child {
    namespace: ASSERTION,
    local: "Assertion",
};

/// A response, and whether a signature of the service covers all of it.
pub(crate) struct Envelope {
    pub(crate) root: Element,
    covered: bool,
}

/// An assertion that may be believed.
pub(crate) struct Opened {
    pub(crate) assertion: Assertion,
    pub(crate) encrypted: bool,
}

/// An assertion whose signature is still to be verified: in the clear inside the message, or decrypted and on its own.
struct Found {
    element: Element,
    text: String,
    which: Which<'static>,
    encrypted: bool,
}

type Judged<T> = Result<T, Breach<Rule>>;

/// The response: the signed element when it has a signature.
pub(crate) fn response(
    text: &str,
    receiver: &Receiver<'_>,
    book: &Rulebook<Rule>,
) -> Judged<Envelope> {
    let root = parse(text)?;
    if root.first(SIGNATURE, "Signature").is_none() {
        return Ok(Envelope {
            root,
            covered: false,
        });
    }
    match xml::verify(text, &Which::Root, receiver.certificates, receiver.policy) {
        Ok(verified) => Ok(Envelope {
            root: verified.into_element(),
            covered: true,
        }),
        Err(error) => {
            book.require(Rule::Signature, false, || format!("response: {error}"))?;
            Ok(Envelope {
                root,
                covered: false,
            })
        }
    }
}

/// The one assertion of a response.
pub(crate) fn assertion(
    text: &str,
    envelope: &Envelope,
    receiver: &Receiver<'_>,
    book: &Rulebook<Rule>,
) -> Judged<Opened> {
    let found = find(text, &envelope.root, receiver, book)?;
    let signed = signed(&found, envelope, receiver, book)?;
    let read = if book.enforces(Rule::WholeText) {
        signed
    } else {
        // What was signed has no comments: whoever trips over them reads the message as it came.
        cut_at_comments(&as_it_came(&found)?)
    };
    let assertion = Assertion::from_element(&read)
        .map_err(|error| Breach::new(Rule::Syntax, error.to_string()))?;
    Ok(Opened {
        assertion,
        encrypted: found.encrypted,
    })
}

fn parse(text: &str) -> Judged<Element> {
    xml::parse(text.as_bytes(), &Limits::SAML)
        .map_err(|error| Breach::new(Rule::Syntax, error.to_string()))
}

fn find(
    text: &str,
    root: &Element,
    receiver: &Receiver<'_>,
    book: &Rulebook<Rule>,
) -> Judged<Found> {
    let plain = root.first(ASSERTION, "Assertion");
    let sealed = root.first(ASSERTION, "EncryptedAssertion");
    let count = root.all(ASSERTION, "Assertion").count()
        + root.all(ASSERTION, "EncryptedAssertion").count();
    book.require(Rule::OneAssertion, count == 1, || {
        format!("{count} assertions")
    })?;
    if let Some(sealed) = sealed {
        let element = decrypt(sealed, receiver)?;
        return Ok(Found {
            text: element.to_text(),
            element,
            which: Which::Root,
            encrypted: true,
        });
    }
    let plain = plain.ok_or_else(|| Breach::new(Rule::OneAssertion, "no assertion"))?;
    let required = receiver
        .decryption
        .is_some_and(|decryption| decryption.required);
    book.require(Rule::Encryption, !required, || {
        "assertion is not encrypted".to_owned()
    })?;
    // Whoever does not count takes the first one, on its own.
    let (text, which) = match count {
        1 => (text.to_owned(), IN_THE_CLEAR),
        _ => (plain.clone().declare_scope().to_text(), Which::Root),
    };
    Ok(Found {
        element: plain.clone(),
        text,
        which,
        encrypted: false,
    })
}

fn decrypt(sealed: &Element, receiver: &Receiver<'_>) -> Judged<Element> {
    let broken = |reason: String| Breach::new(Rule::Encryption, reason);
    let decryption = receiver
        .decryption
        .ok_or_else(|| broken("no key for encrypted assertions".to_owned()))?;
    let data = sealed
        .first(ENCRYPTION, "EncryptedData")
        .ok_or_else(|| broken("no EncryptedData".to_owned()))?;
    let data = with_key(data, sealed);
    let element = xml::decrypt(&data, decryption.key, decryption.policy)
        .map_err(|error| broken(error.to_string()))?;
    if element.is(ASSERTION, "Assertion") {
        return Ok(element);
    }
    Err(broken(format!(
        "{} is encrypted, not an assertion",
        element.local()
    )))
}

/// The encrypted data with the encrypted key inside, which some senders put beside it. `[SAML Core §6.1]`
fn with_key(data: &Element, sealed: &Element) -> Element {
    let mut data = data.clone();
    let inside = data.find(ENCRYPTION, "EncryptedKey").is_some();
    let Some(key) = sealed.first(ENCRYPTION, "EncryptedKey").filter(|_| !inside) else {
        return data;
    };
    match data.first_mut(SIGNATURE, "KeyInfo") {
        Some(info) => {
            info.clear();
            info.push(key.clone());
        }
        None => {
            let info = Element::new("ds:KeyInfo", SIGNATURE).child(key.clone());
            data.insert_before(ENCRYPTION, "CipherData", info);
        }
    }
    data
}

/// The element that the service signed, which must be the assertion itself.
fn signed(
    found: &Found,
    envelope: &Envelope,
    receiver: &Receiver<'_>,
    book: &Rulebook<Rule>,
) -> Judged<Element> {
    let error = match xml::verify(
        &found.text,
        &found.which,
        receiver.certificates,
        receiver.policy,
    ) {
        Ok(verified) => return Ok(verified.into_element()),
        Err(error) => error,
    };
    if signed_elsewhere(found, receiver) {
        book.require(Rule::SignedElementUsed, false, || {
            format!("the signature belongs to another assertion: {error}")
        })?;
    } else if matches!(error, SignatureError::Missing { .. }) {
        book.require(Rule::AssertionSigned, false, || {
            "assertion has no signature".to_owned()
        })?;
        book.require(Rule::Signature, envelope.covered, || {
            "nothing is signed".to_owned()
        })?;
    } else {
        book.require(Rule::Signature, false, || format!("assertion: {error}"))?;
    }
    Ok(found.element.clone())
}

/// Whether another assertion somewhere in the message has a signature that holds: signature wrapping.
fn signed_elsewhere(found: &Found, receiver: &Receiver<'_>) -> bool {
    match xml::verify(
        &found.text,
        &Which::Any,
        receiver.certificates,
        receiver.policy,
    ) {
        Ok(verified) => verified.element().is(ASSERTION, "Assertion"),
        Err(_) => false,
    }
}

fn as_it_came(found: &Found) -> Judged<Element> {
    let root = parse(&found.text)?;
    if root.is(ASSERTION, "Assertion") {
        return Ok(root);
    }
    Ok(root.first(ASSERTION, "Assertion").cloned().unwrap_or(root))
}

/// Every text up to its first comment, as a careless reader has it.
fn cut_at_comments(element: &Element) -> Element {
    let mut cut = element.clone();
    let comment = |node: &Node| matches!(node, Node::Comment(_));
    let has_text = cut
        .children()
        .iter()
        .any(|node| matches!(node, Node::Text(text) if !text.trim().is_empty()));
    if has_text && let Some(end) = cut.children().iter().position(comment) {
        cut.children_mut().truncate(end);
    }
    for node in cut.children_mut() {
        if let Node::Element(child) = node {
            *child = cut_at_comments(child);
        }
    }
    cut
}
