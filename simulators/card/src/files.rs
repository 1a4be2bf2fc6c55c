//! The file system: one master file, applications below it, transparent files in each.
//!
//! Names come in, places of files go out; bytes go in and out of files that the caller was allowed to touch. This
//! module judges no access rule and knows no command.

mod control;
mod directory;
mod elementary;
mod identifier;

pub use control::{control_information, control_parameters};
pub use directory::Directory;
pub use elementary::{ElementaryFile, WriteError};
pub use identifier::{ApplicationId, FileId, ShortFileId};

/// The place of a directory in a [`FileSystem`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DirectoryRef(usize);

impl DirectoryRef {
    /// The master file, which is always there.
    pub const MASTER_FILE: Self = Self(0);
}

/// The place of an elementary file in a [`FileSystem`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FileRef {
    directory: DirectoryRef,
    position: usize,
}

impl FileRef {
    /// The directory that holds the file.
    #[must_use]
    pub const fn directory(self) -> DirectoryRef {
        self.directory
    }
}

/// What a name leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// The master file or a directory below it.
    Directory(DirectoryRef),
    /// An elementary file.
    File(FileRef),
}

/// All files of a card.
#[derive(Clone, Debug)]
pub struct FileSystem {
    /// The master file first. Directories are never removed, so that a place stays valid.
    directories: Vec<Directory>,
}

impl FileSystem {
    /// A card with this master file, which answers to 3F00 whatever it is called.
    #[must_use]
    pub fn new(mut master_file: Directory) -> Self {
        master_file.id = Some(FileId::MASTER_FILE);
        master_file.parent = None;
        Self {
            directories: vec![master_file],
        }
    }

    /// Puts a directory below another one.
    pub fn add(&mut self, parent: DirectoryRef, mut directory: Directory) -> DirectoryRef {
        directory.parent = Some(parent.0);
        self.directories.push(directory);
        DirectoryRef(self.directories.len() - 1)
    }

    /// The directory at a place.
    #[must_use]
    pub fn directory(&self, place: DirectoryRef) -> Option<&Directory> {
        self.directories.get(place.0)
    }

    /// The file at a place.
    #[must_use]
    pub fn file(&self, place: FileRef) -> Option<&ElementaryFile> {
        self.directory(place.directory)?.files().get(place.position)
    }

    /// The file at a place, to be written.
    pub fn file_mut(&mut self, place: FileRef) -> Option<&mut ElementaryFile> {
        self.directories
            .get_mut(place.directory.0)?
            .file_mut(place.position)
    }

    /// The application with this name.
    #[must_use]
    pub fn application(&self, name: &[u8]) -> Option<DirectoryRef> {
        let fits = |directory: &Directory| {
            directory
                .name()
                .is_some_and(|known| known.as_bytes() == name)
        };
        self.directories.iter().position(fits).map(DirectoryRef)
    }

    /// The file with this identifier in a directory.
    #[must_use]
    pub fn file_in(&self, directory: DirectoryRef, id: FileId) -> Option<FileRef> {
        let position = self.directory(directory)?.position(id)?;
        Some(FileRef {
            directory,
            position,
        })
    }

    /// The file with this short identifier in a directory.
    #[must_use]
    pub fn file_by_short_id(&self, directory: DirectoryRef, id: ShortFileId) -> Option<FileRef> {
        let position = self.directory(directory)?.position_short(id)?;
        Some(FileRef {
            directory,
            position,
        })
    }

    /// The directory with this identifier directly below another one.
    #[must_use]
    pub fn child(&self, parent: DirectoryRef, id: FileId) -> Option<DirectoryRef> {
        let fits =
            |directory: &Directory| directory.parent == Some(parent.0) && directory.id == Some(id);
        self.directories.iter().position(fits).map(DirectoryRef)
    }

    /// The directory above; the master file has none.
    #[must_use]
    pub fn parent(&self, directory: DirectoryRef) -> Option<DirectoryRef> {
        self.directory(directory)?.parent.map(DirectoryRef)
    }

