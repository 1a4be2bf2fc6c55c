//! OpenPACE (libeac) as the other end of an EAC version 2 conversation.
//!
//! The small program `openpace/peer.py` reaches libeac by Python's ctypes. One process is one
//! terminal or one card; the wire is a pair of pipes that carry APDUs.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::Value;

use crate::ClientError;
use crate::program::missing_or_io;

const PEER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/openpace/peer.py");
/// The system's interpreter: libeac and libcrypto must be those of the distribution.
const PYTHON: &str = "/usr/bin/python3";

/// One running peer.
#[derive(Debug)]
struct Peer {
    process: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Peer {
    fn start(role: &str, configuration: &Value) -> Result<Self, ClientError> {
        let mut process = Command::new(PYTHON)
            .args([PEER, role])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|source| missing_or_io(PYTHON, "python3", source))?;
        let (Some(input), Some(output)) = (process.stdin.take(), process.stdout.take()) else {
            return Err(ClientError::Unexpected {
                program: PEER.into(),
                said: "no pipes".into(),
            });
        };
        let mut peer = Self {
            process,
            input,
            output: BufReader::new(output),
        };
        peer.say(&configuration.to_string())?;
        Ok(peer)
    }

    fn say(&mut self, line: &str) -> Result<(), ClientError> {
        writeln!(self.input, "{line}").map_err(ClientError::io(PEER))
    }

    fn hear(&mut self) -> Result<String, ClientError> {
        let mut line = String::new();
        self.output
            .read_line(&mut line)
            .map_err(ClientError::io(PEER))?;
        Ok(line.trim_end().to_owned())
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        // A peer that has ended by itself cannot be killed: nothing to report.
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

/// Lets libeac's terminal speak to a card: `transmit` takes a command APDU as hex digits and
/// returns the response APDU likewise. Returns the terminal's report.
///
/// # Errors
/// [`ClientError::Refused`] with libeac's or the protocol's reason.
pub fn terminal(
    configuration: &Value,
    mut transmit: impl FnMut(&str) -> String,
) -> Result<Value, ClientError> {
    let mut peer = Peer::start("terminal", configuration)?;
    loop {
        let line = peer.hear()?;
        match line.split_once(' ') {
            Some(("apdu", command)) => {
                let response = transmit(command);
                peer.say(&response)?;
            }
            Some(("done", report)) => {
                return serde_json::from_str(report).map_err(|_| unexpected(&line));
            }
            Some(("failed", reason)) => return Err(ClientError::Refused(reason.into())),
            _ => return Err(unexpected(&line)),
        }
    }
}

fn unexpected(line: &str) -> ClientError {
    ClientError::Unexpected {
        program: PEER.into(),
        said: line.into(),
    }
}

/// A card whose protocols are libeac's.
#[derive(Debug)]
pub struct Card(Peer);

impl Card {
    /// Starts a card with this configuration.
    ///
    /// # Errors
    /// Where the program or libeac is missing.
    pub fn start(configuration: &Value) -> Result<Self, ClientError> {
        Peer::start("card", configuration).map(Self)
    }

    /// One command APDU in, one response APDU out, both as hex digits.
    ///
    /// # Errors
    /// Where the card has ended.
    pub fn transmit(&mut self, command: &str) -> Result<String, ClientError> {
        self.0.say(command)?;
        let line = self.0.hear()?;
        if line.len() < 4 {
            return Err(unexpected(&line));
        }
        Ok(line)
    }
}
