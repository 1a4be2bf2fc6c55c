//! The APDU log of `card insert --trace`: what the wire saw, what the card understood, why it refused.
//!
//! Exchanges and the reader's signals come in, lines for a person go out. Secrets that travel in a command are left
//! out unless asked for.

mod entry;
mod mask;

use std::fmt;
use std::fs::File;
use std::io::{self, Write};
use std::path::Path;
use std::time::Instant;

use ::card::{Exchange, Observer};
use reader::Signal;

use super::explain::{Explainer, hex};

pub(super) use mask::Secrets;

/// A log in the making; without a file it counts only.
pub(super) struct Trace {
    file: Option<Box<dyn Write + Send>>,
    secrets: Secrets,
    begun: Instant,
    explainer: Explainer,
    atr_told: bool,
    commands: usize,
    refused: usize,
    failure: Option<io::Error>,
}

impl fmt::Debug for Trace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Trace")
            .field("commands", &self.commands)
            .finish_non_exhaustive()
    }
}

impl Trace {
    /// Counts commands and writes nothing.
    pub(super) fn none() -> Self {
        Self::new(None, Secrets::Masked)
    }

    /// Writes into a new file; one that exists is left alone.
    ///
    /// # Errors
    /// The file exists or cannot be made.
    pub(super) fn into_file(path: &Path, secrets: Secrets, title: &str) -> io::Result<Self> {
        let mut file = io::BufWriter::new(File::create_new(path)?);
        writeln!(file, "# {title}")?;
        writeln!(
            file,
            "# > command and < response on the wire, ~ the same without secure messaging, = the answer, ! why not"
        )?;
        match secrets {
            Secrets::Masked => {
                writeln!(file, "# secrets are left out; --trace-secrets shows them")?
            }
            Secrets::Shown => writeln!(file, "# SECRETS ARE SHOWN")?,
        }
        file.flush()?;
        Ok(Self::new(Some(Box::new(file)), secrets))
    }

    fn new(file: Option<Box<dyn Write + Send>>, secrets: Secrets) -> Self {
        Self {
            file,
            secrets,
            begun: Instant::now(),
            explainer: Explainer::default(),
            atr_told: false,
            commands: 0,
            refused: 0,
            failure: None,
        }
    }

    /// What the reader did besides sending commands. Its many questions for the ATR become one line each reset.
    pub(super) fn signalled(&mut self, signal: Signal, atr: &[u8]) {
        let text = match signal {
            Signal::Atr if self.atr_told => return,
            Signal::Atr => format!("the reader asks for the ATR: {}", hex(atr)),
            Signal::PowerOn => "power on".into(),
            Signal::PowerOff => "power off".into(),
            Signal::Reset => "reset".into(),
            Signal::StrayByte(byte) => format!("a stray byte {byte:02X}, answered with 6700"),
            Signal::ResponseTooLong { length } => format!(
                "the response of {length} bytes is too long for the link, answered with 6F00"
            ),
            other => format!("{other:?}"),
        };
        self.atr_told = signal == Signal::Atr;
        if matches!(signal, Signal::PowerOn | Signal::PowerOff | Signal::Reset) {
            self.explainer.reset();
        }
        let elapsed = self.begun.elapsed();
        self.write(&entry::event(elapsed, &text));
    }

    /// A remark of ours.
    pub(super) fn remark(&mut self, text: &str) {
        let elapsed = self.begun.elapsed();
        self.write(&entry::event(elapsed, text));
    }

    /// Commands so far, and how many of them the card refused.
    pub(super) fn counts(&self) -> (usize, usize) {
        (self.commands, self.refused)
    }

    /// Why the log stopped, if it did.
    pub(super) fn failure(&self) -> Option<&io::Error> {
        self.failure.as_ref()
    }

    fn write(&mut self, text: &str) {
        let Some(file) = &mut self.file else { return };
        if let Err(error) = file.write_all(text.as_bytes()).and_then(|()| file.flush()) {
            self.failure = Some(error);
            self.file = None;
        }
    }
}

impl Observer for Trace {
    fn exchanged(&mut self, exchange: &Exchange<'_>) {
        self.commands += 1;
        self.refused += usize::from(exchange.refusal.is_some());
        self.atr_told = false;
        if self.file.is_some() {
            let elapsed = self.begun.elapsed();
            let text = entry::exchange(
                self.commands,
                elapsed,
                exchange,
                &self.explainer,
                self.secrets,
            );
            self.write(&text);
        }
        if let Some(command) = &exchange.command {
            self.explainer.follow(command, &exchange.response);
        }
    }
}

#[cfg(test)]
mod tests;
