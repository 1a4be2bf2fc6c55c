//! The terminal's side: a conversation whose order the compiler checks.
//!
//! ```text
//! Terminal<T, Plain> -> Terminal<T, Pace> -> Terminal<T, TerminalAuthenticated> -> Terminal<T, ChipAuthenticated>
//! ```
//!
//! Any [`Transport`] comes in; each step consumes the terminal and gives back the next one, or the same one with the
//! reason why not. Every step is also there alone, as command builders in [`command`] and as machines in
//! [`pace`], [`terminal_authentication`], [`chip_authentication`] and [`restricted_identification`], so that a test can
//! send it in any order and altered. Readers and users are unknown here.

use std::fmt;

use iso7816::Transport;

mod channel;
mod chip_authenticated;
mod error;
mod file;
mod management;
mod pace_state;
mod plain;
mod status;
mod terminal_authenticated;

pub mod chip_authentication;
pub mod command;
pub mod pace;
pub mod passive;
pub mod restricted_identification;
pub mod terminal_authentication;

use channel::Channel;
pub use chip_authenticated::ChipAuthenticated;
pub use error::{Step, Stopped, TerminalError};
pub use file::ReadLength;
pub use management::Secured;
pub use pace_state::Pace;
pub use plain::{PaceRequest, Plain};
pub use status::PinStatus;
pub use terminal_authenticated::TerminalAuthenticated;

/// A terminal in conversation with a card; `S` says how far it has come.
pub struct Terminal<T, S> {
    channel: Channel<T>,
    state: S,
}

impl<T, S: fmt::Debug> fmt::Debug for Terminal<T, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Terminal")
            .field("state", &self.state)
            .finish_non_exhaustive()
    }
}

impl<T: Transport, S> Terminal<T, S> {
    /// Ends the conversation and gives the transport back. The card notices when the next plain command arrives.
    #[must_use]
    pub fn into_transport(self) -> T {
        self.channel.into_transport()
    }

    /// Ends the conversation and starts a new one over the same transport.
    #[must_use]
    pub fn restart(self) -> Terminal<T, Plain> {
        Terminal::new(self.into_transport())
    }

    /// What has been reached.
    #[must_use]
    pub const fn state(&self) -> &S {
        &self.state
    }

    /// Sends a command, under secure messaging where there is a session, and gives back whatever the card answers.
    ///
    /// # Errors
    /// The card could not be reached, or secure messaging broke: then the session is lost.
    pub fn transmit(
        &mut self,
        command: &iso7816::CommandApdu,
    ) -> Result<iso7816::ResponseApdu, TerminalError<T::Error>> {
        self.channel.transmit(command)
    }

    /// Sends a command that has to be answered with 9000, and gives the data back.
    fn expect_ok(
        &mut self,
        step: Step,
        command: &iso7816::CommandApdu,
    ) -> Result<Vec<u8>, TerminalError<T::Error>> {
        self.channel.expect_ok(step, command)
    }
}
