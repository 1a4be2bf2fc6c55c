//! Rules for the text of files: length, what a module begins with, promises without an issue, words that do not belong.

use super::Finding;
use super::source::{File, Tree};

/// The most lines a Rust file may have.
const LONGEST: usize = 600;

/// Words that promise work; each needs the number of an issue behind it.
const PROMISES: [&str; 3] = ["TODO", "FIXME", "XXX"];

/// Judges every file's text.
pub(crate) fn judge(tree: &Tree) -> Vec<Finding> {
    tree.files()
        .iter()
        .filter(|file| !file.path.starts_with("xtask/src/tidy/") && file.path != "Cargo.lock")
        .flat_map(judge_file)
        .collect()
}

fn judge_file(file: &File) -> Vec<Finding> {
    let mut findings: Vec<Finding> = file
        .lines()
        .flat_map(|(line, text)| judge_line(file, line, text))
        .collect();
    let lines = file.text.lines().count();
    if file.is_rust() && lines > LONGEST {
        findings.push(Finding::new(
            &file.path,
            lines,
            format!("{lines} lines, at most {LONGEST}: look for the second idea"),
        ));
    }
    if is_module_of_a_crate(&file.path) && !file.text.starts_with("//!") {
        findings.push(Finding::new(
            &file.path,
            1,
            "a file begins with what it is for (`//!`)",
        ));
    }
    findings
}

/// Whether a file lies directly in a crate's `src` folder; what is below may leave the word to its parent.
fn is_module_of_a_crate(path: &str) -> bool {
    let below = path.rsplit_once("src/").map(|(_, below)| below);
    below.is_some_and(|below| below.ends_with(".rs") && !below.contains('/') && below != "tests.rs")
}

fn judge_line(file: &File, line: usize, text: &str) -> Vec<Finding> {
    let promises = PROMISES.iter().filter(|word| promises(text, word));
    let promises = promises.map(|word| {
        Finding::new(
            &file.path,
            line,
            format!("`{word}` without an issue: `{word}(#12)`"),
        )
    });
    let strange = misplaced()
        .into_iter()
        .filter(|word| text.contains(word.as_str()));
    let strange = strange
        .map(|word| Finding::new(&file.path, line, format!("`{word}` does not belong here")));
    let merge =
        is_left_by_a_merge(text).then(|| Finding::new(&file.path, line, "left behind by a merge"));
    promises.chain(strange).chain(merge).collect()
}

/// Whether a line has the word alone, with no issue's number behind it.
fn promises(text: &str, word: &str) -> bool {
    let Some((before, after)) = text.split_once(word) else {
        return false;
    };
    let alone =
        !before.ends_with(char::is_alphanumeric) && !after.starts_with(char::is_alphanumeric);
    alone && !after.starts_with("(#")
}

fn is_left_by_a_merge(line: &str) -> bool {
    ["<", ">"]
        .iter()
        .any(|mark| line.starts_with(&(mark.repeat(7) + " ")))
}

/// Paths of somebody's machine.
fn misplaced() -> Vec<String> {
    let folders = ["tmp", "work", "home", "root"].map(|folder| format!("/{folder}/"));
    folders.to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(path: &str, text: &str) -> Vec<String> {
        judge(&Tree::of(&[(path, text)]))
            .iter()
            .map(ToString::to_string)
            .collect()
    }

    #[test]
    fn a_promise_names_an_issue() {
        assert_eq!(findings("a.rs", "//! A.\n// TODO later\n").len(), 1);
        assert_eq!(
            findings("a.rs", "//! A.\n// TODO(#7): later\nlet a = TODOS;\n"),
            [""; 0]
        );
    }

    #[test]
    fn long_files_and_files_without_a_beginning_are_found() {
        assert_eq!(
            findings("a.rs", &"//! A.\n".repeat(601)),
            ["a.rs:601: 601 lines, at most 600: look for the second idea"]
        );
        assert_eq!(
            findings("src/a.rs", "use std::io;\n"),
            ["src/a.rs:1: a file begins with what it is for (`//!`)"]
        );
        assert_eq!(findings("src/a/b.rs", "use super::*;\n"), [""; 0]);
    }

    #[test]
    fn a_machines_own_paths_do_not_belong() {
        assert_eq!(
            findings("a.md", "see /home/me/notes\n"),
            ["a.md:1: `/home/` does not belong here"]
        );
        assert_eq!(findings("a.md", "<<<<<<< ours\n").len(), 1);
        assert_eq!(findings("a.md", "MUSTERMANN<<ERIKA<<<<<<<<<\n"), [""; 0]);
    }
}
