//! Every command of the protocols as a plain APDU. Secure messaging is put on by whoever sends it.
//!
//! Data fields come in encoded or typed, [`CommandApdu`]s go out: change any part before sending.

use iso7816::{CommandApdu, Ne};

use crate::encoding::{
    CertificateHolderReference, CvCertificate, DynamicData, Oid, SetAt, encode_set_dst, tag,
};

/// Name of the eID application. `[TR-03110-4 §2.2]`
pub const EID_APPLICATION: [u8; 9] = [0xE8, 0x07, 0x04, 0x00, 0x7F, 0x00, 0x07, 0x03, 0x02];
/// Name of the ePassport application. `[ICAO 9303-10 §3.11.1]`
pub const EPASSPORT_APPLICATION: [u8; 7] = [0xA0, 0x00, 0x00, 0x02, 0x47, 0x10, 0x01];
/// Short identifier of EF.CardAccess. `[TR-03110-3 §A.1.1.9]`
pub const CARD_ACCESS: u8 = 0x1C;
/// Short identifier of EF.CardSecurity.
pub const CARD_SECURITY: u8 = 0x1D;
/// Short identifier of EF.ChipSecurity.
pub const CHIP_SECURITY: u8 = 0x1B;
/// Short identifier of EF.DIR.
pub const DIRECTORY: u8 = 0x1E;

/// SELECT the master file.
#[must_use]
pub fn select_master_file() -> CommandApdu {
    CommandApdu::new(0x00, 0xA4, 0x00, 0x0C).with_data([0x3F, 0x00])
}

/// SELECT an application by name.
#[must_use]
pub fn select_application(name: &[u8]) -> CommandApdu {
    CommandApdu::new(0x00, 0xA4, 0x04, 0x0C).with_data(name)
}

/// SELECT an elementary file by identifier.
#[must_use]
pub fn select_file(fid: [u8; 2]) -> CommandApdu {
    CommandApdu::new(0x00, 0xA4, 0x02, 0x0C).with_data(fid)
}

/// READ BINARY from the beginning of a file by short identifier (1 to 30; more bits are cut off).
#[must_use]
pub fn read_by_short_id(sfi: u8, ne: Ne) -> CommandApdu {
    CommandApdu::new(0x00, 0xB0, 0x80 | sfi & 0x1F, 0x00).with_ne(ne)
}

/// READ BINARY from the current file at an offset below 32768; the highest bit is cut off.
#[must_use]
pub fn read_at(offset: u16, ne: Ne) -> CommandApdu {
    let [high, low] = offset.to_be_bytes();
    CommandApdu::new(0x00, 0xB0, high & 0x7F, low).with_ne(ne)
}

/// UPDATE BINARY of a file by short identifier, from its beginning.
#[must_use]
pub fn update_by_short_id(sfi: u8, data: &[u8]) -> CommandApdu {
    CommandApdu::new(0x00, 0xD6, 0x80 | sfi & 0x1F, 0x00).with_data(data)
}

/// UPDATE BINARY of the current file at an offset below 32768; the highest bit is cut off.
#[must_use]
pub fn update_at(offset: u16, data: &[u8]) -> CommandApdu {
    let [high, low] = offset.to_be_bytes();
    CommandApdu::new(0x00, 0xD6, high & 0x7F, low).with_data(data)
}

/// MSE:Set AT of PACE. `[TR-03110-3 §B.14.1]`
#[must_use]
pub fn set_at_pace(data: &SetAt) -> CommandApdu {
    CommandApdu::new(0x00, 0x22, 0xC1, 0xA4).with_data(data.encode())
}

/// MSE:Set AT of Terminal Authentication.
#[must_use]
pub fn set_at_terminal(data: &SetAt) -> CommandApdu {
    CommandApdu::new(0x00, 0x22, 0x81, 0xA4).with_data(data.encode())
}

/// MSE:Set AT of Chip Authentication and Restricted Identification.
#[must_use]
pub fn set_at_internal(data: &SetAt) -> CommandApdu {
    CommandApdu::new(0x00, 0x22, 0x41, 0xA4).with_data(data.encode())
}

