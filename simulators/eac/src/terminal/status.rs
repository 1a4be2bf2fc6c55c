//! How the PIN stands, as a card says it without being asked for the PIN.

use iso7816::StatusWord;

/// The answer of MSE:Set AT with the PIN. `[TR-03110-3 §B.14.1]`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PinStatus {
    /// 9000: all tries are left.
    Operational,
    /// 63Cx, x of 2 or more: so many tries are left.
    TriesLeft(u8),
    /// 63C1: suspended; the CAN comes first.
    Suspended,
    /// 63C0: blocked; only the PUK helps.
    Blocked,
    /// 6283: not activated.
    Deactivated,
    /// Anything else.
    Unknown(StatusWord),
}

impl PinStatus {
    /// Reads the status word.
    #[must_use]
    pub fn from_status(status: StatusWord) -> Self {
        match (status, status.retries_left()) {
            (StatusWord::OK, _) => Self::Operational,
            (StatusWord::DEACTIVATED, _) => Self::Deactivated,
            (_, Some(0)) => Self::Blocked,
            (_, Some(1)) => Self::Suspended,
            (_, Some(tries)) => Self::TriesLeft(tries),
            _ => Self::Unknown(status),
        }
    }
}
