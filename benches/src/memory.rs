//! Figures of memory, which criterion does not know: written by the bench that has them, read for the summary.

use std::fmt::Write as _;
use std::path::Path;
use std::{fs, io};

use serde::{Deserialize, Serialize};

use crate::SummaryError;

/// Bytes in a mebibyte.
pub const MEBIBYTE: u64 = 1024 * 1024;

/// The name of every file of this kind ends like this.
const ENDING: &str = "-memory.json";

/// How much memory a subject took, and how much it may take.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Memory {
    /// What was measured, for example `world/memory`.
    pub subject: String,
    /// The most bytes at any time.
    pub ours_bytes: u64,
    /// The most bytes that are allowed.
    pub goal_bytes: u64,
    /// Whether the figure keeps to it.
    pub met: bool,
}

impl Memory {
    /// A figure, held against its goal.
    #[must_use]
    pub fn new(subject: &str, ours_bytes: u64, goal_bytes: u64) -> Self {
        Self {
            subject: subject.to_owned(),
            ours_bytes,
            goal_bytes,
            met: ours_bytes <= goal_bytes,
        }
    }

    /// Writes the figure to a file, whose folder is made where there is none. The name must end in `-memory.json`.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn write(&self, file: &Path) -> io::Result<()> {
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(file, serde_json::to_vec_pretty(self)?)
    }

    /// All figures in a folder, sorted by subject; none where there is no folder.
    ///
    /// # Errors
    /// Where a file cannot be read, or is something else.
    pub fn read(folder: &Path) -> Result<Vec<Self>, SummaryError> {
        let Ok(entries) = fs::read_dir(folder) else {
            return Ok(Vec::new());
        };
        let paths = entries.flatten().map(|entry| entry.path());
        let named = paths.filter(|path| path.to_string_lossy().ends_with(ENDING));
        let parsed = named.map(|path| crate::summary::parse(&path));
        let mut all: Vec<Self> = parsed.collect::<Result<_, _>>()?;
        all.sort_by(|one, other| one.subject.cmp(&other.subject));
        Ok(all)
    }
}

/// The figures as a person reads them: lines below the table of times.
#[must_use]
pub fn memory_lines(all: &[Memory]) -> String {
    let mut out = String::new();
    for memory in all {
        let met = if memory.met { "met" } else { "MISSED" };
        // Cannot fail: a String takes whatever is written to it.
        let _ = writeln!(
            out,
            "{}: {} MiB of {} MiB, {met}",
            memory.subject,
            memory.ours_bytes.div_ceil(MEBIBYTE),
            memory.goal_bytes / MEBIBYTE
        );
    }
    out
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::fs;
    use std::path::Path;

    use tempfile::TempDir;

    use super::{MEBIBYTE, Memory, memory_lines};
    use crate::SummaryError;

    #[test]
    fn figures_are_read_as_they_were_written_and_nothing_else_is() {
        let folder = TempDir::new().unwrap();
        let inner = folder.path().join("bench");
        let world = Memory::new("world/memory", 80 * MEBIBYTE, 200 * MEBIBYTE);
        let card = Memory::new("card/memory", 3 * MEBIBYTE, 2 * MEBIBYTE);
        world.write(&inner.join("world-memory.json")).unwrap();
        card.write(&inner.join("z-memory.json")).unwrap();
        fs::write(inner.join("summary.json"), "[]").unwrap();
        assert_eq!(Memory::read(&inner).unwrap(), [card, world]);
    }

    #[test]
    fn without_a_folder_there_are_no_figures() {
        assert_eq!(Memory::read(Path::new("/nowhere")).unwrap(), []);
    }

    #[test]
    fn a_file_of_another_kind_is_named() {
        let folder = TempDir::new().unwrap();
        let file = folder.path().join("world-memory.json");
        fs::write(&file, "{}").unwrap();
        let error = Memory::read(folder.path()).unwrap_err();
        assert!(
            matches!(error, SummaryError::Format(ref named, _) if *named == file),
            "{error}"
        );
    }

    #[test]
    fn a_person_reads_whether_the_goal_was_met() {
        let lines = memory_lines(&[
            Memory::new("a/memory", 200 * MEBIBYTE, 200 * MEBIBYTE),
            Memory::new("b/memory", 200 * MEBIBYTE + 1, 200 * MEBIBYTE),
        ]);
        let expected = "a/memory: 200 MiB of 200 MiB, met\nb/memory: 201 MiB of 200 MiB, MISSED\n";
        assert_eq!(lines, expected);
    }
}
