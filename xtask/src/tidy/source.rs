//! The repository's files as text, and Rust text with comments and string literals blanked.

use std::fs;
use std::io;
use std::path::Path;

/// Folders that hold nothing of ours.
const SKIPPED: [&str; 4] = ["target", ".git", "artifacts", "corpus"];

/// One text file, its path relative to the repository with `/` between the parts.
#[derive(Debug)]
pub(crate) struct File {
    pub(crate) path: String,
    pub(crate) text: String,
}

impl File {
    pub(crate) fn is_rust(&self) -> bool {
        self.path.ends_with(".rs")
    }

    /// Whether the whole file is test code.
    pub(crate) fn is_test(&self) -> bool {
        self.path.ends_with("/tests.rs")
            || self.path.contains("/tests/")
            || self.path.contains("/benches/")
    }

    /// The lines with their numbers, from 1.
    pub(crate) fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text
            .lines()
            .enumerate()
            .map(|(index, line)| (index + 1, line))
    }
}

/// All text files of the repository, ordered by path.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    files: Vec<File>,
}

impl Tree {
    /// Reads every text file below `root`; what is not UTF-8 is left out.
    pub(crate) fn read(root: &Path) -> io::Result<Self> {
        let mut files = Vec::new();
        collect(root, "", &mut files)?;
        files.sort_by(|one, other| one.path.cmp(&other.path));
        Ok(Self { files })
    }

    #[cfg(test)]
    pub(crate) fn of(files: &[(&str, &str)]) -> Self {
        let file = |(path, text): &(&str, &str)| File {
            path: (*path).to_owned(),
            text: (*text).to_owned(),
        };
        Self {
            files: files.iter().map(file).collect(),
        }
    }

    pub(crate) fn files(&self) -> &[File] {
        &self.files
    }

    pub(crate) fn rust(&self) -> impl Iterator<Item = &File> {
        self.files.iter().filter(|file| file.is_rust())
    }

    pub(crate) fn file(&self, path: &str) -> Option<&File> {
        self.files.iter().find(|file| file.path == path)
    }
}

fn collect(folder: &Path, prefix: &str, files: &mut Vec<File>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let Ok(name) = entry.file_name().into_string() else {
            continue;
        };
        let kind = entry.file_type()?;
        if kind.is_dir() && !SKIPPED.contains(&name.as_str()) {
            collect(&entry.path(), &format!("{prefix}{name}/"), files)?;
        } else if kind.is_file()
            && let Ok(text) = String::from_utf8(fs::read(entry.path())?)
        {
            files.push(File {
                path: format!("{prefix}{name}"),
                text,
            });
        }
    }
    Ok(())
}

/// Rust text in which comments, string and character literals are blank, line for line.
pub(crate) fn code_of(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let mut code = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(&letter) = letters.get(at) {
        let end = match (letter, letters.get(at + 1)) {
            ('/', Some('/')) => end_of_line(&letters, at),
            ('/', Some('*')) => end_of_block(&letters, at),
            ('"', _) => end_of_string(&letters, at + 1),
            ('r' | 'b' | 'c', _) if !is_word(letters.get(at.wrapping_sub(1))) => {
                end_of_prefixed(&letters, at)
            }
            ('\'', _) => end_of_char(&letters, at),
            _ => at + 1,
        };
        if end == at + 1 {
            code.push(letter);
        } else {
            let gone = letters.get(at..end).unwrap_or_default();
            code.extend(
                gone.iter()
                    .map(|letter| if *letter == '\n' { '\n' } else { ' ' }),
            );
        }
        at = end;
    }
    code
}

fn is_word(letter: Option<&char>) -> bool {
    letter.is_some_and(|letter| letter.is_alphanumeric() || *letter == '_')
}

fn end_of_line(letters: &[char], start: usize) -> usize {
    let rest = letters.get(start..).unwrap_or_default();
    start
        + rest
            .iter()
            .position(|letter| *letter == '\n')
            .unwrap_or(rest.len())
}

fn end_of_block(letters: &[char], start: usize) -> usize {
    let (mut at, mut depth) = (start, 0_usize);
    loop {
        match (letters.get(at), letters.get(at + 1)) {
            (Some('/'), Some('*')) => (at, depth) = (at + 2, depth + 1),
            (Some('*'), Some('/')) if depth == 1 => return at + 2,
            (Some('*'), Some('/')) => (at, depth) = (at + 2, depth - 1),
            (Some(_), _) => at += 1,
            (None, _) => return at,
        }
    }
}

fn end_of_string(letters: &[char], mut at: usize) -> usize {
    loop {
        match letters.get(at) {
            Some('\\') => at += 2,
            Some('"') => return at + 1,
            Some(_) => at += 1,
            None => return letters.len(),
        }
    }
}

/// Raw, byte and C strings: `r"…"`, `b"…"`, `br#"…"#`; anything else is one plain letter.
fn end_of_prefixed(letters: &[char], start: usize) -> usize {
    let mut at = start;
    while matches!(letters.get(at), Some('r' | 'b' | 'c')) && at < start + 2 {
        at += 1;
    }
    let raw = letters
        .get(start..at)
        .is_some_and(|prefix| prefix.contains(&'r'));
    let hashes = letters
        .get(at..)
        .unwrap_or_default()
        .iter()
        .take_while(|letter| **letter == '#')
        .count();
    let opening = at + hashes;
    match letters.get(opening) {
        Some('"') if raw => end_of_raw(letters, opening + 1, hashes),
        Some('"') if hashes == 0 => end_of_string(letters, opening + 1),
        _ => start + 1,
    }
}

fn end_of_raw(letters: &[char], mut at: usize, hashes: usize) -> usize {
    while let Some(letter) = letters.get(at) {
        at += 1;
        let closing = letters.get(at..at + hashes).unwrap_or_default();
        if *letter == '"' && closing.len() == hashes && closing.iter().all(|letter| *letter == '#')
        {
            return at + hashes;
        }
    }
    letters.len()
}

/// A character literal, or one plain letter where the quote begins a lifetime.
fn end_of_char(letters: &[char], start: usize) -> usize {
    match (letters.get(start + 1), letters.get(start + 2)) {
        (Some('\\'), _) => {
            let rest = letters.get(start + 3..).unwrap_or_default();
            rest.iter()
                .position(|letter| *letter == '\'')
                .map_or(letters.len(), |length| start + 3 + length + 1)
        }
        (Some(_), Some('\'')) => start + 3,
        _ => start + 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_literals_are_blanked_and_lines_stay() {
        let text = "let a = \"x // y\"; // unsafe\n/* a /* b */\nunsafe */ b('\"', 'c', b\"q\", r#\"\"unsafe\"\"#, '\\u{41}');\nfn f<'a>() {}";
        let code = code_of(text);
        assert_eq!(code.lines().count(), text.lines().count());
        assert!(!code.contains("unsafe"), "{code}");
        assert!(code.contains("let a = "));
        assert!(code.ends_with("fn f<'a>() {}"));
    }

    #[test]
    fn names_that_end_like_a_prefix_stay() {
        assert_eq!(
            code_of("for b in r { vector\"\" }"),
            "for b in r { vector   }"
        );
        assert_eq!(code_of("r#type + br"), "r#type + br");
    }

    #[test]
    fn unfinished_text_ends_quietly() {
        for text in ["\"abc", "/* abc", "r#\"abc", "'\\", "b\"\\"] {
            assert_eq!(
                code_of(text).chars().count(),
                text.chars().count(),
                "{text}"
            );
        }
    }
}
