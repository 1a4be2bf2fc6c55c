//! The software of others that the checks need: one list, what of it is missing, and how to install it.
//!
//! Debian's packages go into the system, those of PyPI into `target/strangers/venv`, those of npm into
//! `target/strangers/node`, so that nothing outside the repository changes that `apt-get` cannot take back.

mod debian;
mod npm;
mod pypi;
mod release;

use std::process::{Command, ExitCode};

use crate::ENVIRONMENT;

/// The list itself: kind, name, what for.
const LIST: &str = include_str!("../strangers.txt");

/// One package of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Package<'a> {
    /// Where it comes from.
    pub(crate) kind: Kind,
    /// Its name there, with the version where one is asked for.
    pub(crate) name: &'a str,
    /// What the checks want it for.
    pub(crate) purpose: &'a str,
}

/// Where a package comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Debian.
    Debian,
    /// PyPI; the name is `NAME==VERSION`.
    Pypi,
    /// npm; the name is `NAME@VERSION`.
    Npm,
    /// PyPI or npm, in an environment of its own; the name is `NAME==VERSION` or `NAME@VERSION`, and after commas what goes
    /// with it.
    Release,
}

impl Kind {
    const ALL: [Self; 4] = [Self::Debian, Self::Pypi, Self::Npm, Self::Release];

    const fn word(self) -> &'static str {
        match self {
            Self::Debian => "debian",
            Self::Pypi => "pypi",
            Self::Npm => "npm",
            Self::Release => "release",
        }
    }

    /// Which packages of this kind are missing.
    fn missing<'a>(self, listed: &[&'a str]) -> Result<Vec<&'a str>, String> {
        match self {
            Self::Debian => debian::missing(listed),
            Self::Pypi => Ok(pypi::missing(listed)),
            Self::Npm => Ok(npm::missing(listed)),
            Self::Release => Ok(release::missing(listed)),
        }
    }

    fn install(self, names: &[&str]) -> Result<(), String> {
        println!("installing {}", names.join(" "));
        match self {
            Self::Debian => debian::install(names),
            Self::Pypi => pypi::install(names),
            Self::Npm => npm::install(names),
            Self::Release => release::install(names),
        }
    }

    /// The line that installs packages by hand.
    pub(crate) fn install_line(self, names: &[&str]) -> String {
        if self == Self::Release {
            let lines: Vec<String> = names.iter().map(|name| release::by_hand(name)).collect();
            return lines.join("; ");
        }
        let names = names.join(" ");
        match self {
            Self::Debian => format!("apt-get install --yes {names}"),
            Self::Pypi | Self::Release => format!(
                "python3 -m venv target/strangers/venv && target/strangers/venv/bin/pip install {names}"
            ),
            Self::Npm => format!("npm install --prefix target/strangers/node {names}"),
        }
    }
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
        format!(
            "xtask/strangers.txt line {number}: expected `debian|pypi|npm|release NAME PURPOSE`, found `{line}`"
        )
    };
    let (word, rest) = line.split_once(' ').ok_or_else(wrong)?;
    let known = Kind::ALL.into_iter().find(|kind| kind.word() == word);
    let kind = known.ok_or_else(wrong)?;
    let (name, purpose) = rest.trim_start().split_once(' ').ok_or_else(wrong)?;
    let versioned = match kind {
        Kind::Debian => true,
        Kind::Pypi => name.contains("=="),
        Kind::Release => name.contains("==") || name.contains('@'),
        Kind::Npm => name.contains('@'),
    };
    versioned.then_some(()).ok_or_else(wrong)?;
    Ok(Package {
        kind,
        name,
        purpose: purpose.trim(),
    })
}

/// Makes sure that all software of the list is there, installing it where that is wished.
///
/// # Errors
/// The exit code; what is missing and how to get it has been printed then.
pub(crate) fn ensure(install: bool) -> Result<(), ExitCode> {
    ensure_all(install, &Kind::ALL)
}

/// The same for what goes into the system, which a build may need.
///
/// # Errors
/// As above.
pub(crate) fn ensure_system(install: bool) -> Result<(), ExitCode> {
    ensure_all(install, &[Kind::Debian])
}

fn ensure_all(install: bool, kinds: &[Kind]) -> Result<(), ExitCode> {
    let listed = packages().map_err(|reason| environment(&[&reason]))?;
    let mut complete = true;
    for kind in kinds {
        let names: Vec<&str> = listed
            .iter()
            .filter(|package| package.kind == *kind)
            .map(|package| package.name)
            .collect();
        let missing = kind
            .missing(&names)
            .map_err(|reason| environment(&[&reason]))?;
        if missing.is_empty() {
            continue;
        }
        let line = kind.install_line(&missing);
        if install {
            kind.install(&missing)
                .map_err(|reason| environment(&[&reason, &format!("by hand: {line}")]))?;
            continue;
        }
        complete = false;
        println!("software of others that the checks need is missing:");
        for package in listed.iter().filter(|p| missing.contains(&p.name)) {
            println!("  {:<24} {}", package.name, package.purpose);
        }
        println!("  by hand: {line}");
    }
    if complete {
        return Ok(());
    }
    Err(environment(&[
        "install it as root: cargo xtask test --install",
    ]))
}

fn environment(lines: &[&str]) -> ExitCode {
    for line in lines {
        eprintln!("{line}");
    }
    ExitCode::from(ENVIRONMENT)
}

/// Runs a program of the installation and passes on what it prints.
fn run(command: &mut Command) -> Result<(), String> {
    let name = command.get_program().to_string_lossy().into_owned();
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("{name} ended with {status}; it needs a network")),
        Err(error) => Err(format!("cannot start {name}: {error}")),
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
            parse("# a comment\n\ngem left-pad for nothing").unwrap_err(),
            "xtask/strangers.txt line 3: expected `debian|pypi|npm|release NAME PURPOSE`, found `gem left-pad for nothing`"
        );
        assert!(parse("debian pcscd").is_err());
        assert!(parse("npm left-pad without a version").is_err());
        assert!(parse("pypi left-pad without a version").is_err());
    }

    #[test]
    fn one_line_installs_several() {
        assert_eq!(
            Kind::Debian.install_line(&["pcscd", "opensc"]),
            "apt-get install --yes pcscd opensc"
        );
        assert_eq!(
            Kind::Npm.install_line(&["axe-core@4.14.1"]),
            "npm install --prefix target/strangers/node axe-core@4.14.1"
        );
    }
}
