//! PAOS and TC tokens: no document makes a reader panic, and what was read is written as it was read.
#![no_main]

use libfuzzer_sys::fuzz_target;
use paos::{Envelope, TcToken};

fuzz_target!(|bytes: &[u8]| {
    document(bytes);
    if let Ok(body) = std::str::from_utf8(bytes) {
        document(filled_in(body).as_bytes());
    }
});

fn document(bytes: &[u8]) {
    if let Ok(envelope) = Envelope::decode(bytes) {
        let text = envelope.encode();
        assert_eq!(Envelope::decode(text.as_bytes()).ok(), Some(envelope), "{text}");
    }
    if let Ok(token) = TcToken::decode(bytes) {
        let text = token.encode();
        assert_eq!(TcToken::decode(text.as_bytes()).ok(), Some(token), "{text}");
    }
}

/// A message that carries the input as its body.
fn filled_in(body: &str) -> String {
    format!(
        "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/' xmlns='urn:iso:std:iso-iec:24727:tech:schema' \
         xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xmlns:d='urn:oasis:names:tc:dss:1.0:core:schema'>\
         <s:Body>{body}</s:Body></s:Envelope>"
    )
}
