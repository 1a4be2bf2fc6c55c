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

/// The release of a package of Debian that is installed, as its project numbers it: without epoch and revision.
///
/// # Errors
/// [`ClientError::NotInstalled`] where it is not.
pub fn debian_release(package: &str) -> Result<String, ClientError> {
    let asked = Command::new("dpkg-query")
        .args(["--show", "--showformat", "${Version}", package])
        .output()
        .map_err(ClientError::io("dpkg-query"))?;
    if !asked.status.success() {
        return Err(ClientError::NotInstalled(package.to_owned()));
    }
    let version = String::from_utf8_lossy(&asked.stdout).into_owned();
    let upstream = version.split_once(':').map_or(&*version, |(_, rest)| rest);
    let upstream = upstream
        .rsplit_once('-')
        .map_or(upstream, |(project, _)| project);
    Ok(upstream.to_owned())
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

/// Node.js with this program, which finds the packages of npm, or those of a release that lives alone: it is copied into
/// `folder` with the programs beside it, because programs look for packages beside themselves.
///
/// # Errors
/// [`ClientError::NotInstalled`] where there are no packages, and where the folder cannot be written.
pub fn node(program: &Path, folder: &Path, release: Option<&str>) -> Result<Command, ClientError> {
    let modules = release.map_or_else(
        || NODE_MODULES.to_owned(),
        |release| format!("{RELEASES}/{release}/node_modules"),
    );
    let modules = installed(in_workspace(&modules), &modules)?;
    installed(PathBuf::from("/usr/bin/node"), "/usr/bin/node")?;
    let name = program.file_name().unwrap_or_default();
    let said = || ClientError::io(program.display().to_string());
    let beside = program.parent().unwrap_or(program);
    for entry in std::fs::read_dir(beside).map_err(said())? {
        let path = entry.map_err(said())?.path();
        if let (Some("mjs"), Some(name)) = (
            path.extension().and_then(|ending| ending.to_str()),
            path.file_name(),
        ) {
            std::fs::copy(&path, folder.join(name)).map_err(said())?;
        }
    }
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
