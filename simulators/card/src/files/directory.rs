//! One dedicated file: a name, a parent and the elementary files in it.

use super::{ApplicationId, ElementaryFile, FileId, ShortFileId};

/// A dedicated file, the master file among them `[ISO 7816-4 §7.2]`.
#[derive(Clone, Debug)]
pub struct Directory {
    pub(super) id: Option<FileId>,
    pub(super) name: Option<ApplicationId>,
    pub(super) parent: Option<usize>,
    files: Vec<ElementaryFile>,
}

impl Directory {
    /// An application: found by its name.
    #[must_use]
    pub const fn application(name: ApplicationId) -> Self {
        Self {
            id: None,
            name: Some(name),
            parent: None,
            files: Vec::new(),
        }
    }

    /// A directory that is found by its file identifier.
    #[must_use]
    pub const fn with_id(id: FileId) -> Self {
        Self {
            id: Some(id),
            name: None,
            parent: None,
            files: Vec::new(),
        }
    }

    /// The same directory with a name as well.
    #[must_use]
    pub const fn named(mut self, name: ApplicationId) -> Self {
        self.name = Some(name);
        self
    }

    /// The same directory with one more file. A file with the same identifier gives way.
    #[must_use]
    pub fn with(mut self, file: ElementaryFile) -> Self {
        self.files.retain(|other| other.id() != file.id());
        self.files.push(file);
        self
    }

    /// Its file identifier.
    #[must_use]
    pub const fn id(&self) -> Option<FileId> {
        self.id
    }

    /// Its application name.
    #[must_use]
    pub const fn name(&self) -> Option<&ApplicationId> {
        self.name.as_ref()
    }

    /// The files in it.
    #[must_use]
    pub fn files(&self) -> &[ElementaryFile] {
        &self.files
    }

    pub(super) fn position(&self, id: FileId) -> Option<usize> {
        self.files.iter().position(|file| file.id() == id)
    }

    pub(super) fn position_short(&self, id: ShortFileId) -> Option<usize> {
        self.files
            .iter()
            .position(|file| file.short_id() == Some(id))
    }

    pub(super) fn file_mut(&mut self, position: usize) -> Option<&mut ElementaryFile> {
        self.files.get_mut(position)
    }
}
