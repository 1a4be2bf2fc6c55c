//! A reader that calls its card directly: no thread, no socket, no time.

mod fault_point;

use iso7816::{Card, Transport};

pub use fault_point::{FaultPoint, Interruption, Moment};

use crate::Error;

/// A reader in this process with a card that can be pulled out, put back, reset and interrupted.
#[derive(Debug)]
pub struct InProcess<C> {
    card: C,
    inserted: bool,
    response: Vec<u8>,
    faults: Vec<FaultPoint>,
}

impl<C: Card> InProcess<C> {
    /// A reader with `card` in it, freshly powered.
    #[must_use]
    pub fn new(mut card: C) -> Self {
        card.reset();
        Self {
            card,
            inserted: true,
            response: Vec::new(),
            faults: Vec::new(),
        }
    }

    /// Takes the card out: hot-unplug. It loses what it held in volatile memory. Without a card nothing happens.
    pub fn pull(&mut self) {
        if self.inserted {
            self.inserted = false;
            self.card.reset();
        }
    }

    /// Puts the card back in. With the card in place nothing happens.
    pub fn insert(&mut self) {
        if !self.inserted {
            self.inserted = true;
            self.card.reset();
        }
    }

    /// Whether the card is in the reader.
    #[must_use]
    pub fn is_inserted(&self) -> bool {
        self.inserted
    }

    /// Resets the card.
    ///
    /// # Errors
    /// [`Error::NoCard`] when it was pulled.
    pub fn reset(&mut self) -> Result<(), Error> {
        self.require_card()?;
        self.card.reset();
        Ok(())
    }

    /// The card's answer to reset.
    ///
    /// # Errors
    /// [`Error::NoCard`] when it was pulled.
    pub fn atr(&self) -> Result<&[u8], Error> {
        self.require_card()?;
        Ok(self.card.atr())
    }

    /// Lets something happen around a coming command. Several points may be armed; each acts once.
    pub fn arm(&mut self, fault: FaultPoint) {
        self.faults.push(fault);
    }

    /// Forgets all armed fault points.
    pub fn disarm(&mut self) {
        self.faults.clear();
    }

    /// The card, for a look that no terminal has.
    pub fn card(&self) -> &C {
        &self.card
    }

    /// The card, for a change that no terminal can make.
    pub fn card_mut(&mut self) -> &mut C {
        &mut self.card
    }

    /// Takes the card home.
    pub fn into_card(self) -> C {
        self.card
    }

    /// Sends a command and borrows the response, which stays until the next command.
    ///
    /// # Errors
    /// [`Error::NoCard`] when the card was pulled, [`Error::Short`] when it answers less than a status word, and what
    /// an armed [`FaultPoint`] makes of this command.
    pub fn transmit_borrowed(&mut self, command: &[u8]) -> Result<&[u8], Error> {
        self.require_card()?;
        let due = fault_point::take_due(&mut self.faults);
        if let Some(fault) = due.filter(|fault| fault.moment == Moment::BeforeCommand) {
            self.interrupt(fault.what)?;
        }
        self.response.clear();
        self.card.transmit(command, &mut self.response);
        if let Some(fault) = due.filter(|fault| fault.moment == Moment::BeforeAnswer) {
            self.interrupt(fault.what)?;
        }
        match self.response.len() {
            length @ 0..2 => Err(Error::Short { length }),
            _ => Ok(&self.response),
        }
    }

    fn require_card(&self) -> Result<(), Error> {
        if self.inserted {
            Ok(())
        } else {
            Err(Error::NoCard)
        }
    }

    fn interrupt(&mut self, what: Interruption) -> Result<(), Error> {
        match what {
            Interruption::Pull => {
                self.pull();
                Err(Error::Removed)
            }
            Interruption::LosePower => {
                self.card.reset();
                Err(Error::PowerLost)
            }
            Interruption::StayMute => Err(Error::Mute),
            Interruption::CutAnswer { keep } => {
                self.response.truncate(keep);
                Ok(())
            }
        }
    }
}

impl<C: Card> Transport for InProcess<C> {
    type Error = Error;

    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, Error> {
        self.transmit_borrowed(command).map(<[u8]>::to_vec)
    }
}

#[cfg(test)]
mod tests;
