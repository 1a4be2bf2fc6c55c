//! Packages of PyPI, in a virtual environment of the repository.

use std::path::PathBuf;
use std::process::Command;

use crate::cargo::root;

fn environment() -> PathBuf {
    root().join("target/strangers/venv")
}

/// The packages that are not there in the version listed.
pub(super) fn missing<'a>(listed: &[&'a str]) -> Vec<&'a str> {
    let output = Command::new(environment().join("bin/python"))
        .args(["-m", "pip", "list", "--format", "freeze"])
        .output();
    let report = output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned());
    not_in(listed, &report.unwrap_or_default())
}

fn not_in<'a>(listed: &[&'a str], report: &str) -> Vec<&'a str> {
    let there = |wanted: &str| report.lines().any(|line| line.eq_ignore_ascii_case(wanted));
    listed.iter().filter(|name| !there(name)).copied().collect()
}

pub(super) fn install(names: &[&str]) -> Result<(), String> {
    let folder = environment();
    if !folder.join("bin/python").exists() {
        super::run(Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
    }
    super::run(
        Command::new(folder.join("bin/python"))
            .args(["-m", "pip", "install", "--quiet"])
            .args(names),
    )
}

#[cfg(test)]
mod tests {
    use super::not_in;

    #[test]
    fn another_version_is_missing() {
        let report = "Authlib==1.9.10\npysaml2==7.5.4\n";
        assert_eq!(
            not_in(&["authlib==1.9.10", "pysaml2==7.5.5"], report),
            ["pysaml2==7.5.5"]
        );
    }
}
