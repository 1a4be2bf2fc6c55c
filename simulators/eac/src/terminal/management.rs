//! PIN management, in every state that has a session. `[TR-03110-2 §2.4]`

use iso7816::Transport;

use super::error::{Step, TerminalError};
use super::{ChipAuthenticated, Pace, Terminal, TerminalAuthenticated, command};

/// A state with secure messaging.
pub trait Secured {}

impl Secured for Pace {}
impl Secured for TerminalAuthenticated {}
impl Secured for ChipAuthenticated {}

impl<T: Transport, S: Secured> Terminal<T, S> {
    /// Sets a new PIN; its retry counter starts anew. Allowed after PACE with the PIN, and for authentication terminals
    /// with PIN management.
    ///
    /// # Errors
    /// The card refuses.
    pub fn change_pin(&mut self, pin: &str) -> Result<(), TerminalError<T::Error>> {
        self.expect_ok(Step::PinManagement, &command::change_pin(pin.as_bytes()))
            .map(drop)
    }

    /// Starts the PIN's retry counter anew. Allowed after PACE with the PUK, and for authentication terminals with PIN
    /// management.
    ///
    /// # Errors
    /// The card refuses.
    pub fn unblock_pin(&mut self) -> Result<(), TerminalError<T::Error>> {
        self.expect_ok(Step::PinManagement, &command::unblock_pin())
            .map(drop)
    }

    /// Activates the PIN. Allowed for authentication terminals with PIN management.
    ///
    /// # Errors
    /// The card refuses.
    pub fn activate_pin(&mut self) -> Result<(), TerminalError<T::Error>> {
        self.expect_ok(Step::PinManagement, &command::activate_pin())
            .map(drop)
    }

    /// Deactivates the PIN. Allowed for authentication terminals with PIN management.
    ///
    /// # Errors
    /// The card refuses.
    pub fn deactivate_pin(&mut self) -> Result<(), TerminalError<T::Error>> {
        self.expect_ok(Step::PinManagement, &command::deactivate_pin())
            .map(drop)
    }

    /// Sets a new CAN, on cards that allow it to authentication terminals with PIN management.
    ///
    /// # Errors
    /// The card refuses.
    pub fn change_can(&mut self, can: &str) -> Result<(), TerminalError<T::Error>> {
        self.expect_ok(Step::PinManagement, &command::change_can(can.as_bytes()))
            .map(drop)
    }
}