    /// What an identifier means from where the terminal stands: the master file, a file or directory in the current
    /// directory, the current directory itself, its parent, or a directory beside it `[ISO 7816-4 §7.3.1.1]`.
    #[must_use]
    pub fn reachable(&self, current: DirectoryRef, id: FileId) -> Option<Found> {
        if id == FileId::MASTER_FILE {
            return Some(Found::Directory(DirectoryRef::MASTER_FILE));
        }
        let has_id = |place: &DirectoryRef| {
            self.directory(*place)
                .is_some_and(|directory| directory.id == Some(id))
        };
        let parent = self.parent(current);
        let directory = || {
            self.child(current, id)
                .or_else(|| Some(current).filter(has_id))
                .or_else(|| parent.filter(has_id))
                .or_else(|| parent.and_then(|parent| self.child(parent, id)))
        };
        self.file_in(current, id)
            .map(Found::File)
            .or_else(|| directory().map(Found::Directory))
    }

    /// Walks a path of identifiers, two bytes each, down from a directory `[ISO 7816-4 §7.3.1.1]`.
    #[must_use]
    pub fn walk(&self, from: DirectoryRef, path: &[u8]) -> Option<Found> {
        let mut place = Found::Directory(from);
        for step in path.chunks(2) {
            let id = FileId::from_bytes(step)?;
            let Found::Directory(directory) = place else {
                return None;
            };
            place = self
                .child(directory, id)
                .map(Found::Directory)
                .or_else(|| self.file_in(directory, id).map(Found::File))?;
        }
        Some(place)
    }
}

#[cfg(test)]
mod tests {
    use super::{
        ApplicationId, Directory, DirectoryRef, ElementaryFile, FileId, FileSystem, Found,
        ShortFileId,
    };

    fn file(id: u16, short: u8, content: &[u8]) -> ElementaryFile {
        ElementaryFile::new(FileId::new(id), ShortFileId::new(short), content.to_vec())
    }

    fn card() -> (FileSystem, DirectoryRef) {
        let master = Directory::with_id(FileId::MASTER_FILE).with(file(0x011C, 0x1C, b"access"));
        let mut files = FileSystem::new(master);
        let application = ApplicationId::new(&[0xE8, 7])
            .map(Directory::application)
            .unwrap_or(Directory::with_id(FileId::new(0x0DF0)));
        let id = files.add(
            DirectoryRef::MASTER_FILE,
            application.with(file(0x0101, 1, b"dg1")),
        );
        (files, id)
    }

    #[test]
    fn a_short_identifier_belongs_to_its_directory() {
        let (files, application) = card();
        assert!(
            files
                .file_by_short_id(
                    application,
                    ShortFileId::new(0x1C)
                        .into_iter()
                        .next()
                        .unwrap_or_else(|| unreachable!())
                )
                .is_none()
        );
        assert!(
            files
                .file_in(DirectoryRef::MASTER_FILE, FileId::new(0x0101))
                .is_none()
        );
        assert!(files.file_in(application, FileId::new(0x0101)).is_some());
    }

    #[test]
    fn the_master_file_is_reachable_from_everywhere_and_its_files_only_from_itself() {
        let (files, application) = card();
        assert_eq!(
            files.reachable(application, FileId::MASTER_FILE),
            Some(Found::Directory(DirectoryRef::MASTER_FILE))
        );
        assert_eq!(files.reachable(application, FileId::new(0x011C)), None);
        assert!(matches!(
            files.reachable(DirectoryRef::MASTER_FILE, FileId::new(0x011C)),
            Some(Found::File(_))
        ));
    }

    #[test]
    fn a_path_leads_through_directories_only() {
        let (files, _) = card();
        assert!(matches!(
            files.walk(DirectoryRef::MASTER_FILE, &[0x01, 0x1C]),
            Some(Found::File(_))
        ));
        assert_eq!(
            files.walk(DirectoryRef::MASTER_FILE, &[0x01, 0x1C, 0x01, 0x01]),
            None
        );
        assert_eq!(files.walk(DirectoryRef::MASTER_FILE, &[0x01]), None);
    }

    #[test]
    fn an_application_is_found_by_its_whole_name() {
        let (files, application) = card();
        assert_eq!(files.application(&[0xE8, 7]), Some(application));
        assert_eq!(files.application(&[0xE8]), None);
    }
}
