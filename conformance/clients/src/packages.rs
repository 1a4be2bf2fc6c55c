//! Packages of PyPI and npm, which live below the workspace's `target` folder.

use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::ClientError;

const WORKSPACE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
const VENV: &str = "target/strangers/venv";
const RELEASES: &str = "target/strangers/releases";
const NODE_MODULES: &str = "target/strangers/node/node_modules";

/// Where a package comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Packages {
    /// PyPI.
    Pypi,
    /// npm.
    Npm,
}

/// What `cargo xtask test --install` installs.
const LIST: &str = "xtask/strangers.txt";

/// The release of a package of PyPI or npm that is installed.
///
/// # Errors
/// [`ClientError::NotInstalled`] where the list does not name the package.
pub fn release(package: &str) -> Result<String, ClientError> {
    let list = std::fs::read_to_string(in_workspace(LIST)).map_err(ClientError::io(LIST))?;
    let words = list
        .lines()
        .filter_map(|line| line.split_whitespace().nth(1));
    let mut releases = words.filter_map(|word| {
        let release = word.strip_prefix(package)?;
        release
            .strip_prefix("==")
            .or_else(|| release.strip_prefix('@'))
    });
    let found = releases.next().map(str::to_owned);
    found.ok_or_else(|| ClientError::NotInstalled(package.to_owned()))
}

/// A path below the workspace's root.
#[must_use]
pub fn in_workspace(path: &str) -> PathBuf {
    Path::new(WORKSPACE).join(path)
}

/// The Python interpreter that finds the packages of PyPI.
///
/// # Errors
/// [`ClientError::NotInstalled`] where there is none.
pub fn python() -> Result<PathBuf, ClientError> {
    let python = in_workspace(VENV).join("bin/python");
    installed(python, VENV)
}

/// The Python interpreter of a release that lives alone, for example `python3-saml-1.3.0`.
///
/// # Errors
/// [`ClientError::NotInstalled`] where there is none.
pub fn python_of(release: &str) -> Result<PathBuf, ClientError> {
    let folder = format!("{RELEASES}/{release}");
    let python = in_workspace(&folder).join("bin/python");
    installed(python, &folder)
}

/// Node.js with this program, which finds the packages of npm: it is copied into `folder`, because programs look for
/// packages beside themselves.
///
/// # Errors
/// [`ClientError::NotInstalled`] where there are no packages, and where the folder cannot be written.
pub fn node(program: &Path, folder: &Path) -> Result<Command, ClientError> {
    let modules = installed(in_workspace(NODE_MODULES), NODE_MODULES)?;
    installed(PathBuf::from("/usr/bin/node"), "/usr/bin/node")?;
    let name = program.file_name().unwrap_or_default();
    let said = || ClientError::io(program.display().to_string());
    std::fs::copy(program, folder.join(name)).map_err(said())?;
    let modules = modules.canonicalize().map_err(said())?;
    symlink(modules, folder.join("node_modules")).map_err(said())?;
    let mut node = Command::new("/usr/bin/node");
    node.arg(folder.join(name));
    Ok(node)
}

/// The path, if something is there.
pub(crate) fn installed(path: PathBuf, name: &str) -> Result<PathBuf, ClientError> {
    if path.exists() {
        return Ok(path);
    }
    Err(ClientError::NotInstalled(name.to_owned()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::path::PathBuf;

    use super::installed;

    #[test]
    fn what_is_missing_says_how_it_is_installed() {
        let path = PathBuf::from("/nowhere/at/all");
        let error = installed(path, "nowhere").unwrap_err().to_string();
        assert!(error.contains("`cargo xtask test --install`"), "{error}");
    }
}
