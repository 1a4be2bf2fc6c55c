//! Certificate extensions: descriptions, terminal sectors, additional authorizations.
//!
//! Bytes come in, extensions with their objects go out; unknown ones survive and never make a certificate invalid.

use iso7816::tlv::{Reader, Tag, Tlv, Writer, encode};

use super::error::DecodeError;
use super::oid::{self, Oid};
use super::tag;

const FIRST: Tag = Tag::new(0x80);
const SECOND: Tag = Tag::new(0x81);
const SECTOR_TEMPLATE: Tag = Tag::new(0xA0);

/// One extension. `[TR-03110-3 §C.3]`
///
/// ```text
/// 65 { 73 { 06 OID  context specific objects } ... }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateExtension {
    /// What the extension means.
    pub oid: Oid,
    /// Its objects, in order.
    pub objects: Vec<(Tag, Vec<u8>)>,
}

/// The hashes of the two sector public keys for Restricted Identification. `[TR-03110-3 §C.3.2.1]`
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TerminalSector {
    /// Hash of the first sector public key data object.
    pub first: Option<Vec<u8>>,
    /// Hash of the second.
    pub second: Option<Vec<u8>>,
}

/// A terminal sector for pseudonymous signatures. `[TR-03110-3 §C.3.2.2]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PseudonymSector {
    /// Identifier of the domain parameters, big-endian.
    pub parameter_id: Vec<u8>,
    /// Hash of the sector public key as a point.
    pub hash: Vec<u8>,
}

impl CertificateExtension {
    /// An extension that names a certificate description by its hash. `[TR-03110-4 §2.2.6]`
    #[must_use]
    pub fn description(hash: &[u8]) -> Self {
        Self {
            oid: oid::ID_DESCRIPTION,
            objects: vec![(FIRST, hash.to_vec())],
        }
    }

    /// An extension with the hashes of one or two sector public keys.
    #[must_use]
    pub fn sector(first: Option<&[u8]>, second: Option<&[u8]>) -> Self {
        let object = |tag, hash: Option<&[u8]>| hash.map(|hash| (tag, hash.to_vec()));
        let objects = [object(FIRST, first), object(SECOND, second)]
            .into_iter()
            .flatten()
            .collect();
        Self {
            oid: oid::ID_SECTOR,
            objects,
        }
    }

    /// An authorization extension. `[TR-03110-3 §C.3.1]`
    #[must_use]
    pub fn authorization(oid: Oid, bits: &[u8]) -> Self {
        Self {
            oid,
            objects: vec![(tag::DISCRETIONARY_DATA, bits.to_vec())],
        }
    }

    fn read(template: &Tlv<'_>) -> Result<Self, DecodeError> {
        let mut reader = template.reader();
        let identifier = reader.expect(tag::OBJECT_IDENTIFIER)?;
        let oid = Oid::decode(identifier.value).map_err(|e| e.moved(identifier.value_offset()))?;
        let mut objects = Vec::new();
        for object in reader {
            let object = object?;
            objects.push((object.tag, object.value.to_vec()));
        }
        Ok(Self { oid, objects })
    }

    fn object(&self, tag: Tag) -> Option<&[u8]> {
        self.objects
            .iter()
            .find(|(found, _)| *found == tag)
            .map(|(_, value)| value.as_slice())
    }
}

/// The extensions of a certificate, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CertificateExtensions(pub Vec<CertificateExtension>);

impl CertificateExtensions {
    /// Reads the data object 65, as MSE:Set AT of PACE may carry it.
    ///
    /// # Errors
    /// Another structure.
    pub fn decode(object: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(object);
        let extensions = reader.expect(tag::CERTIFICATE_EXTENSIONS)?;
        reader.finish()?;
        Self::read(&extensions)
    }

    pub(crate) fn read(object: &Tlv<'_>) -> Result<Self, DecodeError> {
        let mut reader = object.reader();
        let mut extensions = Vec::new();
        while !reader.is_empty() {
            extensions.push(CertificateExtension::read(
                &reader.expect(tag::DISCRETIONARY_DATA_TEMPLATE)?,
            )?);
        }
        Ok(Self(extensions))
    }

