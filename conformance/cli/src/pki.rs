//! `eidolon pki`: writes the test PKI into a folder.
//!
//! A seed and a date come in, files go out. A file that is there already with other content is never touched
//! unless that was asked for, and then nothing is written at all.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use ::pki::TestPki;
use ambient::Date;

use crate::card::{CONFIGURATION, parse_date, say, today};

/// What `eidolon pki` takes.
#[derive(Debug, clap::Args)]
pub struct PkiArgs {
    /// The folder to write into; it is made where it does not exist
    #[arg(default_value = "target/pki", value_name = "FOLDER")]
    folder: PathBuf,
    /// All keys and certificates follow from this number
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The first day of the trust points, as YYYY-MM-DD; today unless told
    #[arg(long, value_name = "DAY", value_parser = parse_date)]
    date: Option<Date>,
    /// Replace files that are there with other content
    #[arg(long)]
    force: bool,
}

/// Writes the PKI. Exit code 96 when the folder cannot be written or holds other files of these names.
#[must_use]
#[expect(
    clippy::needless_pass_by_value,
    reason = "the subcommand owns its arguments"
)]
pub fn run(arguments: PkiArgs) -> ExitCode {
    match write(&arguments) {
        Ok(report) => {
            report.iter().for_each(say);
            ExitCode::SUCCESS
        }
        Err(refused) => {
            eprintln!("{refused}");
            ExitCode::from(CONFIGURATION)
        }
    }
}

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
enum Refused {
    #[error("the test PKI cannot be made: {0}")]
    Pki(#[from] ::pki::PkiError),
    #[error("{}: {source}", path.display())]
    File { path: PathBuf, source: io::Error },
    #[error(
        "nothing was written: {count} files are there with other content, first {}; choose another folder, or replace them with --force",
        first.display()
    )]
    Different { count: usize, first: PathBuf },
}

fn write(arguments: &PkiArgs) -> Result<Vec<String>, Refused> {
    let start = arguments.date.unwrap_or_else(today);
    let files = TestPki::from_seed(arguments.seed, start).files()?;
    let mut pending = Vec::new();
    let mut different = Vec::new();
    for (name, content) in &files {
        let path = arguments.folder.join(name);
        match present(&path)? {
            Some(found) if found == *content => {}
            Some(_) => {
                different.push(path.clone());
                pending.push((path, content));
            }
            None => pending.push((path, content)),
        }
    }
    if let Some(first) = different.first().filter(|_| !arguments.force) {
        return Err(Refused::Different {
            count: different.len(),
            first: first.clone(),
        });
    }
    for (path, content) in &pending {
        put(path, content)?;
    }
    let folder = arguments.folder.display();
    Ok(vec![
        format!(
            "{} files in {folder}, {} of them written now",
            files.len(),
            pending.len()
        ),
        format!(
            "seed {}, trust points valid from {start}; every name says TEST",
            arguments.seed
        ),
    ])
}

fn present(path: &Path) -> Result<Option<Vec<u8>>, Refused> {
    match fs::read(path) {
        Ok(content) => Ok(Some(content)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(Refused::File {
            path: path.to_owned(),
            source,
        }),
    }
}

fn put(path: &Path, content: &[u8]) -> Result<(), Refused> {
    let failed = |source| Refused::File {
        path: path.to_owned(),
        source,
    };
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    fs::write(path, content).map_err(failed)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn arguments(folder: &Path, seed: u64, force: bool) -> PkiArgs {
        PkiArgs {
            folder: folder.to_owned(),
            seed,
            date: Date::new(2026, 3, 1).ok(),
            force,
        }
    }

    #[test]
    fn the_same_seed_writes_once_and_another_overwrites_only_by_force() {
        let folder = tempfile::tempdir().unwrap();
        let written = write(&arguments(folder.path(), 1, false)).unwrap();
        let csca = folder.path().join("x509/test-csca.pem");
        let first = fs::read(&csca).unwrap();
        assert!(
            first.starts_with(b"-----BEGIN CERTIFICATE-----"),
            "{written:?}"
        );

        let again = write(&arguments(folder.path(), 1, false)).unwrap();
        assert!(
            again
                .iter()
                .any(|line| line.ends_with("0 of them written now")),
            "{again:?}"
        );

        let refused = write(&arguments(folder.path(), 2, false)).unwrap_err();
        assert!(refused.to_string().contains("--force"), "{refused}");
        assert_eq!(fs::read(&csca).unwrap(), first);

        write(&arguments(folder.path(), 2, true)).unwrap();
        assert_ne!(fs::read(&csca).unwrap(), first);
    }
}
