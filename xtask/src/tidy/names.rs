//! Names that say nothing: when you want one, the idea has not been found yet.

use super::Finding;
use super::source::{File, Tree, code_of};

/// Last words that no type may have. `Base` is not among them: curves have base points.
const EMPTY_WORDS: [&str; 7] = [
    "Manager", "Helper", "Helpers", "Util", "Utils", "Common", "Wrapper",
];

/// Names that no module may have.
const EMPTY_MODULES: [&str; 6] = ["util", "utils", "common", "helper", "helpers", "misc"];

/// Judges the names of types, modules and files.
pub(crate) fn judge(tree: &Tree) -> Vec<Finding> {
    tree.rust()
        .flat_map(|file| file_name(file).into_iter().chain(declared(file)))
        .collect()
}

fn file_name(file: &File) -> Option<Finding> {
    let name = file.path.rsplit('/').next().unwrap_or_default();
    let stem = name.strip_suffix(".rs").unwrap_or(name);
    let what = match stem {
        "mod" => "a module is `thing.rs` beside `thing/`, not `mod.rs`".to_owned(),
        _ if EMPTY_MODULES.contains(&stem) => {
            format!("a file called `{name}` says nothing of what is in it")
        }
        _ => return None,
    };
    Some(Finding::new(&file.path, 1, what))
}

fn declared(file: &File) -> Vec<Finding> {
    let code = code_of(&file.text);
    let lines = code
        .lines()
        .enumerate()
        .map(|(index, line)| (index + 1, line));
    lines
        .filter_map(|(line, text)| Some(Finding::new(&file.path, line, refuse(text)?)))
        .collect()
}

/// Why the name declared in a line is refused.
fn refuse(line: &str) -> Option<String> {
    let mut words = line.split(|letter: char| !(letter.is_alphanumeric() || letter == '_'));
    let kind = words.find(|word| matches!(*word, "struct" | "enum" | "trait" | "type" | "mod"))?;
    let name = words.next()?;
    if kind == "mod" {
        return EMPTY_MODULES
            .contains(&name)
            .then(|| format!("a module called `{name}` says nothing of what is in it"));
    }
    let last = name
        .rfind(char::is_uppercase)
        .and_then(|at| name.get(at..))?;
    (EMPTY_WORDS.contains(&last) || last == "Impl")
        .then(|| format!("the name `{name}` says nothing: find the idea"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(path: &str, text: &str) -> usize {
        judge(&Tree::of(&[(path, text)])).len()
    }

    #[test]
    fn empty_names_are_found() {
        assert_eq!(
            findings(
                "a/src/lib.rs",
                "pub struct CardManager;\npub(crate) enum Utils {}\nmod helpers;\ntrait SmImpl {}\n"
            ),
            4
        );
        assert_eq!(findings("a/src/mod.rs", ""), 1);
        assert_eq!(findings("a/src/utils.rs", ""), 1);
    }

    #[test]
    fn names_of_the_standard_and_prose_are_not() {
        let good = "// struct CardManager\npub struct BasePoint;\nenum CommonName {}\nlet x = \"mod utils\";\npub mod command;\n";
        assert_eq!(findings("a/src/lib.rs", good), 0);
    }
}
