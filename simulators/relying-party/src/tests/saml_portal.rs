//! What a portal that speaks SAML sends.

use saml::fas::{Context, Level, attribute};
use saml::metadata::{Endpoint, IdpDescriptor, KeyDescriptor, KeyUse, RoleDescriptor};
use saml::names::{ASSERTION, binding, name_id};
use saml::{
    Assertion, Attribute, AttributeStatement, AuthnRequest, AuthnStatement, Conditions, Header,
    Instant, Metadata, NameId, Response, Status, Subject, SubjectConfirmation,
    SubjectConfirmationData, post, redirect,
};
use web::Form;
use xml::{
    DataAlgorithm, Element, KeyTransport, Limits, Position, SignWith, SignaturePolicy, Which,
};

use super::browser::{Browser, ORIGIN, World, location};
use super::keys;
use crate::Identity;

pub(super) const PORTAL: &str = "http://portal.test/fas/saml/metadata";
pub(super) const SSO: &str = "http://portal.test/fas/SSORedirect/metaAlias/idp";
pub(super) const SLO: &str = "http://portal.test/fas/SLORedirect/metaAlias/idp";
pub(super) const SESSION: &str = "_portal-session";

pub(super) fn metadata() -> String {
    let keys = vec![KeyDescriptor::new(
        KeyUse::Signing,
        keys::portal().certificate.clone(),
    )];
    let mut metadata = Metadata::new(PORTAL);
    metadata.idp.push(IdpDescriptor {
        role: RoleDescriptor {
            single_logout: vec![Endpoint::new(binding::HTTP_REDIRECT, SLO)],
            ..RoleDescriptor::with_keys(keys)
        },
        single_sign_on: vec![Endpoint::new(binding::HTTP_REDIRECT, SSO)],
        ..IdpDescriptor::default()
    });
    metadata.to_element().to_document()
}

/// A request as the portal has received it.
pub(super) struct Asked {
    pub(super) request: AuthnRequest,
    pub(super) relay_state: String,
}

/// Begins a login and reads what the browser carries to the portal, with its signature.
pub(super) fn ask(browser: &mut Browser) -> Asked {
    let address = location(&browser.get("/login/saml"));
    let incoming = redirect::parse(address.split_once('?').unwrap().1, &Limits::SAML).unwrap();
    let certificates = [keys::party().0.certificate.clone()];
    incoming
        .verify(&certificates, &SignaturePolicy::fas())
        .unwrap();
    assert!(address.starts_with(SSO));
    let element = xml::parse(incoming.carried.text.as_bytes(), &Limits::SAML).unwrap();
    Asked {
        request: AuthnRequest::from_element(&element).unwrap(),
        relay_state: incoming.carried.relay_state.unwrap(),
    }
}

/// The portal's answer, to be changed by a test.
pub(super) fn answer(world: &World, asked: &Asked) -> Response {
    let now = Instant::new(world.ambient.now());
    let id = asked.request.header.id.clone();
    let consumer = Some(format!("{ORIGIN}/saml/acs"));
    let data = SubjectConfirmationData {
        not_on_or_after: Some(now.plus(300)),
        recipient: consumer.clone(),
        in_response_to: id.clone(),
        ..SubjectConfirmationData::default()
    };
    let assertion = Assertion {
        issuer: Some(NameId::new(PORTAL)),
        subject: Some(Subject {
            name_id: Some(NameId::new("name-for-one-session").with_format(name_id::TRANSIENT)),
            confirmations: vec![SubjectConfirmation::bearer(data)],
        }),
        conditions: Some(Conditions::lasting(
            now,
            300,
            format!("{ORIGIN}/saml/metadata"),
        )),
        authn_statements: vec![AuthnStatement {
            session_index: Some(SESSION.to_owned()),
            ..AuthnStatement::new(now, Level::CARD.class_ref(Context::Citizen))
        }],
        attribute_statements: vec![AttributeStatement::of(vec![
            Attribute::text(attribute::GIVEN_NAME, "LENE MARIT"),
            Attribute::text(attribute::SURNAME, "BEISPIELER"),
            Attribute::text(attribute::DATE_OF_BIRTH, "1987-04-23"),
            Attribute::text(attribute::EIDAS_PERSON_IDENTIFIER, "DE/BE/0123456789abcdef"),
        ])],
        ..Assertion::fresh(&world.ambient)
    };
    Response {
        header: Header {
            destination: consumer,
            issuer: Some(NameId::new(PORTAL)),
            ..Header::fresh(&world.ambient)
        },
        in_response_to: id,
        status: Some(Status::success()),
        assertions: vec![assertion],
        encrypted_assertions: Vec::new(),
    }
}

/// The same with its assertion signed.
pub(super) fn signed(response: &Response, by: &Identity) -> Element {
    let mut root = response.to_element();
    let key = by.signing_key();
    let with = SignWith::new(&key, &keys::RSA_SHA256).position(Position::After {
        namespace: ASSERTION,
        local: "Issuer",
    });
    let which = Which::Child {
        namespace: ASSERTION,
        local: "Assertion",
    };
    xml::sign_in_place(&mut root, which, &with).unwrap();
    root
}

/// The same with its assertion encrypted.
pub(super) fn sealed(world: &World, root: &Element) -> Element {
    let mut root = root.clone();
    let assertion = root.remove_first(ASSERTION, "Assertion").unwrap();
    let mut rng = world.ambient.stream("seal");
    let certificate = &keys::party().1.certificate;
    let data = xml::encrypt(
        &assertion,
        certificate,
        &DataAlgorithm::Aes256Gcm,
        &KeyTransport::OAEP_SHA256,
        &mut rng,
    );
    root.push(Element::new("saml2:EncryptedAssertion", ASSERTION).child(data.unwrap()));
    root
}

pub(super) fn form(root: &Element, relay_state: &str) -> Form {
    Form::new()
        .with("SAMLResponse", post::encode(&root.to_document()))
        .with("RelayState", relay_state)
}

/// The whole login.
pub(super) fn log_in(world: &World, browser: &mut Browser) -> web::Response {
    let asked = ask(browser);
    let root = signed(&answer(world, &asked), keys::portal());
    browser.post("/saml/acs", &form(&root, &asked.relay_state))
}
