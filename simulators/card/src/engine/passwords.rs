//! RESET RETRY COUNTER, ACTIVATE and DEACTIVATE: who may manage the PIN, and what happens to it.

use eac::encoding::{PasswordReference, Right, TerminalType};
use iso7816::StatusWord;

use super::Engine;
use crate::command::{ActivationChange, CounterReset};
use crate::fault::Fault;
use crate::{Activation, CanChange, Pin, PinError, PinManagement, Profile, Reason, Refusal};

impl<P: Profile> Engine<P> {
    pub(super) fn reset_retry_counter(
        &mut self,
        password: u8,
        reset: CounterReset<'_>,
    ) -> Result<(), Refusal> {
        match (PasswordReference::from_number(password), reset) {
            (Some(PasswordReference::Pin), CounterReset::Change(digits)) => self.change_pin(digits),
            (Some(PasswordReference::Pin), CounterReset::Unblock) => self.unblock_pin(),
            (Some(PasswordReference::Can), CounterReset::Change(digits)) => self.change_can(digits),
            _ => Err(not_managed(password)),
        }
    }

    /// The holder after PACE with the PIN, or an authentication terminal with PIN management `[TR-03110-2 §2.4]`. The
    /// PUK unblocks and no more `[TR-03110-4 §3.2.1]`.
    fn change_pin(&mut self, digits: &[u8]) -> Result<(), Refusal> {
        let allowed = self.holder_has_proven(PasswordReference::Pin)
            || (self.terminal_manages_pin() && !self.has(Fault::PinManagementCannotChange))
            || (self.holder_has_proven(PasswordReference::Puk) && self.has(Fault::PukChangesPin))
            || (self.holder_has_proven(PasswordReference::Can)
                && self.has(Fault::PinChangeAfterCan))
            || self.has(Fault::PinChangeWithoutPace);
        if !allowed {
            return Err(forbidden(PinManagement::Change(PasswordReference::Pin)));
        }
        let (short, ignored) = (
            self.has(Fault::ShortPinAccepted),
            self.has(Fault::PinChangeIgnored),
        );
        let pin = self.pin()?;
        if !super::pace::is_activated(pin) {
            return Err(Refusal::new(
                StatusWord::REFERENCE_DATA_NOT_USABLE,
                Reason::PinDeactivated,
            ));
        }
        match pin.clone().change(digits) {
            Err(error) if !short || digits.is_empty() => Err(bad_password(error)),
            _ if ignored => Ok(()),
            Err(_) => {
                *pin = Pin::operational(&String::from_utf8_lossy(digits))
                    .with_resets_left(pin.resets().left());
                Ok(())
            }
            Ok(()) => pin.change(digits).map_err(bad_password),
        }
    }

    /// The holder after PACE with the PUK, ten times in all, or an authentication terminal with PIN management.
    fn unblock_pin(&mut self) -> Result<(), Refusal> {
        let with_puk = self.holder_has_proven(PasswordReference::Puk);
        if !with_puk && !self.terminal_manages_pin() && !self.has(Fault::UnblockWithoutPuk) {
            return Err(forbidden(PinManagement::Unblock));
        }
        let (counts, works) = (
            !self.has(Fault::PukCounterNotDecremented),
            !self.has(Fault::PukDoesNotUnblock),
        );
        let pin = self.pin()?;
        if with_puk && counts {
            if pin.resets().left() == 0 {
                return Err(Refusal::new(
                    StatusWord::SECURITY_STATUS_NOT_SATISFIED,
                    Reason::PukUsedUp,
                ));
            }
            // Before the tries come back, so that no loss of power gives a reset away.
            pin.take_reset();
        }
        if works {
            pin.restore_tries();
        }
        Ok(())
    }

    fn change_can(&mut self, digits: &[u8]) -> Result<(), Refusal> {
        let changeable = self.stored.credentials.can_change() == CanChange::Allowed
            || self.has(Fault::CanChangeAccepted);
        if !changeable || !self.terminal_manages_pin() {
            return Err(forbidden(PinManagement::Change(PasswordReference::Can)));
        }
        if self.has(Fault::CanChangeIgnored) {
            return Ok(());
        }
        self.stored
            .credentials
            .change_can(digits)
            .map_err(bad_password)
    }

    /// Authentication terminals with PIN management, and nobody else `[TR-03110-3 §B.7.2]`.
    pub(super) fn change_activation(
        &mut self,
        password: u8,
        change: ActivationChange,
    ) -> Result<(), Refusal> {
        if PasswordReference::from_number(password) != Some(PasswordReference::Pin) {
            return Err(not_managed(password));
        }
        if !self.terminal_manages_pin() && !self.has(Fault::ActivationRightNotChecked) {
            return Err(forbidden(PinManagement::Activation));
        }
        let (activation, ignored) = match change {
            ActivationChange::Activate => (Activation::Activated, Fault::ActivationIgnored),
            ActivationChange::Deactivate => (Activation::Deactivated, Fault::DeactivationIgnored),
        };
        let ignored = self.has(ignored);
        let pin = self.pin()?;
        if !ignored {
            pin.set_activation(activation);
        }
        Ok(())
    }

    fn pin(&mut self) -> Result<&mut Pin, Refusal> {
        let number = PasswordReference::Pin.number();
        self.stored
            .credentials
            .pin_mut()
            .ok_or_else(|| not_managed(number))
    }

    /// An unauthenticated terminal has run PACE with this password: the holder is there `[TR-03110-2 §2.4.1]`.
    fn holder_has_proven(&self, password: PasswordReference) -> bool {
        let status = self.volatile.state.status();
        status.terminal.is_none() && status.password == Some(password)
    }

    fn terminal_manages_pin(&self) -> bool {
        self.volatile
            .state
            .bound_authorization()
            .is_some_and(|authorization| {
                authorization.terminal_type() == TerminalType::AuthenticationTerminal
                    && authorization.has(Right::PinManagement)
            })
    }
}

fn forbidden(what: PinManagement) -> Refusal {
    Refusal::new(
        StatusWord::SECURITY_STATUS_NOT_SATISFIED,
        Reason::PinManagement(what),
    )
}

fn not_managed(password: u8) -> Refusal {
    Refusal::new(
        StatusWord::REFERENCED_DATA_NOT_FOUND,
        Reason::PasswordNotManaged(password),
    )
}

fn bad_password(error: PinError) -> Refusal {
    Refusal::new(StatusWord::WRONG_DATA, Reason::NewPassword(error))
}
