//! What must hold whatever comes: judged from the wire, from what the card understood, and from its counters.

use card::{Activation, PinPhase};
use card_de_npa::DeNpa;
use iso7816::{CommandView, Instruction, SecureMessaging, StatusWord};

/// A rule that the card broke.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Breach {
    /// An answer without a status word.
    #[error("the card answered {length} bytes, which is no response")]
    NoStatus {
        /// Bytes that came.
        length: usize,
    },
    /// More data than the command expects `[ISO 7816-4 §5.2]`.
    #[error("the card answered {length} bytes of data where at most {allowed} were expected")]
    TooMuch {
        /// Bytes that came.
        length: usize,
        /// Bytes that the command allows.
        allowed: usize,
    },
    /// The card's code panicked.
    #[error("panic: {0}")]
    Panic(String),
    /// A sequence that does not end.
    #[error("no end after {seconds} s")]
    Hang {
        /// Seconds that were waited.
        seconds: u64,
    },
    /// The card's value grows with what is sent.
    #[error("the card's value grew from {before} to {after} characters")]
    Growth {
        /// Before the sequence.
        before: usize,
        /// After it.
        after: usize,
    },
    /// The process grows from sequence to sequence.
    #[error("the process grew from {before} to {after} kB")]
    Memory {
        /// After the first sequences.
        before: u64,
        /// At the end.
        after: u64,
    },
    /// A counter or state of the PIN that moved against the rules `[TR-03110-2 §2.2.3]`.
    #[error("{what}: {before} became {after} against the rules")]
    Counter {
        /// Which.
        what: &'static str,
        /// Before the command.
        before: u8,
        /// After it.
        after: u8,
    },
    /// A password that is another, though nobody changed it.
    #[error("the {0} changed without a command that may change it")]
    Password(&'static str),
    /// A run of PACE that ended otherwise than the state of the password demands.
    #[error("PACE: {expected} expected, {found} found, with {tries} tries left")]
    Pace {
        /// What the state demands.
        expected: StatusWord,
        /// What the card answered.
        found: StatusWord,
        /// Tries left afterwards.
        tries: u8,
    },
    /// A session that outlived what ends it, or ended without a reason `[TR-03110-3 §F.1]`.
    #[error("secure messaging: {0}")]
    Session(&'static str),
    /// A protected command with something wrong that got another answer than it must.
    #[error("altered secure messaging: {expected} expected, {found} found")]
    Alteration {
        /// What the alteration demands.
        expected: StatusWord,
        /// What the card answered.
        found: StatusWord,
    },
    /// The card does not work any more.
    #[error("afterwards {step} is answered with {status}")]
    Dead {
        /// The control.
        step: &'static str,
        /// Its answer.
        status: StatusWord,
    },
}

/// What the card understood of a command, and its answer to it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Heard {
    pub(crate) instruction: Option<Instruction>,
    pub(crate) status: StatusWord,
}

/// The response is one, and has no more data than the command allows.
pub(crate) fn judge_answer(wire: &[u8], response: &[u8]) -> Result<StatusWord, Breach> {
    let length = response.len();
    let Some((data, status)) = response.split_last_chunk::<2>() else {
        return Err(Breach::NoStatus { length });
    };
    let allowed = CommandView::decode(wire).map_or(0, |command| match command.ne {
        Some(ne) => ne.as_usize(),
        // A protected command without outer Le allows most.
        None if is_protected(&command) => 65_536,
        None => 0,
    });
    if data.len() > allowed {
        return Err(Breach::TooMuch {
            length: data.len(),
            allowed,
        });
    }
    Ok(StatusWord::from(*status))
}

/// Whether these bytes are a command that goes to secure messaging, and not one of a class that the card refuses before.
pub(crate) fn reaches_session(wire: &[u8]) -> bool {
    CommandView::decode(wire).is_ok_and(|command| {
        command.class.is_valid() && command.class.channel() == 0 && is_protected(&command)
    })
}

fn is_protected(command: &CommandView<'_>) -> bool {
    command.class.secure_messaging() == SecureMessaging::HeaderAuthenticated
}

