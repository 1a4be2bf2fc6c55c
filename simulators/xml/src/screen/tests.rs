use super::{Limits, screen};
use crate::XmlError;

fn refused(text: &str) -> XmlError {
    screen(text.as_bytes(), &Limits::SAML).unwrap_err()
}

#[test]
fn a_document_type_is_refused_even_if_it_is_empty() {
    for text in [
        "<!DOCTYPE a><a/>",
        "<!DOCTYPE a []><a/>",
        "<?xml version='1.0'?>\n<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>",
        "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>",
    ] {
        assert!(
            matches!(refused(text), XmlError::DocumentType { .. }),
            "{text}"
        );
    }
}

#[test]
fn only_the_five_built_in_entities_pass() {
    let text =
        "<a b='&lt;&gt;&amp;&apos;&quot;&#65;&#x41;'>&lt;&gt;&amp;&apos;&quot;&#65;&#x41;</a>";
    assert!(screen(text.as_bytes(), &Limits::SAML).is_ok());
    for text in ["<a>&nbsp;</a>", "<a b='&nbsp;'/>", "<a><b/>&nbsp;</a>"] {
        let XmlError::Entity { name, .. } = refused(text) else {
            panic!("{text}")
        };
        assert_eq!(name, "nbsp");
    }
}

#[test]
fn an_entity_bomb_is_refused_before_it_is_expanded() {
    let entities: String = (1..10)
        .map(|n| format!("<!ENTITY e{n} '{}'>", format!("&e{};", n - 1).repeat(10)))
        .collect();
    let bomb = format!("<!DOCTYPE a [<!ENTITY e0 'x'>{entities}]><a>&e9;</a>");
    assert!(matches!(refused(&bomb), XmlError::DocumentType { .. }));
}

#[test]
fn depth_is_limited() {
    let nested = |depth: usize| format!("{}{}", "<a>".repeat(depth), "</a>".repeat(depth));
    assert!(screen(nested(64).as_bytes(), &Limits::SAML).is_ok());
    assert!(matches!(
        refused(&nested(65)),
        XmlError::Depth { limit: 64, .. }
    ));
    assert!(matches!(
        refused(&"<a>".repeat(30_000)),
        XmlError::Depth { .. }
    ));
    let with_empty = format!("{}<b/>{}", "<a>".repeat(64), "</a>".repeat(64));
    assert!(matches!(refused(&with_empty), XmlError::Depth { .. }));
}

#[test]
fn siblings_do_not_count_as_depth() {
    let text = format!("<a>{}{}</a>", "<b/>".repeat(500), "<b></b>".repeat(500));
    assert!(screen(text.as_bytes(), &Limits::SAML).is_ok());
}

#[test]
fn attributes_are_limited() {
    let with = |count: usize| {
        let attributes: String = (0..count).map(|n| format!(" a{n}='1'")).collect();
        format!("<a{attributes}/>")
    };
    assert!(screen(with(64).as_bytes(), &Limits::SAML).is_ok());
    assert!(matches!(
        refused(&with(65)),
        XmlError::Attributes { limit: 64, .. }
    ));
}

#[test]
fn namespaces_in_scope_are_limited() {
    let level = |level: usize| -> String {
        let declarations: String = (0..50)
            .map(|n| format!(" xmlns:p{level}_{n}='u'"))
            .collect();
        format!("<a{declarations}>")
    };
    let nested: String = (0..6).map(level).collect();
    assert!(matches!(refused(&nested), XmlError::Namespaces { .. }));
    let beside: String = (0..6).map(|n| level(n) + "</a>").collect();
    assert!(screen(format!("<r>{beside}</r>").as_bytes(), &Limits::SAML).is_ok());
}

#[test]
fn size_is_limited_to_the_byte() {
    let text = format!("<a>{}</a>", "x".repeat(131_072 - 7));
    assert_eq!(text.len(), 131_072);
    assert!(screen(text.as_bytes(), &Limits::SAML).is_ok());
    let longer = format!("{text} ");
    assert_eq!(
        refused(&longer),
        XmlError::Size {
            found: 131_073,
            limit: 131_072
        }
    );
}

#[test]
fn text_must_be_utf8() {
    let found = screen(b"<a>\xFF</a>", &Limits::SAML);
    assert_eq!(found, Err(XmlError::Utf8 { offset: 3 }));
    let latin = "<?xml version='1.0' encoding='ISO-8859-1'?><a/>";
    assert_eq!(
        refused(latin),
        XmlError::Encoding {
            name: "ISO-8859-1".into()
        }
    );
    let sixteen: Vec<u8> = "<a/>".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(screen(&[b"\xFF\xFE", &sixteen[..]].concat(), &Limits::SAML).is_err());
}

#[test]
fn a_byte_order_mark_is_taken_off() {
    assert_eq!(screen("\u{FEFF}<a/>".as_bytes(), &Limits::SAML), Ok("<a/>"));
}
