//! The PIN: digits, a phase, a retry counter, a counter of resets by the PUK, and whether it is switched on.

use eac::encoding::{Password, PasswordReference};
use iso7816::StatusWord;

use super::Counter;

const PIN_LENGTH: usize = 6;
const TRIES: u8 = 3;
const RESETS: u8 = 10;

/// The eID PIN `[TR-03110-2 §2.2.1]` `[TR-03127 §3.5.3]`.
#[derive(Clone, Debug)]
pub struct Pin {
    password: Password,
    phase: PinPhase,
    activation: Activation,
    tries: Counter,
    resets: Counter,
}

/// Whether the holder has set a PIN of their own `[TR-03127 §3.5.3.1]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PinPhase {
    /// The five digits of the PIN letter: good for setting a PIN, and for nothing else.
    Transport,
    /// Six digits of the holder's choice.
    Operational,
}

/// Whether the PIN is switched on `[TR-03110-2 §2.4]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Activation {
    /// It is.
    Activated,
    /// It is not.
    Deactivated,
}

/// What the counter and the switch say together `[TR-03110-2 §2.2.3]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PinStatus {
    /// Attempts are taken: so many are left, at least two.
    Operational(Counter),
    /// One attempt left: the CAN must be proven first.
    Suspended,
    /// No attempt left: the PUK must unblock.
    Blocked,
    /// Switched off.
    Deactivated,
}

impl PinStatus {
    /// What MSE:Set AT answers when this PIN is chosen for PACE `[TR-03110-3 §B.14.1]`.
    #[must_use]
    pub const fn selection_status(self) -> StatusWord {
        match self {
            Self::Operational(counter) if counter.is_full() => StatusWord::OK,
            Self::Operational(counter) => StatusWord::retries(counter.left()),
            Self::Suspended => StatusWord::retries(1),
            Self::Blocked => StatusWord::retries(0),
            Self::Deactivated => StatusWord::DEACTIVATED,
        }
    }
}

/// Why a PIN is not taken as the new one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PinError {
    /// Another number of characters.
    #[error("the new password has {length} characters, expected {expected}")]
    Length {
        /// Characters sent.
        length: usize,
        /// Characters that it must have.
        expected: usize,
    },
    /// Something that is no decimal digit.
    #[error("character {position} of the new password is no digit")]
    NotADigit {
        /// Which character, from 0.
        position: usize,
    },
}

pub(super) fn check_digits(digits: &[u8]) -> Result<(), PinError> {
    if digits.len() != PIN_LENGTH {
        return Err(PinError::Length {
            length: digits.len(),
            expected: PIN_LENGTH,
        });
    }
    match digits.iter().position(|digit| !digit.is_ascii_digit()) {
        Some(position) => Err(PinError::NotADigit { position }),
        None => Ok(()),
    }
}

impl Pin {
    /// An operational PIN with three tries and ten resets by the PUK.
    #[must_use]
    pub fn operational(digits: &str) -> Self {
        Self::new(PinPhase::Operational, digits)
    }

    /// A transport PIN with three tries and ten resets by the PUK.
    #[must_use]
    pub fn transport(digits: &str) -> Self {
        Self::new(PinPhase::Transport, digits)
    }

    fn new(phase: PinPhase, digits: &str) -> Self {
        let (tries, resets) = (Counter::new(TRIES), Counter::new(RESETS));
        Self {
            password: Password::pin(digits),
            phase,
            activation: Activation::Activated,
            tries,
            resets,
        }
    }

    /// The same PIN, switched on or off.
    #[must_use]
    pub const fn with_activation(mut self, activation: Activation) -> Self {
        self.activation = activation;
        self
    }

    /// The same PIN with so many tries left.
    #[must_use]
    pub const fn with_tries_left(mut self, left: u8) -> Self {
        self.tries = self.tries.with_left(left);
        self
    }

    /// The same PIN that the PUK can reset so many times more.
    #[must_use]
    pub const fn with_resets_left(mut self, left: u8) -> Self {
        self.resets = self.resets.with_left(left);
        self
    }