/// A plain command ends the session unless it carries another one or makes a new one; a protected one keeps it exactly
/// when its answer is protected.
pub(crate) fn judge_session(
    wire: &[u8],
    response: &[u8],
    heard: &[Heard],
    has_session: bool,
) -> Result<(), Breach> {
    let command = CommandView::decode(wire).ok();
    let carries = command.is_some_and(|command| {
        matches!(
            command.instruction,
            Instruction::ENVELOPE | Instruction::GET_RESPONSE
        )
    });
    match command {
        Some(_) if reaches_session(wire) => match (response.len() > 2, has_session) {
            (true, false) => Err(Breach::Session(
                "a protected answer, and no session after it",
            )),
            (false, true) => Err(Breach::Session("it outlived an answer in the open")),
            _ => Ok(()),
        },
        _ if carries || !has_session || succeeded(heard, Instruction::GENERAL_AUTHENTICATE) => {
            Ok(())
        }
        _ => Err(Breach::Session("it outlived a plain command")),
    }
}

fn succeeded(heard: &[Heard], instruction: Instruction) -> bool {
    heard
        .iter()
        .any(|heard| heard.instruction == Some(instruction) && heard.status.is_ok())
}

/// Counters and states of the PIN.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Counters {
    pub(crate) tries: u8,
    initial: u8,
    resets: u8,
    active: bool,
    transport: bool,
}

impl Counters {
    pub(crate) fn of(card: &DeNpa) -> Self {
        let Some(pin) = card.credentials().pin() else {
            return Self {
                tries: 0,
                initial: 0,
                resets: 0,
                active: false,
                transport: false,
            };
        };
        Self {
            tries: pin.tries().left(),
            initial: pin.tries().initial(),
            resets: pin.resets().left(),
            active: pin.activation() == Activation::Activated,
            transport: pin.phase() == PinPhase::Transport,
        }
    }

    /// What was heard explains what became of the counters.
    pub(crate) fn judge(self, after: Self, heard: &[Heard]) -> Result<(), Breach> {
        let reset = succeeded(heard, Instruction::RESET_RETRY_COUNTER);
        let pace = succeeded(heard, Instruction::GENERAL_AUTHENTICATE);
        let failed = heard
            .iter()
            .filter(|heard| heard.instruction == Some(Instruction::GENERAL_AUTHENTICATE))
            .find_map(|heard| heard.status.retries_left());
        let explained = match failed {
            Some(told) => after.tries == told && after.tries.checked_add(1) == Some(self.tries),
            None => after.tries == self.tries || (after.tries == self.initial && (reset || pace)),
        };
        explain("tries of the PIN", self.tries, after.tries, explained)?;
        let used = reset && after.resets.checked_add(1) == Some(self.resets);
        let explained = after.resets == self.resets || used;
        explain("uses of the PUK", self.resets, after.resets, explained)?;
        let switched =
            succeeded(heard, Instruction::ACTIVATE) || succeeded(heard, Instruction::DEACTIVATE);
        let explained = after.active == self.active || switched;
        explain(
            "activation of the PIN",
            self.active.into(),
            after.active.into(),
            explained,
        )?;
        let explained = after.transport == self.transport || (self.transport && reset);
        explain(
            "transport PIN",
            self.transport.into(),
            after.transport.into(),
            explained,
        )
    }

    /// The same where the power was lost and nothing was heard: what the command may do has happened, or has not.
    pub(crate) fn judge_power_loss(self, after: Self, command: Instruction) -> Result<(), Breach> {
        let heard = |instruction, status| Heard {
            instruction: Some(instruction),
            status,
        };
        let done = heard(command, StatusWord::OK);
        let fell = heard(
            Instruction::GENERAL_AUTHENTICATE,
            StatusWord::retries(after.tries),
        );
        let fallen = after.tries < self.tries && command == Instruction::GENERAL_AUTHENTICATE;
        self.judge(after, &[if fallen { fell } else { done }])
    }
}

fn explain(what: &'static str, before: u8, after: u8, explained: bool) -> Result<(), Breach> {
    if explained {
        return Ok(());
    }
    Err(Breach::Counter {
        what,
        before,
        after,
    })
}
