//! Releases of PyPI and npm that live alone: old ones, whose flaws the suite must find, and the ones that mended them.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::cargo::root;

/// The environment of a release: `NAME==VERSION` of PyPI or `NAME@VERSION` of npm, and after commas what goes with it.
fn environment(listed: &str) -> PathBuf {
    let release = listed.split(',').next().unwrap_or(listed);
    // What npm puts before a slash is the owner of the package.
    let release = release.rsplit('/').next().unwrap_or(release);
    let folder = root().join("target/strangers/releases");
    folder.join(release.replace("==", "-").replace('@', "-"))
}

fn is_of_pypi(listed: &str) -> bool {
    listed.contains("==")
}

/// The mark of an environment in which everything was installed.
fn mark(listed: &str) -> PathBuf {
    environment(listed).join("complete")
}

/// The releases that are not there, or not with what goes with them now.
pub(super) fn missing<'a>(listed: &[&'a str]) -> Vec<&'a str> {
    let there = |name: &str| std::fs::read_to_string(mark(name)).is_ok_and(|text| text == name);
    listed.iter().filter(|name| !there(name)).copied().collect()
}

pub(super) fn install(names: &[&str]) -> Result<(), String> {
    names.iter().try_for_each(|name| {
        let folder = environment(name);
        if is_of_pypi(name) {
            from_pypi(name, &folder)?;
        } else {
            super::npm::install_into(&folder, &parts(name))?;
        }
        std::fs::write(mark(name), name).map_err(|error| format!("{}: {error}", folder.display()))
    })
}

fn from_pypi(name: &str, folder: &Path) -> Result<(), String> {
    super::run(Command::new("python3").args(["-m", "venv"]).arg(folder))?;
    super::run(
        Command::new(folder.join("bin/python"))
            .args(["-m", "pip", "install", "--quiet"])
            .args(parts(name)),
    )
}

fn parts(listed: &str) -> Vec<&str> {
    listed.split(',').collect()
}

/// The line that installs one by hand.
pub(super) fn by_hand(name: &str) -> String {
    let folder = environment(name);
    let folder = folder.display();
    let packages = name.replace(',', " ");
    if is_of_pypi(name) {
        format!("python3 -m venv {folder} && {folder}/bin/pip install {packages}")
    } else {
        format!("npm install --prefix {folder} {packages}")
    }
}

#[cfg(test)]
mod tests {
    use super::{by_hand, environment};

    #[test]
    fn a_release_has_a_folder_of_its_own() {
        let listed = "python3-saml==1.3.0,lxml==6.1.3";
        assert!(environment(listed).ends_with("target/strangers/releases/python3-saml-1.3.0"));
        assert!(by_hand(listed).ends_with("pip install python3-saml==1.3.0 lxml==6.1.3"));
        let listed = "@node-saml/node-saml@5.0.0,xml-crypto@6.0.0";
        assert!(environment(listed).ends_with("target/strangers/releases/node-saml-5.0.0"));
        assert!(by_hand(listed).ends_with(" @node-saml/node-saml@5.0.0 xml-crypto@6.0.0"));
    }
}
