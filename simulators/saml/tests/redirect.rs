//! The Redirect binding: what is refused.

#![allow(clippy::unwrap_used)]

use saml::binding::{BindingError, Carried};
use saml::{MessageKind, redirect};
use xml::Limits;

fn carried(text: &str) -> Carried {
    Carried {
        kind: MessageKind::Request,
        text: text.to_owned(),
        relay_state: None,
    }
}

fn parse(query: &str) -> Result<redirect::Incoming, BindingError> {
    redirect::parse(query, &Limits::SAML)
}

#[test]
fn a_query_of_others_is_read() {
    // DEFLATE of "<a/>" as zlib makes it, with lower-case percent signs.
    let incoming = parse("SAMLRequest=s0nUtwMA&RelayState=a%2bb+c").unwrap();
    assert_eq!(incoming.carried.text, "<a/>");
    assert_eq!(incoming.carried.relay_state.as_deref(), Some("a+b c"));
    assert!(!incoming.is_signed());
}

#[test]
fn an_address_keeps_its_own_query() {
    let message = carried("<a/>");
    let url = |location: &str| redirect::url(location, &message, None).unwrap();
    assert!(url("https://a.example/sso").starts_with("https://a.example/sso?SAMLRequest="));
    assert!(url("https://a.example/sso?x=1").starts_with("https://a.example/sso?x=1&SAMLRequest="));
}

#[test]
fn a_bomb_is_refused_before_it_unfolds() {
    let bomb = carried(&"a".repeat(50_000_000));
    let query = redirect::query(&bomb, None).unwrap();
    assert!(query.len() < Limits::SAML.bytes, "{}", query.len());
    assert_eq!(
        parse(&query),
        Err(BindingError::Size {
            limit: Limits::SAML.bytes
        })
    );
}

#[test]
fn repeated_parameters_are_refused() {
    let query = redirect::query(&carried("<a/>"), None).unwrap();
    assert_eq!(
        parse(&format!("{query}&{query}")),
        Err(BindingError::Repeated("SAMLRequest"))
    );
    assert_eq!(
        parse(&format!("{query}&RelayState=a&RelayState=b")),
        Err(BindingError::Repeated("RelayState"))
    );
    assert_eq!(
        parse(&format!("{query}&SAMLResponse=x")),
        Err(BindingError::Repeated("SAMLResponse"))
    );
}

#[test]
fn broken_encodings_are_refused() {
    assert_eq!(parse("a=b"), Err(BindingError::Missing));
    assert!(matches!(
        parse("SAMLRequest=%zz"),
        Err(BindingError::Percent { .. })
    ));
    assert!(matches!(
        parse("SAMLRequest=a"),
        Err(BindingError::Base64 { .. })
    ));
    assert!(matches!(
        parse("SAMLRequest=PGEvPg%3D%3D"),
        Err(BindingError::Deflate { .. })
    ));
    assert!(matches!(
        parse("SAMLRequest=s0nUtwMA&SAMLEncoding=urn%3Ax"),
        Err(BindingError::Encoding(_))
    ));
    assert!(matches!(
        parse("SAMLRequest=s0nUtwMA&RelayState=%ff"),
        Err(BindingError::Percent { .. })
    ));
}
