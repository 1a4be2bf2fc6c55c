//! Relying parties with libraries that nobody here wrote, each a small program in `relying-parties/`.
//!
//! A party listens on a free port of loopback, tells its metadata, is told whom to trust, and then says of each answer
//! that a browser brings whether it accepted it. What it accepts is up to the library, which is told to be strict.
//! Apache with mod_auth_mellon is the exception: it has no program, and says what it accepted on its page ([`mellon`]).

pub mod mellon;

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;

use crate::ClientError;
use crate::packages::{self, Packages};

const PROGRAMS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/relying-parties");
/// How long any single answer may take. It is only the end of a hang.
const PATIENCE: Duration = Duration::from_secs(20);

/// The library of a relying party.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Library {
    /// pysaml2, which calls the program xmlsec1.
    Pysaml2,
    /// python3-saml, which calls the library xmlsec.
    Python3Saml,
    /// node-saml.
    NodeSaml,
    /// authlib.
    Authlib,
    /// openid-client.
    OpenidClient,
}

impl fmt::Display for Library {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.package())
    }
}

impl Library {
    /// The name of its package.
    #[must_use]
    pub const fn package(self) -> &'static str {
        match self {
            Self::Pysaml2 => "pysaml2",
            Self::Python3Saml => "python3-saml",
            Self::NodeSaml => "@node-saml/node-saml",
            Self::Authlib => "authlib",
            Self::OpenidClient => "openid-client",
        }
    }

    /// Whether it speaks SAML; the others speak OpenID Connect.
    #[must_use]
    pub const fn speaks_saml(self) -> bool {
        matches!(self, Self::Pysaml2 | Self::Python3Saml | Self::NodeSaml)
    }

    /// The release that is installed.
    ///
    /// # Errors
    /// [`ClientError::NotInstalled`] where the list of installed packages does not name it.
    pub fn release(self) -> Result<String, ClientError> {
        packages::release(self.package())
    }

    const fn file(self) -> &'static str {
        match self {
            Self::Pysaml2 => "pysaml2_party.py",
            Self::Python3Saml => "python3_saml_party.py",
            Self::NodeSaml => "node_saml_party.mjs",
            Self::Authlib => "authlib_party.py",
            Self::OpenidClient => "openid_client_party.mjs",
        }
    }

    const fn packages(self) -> Packages {
        match self {
            Self::NodeSaml | Self::OpenidClient => Packages::Npm,
            _ => Packages::Pypi,
        }
    }
}

/// What a party accepted, or a page of it said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Accepted {
    /// Attributes or claims by name.
    pub attributes: BTreeMap<String, String>,
    /// The level, by all its names.
    pub levels: Vec<String>,
    /// The name of the person for this party.
    pub name: String,
    /// The index of the session at the portal.
    pub session: String,
}

impl Accepted {
    /// An attribute or claim.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.get(name).map(String::as_str)
    }

    /// Reads what a party said. Whatever is not there is empty.
    fn read(said: &Value) -> Self {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let attributes = said.get("attributes").and_then(Value::as_object);
        let levels = said.get("levels").and_then(Value::as_array);
        Self {
            attributes: attributes
                .into_iter()
                .flatten()
                .map(|(name, value)| (name.clone(), text(value)))
                .collect(),
            levels: levels.into_iter().flatten().map(text).collect(),
            name: said.get("name").map(text).unwrap_or_default(),
            session: said.get("session").map(text).unwrap_or_default(),
        }
    }
}

/// What a party said about one answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It let the person in.
    Accepted(Accepted),
    /// It did not, in its own words.
    Refused(String),
}

/// A running relying party; it ends when it is dropped.
#[derive(Debug)]
pub struct RelyingParty {
    process: Child,
    input: ChildStdin,
    lines: Receiver<String>,
    program: &'static str,
    origin: String,
    metadata: String,
    folder: TempDir,
}

impl RelyingParty {
    /// Starts a party and waits until it listens.
    ///
    /// # Errors
    /// [`ClientError::NotInstalled`] where its packages are missing, [`ClientError::Failed`] where it ends at once.
    pub fn start(library: Library) -> Result<Self, ClientError> {
        Self::start_from(library, None)
    }

    /// The same with another release of its library, one that lives alone (`python3-saml-1.3.0`).
    ///
    /// # Errors
    /// As [`RelyingParty::start`].
    pub fn start_release(library: Library, release: &str) -> Result<Self, ClientError> {
        Self::start_from(library, Some(release))
    }

