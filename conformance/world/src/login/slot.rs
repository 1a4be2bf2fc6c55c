//! The reader, or the phone, on which the citizen's card lies.

use std::sync::{Mutex, MutexGuard, PoisonError};

use card_de_npa::DeNpa;
use eid_client::{CardGone, CardSlot, SlotState};
use iso7816::Card as _;

/// What lies there.
#[derive(Debug, Default)]
pub(crate) struct Slot(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    missing: bool,
    card: Option<DeNpa>,
    /// Commands that are still answered before the card is taken away.
    left: Option<usize>,
}

impl Slot {
    /// No reader at all.
    pub(crate) fn nowhere() -> Self {
        Self(Mutex::new(State {
            missing: true,
            ..State::default()
        }))
    }

    /// Lays a card there; another one that lay there is taken home.
    pub(crate) fn insert(&self, mut card: DeNpa) {
        card.reset();
        let mut state = self.state();
        state.card = Some(card);
        state.left = None;
    }

    /// Takes the card away; says whether there was one.
    pub(crate) fn remove(&self) -> bool {
        self.state().card.take().is_some()
    }

    /// Takes the card away when it has answered so many more commands.
    pub(crate) fn remove_after(&self, commands: usize) {
        self.state().left = Some(commands);
    }

    /// Whether there is a reader, and a card on it.
    pub(crate) fn presence(&self) -> (bool, bool) {
        let state = self.state();
        (!state.missing, state.card.is_some())
    }

    /// Sends a command; nothing when the card is gone.
    pub(crate) fn send(&self, command: &[u8]) -> Option<Vec<u8>> {
        let mut state = self.state();
        if state.left == Some(0) {
            state.card = None;
            state.left = None;
        }
        let card = state.card.as_mut()?;
        let mut response = Vec::new();
        card.transmit(command, &mut response);
        state.left = state.left.map(|left| left.saturating_sub(1));
        Some(response)
    }

    /// Resets the card; says whether there is one.
    pub(crate) fn restart(&self) -> bool {
        self.state().card.as_mut().map(DeNpa::reset).is_some()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl CardSlot for Slot {
    fn state(&self) -> SlotState {
        match self.presence() {
            (false, _) => SlotState::NoReader,
            (true, false) => SlotState::Empty,
            (true, true) => SlotState::Card,
        }
    }

    fn transmit(&self, command: &[u8]) -> Result<Vec<u8>, CardGone> {
        self.send(command).ok_or(CardGone)
    }

    fn reset(&self) {
        self.restart();
    }
}