    /// The data object 65.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        encode(tag::CERTIFICATE_EXTENSIONS, &self.encode_value())
    }

    /// The templates inside.
    #[must_use]
    pub fn encode_value(&self) -> Vec<u8> {
        let mut writer = Writer::new();
        for extension in &self.0 {
            writer.nested(tag::DISCRETIONARY_DATA_TEMPLATE, |template| {
                template.tlv(tag::OBJECT_IDENTIFIER, extension.oid.as_bytes());
                for (tag, value) in &extension.objects {
                    template.tlv(*tag, value);
                }
            });
        }
        writer.into_bytes()
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The extension with this identifier.
    #[must_use]
    pub fn get(&self, oid: &Oid) -> Option<&CertificateExtension> {
        self.0.iter().find(|extension| extension.oid == *oid)
    }

    /// The hash of the certificate description. `[TR-03110-4 §2.2.6]`
    #[must_use]
    pub fn description_hash(&self) -> Option<&[u8]> {
        self.get(&oid::ID_DESCRIPTION)?.object(FIRST)
    }

    /// The terminal sector for Restricted Identification. `[TR-03110-3 §C.3.2.1]`
    #[must_use]
    pub fn sector(&self) -> TerminalSector {
        let hash = |tag| self.get(&oid::ID_SECTOR)?.object(tag).map(<[u8]>::to_vec);
        TerminalSector {
            first: hash(FIRST),
            second: hash(SECOND),
        }
    }

    /// The terminal sectors for pseudonymous signatures; templates of another structure are left out.
    /// `[TR-03110-3 §C.3.2.2]`
    #[must_use]
    pub fn pseudonym_sectors(&self) -> Vec<PseudonymSector> {
        let templates = self
            .get(&oid::ID_PS_SECTOR)
            .map(|extension| extension.objects.as_slice());
        let sector = |value: &[u8]| {
            let part = |tag| Some(Reader::new(value).find(tag).ok()??.value.to_vec());
            Some(PseudonymSector {
                parameter_id: part(FIRST)?,
                hash: part(SECOND)?,
            })
        };
        let templates = templates
            .unwrap_or_default()
            .iter()
            .filter(|(tag, _)| *tag == SECTOR_TEMPLATE);
        templates.filter_map(|(_, value)| sector(value)).collect()
    }

    /// The bits of an authorization extension; missing means none. `[TR-03110-3 §C.3.1]`
    #[must_use]
    pub fn authorization(&self, oid: &Oid) -> &[u8] {
        let bits = self.get(oid).and_then(|extension| {
            AUTHORIZATION_TAGS
                .iter()
                .find_map(|tag| extension.object(*tag))
        });
        bits.unwrap_or_default()
    }
}

impl FromIterator<CertificateExtension> for CertificateExtensions {
    fn from_iter<I: IntoIterator<Item = CertificateExtension>>(extensions: I) -> Self {
        Self(extensions.into_iter().collect())
    }
}

/// An authorization of an evolving extension: bits counted from the right, of any length. `[TR-03110-3 §C.3.1]`
#[must_use]
pub fn authorization_bit(bits: &[u8], bit: usize) -> bool {
    bits.iter()
        .rev()
        .nth(bit / 8)
        .is_some_and(|byte| byte >> (bit % 8) & 1 == 1)
}

/// Tags under which an authorization extension carries its bits: 53 by the guideline, 80 in the test plan's certificates.
const AUTHORIZATION_TAGS: [Tag; 2] = [tag::DISCRETIONARY_DATA, Tag::new(0x80)];

#[cfg(test)]
mod tests {
    use super::authorization_bit;

    #[test]
    fn evolving_bits_are_counted_from_the_right() {
        assert!(authorization_bit(&[0x02, 0x00], 9));
        assert!(!authorization_bit(&[0x02, 0x00], 1));
        assert!(!authorization_bit(&[0xFF], 8));
    }
}
