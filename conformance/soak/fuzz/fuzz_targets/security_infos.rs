//! SecurityInfos: never a panic; the canonical form is stable and keeps unknown entries.
#![no_main]

use eac::encoding::SecurityInfos;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(infos) = SecurityInfos::decode(bytes) else { return };
    let canonical = infos.encode();
    let again = SecurityInfos::decode(&canonical).expect("the canonical form decodes");
    assert_eq!(canonical, again.encode());
});
