//! The two sides of a contact or field: who answers commands and who sends them.

/// A card: one command in, one response out, at any moment and for any bytes.
///
/// It knows no reader and no time. An implementation never panics: what is not a command APDU is answered with 6700.
pub trait Card: Send {
    /// Takes one raw command and replaces the content of `response` with data field and status word (at least 2 bytes).
    fn transmit(&mut self, command: &[u8], response: &mut Vec<u8>);

    /// Does what a reset or a loss of power does: everything volatile is gone, everything stored stays.
    fn reset(&mut self);

    /// The answer to reset (2 to 33 bytes) that a reader sees for this card.
    fn atr(&self) -> &[u8];
}

impl<C: Card + ?Sized> Card for Box<C> {
    fn transmit(&mut self, command: &[u8], response: &mut Vec<u8>) {
        (**self).transmit(command, response);
    }

    fn reset(&mut self) {
        (**self).reset();
    }

    fn atr(&self) -> &[u8] {
        (**self).atr()
    }
}

impl<C: Card + ?Sized> Card for &mut C {
    fn transmit(&mut self, command: &[u8], response: &mut Vec<u8>) {
        (**self).transmit(command, response);
    }

    fn reset(&mut self) {
        (**self).reset();
    }

    fn atr(&self) -> &[u8] {
        (**self).atr()
    }
}

/// The terminal's way to a card: raw bytes out, raw bytes in. It may fail, because cables do.
pub trait Transport {
    /// What can go wrong on the way; a status word is not an error of the transport.
    type Error: std::error::Error + Send + Sync + 'static;

    /// Sends one raw command APDU and returns the raw response APDU, status word at the end.
    ///
    /// # Errors
    /// When the card could not be reached or left in the middle.
    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, Self::Error>;
}

impl<T: Transport + ?Sized> Transport for Box<T> {
    type Error = T::Error;

    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, Self::Error> {
        (**self).transmit(command)
    }
}

impl<T: Transport + ?Sized> Transport for &mut T {
    type Error = T::Error;

    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, Self::Error> {
        (**self).transmit(command)
    }
}
