//! Rules that hold for every document.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests"
)]

#[path = "support/keys.rs"]
mod keys;

use std::sync::OnceLock;

use bergshamra::c14n::{C14nMode, canonicalize};
use proptest::{collection::vec, prelude::*, sample::select};
use xml::{
    Attribute, DecryptionKey, Element, EncryptionPolicy, Hash, Limits, Node, SignWith,
    SignatureAlgorithm, SignaturePolicy, SigningKey, Structure, Trust, Which, decrypt, parse,
    screen, sign, verify,
};

const NAMESPACES: [(&str, &str); 5] = [
    ("", ""),
    ("", "urn:a"),
    ("a", "urn:a"),
    ("b", "urn:b"),
    ("a", "urn:c"),
];

fn text() -> impl Strategy<Value = String> {
    let odd = select(vec![
        '\r', '\n', '\t', ' ', '<', '>', '&', '"', '\'', ']', 'x', 'ä', '𝄞',
    ]);
    vec(odd, 0..8).prop_map(|characters| characters.into_iter().collect())
}

fn name() -> impl Strategy<Value = (String, &'static str)> {
    let local = select(vec!["r", "s", "long-name.1"]);
    (select(NAMESPACES.to_vec()), local).prop_map(|((prefix, namespace), local)| {
        let name = if prefix.is_empty() {
            local.to_owned()
        } else {
            format!("{prefix}:{local}")
        };
        (name, namespace)
    })
}

fn leaf() -> impl Strategy<Value = Node> {
    prop_oneof![
        4 => text().prop_map(Node::Text),
        1 => "[ a-z&<>]{0,6}".prop_map(Node::Comment),
        1 => ("[a-w]{1,4}", "([a-z&<>][a-z&<> ]{0,6})?")
            .prop_map(|(target, data)| Node::Instruction { target, data }),
    ]
}

