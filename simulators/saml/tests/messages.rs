//! What the messages look like, and which of them are refused.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use ambient::{Ambient, Date};
use saml::metadata::{
    Contact, Endpoint, IdpDescriptor, KeyDescriptor, KeyUse, Organization, RoleDescriptor,
    SpDescriptor,
};
use saml::names::{ASSERTION, PROTOCOL, binding, name_id, status};
use saml::{
    Assertion, Attribute, AttributeStatement, AuthnRequest, AuthnStatement, Conditions, Header,
    Metadata, NameId, NameIdPolicy, RequestedAuthnContext, Response, SamlError, Scoping, Status,
    Subject, SubjectConfirmation, SubjectConfirmationData,
};
use xml::{Element, Limits, parse};

fn ambient() -> Ambient {
    Ambient::simulated(1, Date::new(2026, 3, 2).unwrap())
}

fn header(id: &str) -> Header {
    Header {
        id: Some(id.to_owned()),
        destination: Some("https://portal.example/sso".to_owned()),
        issuer: Some(NameId::new("https://party.example/saml/metadata")),
        ..Header::fresh(&ambient())
    }
}

/// Text with a line for each element.
fn lines(element: &Element) -> String {
    element.to_text().replace("><", ">\n<")
}

fn request() -> AuthnRequest {
    AuthnRequest {
        header: Header {
            extensions: vec![
                Element::new("eidas:SPType", "http://eidas.europa.eu/saml-extensions")
                    .text_child("public"),
            ],
            ..header("_request")
        },
        force_authn: Some(true),
        is_passive: Some(false),
        protocol_binding: Some(binding::HTTP_POST.to_owned()),
        assertion_consumer_service_url: Some("https://party.example/saml/acs".to_owned()),
        name_id_policy: Some(NameIdPolicy::of(name_id::TRANSIENT)),
        requested_authn_context: Some(RequestedAuthnContext::new(
            "minimum",
            "urn:be:fedict:iam:fas:citizen:Level400",
        )),
        scoping: Some(Scoping {
            requester_ids: vec!["https://party.example".to_owned()],
            ..Scoping::default()
        }),
        ..AuthnRequest::default()
    }
}

fn response() -> Response {
    let now = saml::Instant::new(ambient().now());
    let data = SubjectConfirmationData {
        not_on_or_after: Some(now.plus(300)),
        recipient: Some("https://party.example/saml/acs".to_owned()),
        in_response_to: Some("_request".to_owned()),
        ..SubjectConfirmationData::default()
    };
    let assertion = Assertion {
        id: Some("_assertion".to_owned()),
        issuer: Some(NameId::new("https://portal.example/metadata")),
        subject: Some(Subject {
            name_id: Some(NameId::new("one-session").with_format(name_id::TRANSIENT)),
            confirmations: vec![SubjectConfirmation::bearer(data)],
        }),
        conditions: Some(Conditions::lasting(
            now,
            300,
            "https://party.example/saml/metadata",
        )),
        authn_statements: vec![AuthnStatement::new(
            now,
            "urn:be:fedict:iam:fas:citizen:Level500",
        )],
        attribute_statements: vec![AttributeStatement::of(vec![Attribute::text(
            "surname",
            "BEISPIELER & <Söhne>",
        )])],
        ..Assertion::fresh(&ambient())
    };
    Response {
        header: header("_response"),
        in_response_to: Some("_request".to_owned()),
        status: Some(Status::success()),
        assertions: vec![assertion],
        ..Response::default()
    }
}

fn metadata() -> Metadata {
    let keys = || {
        vec![
            KeyDescriptor::new(KeyUse::Signing, *b"certificate"),
            KeyDescriptor::new(KeyUse::Encryption, *b"certificate")
                .preferring(&["http://www.w3.org/2009/xmlenc11#aes256-gcm"]),
        ]
    };
    let role = || RoleDescriptor {
        name_id_formats: vec![name_id::TRANSIENT.to_owned()],
        single_logout: vec![Endpoint::new(
            binding::HTTP_REDIRECT,
            "https://party.example/logout",
        )],
        ..RoleDescriptor::with_keys(keys())
    };
    Metadata {
        id: Some("_metadata".to_owned()),
        valid_until: Some(saml::Instant::new(ambient().now()).plus(86_400)),
        idp: vec![IdpDescriptor {
            role: role(),
            want_authn_requests_signed: Some(true),
            single_sign_on: vec![Endpoint::new(
                binding::HTTP_REDIRECT,
                "https://party.example/sso",
            )],
            attributes: vec![Attribute::named("surname")],
        }],
        sp: vec![SpDescriptor {
            role: role(),
            authn_requests_signed: Some(true),
            want_assertions_signed: Some(true),
            assertion_consumers: vec![
                Endpoint::new(binding::HTTP_POST, "https://party.example/saml/acs")
                    .indexed(0, true),
            ],
            attribute_consumers: Vec::new(),
        }],
        organization: Some(Organization {
            language: "en".to_owned(),
            name: "Simulator".to_owned(),
            display_name: "A simulator".to_owned(),
            url: "https://party.example".to_owned(),
        }),
        contacts: vec![Contact {
            kind: "technical".to_owned(),
            mail: vec!["mailto:nobody@party.example".to_owned()],
            ..Contact::default()
        }],
        ..Metadata::new("https://party.example/saml/metadata")
    }
}

