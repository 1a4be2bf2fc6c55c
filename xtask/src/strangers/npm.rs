//! Packages of npm, in a folder of the repository.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::cargo::root;

fn folder() -> PathBuf {
    root().join("target/strangers/node")
}

/// All packages, when one of them is not there in the version listed: npm takes away what it is not told of.
pub(super) fn missing<'a>(listed: &[&'a str]) -> Vec<&'a str> {
    let version_of = |name: &str| {
        let manifest = folder()
            .join("node_modules")
            .join(name)
            .join("package.json");
        std::fs::read_to_string(manifest).ok()
    };
    if listed.iter().all(|listed| is_there(listed, version_of)) {
        return Vec::new();
    }
    listed.to_vec()
}

/// Whether the manifest of `NAME@VERSION`, as `manifest_of` finds it, says that version.
fn is_there(listed: &str, manifest_of: impl Fn(&str) -> Option<String>) -> bool {
    let Some((name, version)) = listed.rsplit_once('@') else {
        return false;
    };
    let line = format!("\"version\": \"{version}\"");
    manifest_of(name).is_some_and(|manifest| manifest.contains(&line))
}

pub(super) fn install(names: &[&str]) -> Result<(), String> {
    install_into(&folder(), names)
}

/// Installs packages below a folder.
pub(super) fn install_into(folder: &Path, names: &[&str]) -> Result<(), String> {
    std::fs::create_dir_all(folder)
        .map_err(|error| format!("cannot make {}: {error}", folder.display()))?;
    super::run(
        Command::new("npm")
            .args([
                "install",
                "--no-audit",
                "--no-fund",
                "--no-save",
                "--prefix",
            ])
            .arg(folder)
            .args(names),
    )
    .map_err(|reason| format!("{reason}; npm comes with Debian's packages nodejs and npm"))
}

#[cfg(test)]
mod tests {
    use super::is_there;

    #[test]
    fn the_version_of_the_manifest_counts() {
        let manifest =
            |name: &str| (name == "axe-core").then(|| "{\n  \"version\": \"4.14.1\"\n}".to_owned());
        assert!(is_there("axe-core@4.14.1", manifest));
        assert!(!is_there("axe-core@4.14.2", manifest));
        assert!(!is_there("openid-client@6.9.0", manifest));
    }
}
