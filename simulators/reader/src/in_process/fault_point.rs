//! Where the way between terminal and card can be disturbed on purpose.

/// What disturbs a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Interruption {
    /// The card is taken out; it stays out until it is put back.
    Pull,
    /// The card loses its power for a moment and stays in the reader.
    LosePower,
    /// No answer arrives, the card keeps its state.
    StayMute,
    /// Only the first bytes of the response arrive.
    CutAnswer {
        /// How many bytes are left.
        keep: usize,
    },
}

/// When a command is disturbed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// The card never sees the command.
    BeforeCommand,
    /// The card has done the command, the terminal does not see the answer whole.
    BeforeAnswer,
}

/// One disturbance around one coming command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FaultPoint {
    /// Commands that pass undisturbed first; 0 means the very next one.
    pub after: usize,
    /// Before the card sees it, or after.
    pub moment: Moment,
    /// What happens.
    pub what: Interruption,
}

impl FaultPoint {
    /// Disturbs the next command.
    #[must_use]
    pub fn next(moment: Moment, what: Interruption) -> Self {
        Self {
            after: 0,
            moment,
            what,
        }
    }
}

/// Counts one command, and takes out the fault point that it meets, the first armed one of several.
pub(crate) fn take_due(faults: &mut Vec<FaultPoint>) -> Option<FaultPoint> {
    let due = faults
        .iter()
        .position(|fault| fault.after == 0)
        .map(|index| faults.remove(index));
    for fault in faults {
        fault.after = fault.after.saturating_sub(1);
    }
    due
}