#[test]
fn an_authn_request_is_written_in_the_order_of_the_schema() {
    insta::assert_snapshot!("authn_request", lines(&request().to_element()));
}

#[test]
fn a_response_is_written_in_the_order_of_the_schema() {
    insta::assert_snapshot!("response", lines(&response().to_element()));
}

#[test]
fn metadata_is_written_in_the_order_of_the_schema() {
    let metadata = metadata();
    insta::assert_snapshot!("metadata", lines(&metadata.to_element()));
    let read = parse(
        metadata.to_element().to_document().as_bytes(),
        &Limits::SAML,
    )
    .unwrap();
    assert_eq!(Metadata::from_element(&read), Ok(metadata.clone()));
    assert!(!metadata.expired(saml::Instant::new(ambient().now()).plus(86_399)));
    assert!(metadata.expired(saml::Instant::new(ambient().now()).plus(86_400)));
}

#[test]
fn metadata_of_several_entities_is_read() {
    let several = Element::new("md:EntitiesDescriptor", saml::names::METADATA)
        .child(metadata().to_element())
        .child(Metadata::new("urn:other").to_element());
    let ids = Metadata::all_from_element(&several).unwrap();
    assert_eq!(ids.len(), 2);
    assert_eq!(ids[1].entity_id.as_deref(), Some("urn:other"));
}

#[test]
fn keys_without_a_use_serve_both() {
    let mut metadata = metadata();
    metadata.sp[0].role.keys[0].usage = None;
    let role = &metadata.sp[0].role;
    assert_eq!(role.certificates(KeyUse::Signing).len(), 1);
    assert_eq!(role.certificates(KeyUse::Encryption).len(), 2);
}

#[test]
fn certificates_with_line_ends_are_read() {
    let mut element = metadata().to_element();
    let certificate = element
        .find_mut(saml::names::SIGNATURE, "X509Certificate")
        .unwrap();
    certificate.set_text("\r\n  Y2Vy\r\n  dGlm \u{9}aWNhdGU=\n");
    assert_eq!(Metadata::from_element(&element), Ok(metadata()));
}

#[test]
fn a_failure_has_a_code_inside_a_code() {
    let mut failure = response();
    failure.status = Some(Status::failure(
        status::RESPONDER,
        Some(status::AUTHN_FAILED),
        "cancelled",
    ));
    failure.assertions.clear();
    let read = Response::from_element(&failure.to_element())
        .unwrap()
        .status
        .unwrap();
    assert_eq!(read.code_text(), Some(status::RESPONDER));
    assert_eq!(read.sub_code_text(), Some(status::AUTHN_FAILED));
    assert!(!read.is_success());
}

#[track_caller]
fn refused(edit: impl FnOnce(&mut Element), says: &str) {
    let mut element = request().to_element();
    edit(&mut element);
    let error = AuthnRequest::from_element(&element).unwrap_err();
    assert_eq!(error.to_string(), says);
}

#[test]
fn another_shape_than_the_schema_is_refused() {
    refused(
        |e| e.rename("saml2p:Request", PROTOCOL),
        "element Request where AuthnRequest is expected",
    );
    refused(
        |e| e.set_attribute("Extra", "1"),
        "AuthnRequest has no attribute Extra",
    );
    refused(
        |e| e.set_attribute("ForceAuthn", "yes"),
        "AuthnRequest/@ForceAuthn \"yes\" is not true or false",
    );
    refused(
        |e| e.set_attribute("IssueInstant", "yesterday"),
        "AuthnRequest/@IssueInstant \"yesterday\" is not a date and time such as 2026-03-01T00:00:00Z",
    );
    refused(
        |e| e.push(Element::new("saml2:Issuer", ASSERTION)),
        "Issuer has no place here in AuthnRequest",
    );
    refused(
        |e| e.push(Element::new("x", "urn:x")),
        "x has no place here in AuthnRequest",
    );
    refused(
        |e| e.push(xml::Node::Text("word".to_owned())),
        "AuthnRequest has text \"word\" between its children",
    );
    refused(
        |e| {
            e.find_mut(ASSERTION, "Issuer")
                .unwrap()
                .push(Element::new("x", "urn:x"))
        },
        "x has no place here in Issuer",
    );
}

#[test]
fn children_out_of_order_are_refused() {
    let mut element = request().to_element();
    element.children_mut().reverse();
    assert!(matches!(
        AuthnRequest::from_element(&element),
        Err(SamlError::Child { .. })
    ));
}

#[test]
fn codes_nested_without_end_are_refused() {
    let code = |inner: Option<Element>| Element::new("saml2p:StatusCode", PROTOCOL).child_if(inner);
    let deep = (0..20).fold(code(None), |inner, _| code(Some(inner)));
    let mut element = response().to_element();
    element.find_mut(PROTOCOL, "StatusCode").unwrap().push(deep);
    assert!(Response::from_element(&element).is_err());
}

#[test]
fn a_name_is_all_of_its_text() {
    let text = "<a:NameID xmlns:a=\"urn:oasis:names:tc:SAML:2.0:assertion\"> DE/BE/1<!-- x -->23<?x y?>4\n</a:NameID>";
    let element = parse(text.as_bytes(), &Limits::SAML).unwrap();
    assert_eq!(NameId::from_element(&element).unwrap().value, "DE/BE/1234");
}
