//! The passwords of a card, their counters and the states of the PIN.
//!
//! Digits and the outcome of comparisons come in, states and status words go out. Counters are part of the card's value,
//! so that no reset and no loss of power gives one back. Nothing here knows a protocol.

mod counter;
mod pin;

pub use counter::Counter;
pub use pin::{Activation, Pin, PinError, PinPhase, PinStatus};

use eac::encoding::{Password, PasswordReference};

/// The passwords of a card `[TR-03110-2 §2.2]`.
#[derive(Clone, Debug, Default)]
pub struct Credentials {
    mrz: Option<Password>,
    can: Option<Password>,
    puk: Option<Password>,
    pin: Option<Pin>,
    can_change: CanChange,
}

/// Whether an authentication terminal with PIN management may change the CAN. TR-03110-2 calls the CAN static; the test
/// plan knows cards that let it be changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CanChange {
    /// It may not.
    #[default]
    Refused,
    /// It may.
    Allowed,
}

impl Credentials {
    /// No passwords at all.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// With a password that has no counter: MRZ, CAN or PUK. A PIN goes where its counter is, to
    /// [`with_pin`](Self::with_pin), and is left out here.
    #[must_use]
    pub fn with(mut self, password: Password) -> Self {
        match password.reference() {
            PasswordReference::Mrz => self.mrz = Some(password),
            PasswordReference::Can => self.can = Some(password),
            PasswordReference::Puk => self.puk = Some(password),
            PasswordReference::Pin => {}
        }
        self
    }

    /// With a PIN.
    #[must_use]
    pub fn with_pin(mut self, pin: Pin) -> Self {
        self.pin = Some(pin);
        self
    }

    /// With this answer to a terminal that wants to change the CAN.
    #[must_use]
    pub const fn with_can_change(mut self, change: CanChange) -> Self {
        self.can_change = change;
        self
    }

    /// The password with this reference.
    #[must_use]
    pub fn password(&self, reference: PasswordReference) -> Option<&Password> {
        match reference {
            PasswordReference::Mrz => self.mrz.as_ref(),
            PasswordReference::Can => self.can.as_ref(),
            PasswordReference::Puk => self.puk.as_ref(),
            PasswordReference::Pin => self.pin.as_ref().map(Pin::password),
        }
    }

    /// The PIN.
    #[must_use]
    pub const fn pin(&self) -> Option<&Pin> {
        self.pin.as_ref()
    }

    /// The PIN, to be counted, changed, activated or deactivated.
    pub fn pin_mut(&mut self) -> Option<&mut Pin> {
        self.pin.as_mut()
    }

    /// Whether the CAN may be changed.
    #[must_use]
    pub const fn can_change(&self) -> CanChange {
        self.can_change
    }

    /// Sets another CAN of six digits.
    ///
    /// # Errors
    /// Not six digits; the old CAN stays.
    pub fn change_can(&mut self, digits: &[u8]) -> Result<(), PinError> {
        pin::check_digits(digits)?;
        self.can = Some(Password::new(PasswordReference::Can, digits));
        Ok(())
    }
}
