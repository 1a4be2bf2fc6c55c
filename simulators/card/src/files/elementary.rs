//! One transparent file: bytes, a size that it cannot outgrow, and who may read and write it.

use super::{FileId, ShortFileId};
use crate::AccessRule;

/// A transparent elementary file `[ISO 7816-4 §7.3]`.
#[derive(Clone, Debug)]
pub struct ElementaryFile {
    id: FileId,
    short_id: Option<ShortFileId>,
    content: Vec<u8>,
    capacity: usize,
    read: AccessRule,
    write: AccessRule,
}

impl ElementaryFile {
    /// A file that everybody may read and nobody write, filled to its size.
    #[must_use]
    pub fn new(id: FileId, short_id: Option<ShortFileId>, content: Vec<u8>) -> Self {
        let capacity = content.len();
        Self {
            id,
            short_id,
            content,
            capacity,
            read: AccessRule::Always,
            write: AccessRule::Never,
        }
    }

    /// The same file with another rule for reading.
    #[must_use]
    pub fn readable(mut self, rule: AccessRule) -> Self {
        self.read = rule;
        self
    }

    /// The same file with another rule for writing and room for `capacity` bytes, or for its content if that is more.
    #[must_use]
    pub fn writable(mut self, rule: AccessRule, capacity: usize) -> Self {
        self.write = rule;
        self.capacity = capacity.max(self.content.len());
        self
    }

    /// Its two-byte name.
    #[must_use]
    pub const fn id(&self) -> FileId {
        self.id
    }

    /// Its short name, if it has one.
    #[must_use]
    pub const fn short_id(&self) -> Option<ShortFileId> {
        self.short_id
    }

    /// What it holds.
    #[must_use]
    pub fn content(&self) -> &[u8] {
        &self.content
    }

    /// Bytes that it can hold.
    #[must_use]
    pub const fn capacity(&self) -> usize {
        self.capacity
    }

    /// Who may read it.
    #[must_use]
    pub const fn read_rule(&self) -> &AccessRule {
        &self.read
    }

    /// Who may write it.
    #[must_use]
    pub const fn write_rule(&self) -> &AccessRule {
        &self.write
    }

    /// Up to `most` bytes from `offset` on; nothing when the offset lies outside the file. The first byte behind the
    /// last one lies outside, unless the file is empty.
    #[must_use]
    pub fn read(&self, offset: usize, most: usize) -> Option<&[u8]> {
        let rest = self.content.get(offset..)?;
        if rest.is_empty() && offset > 0 {
            return None;
        }
        Some(rest.get(..most).unwrap_or(rest))
    }

    /// Puts another content in place of the whole, as at personalisation.
    pub fn replace(&mut self, content: Vec<u8>) {
        self.capacity = self.capacity.max(content.len());
        self.content = content;
    }

    /// Overwrites bytes in place; the file grows up to its size where they reach behind its end. Nothing changes when
    /// they do not fit.
    ///
    /// # Errors
    /// The offset lies behind the end, or there is no room.
    pub fn write(&mut self, offset: usize, bytes: &[u8]) -> Result<(), WriteError> {
        let end = offset.checked_add(bytes.len()).ok_or(WriteError::NoRoom)?;
        if offset > self.content.len() || offset >= self.capacity {
            return Err(WriteError::OffsetOutside);
        }
        if end > self.capacity {
            return Err(WriteError::NoRoom);
        }
        if end > self.content.len() {
            self.content.resize(end, 0);
        }
        if let Some(place) = self.content.get_mut(offset..end) {
            place.copy_from_slice(bytes);
        }
        Ok(())
    }
}

/// Why bytes cannot be written into a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WriteError {
    /// The first byte would lie outside the file.
    #[error("the offset lies outside the file")]
    OffsetOutside,
    /// The last byte would lie outside the file.
    #[error("the data reaches beyond the size of the file")]
    NoRoom,
}

#[cfg(test)]
mod tests {
    use super::{ElementaryFile, FileId, WriteError};
    use crate::AccessRule;

    fn file() -> ElementaryFile {
        ElementaryFile::new(FileId::new(0x0111), None, vec![1, 2, 3, 4])
            .writable(AccessRule::Always, 6)
    }

    #[test]
    fn reading_stops_at_the_end_and_begins_inside() {
        assert_eq!(file().read(1, 2), Some(&[2, 3][..]));
        assert_eq!(file().read(2, 9), Some(&[3, 4][..]));
        assert_eq!(file().read(4, 1), None);
        assert_eq!(file().read(9, 1), None);
        assert_eq!(
            ElementaryFile::new(FileId::new(1), None, vec![]).read(0, 1),
            Some(&[][..])
        );
    }

    #[test]
    fn a_file_grows_up_to_its_size_and_leaves_no_hole() {
        let mut file = file();
        assert_eq!(file.write(3, &[8, 9]), Ok(()));
        assert_eq!(file.content(), [1, 2, 3, 8, 9]);
        assert_eq!(file.write(4, &[7, 7, 7]), Err(WriteError::NoRoom));
        assert_eq!(file.write(6, &[7]), Err(WriteError::OffsetOutside));
        assert_eq!(file.content(), [1, 2, 3, 8, 9]);
    }
}
