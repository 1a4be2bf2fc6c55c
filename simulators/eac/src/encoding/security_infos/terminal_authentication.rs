//! TerminalAuthenticationInfo. `[TR-03110-3 §A.1.1.3]`

use iso7816::tlv::{Reader, Tag, Tlv, Writer};

use crate::encoding::asn1;
use crate::encoding::error::DecodeError;
use crate::encoding::public_key::surplus;

/// How a card speaks Terminal Authentication.
///
/// ```text
/// SEQUENCE { id-TA, version INTEGER, efCVCA FileID OPTIONAL }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TerminalAuthenticationInfo {
    /// 1 or 2.
    pub version: u32,
    /// Where EF.CVCA is; version 1 only.
    pub ef_cvca: Option<FileId>,
}

/// A file by its identifiers.
///
/// ```text
/// SEQUENCE { fid OCTET STRING (2), sfid OCTET STRING (1) OPTIONAL }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileId {
    /// File identifier.
    pub fid: [u8; 2],
    /// Short file identifier.
    pub sfid: Option<u8>,
}

impl TerminalAuthenticationInfo {
    /// Terminal Authentication version 2.
    pub const VERSION_2: Self = Self {
        version: 2,
        ef_cvca: None,
    };

    pub(super) fn read(mut reader: Reader<'_>) -> Result<Self, DecodeError> {
        let version = asn1::read_integer(&mut reader)?;
        let ef_cvca = reader
            .optional(asn1::SEQUENCE)?
            .map(|file| FileId::read(&file))
            .transpose()?;
        surplus(reader)?;
        Ok(Self { version, ef_cvca })
    }

    pub(super) fn write(&self, writer: &mut Writer) {
        asn1::write_integer(writer, self.version);
        if let Some(file) = self.ef_cvca {
            file.write(writer, asn1::SEQUENCE);
        }
    }
}

impl FileId {
    pub(super) fn read(object: &Tlv<'_>) -> Result<Self, DecodeError> {
        let mut reader = object.reader();
        let fid = asn1::fixed(&reader.expect(asn1::OCTET_STRING)?)?;
        let sfid = reader
            .optional(asn1::OCTET_STRING)?
            .map(|id| asn1::fixed::<1>(&id))
            .transpose()?;
        surplus(reader)?;
        Ok(Self {
            fid,
            sfid: sfid.map(|[id]| id),
        })
    }

    pub(super) fn write(self, writer: &mut Writer, tag: Tag) {
        writer.nested(tag, |file| {
            file.tlv(asn1::OCTET_STRING, &self.fid);
            if let Some(id) = self.sfid {
                file.tlv(asn1::OCTET_STRING, &[id]);
            }
        });
    }
}