/// MSE:Set AT of PACE without data: ends a session, as eID clients do.
#[must_use]
pub fn end_session() -> CommandApdu {
    CommandApdu::new(0x00, 0x22, 0xC1, 0xA4)
}

/// MSE:Set DST. `[TR-03110-3 §B.14.4]`
#[must_use]
pub fn set_dst(reference: &CertificateHolderReference) -> CommandApdu {
    CommandApdu::new(0x00, 0x22, 0x81, 0xB6).with_data(encode_set_dst(reference))
}

/// General Authenticate that announces another one: steps 1 to 3 of PACE. `[TR-03110-3 §B.14.2]`
#[must_use]
pub fn general_authenticate_chained(data: &DynamicData) -> CommandApdu {
    CommandApdu::new(0x10, 0x86, 0x00, 0x00)
        .with_data(data.encode())
        .with_ne(Ne::SHORT_MAX)
}

/// General Authenticate that stands alone or ends a chain.
#[must_use]
pub fn general_authenticate(data: &DynamicData) -> CommandApdu {
    CommandApdu::new(0x00, 0x86, 0x00, 0x00)
        .with_data(data.encode())
        .with_ne(Ne::SHORT_MAX)
}

/// PSO:Verify Certificate. `[TR-03110-3 §B.14.5]`
#[must_use]
pub fn verify_certificate(certificate: &CvCertificate) -> CommandApdu {
    verify_certificate_data(&certificate.command_data())
}

/// PSO:Verify Certificate with any data.
#[must_use]
pub fn verify_certificate_data(data: &[u8]) -> CommandApdu {
    CommandApdu::new(0x00, 0x2A, 0x00, 0xBE).with_data(data)
}

/// GET CHALLENGE for eight bytes. `[TR-03110-3 §B.14.6]`
#[must_use]
pub fn get_challenge() -> CommandApdu {
    CommandApdu::new(0x00, 0x84, 0x00, 0x00).with_ne(Ne::from_short(8))
}

/// EXTERNAL AUTHENTICATE. `[TR-03110-3 §B.14.7]`
#[must_use]
pub fn external_authenticate(signature: &[u8]) -> CommandApdu {
    CommandApdu::new(0x00, 0x82, 0x00, 0x00).with_data(signature)
}

/// VERIFY of auxiliary data, in the proprietary class. `[TR-03110-3 §B.14.10]`
#[must_use]
pub fn verify_auxiliary_data(identifier: &Oid) -> CommandApdu {
    CommandApdu::new(0x80, 0x20, 0x80, 0x00).with_data(oid_object(identifier))
}

/// COMPARE of auxiliary data. `[TR-03110-3 §B.14.9]`
#[must_use]
pub fn compare(identifier: &Oid) -> CommandApdu {
    CommandApdu::new(0x00, 0x33, 0x00, 0x00).with_data(oid_object(identifier))
}

fn oid_object(identifier: &Oid) -> Vec<u8> {
    iso7816::tlv::encode(tag::OBJECT_IDENTIFIER, identifier.as_bytes())
}

/// RESET RETRY COUNTER with a new PIN. `[TR-03110-3 §B.14.11]`
#[must_use]
pub fn change_pin(pin: &[u8]) -> CommandApdu {
    CommandApdu::new(0x00, 0x2C, 0x02, 0x03).with_data(pin)
}

/// RESET RETRY COUNTER with a new CAN; few cards know it.
#[must_use]
pub fn change_can(can: &[u8]) -> CommandApdu {
    CommandApdu::new(0x00, 0x2C, 0x02, 0x02).with_data(can)
}

/// RESET RETRY COUNTER without data: unblocks the PIN. `[TR-03110-3 §B.14.11]`
#[must_use]
pub fn unblock_pin() -> CommandApdu {
    CommandApdu::new(0x00, 0x2C, 0x03, 0x03)
}

/// ACTIVATE the PIN. `[TR-03110-3 §B.14.12]`
#[must_use]
pub fn activate_pin() -> CommandApdu {
    CommandApdu::new(0x00, 0x44, 0x10, 0x03)
}

/// DEACTIVATE the PIN. `[TR-03110-3 §B.14.13]`
#[must_use]
pub fn deactivate_pin() -> CommandApdu {
    CommandApdu::new(0x00, 0x04, 0x10, 0x03)
}
