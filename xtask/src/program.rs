//! Builds the program `eidolon` and becomes it.
//!
//! The development profile is the one that gives the first verdict soonest: the dependencies and the cryptography
//! are optimised in it, and nothing is built twice for the tests.

use std::ffi::{OsStr, OsString};
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Command, ExitCode, Stdio};

use crate::ENVIRONMENT;
use crate::cargo::{BROKEN, cargo};
use crate::strangers;

/// The crate that holds the program, and the program's name.
const CRATE: &str = "conformance-cli";
const NAME: &str = "eidolon";

/// Debian's name of what the feature `pcsc` links.
const PCSC_PACKAGE: &str = "libpcsclite-dev";

/// Builds the program and starts it with `command` and then `words`; its exit code is ours.
pub(crate) fn start(command: &[&str], words: &[OsString]) -> ExitCode {
    let reader = asks_for_a_reader(words);
    if reader && !has_pcsc_library() {
        eprintln!("a reader's target needs the PC/SC library, which is not installed here");
        eprintln!(
            "install it: {}",
            strangers::Kind::Debian.install_line(&[PCSC_PACKAGE])
        );
        return ExitCode::from(ENVIRONMENT);
    }
    match build(reader) {
        Ok(program) => become_program(Command::new(program).args(command).args(words)),
        Err(reason) => {
            eprintln!("{reason}");
            ExitCode::from(BROKEN)
        }
    }
}

/// Whether the target is a PC/SC reader: `--target reader:NAME`, in one word or two.
fn asks_for_a_reader(words: &[OsString]) -> bool {
    let starts =
        |word: &OsStr, prefix: &str| word.to_str().is_some_and(|word| word.starts_with(prefix));
    words.iter().any(|word| starts(word, "--target=reader:"))
        || words.windows(2).any(
            |pair| matches!(pair, [flag, value] if flag == "--target" && starts(value, "reader:")),
        )
}

fn has_pcsc_library() -> bool {
    let asked = Command::new("pkg-config")
        .args(["--exists", "libpcsclite"])
        .status();
    asked.is_ok_and(|status| status.success())
}

/// Builds the program and says where it lies.
fn build(with_pcsc: bool) -> Result<PathBuf, String> {
    let mut command = cargo();
    command.args([
        "build",
        "--quiet",
        "--package",
        CRATE,
        "--bin",
        NAME,
        "--message-format",
        "json-render-diagnostics",
    ]);
    if with_pcsc {
        command.args(["--features", "pcsc"]);
    }
    let mut child = command
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| format!("cannot start cargo: {error}"))?;
    let output = child.stdout.take().map(BufReader::new);
    let lines = output
        .into_iter()
        .flat_map(BufRead::lines)
        .map_while(Result::ok);
    let program = lines.filter_map(|line| executable_of(&line)).last();
    match child.wait() {
        Ok(status) if status.success() => {
            program.ok_or_else(|| format!("cargo built no program {NAME}"))
        }
        _ => Err("the program could not be built, the reason is above".into()),
    }
}

/// The path in one of cargo's JSON messages, when the message reports the program.
fn executable_of(message: &str) -> Option<PathBuf> {
    let (_, rest) = message.split_once("\"executable\":\"")?;
    let mut path = String::new();
    let mut letters = rest.chars();
    loop {
        match letters.next()? {
            '"' => break,
            '\\' => path.push(letters.next()?),
            letter => path.push(letter),
        }
    }
    let path = PathBuf::from(path);
    (path.file_stem() == Some(OsStr::new(NAME))).then_some(path)
}

/// Replaces this process, so that Ctrl-C and the exit code are the program's own.
#[cfg(unix)]
fn become_program(command: &mut Command) -> ExitCode {
    let error = std::os::unix::process::CommandExt::exec(command);
    eprintln!("cannot start {}: {error}", command.get_program().display());
    ExitCode::from(BROKEN)
}

#[cfg(not(unix))]
fn become_program(command: &mut Command) -> ExitCode {
    match command.status() {
        Ok(status) => crate::cargo::exit_code(status),
        Err(error) => {
            eprintln!("cannot start {}: {error}", command.get_program().display());
            ExitCode::from(BROKEN)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Vec<OsString> {
        line.split(' ').map(OsString::from).collect()
    }

    #[test]
    fn only_a_readers_target_needs_the_library() {
        assert!(asks_for_a_reader(&words("run --target reader:ACME")));
        assert!(asks_for_a_reader(&words("run --target=reader:ACME -j 2")));
        assert!(!asks_for_a_reader(&words("run --target reference")));
        assert!(!asks_for_a_reader(&words("explain reader:ACME")));
        assert!(!asks_for_a_reader(&[]));
    }

    #[test]
    fn the_programs_path_is_read_from_cargos_message() {
        let message = r#"{"reason":"compiler-artifact","executable":"/a \"b\"/target/debug/eidolon","fresh":true}"#;
        assert_eq!(
            executable_of(message),
            Some(PathBuf::from("/a \"b\"/target/debug/eidolon"))
        );
        assert_eq!(executable_of(r#"{"executable":null}"#), None);
        assert_eq!(executable_of(r#"{"executable":"/x/other"}"#), None);
        assert_eq!(executable_of(r#"{"executable":"/x/eido"#), None);
    }
}
