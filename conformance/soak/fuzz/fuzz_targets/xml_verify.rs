//! XML signatures and encryption: no document is accepted that nobody has signed, and none panics.
#![no_main]

use libfuzzer_sys::fuzz_target;
use xml::{Limits, SignaturePolicy, Structure, Trust, Which, parse, verify};

fuzz_target!(|bytes: &[u8]| {
    let Ok(input) = std::str::from_utf8(bytes) else { return };
    for text in [input.to_owned(), filled_in(input)] {
        let mut policy = SignaturePolicy::any();
        assert!(verify(&text, &Which::Root, &[], &policy).is_err(), "nobody is trusted");
        policy.trust = Trust::Anybody;
        for structure in [Structure::Profile, Structure::Library] {
            policy.structure = structure;
            let found = verify(&text, &Which::Root, &[], &policy);
            // Canonical bytes of a tree within the limits are read without a second screen.
            if let Ok(verified) = found {
                let _ = parse(verified.element().to_text().as_bytes(), &Limits::SAML);
            }
        }
    }
});

/// A signed document whose parts come from the input, so that most inputs get past the structure.
fn filled_in(input: &str) -> String {
    let mut parts = input.split('\0');
    let mut next = || parts.next().unwrap_or_default();
    let (attributes, prefixes, digest, value) = (next(), next(), next(), next());
    let (key_info, content) = (next(), next());
    format!(
        "<r xmlns='urn:r' ID='_1' {attributes}><Signature xmlns='http://www.w3.org/2000/09/xmldsig#'><SignedInfo>\
         <CanonicalizationMethod Algorithm='http://www.w3.org/2001/10/xml-exc-c14n#'/>\
         <SignatureMethod Algorithm='http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256'/>\
         <Reference URI='#_1'><Transforms>\
         <Transform Algorithm='http://www.w3.org/2000/09/xmldsig#enveloped-signature'/>\
         <Transform Algorithm='http://www.w3.org/2001/10/xml-exc-c14n#'>{prefixes}</Transform></Transforms>\
         <DigestMethod Algorithm='http://www.w3.org/2001/04/xmlenc#sha256'/><DigestValue>{digest}</DigestValue>\
         </Reference></SignedInfo><SignatureValue>{value}</SignatureValue><KeyInfo>{key_info}</KeyInfo></Signature>\
         {content}</r>"
    )
}
