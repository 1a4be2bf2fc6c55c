//! SAML: what browsers carry and what peers publish never makes a reader panic; what was read is written as it was read.
#![no_main]

use libfuzzer_sys::fuzz_target;
use saml::binding::Carried;
use saml::{
    Assertion, AuthnRequest, LogoutRequest, LogoutResponse, Metadata, Response, eidas_get, post, redirect,
};
use xml::{Element, Limits, SignaturePolicy, parse};

/// Trees that were written by us are read without a bound on their size.
const OURS: Limits = Limits { bytes: usize::MAX, ..Limits::SAML };

fuzz_target!(|bytes: &[u8]| {
    let Ok(input) = std::str::from_utf8(bytes) else { return };
    bindings(input);
    if let Ok(element) = parse(bytes, &Limits::METADATA) {
        messages(&element);
    }
});

/// The input as a query, as a field, and as the text that is carried.
fn bindings(input: &str) {
    if let Ok(incoming) = redirect::parse(input, &Limits::SAML) {
        let signer = incoming.verify(&[], &SignaturePolicy::fas());
        assert!(signer.is_err(), "nobody is trusted");
        comes_back(&incoming.carried);
    }
    if let Ok(carried) = eidas_get::read(input, &Limits::SAML) {
        comes_back(&carried);
    }
    let _ = post::decode(input, &Limits::SAML);
    let halves = input.split_once('\0').unwrap_or((input, ""));
    let fields = [("SAMLResponse", halves.0), ("RelayState", halves.1)];
    if let Ok(carried) = post::read(fields, &Limits::SAML) {
        comes_back(&carried);
    }
    for kind in [saml::MessageKind::Request, saml::MessageKind::Response] {
        let relay_state = Some(halves.1.to_owned());
        comes_back(&Carried { kind, text: halves.0.to_owned(), relay_state });
    }
}

fn comes_back(carried: &Carried) {
    let fields = post::fields(carried.kind, &carried.text, carried.relay_state.as_deref());
    let fields = fields.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    assert_eq!(post::read(fields, &Limits::SAML).as_ref(), Ok(carried));
    let query = redirect::query(carried, None).expect("no key, no failure");
    let read = redirect::parse(&query, &Limits::SAML).map(|incoming| incoming.carried);
    assert_eq!(read.as_ref(), Ok(carried));
}

/// Writes what was read, and reads it once more.
macro_rules! stable {
    ($element:expr, $($Message:ty),*) => {$(
        if let Ok(message) = <$Message>::from_element($element) {
            let text = message.to_element().to_text();
            let tree = parse(text.as_bytes(), &OURS).expect("what was written can be read");
            let again = <$Message>::from_element(&tree).expect("and is the same kind of message");
            assert_eq!(text, again.to_element().to_text());
        }
    )*};
}

fn messages(element: &Element) {
    stable!(element, AuthnRequest, Response, Assertion, LogoutRequest, LogoutResponse);
    let _ = Metadata::all_from_element(element);
}
