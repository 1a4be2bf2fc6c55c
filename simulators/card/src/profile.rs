//! What a card adds to the engine: commands of its own, and what it knows of its holder.

use eac::card::auxiliary_data::StoredData;
use iso7816::CommandView;

use crate::{Credentials, DirectoryRef, FileSystem, Refusal, SecurityStatus};

/// A card's own part. The engine asks it first, so that it can also answer a common command in its own way.
pub trait Profile: Clone + Send {
    /// Carries out a plain command that the card knows and the engine does not. Data for the answer is appended to
    /// `answer`. Nothing means: not one of mine.
    fn perform(
        &mut self,
        command: &CommandView<'_>,
        card: &mut Inside<'_>,
        answer: &mut Vec<u8>,
    ) -> Option<Result<(), Refusal>> {
        let _ = (command, card, answer);
        None
    }

    /// What auxiliary data is compared with `[TR-03110-3 §A.7.5]`.
    fn stored_data<'a>(&'a self, files: &'a FileSystem) -> StoredData<'a> {
        let _ = files;
        StoredData::default()
    }
}

/// A card without commands of its own.
impl Profile for () {}

/// What a card's own command may see and touch.
#[derive(Debug)]
pub struct Inside<'a> {
    /// The files.
    pub files: &'a mut FileSystem,
    /// The passwords.
    pub credentials: &'a mut Credentials,
    /// What has been proven.
    pub status: SecurityStatus,
    /// The current directory.
    pub directory: DirectoryRef,
}
