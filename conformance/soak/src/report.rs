//! What came out: coverage, rate, and the violation where there is one.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use iso7816::{Instruction, StatusWord};

use crate::rules::Breach;

/// How often each instruction was answered with each status word, as the card understood them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage(BTreeMap<(Option<u8>, u16), u64>);

impl Coverage {
    pub(crate) fn note(&mut self, instruction: Option<Instruction>, status: StatusWord) {
        let key = (instruction.map(Instruction::value), status.value());
        *self.0.entry(key).or_default() += 1;
    }

    pub(crate) fn join(&mut self, other: &Self) {
        for (key, count) in &other.0 {
            *self.0.entry(*key).or_default() += count;
        }
    }

    /// How often this instruction was answered with this status word.
    #[must_use]
    pub fn count(&self, instruction: Instruction, status: StatusWord) -> u64 {
        let key = (Some(instruction.value()), status.value());
        self.0.get(&key).copied().unwrap_or_default()
    }

    /// Commands in all, those in envelopes included.
    #[must_use]
    pub fn commands(&self) -> u64 {
        self.0.values().sum()
    }
}

/// The instructions that have a name, each with its status words; the others together.
impl fmt::Display for Coverage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rows: BTreeMap<String, BTreeMap<u16, u64>> = BTreeMap::new();
        for ((instruction, status), count) in &self.0 {
            let instruction = instruction.map(Instruction::new);
            let name = match instruction {
                None => "(no command)",
                Some(instruction) => instruction.name().unwrap_or("(other instructions)"),
            };
            *rows
                .entry(name.to_owned())
                .or_default()
                .entry(*status)
                .or_default() += count;
        }
        for (name, statuses) in rows {
            let total: u64 = statuses.values().sum();
            write!(f, "  {name:32} {total:>9} ")?;
            for (status, count) in statuses {
                write!(f, " {status:04X}:{count}")?;
            }
            writeln!(f)?;
        }
        Ok(())
    }
}

/// One thing that went over the wire, or happened to the card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Traffic {
    /// What happened, where it was no command with an answer.
    pub event: Option<&'static str>,
    /// The command.
    pub command: Vec<u8>,
    /// The answer; nothing where there was none.
    pub response: Vec<u8>,
}

impl Traffic {
    pub(crate) fn new(command: &[u8], response: &[u8]) -> Self {
        Self {
            event: None,
            command: command.to_vec(),
            response: response.to_vec(),
        }
    }

    pub(crate) fn event(event: &'static str, command: &[u8]) -> Self {
        Self {
            event: Some(event),
            command: command.to_vec(),
            response: Vec::new(),
        }
    }
}

impl fmt::Display for Traffic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.event {
            Some(event) if self.command.is_empty() => write!(f, "-- {event}"),
            Some(event) => write!(f, "-> {} -- {event}", Hex(&self.command)),
            None => write!(f, "-> {} <- {}", Hex(&self.command), Hex(&self.response)),
        }
    }
}

/// Bytes as hexadecimal digits, long ones with their middle left out.
struct Hex<'a>(&'a [u8]);

impl fmt::Display for Hex<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SHOWN: usize = 300;
        for byte in self.0.iter().take(SHOWN) {
            write!(f, "{byte:02X}")?;
        }
        match self.0.len().checked_sub(SHOWN + 1) {
            Some(more) => write!(f, "… {} bytes more", more + 1),
            None => Ok(()),
        }
    }
}

/// A rule that was broken, and how to see it again.
#[derive(Clone, Debug)]
pub struct Violation {
    /// The rule.
    pub breach: Breach,
    /// The seed of the soak.
    pub seed: u64,
    /// The number of the sequence.
    pub sequence: u64,
    /// The card, and how far it had come when the sequence began.
    pub scene: String,
    /// What was done to it, as little as breaks the rule.
    pub actions: Vec<crate::Action>,
    /// What went over the wire then.
    pub traffic: Vec<Traffic>,
    /// Further words that the reproducing command needs.
    pub options: String,
}

impl Violation {
    /// The command that plays this sequence alone.
    #[must_use]
    pub fn reproduce(&self) -> String {
        format!(
            "cargo xtask soak --seed {} --sequence {}{}",
            self.seed, self.sequence, self.options
        )
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "VIOLATION in sequence {} of seed {}: {}",
            self.sequence, self.seed, self.breach
        )?;
        writeln!(f, "  card: {}", self.scene)?;
        for action in &self.actions {
            writeln!(f, "  do: {action}")?;
        }
        for traffic in &self.traffic {
            writeln!(f, "  {traffic}")?;
        }
        write!(f, "  reproduce: {}", self.reproduce())
    }
}

/// What came out of a soak.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Sequences played to their end.
    pub sequences: u64,
    /// Places that they started from: cards at some moment.
    pub scenes: usize,
    /// Runs of PACE with the CAN that showed a card alive afterwards.
    pub controls: u64,
    /// What was covered.
    pub coverage: Coverage,
    /// How long it took, without making the cards.
    pub elapsed: Duration,
    /// Kilobytes of the process: after the first sequences, and at the end.
    pub memory: Option<(u64, u64)>,
    /// The first violation.
    pub violation: Option<Violation>,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.elapsed.as_secs_f64().max(0.001);
        let commands = self.coverage.commands();
        writeln!(f, "{}", self.coverage)?;
        writeln!(
            f,
            "{} sequences, {commands} commands, from {} starting points, {} controls by PACE, in {seconds:.1} s",
            self.sequences, self.scenes, self.controls
        )?;
        // A rate is for reading: lost digits do not matter.
        #[expect(clippy::cast_precision_loss, reason = "a rate for people")]
        let rate = |count: u64| count as f64 / seconds;
        writeln!(
            f,
            "{:.0} sequences and {:.0} commands per second",
            rate(self.sequences),
            rate(commands)
        )?;
        if let Some((before, after)) = self.memory {
            writeln!(
                f,
                "memory: {before} kB after the first sequences, {after} kB at the end"
            )?;
        }
        match &self.violation {
            Some(violation) => write!(f, "{violation}"),
            None => write!(f, "NO VIOLATION"),
        }
    }
}
