//! README and ARCHITECTURE stay short enough to be read.

use super::Finding;
use super::source::Tree;

/// Documents that must exist, and the lines below which they must stay.
const LIMITS: [(&str, usize); 2] = [("README.md", 80), ("ARCHITECTURE.md", 150)];

/// Judges the length of the documents, and that crates have no README of their own.
pub(crate) fn judge(tree: &Tree) -> Vec<Finding> {
    let limits = LIMITS
        .iter()
        .filter_map(|(path, limit)| Some(Finding::new(path, 1, length(tree, path, *limit)?)));
    let beside = tree
        .files()
        .iter()
        .filter(|file| file.path.ends_with("/README.md"));
    let beside = beside.filter(|file| {
        tree.file(&file.path.replace("README.md", "Cargo.toml"))
            .is_some()
    });
    let beside = beside.map(|file| {
        Finding::new(
            &file.path,
            1,
            "a crate's manual is its documentation, not a README",
        )
    });
    limits.chain(beside).collect()
}

fn length(tree: &Tree, path: &str, limit: usize) -> Option<String> {
    let Some(file) = tree.file(path) else {
        return Some("is missing".into());
    };
    let lines = file.text.lines().count();
    (lines >= limit).then(|| format!("{lines} lines, must stay under {limit}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_exist_and_stay_short() {
        let long = "line\n".repeat(80);
        let tree = Tree::of(&[
            ("README.md", &long),
            ("a/Cargo.toml", ""),
            ("a/README.md", ""),
        ]);
        let found: Vec<String> = judge(&tree).iter().map(ToString::to_string).collect();
        assert_eq!(
            found,
            [
                "README.md:1: 80 lines, must stay under 80",
                "ARCHITECTURE.md:1: is missing",
                "a/README.md:1: a crate's manual is its documentation, not a README"
            ]
        );
    }
}
