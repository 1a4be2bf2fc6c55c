//! Software of others is listed once: whoever tells a person to install something names nothing else.

use super::Finding;
use super::source::{File, Tree};
use crate::strangers;

/// What the workspace itself is built with, which the README asks for before any task can run.
const BUILD: [&str; 4] = ["build-essential", "gcc", "pkg-config", "libssl-dev"];

/// Judges every line that installs Debian packages.
pub(crate) fn judge(tree: &Tree) -> Vec<Finding> {
    let listed = match strangers::packages() {
        Ok(listed) => listed,
        Err(reason) => return vec![Finding::new("xtask/strangers.txt", 1, reason)],
    };
    let names: Vec<&str> = listed
        .iter()
        .map(|package| package.name)
        .chain(BUILD)
        .collect();
    let files = tree
        .files()
        .iter()
        .filter(|file| !file.path.starts_with("xtask/src/"));
    files.flat_map(|file| unlisted(file, &names)).collect()
}

fn unlisted(file: &File, names: &[&str]) -> Vec<Finding> {
    let installs = file
        .lines()
        .filter_map(|(line, text)| Some((line, text.split_once("apt-get install ")?.1)));
    installs
        .flat_map(|(line, rest)| packages_of(rest).into_iter().map(move |name| (line, name)))
        .filter(|(_, name)| !names.contains(name))
        .map(|(line, name)| {
            Finding::new(
                &file.path,
                line,
                format!("`{name}` is not in xtask/strangers.txt, the one list of packages"),
            )
        })
        .collect()
}

/// The package names at the beginning of what follows `apt-get install`: up to a word that is none, or a mark.
fn packages_of(rest: &str) -> Vec<&str> {
    let mut names = Vec::new();
    for word in rest
        .split_whitespace()
        .filter(|word| !word.starts_with('-'))
    {
        let name =
            word.trim_end_matches(|letter: char| !letter.is_ascii_alphanumeric() && letter != '+');
        if name.is_empty()
            || !name.chars().all(|letter| {
                letter.is_ascii_lowercase() || letter.is_ascii_digit() || "-+.".contains(letter)
            })
        {
            break;
        }
        names.push(name);
        if name.len() != word.len() {
            break;
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_listed_packages_are_named() {
        let tree = Tree::of(&[
            ("a.sh", "apt-get install --yes pcscd left-pad\n"),
            (
                "b.rs",
                "\"apt-get install vsmartcard-vpcd pcscd\" and so on",
            ),
            (
                "c.md",
                "apt-get install opensc, then start it; apt-get install {}",
            ),
        ]);
        assert_eq!(
            judge(&tree),
            [Finding::new(
                "a.sh",
                1,
                "`left-pad` is not in xtask/strangers.txt, the one list of packages"
            )]
        );
    }
}
