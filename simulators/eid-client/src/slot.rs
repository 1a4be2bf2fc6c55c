//! The place where the card lies.

/// A card reader with one slot, or the antenna of a phone.
pub trait CardSlot: Send + Sync {
    /// What there is.
    fn state(&self) -> SlotState;

    /// Sends a command APDU and gives the response APDU back.
    ///
    /// # Errors
    /// The card is not there any more.
    fn transmit(&self, command: &[u8]) -> Result<Vec<u8>, CardGone>;

    /// Takes the card's power away and gives it back: everything volatile is gone. Nothing happens without a card.
    fn reset(&self);
}

/// What there is at the slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SlotState {
    /// No reader.
    NoReader,
    /// A reader without a card.
    Empty,
    /// A card.
    Card,
}

/// The card was taken away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the card was taken away")]
pub struct CardGone;

/// How the slot is connected. It makes a difference to the words on the pages only.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Connection {
    /// A reader at the computer.
    #[default]
    Reader,
    /// A phone that stands in for a reader.
    PhoneNfc,
}
