//! Cargo manifests, read just far enough to know who depends on whom, and the rules for them.

use std::collections::BTreeSet;

use super::Finding;
use super::source::{File, Tree};

/// Where a dependency is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Need {
    /// By the crate itself.
    Product,
    /// By its tests, examples and benches.
    Tests,
}

/// One line of a manifest that names a dependency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Dependency<'a> {
    pub(crate) name: &'a str,
    pub(crate) need: Need,
    pub(crate) line: usize,
    pub(crate) inherited: bool,
}

/// One manifest of a crate.
#[derive(Debug)]
pub(crate) struct Manifest<'a> {
    pub(crate) path: &'a str,
    pub(crate) name: &'a str,
    pub(crate) dependencies: Vec<Dependency<'a>>,
    pub(crate) inherits_lints: bool,
}

impl<'a> Manifest<'a> {
    /// Reads a crate's manifest; `None` when it has no package name.
    pub(crate) fn read(file: &'a File) -> Option<Self> {
        let mut name = None;
        let mut dependencies = Vec::new();
        let mut inherits_lints = false;
        for entry in entries(file) {
            match need_of(entry.section) {
                Some((need, None)) => dependencies.push(entry.dependency(need)),
                Some((need, Some(name))) => dependencies.push(entry.table(need, name)),
                None if entry.section == "package" && entry.key == "name" => {
                    name = Some(entry.value.trim_matches('"'))
                }
                None if entry.section == "lints" && entry.key == "workspace" => {
                    inherits_lints = entry.value == "true"
                }
                None => {}
            }
        }
        dependencies.dedup_by(|later, first| later.name == first.name && later.need == first.need);
        Some(Self {
            path: &file.path,
            name: name?,
            dependencies,
            inherits_lints,
        })
    }

    /// The crate itself among its dependencies turns its own features on for its tests; such a line is left out here.
    pub(crate) fn edges(&self) -> impl Iterator<Item = &Dependency<'a>> {
        self.dependencies
            .iter()
            .filter(|dependency| dependency.name != self.name)
    }

    /// The folder of the crate, with `/` at its end.
    pub(crate) fn folder(&self) -> &'a str {
        self.path.strip_suffix("Cargo.toml").unwrap_or(self.path)
    }
}

/// The manifests of the crates in the tree.
pub(crate) fn manifests(tree: &Tree) -> Vec<Manifest<'_>> {
    tree.files()
        .iter()
        .filter(|file| file.path.ends_with("/Cargo.toml"))
        .filter_map(Manifest::read)
        .collect()
}

/// One `key = value` line below its section.
#[derive(Debug)]
struct Entry<'a> {
    section: &'a str,
    key: &'a str,
    value: &'a str,
    line: usize,
}

impl<'a> Entry<'a> {
    fn dependency(&self, need: Need) -> Dependency<'a> {
        let (name, rest) = self.key.split_once('.').unwrap_or((self.key, ""));
        let inherited = (rest == "workspace" && self.value == "true")
            || self.value.replace(' ', "").contains("workspace=true");
        Dependency {
            name: name.trim_matches('"'),
            need,
            line: self.line,
            inherited,
        }
    }

    fn table(&self, need: Need, name: &'a str) -> Dependency<'a> {
        Dependency {
            name,
            need,
            line: self.line,
            inherited: self.key == "workspace" && self.value == "true",
        }
    }
}

fn entries(file: &File) -> impl Iterator<Item = Entry<'_>> {
    let mut section = "";
    file.lines().filter_map(move |(line, text)| {
        let text = text.trim();
        if let Some(header) = text.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            section = header.0.trim_matches('[');
            return None;
        }
        let (key, value) = text.split_once('=').filter(|_| !text.starts_with('#'))?;
        let value = value.split(" #").next().unwrap_or(value).trim();
        Some(Entry {
            section,
            key: key.trim(),
            value,
            line,
        })
    })
}

/// What a section is for: `dependencies`, `dev-dependencies.NAME`, `target.'…'.dependencies` and so on.
fn need_of(section: &str) -> Option<(Need, Option<&str>)> {
    let after_target = section
        .rsplit_once('\'')
        .map_or(section, |(_, rest)| rest.trim_start_matches('.'));
    let (kind, name) = after_target
        .split_once('.')
        .map_or((after_target, None), |(kind, name)| (kind, Some(name)));
    match kind {
        "dependencies" | "build-dependencies" => Some((Need::Product, name)),
        "dev-dependencies" => Some((Need::Tests, name)),
        _ => None,
    }
}

