//! A card that is not ours and that speaks the virtual reader's protocol, without a reader in between.

use iso7816::Transport;
use vsmartcard::{Error as LinkError, Listening, ReaderEnd};

/// A foreign card at the other end of a socket, as a terminal sees it.
#[derive(Debug)]
pub struct ForeignCard {
    end: ReaderEnd,
    atr: Vec<u8>,
}

impl ForeignCard {
    /// Waits until a card is put in, powers it and asks for its answer to reset.
    ///
    /// # Errors
    /// [`LinkError::Closed`] when the card leaves at once, [`LinkError::TimedOut`] when it is mute.
    pub fn accept(listening: &Listening) -> Result<Self, LinkError> {
        Self::over(listening.accept()?)
    }

    /// A card at the end of a connection that exists already; it is powered first.
    ///
    /// # Errors
    /// As [`accept`](Self::accept).
    pub fn over(mut end: ReaderEnd) -> Result<Self, LinkError> {
        end.power_on()?;
        let atr = end.atr()?;
        Ok(Self { end, atr })
    }

    /// The answer to reset, as the card gave it last.
    #[must_use]
    pub fn atr(&self) -> &[u8] {
        &self.atr
    }

    /// Resets the card and asks for its answer to reset.
    ///
    /// # Errors
    /// As [`accept`](Self::accept).
    pub fn reset(&mut self) -> Result<(), LinkError> {
        self.end.reset()?;
        self.atr = self.end.atr()?;
        Ok(())
    }
}

impl Transport for ForeignCard {
    type Error = LinkError;

    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, LinkError> {
        self.end.transmit(command)
    }
}