    fn start_from(library: Library, release: Option<&str>) -> Result<Self, ClientError> {
        let program = library.file();
        let folder = tempfile::tempdir().map_err(ClientError::io(program))?;
        let mut process = spawn(library, release, &folder)?;
        let (Some(input), Some(output)) = (process.stdin.take(), process.stdout.take()) else {
            return Err(unexpected(program, "no standard streams"));
        };
        let mut party = Self {
            process,
            input,
            lines: lines_of(output),
            program,
            origin: String::new(),
            metadata: String::new(),
            folder,
        };
        let ready = party.hear("ready")?;
        let text = |name: &str| ready.get(name).and_then(Value::as_str).map(str::to_owned);
        party.origin = text("origin").unwrap_or_default();
        party.metadata = text("metadata").unwrap_or_default();
        Ok(party)
    }

    /// Where it is reached; `/login` there starts a login.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Its SAML metadata, as its library writes it; empty for OpenID Connect.
    #[must_use]
    pub fn metadata(&self) -> &str {
        &self.metadata
    }

    /// Tells it whom to trust.
    ///
    /// # Errors
    /// [`ClientError::Failed`] with what it said, where it does not.
    pub fn trust(&mut self, portal: &Value) -> Result<(), ClientError> {
        writeln!(self.input, "{portal}").map_err(ClientError::io(self.program))?;
        self.hear("open").map(drop)
    }

    /// What it said about the next answer.
    ///
    /// # Errors
    /// [`ClientError::Silent`] where no answer came, [`ClientError::Failed`] where it ended.
    pub fn verdict(&mut self) -> Result<Verdict, ClientError> {
        let said = self.next_line()?;
        match said.get("says").and_then(Value::as_str) {
            Some("accepted") => Ok(Verdict::Accepted(Accepted::read(&said))),
            Some("refused") => {
                let reason = said.get("reason").and_then(Value::as_str);
                Ok(Verdict::Refused(reason.unwrap_or_default().to_owned()))
            }
            _ => Err(unexpected(self.program, &said.to_string())),
        }
    }

    fn hear(&mut self, word: &str) -> Result<Value, ClientError> {
        let said = self.next_line()?;
        if said.get("says").and_then(Value::as_str) == Some(word) {
            return Ok(said);
        }
        Err(unexpected(self.program, &said.to_string()))
    }

    fn next_line(&mut self) -> Result<Value, ClientError> {
        match self.lines.recv_timeout(PATIENCE) {
            Ok(line) => serde_json::from_str(&line).map_err(|_| unexpected(self.program, &line)),
            Err(RecvTimeoutError::Timeout) => Err(ClientError::Silent {
                program: self.program.into(),
                awaited: "a line".into(),
                seconds: PATIENCE.as_secs(),
                said: self.log(),
            }),
            Err(RecvTimeoutError::Disconnected) => Err(ClientError::Failed {
                program: self.program.into(),
                code: self.process.wait().ok().and_then(|status| status.code()),
                output: self.log(),
            }),
        }
    }

    fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }
}

impl Drop for RelyingParty {
    fn drop(&mut self) {
        // It may have ended by itself; there is nothing to report either way.
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

fn spawn(library: Library, release: Option<&str>, folder: &TempDir) -> Result<Child, ClientError> {
    let program = library.file();
    let source = PathBuf::from(PROGRAMS).join(program);
    let mut command = match library.packages() {
        Packages::Pypi => {
            let interpreter = release.map_or_else(packages::python, packages::python_of);
            let mut python = Command::new(interpreter?);
            // Without leaving compiled files in the sources.
            python.arg("-B").arg(source);
            python
        }
        Packages::Npm => packages::node(&source, folder.path(), release)?,
    };
    let log = fs::File::create(folder.path().join("log")).map_err(ClientError::io(program))?;
    command
        .arg(folder.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(log)
        .spawn()
        .map_err(ClientError::io(program))
}

/// Reads on a thread of its own, so that waiting for a line can end.
fn lines_of(output: ChildStdout) -> Receiver<String> {
    let (sender, lines) = channel();
    thread::spawn(move || {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            if sender.send(line).is_err() {
                return;
            }
        }
    });
    lines
}

fn unexpected(program: &str, said: &str) -> ClientError {
    ClientError::Unexpected {
        program: program.into(),
        said: said.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::Accepted;

    #[test]
    fn what_a_party_says_is_read_and_what_it_leaves_out_is_empty() {
        let said = serde_json::json!({"attributes": {"surname": "X", "n": 1}, "levels": ["high"]});
        let accepted = Accepted::read(&said);
        assert_eq!(accepted.attribute("surname"), Some("X"));
        assert_eq!(accepted.attribute("n"), Some(""));
        assert_eq!(accepted.levels, ["high"]);
        assert!(accepted.name.is_empty() && accepted.attribute("other").is_none());
    }
}
