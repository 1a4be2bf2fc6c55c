//! CardInfo: where the card is described, and what it can do beyond the minimum. `[TR-03110-3 §A.1.1.7]`

use iso7816::tlv::{Reader, Tlv, Writer};

use super::terminal_authentication::FileId;
use crate::encoding::asn1;
use crate::encoding::error::DecodeError;
use crate::encoding::oid::Oid;
use crate::encoding::public_key::surplus;

/// The card info locator.
///
/// ```text
/// SEQUENCE { id-CI, urlCardInfo IA5String, CHOICE { FileID, [0] ExtCardInfoData } OPTIONAL }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardInfo {
    /// Where the newest CardInfo file is.
    pub url: String,
    /// Further information.
    pub data: Option<CardInfoData>,
}

/// The two forms of further information.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CardInfoData {
    /// EF.CardInfo.
    File(FileId),
    /// Capabilities.
    Extended(ExtendedCardInfo),
}

/// Capabilities of the card.
///
/// ```text
/// [0] { [0] FileID, [1] UTF8String, [2] SET OF SupportedTerminalTypes, [3] INTEGER, [4] BOOLEAN }   all OPTIONAL
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExtendedCardInfo {
    /// EF.CardInfo.
    pub file: Option<FileId>,
    /// "Version 2.21" for the present guideline.
    pub supported_tr_version: Option<String>,
    /// Terminal types with their authorization extensions.
    pub terminal_types: Option<Vec<SupportedTerminalType>>,
    /// How many session contexts besides the default one.
    pub max_session_contexts: Option<u32>,
    /// Whether ENVELOPE and GET RESPONSE are supported.
    pub envelope: Option<bool>,
}

/// A terminal type with the authorization extensions that the card knows for it.
///
/// ```text
/// SEQUENCE { supportedTerminalType OBJECT IDENTIFIER, supportedAuthorizations SET OF OBJECT IDENTIFIER OPTIONAL }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SupportedTerminalType {
    /// The terminal type.
    pub terminal_type: Oid,
    /// The authorization extensions.
    pub authorizations: Option<Vec<Oid>>,
}

impl CardInfo {
    pub(super) fn read(mut reader: Reader<'_>) -> Result<Self, DecodeError> {
        let url = asn1::ascii(&reader.expect(asn1::IA5_STRING)?)?;
        let file = reader.optional(asn1::SEQUENCE)?;
        let extended = reader.optional(asn1::context(0, true))?;
        surplus(reader)?;
        let data = match (file, extended) {
            (Some(file), _) => Some(CardInfoData::File(FileId::read(&file)?)),
            (None, Some(extended)) => Some(CardInfoData::Extended(ExtendedCardInfo::read(
                extended.reader(),
            )?)),
            (None, None) => None,
        };
        Ok(Self { url, data })
    }

    pub(super) fn write(&self, writer: &mut Writer) {
        writer.tlv(asn1::IA5_STRING, self.url.as_bytes());
        match &self.data {
            None => (),
            Some(CardInfoData::File(file)) => file.write(writer, asn1::SEQUENCE),
            Some(CardInfoData::Extended(extended)) => {
                writer.nested(asn1::context(0, true), |data| extended.write(data));
            }
        }
    }
}

impl ExtendedCardInfo {
    fn read(mut reader: Reader<'_>) -> Result<Self, DecodeError> {
        let file = reader
            .optional(asn1::context(0, true))?
            .map(|file| FileId::read(&file))
            .transpose()?;
        let version = reader
            .optional(asn1::context(1, false))?
            .map(|text| asn1::utf8(&text))
            .transpose()?;
        let types = reader
            .optional(asn1::context(2, true))?
            .map(|set| read_types(&set))
            .transpose()?;
        let contexts = reader
            .optional(asn1::context(3, false))?
            .map(|number| asn1::integer(&number))
            .transpose()?;
        let envelope = reader
            .optional(asn1::context(4, false))?
            .map(|flag| asn1::boolean(&flag))
            .transpose()?;
        surplus(reader)?;
        Ok(Self {
            file,
            supported_tr_version: version,
            terminal_types: types,
            max_session_contexts: contexts,
            envelope,
        })
    }

    fn write(&self, writer: &mut Writer) {
        if let Some(file) = self.file {
            file.write(writer, asn1::context(0, true));
        }
        if let Some(version) = &self.supported_tr_version {
            writer.tlv(asn1::context(1, false), version.as_bytes());
        }
        if let Some(types) = &self.terminal_types {
            let elements = types.iter().map(SupportedTerminalType::encode).collect();
            asn1::write_set_of(writer, asn1::context(2, true), elements);
        }
        if let Some(contexts) = self.max_session_contexts {
            writer.tlv(asn1::context(3, false), &asn1::integer_bytes(contexts));
        }
        if let Some(envelope) = self.envelope {
            writer.tlv(asn1::context(4, false), &asn1::boolean_byte(envelope));
        }
    }
}

fn read_types(set: &Tlv<'_>) -> Result<Vec<SupportedTerminalType>, DecodeError> {
    let mut reader = set.reader();
    let mut types = Vec::new();
    while !reader.is_empty() {
        types.push(SupportedTerminalType::read(
            reader.expect(asn1::SEQUENCE)?.reader(),
        )?);
    }
    Ok(types)
}

impl SupportedTerminalType {
    fn read(mut reader: Reader<'_>) -> Result<Self, DecodeError> {
        let terminal_type = asn1::read_oid(&mut reader)?;
        let mut authorizations = None;
        if let Some(set) = reader.optional(asn1::SET)? {
            let mut reader = set.reader();
            let mut oids = Vec::new();
            while !reader.is_empty() {
                oids.push(asn1::read_oid(&mut reader)?);
            }
            authorizations = Some(oids);
        }
        surplus(reader)?;
        Ok(Self {
            terminal_type,
            authorizations,
        })
    }

    fn encode(&self) -> Vec<u8> {
        let mut writer = Writer::new();
        writer.nested(asn1::SEQUENCE, |sequence| {
            asn1::write_oid(sequence, &self.terminal_type);
            if let Some(authorizations) = &self.authorizations {
                let element =
                    |oid: &Oid| iso7816::tlv::encode(asn1::OBJECT_IDENTIFIER, oid.as_bytes());
                asn1::write_set_of(
                    sequence,
                    asn1::SET,
                    authorizations.iter().map(element).collect(),
                );
            }
        });
        writer.into_bytes()
    }
}
