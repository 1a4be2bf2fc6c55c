//! EIDSecurityInfo: hashes of data groups of the eID application. `[TR-03110-3 §A.1.1.8]`

use iso7816::tlv::{Reader, Writer};

use crate::encoding::algorithm::AlgorithmIdentifier;
use crate::encoding::asn1;
use crate::encoding::error::DecodeError;
use crate::encoding::public_key::surplus;

/// Hashes of data groups.
///
/// ```text
/// SEQUENCE { id-eIDSecurity,
///            SEQUENCE { hashAlgorithm, SEQUENCE OF SEQUENCE { dataGroupNumber INTEGER, hash OCTET STRING } },
///            SEQUENCE { eIDVersion PrintableString, unicodeVersion PrintableString } OPTIONAL }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EidSecurityInfo {
    /// The hash function.
    pub hash_algorithm: AlgorithmIdentifier,
    /// One hash for each data group.
    pub hashes: Vec<DataGroupHash>,
    /// Version of the eID application.
    pub version: Option<EidVersionInfo>,
}

/// The hash of a data group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataGroupHash {
    /// Number of the data group.
    pub number: u32,
    /// Hash of its content.
    pub hash: Vec<u8>,
}

/// Versions of the eID application and of Unicode.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EidVersionInfo {
    /// Version of the eID application.
    pub eid: String,
    /// Version of Unicode.
    pub unicode: String,
}

impl EidSecurityInfo {
    pub(super) fn read(mut reader: Reader<'_>) -> Result<Self, DecodeError> {
        let mut object = reader.expect(asn1::SEQUENCE)?.reader();
        let hash_algorithm = AlgorithmIdentifier::read(&object.expect(asn1::SEQUENCE)?)?;
        let mut list = object.expect(asn1::SEQUENCE)?.reader();
        surplus(object)?;
        let mut hashes = Vec::new();
        while !list.is_empty() {
            let mut entry = list.expect(asn1::SEQUENCE)?.reader();
            let number = asn1::read_integer(&mut entry)?;
            let hash = entry.expect(asn1::OCTET_STRING)?.value.to_vec();
            surplus(entry)?;
            hashes.push(DataGroupHash { number, hash });
        }
        let mut version = None;
        if let Some(info) = reader.optional(asn1::SEQUENCE)? {
            let mut info = info.reader();
            let eid = asn1::ascii(&info.expect(asn1::PRINTABLE_STRING)?)?;
            let unicode = asn1::ascii(&info.expect(asn1::PRINTABLE_STRING)?)?;
            surplus(info)?;
            version = Some(EidVersionInfo { eid, unicode });
        }
        surplus(reader)?;
        Ok(Self {
            hash_algorithm,
            hashes,
            version,
        })
    }

    pub(super) fn write(&self, writer: &mut Writer) {
        writer.nested(asn1::SEQUENCE, |object| {
            self.hash_algorithm.write(object);
            object.nested(asn1::SEQUENCE, |list| {
                for entry in &self.hashes {
                    list.nested(asn1::SEQUENCE, |sequence| {
                        asn1::write_integer(sequence, entry.number);
                        sequence.tlv(asn1::OCTET_STRING, &entry.hash);
                    });
                }
            });
        });
        if let Some(version) = &self.version {
            writer.nested(asn1::SEQUENCE, |info| {
                info.tlv(asn1::PRINTABLE_STRING, version.eid.as_bytes());
                info.tlv(asn1::PRINTABLE_STRING, version.unicode.as_bytes());
            });
        }
    }
}
