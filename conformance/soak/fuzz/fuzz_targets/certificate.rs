//! Card verifiable certificates: never a panic; the canonical form is stable.
#![no_main]

use eac::encoding::CvCertificate;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(certificate) = CvCertificate::decode(bytes) else { return };
    let canonical = certificate.encode();
    let again = CvCertificate::decode(&canonical).expect("the canonical form decodes");
    assert_eq!(canonical, again.encode());
});
