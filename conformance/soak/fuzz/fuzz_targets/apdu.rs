//! A command APDU that decodes encodes again to the same bytes, also through a chain.
#![no_main]

use iso7816::CommandView;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(command) = CommandView::decode(bytes) else { return };
    let mut encoded = Vec::new();
    command.encode_into(&mut encoded).expect("what was decoded can be encoded");
    let again = CommandView::decode(&encoded).expect("what was encoded can be decoded");
    assert_eq!(command.data, again.data);
    assert_eq!(command.ne, again.ne);
    assert_eq!(command.header(), again.header());
});
