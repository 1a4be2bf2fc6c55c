//! XML: what passes the screen never makes a parser panic, and a tree is written as it was read.
#![no_main]

use libfuzzer_sys::fuzz_target;
use xml::{Limits, parse};

fuzz_target!(|bytes: &[u8]| {
    let Ok(element) = parse(bytes, &Limits::SAML) else { return };
    let text = element.to_text();
    let limits = Limits { bytes: usize::MAX, ..Limits::SAML };
    let again = parse(text.as_bytes(), &limits).expect("what was written can be read");
    assert_eq!(text, again.to_text());
});
