//! Debian's packages.

use std::process::Command;

/// The packages that are not installed.
pub(super) fn missing<'a>(listed: &[&'a str]) -> Result<Vec<&'a str>, String> {
    let output = Command::new("dpkg-query")
        .args(["--show", "--showformat", "${db:Status-Status} ${Package}\n"])
        .args(listed)
        .output()
        .map_err(|error| {
            format!(
                "cannot ask which packages are installed, this is no Debian: dpkg-query: {error}"
            )
        })?;
    Ok(not_in(listed, &String::from_utf8_lossy(&output.stdout)))
}

/// The packages that `report` (lines of state and name) does not call installed.
fn not_in<'a>(listed: &[&'a str], report: &str) -> Vec<&'a str> {
    let installed = |name: &str| {
        report.lines().any(|line| {
            line.strip_prefix("installed ")
                .is_some_and(|found| found == name)
        })
    };
    listed
        .iter()
        .filter(|name| !installed(name))
        .copied()
        .collect()
}

pub(super) fn install(names: &[&str]) -> Result<(), String> {
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
    let mut command = Command::new("apt-get");
    command
        .args(arguments)
        .env("DEBIAN_FRONTEND", "noninteractive");
    super::run(&mut command).map_err(|reason| format!("{reason} and root"))
}

#[cfg(test)]
mod tests {
    use super::not_in;

    #[test]
    fn half_installed_and_unknown_packages_are_missing() {
        let report = "installed a\nconfig-files b\nnot-installed ab\n";
        assert_eq!(not_in(&["a", "b", "c"], report), ["b", "c"]);
    }
}
