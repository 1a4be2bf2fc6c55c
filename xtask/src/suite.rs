//! Runs every test of the workspace and closes with what came out.
//!
//! In comes what `cargo test` prints, which is passed on as it comes; out goes a summary that names each failure.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::io::{self, BufRead, BufReader, IsTerminal, Write};
use std::process::{Child, Command, ExitCode, Stdio};
use std::time::Instant;

use crate::ENVIRONMENT;
use crate::cargo::{BROKEN, cargo};
use crate::strangers;

/// What `cargo xtask test` takes.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Install the software of others that is missing (needs root)
    #[arg(long)]
    install: bool,
    /// Further arguments for `cargo test`, for example `-p iso7816`
    #[arg(last = true)]
    words: Vec<OsString>,
}

/// Exit code when a test failed.
const FAILED: u8 = 100;

/// Runs all tests: unit, property, snapshot, documentation examples, scenarios, and those by software of others.
pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    if let Err(code) = installed(arguments) {
        return code;
    }
    let begun = Instant::now();
    match test(&arguments.words) {
        Ok((success, tally)) => {
            println!("\n{}", tally.summary(success, begun.elapsed().as_secs()));
            tally.exit_code(success)
        }
        Err(error) => {
            eprintln!("cannot run the tests: {error}");
            ExitCode::from(BROKEN)
        }
    }
}

/// What is installed waits for the network, what is built for the processor: the tests are built meanwhile.
fn installed(arguments: &Arguments) -> Result<(), ExitCode> {
    if !arguments.install {
        return strangers::ensure(false);
    }
    strangers::ensure_system(true)?;
    // Whatever is wrong with the build is said when the tests are run.
    let building = tests(&["--no-run", "--quiet"], &arguments.words)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    let ensured = strangers::ensure(true);
    if let Ok(mut building) = building {
        if ensured.is_err() {
            let _ = building.kill();
        }
        let _ = building.wait();
    }
    ensured
}

/// The command that builds the tests and runs them.
fn tests(flags: &[&str], words: &[OsString]) -> Command {
    let mut command = cargo();
    command.args(["test", "--all-features", "--no-fail-fast"]);
    command.args(flags);
    if !words.iter().any(|word| word == "-p" || word == "--package") {
        command.arg("--workspace");
    }
    command.args(words).env("INSTA_UPDATE", "no");
    command
}

fn test(words: &[OsString]) -> io::Result<(bool, Tally)> {
    let (reader, writer) = io::pipe()?;
    let colour = if io::stdout().is_terminal() {
        "always"
    } else {
        "never"
    };
    let mut command = tests(&["--color", colour], words);
    let child = command.stdout(writer.try_clone()?).stderr(writer).spawn()?;
    // The pipe ends when the last writer is gone, so ours must go first.
    drop(command);
    follow(child, BufReader::new(reader))
}

fn follow(mut child: Child, output: impl BufRead) -> io::Result<(bool, Tally)> {
    let mut tally = Tally::default();
    let mut screen = io::stdout().lock();
    for line in output.split(b'\n') {
        let line = line?;
        screen.write_all(&line)?;
        screen.write_all(b"\n")?;
        tally.read(&without_colours(&String::from_utf8_lossy(&line)));
    }
    Ok((child.wait()?.success(), tally))
}

/// A line without the terminal's colour sequences.
fn without_colours(line: &str) -> String {
    let mut pieces = line.split('\u{1b}');
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |plain, piece| {
        plain + piece.split_once('m').map_or("", |(_, text)| text)
    })
}

/// What the test programs said of themselves.
#[derive(Debug, Default, PartialEq, Eq)]
struct Tally {
    programs: usize,
    passed: usize,
    failed: usize,
    ignored: usize,
    current: String,
    failures: Vec<String>,
    targets: BTreeSet<String>,
}

