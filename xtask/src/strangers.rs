//! The software of others that the checks need: one list, what of it is missing, and how to install it.

use std::process::{Command, ExitCode};

use crate::ENVIRONMENT;

/// The list itself: kind, name, what for.
const LIST: &str = include_str!("../strangers.txt");

/// One package of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Package<'a> {
    /// Debian's name of it.
    pub(crate) name: &'a str,
    /// What the checks want it for.
    pub(crate) purpose: &'a str,
}

/// The packages of the list.
///
/// # Errors
/// The number of the line that is not one, and what a line looks like.
pub(crate) fn packages() -> Result<Vec<Package<'static>>, String> {
    parse(LIST)
}

fn parse(list: &str) -> Result<Vec<Package<'_>>, String> {
    let lines = list
        .lines()
        .enumerate()
        .map(|(index, line)| (index + 1, line.trim()));
    lines
        .filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
        .map(|(number, line)| parse_line(number, line))
        .collect()
}

fn parse_line(number: usize, line: &str) -> Result<Package<'_>, String> {
    let wrong = || {
        format!("xtask/strangers.txt line {number}: expected `debian NAME PURPOSE`, found `{line}`")
    };
    let rest = line.strip_prefix("debian ").ok_or_else(wrong)?.trim_start();
    let (name, purpose) = rest.split_once(' ').ok_or_else(wrong)?;
    Ok(Package {
        name,
        purpose: purpose.trim(),
    })
}

/// The line that installs packages.
pub(crate) fn install_line(names: &[&str]) -> String {
    format!("apt-get install --yes {}", names.join(" "))
}

/// Makes sure that all software of the list is there, installing it where that is wished.
///
/// # Errors
/// The exit code; what is missing and how to get it has been printed then.
pub(crate) fn ensure(install: bool) -> Result<(), ExitCode> {
    let listed = packages().map_err(|reason| environment(&[&reason]))?;
    let missing = missing(&listed).map_err(|reason| environment(&[&reason]))?;
    if missing.is_empty() {
        return Ok(());
    }
    let names: Vec<&str> = missing.iter().map(|package| package.name).collect();
    if !install {
        println!("software of others that the checks need is missing:");
        for package in &missing {
            println!("  {:<18} {}", package.name, package.purpose);
        }
        return Err(environment(&[
            "install it as root: cargo xtask test --install",
            &format!("or: {}", install_line(&names)),
        ]));
    }
    install_all(&names)
        .map_err(|reason| environment(&[&reason, &format!("by hand: {}", install_line(&names))]))
}

fn environment(lines: &[&str]) -> ExitCode {
    for line in lines {
        eprintln!("{line}");
    }
    ExitCode::from(ENVIRONMENT)
}

fn missing<'a>(listed: &[Package<'a>]) -> Result<Vec<Package<'a>>, String> {
    let output = Command::new("dpkg-query")
        .args(["--show", "--showformat", "${db:Status-Status} ${Package}\n"])
        .args(listed.iter().map(|package| package.name))
        .output()
        .map_err(|error| {
            format!(
                "cannot ask which packages are installed, this is no Debian: dpkg-query: {error}"
            )
        })?;
    Ok(not_in(listed, &String::from_utf8_lossy(&output.stdout)))
}

/// The packages that `report` (lines of state and name) does not call installed.
fn not_in<'a>(listed: &[Package<'a>], report: &str) -> Vec<Package<'a>> {
    let installed = |name: &str| {
        report.lines().any(|line| {
            line.strip_prefix("installed ")
                .is_some_and(|found| found == name)
        })
    };
    listed
        .iter()
        .filter(|package| !installed(package.name))
        .copied()
        .collect()
}

fn install_all(names: &[&str]) -> Result<(), String> {
    println!("installing {}", names.join(" "));
    apt_get(&["update", "--quiet"])?;
    apt_get(
        &[
            &["install", "--yes", "--quiet", "--no-install-recommends"],
            names,
        ]
        .concat(),
    )
}

fn apt_get(arguments: &[&str]) -> Result<(), String> {
    let status = Command::new("apt-get")
        .args(arguments)
        .env("DEBIAN_FRONTEND", "noninteractive")
        .status();
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(_) => Err(format!(
            "apt-get {} failed; it needs root and a network",
            arguments.first().unwrap_or(&"")
        )),
        Err(error) => Err(format!("cannot start apt-get: {error}")),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn the_list_is_readable_and_names_each_package_once() {
        let mut names: Vec<&str> = packages()
            .unwrap()
            .iter()
            .map(|package| package.name)
            .collect();
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all);
        assert!(names.contains(&"pcscd"));
    }

    #[test]
    fn a_broken_line_is_named_with_its_number() {
        assert_eq!(
            parse("# a comment\n\nnpm left-pad for nothing").unwrap_err(),
            "xtask/strangers.txt line 3: expected `debian NAME PURPOSE`, found `npm left-pad for nothing`"
        );
        assert!(parse("debian pcscd").is_err());
    }

    #[test]
    fn half_installed_and_unknown_packages_are_missing() {
        let listed = parse("debian a x\ndebian b x\ndebian c x").unwrap();
        let missing = not_in(&listed, "installed a\nconfig-files b\nnot-installed ab\n");
        assert_eq!(
            missing
                .iter()
                .map(|package| package.name)
                .collect::<Vec<_>>(),
            ["b", "c"]
        );
    }

    #[test]
    fn one_line_installs_several() {
        assert_eq!(
            install_line(&["pcscd", "opensc"]),
            "apt-get install --yes pcscd opensc"
        );
    }
}
