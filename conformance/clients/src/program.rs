//! Runs a foreign program to its end and keeps what it printed.

use std::io::ErrorKind;
use std::process::Command;

use crate::ClientError;

/// What a program printed, and how it ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    /// Its exit code, absent after a signal.
    pub code: Option<i32>,
    /// Standard output, bytes that are not UTF-8 replaced.
    pub stdout: String,
    /// Standard error, likewise.
    pub stderr: String,
}

/// Runs `program` with `arguments`; `package` is named where it is not installed.
///
/// # Errors
/// [`ClientError::Missing`] where there is no such program, [`ClientError::Io`] where it
/// cannot be started. A failing program is not an error here.
pub fn run(
    program: &str,
    package: &'static str,
    arguments: &[&str],
) -> Result<Output, ClientError> {
    let output = Command::new(program)
        .args(arguments)
        .output()
        .map_err(|source| missing_or_io(program, package, source))?;
    Ok(Output {
        code: output.status.code(),
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    })
}

/// Runs `program` and demands that it ends with 0; returns standard output.
///
/// # Errors
/// Those of [`run`], and [`ClientError::Failed`] with both streams.
pub fn run_well(
    program: &str,
    package: &'static str,
    arguments: &[&str],
) -> Result<String, ClientError> {
    let output = run(program, package, arguments)?;
    if output.code == Some(0) {
        return Ok(output.stdout);
    }
    Err(ClientError::Failed {
        program: program.into(),
        code: output.code,
        output: format!("{}{}", output.stdout, output.stderr),
    })
}

pub(crate) fn missing_or_io(
    program: &str,
    package: &'static str,
    source: std::io::Error,
) -> ClientError {
    if source.kind() == ErrorKind::NotFound {
        return ClientError::Missing {
            program: program.into(),
            package,
        };
    }
    ClientError::Io {
        program: program.into(),
        source,
    }
}
