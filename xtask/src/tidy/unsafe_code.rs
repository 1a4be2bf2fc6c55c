//! `unsafe` stands only in files that ARCHITECTURE.md lists, with a proof beside it.

use super::Finding;
use super::source::{File, Tree, code_of};

/// Judges every use of `unsafe`.
pub(crate) fn judge(tree: &Tree) -> Vec<Finding> {
    let map = tree
        .file("ARCHITECTURE.md")
        .map_or("", |file| file.text.as_str());
    tree.rust()
        .filter_map(|file| Some((file, first_use(file)?)))
        .flat_map(|(file, line)| refuse(file, line, map))
        .collect()
}

/// The first line that has the keyword.
fn first_use(file: &File) -> Option<usize> {
    let code = code_of(&file.text);
    let is_use = |line: &str| {
        line.split(|letter: char| !(letter.is_alphanumeric() || letter == '_'))
            .any(|word| word == "unsafe")
    };
    code.lines().position(is_use).map(|index| index + 1)
}

fn refuse(file: &File, line: usize, map: &str) -> Vec<Finding> {
    let listed = map.contains(&file.path);
    let proven = file.text.contains("// SAFETY:");
    let mut findings = Vec::new();
    if !listed {
        findings.push(Finding::new(
            &file.path,
            line,
            "`unsafe` in a file that ARCHITECTURE.md does not list",
        ));
    }
    if !proven {
        findings.push(Finding::new(
            &file.path,
            line,
            "`unsafe` without a `// SAFETY:` proof",
        ));
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unsafe_needs_its_place_on_the_map_and_a_proof() {
        let code = "//! A.\n#![expect(unsafe_code)]\n// SAFETY: see there\nunsafe { f() }\n";
        let unlisted = Tree::of(&[("a.rs", code)]);
        assert_eq!(
            judge(&unlisted),
            [Finding::new(
                "a.rs",
                4,
                "`unsafe` in a file that ARCHITECTURE.md does not list"
            )]
        );
        let listed = Tree::of(&[("ARCHITECTURE.md", "a.rs: the kernel"), ("a.rs", code)]);
        assert_eq!(judge(&listed), []);
        let bare = Tree::of(&[("ARCHITECTURE.md", "a.rs"), ("a.rs", "unsafe fn f() {}")]);
        assert_eq!(judge(&bare).len(), 1);
    }

    #[test]
    fn prose_about_it_is_free() {
        assert_eq!(
            judge(&Tree::of(&[(
                "a.rs",
                "//! Nothing unsafe.\n#![deny(unsafe_code)]\nlet a = \"unsafe\";\n"
            )])),
            []
        );
    }
}
