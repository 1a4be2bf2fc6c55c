//! Names of files: two bytes, five bits, or an application identifier.

use std::fmt;

/// A file identifier of two bytes `[ISO 7816-4 §7.3.1.1]`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(u16);

impl FileId {
    /// The master file.
    pub const MASTER_FILE: Self = Self(0x3F00);

    /// Any two bytes.
    #[must_use]
    pub const fn new(value: u16) -> Self {
        Self(value)
    }

    /// Reads exactly two bytes.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        <[u8; 2]>::try_from(bytes)
            .ok()
            .map(|bytes| Self(u16::from_be_bytes(bytes)))
    }

    /// Both bytes as a number.
    #[must_use]
    pub const fn value(self) -> u16 {
        self.0
    }

    /// Both bytes.
    #[must_use]
    pub const fn to_bytes(self) -> [u8; 2] {
        self.0.to_be_bytes()
    }
}

impl fmt::Display for FileId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04X}", self.0)
    }
}

impl fmt::Debug for FileId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FileId({self})")
    }
}

/// A short file identifier, 1 to 30 `[ISO 7816-4 §7.3.1.2]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ShortFileId(u8);

impl ShortFileId {
    /// The identifier with this number, if there is one: 0 means the current file and 31 nothing.
    #[must_use]
    pub const fn new(value: u8) -> Option<Self> {
        match value {
            1..=30 => Some(Self(value)),
            _ => None,
        }
    }

    /// The number.
    #[must_use]
    pub const fn value(self) -> u8 {
        self.0
    }
}

impl fmt::Display for ShortFileId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02X}", self.0)
    }
}

const MAX_LENGTH: usize = 16;

/// The name of an application, 1 to 16 bytes `[ISO 7816-4 §12.2.3]`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ApplicationId {
    bytes: [u8; MAX_LENGTH],
    length: u8,
}

impl ApplicationId {
    /// The name with these bytes, if there are 1 to 16.
    #[must_use]
    pub fn new(name: &[u8]) -> Option<Self> {
        let mut bytes = [0; MAX_LENGTH];
        bytes.get_mut(..name.len())?.copy_from_slice(name);
        let length = u8::try_from(name.len()).ok().filter(|length| *length > 0)?;
        Some(Self { bytes, length })
    }

    /// The bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        self.bytes
            .get(..usize::from(self.length))
            .unwrap_or_default()
    }
}

impl fmt::Display for ApplicationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_bytes()
            .iter()
            .try_for_each(|byte| write!(f, "{byte:02X}"))
    }
}

impl fmt::Debug for ApplicationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ApplicationId({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::{ApplicationId, FileId, ShortFileId};

    #[test]
    fn an_application_has_a_name_of_one_to_sixteen_bytes() {
        assert_eq!(ApplicationId::new(&[]), None);
        assert_eq!(ApplicationId::new(&[0xA0; 17]), None);
        assert_eq!(
            ApplicationId::new(&[0xA0; 16]).map(|name| name.as_bytes().len()),
            Some(16)
        );
    }

    #[test]
    fn a_file_identifier_has_two_bytes_and_a_short_one_is_neither_0_nor_31() {
        assert_eq!(FileId::from_bytes(&[0x3F, 0x00]), Some(FileId::MASTER_FILE));
        assert_eq!(FileId::from_bytes(&[0x3F]), None);
        assert_eq!(ShortFileId::new(0), None);
        assert_eq!(ShortFileId::new(31), None);
    }
}