/// Rules for manifests: members are listed, versions and lints come from the workspace, nothing is left over.
pub(crate) fn judge(tree: &Tree) -> Vec<Finding> {
    let Some(root) = tree.file("Cargo.toml") else {
        return vec![Finding::new(
            "Cargo.toml",
            1,
            "the workspace has no manifest",
        )];
    };
    let crates = manifests(tree);
    let members = members(root);
    let mut findings = unused(root, &crates);
    for manifest in crates
        .iter()
        .filter(|manifest| !manifest.folder().contains("fuzz/"))
    {
        if !members.contains(manifest.folder().trim_end_matches('/')) {
            findings.push(Finding::new(
                manifest.path,
                1,
                "is not listed among the workspace's members",
            ));
        }
        if !manifest.inherits_lints {
            findings.push(Finding::new(
                manifest.path,
                1,
                "does not inherit the workspace's lints",
            ));
        }
        let own = manifest.edges().filter(|dependency| !dependency.inherited);
        findings.extend(own.map(|dependency| {
            Finding::new(
                manifest.path,
                dependency.line,
                format!("`{}` is not inherited from the workspace", dependency.name),
            )
        }));
    }
    findings.extend(foreign_sources(tree));
    findings
}

fn members(root: &File) -> BTreeSet<&str> {
    let list = root
        .text
        .split_once("members = [")
        .and_then(|(_, rest)| rest.split_once(']'))
        .map_or("", |(list, _)| list);
    list.split('"').skip(1).step_by(2).collect()
}

fn unused(root: &File, crates: &[Manifest<'_>]) -> Vec<Finding> {
    let used: BTreeSet<&str> = crates
        .iter()
        .flat_map(|manifest| {
            manifest
                .dependencies
                .iter()
                .map(|dependency| dependency.name)
        })
        .collect();
    let offered = entries(root).filter(|entry| entry.section == "workspace.dependencies");
    offered
        .filter(|entry| !used.contains(entry.key))
        .map(|entry| {
            Finding::new(
                "Cargo.toml",
                entry.line,
                format!("nobody uses the workspace dependency `{}`", entry.key),
            )
        })
        .collect()
}

fn foreign_sources(tree: &Tree) -> Vec<Finding> {
    let Some(lock) = tree.file("Cargo.lock") else {
        return vec![Finding::new("Cargo.lock", 1, "is missing")];
    };
    let foreign = lock.lines().filter(|(_, line)| {
        line.starts_with("source = ")
            && *line != "source = \"registry+https://github.com/rust-lang/crates.io-index\""
    });
    foreign
        .map(|(line, text)| {
            Finding::new(
                "Cargo.lock",
                line,
                format!("comes from elsewhere than crates.io: {text}"),
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    const MEMBER: &str = "[package]\nname = \"a-b\"\n[lints]\nworkspace = true\n[dependencies]\nx.workspace = true\n\
        y = { workspace = true, features = [\"z\"] } # why\n[dev-dependencies]\nz = \"1\"\n\
        [target.'cfg(target_os = \"linux\")'.dependencies]\nlibc.workspace = true\n[dependencies.long]\nworkspace = true\noptional = true\n";

    #[test]
    fn dependencies_are_found_in_every_form() {
        let tree = Tree::of(&[("a/b/Cargo.toml", MEMBER)]);
        let manifest = Manifest::read(tree.file("a/b/Cargo.toml").unwrap()).unwrap();
        let found: Vec<_> = manifest
            .dependencies
            .iter()
            .map(|found| (found.name, found.need, found.inherited))
            .collect();
        assert_eq!(
            found,
            [
                ("x", Need::Product, true),
                ("y", Need::Product, true),
                ("z", Need::Tests, false),
                ("libc", Need::Product, true),
                ("long", Need::Product, true)
            ]
        );
        assert!(manifest.inherits_lints);
        assert_eq!((manifest.name, manifest.folder()), ("a-b", "a/b/"));
    }

    #[test]
    fn what_is_left_over_or_spelled_out_is_found() {
        let root = "[workspace]\nmembers = [\n    \"a/b\",\n]\n[workspace.dependencies]\n# why\nx = \"1\"\ny = \"1\"\nlibc = \"1\"\nlong = \"1\"\nunused = \"1\"\n";
        let lock = "source = \"git+https://example.org/x\"\n";
        let other = "[package]\nname = \"c\"\n";
        let tree = Tree::of(&[
            ("Cargo.lock", lock),
            ("Cargo.toml", root),
            ("a/b/Cargo.toml", MEMBER),
            ("c/Cargo.toml", other),
        ]);
        let found: Vec<String> = judge(&tree).iter().map(ToString::to_string).collect();
        assert_eq!(
            found,
            [
                "Cargo.toml:11: nobody uses the workspace dependency `unused`",
                "a/b/Cargo.toml:9: `z` is not inherited from the workspace",
                "c/Cargo.toml:1: is not listed among the workspace's members",
                "c/Cargo.toml:1: does not inherit the workspace's lints",
                "Cargo.lock:1: comes from elsewhere than crates.io: source = \"git+https://example.org/x\"",
            ]
        );
    }
}
