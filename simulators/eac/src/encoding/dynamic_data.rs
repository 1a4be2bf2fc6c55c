//! Dynamic authentication data: the objects that General Authenticate carries in both directions.
//!
//! Bytes come in, tagged values go out. Which object belongs to which step is known to the protocols.

use iso7816::tlv::{Reader, Tag, Writer};

use super::error::{DecodeError, DecodeErrorKind};
use super::tag;

/// The data object 7C. `[TR-03110-3 §B.14.2]`
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DynamicData {
    objects: Vec<(Tag, Vec<u8>)>,
}

impl DynamicData {
    /// An empty object: the first step of PACE.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            objects: Vec::new(),
        }
    }

    /// Adds an object.
    #[must_use]
    pub fn with(mut self, tag: u32, value: impl Into<Vec<u8>>) -> Self {
        self.objects.push((Tag::new(tag), value.into()));
        self
    }

    /// Reads the data object 7C.
    ///
    /// # Errors
    /// Another structure, or an object twice.
    pub fn decode(object: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(object);
        let dynamic = reader.expect(tag::DYNAMIC_AUTHENTICATION_DATA)?;
        reader.finish()?;
        let mut objects: Vec<(Tag, Vec<u8>)> = Vec::new();
        for object in dynamic.reader() {
            let object = object?;
            if objects.iter().any(|(found, _)| *found == object.tag) {
                return Err(DecodeError::new(
                    DecodeErrorKind::Duplicate(object.tag),
                    object.offset,
                ));
            }
            objects.push((object.tag, object.value.to_vec()));
        }
        Ok(Self { objects })
    }

    /// The data object 7C.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut writer = Writer::new();
        writer.nested(tag::DYNAMIC_AUTHENTICATION_DATA, |dynamic| {
            for (tag, value) in &self.objects {
                dynamic.tlv(*tag, value);
            }
        });
        writer.into_bytes()
    }

    /// The value of an object.
    #[must_use]
    pub fn get(&self, tag: u32) -> Option<&[u8]> {
        self.objects
            .iter()
            .find(|(found, _)| found.value() == tag)
            .map(|(_, value)| value.as_slice())
    }

    /// The only object, when it has this tag and there is no other.
    #[must_use]
    pub fn only(&self, tag: u32) -> Option<&[u8]> {
        match self.objects.as_slice() {
            [(found, value)] if found.value() == tag => Some(value),
            _ => None,
        }
    }

    /// All objects, in order.
    #[must_use]
    pub fn objects(&self) -> &[(Tag, Vec<u8>)] {
        &self.objects
    }
}
