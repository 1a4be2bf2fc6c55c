#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use super::*;

fn faults(bytes: &[u8]) -> Vec<Fault> {
    audit(&read_one(bytes, 0).unwrap().0)
}

#[test]
fn lengths_are_definite_and_minimal() {
    for (bytes, at) in [
        (&[0x30, 0x80, 0x00, 0x00][..], 1),
        (&[0x04, 0x81, 0x01, 0xAA], 1),
        (&[0x04, 0x82, 0x00, 0x80], 1),
        (&[0x04, 0x84, 0x00, 0x00, 0x00, 0x01, 0xAA], 1),
        (&[0x04, 0x02, 0xAA], 0),
        (&[0x04], 1),
        (&[0x04, 0x82, 0x01], 1),
    ] {
        assert_eq!(read_one(bytes, 0).unwrap_err().offset, at, "{bytes:02X?}");
    }
}

#[test]
fn long_lengths_and_tags_are_read() {
    let mut bytes = vec![0x7F, 0x49, 0x82, 0x01, 0x00];
    bytes.extend([0xAB; 256]);
    bytes.push(0x55);
    let (element, rest) = read_one(&bytes, 10).unwrap();
    assert_eq!(
        (element.tag, element.offset, element.contents_offset()),
        (0x7F49, 10, 15)
    );
    assert_eq!((element.contents.len(), rest), (256, &[0x55][..]));
    assert!(element.is_constructed());
}

#[test]
fn tags_are_minimal_and_end() {
    for bytes in [
        &[0x7F, 0x80, 0x01, 0x00][..],
        &[0x1F, 0x1E, 0x00],
        &[0x1F, 0x81, 0x82, 0x83, 0x84],
    ] {
        assert!(read_one(bytes, 0).is_err(), "{bytes:02X?}");
    }
}

#[test]
fn offsets_count_from_the_start_of_the_recording() {
    let bytes = [0x30, 0x06, 0x02, 0x01, 0x05, 0x01, 0x01, 0x00];
    let outer = read_one(&bytes, 100).unwrap().0;
    let inner = outer.children().unwrap();
    assert_eq!([inner[0].offset, inner[1].offset], [102, 105]);
}

#[test]
fn every_simple_rule_of_der_is_audited() {
    for bytes in [
        &[0x02, 0x02, 0x00, 0x05][..],   // needless leading zero
        &[0x02, 0x02, 0xFF, 0x80],       // needless sign byte
        &[0x02, 0x00],                   // no contents
        &[0x01, 0x01, 0x01],             // BOOLEAN of 01
        &[0x03, 0x02, 0x04, 0xFF],       // unused bits set
        &[0x03, 0x00],                   // no count of unused bits
        &[0x03, 0x01, 0x03],             // unused bits of nothing
        &[0x05, 0x01, 0x00],             // NULL with contents
        &[0x06, 0x02, 0x80, 0x01],       // padded component
        &[0x06, 0x01, 0x81],             // component without end
        &[0x06, 0x00],                   // no component
        &[0x0C, 0x01, 0xFF],             // not UTF-8
        &[0x12, 0x01, b'A'],             // letter among digits
        &[0x13, 0x01, b'*'],             // not printable
        &[0x16, 0x01, 0x80],             // not ASCII
        &[0x10, 0x00],                   // primitive SEQUENCE
        &[0x24, 0x03, 0x04, 0x01, 0x00], // constructed OCTET STRING
        &[0x31, 0x06, 0x02, 0x01, 0x02, 0x02, 0x01, 0x01], // SET OF out of order
        &[0x30, 0x03, 0x04, 0x05, 0x00], // child longer than its parent
    ] {
        assert_eq!(faults(bytes).len(), 1, "{bytes:02X?}");
    }
}

#[test]
fn good_trees_have_no_fault() {
    for bytes in [
        &[0x31, 0x06, 0x02, 0x01, 0x01, 0x02, 0x01, 0x02][..],
        &[0x30, 0x05, 0xA0, 0x03, 0x0C, 0x01, b'x'],
        &[0x03, 0x02, 0x04, 0xF0],
        &[0x02, 0x02, 0x00, 0x80],
        &[0x80, 0x02, 0xFF, 0xFF],
    ] {
        assert_eq!(faults(bytes), [], "{bytes:02X?}");
    }
}

#[test]
fn nesting_has_an_end() {
    let mut bytes = vec![0x30, 0x00];
    for _ in 0..60 {
        let length = u8::try_from(bytes.len()).unwrap();
        let mut outer = vec![0x30];
        if length > 127 {
            outer.push(0x81);
        }
        outer.push(length);
        outer.extend(&bytes);
        bytes = outer;
    }
    assert_eq!(faults(&bytes).len(), 1);
}

#[test]
fn object_identifiers_print_as_dotted_numbers() {
    assert_eq!(
        Oid(&[0x04, 0x00, 0x7F, 0x00, 0x07, 0x02]).to_string(),
        "0.4.0.127.0.7.2"
    );
    assert_eq!(
        Oid(&[0x2A, 0x86, 0x48, 0xCE, 0x3D]).to_string(),
        "1.2.840.10045"
    );
    assert_eq!(Oid(&[0x67, 0x81, 0x08]).to_string(), "2.23.136");
}

#[test]
fn unsigned_numbers_lose_their_sign_byte_only() {
    let number = |bytes: &'static [u8]| unsigned(&read_one(bytes, 0).unwrap().0);
    assert_eq!(number(&[0x02, 0x02, 0x00, 0x80]).unwrap(), [0x80]);
    assert_eq!(number(&[0x02, 0x01, 0x00]).unwrap(), [0x00]);
    assert!(number(&[0x02, 0x01, 0x80]).is_err());
    assert!(small_unsigned(&read_one(&[0x02, 0x05, 1, 1, 1, 1, 1], 0).unwrap().0).is_err());
}