    /// The digits, for PACE.
    #[must_use]
    pub const fn password(&self) -> &Password {
        &self.password
    }

    /// Whether it is the transport PIN.
    #[must_use]
    pub const fn phase(&self) -> PinPhase {
        self.phase
    }

    /// Whether it is switched on.
    #[must_use]
    pub const fn activation(&self) -> Activation {
        self.activation
    }

    /// Tries left.
    #[must_use]
    pub const fn tries(&self) -> Counter {
        self.tries
    }

    /// Resets by the PUK left.
    #[must_use]
    pub const fn resets(&self) -> Counter {
        self.resets
    }

    /// Counter and switch together.
    #[must_use]
    pub const fn status(&self) -> PinStatus {
        match (self.activation, self.tries.left()) {
            (Activation::Deactivated, _) => PinStatus::Deactivated,
            (Activation::Activated, 0) => PinStatus::Blocked,
            (Activation::Activated, 1) => PinStatus::Suspended,
            (Activation::Activated, _) => PinStatus::Operational(self.tries),
        }
    }

    /// Takes a try; done before the comparison, so that cutting the power in between gains nothing.
    pub const fn take_try(&mut self) {
        self.tries.fall();
    }

    /// Gives the tries back after the right PIN, a new PIN or an unblocking.
    pub const fn restore_tries(&mut self) {
        self.tries.restore();
    }

    /// Takes one reset by the PUK.
    pub const fn take_reset(&mut self) {
        self.resets.fall();
    }

    /// Switches it on or off; the counters stay.
    pub const fn set_activation(&mut self, activation: Activation) {
        self.activation = activation;
    }

    /// Sets the holder's PIN: six digits, all tries back, no longer the transport PIN.
    ///
    /// # Errors
    /// Not six digits; nothing changes.
    pub fn change(&mut self, digits: &[u8]) -> Result<(), PinError> {
        check_digits(digits)?;
        self.password = Password::new(PasswordReference::Pin, digits);
        self.phase = PinPhase::Operational;
        self.tries.restore();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use iso7816::StatusWord;

    use super::{Activation, Pin, PinError, PinPhase, PinStatus};

    #[test]
    fn the_status_query_tells_the_tries_left() {
        for (left, status) in [(3, 0x9000), (2, 0x63C2), (1, 0x63C1), (0, 0x63C0)] {
            let pin = Pin::operational("123456").with_tries_left(left);
            assert_eq!(pin.status().selection_status(), StatusWord::new(status));
            let off = pin.with_activation(Activation::Deactivated);
            assert_eq!(off.status().selection_status(), StatusWord::DEACTIVATED);
        }
    }

    #[test]
    fn one_try_left_is_suspended_and_none_is_blocked() {
        assert_eq!(
            Pin::operational("123456").with_tries_left(1).status(),
            PinStatus::Suspended
        );
        assert_eq!(
            Pin::operational("123456").with_tries_left(0).status(),
            PinStatus::Blocked
        );
    }

    #[test]
    fn a_try_falls_to_zero_and_no_further() {
        let mut pin = Pin::operational("123456");
        for left in [2, 1, 0, 0] {
            pin.take_try();
            assert_eq!(pin.tries().left(), left);
        }
    }

    #[test]
    fn only_six_digits_make_a_new_pin() {
        let mut pin = Pin::transport("12345").with_tries_left(2);
        for wrong in [&b""[..], b"12345", b"1234567"] {
            assert_eq!(
                pin.change(wrong),
                Err(PinError::Length {
                    length: wrong.len(),
                    expected: 6
                })
            );
        }
        assert_eq!(
            pin.change(b"12345a"),
            Err(PinError::NotADigit { position: 5 })
        );
        assert_eq!((pin.phase(), pin.tries().left()), (PinPhase::Transport, 2));
        assert_eq!(pin.change(b"654321"), Ok(()));
        assert_eq!(
            (pin.phase(), pin.tries().left()),
            (PinPhase::Operational, 3)
        );
    }
}
