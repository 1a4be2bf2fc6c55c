//! BER-TLV: walking any bytes ends, and what strict DER accepts is written back unchanged.
#![no_main]

use iso7816::tlv::{Reader, encode};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    for _ in Reader::new(bytes) {}
    for object in Reader::der(bytes).map_while(Result::ok) {
        assert_eq!(object.raw, encode(object.tag, object.value));
    }
});