fn build(
    name: &(String, &str),
    attributes: Vec<((String, &'static str), String)>,
    declared: Option<(&str, &str)>,
    children: Vec<Node>,
) -> Element {
    let mut element = Element::new(&name.0, name.1);
    for ((name, namespace), value) in attributes {
        // A prefix without a namespace, and a namespace without a prefix, are for tests only.
        element.set_attribute_in(&name, namespace, value);
    }
    if let Some((prefix, namespace)) = declared {
        element.set_declaration(prefix, namespace);
    }
    *element.children_mut() = children;
    element
}

fn element() -> impl Strategy<Value = Element> {
    let declared =
        || proptest::option::of(select(vec![("z", "urn:z"), ("a", "urn:b"), ("", "urn:d")]));
    let with = move |children: BoxedStrategy<Vec<Node>>| {
        (name(), vec((name(), text()), 0..4), declared(), children).prop_map(
            |(name, attributes, declared, children)| build(&name, attributes, declared, children),
        )
    };
    with(vec(leaf(), 0..3).boxed()).prop_recursive(4, 24, 4, move |inner| {
        let node = prop_oneof![leaf(), inner.prop_map(Node::Element)];
        with(vec(node, 0..5).boxed())
    })
}

/// Name, attributes and content, without prefixes and the order of attributes.
#[derive(Debug, PartialEq)]
struct Meaning {
    name: (String, String),
    attributes: Vec<(String, String, String)>,
    children: Vec<Content>,
}

#[derive(Debug, PartialEq)]
enum Content {
    Element(Meaning),
    Text(String),
    Other(String),
}

fn meaning(element: &Element) -> Meaning {
    let of = |attribute: &Attribute| {
        let namespace = attribute.namespace.to_string();
        (namespace, attribute.local.clone(), attribute.value.clone())
    };
    let mut attributes: Vec<_> = element.attributes().iter().map(of).collect();
    attributes.sort();
    let mut children = Vec::new();
    for node in element.children() {
        match (node, children.last_mut()) {
            (Node::Text(text), _) if text.is_empty() => {}
            (Node::Text(text), Some(Content::Text(before))) => before.push_str(text),
            (Node::Text(text), _) => children.push(Content::Text(text.clone())),
            (Node::Element(element), _) => children.push(Content::Element(meaning(element))),
            (other, _) => children.push(Content::Other(format!("{other:?}"))),
        }
    }
    let name = (element.namespace().to_owned(), element.local().to_owned());
    Meaning {
        name,
        attributes,
        children,
    }
}

/// Writes a tree as a stranger might: other quotes, white space in tags, CDATA, references.
fn strange(element: &Element) -> String {
    element
        .to_text()
        .replace("/>", " \n/>")
        .replace(" xmlns", "\n\txmlns")
        .replace("&gt;", "<![CDATA[>]]>")
        .replace('x', "&#120;")
        .replace("&#120;mlns", "xmlns")
}

fn canonical(text: &str, mode: C14nMode) -> Vec<u8> {
    canonicalize::<&str>(text, mode, None, &[]).unwrap()
}

proptest! {
    #[test]
    fn what_is_written_reads_back(element in element()) {
        let text = element.to_text();
        let back = parse(text.as_bytes(), &Limits::SAML).unwrap();
        prop_assert_eq!(meaning(&back), meaning(&element), "{}", text);
        let document = parse(element.to_document().as_bytes(), &Limits::SAML).unwrap();
        prop_assert_eq!(&document, &back);
    }

    #[test]
    fn what_was_read_is_written_as_it_was(element in element()) {
        let once = parse(element.to_text().as_bytes(), &Limits::SAML).unwrap();
        let twice = parse(once.to_text().as_bytes(), &Limits::SAML).unwrap();
        prop_assert_eq!(&twice, &once);
        prop_assert_eq!(twice.to_text(), once.to_text());
    }

    #[test]
    fn writing_keeps_the_canonical_form(element in element()) {
        let text = strange(&element);
        let Ok(read) = parse(text.as_bytes(), &Limits::SAML) else {
            // A replacement inside a comment.
            return Ok(());
        };
        for mode in [C14nMode::Exclusive, C14nMode::Inclusive, C14nMode::ExclusiveWithComments] {
            prop_assert_eq!(canonical(&text, mode), canonical(&read.to_text(), mode), "{}", text);
        }
    }

    #[test]
    fn the_canonical_form_means_the_same(element in element()) {
        let bytes = canonical(&element.to_text(), C14nMode::ExclusiveWithComments);
        let read = parse(&bytes, &Limits::SAML).unwrap();
        prop_assert_eq!(meaning(&read), meaning(&element));
    }

    #[test]
    fn no_bytes_make_it_panic(bytes: Vec<u8>) {
        let _ = parse(&bytes, &Limits::SAML);
    }

    #[test]
    fn no_markup_makes_it_panic(text in r#"([<>/&;"'=! a\[\]?-]|<a|</a>|<!\[CDATA\[|<!--|-->|xmlns|&#|<\?xml|ä){0,40}"#) {
        if let Ok(read) = parse(text.as_bytes(), &Limits::SAML) {
            prop_assert_eq!(parse(read.to_text().as_bytes(), &Limits::SAML).unwrap(), read);
        }
        let _ = verify(&text, &Which::Root, &[], &SignaturePolicy::any());
    }

    #[test]
    fn no_prefix_of_a_document_is_one(element in element(), cut in any::<prop::sample::Index>()) {
        let text = element.to_text();
        let cut = cut.index(text.len());
        prop_assert!(parse(&text.as_bytes()[..cut], &Limits::SAML).is_err());
    }

    #[test]
    fn the_screen_refuses_every_document_type(before in "[ \n]{0,3}(<!-- x -->)?[ \n]{0,3}", inside in "[a-z '\"]{0,9}", element in element()) {
        let text = format!("{before}<!DOCTYPE {inside}>{element}");
        let found = screen(text.as_bytes(), &Limits::SAML);
        prop_assert!(matches!(found, Err(xml::XmlError::DocumentType { .. } | xml::XmlError::Malformed { .. })), "{:?}", found);
        prop_assert!(parse(text.as_bytes(), &Limits::SAML).is_err());
    }
}

struct Signer {
    key: SigningKey,
    trusted: [Vec<u8>; 1],
    recipient: DecryptionKey,
}

fn signer() -> &'static Signer {
    static SIGNER: OnceLock<Signer> = OnceLock::new();
    SIGNER.get_or_init(|| {
        let identity = keys::p256();
        Signer {
            key: SigningKey::from_pkcs8(&identity.key, &identity.certificate).unwrap(),
            recipient: DecryptionKey::from_pkcs8(&identity.key, &identity.certificate).unwrap(),
            trusted: [identity.certificate],
        }
    })
}

const ECDSA: SignatureAlgorithm = SignatureAlgorithm::Ecdsa(Hash::Sha256);

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_signature_survives_being_read_and_written(element in element()) {
        let mut root = element;
        root.set_attribute("ID", "_1");
        let text = sign(&root, &SignWith::new(&signer().key, &ECDSA)).unwrap();
        let policy = SignaturePolicy::eidas();
        let verified = verify(&text, &Which::Root, &signer().trusted, &policy).unwrap();
        let mut again = parse(text.as_bytes(), &Limits::SAML).unwrap();
        again.attributes_mut().reverse();
        let other_quotes = again.to_document().replace("ID=\"_1\"", "ID = '_1'");
        for text in [again.to_document(), other_quotes] {
            let found = verify(&text, &Which::Root, &signer().trusted, &policy).unwrap();
            prop_assert_eq!(found.element(), verified.element());
        }
    }

    #[test]
    fn no_changed_character_keeps_a_signature(at in any::<prop::sample::Index>(), to: char) {
        static TEXT: OnceLock<(String, Element)> = OnceLock::new();
        let (text, signed) = TEXT.get_or_init(|| {
            let root = Element::new("r", "urn:r").attr("ID", "_1").attr("a", "one")
                .child(Element::new("s", "urn:r").text_child("two"));
            let text = sign(&root, &SignWith::new(&signer().key, &ECDSA)).unwrap();
            let verified = verify(&text, &Which::Root, &signer().trusted, &SignaturePolicy::eidas());
            (text, verified.unwrap().into_element())
        });
        let mut characters: Vec<_> = text.chars().collect();
        let at = at.index(characters.len());
        characters[at] = to;
        let changed: String = characters.into_iter().collect();
        // Some characters are not signed, such as those of the XML declaration; what is handed out
        // is then what was signed.
        if let Ok(found) = verify(&changed, &Which::Root, &signer().trusted, &SignaturePolicy::eidas()) {
            prop_assert_eq!(found.element(), signed);
        }
    }

    #[test]
    fn no_changed_signature_makes_it_panic(edits in vec((any::<prop::sample::Index>(), 0..6_u8, text()), 1..4)) {
        let mut root = Element::new("r", "").attr("ID", "_1");
        xml::sign_in_place(&mut root, Which::Root, &SignWith::new(&signer().key, &ECDSA)).unwrap();
        spoil(&mut root, &edits);
        let mut policy = SignaturePolicy::any();
        policy.trust = Trust::Anybody;
        for structure in [Structure::Profile, Structure::Library] {
            policy.structure = structure;
            let _ = verify(&root.to_document(), &Which::Root, &signer().trusted, &policy);
            let _ = verify(&root.to_document(), &Which::Any, &signer().trusted, &policy);
        }
    }

    #[test]
    fn no_changed_encryption_makes_it_panic(seed: u64, edits in vec((any::<prop::sample::Index>(), 0..6_u8, text()), 1..4)) {
        let date = ambient::Date::new(2026, 3, 1).unwrap();
        let rng = &mut ambient::Ambient::simulated(seed, date).stream("encryption");
        let recipient = &signer().trusted[0];
        let (data, transport) = (xml::DataAlgorithm::Aes128Gcm, xml::KeyTransport::ECDH_ES);
        let mut encrypted = xml::encrypt(&Element::new("r", ""), recipient, &data, &transport, rng).unwrap();
        spoil(&mut encrypted, &edits);
        let _ = decrypt(&encrypted, &signer().recipient, &EncryptionPolicy::any());
    }
}

/// Changes elements somewhere in a tree.
fn spoil(root: &mut Element, edits: &[(prop::sample::Index, u8, String)]) {
    for (index, kind, text) in edits {
        let count = root.descendants().count();
        if count == 0 {
            return;
        }
        let mut left = index.index(count);
        let found = root.find_mut_where(&mut |_| {
            let here = left == 0;
            left = left.wrapping_sub(1);
            here
        });
        let Some(element) = found else { return };
        match kind {
            0 => element.set_text(text.clone()),
            1 => element.clear(),
            2 => element.set_attribute("Algorithm", text.clone()),
            3 => drop(element.remove_attribute("Algorithm")),
            4 => element.set_attribute("URI", text.clone()),
            _ => element.rename("spoiled", ""),
        }
    }
}