impl Tally {
    fn read(&mut self, line: &str) {
        let line = line.trim();
        if let Some(program) = line
            .strip_prefix("Running ")
            .or_else(|| line.strip_prefix("Doc-tests "))
        {
            self.programs += 1;
            program
                .split(" (")
                .next()
                .unwrap_or(program)
                .clone_into(&mut self.current);
            if let Some((_, path)) = program.split_once("deps/") {
                let name = path.trim_end_matches(')');
                self.current = format!(
                    "{} {}",
                    name.rsplit_once('-').map_or(name, |(name, _)| name),
                    self.current
                );
            }
        } else if let Some(counts) = line.strip_prefix("test result: ") {
            self.passed += number_before(counts, " passed");
            self.failed += number_before(counts, " failed");
            self.ignored += number_before(counts, " ignored");
        } else if let Some(test) = line
            .strip_prefix("test ")
            .and_then(|rest| rest.strip_suffix(" ... FAILED"))
        {
            self.failures.push(format!("{}: {test}", self.current));
        } else if let Some(target) = line
            .strip_prefix('`')
            .and_then(|rest| rest.strip_suffix('`'))
        {
            self.targets.insert(target.to_owned());
        }
    }

    fn summary(&self, success: bool, seconds: u64) -> String {
        let mut text = format!(
            "{}  {} passed, {} failed, {} ignored, in {} test programs, {seconds} s",
            if success {
                "ALL TESTS PASS"
            } else {
                "TESTS FAIL"
            },
            self.passed,
            self.failed,
            self.ignored,
            self.programs
        );
        for failure in &self.failures {
            text += &format!("\n  FAIL  {failure}");
        }
        if !success {
            for target in &self.targets {
                text += &format!("\n  again: cargo test --all-features {target}");
            }
        }
        text
    }

    fn exit_code(&self, success: bool) -> ExitCode {
        match (success, self.programs) {
            (true, 0) => ExitCode::from(ENVIRONMENT),
            (true, _) => ExitCode::SUCCESS,
            (false, 0) => ExitCode::from(BROKEN),
            (false, _) => ExitCode::from(FAILED),
        }
    }
}

/// The number that stands before `word`, 0 when none does.
fn number_before(text: &str, word: &str) -> usize {
    let before = text.split_once(word).map(|(before, _)| before);
    before
        .and_then(|before| before.rsplit(' ').next())
        .and_then(|number| number.parse().ok())
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const OUTPUT: &str = "\
   Compiling iso7816 v0.1.0
     Running unittests src/lib.rs (target/debug/deps/iso7816-0123456789abcdef)
running 3 tests
test tlv::tests::a_tag_has_a_length ... ok
test tlv::tests::a_length_never_lies ... FAILED
test result: FAILED. 1 passed; 1 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s
     Running tests/properties.rs (target/debug/deps/properties-0123456789abcdef)
test result: ok. 7 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s
   Doc-tests iso7816
test result: ok. 2 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s
error: 1 target failed:
    `-p iso7816 --lib`
";

    fn tally(output: &str) -> Tally {
        let mut tally = Tally::default();
        output
            .lines()
            .for_each(|line| tally.read(&without_colours(line)));
        tally
    }

    #[test]
    fn the_summary_counts_and_names_each_failure() {
        assert_eq!(
            tally(OUTPUT).summary(false, 12),
            "TESTS FAIL  10 passed, 1 failed, 1 ignored, in 3 test programs, 12 s\
             \n  FAIL  iso7816 unittests src/lib.rs: tlv::tests::a_length_never_lies\
             \n  again: cargo test --all-features -p iso7816 --lib"
        );
    }

    #[test]
    fn colours_do_not_hide_a_result() {
        let coloured = "test a::b ... \u{1b}[31mFAILED\u{1b}(B\u{1b}[m";
        assert!(without_colours(coloured).starts_with("test a::b ... FAILED"));
        assert_eq!(
            without_colours("\u{1b}[1m\u{1b}[32m     Running\u{1b}[0m x"),
            "     Running x"
        );
    }

    #[test]
    fn a_run_without_any_test_is_no_success() {
        let code = |tally: &Tally, success| format!("{:?}", tally.exit_code(success));
        assert_eq!(
            code(&Tally::default(), true),
            format!("{:?}", ExitCode::from(96))
        );
        assert_eq!(
            code(&Tally::default(), false),
            format!("{:?}", ExitCode::from(101))
        );
        assert_eq!(
            code(&tally(OUTPUT), false),
            format!("{:?}", ExitCode::from(100))
        );
        assert_eq!(
            code(&tally(OUTPUT), true),
            format!("{:?}", ExitCode::SUCCESS)
        );
    }
}
